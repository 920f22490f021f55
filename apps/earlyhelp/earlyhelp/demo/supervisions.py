"""Case supervision of a family with two workers: one finalised with its summaries, the next one ready."""

import frappe

from earlyhelp.demo.acting import acting_as, add, change, day, professional_of, put_back, take
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
	first = plan(town)
	take(VAL, first, "Request Summaries")
	for author in WORK:
		write_summary(town, first, author, "Contemplation")
	town.supervisions["finalised"] = hold(town, first)
	following = frappe.get_last_doc("Case Supervision", filters={"family": first.family, "status": "Planned"})
	put_back(following, planned_on=day(0))
	take(VAL, following, "Request Summaries")
	for author in WORK:
		write_summary(town, following, author, "Preparation")
	town.supervisions["ready"] = following.name
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


def write_summary(town, supervision, author, stage):
	"""A worker writes the own summary and finalises it."""
	people = members_of(town.families["Quinn"])
	wanted = {"supervision": supervision.name, "author_user": author}
	doc = take(author, frappe.get_last_doc("Professional Summary", filters=wanted), "Start")
	done, seen = WORK[author]
	doc = change(
		author,
		doc,
		period_from=day(-28),
		period_to=day(0),
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
	take(author, doc, "Finalise")


def hold(town, doc):
	"""Val chairs and takes the minutes alone, so Val may finalise them."""
	people = members_of(town.families["Quinn"])
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
	doc = take(VAL, change(VAL, doc, **fields), "Finalise")
	four_weeks_ago = {name: day(-28) for name in ("planned_on", "minuted_on", "finalised_on", "ready_on")}
	put_back(doc, **four_weeks_ago, started_at=f"{day(-28)} 10:00:00", next_on=day(0))
	return doc.name
