from earlyhelp.permissions.child_rows import ChildRow


class SupervisionSummary(ChildRow):
	"""The cover of one worker's summary: who was asked and where it stands, never a word of the text."""
