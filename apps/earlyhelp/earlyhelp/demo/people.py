"""One fictional person for each role, so that access can be seen, and the teams they work in.

Asks for no rights: only the commands that load the demo come here.
"""

import frappe

from earlyhelp.constants import AUD, BSO, DESK_ROLES, EHA, EHM, EHP, FSP
from earlyhelp.demo.acting import add_if_missing
from earlyhelp.demo.ledger import set_for_demo

SU, SSL, PU = "School User", "School Safeguarding Lead", "Partner User"
EARLY_HELP, SAFEGUARDING = "Middleton Early Help", "Middleton Family Safeguarding"
KIM, PAT, JO = "kim.alder@example.com", "pat.norris@example.com", "jo.whinney@example.com"
NOOR, FEMI = "noor.aldous@example.com", "femi.adeyemi@example.com"
ROBIN, VAL = "robin.hale@example.com", "val.orton@example.com"
LEE, ASH = "lee.marsh@example.com", "ash.verity@example.com"
DEE, MAEVE = "dee.carver@example.com", "maeve.oneill@example.com"
GRACE = "grace.linden@example.com"
TOM, IRIS, CAL = "tom.prior@example.com", "iris.bellamy@example.com", "cal.whitby@example.com"

PEOPLE = (
	("Kim", "Alder", KIM, BSO, "takes calls, books meetings, sends out minutes"),
	("Pat", "Norris", PAT, EHP, "leads the O'Briens' plan; a relative of the Merediths, so cannot see them"),
	("Noor", "Aldous", NOOR, FSP, "leads the Quinns; one of two who may see the restricted family Kaye"),
	("Robin", "Hale", ROBIN, EHM, "decides, allocates and approves in Middleton Early Help"),
	("Lee", "Marsh", LEE, EHA, "keeps look-ups and settings, reads no case"),
	("Ash", "Verity", ASH, AUD, "sees figures, and families only for an audit"),
	("Jo", "Whinney", JO, EHP, "has a plan with the manager and a meeting to minute"),
	("Femi", "Adeyemi", FEMI, FSP, "recovery worker beside Noor"),
	("Val", "Orton", VAL, EHM, "chairs case supervision in Middleton Family Safeguarding"),
	("Dee", "Carver", DEE, SU, "writes down concerns at Northgate Primary School"),
	("Maeve", "O'Neill", MAEVE, SSL, "safeguarding lead of Northgate Primary School"),
	(
		"Grace",
		"Linden",
		GRACE,
		SSL,
		"head teacher of Northgate Primary School: says who is a safeguarding lead",
	),
	("Tom", "Prior", TOM, SU, "writes down concerns at Southfield Academy"),
	("Iris", "Bellamy", IRIS, SSL, "safeguarding lead of Southfield Academy"),
	("Cal", "Whitby", CAL, PU, "health visitor; refers families and follows them"),
)
EMAILS = [email for _first, _last, email, _role, _what in PEOPLE]
# discipline, post and team at work; who is not named here works for a school, a partner, or in no team
AT_WORK = {
	KIM: ("Business Support", "Business Support Officer", EARLY_HELP),
	PAT: ("Family Practitioner", "Family Practitioner", EARLY_HELP),
	JO: ("Family Practitioner", "Family Practitioner", EARLY_HELP),
	NOOR: ("Social Worker", "Social Worker", SAFEGUARDING),
	FEMI: ("Recovery Worker", "Recovery Worker", SAFEGUARDING),
	ROBIN: ("Team Manager", "Team Manager", EARLY_HELP),
	VAL: ("Team Manager", "Team Manager", SAFEGUARDING),
	LEE: ("Other", "Systems Administrator", None),
	ASH: ("Other", "Auditor", None),
	MAEVE: ("School", "Designated Safeguarding Lead", None),
	IRIS: ("School", "Designated Safeguarding Lead", None),
	CAL: ("Health Visitor", "Health Visitor", None),
}
TEAMS = ((EARLY_HELP, ROBIN, 1, "01632 960110"), (SAFEGUARDING, VAL, 0, "01632 960120"))


def add_demo_people(password):
	"""Add who is missing, with the password given, and the teams; return [(e-mail, role)].

	A Professional who is there already, as an imported practitioner is, gets the account and the team.
	"""
	for first_name, last_name, email, role, _what in PEOPLE:
		if not frappe.db.exists("User", email):
			add_account(first_name, last_name, email, role, password)
	add_teams()
	for first_name, last_name, email, _role, _what in PEOPLE:
		if email in AT_WORK:
			add_to_work(f"{first_name} {last_name}", email)
	return [(email, role) for _first, _last, email, role, _what in PEOPLE]


def add_account(first_name, last_name, email, role, password):
	user = {
		"doctype": "User",
		"email": email,
		"first_name": first_name,
		"last_name": last_name,
		"user_type": "System User" if role in DESK_ROLES else "Website User",
		"send_welcome_email": 0,
		"new_password": password,
		"roles": [{"role": role}],
	}
	frappe.get_doc(user).insert(ignore_permissions=True)


def add_teams():
	"""Add the teams; their managers are named as soon as they have an account."""
	for name, manager, front_door, telephone in TEAMS:
		add_if_missing("Early Help Team", name, team_name=name, is_front_door=front_door, telephone=telephone)
		if frappe.db.exists("User", manager):
			set_for_demo("Early Help Team", name, manager=manager)


def add_to_work(full_name, email):
	discipline, post, team = AT_WORK[email]
	found = frappe.db.get_value("Professional", {"email": email})
	if not found:
		fields = {"doctype": "Professional", "full_name": full_name, "email": email, "post": post}
		found = frappe.get_doc(fields).insert(ignore_permissions=True).name
	set_for_demo("Professional", found, user=email, team=team, discipline=discipline)
