from minibench.core.records import StandardRecord
from minibench.naming import append_number_if_name_exists


class NumberCard(StandardRecord):
	def autoname(self):
		self.name = self.name or append_number_if_name_exists("Number Card", self.label)
