from earlyhelp.permissions.child_rows import ChildRow


class PractitionerAllocation(ChildRow):
	"""One person who works with a family, from when to when."""
