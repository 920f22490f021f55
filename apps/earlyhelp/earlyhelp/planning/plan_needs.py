"""What is missing before a step of My Family Plan."""

import frappe
from frappe import _
from frappe.utils import cint, getdate, today

from earlyhelp.families.ages import age_on
from earlyhelp.families.relationships import holders_of_responsibility
from earlyhelp.planning.episode_needs import ask, helped_children
from earlyhelp.planning.open_goals import goal_named, goals_without_end
from earlyhelp.planning.versions import equals_last_version
from earlyhelp.states.flow import Missing
from earlyhelp.team_around.actions import what_is_missing

COLUMNS = {
	"worries": ("Past Harm", "Worry", "Complicating Factor"),
	"working_well": ("Working Well", "Safety"),
	"needs_to_happen": ("Needs To Happen",),
}


def setting(name, default):
	value = frappe.db.get_single_value("Early Help Settings", name)
	return default if value is None else cint(value)


def approval_needs(doc):
	"""Everything that a plan must hold before a manager is asked."""
	episode = frappe.get_doc("Early Help Episode", doc.episode)
	return [
		*ask(doc, assessment_started_on=_("Say when the assessment began.")),
		*column_needs(doc),
		*statement_needs(doc),
		*goal_needs(doc),
		*voice_needs(doc, episode),
		*[Missing("actions", sentence) for sentence in what_is_missing(doc)],
		*agreement_needs(doc, episode),
	]


def column_needs(doc):
	"""Each of the three questions has an answer, in a text or in statements."""
	return [
		Missing(field, _("Answer this question, here or in a statement."))
		for field, columns in COLUMNS.items()
		if not doc.get(field) and not any(row.column in columns for row in doc.statements)
	]


def statement_needs(doc):
	worries = [row for row in doc.statements if row.column == "Worry"]
	most = setting("max_worry_statements", 3)
	missing = [
		Missing("statements", _("Row {0}: name the goal that answers this worry.").format(row.idx))
		for row in worries
		if not row.goal
	]
	if len(worries) > most:
		missing.append(Missing("statements", _("Keep to {0} worry statements at most.").format(most)))
	return missing


def goals_of(doc):
	return frappe.get_all(
		"Scaling Goal",
		filters={"plan": doc.name, "ended_on": ["is", "not set"]},
		fields=["*"],
		order_by="creation",
	)


def goal_needs(doc):
	"""Each goal has its two ends and a first score, or the reason why it is too early for one."""
	goals = goals_of(doc)
	if not goals:
		return [Missing("", _("Add a goal to the plan."))]
	missing = []
	for goal in goals:
		if not (goal.theme and goal.what_0_means and goal.what_10_means):
			missing.append(Missing("", _("Goal {0}: say what 0 and 10 mean.").format(goal_named(goal))))
		if not (goal.baseline_on and goal.baseline_score) and not (goal.too_early and goal.too_early_reason):
			missing.append(
				Missing(
					"",
					_("Goal {0}: agree a first score, or say why it is too early.").format(goal_named(goal)),
				)
			)
	return missing


def voice_needs(doc, episode):
	heard = {row.person for row in doc.voices if row.words or row.why_not}
	return [
		Missing("voices", _("Write what {0} says, or why not.").format(row.full_name or row.person))
		for row in helped_children(episode)
		if row.person not in heard
	]


def agreement_needs(doc, episode):
	"""Each adult with parental responsibility and each child old enough has answered, or was not asked, and why."""
	answers = {row.person: row for row in doc.agreements}
	missing = []
	for person in people_to_ask(episode):
		row = answers.get(person)
		name = frappe.db.get_value("Early Help Person", person, "full_name")
		if not row or not row.answer:
			missing.append(Missing("agreements", _("Say whether {0} agrees.").format(name)))
		elif row.answer == "Not asked" and not row.why:
			missing.append(Missing("agreements", _("Say why {0} was not asked.").format(name)))
	return missing


def people_to_ask(episode):
	"""Return the adults with parental responsibility for a child of the episode, and the children old enough."""
	children = [row.person for row in helped_children(episode)]
	people = [adult for child in children for adult in holders_of_responsibility(child)]
	age = setting("agreement_age", 12)
	for child in children:
		born = frappe.db.get_value("Early Help Person", child, "date_of_birth")
		if born and age_on(born, getdate(today())) >= age:
			people.append(child)
	return list(dict.fromkeys(people))


def unchanged_needs(doc):
	if equals_last_version(doc):
		return []
	return [Missing("", _("The plan differs from what was approved: send it for approval."))]


def closing_needs(doc):
	missing = [
		Missing("", _("Goal {0}: score it in a review, or say on the goal why not.").format(goal_named(goal)))
		for goal in goals_without_end(doc.episode)
	]
	return missing + ask(doc, overall_outcome=_("Say what the plan achieved."))
