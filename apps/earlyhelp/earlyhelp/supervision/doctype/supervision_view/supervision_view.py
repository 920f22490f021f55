from earlyhelp.permissions.child_rows import ChildRow


class SupervisionView(ChildRow):
	"""What one child or parent says, or why that is not known."""
