"""Referrals in every state that a front door has on an ordinary day."""

import frappe
from frappe.utils import now_datetime

from earlyhelp.demo.acting import add, change, day, put_back, take
from earlyhelp.demo.clock import at
from earlyhelp.demo.families import children_of, members_of
from earlyhelp.demo.people import EARLY_HELP, JO, KIM, PAT, ROBIN, SAFEGUARDING, VAL
from earlyhelp.early_help_setup.timescales import due_on

# family, team, days since it arrived, who agreed to be helped, who was worried about what
ACCEPTED = (
	(
		"O'Brien",
		EARLY_HELP,
		-80,
		"Joanne",
		"Chloe has missed eleven days of school since January. Mornings end in shouting.",
	),
	(
		"Hartley",
		EARLY_HELP,
		-40,
		"Dawn",
		"Tyler hits other children at playtime. Dawn says that she is at the end of her tether.",
	),
	(
		"Quinn",
		SAFEGUARDING,
		-120,
		"Aoife",
		"Aoife drinks most evenings and asks for help with it. Niamh looks after Finn.",
	),
	(
		"Nowak",
		EARLY_HELP,
		-30,
		"Agnieszka",
		"Zofia stays in her room and does not sleep. The family moved here in the summer.",
	),
	("Achebe", EARLY_HELP, -2, "Ngozi", "Emeka hardly speaks. Ngozi knows nobody here and feels alone."),
	(
		"Kaye",
		SAFEGUARDING,
		-60,
		"Helen",
		"Helen left a violent partner. Amber asks whether he will find them.",
	),
	("Meredith", EARLY_HELP, -50, "Louise", "Joshua was excluded twice this term."),
	("Moss", EARLY_HELP, -260, "Tara", "Debts, and a house that nobody can keep warm."),
	("Pike", EARLY_HELP, -150, "Gavin", "Gavin brings up Holly alone and works nights."),
	("Sutcliffe", EARLY_HELP, -20, "Carla", "Bea says that she cannot read the board. Carla lost her job."),
	(
		"Bewley",
		EARLY_HELP,
		-34,
		"Ronnie",
		"Ada was born early. Ronnie asks for somebody who explains things.",
	),
)


# family: days since it was first heard of; of the others it was today
FIRST_HEARD = {"Lindqvist": -2, "Doyle": -1, "Jessop": -3, "Grady": 0, "Ingle": 0}
FIRST_HEARD |= {family_name: days for family_name, _team, days, _agreed_by, _worry in ACCEPTED}


def add_referrals(town):
	"""Add every referral of the town and return {family name: its record's name}."""
	found = {}
	for family_name, team, days, agreed_by, worry in ACCEPTED:
		found[family_name] = accept(town, family_name, team, days, agreed_by, worry).name
	found |= waiting(town) | decided(town)
	at(0, "09:40")
	found["Farrow"] = add(
		KIM, "Early Help Referral", **first_call(town, "Mia", "Farrow", "Hungry at school.")
	).name
	return found


NAMED = ["first_name", "last_name", "date_of_birth"]


def first_call(town, first_name, last_name, worry, **more):
	"""Return what a telephone call gives."""
	call = {
		"service": town.service,
		"source": "Health visitor",
		"referrer_name": "Mary Whitby",
		"referrer_telephone": "01632 960123",
		"worry": worry,
		"family_agrees": "Yes",
		"children": [{"first_name": first_name, "last_name": last_name}],
	}
	return {**call, **more}


def submit(town, family_name, worry, **more):
	"""A call that business support took down, searched for and sent to the front door."""
	children = [
		{
			"person": child,
			**frappe.db.get_value("Early Help Person", child, NAMED, as_dict=True),
		}
		for child in children_of(town.families[family_name])
	]
	call = first_call(town, "", "", worry, family=town.families[family_name], children=children, **more)
	at(FIRST_HEARD[family_name], "09:05")
	doc = add(KIM, "Early Help Referral", **call, number_of_children=len(children))
	put_back(doc, search_done_on=now_datetime(), search_done_by=KIM)
	return take(KIM, doc, "Submit")


def screen(town, family_name, worry, by=PAT, **more):
	doc = submit(town, family_name, worry, **more)
	at(FIRST_HEARD[family_name], "11:00" if FIRST_HEARD[family_name] else "09:15")
	doc = take(by, doc, "Start Screening")
	return put_back(doc, history_seen_on=now_datetime(), history_seen_by=by)


def level(tier=2):
	names = frappe.get_all("Level Of Need", pluck="name", order_by="sequence")
	return {
		"level_of_need": names[tier - 1],
		"descriptors_met": "More than one agency has to work together.",
		"level_agreed_by": "Pat Norris and Robin Hale",
	}


