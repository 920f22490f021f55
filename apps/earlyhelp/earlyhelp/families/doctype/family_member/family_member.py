from earlyhelp.permissions.child_rows import ChildRow


class FamilyMember(ChildRow):
	"""One person in one family."""
