"""What a family's copy of its plan holds: what may be shown to everybody in the family, and no more.

A copy lies on a kitchen table. Words and scores that somebody in the family is not to see are left out,
and so are addresses and telephone numbers of the family itself.
"""

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, today

from earlyhelp.planning.road import Pin, Says, draw_road
from earlyhelp.planning.scales import to_score

LONG_DATE = "EEEE d MMMM yyyy"
FOR_THE_FAMILY = ("Everybody", "The family")
NOT_OF_THE_FAMILY = ("Agreed", "School", "Practitioner", "Other")


def family_copy(plan):
	"""Return what the printed plan shows of `plan`, a My Family Plan that the reader may print."""
	reviews = read_reviews(plan.name)
	return frappe._dict(
		columns=columns_of(plan),
		children=in_words(people_of(plan, children=True)),
		adults=in_words(people_of(plan, children=False)),
		goals=goals_of(plan.name, reviews),
		voices=voices_of(plan),
		agreements=agreements_of(plan),
		actions=actions_of(plan),
		helpers=helpers_of(plan),
		next_review=next_review(plan.name, reviews),
	)


def long_date(value):
	"""Return a date as people say it: Friday 4 December 2026."""
	return formatdate(value, LONG_DATE) if value else ""


def short_date(value):
	"""Return a date for a narrow column: 4 December 2026."""
	return formatdate(value, "d MMMM yyyy") if value else ""


def in_words(names):
	"""Return names as people say them: Chloe, Sam and Jo."""
	return _("{0} and {1}").format(", ".join(names[:-1]), names[-1]) if len(names) > 1 else "".join(names)


def may_be_shown(row):
	"""Say whether words or a score may lie open at home.

	What somebody in the family is not to see stays off. A member's own words and score are shown only
	when it was said that they may be; what the family agreed, and what workers say, unless forbidden.
	"""
	if row.get("not_shown_to") or row.get("also_not_shown_to"):
		return False
	if row.get("may_be_shown_to"):
		return row.may_be_shown_to in FOR_THE_FAMILY
	return row.get("scorer") in NOT_OF_THE_FAMILY


def columns_of(plan):
	"""Return [(heading, text, statements)]: what the plan says as a whole and point by point."""
	return [
		(heading, plan.get(fieldname), [row.statement for row in plan.statements if row.column in columns])
		for heading, fieldname, columns in (
			(_("What are we worried about?"), "worries", ("Past Harm", "Worry", "Complicating Factor")),
			(_("What is working well?"), "working_well", ("Working Well", "Safety")),
			(_("What needs to happen?"), "needs_to_happen", ("Needs To Happen",)),
		)
	]


def people_of(plan, children):
	"""Return the first names of the living children or adults who belong to the family now."""
	family = frappe.get_cached_doc("Family", plan.family)
	rows = [row for row in family.members if (row.relationship == "Child") == children]
	here = [row.person for row in rows if not (row.left_on and row.left_on <= getdate(today()))]
	living = {row.name: row.first_name for row in _people(here) if not row.date_of_death}
	return [living[person] for person in here if person in living]


def _people(names):
	return frappe.get_all(
		"Early Help Person",
		filters={"name": ["in", names or [""]]},
		fields=["name", "first_name", "date_of_death"],
	)


def read_reviews(plan):
	"""Return the plan's reviews that the reader may see, the newest first."""
	return frappe.get_list(
		"Plan Review",
		filters={"plan": plan, "status": ["!=", "Cancelled"]},
		fields=["name", "docstatus", "held_on", "due_on", "next_review_on", "corrects"],
		order_by="held_on desc, creation desc",
		limit_page_length=0,
	)


def goals_of(plan, reviews):
	"""Return the goals that the reader may see, each with its road drawn."""
	goals = frappe.get_list(
		"Scaling Goal",
		filters={"plan": plan},
		fields=["name", "goal", "what_0_means", "what_10_means", "baseline_score", "baseline_on"],
		order_by="creation",
		limit_page_length=0,
	)
	scores = last_scores([review for review in reviews if review.docstatus == 1])
	for number, goal in enumerate(goals, start=1):
		rows = scores.get(goal.name, [])
		goal.number, goal.reasons = number, [row for row in rows if row.reason]
		goal.no_number = not rows and goal.baseline_score in (None, "")
		pins = [Pin(row.who, to_score(row.score), row.scorer == "Agreed") for row in rows]
		goal.road = draw_road(pins, to_score(goal.baseline_score), words(goal), f"goal-{number}")
	return goals


def words(goal):
	return Says(
		title=_("{0}: our road from 0 to 10").format(goal.goal),
		began=_("We began here"),
		began_at=_("We began at {score}."),
		stands_at=_("{name}: {score}."),
		nobody=_("Nobody has given a number yet."),
	)


