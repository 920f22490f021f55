from earlyhelp.permissions.child_rows import ChildRow


class TACAttendee(ChildRow):
	"""Somebody who is asked to a meeting, or should be and is not."""
