import frappe
from frappe import _
from frappe.model.document import Document

from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.team_around.actions import keep_carried
from earlyhelp.team_around.people import check_named, name_of


class TACMeeting(Document):
	"""The family and everybody around them in one room: planned, held, minuted, and what was agreed."""

	def validate(self):
		guard_child_rows(self)
		self.reference = self.name
		self.set_people()
		keep_carried(self)

	def set_people(self):
		check_named(self.attendees, "kind", self.family, _("Who Comes"))
		check_named(self.actions, "who_kind", self.family, _("Actions"))
		for row in self.attendees:
			row.full_name = name_of(row.kind, row)[:140]

	def before_cancel(self):
		frappe.throw(_("Minutes that are out stay as they are."))
