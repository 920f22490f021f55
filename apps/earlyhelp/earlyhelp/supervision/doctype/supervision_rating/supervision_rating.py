from earlyhelp.permissions.child_rows import ChildRow


class SupervisionRating(ChildRow):
	"""Red, amber or green for one child, where it differs from the family's."""
