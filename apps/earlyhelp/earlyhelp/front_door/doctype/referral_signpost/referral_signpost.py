from earlyhelp.permissions.child_rows import ChildRow


class ReferralSignpost(ChildRow):
	"""One agency that may help the family instead."""
