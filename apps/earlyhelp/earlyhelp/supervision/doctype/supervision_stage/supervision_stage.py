from earlyhelp.permissions.child_rows import ChildRow


class SupervisionStage(ChildRow):
	"""Where one adult stands on the cycle of change with one behaviour, or why it was not discussed."""
