"""Two schools of the town: their people, their pupils, what they noticed, and the families they refer.

Asks for no rights: a referral from the portal is written down as the portal's page does it.
"""

import frappe

from earlyhelp.demo.acting import acting_as, add, change, day, professional_of
from earlyhelp.demo.clock import at
from earlyhelp.demo.families import members_of
from earlyhelp.demo.people import CAL, DEE, GRACE, IRIS, LEE, MAEVE, PEOPLE, TOM
from earlyhelp.schools.concern_work import add_to_entry, append_step, begin, finish_step, take
from earlyhelp.schools.pupil_work import import_list
from earlyhelp.schools.staff_work import invite, suspend
from earlyhelp.states.moves import move

NORTHGATE, SOUTHFIELD = "Northgate Primary School", "Southfield Academy"
# name, URN, phase, street, telephone, its people: (e-mail, post, what they are)
LEAD, HEAD = {"is_lead": 1, "on_duty": 1}, {"is_head": 1, "on_duty": 0}
SCHOOLS = (
	(
		NORTHGATE,
		"900201",
		"Primary",
		"1 Northgate",
		"01632 960140",
		(
			(DEE, "Teaching Assistant", {}),
			(MAEVE, "Designated Safeguarding Lead", LEAD),
			(GRACE, "Head Teacher", HEAD),
		),
	),
	(
		SOUTHFIELD,
		"900202",
		"Secondary",
		"2 Southfield Lane",
		"01632 960150",
		((TOM, "Form Tutor", {}), (IRIS, "Designated Safeguarding Lead", LEAD)),
	),
)
# Colleagues at Northgate who have no account: others enter what they noticed.
COLLEAGUES = (
	("Adaeze Nwosu", "Class Teacher, 1 Heron"),
	("Bill Tranter", "Caretaker"),
	("Carys Pugh", "Class Teacher, 4 Heron"),
	("Dorota Zielińska", "Lunchtime Supervisor"),
	("Ewan MacRae", "Class Teacher, 6 Heron"),
	("Hattie D'Arcy", "School Cook"),
	("Imran Sheikh", "Sports Coach"),
	("Una Field", "School Nurse"),
)
FIRST = [
	"Ada",
	"Ben",
	"Cora",
	"Dan",
	"Edie",
	"Fred",
	"Gwen",
	"Hugo",
	"Iris",
	"Jack",
	"Kira",
	"Liam",
	"Maya",
	"Noah",
	"Orla",
	"Paul",
	"Ruby",
	"Seth",
	"Tess",
	"Zac",
]
LAST = [
	"Abbot",
	"Barlow",
	"Cross",
	"Drake",
	"Ellis",
	"Frost",
	"Gale",
	"Hobday",
	"Irwin",
	"Jarvis",
	"Knowles",
	"Lister",
]


def add_schools(town):
	"""Add schools, staff and pupils, what was noticed about some of them, and two referrals from the portal."""
	at(-400)
	for school_name, urn, phase, street, telephone, people in SCHOOLS:
		where = {"street": street, "town": "Middleton", "telephone": telephone}
		add(LEE, "School", urn=urn, school_name=school_name, phase=phase, **where)
		town.schools[school_name] = urn
		for email, post, duty in people:
			names = {row[2]: f"{row[0]} {row[1]}" for row in PEOPLE}
			if duty.get("is_lead") and professional_of(email):
				change(LEE, frappe.get_doc("Professional", professional_of(email)), school=urn)
			add(LEE, "School Staff", school=urn, user=email, full_name=names[email], post=post, **duty)
	at(-390, "15:30")
	add_colleagues(town.schools[NORTHGATE])
	at(-75, "16:00")
	add_pupils(town)
	add_concerns(town)
	refer(town)


def add_colleagues(school):
	"""Maeve enters who works there without an account; the sports coach has left since."""
	with acting_as(MAEVE):
		for full_name, post in COLLEAGUES:
			invite(school, {"full_name": full_name, "post": post})
		at(-110, "16:20")
		suspend(frappe.db.get_value("School Staff", {"school": school, "post": "Sports Coach"}))


def add_pupils(town):
	"""The leads bring their lists; the O'Briens' pupils are linked to the people whom the council knows."""
	lines = ["first_name,last_name,date_of_birth,class,year"]
	for number in range(60):
		first_name, last_name = FIRST[number % 20], LAST[number % 12]
		year = number // 10 + 1
		born = f"{day(-365 * (year + 5) - number)}"
		lines.append(f"{first_name},{last_name},{born},{year} Heron,{year}")
	family = town.families["O'Brien"]
	for first_name, person in members_of(family).items():
		if first_name in ("Chloe", "Sam"):
			born = frappe.db.get_value("Early Help Person", person, "date_of_birth")
			lines.append(f"{first_name},O'Brien,{born},{'6' if first_name == 'Chloe' else '1'} Heron,")
	with acting_as(MAEVE):
		import_list(town.schools[NORTHGATE], "\n".join(lines))
	with acting_as(IRIS):
		import_list(
			town.schools[SOUTHFIELD],
			"first_name,last_name,class,year\nHolly,Pike,10B,10\nJoshua,Meredith,9A,9",
		)
	for first_name, person in members_of(family).items():
		name = pupil(town, first_name, "O'Brien") if first_name in ("Chloe", "Sam") else None
		if name:
			change(LEE, frappe.get_doc("School Enrolment", name), person=person)


