from earlyhelp.permissions.child_rows import ChildRow


class ClosureOutcome(ChildRow):
	"""What became of one need when the help ended."""
