"""C3 chair a meeting: a school that is lead plans, holds, minutes and issues a meeting on its pages. Rows of B5."""

import frappe
from frappe.utils import today

from earlyhelp.api.tests.lead_meetings import ROOM, LeadMeetingTestCase
from earlyhelp.constants import PU
from earlyhelp.planning.led_outside import accept
from earlyhelp.schools.tests.portal import page, post
from earlyhelp.tests.factories import (
	children_of,
	make,
	make_family,
	make_person,
	make_professional,
	make_stranger,
)
from earlyhelp.www import my_families


class TestPlanning(LeadMeetingTestCase):
	def test_a_school_plans_a_meeting_that_knows_whose_it_is_and_who_comes(self):
		"""C3 chair a meeting."""
		plan = self.begin_plan()
		doc = self.plan()
		self.assertEqual((doc.episode, doc.family, doc.plan), (self.led.name, self.family.name, plan.name))
		self.assertEqual((doc.called_by_school, doc.chair_user), (self.school.name, self.safeguarding))
		named = {row.person or row.professional for row in doc.attendees}
		self.assertLessEqual({self.mother, self.nurse, doc.chair}, named)
		self.assertEqual((doc.starts_at, doc.finishes_at, doc.owner), ("14:00", "15:00", self.safeguarding))

	def test_whose_meeting_it_is_and_who_chairs_is_not_taken_from_a_form(self):
		sent = {"episode": "x", "family": make_family().name, "called_by_school": self.elsewhere.name, "chair": "x",
			"chair_user": self.manager, "status": "Issued", "owner": "x"}  # fmt: skip
		doc = self.plan(**sent)
		self.assertEqual((doc.episode, doc.called_by_school), (self.led.name, self.school.name))
		self.assertEqual((doc.chair_user, doc.status), (self.safeguarding, "Planned"))

	def test_a_partner_who_is_lead_plans_and_chairs_alone(self):
		"""C3 chair a meeting."""
		self.family = make_family(children=("Ada",))
		self.mother, self.children = self.family.members[0].person, children_of(self.family)
		episode = self.to_partner()
		self.as_(self.partner, accept, episode.name, self.partner)
		self.led = episode.reload()
		doc = self.plan(self.partner)
		self.assertEqual((doc.chair, doc.called_by_school), (self.health_visitor.name, None))
		with self.assertRaises(frappe.DoesNotExistError):
			self.opened("lead_record", make_stranger(PU), kind="meeting", of=doc.name)

	def test_a_meeting_that_no_school_called_is_on_nobodys_page(self):
		"""C3 chair a meeting."""
		make("TAC Meeting", family=make_family("Zebedee").name)
		for user in (self.safeguarding, self.stranger, self.partner, make_stranger(PU)):
			self.assertEqual(page(user, my_families).meetings, [])

	def test_nobody_else_plans_or_opens_it(self):
		"""C3 chair a meeting."""
		doc = self.plan()
		for user in (self.teacher, self.stranger, self.partner, make_stranger(PU)):
			wanted = frappe.PermissionError if user == self.teacher else frappe.DoesNotExistError
			for module, query in (
				("lead_part", {"part": "new-meeting", "of": self.led.name}),
				("lead_record", {"kind": "meeting", "of": doc.name}),
				("lead_part", {"part": "when", "of": doc.name}),
			):
				with self.assertRaises(wanted):
					self.opened(module, user, **query)
			for method, form in (
				("save", {"part": "new-meeting", "of": self.led.name, **ROOM}),
				("save", {"part": "said", "of": doc.name, "worries": "x"}),
				("press", {"kind": "meeting", "of": doc.name, "action": "Cancel", "reason": "x"}),
				("remove", {"part": "guest", "of": doc.name, "row": doc.attendees[0].name}),
			):
				with self.assertRaises(wanted):
					post(user, f"leading.steps.{method}", **form)
		self.assertEqual(doc.reload().status, "Planned")

	def test_a_conflict_of_interest_and_a_restriction_close_it(self):
		"""C3 chair a meeting."""
		doc = self.plan()
		self.family.reload().append("conflicts", {"user": self.safeguarding, "kind": "Neighbour"})
		self.family.save()
		with self.assertRaises(frappe.DoesNotExistError):
			self.opened("lead_record", kind="meeting", of=doc.name)
		self.assertTrue(self.opened("lead_record", self.deputy, kind="meeting", of=doc.name).parts)
		frappe.db.set_value("Family", self.family.name, "restricted", 1)
		with self.assertRaises(frappe.DoesNotExistError):
			self.opened("lead_record", self.deputy, kind="meeting", of=doc.name)

	def test_what_professionals_talk_over_is_neither_planned_nor_opened(self):
		"""C3 chair a meeting."""
		_path, query = self.send(
			self.led, "new-meeting", **{**ROOM, "meeting_type": "Professionals' meeting"}
		)
		self.assertEqual(self.said(query), ["Say what kind of meeting it is."])
		doc = self.plan()
		own = {"meeting_type": "Professionals' meeting", "called_by_school": None}
		frappe.db.set_value("TAC Meeting", doc.name, own)
		with self.assertRaises(frappe.DoesNotExistError):
			self.opened("lead_record", kind="meeting", of=doc.name)

	def test_b5_1_invitations_ask_for_everything_at_once_and_lead_to_it(self):
		"""C3 chair a meeting."""
		doc = self.plan(meeting_on="", venue="")
		row = self.row(doc, person=self.mother)
		doc = self.saved(doc, "guest", row.name, invited="")
		doc = self.press(doc, "Send Invitations", as_=self.safeguarding)
		said = " ".join(self.said(self.answered))
		for sentence in ("on which day", "Say where", "Invite ", "permission to share covers"):
			self.assertIn(sentence, said)
		shown = self.opened("lead_record", kind="meeting", of=doc.name, again=self.answered["again"])
		self.assertEqual({error["name"] for error in shown.errors}, {"when", "guest"})
		doc = self.saved(doc, "guest", row.name, why_not_invited="She asked not to come.")
		self.press(doc, "Send Invitations", as_=self.safeguarding)
		shown = self.opened("lead_record", kind="meeting", of=doc.name, again=self.answered["again"])
		self.assertEqual({error["name"] for error in shown.errors}, {"when", "covered"})

	def test_b5_1_invitations_are_sent(self):
		"""C3 chair a meeting."""
		doc = self.invited()
		self.assertEqual((doc.status, self.said(self.answered)), ("Invited", []))
		self.assertTrue(doc.invited_on and self.row(doc, professional=self.nurse).invitation_sent_on)

	def test_no_permission_without_a_tick_or_a_manager(self):
		doc = self.plan()
		row = self.row(doc, professional=self.nurse)
		forged = {"sharing_reason": "We must.", "sharing_authorised_by": self.manager}
		self.send(doc, "guest", row.name, **forged)
		self.assertFalse(self.row(doc.reload(), professional=self.nurse).sharing_authorised_by)
		self.press(doc, "Send Invitations", as_=self.safeguarding)
		self.assertIn("Sam Whinney", " ".join(self.said(self.answered)))

	def test_guests_are_added_and_taken_out_and_nobody_of_another_family(self):
		doc = self.plan()
		agency = frappe.db.get_value(
			"Agency", {"name": ["!=", self.row(doc, professional=self.nurse).agency]}
		)
		doc = self.saved(doc, "guest", "new", who=f"agency|{agency}", sharing_covered="1")
		row = self.row(doc, agency=agency)
		self.assertEqual((row.kind, row.invited, row.sharing_covered), ("Agency", 1, 1))
		post(self.safeguarding, "leading.steps.remove", part="guest", of=doc.name, row=row.name)
		self.assertNotIn(agency, [row.agency for row in doc.reload().attendees])
		for who in (
			f"person|{make_person('Somebody', 'Else').name}",
			f"professional|{make_professional().name}",
			"user|x",
			"",
		):
			_path, query = self.send(doc, "guest", "new", who=who)
			self.assertEqual(self.said(query), ["Say who it is."])

	def test_two_who_must_not_meet_are_read_and_left_to_a_manager(self):
		child = self.children[0]
		apart = {"person": self.mother, "relation": "Parent", "other_person": child, "must_not_meet": 1}
		make("Person Relationship", **apart)
		doc = self.plan()
		if not any(row.person == child for row in doc.attendees):
			doc = self.saved(doc, "guest", "new", who=f"person|{child}")
		part = self.parts(doc)["apart"]
		self.assertFalse(part["open"])
		self.assertIn("Ask one of them", part["lines"][0]["text"])
		self.press(doc, "Send Invitations", as_=self.safeguarding)
		self.assertIn("must not meet", " ".join(self.said(self.answered)))

	def test_a_clash_is_shown_and_accepted(self):
		self.plan()
		doc = self.ready()
		self.assertIn("The venue is taken", self.parts(doc)["clash"]["lines"][0]["text"])
		self.press(doc, "Send Invitations", as_=self.safeguarding)
		self.assertIn("accept the clash", " ".join(self.said(self.answered)))
		doc = self.saved(doc, "clash", clashes_accepted="1")
		self.assertEqual(self.press(doc, "Send Invitations", as_=self.safeguarding).status, "Invited")

	def test_bad_times_are_said_and_kept(self):
		_path, query = self.send(self.led, "new-meeting", **{**ROOM, "starts_at": "half past two"})
		self.assertIn("must be a time", self.said(query)[0])
		_path, query = self.send(self.led, "new-meeting", **{**ROOM, "finishes_at": "13:00"})
		self.assertIn("Until must be later", self.said(query)[0])
		shown = self.opened("lead_part", part="new-meeting", of=self.led.name, again=query["again"])
		self.assertEqual({q.name: q.value for q in shown.questions}["venue"], "Room 2")
		self.assertFalse(frappe.db.exists("TAC Meeting", {"episode": self.led.name}))

	def test_a_meeting_in_a_home_that_is_withheld_shows_no_address(self):
		"""C3 chair a meeting."""
		frappe.db.set_value(
			"Early Help Person", self.mother, {"address_withheld": 1, "street": "7 Harbour Lane"}
		)
		doc = self.plan()
		frappe.db.set_value("TAC Meeting", doc.name, "venue", "7 Harbour Lane")
		self.assertNotIn("Harbour", str([part["lines"] for part in self.parts(doc).values()]))
		self.assertTrue(self.opened("lead_part", part="when", of=doc.name).closed)
		with self.assertRaises(frappe.PermissionError):
			post(self.safeguarding, "leading.steps.save", part="when", of=doc.name, **ROOM)


