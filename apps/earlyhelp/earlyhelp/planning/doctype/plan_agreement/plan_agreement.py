from earlyhelp.permissions.child_rows import ChildRow


class PlanAgreement(ChildRow):
	"""What one person says about a plan."""
