from minibench.core.records import StandardRecord


class DashboardChart(StandardRecord):
	pass
