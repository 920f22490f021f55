from earlyhelp.permissions.child_rows import ChildRow
from earlyhelp.schools.concern_rows import only_the_school


class ConcernExclusion(ChildRow):
	"""A member of staff who is a relative of the child or named in the concern."""

	has_permission = only_the_school
