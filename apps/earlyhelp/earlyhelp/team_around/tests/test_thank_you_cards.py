"""Thank You cards: who gets one, what stands on it, and how it may be given."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.permissions.child_rows import RowOfAnotherRecordError
from earlyhelp.states.moves import press
from earlyhelp.team_around.doctype.thank_you_card.thank_you_card import (
	CardForSomebodyElseError,
	CardForTheDeadError,
	CardGivenError,
	CardTooEarlyError,
	CardTwiceError,
	HowGivenError,
	UnsafeWayError,
)
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.tests.factories import make, make_family


class CardTestCase(MeetingTestCase):
	def card_of(self, meeting, person=None):
		filters = {"meeting": meeting.name, "person": person or self.mother}
		return frappe.get_doc("Thank You Card", frappe.db.get_value("Thank You Card", filters))

	def die(self, person):
		frappe.db.set_value("Early Help Person", person, "date_of_death", today())

	def safe_way(self, way):
		frappe.db.set_value("Early Help Person", self.mother, "safe_contact", way)


class TestWhoGetsOneAndWhatItSays(CardTestCase):
	def test_everybody_of_the_family_who_promised_something_gets_one(self):
		doc = self.begin()
		doc.append("actions", {"what": "Feed the cat", "person": self.child, "due_on": today()})
		self.end(doc)
		people = frappe.get_all("Thank You Card", {"meeting": doc.name}, pluck="person")
		self.assertEqual(set(people), {self.mother, self.child})

	def test_its_lines_are_chosen_for_the_one_who_gets_it(self):
		doc = self.begin()
		for what, person, show in (
			("Feed the cat", self.child, "Everybody"),
			("Talk to the counsellor", self.mother, "This person only"),
			("Ask the police", self.mother, "Nobody"),
		):
			row = {"what": what, "person": person, "due_on": today(), "show_on_card": show}
			doc.append("actions", row)
		self.end(doc)
		mothers = {line.what: line.whose for line in self.card_of(doc).lines}
		self.assertEqual(
			mothers,
			{
				"Talk to the counsellor": "You",
				"Bedtime at eight": "You",
				"Feed the cat": "Your family",
				"Visit at home": "The people who help",
			},
		)
		childs = [line.what for line in self.card_of(doc, self.child).lines]
		self.assertEqual(childs, ["Feed the cat", "Bedtime at eight", "Visit at home"])

	def test_a_helper_s_action_may_be_one_person_s_business_only(self):
		doc = self.begin()
		row = {"what": "Ring the refuge", "professional": self.nurse, "due_on": today()}
		doc.append("actions", {**row, "show_on_card": "This person only", "card_for": self.mother})
		doc.append("actions", {"what": "Feed the cat", "person": self.child, "due_on": today()})
		self.end(doc)
		self.assertIn("Ring the refuge", [line.what for line in self.card_of(doc).lines])
		self.assertNotIn("Ring the refuge", [line.what for line in self.card_of(doc, self.child).lines])

	def test_what_goes_on_from_last_time_stands_on_it_and_what_is_done_does_not(self):
		self.end()
		doc = self.begin(starts_at="16:00:00", finishes_at=None)
		mothers, nurses = doc.actions
		mothers.update({"answer": "Not Done", "answer_why": "Too tired", "due_on": add_days(today(), 5)})
		nurses.answer = "Done"
		doc.no_actions_agreed = 1
		press(doc.save(), "End Meeting")
		(line,) = self.card_of(doc).lines
		self.assertEqual((line.what, str(line.due_on)), ("Bedtime at eight", add_days(today(), 5)))

	def test_what_was_nobody_s_business_last_time_is_not_anybody_s_now(self):
		doc = self.begin()
		row = {"what": "Ask the police", "professional": self.nurse, "due_on": today()}
		doc.append("actions", {**row, "show_on_card": "Nobody"})
		self.end(doc)
		doc = self.begin(starts_at="16:00:00", finishes_at=None)
		for row in doc.actions:
			row.update({"answer": "Not Done", "answer_why": "No time"})
		doc.no_actions_agreed = 1
		press(doc.save(), "End Meeting")
		self.assertEqual(len(doc.actions), 3)
		self.assertNotIn("Ask the police", [line.what for line in self.card_of(doc).lines])

	def test_a_card_can_be_made_while_the_meeting_goes_on_and_is_renewed_until_given(self):
		doc = self.agree(self.begin())
		card = make("Thank You Card", meeting=doc.name, person=self.mother)
		self.assertEqual((card.family, len(card.lines)), (self.family.name, 2))
		doc = self.fresh(doc)
		doc.append("actions", {"what": "One more thing", "person": self.mother, "due_on": today()})
		press(doc.save(), "End Meeting")
		self.assertIn("One more thing", [line.what for line in self.card_of(doc).lines])

	def test_not_before_the_meeting_began_not_twice_and_not_for_another_family(self):
		doc = self.meet()
		self.assertRefused(
			CardTooEarlyError, "from the start", make, "Thank You Card", meeting=doc.name, person=self.mother
		)
		doc = self.end(self.begin(starts_at="16:00:00", finishes_at=None))
		fields = {"meeting": doc.name}
		self.assertRefused(CardTwiceError, "already", make, "Thank You Card", person=self.mother, **fields)
		other = make_family("Thornaby").members[0].person
		self.assertRefused(
			CardForSomebodyElseError, "member of this family", make, "Thank You Card", person=other, **fields
		)

	def test_rows_of_another_card_are_refused(self):
		first = self.card_of(self.end())
		meeting = self.begin(starts_at="16:00:00", finishes_at=None)
		second = make("Thank You Card", meeting=meeting.name, person=self.child)
		second.append("lines", {"name": first.lines[0].name, "what": "Stolen", "whose": "You"})
		with self.assertRaises((RowOfAnotherRecordError, frappe.PermissionError)):
			second.save()


class TestGiving(CardTestCase):
	def test_a_card_that_was_given_stays_as_it_was(self):
		"""D4 Thank You Card, narrower."""
		card = self.card_of(self.end())
		card.update({"thanks": "For your patience", "given_how": "Handed over"})
		card.save()
		self.assertEqual((str(card.given_on), card.given_by), (today(), self.worker))
		card = self.fresh(card)
		card.lines[0].what = "Something else"
		self.assertRefused(CardGivenError, "stays as it was", card.save)

	def test_a_given_card_is_not_renewed_when_the_meeting_ends_again(self):
		doc = self.end()
		self.change(self.card_of(doc), given_how="Shown")
		doc = self.fresh(press(doc, "Send Back", "One is missing"))
		doc.append("actions", {"what": "One more thing", "person": self.mother, "due_on": today()})
		press(doc.save(), "End Meeting")
		self.assertNotIn("One more thing", [line.what for line in self.card_of(doc).lines])

	def test_it_is_said_how_it_was_given(self):
		card = self.card_of(self.end())
		self.assertRefused(HowGivenError, "Say in How", self.change, card, given_on=today())
		self.assertTrue(self.change(card, given_on=today(), given_how="Shown").given_by)

	def test_it_is_sent_only_by_a_way_that_is_marked_as_safe(self):
		card = self.card_of(self.end())
		for way, safe in (("Post", None), ("Post", "E-mail"), ("E-mail", "Letter")):
			self.safe_way(safe)
			self.assertRefused(UnsafeWayError, "not marked as a safe way", self.change, card, given_how=way)
		self.safe_way("Not safe to contact")
		self.assertRefused(UnsafeWayError, "Show the card", self.change, card, given_how="Handed over")
		self.safe_way("Letter")
		self.assertEqual(self.change(card, given_how="Post").given_how, "Post")

	def test_a_person_who_has_died_gets_no_card(self):
		doc = self.begin()
		self.die(self.mother)
		self.end(doc)
		self.assertFalse(frappe.db.exists("Thank You Card", {"meeting": doc.name}))
		fields = {"meeting": doc.name, "person": self.mother}
		self.assertRefused(CardForTheDeadError, "has died", make, "Thank You Card", **fields)

	def test_nor_is_a_card_given_that_was_made_before(self):
		card = self.card_of(self.end())
		self.die(self.mother)
		self.assertRefused(CardForTheDeadError, "has died", self.change, card, given_how="Shown")

	def test_it_takes_the_language_of_the_person(self):
		frappe.db.set_value("Early Help Person", self.mother, "preferred_language", "Polish")
		self.assertEqual(self.card_of(self.end()).language, "Polish")
