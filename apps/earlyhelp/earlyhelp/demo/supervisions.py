"""Case supervision of a family with two workers: one finalised with its summaries, the next one ready."""

import frappe

from earlyhelp.demo.acting import acting_as, add, change, day, professional_of, put_back, take
from earlyhelp.demo.clock import at
from earlyhelp.demo.families import members_of
from earlyhelp.demo.people import FEMI, NOOR, VAL

WORK = {
	NOOR: ("Eight visits, two of them in the evening.", "Aoife opens the door now, and the kitchen is warm."),
	FEMI: (
		"Six sessions of an hour; a diary of evenings.",
		"Three evenings a week without drink, one before.",
	),
}


def add_supervisions(town):
	"""Add what was finalised four weeks ago, and make the one that follows ready."""
	at(-42)
	first = plan(town)
	at(-35, "09:30")
	take(VAL, first, "Request Summaries")
	for author in WORK:
		write_summary(town, first, author, "Contemplation", -31, -35)
	town.supervisions["finalised"] = hold(town, first)
	following = frappe.get_last_doc("Case Supervision", filters={"family": first.family, "status": "Planned"})
	put_back(following, planned_on=day(0))
	at(-7, "09:30")
	following = take(VAL, following, "Request Summaries")
	for author in WORK:
		write_summary(town, following, author, "Preparation", -2, -7)
	asked = {"summaries_asked_on": day(-7), "summaries_due_on": day(-2), "ready_on": day(-2)}
	town.supervisions["ready"] = put_back(following.reload(), **asked).name
	at(-3, "14:00")
	town.supervisions["planned"] = add(
		VAL,
		"Case Supervision",
		episode=town.episodes["Kaye"],
		planned_on=day(12),
		planned_time="11:00:00",
		chair_user=VAL,
	).name


def plan(town):
	fields = {"planned_on": day(0), "planned_time": "10:00:00", "room": "Heron room", "chair_user": VAL}
	return add(VAL, "Case Supervision", episode=town.episodes["Quinn"], **fields)


def write_summary(town, supervision, author, stage, days, asked):
	"""A worker writes the own summary and finalises it."""
	people = members_of(town.families["Quinn"])
	wanted = {"supervision": supervision.name, "author_user": author}
	doc = frappe.get_last_doc("Professional Summary", filters=wanted)
	at(days, "10:10" if author == NOOR else "14:10")
	doc = take(author, doc, "Start")
	done, seen = WORK[author]
	doc = change(
		author,
		doc,
		period_from=day(days - 28),
		period_to=day(days),
		work_done=done,
		change_seen=seen,
		stages=[{"adult": people["Aoife"], "behaviour": "Drinking", "stage": stage}],
		what_next="Go on, and ask her sister to come once.",
	)
	with acting_as(author):
		doc = frappe.get_doc("Professional Summary", doc.name)
		doc.children = []
		for name in ("Niamh", "Finn"):
			doc.append(
				"children", {"child": people[name], "what_it_means": f"{name} is put to bed by an adult."}
			)
		doc.save()
	doc = take(author, doc, "Finalise")
	stamps = {"requested_on": asked, "due_on": days, "started_on": days, "finalised_on": days}
	put_back(doc, **{name: day(number) for name, number in stamps.items()})
	copied = {"due_on": day(days), "finalised_on": day(days)}
	frappe.db.set_value("Supervision Summary", {"summary": doc.name}, copied, update_modified=False)


def hold(town, doc):
	"""Val chairs and takes the minutes alone, so Val may finalise them."""
	people = members_of(town.families["Quinn"])
	at(-28)
	doc = take(VAL, doc, "Open Session")
	fields = {
		"discussion": "Both workers see the same: small steps that hold.",
		"attendees": [
			{"professional": professional_of(NOOR), "part": "Worker", "attendance": "Present"},
			{"professional": professional_of(FEMI), "part": "Worker", "attendance": "Present"},
			{"professional": professional_of(VAL), "part": "Chair", "attendance": "Present"},
		],
		"stages": [
			{"adult": people["Aoife"], "behaviour": "Drinking", "stage": "Contemplation"},
			{"adult": people["Martin"], "behaviour": "Drinking", "why_not": "Not met yet."},
		],
		"views": [
			{"whose": "Child", "person": people["Niamh"], "words": "I check that she breathes."},
			{"whose": "Child", "person": people["Finn"], "why_not": "He is four; he was watched at play."},
			{
				"whose": "Parent",
				"person": people["Aoife"],
				"words": "I want to be the one who puts them to bed.",
			},
		],
		"impact_of_support": "An adult is awake on three evenings a week more than before.",
		"rating": "Amber",
		"rating_why": "The change is new and hangs on one person.",
		"decisions": [
			{
				"decision": "Go on with two sessions a week",
				"why": "It works",
				"decided_by": professional_of(VAL),
			}
		],
		"plan": "Bring in her sister for the weekends.",
		"next_on": day(28),
	}
	doc = change(VAL, doc, **fields)
	at(-28, "11:40")
	doc = take(VAL, doc, "Finalise")
	stamps = {name: day(-28) for name in ("planned_on", "minuted_on", "finalised_on")}
	stamps |= {"summaries_asked_on": day(-35), "summaries_due_on": day(-31), "ready_on": day(-31)}
	return put_back(doc, **stamps, next_on=day(0)).name
