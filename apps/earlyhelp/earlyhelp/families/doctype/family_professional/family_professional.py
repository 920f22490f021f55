from earlyhelp.permissions.child_rows import ChildRow


class FamilyProfessional(ChildRow):
	"""A professional around one family."""
