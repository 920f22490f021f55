from earlyhelp.permissions.child_rows import ChildRow


class PlanVoice(ChildRow):
	"""What one child says, and to whom it may be shown."""
