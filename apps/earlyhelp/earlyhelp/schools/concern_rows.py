"""Rows of a school's concern: the school's own, read through its pages only."""


def only_the_school(row, permtype="read", *, debug=False, user=None):
	"""Nobody reaches a row by itself: the school's pages hand out what a person may read."""
	return False
