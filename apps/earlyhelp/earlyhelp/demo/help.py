"""Help that goes on, is planned, waits for the manager, or has ended: episodes, plans, goals and reviews."""

import frappe

from earlyhelp.demo.acting import acting_as, add, change, day, professional_of, put_back, take
from earlyhelp.demo.clock import at
from earlyhelp.demo.families import members_of, note_conflict, restrict
from earlyhelp.demo.goals import PLANS
from earlyhelp.demo.people import CAL, EARLY_HELP, FEMI, JO, NOOR, PAT, ROBIN, VAL
from earlyhelp.demo.referrals import finish

LEAD, WORKER = "Lead Practitioner", "Worker"
# family: who leads, who works beside, the days since it was opened
OPENED = {
	"O'Brien": (PAT, (), -77),
	"Hartley": (JO, (), -37),
	"Quinn": (NOOR, (FEMI,), -115),
	"Nowak": (JO, (), -27),
	"Kaye": (NOOR, (), -57),
	"Meredith": (JO, (), -47),
	"Moss": (PAT, (), -255),
	"Pike": (PAT, (), -145),
	"Sutcliffe": (PAT, (), -18),
	"Bewley": (CAL, (), -30),
}


def add_help(town):
	"""Allocate, plan, review and close; what the town holds afterwards stands in `town`."""
	episodes = frappe.get_all(
		"Early Help Episode", filters={"service": town.service}, fields=["name", "family", "team"]
	)
	names = {family: name for name, family in town.families.items()}
	town.episodes = {names[row.family]: row.name for row in episodes}
	for family_name, (lead, others, days) in OPENED.items():
		allocate(town, family_name, lead, others, days)
	finish(town)
	at(OPENED["Kaye"][2], "16:20")
	restrict(town.families["Kaye"])
	at(OPENED["Meredith"][2], "16:20")
	note_conflict(town.families["Meredith"], OPENED["Meredith"][2])
	for family_name in PLANS:
		write_plan(town, family_name)
	approve(town, "O'Brien", ROBIN, -56)
	approve(town, "Quinn", VAL, -90)
	approve(town, "Pike", ROBIN, -120, review_in=99)
	review(town, "O'Brien", PAT, ROBIN, -14)
	review(town, "Pike", PAT, ROBIN, -21, result="Close")
	review(town, "Quinn", NOOR, VAL, -48)
	overdue_review(town, "Quinn", -6)
	ask_for_closure(town, "Pike")
	close(town, "Moss")


def episode_of(town, family_name):
	return frappe.get_doc("Early Help Episode", town.episodes[family_name])


def manager_of(town, family_name):
	return ROBIN if episode_of(town, family_name).team == EARLY_HELP else VAL


def allocate(town, family_name, lead, others, days):
	"""The manager of the team names who works with the family, and the help begins."""
	at(days, "15:00")
	manager = manager_of(town, family_name)
	rows = [{"professional": professional_of(lead), "role": LEAD, "from_date": day(days)}]
	rows += [
		{"professional": professional_of(one), "role": WORKER, "from_date": day(days + 7)} for one in others
	]
	doc = change(manager, episode_of(town, family_name), allocations=rows)
	doc = take(manager, doc, "Allocate")
	dates = {"opened_on": days, "allocated_on": days}
	dates |= {"first_contact_due_on": days + 2, "first_visit_due_on": days + 7}
	dates |= {"assessment_due_on": days + 14, "first_review_due_on": days + 56}
	put_back(doc, **{name: day(number) for name, number in dates.items()})
	frappe.db.set_value("Episode Child", {"parent": doc.name}, "started_on", day(days), update_modified=False)


