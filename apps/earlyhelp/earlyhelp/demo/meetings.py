"""Meetings around the families of the town: one issued with its cards, one to minute, some planned."""

import frappe

from earlyhelp.demo.acting import acting_as, add, change, day, professional_of, put_back, take
from earlyhelp.demo.clock import at
from earlyhelp.demo.families import children_of, members_of
from earlyhelp.demo.people import JO, KIM, MAEVE, NOOR, PAT

NEXT = 2  # days until the O'Briens meet again
HEARD = {"how": "In conversation", "may_be_shown_to": "Everybody"}


def add_meetings(town):
	"""Add the meetings and remember them in `town` by what they are for."""
	at(-60, "15:00")
	invite_network(town)
	town.meetings["issued"] = issued(town)
	town.meetings["to be minuted"] = to_be_minuted(town)
	at(-5)
	planned = plan(town, "O'Brien", PAT, NEXT, "15:30:00")
	at(-4, "11:40")
	town.meetings["invited"] = take(KIM, planned, "Send Invitations").name
	at(-2, "13:10")
	town.meetings["planned"] = plan(town, "Quinn", NOOR, 9, "10:00:00").name
	town.meetings["cancelled"] = cancelled(town)


def invite_network(town):
	"""The school belongs to the people around the O'Briens and is asked to every meeting."""
	row = {"professional": professional_of(MAEVE), "role": "Safeguarding lead of the school"}
	family = frappe.get_doc("Family", town.families["O'Brien"])
	change(PAT, family, family_professionals=[{**row, "from_date": day(-60), "invite_by_default": 1}])


def plan(town, family_name, chair, days, starts_at, **fields):
	"""Business support plans a meeting; who should come is filled in by itself."""
	doc = add(
		KIM if family_name in ("O'Brien", "Nowak", "Hartley") else chair,
		"TAC Meeting",
		family=town.families[family_name],
		episode=town.episodes[family_name],
		plan=town.plans.get(family_name),
		meeting_type="TAC",
		chair=professional_of(chair),
		meeting_on=day(days),
		starts_at=starts_at,
		finishes_at=f"{int(starts_at[:2]) + 1}{starts_at[2:]}",
		venue="Middleton Family Hub, Heron room",
		**fields,
	)
	return cover_sharing(doc, chair)


def cover_sharing(doc, by):
	"""The family's permission covers everybody who comes."""
	with acting_as(by):
		doc = frappe.get_doc("TAC Meeting", doc.name)
		for row in doc.attendees:
			row.sharing_covered = 1
		doc.clashes_accepted = 1
		return doc.save()


def hold(town, doc, by, words, actions, days, **fields):
	"""The meeting takes place: who came, what the children said, what everybody agreed to do."""
	family = town.families[frappe.db.get_value("Family", doc.family, "family_name")]
	people, children = members_of(family), children_of(family)
	doc = take(by, doc, "Start")
	with acting_as(by):
		doc = frappe.get_doc("TAC Meeting", doc.name)
		for row in doc.attendees:
			row.attended = "Yes"
		for row in doc.voices:
			row.update({**HEARD, "words": words[children.index(row.person)]})
		for row in doc.actions:
			row.answer, row.answer_why = "Partly Done", "It has begun."
		for what, who, due in actions:
			kind = {"person": people[who]} if who in people else {"professional": professional_of(who)}
			doc.append("actions", {"what": what, "due_on": day(due), "show_on_card": "Everybody", **kind})
		doc.update({**fields, "next_meeting_on": day(NEXT if days < -7 else 40)})
		doc.save()
	return doc


def issued(town):
	"""The O'Briens' first meeting, five weeks ago: minutes went out, cards were given."""
	at(-48, "09:20")
	meeting = plan(town, "O'Brien", PAT, -35, "15:30:00")
	at(-35, "15:30")
	doc = hold(
		town,
		meeting,
		PAT,
		("I want to see Maisie at break.", "I like it when we all have pancakes."),
		(
			("Ring the school when a morning goes wrong", "Joanne", -7),
			("Take Sam swimming on Saturdays", "Declan", 14),
			("Keep a place for Chloe at breakfast club", MAEVE, -20),
			("Find out about the sibling group", PAT, 21),
		),
		-35,
		working_well="Four mornings in a row without a row. Gran comes every Sunday.",
		worries="Chloe says that maths makes her stomach ache.",
		decisions="Breakfast club until Christmas, then we look again.",
	)
	at(-35, "16:30")
	doc = take(PAT, doc, "End Meeting")
	give_cards(doc)
	with acting_as(PAT):
		doc = frappe.get_doc("TAC Meeting", doc.name)
		for row in doc.attendees:
			row.circulation = "All"
		doc.save()
	at(-33, "17:10")
	doc = take(PAT, doc, "Issue")
	return put_back(doc, invited_on=f"{day(-42)} 16:40:00").name


def give_cards(doc):
	for name in frappe.get_all(
		"Thank You Card", filters={"meeting": doc.name}, pluck="name", order_by="name"
	):
		card = frappe.get_doc("Thank You Card", name)
		thanks = "Thank you for coming and for saying how it really is."
		change(PAT, card, thanks=thanks, given_on=day(-35), given_how="Handed over")


def to_be_minuted(town):
	"""The Nowaks' meeting of yesterday: it is over, and the minutes are still to be checked."""
	at(-10, "14:30")
	meeting = plan(town, "Nowak", JO, -1, "11:00:00")
	at(-1, "11:00")
	doc = hold(
		town,
		meeting,
		JO,
		("I would like to draw again.",),
		(
			("Ask at the art club when it meets", "Agnieszka", 10),
			("Find an interpreter for the school", JO, 7),
		),
		-1,
		working_well="Zofia showed us her drawings.",
		worries="She has not slept through since the summer.",
	)
	at(-1, "12:05")
	return take(JO, doc, "End Meeting").name


def cancelled(town):
	at(-8, "16:00")
	doc = plan(town, "Hartley", JO, 1, "09:00:00")
	at(-1, "08:45")
	return take(KIM, doc, "Cancel", reason="Dawn is in hospital").name
