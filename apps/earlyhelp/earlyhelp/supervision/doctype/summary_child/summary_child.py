from earlyhelp.permissions.child_rows import ChildRow


class SummaryChild(ChildRow):
	"""What a worker's summary means for one child."""
