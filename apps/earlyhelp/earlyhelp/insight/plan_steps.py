"""The steps of plans within the reader's reach, with four queries."""

from collections import defaultdict

import frappe

from earlyhelp.insight.access import own_episodes
from earlyhelp.insight.timeliness import PlanStep

PLAN_FIELDS = (
	"name",
	"family",
	"family_name",
	"episode",
	"status",
	"assessment_completed_on",
	"submitted_on",
	"approved_on",
	"copy_due_on",
	"copy_given_on",
)


def read_plan_steps(filters):
	"""Return ([PlanStep], {plan: its row}) of a service or a team; what a closed plan left undone is no step."""
	episodes = read_episodes(filters)
	plans = frappe.get_list(
		"My Family Plan",
		filters={"episode": ["in", list(episodes) or [""]]},
		fields=PLAN_FIELDS,
		limit_page_length=0,
	)
	reviews = read_reviews([plan.name for plan in plans])
	steps = []
	for plan in plans:
		plan.lead_practitioner = episodes[plan.episode].lead_practitioner
		found = steps_of(plan, episodes[plan.episode], reviews[plan.name])
		steps += [step for step in found if step.done_on or plan.status != "Closed"]
	return steps, {plan.name: plan for plan in plans}


def read_episodes(filters):
	wanted = {name: filters[name] for name in ("service", "team") if filters.get(name)}
	mine = own_episodes()
	if mine is not None:
		wanted["name"] = ["in", sorted(mine) or [""]]
	rows = frappe.get_list(
		"Early Help Episode",
		filters=wanted,
		fields=["name", "assessment_due_on", "first_review_due_on", "lead_practitioner"],
		limit_page_length=0,
	)
	return {row.name: row for row in rows}


def read_reviews(plans):
	"""Return {plan: its reviews in the order in which they were due}; cancelled ones and corrections are none."""
	rows = frappe.get_all(
		"Plan Review",
		filters={"plan": ["in", plans or [""]], "status": ["!=", "Cancelled"], "kind": ["!=", "Correction"]},
		fields=["plan", "due_on", "held_on"],
	)
	found = defaultdict(list)
	for row in sorted(rows, key=lambda row: str(row.due_on or row.held_on or "9999")):
		found[row.plan].append(row)
	return found


def steps_of(plan, episode, reviews):
	"""Return the steps of one plan: a copy is due once it is approved, approval once it is asked for."""
	steps = [PlanStep(plan.name, "Assessment", episode.assessment_due_on, plan.assessment_completed_on)]
	if plan.submitted_on or plan.approved_on:
		steps.append(PlanStep(plan.name, "Approval", None, plan.approved_on))
	if plan.approved_on:
		steps.append(PlanStep(plan.name, "Copy Given", plan.copy_due_on, plan.copy_given_on))
	for number, review in enumerate(reviews):
		due_on = review.due_on or (None if number else episode.first_review_due_on)
		steps.append(PlanStep(plan.name, "Next Review" if number else "First Review", due_on, review.held_on))
	if not reviews and episode.first_review_due_on:
		steps.append(PlanStep(plan.name, "First Review", episode.first_review_due_on))
	return steps
