"""One fictional person for each desk role, so that access can be seen.

Asks for no rights: only the command `load-demo` comes here.
"""

import frappe

from earlyhelp.constants import AUD, BSO, EHA, EHM, EHP, FSP

PEOPLE = (
	("Kim", "Alder", "kim.alder@example.com", BSO),
	("Pat", "Norris", "pat.norris@example.com", EHP),
	("Noor", "Aldous", "noor.aldous@example.com", FSP),
	("Robin", "Hale", "robin.hale@example.com", EHM),
	("Lee", "Marsh", "lee.marsh@example.com", EHA),
	("Ash", "Verity", "ash.verity@example.com", AUD),
)


def add_demo_people(password):
	"""Add the people who are missing, with the password given, and return [(e-mail, role)].

	Pat Norris is one of the service's practitioners, so the record of that name gets the account.
	"""
	for first_name, last_name, email, role in PEOPLE:
		if not frappe.db.exists("User", email):
			add_person(first_name, last_name, email, role, password)
		frappe.db.set_value("Professional", {"email": email, "user": ["is", "not set"]}, "user", email)
	return [(email, role) for _first, _last, email, role in PEOPLE]


def add_person(first_name, last_name, email, role, password):
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": email,
			"first_name": first_name,
			"last_name": last_name,
			"user_type": "System User",
			"send_welcome_email": 0,
			"new_password": password,
			"roles": [{"role": role}],
		}
	)
	user.insert(ignore_permissions=True)
