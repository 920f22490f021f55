"""Printed minutes and cards: what stands on them, and what never does."""

import re
import zlib
from contextlib import suppress

import frappe
from frappe.utils import add_days, today
from frappe.utils.print_format import download_pdf

from earlyhelp.constants import EHP
from earlyhelp.states.moves import press
from earlyhelp.team_around.printing import CardForTheDeadError
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.team_around.withheld import hide
from earlyhelp.tests.factories import make_worker


class PrintTestCase(MeetingTestCase):
	def setUp(self):
		super().setUp()
		home = {"street": "12 Trinity Crescent", "postcode": "TS3 6AA", "address_withheld": 1}
		frappe.db.set_value("Family", self.family.name, home)
		number = {"telephone": "01632 960555", "telephone_withheld": 1}
		frappe.db.set_value("Early Help Person", self.mother, number)

	def minutes(self, doc):
		return frappe.get_print("TAC Meeting", doc.name, "TAC Minutes")

	def card(self, doc):
		name = frappe.db.get_value("Thank You Card", {"meeting": doc.name, "person": self.mother})
		return frappe.get_print("Thank You Card", name, "Thank You Card")

	def text(self, page):
		"""The words of a page without its style sheet."""
		page = re.sub(r"<(style|head).*?</\1>", "", page, flags=re.DOTALL)
		return " ".join(re.sub(r"<[^>]+>", " ", page).split())

	def pages(self, pdf):
		"""The number of pages of a PDF, wherever it keeps its objects."""
		parts = [pdf]
		for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
			with suppress(zlib.error):
				parts.append(zlib.decompressobj().decompress(stream))
		return len(re.findall(rb"/Type\s*/Page\b", b"\n".join(parts)))


class TestMinutes(PrintTestCase):
	def test_they_hold_everything_that_happened(self):
		doc = self.begin()
		doc.update(
			{"working_well": "School every day", "worries": "Money <b>short</b>", "decisions": "Go on"}
		)
		doc = self.end(doc)
		page = self.minutes(doc)
		for text in (
			doc.name,
			"Ashdown",
			"14:00 - 15:00",
			"Acklam Library, room 2",
			"Joanne Ashdown",
			"Sam Whinney",
			"There",
			"I like breakfast club",
			"School every day",
			"Money &lt;b&gt;short",
			"Bedtime at eight",
			"Visit at home",
			"Next meeting",
			"Confidential.",
			"Not issued yet: Minutes To Check",
			"Printed by",
		):
			self.assertIn(text, page)
		self.assertNotIn("<b>short</b>", page)
		self.assertIn('id="footer-html"', page)
		self.assertIn('class="topage"', page)

	def test_what_was_agreed_before_stands_with_its_answer(self):
		self.end()
		doc = self.begin(starts_at="16:00:00", finishes_at=None)
		for row in doc.actions:
			row.update({"answer": "Not Done", "answer_why": "No place yet"})
		doc = press(self.change(doc.save(), no_actions_agreed=1), "End Meeting")
		text = self.text(self.minutes(doc))
		for words in (
			"Agreed before, and how it went",
			"Not Done , goes on No place yet",
			"Nothing new was agreed",
		):
			self.assertIn(words, text)

	def test_withheld_addresses_and_numbers_never_leave_even_when_typed(self):
		"""C2.1."""
		doc = self.begin(venue="12 trinity  crescent, TS36AA")
		doc.update({"discussion": "They ring 01632960555 or come to 12 Trinity Crescent."})
		page = self.minutes(self.end(doc))
		for secret in ("rinity", "TS36AA", "TS3 6AA", "960555"):
			self.assertNotIn(secret, page)
		self.assertIn("(withheld)", page)

	def test_words_that_somebody_must_not_see_stay_out(self):
		"""C2.3."""
		doc = self.begin()
		for marked in ({"not_shown_to": self.mother}, {"may_be_shown_to": "Professionals only"}):
			doc.voices[0].update({"words": "I am afraid of him", "not_shown_to": None, **marked})
			text = self.text(self.minutes(doc.save()))
			self.assertNotIn("afraid", text)
			self.assertIn("Heard. The child", text)

	def test_who_must_not_meet_and_why_it_was_shared_stay_inside(self):
		doc = self.begin()
		doc.append("kept_apart", {"person": self.mother, "other_person": self.child, "decision": "Apart"})
		row = next(row for row in doc.attendees if row.professional == self.nurse)
		row.update({"sharing_covered": 0, "sharing_reason": "Risk of harm"})
		text = self.text(self.minutes(self.end(doc)))
		self.assertNotIn("Risk of harm", text)
		self.assertNotIn("Apart", text)

	def test_own_part_is_what_this_person_has_to_do(self):
		doc = self.begin()
		doc.update({"worries": "Money is short", "discussion": "Police came"})
		doc = self.fresh(self.end(doc))
		row = next(row for row in doc.attendees if row.professional == self.nurse)
		row.circulation = "Own part"
		doc.save()
		frappe.form_dict.attendee = row.name
		try:
			text = self.text(self.minutes(doc))
			row.db_set("circulation", "None")
			with self.assertRaises(Exception) as refusal:
				self.minutes(doc)
		finally:
			frappe.form_dict.pop("attendee")
		self.assertIn("gets no minutes", str(refusal.exception))
		self.assertIn("For Sam Whinney", text)
		self.assertIn("Visit at home", text)
		for secret in ("Money is short", "Police", "breakfast", "Bedtime", "Joanne"):
			self.assertNotIn(secret, text)

	def test_they_are_made_as_a_pdf(self):
		doc = self.end()
		download_pdf("TAC Meeting", doc.name, "TAC Minutes")
		self.assertTrue(frappe.response.filecontent.startswith(b"%PDF"))
		self.assertEqual(self.pages(frappe.response.filecontent), 1)

	def test_they_are_for_those_who_reach_the_family(self):
		doc = self.end()
		frappe.set_user(self.manager)
		self.assertTrue(frappe.get_doc("TAC Meeting", doc.name).has_permission("print"))
		frappe.set_user(make_worker(EHP))
		with self.assertRaises(frappe.DoesNotExistError):
			frappe.get_doc("TAC Meeting", doc.name).check_permission("print")


