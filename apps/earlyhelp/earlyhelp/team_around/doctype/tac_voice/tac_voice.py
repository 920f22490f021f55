from earlyhelp.permissions.child_rows import ChildRow


class TACVoice(ChildRow):
	"""What one child wants everybody at the meeting to know, or why nobody could ask."""
