from earlyhelp.permissions.child_rows import ChildRow


class FamilyRestriction(ChildRow):
	"""A person who may see a restricted family."""
