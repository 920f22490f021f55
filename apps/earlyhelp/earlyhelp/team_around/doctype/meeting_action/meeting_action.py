from earlyhelp.permissions.child_rows import ChildRow


class MeetingAction(ChildRow):
	"""One action as it stood in one meeting, plan or supervision; the action itself is an Agreed Action."""
