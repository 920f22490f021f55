"""What the pages of a lead show: the family of an episode, and everything that the lead works with.

Asks for no rights: portal roles hold none; the episode was found to be the account's own. Addresses and numbers
that are withheld are on no page, and neither is anything that other workers keep for themselves.
"""

import frappe
from frappe import _
from frappe.utils import format_date, getdate, today

from earlyhelp.api.leading import choices
from earlyhelp.api.leading.kinds import KINDS, kind_of
from earlyhelp.api.leading.meeting_view import card_said, meeting_said
from earlyhelp.families.ages import age_on
from earlyhelp.permissions.family_access import not_shut_among
from earlyhelp.permissions.people import schools_led
from earlyhelp.planning.led_outside import EPISODE_OF, NOBODY, led
from earlyhelp.states.registry import FLOWS, flow_of
from earlyhelp.states.workflow_records import style_of
from earlyhelp.team_around.withheld import hide, withheld_words

SAID = {"TAC Meeting": meeting_said, "Thank You Card": card_said}
COLOURS = {"": "grey", "Warning": "amber", "Primary": "blue", "Danger": "red", "Success": "green"}


def day(value):
	return format_date(value, "d MMM yyyy") if value else ""


def episode_shown(doc):
	"""Return what the first page of an episode shows."""
	plan = frappe.db.get_value(
		"My Family Plan", {"episode": doc.name}, ["name", "status", "family"], as_dict=True
	)
	return {
		"name": doc.name,
		"family_name": doc.family_name,
		"state": state(doc.status),
		"facts": facts(doc),
		"people": people(doc),
		"network": network(doc),
		"plan": plan and {"name": plan.name, "state": state(plan.status)},
		"goals": goals(plan),
		"reviews": reviews(plan),
		"meetings": meetings(doc),
		"actions": actions(doc, plan),
	}


def state(word):
	"""Return a state in words, with its colour."""
	return {"word": _(word), "colour": COLOURS[style_of(word)]}


def record_state(doc):
	return state(doc.get(flow_of(doc.doctype).field)) if doc.doctype in FLOWS else None


def title_of(doc):
	"""Return the heading of a record's page."""
	kind = _(KINDS[kind_of(doc.doctype)].title)
	words = {"Scaling Goal": doc.get("goal"), "Agreed Action": doc.get("what")}.get(doc.doctype)
	about = doc.get("person_name") or doc.family_name
	return hide(words, withheld_words(doc.family)) if words else f"{kind}: {about}"


def back_of(doc):
	"""Return where the page of a record leads back to: its family, or the list where only the meeting is open."""
	if doc.doctype == "Thank You Card":
		return {"back": f"/lead-record?kind=meeting&of={doc.meeting}", "back_title": _("The meeting")}
	episode = EPISODE_OF[doc.doctype](doc)
	if episode and any(row.name == episode for row in led()):
		return {"back": f"/lead?of={episode}", "back_title": doc.family_name}
	return {"back": "/my-families", "back_title": _("Families")}


def said_of(doc):
	"""Return what a record's page says beside its parts: [{said, title, href}]."""
	return SAID[doc.doctype](doc) if doc.doctype in SAID else []


def asked_shown(row):
	"""Return what somebody sees who is asked to lead: whose help it is, and who asks."""
	children = frappe.get_all(
		"Episode Child", {"parent": row.name, "parenttype": "Early Help Episode"}, pluck="full_name"
	)
	note = row.handover_note if row.how == "Handover" else ""
	return {
		"children": ", ".join(name for name in children if name),
		"team_said": team_said(row.team),
		"note": hide(note, withheld_words(row.family)),
	}


def led_shown(row):
	return {**row, "said": row.service, "state": state(row.status)}


def called_meetings():
	"""Return the latest meetings that the account's school called, of families that it does not lead."""
	led_ones = [row.name for row in led()]
	rows = frappe.get_all(
		"TAC Meeting",
		filters={
			"called_by_school": ["in", schools_led() or NOBODY],
			"status": ["!=", "Cancelled"],
		},
		fields=["name", "family", "family_name", "meeting_on", "meeting_type", "status", "episode"],
		order_by="creation desc",
		limit=20,
	)
	within = not_shut_among({row.family for row in rows}, frappe.session.user)
	return [
		{
			**row,
			"when": day(row.meeting_on) or _("Day to be found"),
			"kind": _(row.meeting_type),
			"state": state(row.status),
		}
		for row in rows
		if row.episode not in led_ones and row.family in within
	]


def team_said(team):
	found = team and frappe.db.get_value("Early Help Team", team, ["name", "telephone"])
	return " · ".join(filter(None, found or ()))


