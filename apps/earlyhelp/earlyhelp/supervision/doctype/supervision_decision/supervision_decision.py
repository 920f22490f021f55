from earlyhelp.permissions.child_rows import ChildRow


class SupervisionDecision(ChildRow):
	"""One decision of a supervision, with its reason and who made it."""