def accept(town, family_name, team, days, agreed_by, worry):
	"""The whole way of a referral that was accepted: the manager decides straight from screening."""
	doc = screen(town, family_name, worry, by=KIM)
	agreement = {
		"agreed_by": members_of(town.families[family_name])[agreed_by],
		"agreed_as": "Adult with parental responsibility",
		"agreed_on": day(days + 1),
	}
	at(days + 1, "14:20")
	doc = change(ROBIN, doc, **level(), **agreement, team=team)
	doc = take(ROBIN, doc, "Accept")
	accepted = {"accepted_on": day(days + 1), "allocation_due_on": day(days + 2)}
	frappe.db.set_value("Early Help Episode", {"referral": doc.name}, accepted, update_modified=False)
	return put_back(doc, **stamps(days), decided_on=day(days + 1))


def stamps(days):
	return {"received_on": day(days), "decision_due_on": due_on("Referral Decision", day(days))}


def waiting(town):
	"""Referrals that wait: for a decision, for the family's doctor, for somebody to screen them."""
	found = {}
	doc = screen(town, "Lindqvist", "Elsa has stopped eating with the family and misses her swimming.")
	recommended = {"recommendation": "Accept", "recommendation_why": "She asked for somebody to talk to."}
	doc = change(PAT, doc, **level(), **recommended)
	found["Lindqvist"] = put_back(take(PAT, doc, "Recommend"), **stamps(-2), recommended_on=day(-2)).name
	found["Doyle"] = put_back(
		screen(town, "Doyle", "Bridget is 62 and cannot keep up with Callum."), **stamps(-1)
	).name
	doc = screen(town, "Jessop", "Isaac comes to school in wet clothes.", by=JO)
	asked = {
		"information_asked_of": "The family doctor",
		"information_asked_what": "What is known of Isaac's health",
	}
	doc = change(JO, doc, **asked, information_due_on=day(4))
	asked_on = {"information_asked_on": day(-3)}
	found["Jessop"] = put_back(take(JO, doc, "Ask For Information"), **stamps(-3), **asked_on).name
	at(0, "08:35")
	doc = add(
		KIM, "Early Help Referral", **first_call(town, "Poppy", "Begum", "Poppy has no bed of her own.")
	)
	put_back(doc, search_done_on=now_datetime(), search_done_by=KIM)
	found["Begum"] = take(KIM, doc, "Submit").name
	return found


def told(days, what):
	"""Return that referrer and family were told, on which day, by whom, how and what."""
	answers = {"on": day(days), "by": "Kim Alder", "how": "Telephone", "what": what}
	return {f"{who}_told_{name}": said for who in ("referrer", "family") for name, said in answers.items()}


def finish(town):
	"""Whoever helps is named by now, and everybody was told; three are still to be told."""
	for family_name, team, days, _agreed_by, _worry in ACCEPTED:
		if days < -45:
			at(days + 3, "15:40")
			manager = ROBIN if team == EARLY_HELP else VAL
			doc = frappe.get_doc("Early Help Referral", town.referrals[family_name])
			doc = change(manager, doc, **told(days + 3, "Who will help, and from when."))
			doc = doc if doc.status == "Finished" else take(manager, doc, "Finish")
			put_back(doc, finished_on=day(days + 3))


def decided(town):
	"""Referrals that were decided: not told yet, told and finished, at social care."""
	found = {}
	doc = screen(town, "Grady", "Rory's speech is behind. Moira would like to know how to help him.")
	doc = change(ROBIN, doc, **level(1), advice_given="The family hub runs a talking group on Mondays.")
	found["Grady"] = take(ROBIN, doc, "Signpost", reason="One group is enough").name
	doc = screen(town, "Ingle", "A neighbour heard Alfie scream, and then nothing.")
	doc = take(PAT, doc, "Step Up", reason="Alfie may be hurt.")
	stepped_up = {
		"step_up_to": "The duty social worker",
		"step_up_how": "Telephone",
		"step_up_at": now_datetime(),
		"step_up_family_knows": "No",
		"step_up_family_why": "It might put him at risk.",
	}
	found["Ingle"] = change(PAT, doc, **stepped_up).name
	at(0, "09:30")
	doc = add(
		KIM, "Early Help Referral", **first_call(town, "Jay", "Hobbs", "He does not like his new school.")
	)
	put_back(doc, search_done_on=now_datetime(), search_done_by=KIM)
	doc = take(KIM, take(KIM, doc, "Submit"), "Start Screening")
	reason = {
		"decision_reason_code": "One agency can help alone",
		"advice_given": "The school's pastoral team.",
	}
	doc = take(ROBIN, change(ROBIN, doc, **reason), "Not Accept")
	found["Hobbs"] = take(KIM, change(KIM, doc, **told(0, "Where to find help.")), "Finish").name
	return found
