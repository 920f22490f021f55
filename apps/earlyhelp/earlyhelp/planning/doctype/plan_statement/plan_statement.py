from earlyhelp.permissions.child_rows import ChildRow


class PlanStatement(ChildRow):
	"""One statement under one of the three questions of a plan."""
