import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from earlyhelp.families.belonging import belongs_to
from earlyhelp.permissions.notices import tell
from earlyhelp.states.content import changed_fields
from earlyhelp.team_around.invitations import is_chair
from earlyhelp.team_around.people import users_of


class NotIssuedError(frappe.ValidationError):
	"""Minutes are added to that can still be changed."""


class NotTheChairError(frappe.ValidationError):
	"""Somebody else than the chair adds to the minutes."""


class AddendumStaysError(frappe.ValidationError):
	"""An addendum is changed or deleted."""


class TACAddendum(Document):
	"""What is corrected or added after the minutes are out: by the chair, to everybody who had them."""

	def validate(self):
		self.check_kept()
		meeting = frappe.get_doc("TAC Meeting", self.meeting)
		belongs_to(self, meeting.family)
		if self.is_new():
			self.check_meeting(meeting)
			self.added_on, self.added_by = now_datetime(), frappe.session.user

	def check_meeting(self, meeting):
		if meeting.status != "Issued":
			frappe.throw(
				_("These minutes are not issued yet: write it into them."), NotIssuedError, _("Meeting")
			)
		if frappe.session.user != "Administrator" and not is_chair(meeting, frappe.session.user):
			frappe.throw(_("Only the chair adds to the minutes."), NotTheChairError, _("Meeting"))

	def check_kept(self):
		before = None if self.is_new() else self.get_doc_before_save()
		if before and changed_fields(self, before):
			frappe.throw(_("An addendum stays as it is. Add another one."), AddendumStaysError, _("Kept"))

	def after_insert(self):
		meeting = frappe.get_doc("TAC Meeting", self.meeting)
		given = [row.professional for row in meeting.attendees if row.circulation in ("All", "Own part")]
		tell(users_of(given), self, _("the minutes were added to."))

	def on_trash(self):
		frappe.throw(_("An addendum stays as it is. Add another one."), AddendumStaysError, _("Kept"))
