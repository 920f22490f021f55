import json

from minibench.document import Document, get_doc
from minibench.local import local
from minibench.translate import _


class ToDo(Document):
	def validate(self):
		self.flags.assignment = None
		if self.reference_type and self.reference_name and not self.flags.ignore_permissions:
			get_doc(self.reference_type, self.reference_name).check_permission("read")
		who, me = self.full_name(self.allocated_to), self.full_name(local.session.user)
		if self.is_new():
			self.assigned_by = self.assigned_by or local.session.user
			line = _("{0} gave this to {1}: {2}").format(
				self.full_name(self.assigned_by), who, self.description
			)
			self.flags.assignment = ("Assigned", line)
		elif self.has_value_changed("status"):
			self.flags.assignment = ("Assignment Completed", _("{0} ended the task of {1}.").format(me, who))

	@staticmethod
	def full_name(user: str | None) -> str:
		return local.db.get_value("User", user, "full_name", cache=True) or user or ""

	def on_update(self):
		if self.flags.assignment and self.reference_type and self.reference_name:
			get_doc(self.reference_type, self.reference_name).add_comment(*self.flags.assignment)
		self.update_in_reference()

	def after_delete(self):
		self.update_in_reference()

	def update_in_reference(self):
		"""Keep the list of people in the document's own `_assign`, which lists show."""
		from minibench.meta import get_meta

		if not (self.reference_type and self.reference_name) or get_meta(self.reference_type).issingle:
			return
		users = local.db.sql(
			"select allocated_to from `tabToDo` where reference_type = %s and reference_name = %s"
			" and status not in ('Cancelled', 'Closed') and ifnull(allocated_to, '') != '' order by creation",
			(self.reference_type, self.reference_name),
			pluck=True,
		)
		local.db.sql(
			f"update `tab{self.reference_type}` set _assign = %s where name = %s",
			(json.dumps(users) if users else None, self.reference_name),
		)
