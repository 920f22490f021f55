"""Agreed actions: one record each, carried from meeting to meeting, never copied."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import BSO, EHP
from earlyhelp.team_around.actions import answer_all, carry_forward, start_actions
from earlyhelp.team_around.doctype.agreed_action.agreed_action import (
	AgreedElsewhereError,
	AgreedTogetherError,
	AnswerNeedsReasonError,
	NewDayNeedsReasonError,
)
from earlyhelp.team_around.people import NotOfTheFamilyError, TwoNamedError
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	children_of,
	make,
	make_episode,
	make_family,
	make_service,
	make_user,
)


class TestAgreedActions(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.family = make_family()
		make_episode(self.family, make_service())
		self.mother = self.family.members[0].person
		self.helper = make("Professional", full_name="Pat Norris").name
		self.meeting = self.meet(
			{"what": "Breakfast club twice a week", "person": self.mother, "due_on": add_days(today(), 7)},
			{
				"what": "Ask for the school nurse",
				"professional": self.helper,
				"due_on": add_days(today(), -2),
			},
		)
		start_actions(self.meeting)

	def meet(self, *rows):
		return make("TAC Meeting", family=self.family.name, meeting_on=today(), actions=list(rows))

	def actions(self):
		return [frappe.get_doc("Agreed Action", row.action) for row in self.meeting.actions]

	def test_each_row_begins_one_action_and_points_to_it(self):
		first, second = self.actions()
		self.assertEqual(
			(first.status, first.who, first.family), ("Open", "Joanne Ashdown", self.family.name)
		)
		self.assertEqual((second.who, second.agreed_in), ("Pat Norris", self.meeting.name))
		stored = frappe.get_doc("TAC Meeting", self.meeting.name)
		self.assertEqual([row.action for row in stored.actions], [first.name, second.name])
		self.assertEqual(start_actions(self.meeting), [])

	def test_overdue_is_worked_out_and_no_state(self):
		first, second = self.actions()
		self.assertEqual((first.overdue, second.overdue), (False, True))
		self.assertNotIn("Overdue", second.meta.get_field("status").options)

	def test_a_carried_row_points_to_the_same_action(self):
		"""B10 Agreed Action: carried forward, never copied."""
		following = self.meet({"what": "Ring the landlord", "person": self.mother, "due_on": today()})
		carried = carry_forward(following)
		self.assertEqual({row.action for row in carried}, {row.action for row in self.meeting.actions})
		self.assertEqual([row.carried for row in following.actions], [1, 1, 0])
		self.assertEqual(carry_forward(following), [])
		following.save()
		start_actions(following)
		self.assertEqual(frappe.db.count("Agreed Action", {"family": self.family.name}), 3)

	def test_the_answer_of_a_meeting_is_written_into_the_action(self):
		following = self.meet()
		carry_forward(following)
		done, not_done = sorted(following.actions, key=lambda row: row.person is None)
		done.answer = "Done"
		not_done.update({"answer": "Not Done", "answer_why": "No place yet", "due_on": add_days(today(), 14)})
		following.save()
		answer_all(following)
		first, second = self.actions()
		self.assertEqual((first.status, str(first.answered_on)), ("Done", today()))
		self.assertEqual((second.status, second.remark), ("Not Done", "No place yet"))
		self.assertEqual(str(second.due_on), add_days(today(), 14))
		self.assertEqual(len(carry_forward(self.meet())), 1)

	def test_what_and_by_whom_stay_as_they_were_agreed(self):
		"""D4 Agreed Action, narrower."""
		frappe.set_user(make_user(BSO))
		for field, value in (("what", "Something else"), ("person", children_of(self.family)[0])):
			action = self.actions()[0]
			action.set(field, value)
			self.assertRefused(AgreedTogetherError, "was agreed together", action.save)
		action = self.actions()[0]
		action.status, action.remark = "Done", "Went well"
		action.save()
		self.assertEqual(action.answered_by, frappe.session.user)

	def test_a_carried_row_cannot_say_something_else(self):
		following = self.meet()
		carry_forward(following)
		following.actions[0].what = "Written over"
		following.save()
		self.assertNotIn("Written over", [row.what for row in following.actions])

	def test_another_day_needs_a_reason(self):
		"""D4 Agreed Action, narrower."""
		action = self.actions()[0]
		action.due_on = add_days(today(), 20)
		self.assertRefused(NewDayNeedsReasonError, "Why Another Day", action.save)
		action = self.actions()[0]
		action.due_on = add_days(today(), 20)
		action.due_reason = "The club is closed for a week"
		action.save()
		self.assertEqual((str(action.due_on), action.due_reason), (add_days(today(), 20), None))
		notes = {"reference_doctype": "Agreed Action", "reference_name": action.name}
		said = frappe.get_all("Comment", filters=notes, pluck="content")
		self.assertIn("The club is closed for a week", " ".join(said))
		self.assertEqual(str(action.first_due_on), add_days(today(), 7))

	def test_what_ends_undone_says_why(self):
		"""B10 Agreed Action."""
		for number, status in enumerate(("Not Done", "No Longer Needed")):
			action = self.actions()[number]
			action.status = status
			self.assertRefused(AnswerNeedsReasonError, "Say in Remark", action.save)
			action = self.actions()[number]
			action.update({"status": status, "remark": "They moved"})
			action.save()
			self.assertEqual(action.status, status)

	def test_only_the_end_of_a_meeting_says_that_it_was_agreed_there(self):
		frappe.set_user(make_user(EHP))
		fields = {"family": self.family.name, "what": "Lend a bed", "professional": self.helper}
		elsewhere = {"agreed_in_type": "TAC Meeting", "agreed_in": self.meeting.name}
		self.assertRefused(
			AgreedElsewhereError, "when that meeting ends", make, "Agreed Action", **fields, **elsewhere
		)
		action = make("Agreed Action", **fields)
		action.what = "Lend two beds"
		action.save()
		self.assertEqual(action.status, "Open")

	def test_it_is_for_somebody_of_this_family_or_for_a_professional(self):
		other = make_family("Thornaby").members[0].person
		fields = {"family": self.family.name, "what": "Lend a bed"}
		self.assertRefused(
			NotOfTheFamilyError, "not in the family", make, "Agreed Action", person=other, **fields
		)
		both = {"person": self.mother, "professional": self.helper}
		self.assertRefused(TwoNamedError, "not both", make, "Agreed Action", **both, **fields)
		self.assertEqual(make("Agreed Action", person=self.mother, **fields).who, "Joanne Ashdown")
