from minibench.core.records import StandardRecord


class Dashboard(StandardRecord):
	pass
