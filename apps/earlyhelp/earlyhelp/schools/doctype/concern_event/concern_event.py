from earlyhelp.permissions.child_rows import ChildRow
from earlyhelp.schools.concern_rows import only_the_school


class ConcernEvent(ChildRow):
	"""One step in the life of a concern: who, when and why."""

	has_permission = only_the_school
