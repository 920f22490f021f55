"""The rows of table B5, each with its refusal: asked as named people, by the button."""

import frappe
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, today

from earlyhelp.constants import EHA, FSP
from earlyhelp.states.errors import (
	LockedError,
	MissingError,
	NoSuchStepError,
	NotAllowedStepError,
	ReasonMissingError,
	StampChangedError,
)
from earlyhelp.states.moves import move, press
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.tests.factories import make, make_plan, make_worker


class TestTheRows(MeetingTestCase):
	def test_b5_1_invitations_go_out_when_all_is_known(self):
		doc = press(self.meet(), "Send Invitations")
		self.assertEqual((doc.status, doc.invitation_number), ("Invited", 1))
		self.assertTrue(doc.invited_on and all(row.invitation_sent_on for row in doc.attendees))

	def test_b5_1_everything_that_is_missing_is_said_at_once(self):
		doc = self.meet(meeting_on=None, starts_at=None, finishes_at=None, venue=None)
		doc.attendees = [row for row in doc.attendees if not row.person]
		doc.attendees[-1].sharing_covered = 0
		doc.save()
		with self.assertRaises(MissingError) as refusal:
			press(doc, "Send Invitations")
		for sentence in (
			"on which day",
			"at what time",
			"Say where",
			"Invite Joanne Ashdown",
			"Invite Chloe Ashdown",
			"permission to share",
		):
			self.assertIn(sentence, str(refusal.exception))

	def test_b5_2_the_meeting_starts_on_its_day(self):
		doc = press(self.meet(), "Start")
		self.assertEqual((doc.status, bool(doc.started_at)), ("In Progress", True))
		self.assertEqual([row.person for row in doc.voices], [self.child])
		invited = press(press(self.meet(starts_at="16:00:00", finishes_at=None), "Send Invitations"), "Start")
		self.assertEqual(invited.status, "In Progress")

	def test_b5_2_what_professionals_agreed_among_themselves_stays_with_them(self):
		self.end(self.begin(meeting_type="Professionals' meeting"))
		with_family = press(self.meet(starts_at="16:00", finishes_at=None), "Start")
		self.assertEqual(with_family.actions, [])
		among = self.meet(starts_at="17:30", finishes_at=None, meeting_type="Professionals' meeting")
		self.assertEqual(len(press(among, "Start").actions), 2)

	def test_b5_2_who_sent_apologies_is_marked_so(self):
		doc = self.meet()
		doc.attendees[-1].answer = "Apologies"
		doc = press(doc.save(), "Start")
		self.assertEqual([row.attended for row in doc.attendees][-2:], [None, "Apologies"])

	def test_b5_2_not_before_its_day(self):
		for day, sentence in ((add_days(today(), 1), "has not come yet"), (None, "Say on which day")):
			self.assertRefused(MissingError, sentence, press, self.meet(meeting_on=day), "Start")

	def test_b5_2_what_is_open_from_last_time_is_there_and_points_to_the_same_actions(self):
		first = self.end()
		doc = press(self.meet(starts_at="16:00:00", finishes_at=None), "Start")
		self.assertEqual([row.action for row in doc.actions], [row.action for row in first.actions])
		self.assertEqual({row.carried for row in doc.actions}, {1})
		self.assertEqual(frappe.db.count("Agreed Action", {"family": self.family.name}), 2)

	def test_b5_3_a_meeting_is_postponed_to_a_new_day_or_to_one_that_is_to_be_found(self):
		for number, fields in enumerate(({"meeting_on": add_days(today(), 3)}, {"date_to_be_found": 1})):
			doc = press(self.meet(starts_at=f"{9 + 3 * number}:00:00", finishes_at=None), "Send Invitations")
			doc = press(self.change(doc, **fields), "Postpone", "Mother is ill")
			self.assertEqual((doc.status, doc.times_postponed), ("Planned", 1))
			self.assertEqual(str(doc.meeting_on or ""), fields.get("meeting_on", ""))
			self.assertTrue(doc.postponed_on and not doc.state_reason)

	def test_b5_3_not_without_a_reason_or_a_day(self):
		doc = press(self.meet(), "Send Invitations")
		self.assertRefused(MissingError, "Give the new day", press, doc, "Postpone", "Mother is ill")
		doc = self.change(doc, meeting_on=add_days(today(), 3))
		self.assertRefused(ReasonMissingError, "Say why", press, doc, "Postpone")

	def test_b5_4_a_meeting_is_cancelled_and_its_review_stays_due(self):
		review = self.make_review()
		doc = press(self.meet(review=review.name), "Cancel", "School is closed")
		self.assertEqual(
			(doc.status, doc.cancelled_because, doc.not_held), ("Cancelled", "School is closed", 0)
		)
		self.assertEqual(frappe.db.get_value("Plan Review", review.name, "status"), "Planned")
		invited = press(self.meet(starts_at="16:00:00", finishes_at=None), "Send Invitations")
		self.assertEqual(press(invited, "Cancel", "School is closed").status, "Cancelled")

	def test_b5_4_not_without_a_reason_and_not_once_it_has_begun(self):
		self.assertRefused(ReasonMissingError, "Say why", press, self.meet(), "Cancel")
		self.assertRefused(
			NoSuchStepError, "not possible", press, self.begin(starts_at="9:00:00"), "Cancel", "x"
		)

	def test_b5_5_a_meeting_that_came_to_nothing_counts_as_an_attempt(self):
		doc = press(press(self.meet(), "Start"), "Not Held", "The family did not come")
		self.assertEqual((doc.status, doc.not_held), ("Cancelled", 1))
		self.assertEqual(doc.cancelled_because, "The family did not come")

	def test_b5_5_not_without_a_reason(self):
		self.assertRefused(ReasonMissingError, "Say why", press, press(self.meet(), "Start"), "Not Held")

	def test_b5_6_the_end_begins_actions_and_makes_cards(self):
		doc = self.end()
		self.assertEqual((doc.status, bool(doc.ended_at)), ("Minutes To Check", True))
		actions = frappe.get_all("Agreed Action", {"agreed_in": doc.name}, ["who", "status"], order_by="name")
		self.assertEqual([row.status for row in actions], ["Open", "Open"])
		self.assertEqual(actions[0].who, "Joanne Ashdown")
		cards = frappe.get_all("Thank You Card", {"meeting": doc.name}, pluck="person")
		self.assertEqual(cards, [self.mother])

	def test_b5_6_everything_that_is_missing_is_said_at_once(self):
		self.end()
		doc = press(self.meet(starts_at="16:00:00", finishes_at=None), "Start")
		doc.append("actions", {"what": "Ring the landlord"})
		doc.actions[0].answer = "Not Done"
		doc.save()
		with self.assertRaises(MissingError) as refusal:
			press(doc, "End Meeting")
		for sentence in (
			"Say whether they were there: Joanne Ashdown; Chloe Ashdown",
			"Action 1: say why",
			"Action 2: say how it went",
			"Action 3: say who does it",
			"Chloe Ashdown: write the child",
			"Give the next day",
		):
			self.assertIn(sentence, str(refusal.exception))

	def test_b5_6_nothing_agreed_is_said_not_left_open(self):
		doc = self.begin()
		self.assertRefused(MissingError, "tick that nothing new is", press, doc, "End Meeting")
		doc = press(self.change(doc, no_actions_agreed=1), "End Meeting")
		self.assertEqual(doc.status, "Minutes To Check")

	def test_b5_7_the_chair_issues_the_minutes_and_who_got_them_is_written_down(self):
		doc = press(self.circulate(self.end()), "Issue")
		self.assertEqual((doc.status, doc.docstatus, doc.issued_by), ("Issued", 1, self.worker))
		given = {row.circulation: bool(row.minutes_given_on) for row in self.fresh(doc).attendees}
		self.assertEqual(given, {"All": True, "None": False})

	def test_b5_7_not_before_everybody_has_a_version(self):
		self.assertRefused(MissingError, "which version of the minutes", press, self.end(), "Issue")

	def test_b5_7_business_support_issues_them_once_the_chair_has_agreed(self):
		doc = self.circulate(self.end())
		frappe.set_user(self.support)
		self.assertRefused(MissingError, "when the chair agreed", press, doc, "Issue")
		# no right to submit is asked of business support that the table does not give
		doc = press(self.change(doc, chair_agreed_on=today()), "Issue")
		self.assertEqual((doc.status, doc.issued_by), ("Issued", self.support))

	def test_b5_7_and_b5_8_are_the_chair_s(self):
		doc = self.circulate(self.end())
		for user in (self.manager, make_worker(FSP, self.team)):
			frappe.set_user(user)
			self.assertRefused(NotAllowedStepError, "not yours", press, doc, "Issue")
			self.assertRefused(NotAllowedStepError, "not yours", press, doc, "Send Back", "x")

	def test_b5_8_the_chair_sends_back_with_a_reason_and_what_runs_is_not_begun_twice(self):
		doc = self.end()
		self.assertRefused(ReasonMissingError, "Say why", press, doc, "Send Back")
		doc = press(doc, "Send Back", "The nurse's action is missing")
		self.assertEqual(doc.status, "In Progress")
		press(doc, "End Meeting")
		self.assertEqual(frappe.db.count("Agreed Action", {"agreed_in": doc.name}), 2)
		self.assertEqual(frappe.db.count("Thank You Card", {"meeting": doc.name}), 1)

	def test_b5_6_a_review_in_the_meeting_is_held_filled_and_must_be_ready_for_sign_off(self):
		review = self.make_review()
		doc = self.agree(self.begin(review=review.name))
		review.reload()
		self.assertEqual(
			(review.status, review.tac_meeting, str(review.held_on)), ("Held", doc.name, today())
		)
		self.assertRefused(MissingError, "Say what happens after this review", press, doc, "End Meeting")
		doc = self.fresh(doc)
		doc.voices[0].may_be_shown_to = "Everybody"
		doc.save()
		self.change(review, level_of_need=self.level_of_need(), result="Continue")
		press(doc, "End Meeting")
		review.reload()
		self.assertEqual(review.voices[0].words, "I like breakfast club")
		self.assertEqual(str(review.next_review_on), add_days(today(), 42))
		self.assertEqual(press(review, "Send For Sign-Off").status, "Awaiting Sign-Off")

	def level_of_need(self):
		return frappe.get_all("Level Of Need", pluck="name", limit=1)[0]

	def circulate(self, doc):
		doc = self.fresh(doc)
		for row in doc.attendees:
			row.circulation = "None" if row.person == self.child else "All"
		return doc.save()

	def make_review(self):
		plan = make_plan(self.episode, approved_on="2019-02-10")
		return make("Plan Review", plan=plan.name, planned_for=today())


