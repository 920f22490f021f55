"""What the front door and the team did in the year before: help that has ended, and calls that needed none.

It is inserted as history, as an import does it: a year of figures needs many records and little of each.

Asks for no rights: only the commands that load the demo, and tests, come here.
"""

import frappe

from earlyhelp.demo.acting import acting_as, day, professional_of, put_back
from earlyhelp.demo.clock import at
from earlyhelp.demo.families import add_family, children_of
from earlyhelp.demo.people import EARLY_HELP, JO, KIM, PAT, ROBIN
from earlyhelp.demo.referrals import first_call

HERE, ELSEWHERE = "Closed within the programme", "Moved out of area"
# family, its people, who led, the days since it was first heard of and since help ended, why, who was worried about what
ENDED = (
	("Cotterill", ("Marcia", "Toby"), PAT, -338, -203, HERE, "Toby would not go into class without his mother."),
	("Dhillon", ("Harpreet", "Simran"), JO, -301, -152, ELSEWHERE, "Three moves in one year, and no doctor."),
	("Eastwood", ("Shelley", "Kai"), JO, -247, -60, HERE, "Kai breaks things when his father has rung."),
	(
		"Fenwick",
		("Norma", "Josie"),
		PAT,
		-208,
		-32,
		"Family no longer wishes help",
		"Josie looks after her grandmother and misses school.",
	),
)  # fmt: skip
# child, the days since the call, what became of it, what the family was told
CALLS = (
	("Billie", "Garside", -322, "Signposted", "The toddler group, and the health visitor's own clinic."),
	("Dylan", "Hirst", -276, "Not Accepted", "The school's pastoral team goes on."),
	("Esme", "Ibbotson", -184, "Signposted", "The library's homework club."),
	("Frankie", "Jowett", -118, "Signposted", "The young carers' evening on Thursdays."),
	("Gia", "Kershaw", -96, "Not Accepted", "They live in the next county, and its front door knows."),
	("Harley", "Lomas", -63, "Signposted", "A sleep course of the school nurses."),
)


def add_past(town):
	"""Add the year before; its families stand in `town` beside the others."""
	for family_name, people, lead, heard, ended, reason, worry in ENDED:
		at(heard, "09:00")
		rows = ((people[0], "Mother", 33, "Yes", {}), (people[1], "Child", 9, None, {}))
		family = town.families[family_name] = add_family(family_name, rows)
		referral = call(town, worry, family=family, children=names_of(family))
		over(referral, heard, "Accepted")
		at(heard + 1, "14:20")
		help_that_ended(town, referral, lead, heard, ended, reason)
	for first_name, last_name, heard, decision, advice in CALLS:
		at(heard, "10:30")
		child = [{"first_name": first_name, "last_name": last_name}]
		over(call(town, "Is there somebody who can help?", children=child), heard, decision, advice)


def names_of(family):
	child = children_of(family)[0]
	names = frappe.db.get_value("Early Help Person", child, ["first_name", "last_name"], as_dict=True)
	return [{"person": child, **names}]


def call(town, worry, **more):
	return insert(KIM, "Early Help Referral", **first_call(town, "", "", worry, **more), number_of_children=1)


def insert(email, doctype, **fields):
	"""Return a record of history, in the name of a person: no steps are taken and nothing follows."""
	with acting_as(email):
		doc = frappe.get_doc({"doctype": doctype, **fields})
		doc.flags.by_system = True
		return doc.insert(ignore_permissions=True)


def over(referral, heard, decision, advice=None):
	decided = {
		"decision": decision,
		"decided_on": day(heard + 1),
		"decided_by": ROBIN,
		"advice_given": advice,
	}
	referral.status = "Finished"
	put_back(referral, received_on=day(heard), decision_due_on=day(heard + 1), **decided)


def help_that_ended(town, referral, lead, heard, ended, reason):
	opened = day(heard + 5)
	doc = insert(
		ROBIN,
		"Early Help Episode",
		family=referral.family,
		referral=referral.name,
		service=town.service,
		team=EARLY_HELP,
		accepted_on=day(heard + 1),
		opened_on=opened,
		closed_on=day(ended),
		closure_reason=reason,
		children=[{"person": row.person} for row in referral.children],
		allocations=[
			{"professional": professional_of(lead), "role": "Lead Practitioner", "from_date": opened}
		],
	)
	doc.status = "Closed"
	put_back(doc, closed_by=ROBIN)
