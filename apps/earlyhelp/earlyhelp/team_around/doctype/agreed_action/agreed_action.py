import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.date_rules import check_not_future, day
from earlyhelp.team_around.actions import NEEDS_WHY
from earlyhelp.team_around.people import check_named, name_of

FIXED = ("what", "who_kind", "person", "professional", "agency", "agreed_on")


class AgreedTogetherError(frappe.ValidationError):
	"""What was agreed, or by whom, is written over."""


class NewDayNeedsReasonError(frappe.ValidationError):
	"""The day is changed and nobody says why."""


class AnswerNeedsReasonError(frappe.ValidationError):
	"""An action ends undone and nobody says why."""


class AgreedElsewhereError(frappe.ValidationError):
	"""An action claims to have been agreed in a meeting that it does not come from."""


class AgreedAction(Document):
	"""What somebody promised to do: one record, from the meeting where it was agreed until it is done."""

	def validate(self):
		check_not_future(self, "agreed_on")
		check_named([self], "who_kind", self.family, _("Who Does It"))
		self.who = name_of(self.who_kind, self)[:140]
		self.check_origin()
		self.keep_what_was_agreed()
		self.keep_day()
		self.keep_answer()

	def after_insert(self):
		self.db_set("first_due_on", self.due_on, update_modified=False)

	def check_origin(self):
		"""Only the end of a meeting, plan or supervision says that an action was agreed there."""
		if self.is_new() and self.agreed_in and not self.flags.agreed_together:
			frappe.throw(
				_("An action gets its meeting when that meeting ends. Write it into the meeting."),
				AgreedElsewhereError,
				_("Record"),
			)

	def keep_what_was_agreed(self):
		"""What and by whom stay as they were agreed; another promise is another action."""
		if self.is_new() or not self.agreed_in:
			return
		for name in FIXED:
			if self.has_value_changed(name):
				says = _("{0} was agreed together and stays as it is. Agree a new action instead.")
				label = _(self.meta.get_label(name))
				frappe.throw(says.format(label), AgreedTogetherError, label)

	def keep_day(self):
		"""The day may change, with a reason that goes to the history."""
		before = self.get_doc_before_save()
		if before and day(before.due_on) != day(self.due_on):
			if not (self.due_reason or "").strip():
				frappe.throw(
					_("Say in Why Another Day why the day changes."),
					NewDayNeedsReasonError,
					_("By When"),
				)
			self.flags.new_day = (before.due_on, self.due_reason)
		self.due_reason = None

	def keep_answer(self):
		"""An answer carries its day and its person; what ends undone says why."""
		if self.status in NEEDS_WHY and not (self.remark or "").strip():
			frappe.throw(_("Say in Remark why it ended so."), AnswerNeedsReasonError, _("Remark"))
		before = self.get_doc_before_save()
		if self.status == "Open":
			self.answered_on = self.answered_by = None
		elif not before or before.status != self.status:
			self.answered_on, self.answered_by = today(), frappe.session.user

	def on_update(self):
		if self.flags.new_day:
			old, why = self.flags.new_day
			says = _("By when: {0} in place of {1}. {2}")
			self.add_comment(
				"Info", says.format(self.due_on or "-", old or "-", frappe.utils.escape_html(why))
			)

	@property
	def overdue(self):
		"""Whether the promised day is over and it is still to do; worked out, never stored."""
		return (
			self.status in ("Open", "Partly Done")
			and bool(self.due_on)
			and day(self.due_on) < getdate(today())
		)
