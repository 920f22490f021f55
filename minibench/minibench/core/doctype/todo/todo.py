import json

from minibench.core_access import may_read
from minibench.document import Document
from minibench.documents import get_doc
from minibench.errors import PermissionError
from minibench.local import local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.translate import _
from minibench.utils.data import get_fullname


class ToDo(Document):
	def validate(self):
		self.flags.assignment = None
		if self.is_new():
			by_hand = local.request and not self.flags.ignore_permissions
			self.assigned_by = (not by_hand and self.assigned_by) or local.session.user
			people = get_fullname(self.assigned_by), get_fullname(self.allocated_to)
			self.check_reader(by_hand)
			line = _("{0} gave this to {1}: {2}").format(*people, self.description)
			self.flags.assignment = ("Assigned", line)
		elif self.has_value_changed("allocated_to") or self.has_value_changed("reference_name"):
			self.check_reader(local.request and not self.flags.ignore_permissions)
		if not self.is_new() and self.has_value_changed("status"):
			line = _("{0} ended the task of {1}.").format(get_fullname(), get_fullname(self.allocated_to))
			self.flags.assignment = ("Assignment Completed", line)

	def check_reader(self, by_hand):
		"""Nobody is given a record that he or she may not see; on Frappe it is shared with them."""
		place = self.reference_type, self.reference_name
		if by_hand and self.allocated_to and self.has_reference() and not may_read(*place, self.allocated_to):
			who = get_fullname(self.allocated_to)
			throw(_("{0} may not see this record, so it was not assigned.").format(who), PermissionError)

	def has_reference(self) -> bool:
		return bool(self.reference_type and self.reference_name)

	def on_update(self):
		if self.flags.assignment and self.has_reference():
			get_doc(self.reference_type, self.reference_name).add_comment(*self.flags.assignment)
		self.update_in_reference()

	def after_delete(self):
		self.update_in_reference()

	def update_in_reference(self):
		"""Keep the list of people in the document's own `_assign`, which lists show."""
		if not self.has_reference() or get_meta(self.reference_type).issingle:
			return
		place = {"reference_type": self.reference_type, "reference_name": self.reference_name}
		opened = {**place, "status": ("not in", ["Cancelled", "Closed"]), "allocated_to": ("is", "set")}
		users = local.db.get_values("ToDo", opened, "allocated_to", order_by="creation", pluck=True)
		given = json.dumps(users) if users else None
		local.db.set_value(self.reference_type, self.reference_name, "_assign", given, update_modified=False)
