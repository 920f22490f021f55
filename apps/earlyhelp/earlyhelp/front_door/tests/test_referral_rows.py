"""Table B1, row by row: who may take each step from where, and who may not."""

import frappe
from frappe.model.workflow import get_transitions
from frappe.utils import today

from earlyhelp.constants import AUD, BSO, EHA, EHM, EHP, FSP
from earlyhelp.front_door.referral_flow import FLOW
from earlyhelp.front_door.tests.cases import DECIDED, STEPPED_UP, TOLD, WAITING, ReferralTestCase
from earlyhelp.states.errors import MissingError, NoSuchStepError, NotAllowedStepError
from earlyhelp.states.moves import move, place

ANYBODY, SCREENERS = (BSO, EHP, FSP, EHM), (BSO, EHP, EHM)
TO_DECIDE = ("Screening", "Awaiting Decision")
# row: (from, action, to, who)
ROWS = {
	"B1.1": (("Draft",), "Submit", "Submitted", ANYBODY),
	"B1.3": (("Submitted",), "Start Screening", "Screening", SCREENERS),
	"B1.4": (("Screening",), "Ask For Information", "Awaiting Information", SCREENERS),
	"B1.5": (("Awaiting Information",), "Information Received", "Screening", SCREENERS),
	"B1.6": (("Screening",), "Recommend", "Awaiting Decision", (EHP, EHM)),
	"B1.7": (("Awaiting Decision",), "Send Back", "Screening", (EHM,)),
	"B1.8": (TO_DECIDE, "Accept", "Accepted", (EHM,)),
	"B1.9": (TO_DECIDE, "Signpost", "Signposted", (EHM,)),
	"B1.10": (TO_DECIDE, "Not Accept", "Not Accepted", (EHM,)),
	"B1.11": (WAITING, "Step Up", "Stepped Up", ANYBODY),
	"B1.12": (("Submitted", *TO_DECIDE), "Pass To Open Episode", "Already Open", SCREENERS),
	"B1.13": (WAITING, "Withdraw", "Withdrawn", SCREENERS),
	"B1.14": (DECIDED, "Finish", "Finished", SCREENERS),
	"B1.15": (
		("Signposted", "Not Accepted", "Already Open", "Withdrawn", "Finished"),
		"Reopen",
		"Screening",
		(EHM,),
	),
	"B1.16": (("Stepped Up",), "Social Care Declined", "Screening", (EHP, EHM)),
}
DESK = (BSO, EHP, FSP, EHM)


