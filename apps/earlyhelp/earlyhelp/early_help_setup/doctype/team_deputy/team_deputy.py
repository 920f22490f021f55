from earlyhelp.permissions.child_rows import ChildRow


class TeamDeputy(ChildRow):
	"""A person who stands in for a team's manager."""
