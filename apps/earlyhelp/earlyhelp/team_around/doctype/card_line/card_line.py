from earlyhelp.permissions.child_rows import ChildRow


class CardLine(ChildRow):
	"""One line of a Thank You card: what somebody agreed to do, and by when."""
