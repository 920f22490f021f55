from earlyhelp.permissions.child_rows import ChildRow


class SupervisionAttendee(ChildRow):
	"""One person who took part in a supervision, or was expected."""
