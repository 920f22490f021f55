import frappe
from frappe import _
from frappe.utils import now_datetime

from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.schools.concern_stamps import tell_of_answer
from earlyhelp.states.document import StatefulDocument


class NotSharedError(frappe.ValidationError):
	"""The council answers only what a school shared with it."""


class SchoolConcern(StatefulDocument):
	"""A worry about a pupil, or a line in the log book, as a school entered it.

	What the council does not read stands on a level that no desk role holds.
	"""

	def validate(self):
		guard_child_rows(self)
		self.check_state()
		self.stamp_answer()

	def on_update(self):
		super().on_update()
		if self.flags.answered:
			self.flags.answered = False
			tell_of_answer(self)

	def stamp_answer(self):
		"""An answer of the council has its day and its writer; it is an answer to something shared."""
		before = self.get_doc_before_save()
		if not before or (before.council_answer or "") == (self.council_answer or ""):
			return
		if not self.shared_on:
			frappe.throw(
				_("This concern was not shared with the council, so there is nothing to answer."),
				NotSharedError,
				_("Answer"),
			)
		self.council_answered_on, self.council_answered_by = now_datetime(), frappe.session.user
		self.flags.answered = True