# -- plans ------------------------------------------------------------------------
def write_plan(town, family_name):
	"""The lead practitioner writes the plan with the family, as far as PLANS says, and sends it."""
	about = PLANS[family_name]
	lead, _others, days = OPENED[family_name]
	people = members_of(town.families[family_name])
	at(days + 3, "13:30")
	plan = add(
		lead,
		"My Family Plan",
		episode=town.episodes[family_name],
		assessment_started_on=day(days + 3),
		**about["columns"],
	)
	town.plans[family_name] = plan.name
	at(days + 10, "14:00")
	goals = [
		add(lead, "Scaling Goal", plan=plan.name, baseline_on=day(days + 10), **goal).name
		for goal in about["goals"]
	]
	if not about.get("send"):
		return
	adults = [row["person"] for row in responsible(town, family_name)]
	old_enough = [people[name] for name in about.get("asked", ())]
	agreements = {person: {"answer": "Agrees", "agreed_on": day(days + 12)} for person in adults + old_enough}
	voices = {people[name]: voice for name, voice in about["voices"].items()}
	at(days + 13, "15:10")
	with acting_as(lead):
		plan = frappe.get_doc("My Family Plan", plan.name)
		fill_rows(plan, "agreements", agreements)
		fill_rows(plan, "voices", voices)
		plan.extend("needs", [{"need": need} for need in about["needs"]])
		plan.extend("actions", [action(town, family_name, row, days) for row in about["actions"]])
		for row in about["statements"]:
			plan.append("statements", {**row, "goal": goals[0] if row["column"] == "Worry" else None})
		plan.save()
	plan = take(lead, plan, "Send For Approval")
	put_back(plan, assessment_completed_on=day(days + 13), submitted_on=day(days + 13))


def fill_rows(doc, table, by_person):
	"""Write {person: fields} into the rows that lie ready for these people, or into new ones."""
	ready = {row.person: row for row in doc.get(table)}
	for person, fields in by_person.items():
		row = ready.get(person) or doc.append(table, {"person": person})
		row.update(fields)


def responsible(town, family_name):
	family = frappe.get_doc("Family", town.families[family_name])
	return [row.as_dict() for row in family.members if row.parental_responsibility == "Yes"]


def action(town, family_name, row, days):
	"""Return a row of who does what by when; the day counts from the day the help began."""
	what, who, due = row
	people = members_of(town.families[family_name])
	fields = {"what": what, "due_on": day(days + due), "show_on_card": "Everybody"}
	if who in people:
		return {**fields, "who_kind": "Family member", "person": people[who]}
	if "@" in who:
		return {**fields, "who_kind": "Professional", "professional": professional_of(who)}
	return {**fields, "who_kind": "Agency", "agency": who}


def approve(town, family_name, manager, days, review_in=42):
	"""The manager approves, and the family has its copy a few days later."""
	at(days, "11:15")
	doc = take(manager, plan_of(town, family_name), "Approve")
	doc = put_back(doc, approved_on=day(days), copy_due_on=day(days + 7))
	frappe.db.set_value("Plan Version", {"plan": doc.name}, "approved_on", day(days), update_modified=False)
	agreed = {"agreed_in_type": doc.doctype, "agreed_in": doc.name}
	frappe.db.set_value("Agreed Action", agreed, "agreed_on", day(days), update_modified=False)
	lead = OPENED[family_name][0]
	at(days + 4, "16:00")
	given = {"copy_given_on": day(days + 4), "copy_given_how": "Handed over", "copy_language": "English"}
	change(lead, doc, **given)
	put_back(planned_review(town, family_name), due_on=day(days + review_in))


def plan_of(town, family_name):
	return frappe.get_doc("My Family Plan", town.plans[family_name])


def planned_review(town, family_name):
	wanted = {"plan": town.plans[family_name], "status": "Planned"}
	return frappe.get_last_doc("Plan Review", filters=wanted)


