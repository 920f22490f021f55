from earlyhelp.permissions.child_rows import ChildRow


class PastClosure(ChildRow):
	"""A closure that was undone: reports of days before the reopening still show it."""
