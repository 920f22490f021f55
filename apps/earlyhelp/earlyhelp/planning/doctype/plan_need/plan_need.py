from earlyhelp.permissions.child_rows import ChildRow


class PlanNeed(ChildRow):
	"""One need that the assessment found."""
