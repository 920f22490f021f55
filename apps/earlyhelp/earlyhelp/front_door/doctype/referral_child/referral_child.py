from earlyhelp.permissions.child_rows import ChildRow


class ReferralChild(ChildRow):
	"""One child that a referral is about."""