def last_scores(reviews):
	"""Return {goal: the scores of the newest of `reviews` that scored it}, the agreed score first.

	A correction stands in the place of the review it corrects, and what it corrects is left out.
	"""
	occasion = {review.name: review.corrects or review.name for review in reviews}
	order = {name: place for place, name in enumerate(occasion)}
	rows = frappe.get_all(
		"Goal Score",
		filters={
			"parent": ["in", list(occasion) or [""]],
			"parenttype": "Plan Review",
			"corrected_on": ["is", "not set"],
		},
		fields=["*"],
		order_by="idx",
	)
	newest, shown = {}, {}
	for row in sorted(rows, key=lambda row: order[occasion[row.parent]]):
		held = newest.setdefault(row.goal, occasion[row.parent])
		if occasion[row.parent] == held and row.score and may_be_shown(row):
			shown.setdefault(row.goal, []).append(row)
	for found in shown.values():
		found.sort(key=lambda row: (row.scorer != "Agreed", row.idx))
	name_scorers([row for found in shown.values() for row in found])
	return shown


def name_scorers(rows):
	"""Give each score the name that stands on its pin."""
	names = {row.name: row.first_name for row in _people([row.person for row in rows if row.person])}
	workers = _professionals([row.professional for row in rows if row.professional])
	kinds = {"Agreed": _("All of us"), "Practitioner": _("Worker")}
	for row in rows:
		row.who = (
			names.get(row.person) or workers.get(row.professional) or kinds.get(row.scorer) or _(row.scorer)
		)


def _professionals(names):
	rows = frappe.get_all(
		"Professional", filters={"name": ["in", names or [""]]}, fields=["name", "full_name"]
	)
	return {row.name: row.full_name for row in rows}


def actions_of(plan):
	"""Return who does what by when, in the order of the day it is due."""
	rows = [row for row in plan.get("actions") or [] if row.what and may_lie_open(row)]
	rows.sort(key=lambda row: str(row.due_on or "9999"))
	names = {row.name: row.first_name for row in _people([row.person for row in rows if row.person])}
	return [
		frappe._dict(who=names.get(row.person) or _worker(row), what=row.what, by_when=short_date(row.due_on))
		for row in rows
	]


def may_lie_open(row):
	"""An action for one person's card only, or for no card, does not stand on the copy for all."""
	return (row.get("show_on_card") or "Everybody") == "Everybody"


def _worker(row):
	"""Return the name of the professional, or of the agency, who does what a row says."""
	return frappe.get_cached_value("Professional", row.professional, "full_name") or row.agency or ""


def agreements_of(plan):
	"""Return who said what to the plan; the reasons of one are not for the others' eyes."""
	rows = [row for row in plan.get("agreements") or [] if row.answer]
	names = {row.name: row.first_name for row in _people([row.person for row in rows if row.person])}
	return [
		frappe._dict(who=names.get(row.person, ""), answer=row.answer, agreed_on=row.agreed_on)
		for row in rows
	]


def voices_of(plan):
	"""Return the words of children that may be shown, with their first names."""
	rows = [row for row in plan.voices if row.words and may_be_shown(row)]
	names = {row.name: row.first_name for row in _people([row.person for row in rows])}
	return [frappe._dict(who=names.get(row.person, ""), words=row.words) for row in rows]


def helpers_of(plan):
	"""Return who helps the family now and how to reach them, the lead practitioner first."""
	if not frappe.has_permission("Early Help Episode", "read", plan.episode):
		return []
	episode = frappe.get_cached_doc("Early Help Episode", plan.episode)
	current = [row for row in episode.allocations if not row.to_date or row.to_date >= getdate(today())]
	current.sort(key=lambda row: row.role != "Lead Practitioner")
	family = frappe.get_cached_doc("Family", plan.family)
	current += [
		row
		for row in family.get("family_professionals") or []
		if row.professional and not (row.to_date and row.to_date < getdate(today()))
	]
	return _with_contacts(current)


def _with_contacts(rows):
	"""Return each person once, with post, agency and the ways to reach them at work."""
	found = {}
	for row in rows:
		if row.professional not in found:
			person = frappe.get_cached_doc("Professional", row.professional)
			found[row.professional] = frappe._dict(
				name=person.full_name,
				role=row.role or person.post or "",
				agency=person.agency or "",
				reach=[text for text in (person.get("telephone"), person.email) if text],
			)
	return list(found.values())


def next_review(plan, reviews):
	"""Return the day on which the plan is looked at again, or None where none is set."""
	planned = [review.due_on for review in reviews if review.docstatus == 0 and not review.held_on]
	said = [review.next_review_on for review in reviews if review.docstatus == 1][:1]
	dates = [date for date in (*planned, *said) if date]
	return min(dates) if dates else None