class TestAllDoors(MeetingTestCase):
	def test_a_typed_state_passes_the_same_check(self):
		doc = self.meet(venue=None)
		doc.status = "Invited"
		self.assertRefused(MissingError, "Say where", doc.save)
		doc = self.fresh(doc)
		doc.update({"status": "Invited", "venue": "Acklam Library"})
		self.assertEqual(doc.save().status, "Invited")

	def test_the_button_of_the_desk_takes_the_step(self):
		doc = self.meet()
		apply_workflow(doc.as_dict(), "Send Invitations")
		self.assertEqual(self.fresh(doc).status, "Invited")

	def test_pressing_twice_is_already_done(self):
		doc = press(self.meet(), "Send Invitations")
		self.assertEqual(press(doc, "Send Invitations").invitation_number, 1)

	def test_the_app_takes_a_step_for_a_school_that_chairs(self):
		doc = move(self.meet(), "Start", on_behalf_of="head@example.com")
		self.assertEqual(self.fresh(doc).status, "In Progress")
		self.assertEqual(len(self.fresh(doc).voices), 1)

	def test_stamps_are_not_typed(self):
		doc = self.meet()
		doc.issued_on = "2026-01-01 10:00:00"
		self.assertRefused(StampChangedError, "Issued On", doc.save)

	def test_minutes_to_check_are_for_business_support_and_the_chair(self):
		doc = self.end()
		frappe.set_user(self.manager)
		self.assertRefused(LockedError, "you cannot change", self.change, doc, decisions="Other")
		for user in (self.support, self.worker):
			frappe.set_user(user)
			self.assertEqual(self.change(doc, decisions=user).decisions, user)

	def test_what_is_issued_or_cancelled_stays(self):
		doc = press(self.meet(), "Cancel", "School is closed")
		self.assertRefused(LockedError, "you cannot change", self.change, doc, venue="Elsewhere")

	def test_an_administrator_of_look_ups_takes_no_step(self):
		doc = self.meet()
		frappe.set_user(make_worker(EHA))
		self.assertRefused(frappe.DoesNotExistError, f"{doc.name} not found", press, doc, "Start")