class TestCalled(LeadMeetingTestCase):
	def called(self):
		"""Return a meeting that the school called about a family that it does not lead."""
		frappe.db.set_value("Practitioner Allocation", {"parent": self.led.name}, "to_date", "2019-02-01")
		doc = make("TAC Meeting", family=self.family.name, episode=self.led.name, called_by_school=self.school.name,
			meeting_on=today(), starts_at="14:00", venue="Room 2")  # fmt: skip
		doc.chair = None
		return doc

	def test_who_only_called_it_sees_that_meeting_and_nothing_else(self):
		"""C3 chair a meeting."""
		doc = self.called()
		other = make("TAC Meeting", family=self.family.name, episode=self.led.name)
		shown = page(self.safeguarding, my_families)
		self.assertEqual(([row["name"] for row in shown.meetings], shown.led), ([doc.name], []))
		self.assertIn("when", self.parts(doc))
		back = self.opened("lead_record", kind="meeting", of=doc.name).back
		self.assertEqual(back, "/my-families")
		for module, query in (
			("lead_record", {"kind": "meeting", "of": other.name}),
			("lead", {"of": self.led.name}),
			("lead_part", {"part": "new-meeting", "of": self.led.name}),
		):
			with self.assertRaises(frappe.DoesNotExistError):
				self.opened(module, **query)

	def test_who_only_called_it_is_offered_nobody_of_the_family_who_is_not_asked(self):
		"""C3 chair a meeting."""
		doc = self.called()
		doc.attendees = [row for row in doc.attendees if row.person == self.mother]
		doc.save()
		shown = self.opened("lead_part", part="guest", of=doc.name, row="new")
		offered = {value.partition("|")[0] for value, _label in shown.questions[0].options}
		self.assertLessEqual(offered, {"agency"})
		self.assertNotIn("review", self.parts(doc))

	def test_who_called_it_holds_it(self):
		"""C3 chair a meeting."""
		doc = self.press(self.called(), "Start", as_=self.safeguarding)
		doc = self.press(self.minuted(doc), "End Meeting", as_=self.deputy)
		self.assertEqual((doc.status, self.said(self.answered)), ("Minutes To Check", []))
		card = frappe.db.get_value("Thank You Card", {"meeting": doc.name})
		self.assertTrue(self.opened("lead_card", of=card).card)
		doc = self.saved(doc, "chair", chair=self.deputy)
		doc = self.saved(doc, "circulation", **{f"circulation-{row.name}": "None" for row in doc.attendees})
		self.assertEqual(self.press(doc, "Issue", as_=self.safeguarding).status, "Issued")
