"""C3 chair a meeting: a school gives the Thank You cards of its meeting, and others read their minutes."""

import frappe
from frappe.utils import add_days, getdate, today

from earlyhelp.api.tests.lead_meetings import LeadMeetingTestCase
from earlyhelp.constants import PU, SSL, SU
from earlyhelp.schools.tests.portal import page, post
from earlyhelp.tests.factories import make_outgoing_account, make_staff, make_stranger
from earlyhelp.www import my_meetings


class TestCards(LeadMeetingTestCase):
	def card(self):
		doc = self.ended()
		return frappe.get_doc("Thank You Card", {"meeting": doc.name, "person": self.mother})

	def ways(self, card):
		shown = self.opened("lead_part", part="given", of=card.name)
		return [value for value, _label in shown.questions[0].options]

	def test_a_card_is_read_worded_and_marked_as_given(self):
		"""C3 chair a meeting."""
		card = self.card()
		card = self.saved(card, "thanks", thanks="You <b>told</b> us how it is.")
		paper = self.opened("lead_card", of=card.name).card
		self.assertEqual(paper["thanks"], "You <b>told</b> us how it is.")
		self.assertIn("Bedtime at eight", str(paper["parts"]))
		seen = {"reference_name": card.name, "viewed_by": self.safeguarding}
		self.assertTrue(frappe.db.exists("View Log", seen))
		card = self.saved(card, "given", given_how="Handed over")
		self.assertEqual((card.given_how, card.given_by), ("Handed over", self.safeguarding))
		self.assertEqual(getdate(card.given_on), getdate(today()))

	def test_a_card_that_was_given_stays_as_it_is(self):
		card = self.saved(self.card(), "given", given_how="Shown")
		self.assertTrue(self.opened("lead_part", part="thanks", of=card.name).closed)
		_path, query = self.send(card, "thanks", thanks="More.")
		self.assertIn("stays as it was", self.said(query)[0])
		self.assertFalse(card.reload().thanks)

	def test_only_ways_that_are_safe_for_the_person_are_offered_and_taken(self):
		"""C3 chair a meeting."""
		card = self.card()
		for marked, ways in (
			("", ["Handed over", "Shown"]),
			("Letter", ["Handed over", "Post", "Shown"]),
			("E-mail", ["Handed over", "E-mail", "Shown"]),
			("Not safe to contact", ["Shown"]),
		):
			frappe.db.set_value("Early Help Person", self.mother, "safe_contact", marked)
			self.assertEqual(self.ways(card), ways)
		_path, query = self.send(card, "given", given_how="Post")
		self.assertEqual(self.said(query), ["Say how."])
		_path, query = self.send(card, "given", given_how="Shown", given_on=add_days(today(), 1))
		self.assertIn("cannot be in the future", self.said(query)[0])
		self.assertFalse(card.reload().given_on)

	def test_nothing_is_given_or_printed_for_somebody_who_died(self):
		"""C3 chair a meeting."""
		card = self.card()
		frappe.db.set_value("Early Help Person", self.mother, "date_of_death", today())
		self.assertIsNone(self.opened("lead_card", of=card.name).card)
		self.assertTrue(self.opened("lead_part", part="given", of=card.name).closed)
		_path, query = self.send(card, "given", given_how="Shown")
		self.assertTrue(self.said(query))
		self.assertFalse(card.reload().given_on)

	def test_nobody_else_opens_or_gives_it(self):
		"""C3 chair a meeting."""
		card = self.card()
		for user in (self.teacher, self.stranger, self.partner, make_stranger(PU)):
			wanted = frappe.PermissionError if user == self.teacher else frappe.DoesNotExistError
			for module, query in (
				("lead_card", {"of": card.name}),
				("lead_record", {"kind": "card", "of": card.name}),
				("lead_part", {"part": "given", "of": card.name}),
			):
				with self.assertRaises(wanted):
					self.opened(module, user, **query)
			with self.assertRaises(wanted):
				post(user, "leading.steps.save", part="given", of=card.name, given_how="Shown")
		self.assertTrue(self.opened("lead_card", self.deputy, of=card.name).card)

	def test_an_address_that_is_withheld_stands_on_no_card(self):
		"""C3 chair a meeting."""
		card = self.card()
		frappe.db.set_value(
			"Early Help Person", self.mother, {"address_withheld": 1, "street": "7 Harbour Lane"}
		)
		frappe.db.set_value("Thank You Card", card.name, "thanks", "See you at 7 Harbour Lane")
		self.assertNotIn("Harbour", str(self.opened("lead_card", of=card.name).card))


