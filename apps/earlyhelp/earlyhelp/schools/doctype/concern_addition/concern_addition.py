from earlyhelp.permissions.child_rows import ChildRow
from earlyhelp.schools.concern_rows import only_the_school


class ConcernAddition(ChildRow):
	"""What was added to an entry after it was logged, with its day."""

	has_permission = only_the_school