def pupil(town, first_name, last_name):
	named = {"first_name": first_name, "last_name": last_name, "school": ["in", list(town.schools.values())]}
	return frappe.db.get_value("School Enrolment", named)


# -- concerns ---------------------------------------------------------------------
def add_concerns(town):
	"""Logged, seen, in hand, noted, closed; and one that the council was told of."""
	made = town.concerns
	made["logged"] = log(town, DEE, "Chloe", "Emotional wellbeing", "Chloe sat under the table and cried.")
	made["seen"] = log(town, DEE, "Sam", "Appearance", "Sam wore sandals in the snow.")
	at(-1, "13:20")
	lead(made["seen"], "See")
	made["in hand"] = in_hand(
		town, "Chloe", "Domestic abuse", "Chloe said: dad shouted and mum locked the door."
	)
	made["shared"] = in_hand(town, "Sam", "Parental conflict", "Sam drew the house with a crack in it.")
	at(-2, "15:45")
	agreed = {"family_agrees": "Yes", "shared_what": "The entry and its steps"}
	lead(made["shared"], "Share With Council", agreed)
	made["closed"] = closed(town)
	for number, what in enumerate(("No coat", "Late again", "Late, no breakfast", "Fell asleep in maths")):
		name = log(town, DEE, "Ada", "Punctuality", f"{what}.", kind="Log-book entry", days=-number * 2)
		if number:
			at(-number * 2, "12:15")
			lead(name, "Note")
	made["of the other school"] = log(
		town, TOM, "Holly", "Attendance", "Holly came at eleven.", last_name="Pike"
	)


def log(town, email, first_name, category, what, kind="Concern", days=-1, last_name="O'Brien"):
	"""A member of staff writes down what was seen or said, and logs it."""
	last_name = "Abbot" if first_name == "Ada" else last_name
	school = town.schools[SOUTHFIELD if email == TOM else NORTHGATE]
	said = {"kind": kind, "category": category, "what_happened": what, "happened_on": day(days)}
	at(days, f"{8 + (len(what) % 2 if days else 0):02}:{len(what) % 50:02}")
	with acting_as(email):
		doc = begin(school, {**said, "pupil": pupil(town, first_name, last_name), "place": "Classroom"})
		take(doc.name, "Log")
	return doc.name


def lead(name, action, values=None, before=None):
	with acting_as(MAEVE):
		return take(name, action, values, before=before)[0]


def staff(email):
	return frappe.db.get_value("School Staff", {"user": email})


def in_hand(town, first_name, category, what):
	"""Maeve takes a concern on: how serious, what happens next, whether the parents know."""
	name = log(town, DEE, first_name, category, what, days=-3)
	at(-3, "11:40")
	lead(name, "See")
	about = {"level": "Medium", "level_why": "It was said before.", "held_by": staff(MAEVE)}
	told = {"parents_told": "Yes", "parents_told_how": "By telephone, to the mother."}
	lead(
		name,
		"Take On",
		{**about, **told},
		before=lambda doc: append_step(doc, "Speak with the child in the garden room", staff(MAEVE), day(2)),
	)
	at(-3, "13:50")
	with acting_as(DEE):
		add_to_entry(name, "She told me the same once more after lunch.")
	return name


def closed(town):
	name = in_hand(town, "Chloe", "Attendance", "Chloe was away on Monday, and nobody rang.")
	at(-1, "16:15")
	with acting_as(MAEVE):
		row = frappe.get_doc("School Concern", name).steps[0].name
		finish_step(name, row, "She had been to the dentist.")
	frappe.db.set_value("Concern Step", row, "done_on", day(-1), update_modified=False)
	ending = {"outcome": "Explained: a dentist.", "message_to_reporter": "Thank you, she was at the dentist."}
	lead(name, "Close", ending)
	return name


# -- referrals from the portal ----------------------------------------------------
def refer(town):
	"""A safeguarding lead and a health visitor refer a family each; the front door finds them in the morning."""
	at(0, "08:20")
	for email, source, school, first_name, last_name, worry in (
		(
			MAEVE,
			"School",
			town.schools[NORTHGATE],
			"Tobi",
			"Okoro",
			"Tobi brings no lunch and asks for seconds.",
		),
		(
			CAL,
			"Health visitor",
			None,
			"Lily",
			"Tanner",
			"Lily is fourteen months old and has not been weighed.",
		),
	):
		values = {
			"service": town.service,
			"source": source,
			"school": school,
			"referrer_name": " ".join(next(row[:2] for row in PEOPLE if row[2] == email)),
			"referrer_email": email,
			"worry": worry,
			"family_agrees": "Yes",
			"children": [{"first_name": first_name, "last_name": last_name}],
		}
		with acting_as(email):
			doc = frappe.get_doc({"doctype": "Early Help Referral", "referrer_user": email, **values})
			doc.insert(ignore_permissions=True)
			town.referrals[last_name] = move(doc, "Send In", on_behalf_of=email).name