class TestEveryRow(ReferralTestCase):
	def ready(self, row, start):
		"""Return a referral that has everything the row asks for."""
		doc = self.put(start)
		if row == "B1.12":
			doc.db_set("open_episode", self.open_episode().name)
		if row == "B1.14":
			answer = {"social_care_answer": "An assessment begins.", "social_care_answered_on": today()}
			doc.db_set({**TOLD, **STEPPED_UP, **answer})
			if start == "Accepted":
				self.with_lead(doc)
		if row == "B1.16":
			doc.db_set({"social_care_answer": "No role for us.", "social_care_answered_on": today()})
		return doc.reload()

	def with_lead(self, doc):
		episode = self.open_episode(service=doc.service)
		lead = frappe.get_doc({"doctype": "Professional", "full_name": "Alex Thornaby"}).insert()
		episode.db_set({"referral": doc.name, "lead_practitioner": lead.name})

	def test_each_step_is_taken_by_its_roles_from_its_states(self):
		"""B1, every row."""
		for row, (starts, action, to, who) in ROWS.items():
			for start in starts:
				for role in who:
					with self.subTest(row=row, start=start, role=role):
						frappe.set_user("Administrator")
						frappe.db.savepoint("one_row")
						doc = self.ready(row, start)
						self.sign_in(role)
						self.assertEqual(self.press(doc, action, "Because it is so.").status, to)
						frappe.db.rollback(save_point="one_row")

	def test_nobody_else_takes_it(self):
		for row, (starts, action, _to, who) in ROWS.items():
			doc = self.ready(row, starts[0])
			for role in (role for role in DESK if role not in who):
				with self.subTest(row=row, role=role):
					self.sign_in(role)
					self.assertRefused(
						NotAllowedStepError, "not yours to take", self.press, doc, action, "Because."
					)
					frappe.set_user("Administrator")
			for role in (EHA, AUD):
				with self.subTest(row=row, role=role):
					self.sign_in(role)
					self.assertRaises(
						(frappe.PermissionError, frappe.ValidationError), self.press, doc, action, "Because."
					)
					frappe.set_user("Administrator")
			self.assertEqual(doc.reload().status, starts[0])

	def test_no_step_is_taken_from_another_state(self):
		for row, (starts, action, to, who) in ROWS.items():
			for state in (one.name for one in FLOW.states if one.name not in (*starts, to)):
				with self.subTest(row=row, start=state):
					doc = self.put(state)
					self.sign_in(who[-1])
					self.assertRefused(
						NoSuchStepError, "is not possible while", self.press, doc, action, "So."
					)
					frappe.set_user("Administrator")

	def test_the_table_holds_exactly_these_rows(self):
		ours = {row: (set(starts), action, to, set(who)) for row, (starts, action, to, who) in ROWS.items()}
		# By row 9 a practitioner signposts as well, where the setting allows it.
		pressed = [step for step in FLOW.steps if step.who and (step.row, step.who) != ("B1.9", (EHP,))]
		theirs = {step.row: (set(step.start), step.action, step.to, set(step.who)) for step in pressed}
		self.assertEqual(ours, theirs)


class TestTheAppItself(ReferralTestCase):
	def test_b1_2_a_page_sends_in_without_a_search(self):
		doc = self.draft(referrer_user=frappe.session.user)
		self.assertEqual(move(doc, "Send In").status, "Submitted")

	def test_b1_2_a_page_sends_nothing_in_that_lacks_what_row_1_asks_for(self):
		doc = self.draft(worry="", family_agrees="")
		self.assertRefused(MissingError, "what somebody is worried about", move, doc, "Send In")

	def test_b1_2_no_person_presses_it(self):
		doc = self.draft()
		for role in DESK:
			self.sign_in(role)
			self.assertRefused(NotAllowedStepError, "not yours", self.press, doc, "Send In")
			frappe.set_user("Administrator")

	def test_b1_5_b1_13_and_b1_14_are_taken_by_the_app_too(self):
		for start, action, to in (
			("Awaiting Information", "Information Received", "Screening"),
			("Submitted", "Withdraw", "Withdrawn"),
		):
			self.assertEqual(move(self.put(start), action).status, to)
		told = self.put("Signposted")
		told.db_set(TOLD)
		self.assertEqual(move(told, "Finish").status, "Finished")

	def test_the_app_takes_no_other_step(self):
		for row, (starts, action, _to, _who) in ROWS.items():
			if row not in ("B1.5", "B1.13", "B1.14"):
				with self.subTest(row=row):
					self.assertRefused(
						NotAllowedStepError, "not yours", move, self.put(starts[0]), action, None, "So."
					)

	def test_b1_9_practitioners_signpost_when_the_setting_allows_it(self):
		for allowed in (0, 1):
			frappe.db.set_single_value("Early Help Settings", "practitioners_may_signpost", allowed)
			doc = self.put("Screening")
			self.sign_in(EHP)
			offered = [row.action for row in get_transitions(doc)]
			self.assertEqual("Signpost" in offered, bool(allowed))
			if allowed:
				self.assertEqual(self.press(doc, "Signpost", "The hub can help.").status, "Signposted")
			else:
				self.assertRefused(NotAllowedStepError, "not yours", self.press, doc, "Signpost", "The hub.")
			frappe.set_user("Administrator")

	def test_place_puts_history_anywhere(self):
		doc = self.draft()
		place(doc, "Finished", received_on="2019-01-17", decision="Accepted", decided_on="2019-01-20")
		self.assertEqual(doc.reload().status, "Finished")