# -- reviews ----------------------------------------------------------------------
def review(town, family_name, lead, manager, days, result="Continue"):
	"""A review that was held, with everybody's own score, signed off by the manager."""
	doc = planned_review(town, family_name)
	about, people = PLANS[family_name], members_of(town.families[family_name])
	goals = frappe.get_all("Scaling Goal", filters={"plan": doc.plan}, pluck="name", order_by="creation")
	scores = [
		{"goal": goal, **score(row, people, lead)}
		for goal, rows in zip(goals, about["scores"], strict=True)
		for row in rows
	]
	voices = [{"person": people[name], **voice} for name, voice in about["voices"].items()]
	held = {"held_on": day(days), "attendance": about["came"]}
	said = {"what_has_changed": about["changed"], "progress_of_actions": "Most of it is done."}
	after = {"level_of_need": "Tier 2: Targeted Early Help", "result": result}
	after["next_review_on"] = day(days + 49) if result != "Close" else None
	at(days)
	doc = change(lead, doc, **held, **said, **after, scores=scores, voices=voices)
	doc = take(lead, doc, "Hold")
	at(days + 1, "14:00")
	doc = take(lead, doc, "Send For Sign-Off")
	at(days + 2, "16:30")
	doc = take(manager, doc, "Finalise")
	put_back(doc, submitted_on=day(days + 1), finalised_on=day(days + 2))
	take(lead, plan_of(town, family_name), "Continue Unchanged")
	put_back(planned_review(town, family_name), due_on=day(days + 21))


def score(row, people, lead):
	"""Return one person's score with its reason; everybody in this town may be shown it."""
	scorer, value, reason = row
	fields = {"score": value, "reason": reason, "may_be_shown_to": "Everybody"}
	if scorer in people:
		child = scorer in ("Chloe", "Sam", "Niamh", "Holly")
		return {**fields, "scorer": "Child" if child else "Parent or carer", "person": people[scorer]}
	worker = professional_of(lead) if scorer == "Practitioner" else None
	return {**fields, "scorer": scorer, "professional": worker}


def overdue_review(town, family_name, days):
	put_back(planned_review(town, family_name), due_on=day(days))


# -- endings ----------------------------------------------------------------------
def ask_for_closure(town, family_name):
	"""The lead asks the manager to close: everything that has to be said is said."""
	at(-1, "16:10")
	doc = episode_of(town, family_name)
	lead = OPENED[family_name][0]
	for name in frappe.get_all(
		"Agreed Action", filters={"family": doc.family, "status": "Open"}, pluck="name"
	):
		change(lead, frappe.get_doc("Agreed Action", name), status="Done", remark="Done.")
		frappe.db.set_value("Agreed Action", name, "answered_on", day(-1), update_modified=False)
	ending = {
		"closure_reason": "Closed within the programme",
		"outcomes": [{"need": need, "outcome": "Met"} for need in PLANS[family_name]["needs"]],
		"closing_summary": "Holly goes to school and her father works days now.",
		"family_says": "We know whom to ask.",
		"feedback_asked": 1,
		"who_goes_on": "The school's pastoral team.",
		"whom_to_call": "01632 960110",
		"planned_end_on": day(7),
	}
	doc = take(lead, change(lead, doc, **ending), "Request Closure")
	town.episodes[family_name] = put_back(doc, closure_asked_on=day(-1)).name


def close(town, family_name):
	"""Help that ended three months ago; its children are tracked."""
	doc = episode_of(town, family_name)
	lead, manager = OPENED[family_name][0], manager_of(town, family_name)
	ending = {
		"closure_reason": "Closed within the programme",
		"closing_summary": "The debts are in a plan and the house is warm.",
		"family_says": "Thank you, we manage now.",
		"feedback_asked": 1,
		"who_goes_on": "Nobody needs to.",
		"whom_to_call": "01632 960110",
		"planned_end_on": day(-90),
	}
	at(-95, "15:00")
	doc = take(lead, change(lead, doc, **ending), "Request Closure")
	at(-90, "11:20")
	doc = take(manager, doc, "Approve")
	put_back(doc, closure_asked_on=day(-95), closed_on=day(-90))
	tracked = {"ended_on": day(-90), "track_until": day(275), "sustained_check_due_on": day(93)}
	for row in frappe.get_doc("Early Help Episode", doc.name).children:
		frappe.db.set_value("Episode Child", row.name, tracked, update_modified=False)
	for row in frappe.get_doc("Early Help Episode", doc.name).allocations:
		frappe.db.set_value("Practitioner Allocation", row.name, "to_date", day(-90), update_modified=False)
