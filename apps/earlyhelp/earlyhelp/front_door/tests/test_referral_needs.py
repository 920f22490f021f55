"""Table B1, "must be true": every guard refuses what is missing, and the same with it filled goes through."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import BSO, EHM, EHP
from earlyhelp.front_door.tests.cases import STEPPED_UP, TOLD, ReferralTestCase
from earlyhelp.states.errors import MissingError, ReasonMissingError
from earlyhelp.tests.factories import make_episode, make_family

# row: (from, action, {field to empty: part of the sentence that asks for it})
MISSING = {
	"B1.1": (
		"Draft",
		"Submit",
		{
			"children": "Name a child",
			"worry": "what somebody is worried about",
			"referrer_name": "who refers",
			"referrer_telephone": "a telephone or an e-mail",
			"family_agrees": "whether the family knows and agrees",
			"search_done_on": "Search whether the family is known",
		},
	),
	"B1.4": (
		"Screening",
		"Ask For Information",
		{
			"information_asked_of": "who is to tell us",
			"information_asked_what": "what we need to know",
			"information_due_on": "by when",
		},
	),
	"B1.6": (
		"Screening",
		"Recommend",
		{
			"family": "Link the family",
			"children": "Name each child",
			"level_of_need": "level of need",
			"descriptors_met": "which descriptors",
			"history_seen_on": "Open the history",
			"recommendation": "what you recommend",
			"recommendation_why": "why you recommend",
		},
	),
	"B1.8": (
		"Awaiting Decision",
		"Accept",
		{
			"family": "Link the family",
			"agreed_by": "who agreed to be helped",
			"agreed_as": "right to agree",
			"agreed_on": "when that person agreed",
			"level_of_need": "level of need",
			"level_agreed_by": "who agreed the level",
			"team": "Choose the team",
		},
	),
	"B1.10": (
		"Screening",
		"Not Accept",
		{"decision_reason_code": "Choose the reason", "advice_given": "Write the advice"},
	),
	"B1.13": ("Submitted", "Withdraw", {"withdrawn_because": "Choose why"}),
	"B1.16": (
		"Stepped Up",
		"Social Care Declined",
		{
			"social_care_answer": "Write social care",
			"social_care_answered_on": "when social care answered",
		},
	),
}


class TestWhatMustBeTrue(ReferralTestCase):
	def emptied(self, start, *fields):
		doc = self.put(start)
		if start == "Stepped Up":
			doc.db_set({"social_care_answer": "No role.", "social_care_answered_on": today()})
		for field in fields:
			if field == "children":
				frappe.db.delete("Referral Child", {"parent": doc.name})
			else:
				doc.db_set(field, None)
		return doc.reload()

	def test_each_thing_that_is_missing_is_asked_for(self):
		for row, (start, action, fields) in MISSING.items():
			for field, sentence in fields.items():
				with self.subTest(row=row, field=field):
					doc = self.emptied(start, field)
					self.sign_in(EHM)
					with self.assertRaises(MissingError) as refusal:
						self.press(doc, action)
					self.assertIn(sentence, str(refusal.exception))
					self.assertIn(f'data-fieldname="{field}"', str(refusal.exception))
					frappe.set_user("Administrator")

	def test_everything_that_is_missing_is_said_at_once(self):
		for row, (start, action, fields) in MISSING.items():
			with self.subTest(row=row):
				doc = self.emptied(start, *fields)
				self.sign_in(EHM)
				with self.assertRaises(MissingError) as refusal:
					self.press(doc, action)
				asked = [name for name in fields if f'data-fieldname="{name}"' in str(refusal.exception)]
				self.assertEqual(asked, list(fields))
				frappe.set_user("Administrator")


class TestTakingDown(ReferralTestCase):
	def submit(self, **fields):
		frappe.set_user("Administrator")
		doc = self.searched(self.draft(**fields))
		self.sign_in(BSO)
		return self.press(doc, "Submit")

	def test_b1_1_a_baby_who_is_expected_counts_as_a_child(self):
		self.assertEqual(self.submit(children=[{"unborn": 1}]).status, "Submitted")
		self.assertRefused(MissingError, "Name a child", self.submit, children=[{"upn": ""}])

	def test_b1_1_an_anonymous_caller_gives_no_name(self):
		nobody = {"referrer_name": "", "referrer_telephone": ""}
		self.assertRefused(MissingError, "anonymous", self.submit, **nobody)
		self.assertEqual(self.submit(anonymous=1, **nobody).status, "Submitted")

	def test_b1_1_an_email_is_a_way_to_answer(self):
		other = {"referrer_telephone": "", "referrer_email": "mary@example.com"}
		self.assertEqual(self.submit(**other).status, "Submitted")

	def test_b1_1_whether_the_family_agrees_is_yes_or_why_not(self):
		for answer in ("No", "Not asked"):
			self.assertRefused(
				MissingError, "why the family does not agree", self.submit, family_agrees=answer
			)
			told = self.submit(family_agrees=answer, family_agrees_why="It would not be safe.")
			self.assertEqual(told.status, "Submitted")

	def test_b1_4_an_answer_is_not_wanted_by_yesterday(self):
		doc = self.put("Screening")
		doc.db_set("information_due_on", add_days(today(), -1))
		self.sign_in(EHP)
		self.assertRefused(MissingError, "today or a later day", self.press, doc, "Ask For Information")

	def test_b1_6_each_child_is_linked_and_of_the_family(self):
		doc = self.complete(children=[{"first_name": "Chloe"}])
		self.put("Screening", doc)
		self.sign_in(EHP)
		self.assertRefused(MissingError, "Link each child to a record: row 1", self.press, doc, "Recommend")
		frappe.set_user("Administrator")
		doc.reload().children[0].db_set("person", self.young_person("2012-01-01"))
		self.family.reload().members[-1].delete()
		self.assertRefused(MissingError, "is a member of the family", self.press, doc, "Recommend")


class TestAgreementToHelp(ReferralTestCase):
	def accept(self, **fields):
		frappe.set_user("Administrator")
		doc = self.put("Screening", self.complete(**fields))
		self.sign_in(EHM)
		return self.press(doc, "Accept")

	def child_row(self, born):
		person = self.young_person(born)
		return person, {"agreed_by": person, "children": [{"first_name": "Sam", "person": person}]}

	def test_b1_8_an_adult_without_parental_responsibility_cannot_agree(self):
		self.family.members[0].parental_responsibility = "No"
		self.family.save()
		self.assertRefused(MissingError, "no parental responsibility", self.accept)

	def test_b1_8_a_young_person_of_16_or_17_agrees(self):
		as_young = {"agreed_as": "Young person of 16 or 17"}
		for years, allowed in ((15, False), (16, True), (17, True), (18, False)):
			frappe.set_user("Administrator")
			frappe.db.savepoint("one_age")
			_person, fields = self.child_row(add_days(today(), -round(365.25 * years) - 30))
			if allowed:
				self.assertEqual(self.accept(**as_young, **fields).status, "Accepted")
			else:
				self.assertRefused(MissingError, "was not 16 or 17", self.accept, **as_young, **fields)
			frappe.db.rollback(save_point="one_age")

	def test_b1_8_a_younger_child_agrees_when_competent_and_it_is_said_why(self):
		_person, fields = self.child_row("2013-01-01")
		fields["agreed_as"] = "Gillick-competent child"
		self.assertRefused(MissingError, "shows that the child is competent", self.accept, **fields)
		fields["competence_note"] = "Sam explained what will happen, and asked to change one thing."
		self.assertEqual(self.accept(**fields).status, "Accepted")

	def test_b1_8_a_child_of_another_referral_does_not_agree_for_this_one(self):
		_person, fields = self.child_row("2010-01-01")
		fields.pop("children")
		self.assertRefused(
			MissingError,
			"child or young person of this",
			self.accept,
			agreed_as="Gillick-competent child",
			**fields,
		)

	def test_b1_8_a_family_that_the_service_helps_already_is_passed_on_instead(self):
		self.open_episode(service=self.service.name)
		self.assertRefused(MissingError, "helps the family already", self.accept)


class TestDecidingAndTelling(ReferralTestCase):
	def test_b1_9_a_signpost_names_an_agency_or_advice_and_a_reason(self):
		doc = self.put("Screening")
		doc.db_set("advice_given", None)
		self.sign_in(EHM)
		self.assertRefused(ReasonMissingError, "Reason for the Next Step", self.press, doc, "Signpost")
		self.assertRefused(MissingError, "Name an agency", self.press, doc, "Signpost", "It is enough.")
		agency = frappe.get_doc({"doctype": "Agency", "agency_name": "Test Family Hub"}).insert()
		doc.reload().append("signposts", {"agency": agency.name})
		doc.save()
		self.assertEqual(self.press(doc, "Signpost", "It is enough.").status, "Signposted")

	def test_b1_7_and_b1_15_ask_for_a_reason(self):
		for start, action in (("Awaiting Decision", "Send Back"), ("Signposted", "Reopen")):
			doc = self.put(start)
			self.sign_in(EHM)
			self.assertRefused(ReasonMissingError, "Say why", self.press, doc, action)
			self.assertEqual(self.press(doc, action, "New information.").status, "Screening")
			frappe.set_user("Administrator")

	def test_b1_12_the_episode_is_open_and_of_this_family(self):
		doc = self.put("Screening")
		self.sign_in(EHM)
		self.assertRefused(MissingError, "the episode that is open", self.press, doc, "Pass To Open Episode")
		frappe.set_user("Administrator")
		mine = self.open_episode()
		closed = self.open_episode()
		closed.db_set({"status": "Closed", "closed_on": today()})
		theirs = make_family("Birkbeck", ("Bethan",))
		other = make_episode(theirs, self.service)
		for episode in (closed.name, other.name):
			doc.db_set("open_episode", episode)
			self.assertRefused(
				MissingError, "an open episode of the family", self.press, doc, "Pass To Open Episode"
			)
		doc.db_set("open_episode", mine.name)
		self.sign_in(EHM)
		self.assertEqual(self.press(doc, "Pass To Open Episode").status, "Already Open")

	def test_b1_13_a_duplicate_names_the_other_referral(self):
		doc, other = self.put("Submitted"), self.put("Submitted")
		doc.db_set("withdrawn_because", "Duplicate")
		self.sign_in(BSO)
		self.assertRefused(MissingError, "that says the same", self.press, doc, "Withdraw")
		doc.db_set("duplicate_of", doc.name)
		self.assertRefused(MissingError, "another referral than this", self.press, doc, "Withdraw")
		doc.db_set("duplicate_of", other.name)
		self.assertEqual(self.press(doc, "Withdraw").status, "Withdrawn")

	def test_b1_14_everybody_is_told_or_it_is_said_why_not(self):
		doc = self.put("Not Accepted")
		doc.db_set({**TOLD, "referrer_told_how": None, "family_told_on": None})
		self.sign_in(BSO)
		with self.assertRaises(MissingError) as refusal:
			self.press(doc, "Finish")
		self.assertIn("Say how the referrer was told", str(refusal.exception))
		self.assertIn("Say when the family was told", str(refusal.exception))
		doc.db_set({"referrer_not_told_why": "Anonymous.", "family_not_told_why": "It would not be safe."})
		self.assertEqual(self.press(doc, "Finish").status, "Finished")

	def test_b1_14_an_accepted_referral_waits_for_the_lead(self):
		doc = self.put("Accepted")
		doc.db_set(TOLD)
		self.sign_in(EHM)
		self.assertRefused(MissingError, "no lead practitioner yet", self.press, doc, "Finish")

	def test_b1_14_a_step_up_waits_for_its_details_and_for_social_care(self):
		doc = self.put("Stepped Up")
		doc.db_set(TOLD)
		self.sign_in(EHP)
		with self.assertRaises(MissingError) as refusal:
			self.press(doc, "Finish")
		for field in (*STEPPED_UP, "social_care_answer", "social_care_answered_on"):
			self.assertIn(f'data-fieldname="{field}"', str(refusal.exception))

	def test_b1_15_what_led_to_an_episode_is_not_reopened(self):
		doc = self.put("Finished", decision="Accepted", decided_on=today())
		self.open_episode().db_set("referral", doc.name)
		self.sign_in(EHM)
		self.assertRefused(
			MissingError, "make a new referral instead", self.press, doc, "Reopen", "Challenged."
		)
