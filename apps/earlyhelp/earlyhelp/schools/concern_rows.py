"""Rows of a school's concern: the school's own, read through its pages only."""

from earlyhelp.permissions.guard import refuse_as_missing


def only_the_school(row, permtype="read", *, debug=False, user=None):
	"""Nobody reaches a row by itself: the school's pages hand out what a person may read.

	A stored row answers like one that does not exist.
	"""
	if row.name and not row.is_new():
		refuse_as_missing(row.doctype, row.name)
	return False
