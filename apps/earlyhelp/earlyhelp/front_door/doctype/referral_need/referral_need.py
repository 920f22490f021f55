from earlyhelp.permissions.child_rows import ChildRow


class ReferralNeed(ChildRow):
	"""One need that was noticed, and what shows it."""
