"""Messages to people of a school. A message holds a reference and "sign in to read": no name, concern or reason."""

from earlyhelp.permissions.notices import write_to


def tell_staff(staff, doc, sentence):
	"""E-mail people of a school about `doc`; `staff`: accounts, or School Staff entries. Returns the accounts."""
	return write_to([row if isinstance(row, str) else row.user for row in staff], doc, sentence, "/school")
