from earlyhelp.permissions.child_rows import ChildRow


class EpisodeChild(ChildRow):
	"""One child whom an episode is for."""
