"""What is missing before a step of a Plan Review."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.planning.episode_needs import ask, helped_children
from earlyhelp.planning.open_goals import goal_named, open_goals
from earlyhelp.planning.review_rows import scores_given, whose
from earlyhelp.states.flow import Missing
from earlyhelp.team_around.actions import STILL_TO_DO


def correction_needs(doc):
	"""A correction names the review, the goal and whose score it corrects, and why."""
	missing = ask(
		doc,
		corrects=_("Name the finalised review with the wrong score."),
		corrected_goal=_("Name the goal whose score was wrong."),
		corrected_scorer=_("Say whose score was wrong."),
		correction_why=_("Say what was wrong."),
	)
	if not missing and not corrected_row(doc):
		missing = [
			Missing("corrects", _("That review is final and holds no such score, or it was corrected."))
		]
	return missing


def corrected_row(doc):
	"""Return the name of the score that a correction corrects, None when there is none."""
	held = {"name": doc.corrects, "plan": doc.plan, "docstatus": 1}
	if not frappe.db.exists("Plan Review", held):
		return None
	row = {
		"parent": doc.corrects,
		"parenttype": "Plan Review",
		"goal": doc.corrected_goal,
		"scorer": doc.corrected_scorer,
		"corrected_by": ["is", "not set"],
	}
	if doc.corrected_person:
		row["person"] = doc.corrected_person
	return frappe.db.get_value("Goal Score", row)


def holding_needs(doc):
	missing = []
	if doc.held_on and getdate(doc.held_on) > getdate(today()):
		missing.append(Missing("held_on", _("A review that is to come has not been held.")))
	# A meeting that starts is not stopped by this: it is asked before sign-off.
	return missing if doc.flags.by_system else missing + late_needs(doc)


def late_needs(doc):
	held = getdate(doc.held_on or today())
	if doc.kind == "Correction" or not doc.due_on or held <= getdate(doc.due_on) or doc.late_why:
		return []
	return [Missing("late_why", _("Say why the review is later than it was due."))]


def sign_off_needs(doc):
	if doc.kind == "Correction":
		return corrected_score_needs(doc)
	plan = frappe.get_doc("My Family Plan", doc.plan)
	episode = frappe.get_doc("Early Help Episode", plan.episode)
	return [
		*late_needs(doc),
		*score_needs(doc, plan),
		*reason_needs(doc),
		*shown_needs(doc),
		*view_needs(doc, episode),
		*meeting_needs(doc),
		*result_needs(doc),
	]


def corrected_score_needs(doc):
	wanted = (doc.corrected_goal, doc.corrected_scorer, doc.corrected_person or "")
	given = [(row.goal, row.scorer, row.person or "") for row in doc.scores if row.score]
	if given != [wanted]:
		return [Missing("scores", _("Give the one score that is corrected, and no other."))]
	return reason_needs(doc)


def score_needs(doc, plan):
	"""Each open goal has an agreed score and one from everybody who was asked, or the reason why not."""
	given = {(row.goal, *whose(row)) for row in scores_given(doc)}
	asked = list(dict.fromkeys([("Agreed", "", ""), *(scorer[1:] for scorer in sorted(given))]))
	missing = []
	for goal in open_goals(plan.episode):
		if not goal.baseline_score:
			continue
		for scorer in asked:
			if (goal.name, *scorer) not in given:
				said = _("Goal {0}: the score of {1} is missing; give it, or say why there is none.")
				missing.append(Missing("scores", said.format(goal_named(goal), _(scorer[0]))))
	return missing


def reason_needs(doc):
	"""Each row has a score with its reason, or says why there is none."""
	missing = [
		Missing("scores", _("Row {0}: give a score, or say why there is none.").format(row.idx))
		for row in scores_given(doc)
		if not row.score and not row.why_not
	]
	return missing + [
		Missing("scores", _("Row {0}: say why this score.").format(row.idx))
		for row in doc.scores
		if row.score and not row.reason
	]


def shown_needs(doc):
	"""For each score and each view it is said to whom it may be shown."""
	rows = [("scores", row) for row in doc.scores if row.score]
	rows += [("voices", row) for row in doc.voices if row.words]
	return [
		Missing(field, _("Row {0}: say to whom this may be shown.").format(row.idx))
		for field, row in rows
		if not row.may_be_shown_to
	]


def view_needs(doc, episode):
	heard = {row.person for row in doc.voices if row.words or row.why_not}
	return [
		Missing("voices", _("Write the view of {0}, or why not.").format(row.full_name or row.person))
		for row in helped_children(episode)
		if row.person not in heard
	]


def meeting_needs(doc):
	"""Attendance and the progress of actions stand in the meeting where there is one."""
	if doc.tac_meeting:
		return []
	missing = ask(doc, attendance=_("Say who came."))
	open_ones = {"family": doc.family, "status": ["in", STILL_TO_DO]}
	if not doc.progress_of_actions and frappe.db.exists("Agreed Action", open_ones):
		missing.append(Missing("progress_of_actions", _("Say what became of each action.")))
	return missing


def result_needs(doc):
	missing = ask(
		doc,
		level_of_need=_("Say what the level of need is now."),
		result=_("Say what happens after this review."),
	)
	if doc.result != "Close":
		missing += ask(doc, next_review_on=_("Agree the day of the next review."))
	return missing