class TestWhoHears(LeadMeetingTestCase):
	def invite_partner(self):
		make_outgoing_account()
		frappe.db.set_value("Professional", self.nurse, "user", self.partner)
		return self.invited()

	def mails(self, doc):
		rows = frappe.get_all("Email Queue", {"message": ["like", f"%{doc.name}%"]}, ["name", "message"])
		to = frappe.get_all(
			"Email Queue Recipient", {"parent": ["in", [row.name for row in rows] or [""]]}, pluck="recipient"
		)
		return " ".join(row.message for row in rows), to

	def test_who_has_only_pages_is_invited_by_a_message_without_a_name(self):
		"""C3 no name in a message."""
		doc = self.invite_partner()
		text, to = self.mails(doc)
		self.assertEqual(to, [self.partner])
		self.assertIn("/my-meetings", text)
		for name in (self.family.family_name, "Chloe", "Room 2"):
			self.assertNotIn(name, text)
		(row,) = page(self.partner, my_meetings).meetings
		self.assertEqual(row["reference"], doc.name)

	def test_they_hear_too_when_it_is_cancelled(self):
		doc = self.invite_partner()
		self.press(doc, "Cancel", "They moved.", as_=self.safeguarding)
		self.assertEqual(self.mails(doc)[1], [self.partner, self.partner])
		self.assertNotIn("They moved", self.mails(doc)[0])


class TestMinutes(LeadMeetingTestCase):
	def issued(self, **versions):
		frappe.db.set_value("Professional", self.nurse, "user", self.partner)
		doc = self.ended()
		given = {f"circulation-{row.name}": "None" for row in doc.attendees}
		given |= {
			f"circulation-{self.row(doc, professional=who).name}": version
			for who, version in versions.items()
		}
		return self.press(self.saved(doc, "circulation", **given), "Issue", as_=self.safeguarding)

	def listed(self, user):
		return [row["reference"] for row in page(user, my_meetings).minutes]

	def test_who_gets_all_reads_all_and_who_gets_the_own_part_reads_that(self):
		"""C3 read minutes and actions."""
		doc = self.issued(**{self.nurse: "All"})
		self.assertEqual(self.listed(self.partner), [doc.name])
		self.assertIn("Late again.", str(self.opened("my_minutes", self.partner, of=doc.name).minutes))
		self.assertTrue(frappe.db.exists("View Log", {"reference_name": doc.name, "viewed_by": self.partner}))

	def test_the_own_part_holds_the_own_actions_alone(self):
		"""C3 read minutes and actions."""
		doc = self.issued(**{self.nurse: "Own part"})
		minutes = self.opened("my_minutes", self.partner, of=doc.name).minutes
		self.assertEqual([row["what"] for row in minutes["agreed"]], ["Visit"])
		self.assertNotIn("Late again.", str(minutes))

	def test_who_was_given_none_and_everybody_else_finds_nothing(self):
		"""C3 read minutes and actions."""
		doc = self.issued()
		for user in (self.partner, self.stranger, make_stranger(PU)):
			self.assertEqual(self.listed(user), [])
			with self.assertRaises(frappe.DoesNotExistError):
				self.opened("my_minutes", user, of=doc.name)
		with self.assertRaises(frappe.PermissionError):
			self.opened("my_minutes", self.teacher, of=doc.name)

	def test_the_version_for_a_school_is_read_by_its_leads(self):
		"""C3 read minutes and actions."""
		lead, _staff = make_staff(self.elsewhere, SSL)
		member, _staff = make_staff(self.elsewhere, SU)
		frappe.db.set_value("Professional", self.nurse, "school", self.elsewhere.name)
		doc = self.issued(**{self.nurse: "All"})
		for user in (self.stranger, lead):
			self.assertEqual(self.listed(user), [doc.name])
		self.assertEqual(self.listed(member), [])

	def test_a_conflict_of_interest_closes_the_minutes(self):
		"""C3 read minutes and actions."""
		doc = self.issued(**{self.nurse: "All"})
		self.family.reload().append("conflicts", {"user": self.partner, "kind": "Neighbour"})
		self.family.save()
		self.assertEqual(self.listed(self.partner), [])
		with self.assertRaises(frappe.DoesNotExistError):
			self.opened("my_minutes", self.partner, of=doc.name)