class TestCard(PrintTestCase):
	def test_it_thanks_and_says_who_does_what_by_when(self):
		doc = self.begin()
		doc.append("actions", {"what": "Feed the cat", "person": self.child, "due_on": today()})
		text = self.text(self.card(self.end(doc)))
		for words in (
			"Thank you, Joanne",
			"Thank you for coming on",
			"What you said you will do Bedtime at eight by",
			"What your family will do Chloe : Feed the cat",
			"What we will do Sam Whinney",
			": Visit at home",
			"We meet again on",
			"Confidential.",
		):
			self.assertIn(words, text)

	def test_nothing_of_the_meeting_itself_stands_on_it(self):
		doc = self.begin()
		doc.update({"worries": "Dad shouts", "discussion": "Police came", "decisions": "Stay apart"})
		doc.append(
			"actions",
			{
				"what": "Check the police log",
				"professional": self.nurse,
				"due_on": today(),
				"show_on_card": "Nobody",
			},
		)
		page = self.card(self.end(doc))
		for secret in ("shouts", "olice", "Stay apart", "breakfast club", self.family.name, "Ashdown"):
			self.assertNotIn(secret, self.text(page))

	def test_withheld_addresses_and_numbers_are_blotted_out(self):
		doc = self.begin()
		what = "Bring the key to 12 Trinity Crescent, ring 01632 960 555"
		doc.append("actions", {"what": what, "person": self.mother, "due_on": add_days(today(), 1)})
		page = self.card(self.end(doc))
		self.assertNotIn("Trinity", page)
		self.assertNotIn("555", self.text(page))

	def test_its_letters_are_big_enough_for_everybody(self):
		page = self.card(self.end())
		own = page[page.rindex("<style>") : page.rindex("</style>")]
		sizes = [float(size) for size in re.findall(r"\.ty[^{]*{[^}]*font-size: ([\d.]+)pt", own)]
		self.assertGreaterEqual(len(sizes), 4)
		self.assertGreaterEqual(min(sizes), 13)

	def test_ten_promises_fit_one_side(self):
		doc = self.begin()
		for number in range(8):
			row = {"what": f"Read together on day {number + 1}", "person": self.mother, "due_on": today()}
			doc.append("actions", row)
		doc = self.end(doc)
		name = frappe.db.get_value("Thank You Card", {"meeting": doc.name})
		self.change(frappe.get_doc("Thank You Card", name), thanks="You listened to everybody. " * 4)
		pdf = frappe.get_print("Thank You Card", name, "Thank You Card", as_pdf=True)
		self.assertEqual(self.pages(pdf), 1)

	def test_a_card_of_a_person_who_died_is_not_printed(self):
		doc = self.end()
		frappe.db.set_value("Early Help Person", self.mother, "date_of_death", today())
		with self.assertRaises(Exception) as refusal:
			self.card(doc)
		self.assertIn("has died", str(refusal.exception))
		self.assertTrue(issubclass(CardForTheDeadError, frappe.ValidationError))


class TestBlottingOut(MeetingTestCase):
	def test_however_it_is_written(self):
		words = ["01632 960555", "12 Trinity Crescent"]
		for text in (
			"01632960555",
			"01632 960 555",
			"01632-960555",
			"12 TRINITY CRESCENT",
			"12  Trinity Crescent",
		):
			self.assertEqual(hide(f"at {text}.", words), "at (withheld).")
		self.assertEqual(hide("at the library", words), "at the library")
		self.assertEqual(hide(None, words), "")
