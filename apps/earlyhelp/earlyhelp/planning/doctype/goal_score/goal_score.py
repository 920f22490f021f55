from earlyhelp.permissions.child_rows import ChildRow


class GoalScore(ChildRow):
	"""One score that one person, or everybody together, gave to one goal."""
