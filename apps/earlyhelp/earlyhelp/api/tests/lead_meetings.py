"""What tests of meetings on a lead's pages share: one that is planned, invited, started, minuted, over."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.api.tests.leading import LeadPagesTestCase
from earlyhelp.tests.factories import make, make_professional

ROOM = {"meeting_type": "TAC", "starts_at": "14:00", "finishes_at": "15:00", "venue": "Room 2"}


class LeadMeetingTestCase(LeadPagesTestCase):
	def setUp(self):
		super().setUp()
		agency = make("Agency", agency_name=f"School Nurses {frappe.generate_hash(length=4)}").name
		self.nurse = make_professional(full_name="Sam Whinney", agency=agency).name
		self.family.reload().append(
			"family_professionals", {"professional": self.nurse, "invite_by_default": 1}
		)
		self.family.save()

	def plan(self, user=None, **answers):
		"""Plan a meeting on the page of the family."""
		given = {**ROOM, "meeting_on": today(), **answers}
		path, query = self.send(self.led, "new-meeting", user=user, **given)
		self.assertEqual((path, query.get("done")), ("/lead-record", "made"), self.said(query))
		return frappe.get_doc("TAC Meeting", query["of"])

	def row(self, doc, **of):
		return next(row for row in doc.attendees if all(row.get(name) == value for name, value in of.items()))

	def ready(self, **answers):
		"""Return a planned meeting for which the family's permission covers everybody."""
		doc = self.plan(**answers)
		covered = {f"sharing_covered-{row.name}": "1" for row in doc.attendees if row.agency}
		return self.saved(doc, "covered", **covered)

	def invited(self, **answers):
		return self.press(self.ready(**answers), "Send Invitations", as_=self.safeguarding)

	def started(self):
		return self.press(self.invited(), "Start", as_=self.safeguarding)

	def minuted(self, doc=None):
		"""Return a meeting with everything that its end asks for: one action of the mother, one of the nurse."""
		doc = doc or self.started()
		doc = self.saved(doc, "attendance", **{f"attended-{row.name}": "Yes" for row in doc.attendees})
		for row in doc.voices:
			doc = self.saved(
				doc, "child", row.name, words="I like breakfast club.", may_be_shown_to="Everybody"
			)
		doc = self.saved(doc, "said", worries="Late again.", decisions="Gran brings her.")
		for who, what in (
			(f"person|{self.mother}", "Bedtime at eight"),
			(f"professional|{self.nurse}", "Visit"),
		):
			doc = self.saved(doc, "agreed", "new", what=what, who=who, due_on=add_days(today(), 7))
		return self.saved(doc, "next", next_meeting_on=add_days(today(), 42))

	def ended(self):
		return self.press(self.minuted(), "End Meeting", as_=self.safeguarding)

	def parts(self, doc, user=None):
		"""Return {name: part} of what the page of a meeting shows."""
		shown = self.opened("lead_record", user, kind="meeting", of=doc.name)
		return {part["name"]: part for part in shown.parts}

	def open_parts(self, doc):
		return {name for name, part in self.parts(doc).items() if part["open"]}
