"""Rules of a meeting beside its steps: who comes, who must not meet, clashes, sharing, the calendar file."""

import frappe
from frappe.utils import add_days, today
from icalendar import Calendar

from earlyhelp.permissions.child_rows import RowOfAnotherRecordError
from earlyhelp.states.errors import MissingError
from earlyhelp.states.moves import press
from earlyhelp.team_around.actions import AgreedRowGoneError
from earlyhelp.team_around.doctype.tac_meeting.tac_meeting import (
	NoTimeError,
	NoWebAddressError,
	TimesContradictError,
)
from earlyhelp.team_around.invitations import calendar_file, download_invitation
from earlyhelp.team_around.origin import AnotherFamilyError
from earlyhelp.team_around.people import NobodyNamedError, NotOfTheFamilyError
from earlyhelp.team_around.tests.meetings import MeetingTestCase
from earlyhelp.tests.factories import (
	make,
	make_episode,
	make_family,
	make_person,
	make_professional,
	make_service,
	make_user,
)


class TestWhoComes(MeetingTestCase):
	def test_a_new_meeting_knows_the_family_and_who_should_come(self):
		self.family.append("family_professionals", {"professional": self.nurse, "invite_by_default": 1})
		self.family.save()
		doc = make("TAC Meeting", episode=self.episode.name)
		self.assertEqual((doc.family, doc.service), (self.family.name, self.episode.service))
		self.assertEqual([row.person for row in doc.attendees if row.person], [self.mother, self.child])
		self.assertEqual(
			[row.professional for row in doc.attendees if row.professional], [self.chair, self.nurse]
		)

	def test_a_young_child_is_not_asked_but_heard(self):
		baby = make_person("Finn", "Ashdown", date_of_birth=add_days(today(), -400)).name
		self.family.append("members", {"person": baby, "relationship": "Child"})
		self.family.save()
		doc = self.meet()
		self.assertNotIn(baby, [row.person for row in doc.attendees])
		self.assertEqual([row.person for row in press(doc, "Start").voices], [self.child, baby])

	def test_somebody_is_invited_or_it_is_said_why_not(self):
		doc = self.meet()
		row = next(row for row in doc.attendees if row.person == self.child)
		row.invited = 0
		doc.save()
		self.assertRefused(MissingError, "Invite Chloe Ashdown", press, doc, "Send Invitations")
		doc = self.fresh(doc)
		next(row for row in doc.attendees if row.person == self.child).why_not_invited = "Has an exam"
		self.assertEqual(press(doc.save(), "Send Invitations").status, "Invited")

	def test_a_row_names_one_person_of_this_family(self):
		other = self.family_of_the_team("Thornaby").members[0].person
		doc = self.meet()
		doc.append("attendees", {"person": other})
		self.assertRefused(NotOfTheFamilyError, "not in the family", doc.save)
		doc = self.fresh(doc)
		doc.append("attendees", {"kind": "Professional"})
		self.assertRefused(NobodyNamedError, "choose who it is", doc.save)

	def family_of_the_team(self, name):
		family = make_family(name)
		make_episode(family, make_service(), team=self.team.name)
		return family

	def test_a_parent_who_lives_elsewhere_may_come(self):
		father = make_person("Jason", "Stokes", date_of_birth="1990-02-01").name
		make(
			"Person Relationship",
			person=father,
			relation="Parent",
			other_person=self.child,
			parental_responsibility="Yes",
			pr_how="Birth registration",
		)
		self.assertIn(father, [row.person for row in self.meet().attendees])

	def test_a_record_of_another_family_is_refused(self):
		other = self.family_of_the_team("Thornaby")
		self.assertRefused(AnotherFamilyError, "another family", self.meet, family=other.name)
		self.assertEqual(self.meet(family=self.family.name).family, self.family.name)

	def test_rows_of_another_meeting_are_refused(self):
		first, second = self.meet(), self.meet(starts_at="16:00:00", finishes_at=None)
		second.append("attendees", {"professional": self.nurse, "name": first.attendees[0].name})
		with self.assertRaises((RowOfAnotherRecordError, frappe.PermissionError)):
			second.save()

	def test_times_are_typed_as_people_do(self):
		doc = self.meet(starts_at="2pm", finishes_at="3.30 pm")
		self.assertEqual((doc.starts_at, doc.finishes_at), ("14:00", "15:30"))
		self.assertRefused(NoTimeError, "time like 14:00", self.meet, starts_at="after school")

	def test_the_way_in_is_an_address_of_the_web(self):
		way = "https://meet.example.com/j/1?pwd=a%20b"
		self.assertEqual(self.meet(online_link=way).online_link, way)
		for wrong in ("javascript://x/%0aalert(1)", "meet at two", f"{way}\nATTENDEE:x", "data:text/html,x"):
			with self.assertRaises(frappe.ValidationError, msg=wrong):
				self.meet(online_link=wrong)
		self.assertRefused(
			NoWebAddressError, "beginning with https", self.meet, online_link="ftp://x.example.com/"
		)

	def test_it_is_over_after_it_began(self):
		self.assertRefused(TimesContradictError, "later than From", self.meet, finishes_at="13:00:00")


