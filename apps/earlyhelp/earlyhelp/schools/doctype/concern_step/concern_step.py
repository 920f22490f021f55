from earlyhelp.permissions.child_rows import ChildRow
from earlyhelp.schools.concern_rows import only_the_school


class ConcernStep(ChildRow):
	"""Something that is done about a concern; the school's own, never the council's."""

	has_permission = only_the_school
