from earlyhelp.permissions.child_rows import ChildRow


class ProfessionalCover(ChildRow):
	"""Who stands in for a professional, from when to when."""
