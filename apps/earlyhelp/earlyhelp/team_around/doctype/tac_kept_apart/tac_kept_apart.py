from earlyhelp.permissions.child_rows import ChildRow


class TACKeptApart(ChildRow):
	"""Two members of a family who must not be in one room."""
