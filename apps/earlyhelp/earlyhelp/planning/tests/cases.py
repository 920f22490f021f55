"""Episodes, plans and reviews for tests: put where a step leads from, with all that the step asks for."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import EHM, EHP
from earlyhelp.states.moves import place, press
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	children_of,
	make,
	make_family,
	make_goal,
	make_history,
	make_service,
	make_team,
	make_user,
	make_worker,
	usual_team,
)

FIRST, LEAVES = "Parental mental health", "Closed within the programme"
HANDOVER = {
	"handover_to": "Professional",
	"transfer_trigger": "Worker changes job",
	"handover_note": "Chloe trusts her teacher most.",
	"handover_family_told_on": "2019-03-01",
	"handover_sharing_checked": 1,
}
DECLINED = {
	"social_care_reason": "Below their threshold.",
	"step_up_instead": "We visit twice a week.",
	"step_up_challenge": "We agree.",
}
TAKEN = {"step_up_accepted_on": "2019-04-01", "step_up_receiving_worker": "Jo Whinney, Team 4"}
ENDING = {
	"closing_summary": "Mornings are calm.",
	"family_says": "We are glad.",
	"feedback_asked": 1,
	"who_goes_on": "The school.",
	"whom_to_call": "School office, 01632 960100.",
	"planned_end_on": "2019-06-01",
	"closure_reason": LEAVES,
}
STEP_DOWN = {
	"step_down": 1,
	"step_down_by": "Jo Whinney, 01632 960101",
	"step_down_plan": "Safety at home.",
	"step_down_family_agrees": 1,
	"step_down_social_care_stays": 1,
}
TEXTS = {
	"assessment_started_on": "2019-02-01",
	"worries": "Shouting in the mornings.",
	"working_well": "Gran helps.",
	"needs_to_happen": "One calm routine.",
}


class PlanningTestCase(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.family, self.service = make_family(children=("Chloe", "Ben")), make_service()
		self.mother, self.children = self.family.members[0].person, children_of(self.family)
		self.team = usual_team()
		self.manager, self.second_manager = make_user(EHM), make_user(EHM)

	def press(self, doc, action, reason=None, as_=None):
		"""Press as a person, and be Administrator again."""
		frappe.set_user(as_ or self.manager)
		try:
			return press(doc, action, reason)
		finally:
			frappe.set_user("Administrator")

	def refused(self, exception, sentence, doc, action, reason=None, as_=None):
		self.assertRefused(exception, sentence, self.press, doc, action, reason, as_)

	def save_as(self, user, doc, **fields):
		"""Change a stored record as a person, through the same door as a form."""
		frappe.set_user(user)
		try:
			return frappe.get_doc(doc.doctype, doc.name).update(fields).save()
		finally:
			frappe.set_user("Administrator")

	# -- episodes -------------------------------------------------------------
	def episode(self, state="Open", lead=True, **fields):
		"""Return an episode in a state, and (self.lead) the account of its lead practitioner."""
		opened = None if state == "Awaiting Allocation" else "2019-01-26"
		given = {"family": self.family.name, "service": self.service.name, "team": self.team}
		children = [{"person": person} for person in self.children]
		doc = make_history(
			"Early Help Episode",
			**{**given, "accepted_on": "2019-01-20", "opened_on": opened, "children": children, **fields},
		)
		place(doc, state)
		if lead:
			self.lead = make_worker(EHP, self.team, doc, lead=True)
			doc.reload().db_set("has_lead", 1)
		return doc.reload()

	def worker(self, episode, role=EHP):
		"""Return the account of a worker of the episode who is not its lead."""
		return make_worker(role, self.team, episode)

	def professional(self, user):
		return frappe.db.get_value("Professional", {"user": user})

	def handed_over(self, **fields):
		"""Return an episode that is handed to self.receiver, asked by self.lead."""
		doc = self.episode()
		self.receiver = make_worker(EHP, self.team)
		doc.update({**HANDOVER, "handover_professional": self.professional(self.receiver), **fields})
		doc.save()
		return self.press(doc, "Hand Over", as_=self.lead)

	def elsewhere(self, **fields):
		"""Return an episode that is handed to self.receiver of another team and service."""
		self.other, self.other_team = make_service(), make_team()
		return self.to_other_team(handover_service=self.other.name, **fields)

	def to_other_team(self, **fields):
		doc = self.episode()
		self.receiver = make_worker(EHP, self.other_team)
		self.other_manager = make_worker(EHM, self.other_team)
		doc.update({**HANDOVER, "handover_professional": self.professional(self.receiver), **fields})
		doc.save()
		return self.press(doc, "Hand Over", as_=self.lead)

	def ending(self, **fields):
		"""Return an open episode with all that a closure asks for."""
		doc = self.episode()
		doc.update({**ENDING, **fields})
		return doc.save()

	# -- plans ----------------------------------------------------------------
	def complete(self, state="Draft", episode=None, **fields):
		"""Return a plan that holds all that an approval asks for, in a state."""
		episode = episode or self.episode()
		plan = make_history("My Family Plan", episode=episode.name, **{**TEXTS, **fields})
		self.goal = make_goal(plan, what_0_means="Shouting every day.", what_10_means="Calm every day.")
		plan.reload().update(self.rows())
		plan.save()
		if state != "Draft":
			place(plan, state)
		return plan.reload()

	def rows(self):
		"""Return the rows of a complete plan; self.goal is its goal."""
		return {
			"needs": [{"need": FIRST, "person": self.mother}],
			"statements": [{"column": "Worry", "statement": "They are late.", "goal": self.goal.name}],
			"voices": [
				{"person": child, "words": "I want it quiet.", "may_be_shown_to": "Everybody"}
				for child in self.children
			],
			"agreements": [
				{"person": person, "answer": "Agrees"} for person in (self.mother, *self.children)
			],
			"actions": [
				{
					"what": "Pack bags in the evening.",
					"who_kind": "Family member",
					"person": self.mother,
					"due_on": add_days(today(), 14),
				}
			],
		}

	def approved(self, **fields):
		"""Return a plan that was sent by its lead and approved by a manager."""
		plan = self.press(self.complete(**fields), "Send For Approval", as_=self.lead)
		return self.press(plan, "Approve")

	# -- reviews --------------------------------------------------------------
	def scores(self, **own):
		"""Return rows of an agreed score and the mother's own one."""
		agreed = {"goal": self.goal.name, "scorer": "Agreed", "score": "6", "reason": "Most mornings."}
		mother = {**agreed, "scorer": "Parent or carer", "person": self.mother, "score": "7"}
		return [agreed, {**mother, "may_be_shown_to": "Everybody", **own}]

	def written(self, **fields):
		"""Return what a review holds that is ready for sign-off."""
		level = frappe.get_all("Level Of Need", pluck="name", limit=1)[0]
		voices = [
			{"person": child, "words": "Better.", "may_be_shown_to": "The family"} for child in self.children
		]
		return {
			"scores": self.scores(),
			"voices": voices,
			"attendance": "Joanne and the school.",
			"progress_of_actions": "Bags are packed.",
			"level_of_need": level,
			"result": "Continue",
			"next_review_on": add_days(today(), 60),
			**fields,
		}

	def review(self, state="Held", plan=None, **fields):
		"""Return a review of an active plan in a state, ready for the next step."""
		plan = plan or self.complete("Active")
		given = {"held_on": today(), "due_on": today(), **self.written(), **fields}
		doc = make_history("Plan Review", plan=plan.name, **given)
		place(doc, state)
		return doc.reload()

	def planned(self, plan=None, **fields):
		plan = plan or self.complete("Active")
		return make_history("Plan Review", plan=plan.name, **{"due_on": today(), **fields}).reload()

	def final(self, **fields):
		"""Return a review that was finalised."""
		doc = self.press(self.review(**fields), "Send For Sign-Off", as_=self.lead)
		return self.press(doc, "Finalise")

	def make_need(self):
		return make("Presenting Need", need_name=f"Need {frappe.generate_hash(length=6)}")
