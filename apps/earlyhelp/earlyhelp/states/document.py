"""The base of every record that has states."""

import frappe
from frappe import _
from frappe.model.document import Document

from earlyhelp.states.enforce import check_state
from earlyhelp.states.errors import KeptError
from earlyhelp.states.moves import follow


class StatefulDocument(Document):
	"""A record whose state is changed by steps only. Its `validate` calls `check_state`."""

	@property
	def step(self):
		"""The Step that this saving takes; None when the state stays."""
		return self.flags.step

	def check_state(self):
		check_state(self)

	def before_update_after_submit(self):
		check_state(self)

	def on_update(self):
		follow(self)

	def on_update_after_submit(self):
		follow(self)

	def before_cancel(self):
		frappe.throw(_("What is final stays as it is. Add a correction."), KeptError, _("Final"))

	def on_trash(self):
		if not self.may_be_deleted():
			frappe.throw(_("Records of help are kept. Withdraw or cancel it instead."), KeptError, _("Kept"))

	def may_be_deleted(self):
		"""Say whether this record may go: none, but where a controller says that an own draft may."""
		return False
