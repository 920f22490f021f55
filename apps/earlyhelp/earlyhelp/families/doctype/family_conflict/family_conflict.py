from earlyhelp.permissions.child_rows import ChildRow


class FamilyConflict(ChildRow):
	"""A colleague who must not see this family, and why."""