def facts(doc):
	lines = [
		(_("Service"), doc.service),
		(_("Team of the council"), team_said(doc.team)),
		(_("Help since"), day(doc.opened_on)),
	]
	return [{"label": label, "value": value} for label, value in lines if value]


def people(doc):
	"""Return the members of the family: name, how they belong to it, age; a child of this episode is marked."""
	helped = {row.person for row in doc.children if not row.ended_on}
	rows = frappe.get_all(
		"Family Member",
		filters={"parent": doc.family, "parenttype": "Family", "left_on": ["is", "not set"]},
		fields=["person", "relationship"],
		order_by="idx",
	)
	born = frappe.get_all(
		"Early Help Person",
		filters={"name": ["in", [row.person for row in rows] or [""]]},
		fields=["name", "full_name", "date_of_birth"],
	)
	known = {row.name: row for row in born}
	found = []
	for row in rows:
		person = known[row.person]
		age = person.date_of_birth and age_on(person.date_of_birth, getdate(today()))
		parts = [_(row.relationship or ""), age is not None and age != "" and _("{0} years").format(age)]
		said = ", ".join(part for part in parts if part)
		found.append({"name": person.full_name, "said": said, "helped": row.person in helped})
	return found


def network(doc):
	"""Return who works with the family, and how to reach them at work."""
	words = withheld_words(doc.family)
	found = []
	for row in choices.around(doc.family):
		where = row.post, row.agency, row.school and choices.title_of("School", row.school)
		reach = ", ".join(filter(None, (row.telephone, row.email)))
		found.append(
			{"name": row.full_name, "said": ", ".join(filter(None, where)), "reach": hide(reach, words)}
		)
	return found


def goals(plan):
	if not plan:
		return []
	fields = ["name", "goal", "theme", "baseline_score", "latest_score", "latest_scored_on", "ended_on"]
	rows = frappe.get_all("Scaling Goal", filters={"plan": plan.name}, fields=fields, order_by="creation")
	words = withheld_words(plan.family)
	return [{**row, "goal": hide(row.goal, words), "scored": scored(row)} for row in rows]


def scored(row):
	if row.ended_on:
		return _("ended on {0}").format(day(row.ended_on))
	if row.latest_score:
		return _("{0} on {1}, at first {2}").format(
			row.latest_score, day(row.latest_scored_on), row.baseline_score
		)
	return _("at first {0}").format(row.baseline_score) if row.baseline_score else _("not scored yet")


def reviews(plan):
	rows = plan and frappe.get_all(
		"Plan Review",
		filters={"plan": plan.name, "kind": "Review", "status": ["!=", "Cancelled"]},
		fields=["name", "status", "due_on", "held_on"],
		order_by="creation desc",
		limit=20,
	)
	return [{"name": row.name, "state": state(row.status), "when": review_day(row)} for row in rows or ()]


def review_day(row):
	return (
		_("held on {0}").format(day(row.held_on)) if row.held_on else _("due on {0}").format(day(row.due_on))
	)


def meetings(doc):
	rows = frappe.get_all(
		"TAC Meeting",
		filters={"episode": doc.name, "status": ["!=", "Cancelled"]},
		fields=["name", "status", "meeting_on", "meeting_type", "episode"],
		order_by="creation desc",
		limit=20,
	)
	own = [row for row in rows if EPISODE_OF["TAC Meeting"](row)]
	return [
		{
			"name": row.name,
			"state": state(row.status),
			"kind": _(row.meeting_type),
			"when": day(row.meeting_on),
		}
		for row in own
	]


def actions(doc, plan):
	"""Return what was agreed in the plan and the meetings of the episode and is still to do."""
	held = frappe.get_all(
		"TAC Meeting", filters={"episode": doc.name}, fields=["name", "meeting_type", "episode"]
	)
	agreed_in = [row.name for row in held if EPISODE_OF["TAC Meeting"](row)] + ([plan.name] if plan else [])
	rows = frappe.get_all(
		"Agreed Action",
		filters={
			"family": doc.family,
			"status": ["in", ("Open", "Partly Done")],
			"agreed_in_type": ["in", ("My Family Plan", "TAC Meeting")],
			"agreed_in": ["in", agreed_in or NOBODY],
		},
		fields=["name", "what", "who", "due_on"],
		order_by="due_on, name",
	)
	words = withheld_words(doc.family)
	return [
		{
			"name": row.name,
			"what": hide(row.what, words),
			"who": row.who,
			"due": day(row.due_on),
			"late": is_late(row),
		}
		for row in rows
	]


def is_late(row):
	return bool(row.due_on) and getdate(row.due_on) < getdate(today())