class TestSafety(MeetingTestCase):
	def setUp(self):
		super().setUp()
		self.father = make_person("Jason", "Ashdown", date_of_birth="1990-02-01").name
		row = {"person": self.father, "relationship": "Father", "parental_responsibility": "Yes"}
		self.family.append("members", row)
		self.family.save()
		fields = {"person": self.father, "relation": "Ex-partner", "other_person": self.mother}
		make("Person Relationship", must_not_meet=1, **fields)

	def test_two_who_must_not_meet_are_not_asked_into_one_room(self):
		doc = self.meet()
		self.assertEqual(
			{doc.kept_apart[0].person, doc.kept_apart[0].other_person}, {self.father, self.mother}
		)
		self.assertRefused(MissingError, "must not meet", press, doc, "Send Invitations")
		doc = self.fresh(doc)
		next(row for row in doc.attendees if row.person == self.father).takes_part = "In a room apart"
		self.assertEqual(press(doc.save(), "Send Invitations").status, "Invited")

	def test_or_a_manager_decided_about_it(self):
		doc = self.meet()
		doc.kept_apart[0].update({"decision": "Police officer present", "decided_by": self.support})
		self.assertRefused(MissingError, "must not meet", press, doc.save(), "Send Invitations")
		doc = self.fresh(doc)
		doc.kept_apart[0].decided_by = self.manager
		self.assertEqual(press(doc.save(), "Send Invitations").status, "Invited")


class TestSharingAndClashes(MeetingTestCase):
	def test_sharing_is_covered_or_a_manager_authorised_it_with_a_reason(self):
		doc = self.meet()
		row = doc.attendees[-1]
		self.assertEqual(row.agency, self.agency)
		row.update({"sharing_covered": 0, "sharing_reason": "Risk to the child"})
		row.sharing_authorised_by = self.worker
		self.assertRefused(MissingError, "permission to share", press, doc.save(), "Send Invitations")
		doc = self.fresh(doc)
		doc.attendees[-1].sharing_authorised_by = self.manager
		self.assertEqual(press(doc.save(), "Send Invitations").status, "Invited")

	def test_a_clash_of_people_or_room_is_shown_and_accepted(self):
		self.meet()
		doc = self.meet(starts_at="14:30:00", finishes_at=None)
		for sentence in ("Sam Whinney", "The venue is taken"):
			self.assertIn(sentence, doc.clashes)
		self.assertNotIn("Chloe", frappe.db.get_value("TAC Meeting", doc.name, "family_name"))
		self.assertRefused(MissingError, "accept the clash", press, doc, "Send Invitations")
		self.assertEqual(press(self.change(doc, clashes_accepted=1), "Send Invitations").status, "Invited")

	def test_another_time_is_no_clash_and_a_new_clash_is_accepted_anew(self):
		self.meet()
		doc = self.meet(starts_at="15:00:00", finishes_at=None)
		self.assertFalse(doc.clashes)
		doc = self.change(doc, starts_at="14:45:00", clashes_accepted=1)
		self.assertEqual((bool(doc.clashes), doc.clashes_accepted), (True, 0))

	def test_another_family_is_not_named_in_a_clash(self):
		other = make_family("Thornaby")
		busy = make("TAC Meeting", family=other.name, meeting_on=today(), starts_at="14:00:00")
		busy.append("attendees", {"professional": self.nurse, "invited": 1})
		busy.save()
		clashes = self.meet().clashes
		self.assertIn("Sam Whinney", clashes)
		for secret in ("Thornaby", busy.name, other.name):
			self.assertNotIn(secret, clashes)


class TestMinutes(MeetingTestCase):
	def test_a_row_whose_action_runs_is_not_taken_out(self):
		doc = self.end()
		doc = self.fresh(doc)
		doc.actions = doc.actions[1:]
		self.assertRefused(AgreedRowGoneError, "was agreed and stays", doc.save)

	def test_what_was_agreed_cannot_be_written_over_in_the_minutes(self):
		doc = self.fresh(self.end())
		doc.actions[0].what = "Written over"
		self.assertEqual(doc.save().actions[0].what, "Bedtime at eight")


class TestCalendarFile(MeetingTestCase):
	def test_it_holds_reference_date_and_place_and_no_name(self):
		doc = press(self.meet(), "Send Invitations")
		text = calendar_file(doc).decode()
		(event,) = Calendar.from_ical(text).walk("VEVENT")
		self.assertEqual((event["SUMMARY"], event["SEQUENCE"]), (f"Meeting {doc.name}", 1))
		self.assertEqual(event.decoded("DTSTART").strftime("%Y-%m-%d %H:%M"), f"{today()} 14:00")
		self.assertEqual(event["LOCATION"], "Acklam Library, room 2")
		for name in ("Ashdown", "Joanne", "Chloe", "Whinney", self.family.name):
			self.assertNotIn(name, text)

	def test_a_place_that_names_the_family_is_left_out(self):
		text = calendar_file(self.meet(venue="The Ashdowns, Ashdown home")).decode()
		self.assertNotIn("Ashdown home", text)
		self.assertIn("Sign in to see the place", text)

	def test_a_change_after_the_invitation_makes_a_new_file(self):
		doc = press(self.meet(), "Send Invitations")
		doc = self.fresh(self.change(doc, venue="Newport Hub"))
		self.assertEqual(doc.invitation_number, 2)
		cancelled = calendar_file(press(doc, "Cancel", "School is closed")).decode()
		self.assertIn("METHOD:CANCEL", cancelled)
		self.assertIn("STATUS:CANCELLED", cancelled)

	def test_it_is_for_those_who_read_the_meeting_and_for_those_invited(self):
		doc = self.meet()
		partner = make_user("Partner User")
		make_professional(partner)
		frappe.set_user(partner)
		for name in (doc.name, "TAC-2026-99999"):
			self.assertRefused(frappe.PermissionError, "not yours", download_invitation, name)
		frappe.db.set_value("Professional", self.nurse, "user", partner)
		download_invitation(doc.name)
		self.assertEqual(frappe.response.filename, f"{doc.name}.ics")
		frappe.set_user(self.worker)
		download_invitation(doc.name)
