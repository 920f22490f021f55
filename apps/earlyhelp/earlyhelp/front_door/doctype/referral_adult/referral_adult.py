from earlyhelp.permissions.child_rows import ChildRow


class ReferralAdult(ChildRow):
	"""One adult around the children of a referral."""
