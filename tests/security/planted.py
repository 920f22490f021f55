"""A site with families that hold marked texts, and people who may not reach them.

On a site of Frappe: run `plant SITE FILE` of this file from the folder `sites` of its bench, in its environment,
and then the walk with SITE_URL and SITE_SECRETS=FILE.
"""

import json
import sys

MARK = "Zquorvane"  # stands in every text of the secret families and nowhere else
NUMBER = "ZQX"  # every record of the secret families is numbered ZQX-…-1; no record ends in -0
PASSWORD = "Quiet-Harbour-7-Lanterns"
TEXTS = ("Data", "Text", "Small Text", "Long Text", "Text Editor", "Read Only", "Code")
DAY = "2026-03-04"
PLAIN = {"Date": DAY, "Datetime": f"{DAY} 10:00:00", "Time": "10:00:00", "Int": 3, "Float": 3.5}

# who walks: role, the families that must not exist for her or him, and those that are asked for one by one
WALKERS = {
	"ehp": ("Early Help Practitioner", ("far", "shut"), ("far", "shut")),
	"fsp": ("Family Safeguarding Practitioner", ("far", "shut"), ()),
	"bso": ("Business Support Officer", ("far", "shut"), ()),
	"ehm": ("Early Help Manager", ("far", "shut"), ("far",)),
	"door": ("Business Support Officer", ("shut",), ("shut",)),
	"eha": ("Early Help Administrator", ("shut",), ("shut",)),
	"aud": ("Early Help Auditor", ("far", "shut"), ("far",)),
	"sysman": ("System Manager", ("far", "shut"), ("far",)),
	"pupils": ("School User", ("far", "shut"), ("far",)),
	"lead": ("School Safeguarding Lead", ("far", "shut"), ("far",)),
	"partner": ("Partner User", ("far", "shut"), ("far",)),
	"leading": ("School Safeguarding Lead", ("far", "shut"), ("far",)),
}
# Her school leads the help for the far family: she reads of it on her pages, and through no door of Frappe.
LEADS_FAR = "leading"
PORTAL = ("School User", "School Safeguarding Lead", "Partner User")


class Secret:
	"""One family with a record in every doctype that hangs from a family, rows and all that hangs on them.

	kind `far`: held by another team. kind `shut`: restricted as well, so that nobody here reaches it.
	"""

	def __init__(self, kind, names=None, file_url=None):
		self.kind, self.mark = kind, f"{MARK}{kind}"
		self.names = names or {}  # doctype: number of the record
		self.file_url = file_url

	def number(self, doctype, last=1):
		return f"{NUMBER}-{self.kind}-{doctype.lower().replace(' ', '_')}-{last}"


def plant(kind, team, service):
	"""Store a secret family of a kind, below the team; nothing is validated, so that every text is marked."""
	import frappe

	from earlyhelp.permissions.case_records import case_doctypes

	secret = Secret(kind)
	doctypes = case_doctypes()
	secret.names = {doctype: secret.number(doctype) for doctype in doctypes}
	for doctype in doctypes:
		_store(secret, doctype, {"team": team, "service": service})
	family = secret.names["Family"]
	frappe.db.set_value("Family", family, {"restricted": int(kind == "shut"), "import_key": None})
	frappe.db.set_value("Early Help Episode", secret.names["Early Help Episode"], "status", "Open")
	frappe.db.set_value("Early Help Referral", secret.names["Early Help Referral"], {"decision": None})
	_hang_on(secret)
	return secret


def _store(secret, doctype, more):
	import frappe

	doc = frappe.get_doc({"doctype": doctype, "name": secret.names[doctype]})
	_fill(secret, doc, more)
	doc.db_insert()
	for field in doc.meta.get_table_fields():
		row = frappe.get_doc(
			{"doctype": field.options, "name": secret.number(f"{doctype}.{field.fieldname}")}
		)
		row.update({"parent": doc.name, "parenttype": doctype, "parentfield": field.fieldname, "idx": 1})
		_fill(secret, row, {})
		row.db_insert()
		secret.names.setdefault(field.options, row.name)


def _fill(secret, doc, more):
	for field in doc.meta.fields:
		if field.fieldtype in TEXTS:
			doc.set(field.fieldname, f"{secret.mark}_{field.fieldname} {doc.doctype}"[:135])
		elif field.fieldtype in PLAIN:
			doc.set(field.fieldname, PLAIN[field.fieldtype])
		elif field.fieldtype == "Select" and (field.options or "").strip():
			doc.set(field.fieldname, field.options.strip().split("\n")[0])
		elif field.fieldtype == "Link" and field.options in secret.names:
			doc.set(field.fieldname, secret.names[field.options])
		elif field.fieldname in more:
			doc.set(field.fieldname, more[field.fieldname])


def _hang_on(secret):
	"""A comment, a version, a task, a tag, a file and a view on the secret family, none of them for a walker."""
	import frappe

	family = secret.names["Family"]
	by_reference = {"reference_doctype": "Family", "reference_name": family}
	rows = {
		"Comment": {**by_reference, "comment_type": "Comment", "content": f"{secret.mark}_remark"},
		"Version": {
			"ref_doctype": "Family",
			"docname": family,
			"data": json.dumps({"changed": [[f"{secret.mark}_version"]]}),
		},
		"ToDo": {"reference_type": "Family", "reference_name": family, "description": f"{secret.mark}_task"},
		"Tag Link": {
			"document_type": "Family",
			"document_name": family,
			"tag": f"{secret.mark}_tag",
			"title": f"{secret.mark}_title",
		},
		"View Log": by_reference,
		"Notification Log": {
			"document_type": "Family",
			"document_name": family,
			"subject": f"{secret.mark}_notice",
			"for_user": "Administrator",
		},
	}
	for doctype, values in {**_others(secret, family, rows), **rows}.items():
		name = secret.number(doctype)
		frappe.get_doc({"doctype": doctype, "name": name, **values}).db_insert()
		secret.names[doctype] = name
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{secret.mark}_file.txt",
			"attached_to_doctype": "Family",
			"attached_to_name": family,
			"is_private": 1,
			"content": f"{secret.mark}_content of a file",
		}
	).insert(ignore_permissions=True)
	secret.names["File"] = file.name
	secret.file_url = file.file_url


def _others(secret, family, rows):
	"""All else of Frappe's that hangs on a record, its texts marked."""
	import frappe

	from earlyhelp.permissions.guard import FOLLOWERS

	found = {}
	for doctype, (kind, name) in FOLLOWERS.items():
		if doctype not in rows and doctype != "File" and frappe.db.exists("DocType", doctype):
			doc = frappe.new_doc(doctype)
			_fill(secret, doc, {})
			texts = {key: value for key, value in doc.as_dict().items() if value and MARK in str(value)}
			found[doctype] = {**texts, kind: "Family", name: family}
	return found


def make_people():
	"""One person for each kind of walker; those of the desk who work in families stand in a team of their own."""
	import frappe

	from earlyhelp.tests.factories import make_deputy, make_professional, make_team

	door, other = make_team(is_front_door=1).name, make_team().name
	for name, (role, *_families) in WALKERS.items():
		email = f"{name}@example.com"
		user = {"doctype": "User", "email": email, "first_name": name.title(), "send_welcome_email": 0}
		user |= {"new_password": PASSWORD, "roles": [{"role": role}]}
		desk = frappe.db.get_value("Role", role, "desk_access")
		frappe.get_doc({**user, "user_type": "System User" if desk else "Website User"}).insert(
			ignore_permissions=True
		)
		if name in ("ehp", "fsp", "bso", "ehm", "door"):
			make_professional(email, door if name == "door" else other)
		if name == "ehm":
			make_deputy(email, other)


def let_lead(user, secret):
	"""The school of an account leads the help for a secret family, and has accepted."""
	import frappe

	from earlyhelp.permissions.family_access import RECORD, reach_of
	from earlyhelp.tests.factories import make, make_professional, make_school

	school = make_school()
	make("School Staff", school=school.name, user=user, full_name="Leading", is_lead=1)
	held = {"parent": secret.names["Early Help Episode"], "parenttype": "Early Help Episode"}
	held |= {"parentfield": "allocations", "role": "Lead Practitioner", "idx": 2}
	given = {"professional": make_professional(school=school.name).name, "from_date": DAY, "accepted_on": DAY}
	frappe.get_doc({"doctype": "Practitioner Allocation", **held, **given}).db_insert()
	if reach_of(secret.names["Family"], user).level != RECORD:
		raise AssertionError("The school does not lead.")


def fill_site():
	"""Plant both families, their reachable twin, and the people; return the secrets by kind."""
	import frappe

	from earlyhelp.tests.factories import (
		make_episode,
		make_family,
		make_goal,
		make_plan,
		make_service,
		make_team,
	)

	frappe.set_user("Administrator")
	service, team = make_service(), make_team()
	secrets = {kind: plant(kind, team.name, service.name) for kind in ("far", "shut")}
	make_people()
	let_lead(f"{LEADS_FAR}@example.com", secrets["far"])
	near = frappe.db.get_value("Professional", {"user": "ehp@example.com"}, "team")
	family = make_family("Nearby")
	make_goal(make_plan(make_episode(family, service, team=near)))
	return secrets, family.name


def knowledge(secrets, near):
	"""What a walk knows of the site: the secrets, and what there is to ask for."""
	import frappe
	import registry

	from earlyhelp.permissions.case_records import case_doctypes, holders_of
	from earlyhelp.permissions.guard import FOLLOWERS

	tables = frappe.get_all("DocType", filters={"istable": 1}, pluck="name")
	modules = frappe.get_all("Module Def", filters={"app_name": "earlyhelp"}, pluck="name")
	mine = {"filters": {"module": ["in", modules]}, "pluck": "name"}
	return {
		"secrets": {kind: [secret.names, secret.file_url] for kind, secret in secrets.items()},
		"near": near,
		"masters": _masters(secrets["far"]),
		"cases": case_doctypes(),
		"followers": [name for name in FOLLOWERS if frappe.db.exists("DocType", name)],
		"holders": {table: found for table in tables if (found := holders_of(table))},
		"services": frappe.get_all("Early Help Service", pluck="name"),
		"reports": frappe.get_all("Report", **mine),
		"cards": [
			frappe.get_doc("Number Card", name).as_json() for name in frappe.get_all("Number Card", **mine)
		],
		"charts": frappe.get_all("Dashboard Chart", **mine),
		"workspaces": frappe.get_all("Workspace", **mine),
		"functions": registry.whitelisted(),
	}


def _masters(secret):
	"""The look-ups that the episode of a secret family names: everybody at work may read these."""
	import frappe

	fields = {"team": "Early Help Team", "service": "Early Help Service"}
	found = frappe.db.get_value("Early Help Episode", secret.names["Early Help Episode"], list(fields))
	return dict(zip(fields.values(), found, strict=True))


def plant_in_bench(site, file):
	"""Plant the families and people in a site of Frappe, for good, and write what a walk knows into a file."""
	import frappe

	frappe.init(site=site)
	frappe.connect()
	known = knowledge(*fill_site())
	frappe.db.commit()
	with open(file, "w") as out:
		json.dump(known, out, default=str)
	frappe.destroy()


if __name__ == "__main__":
	plant_in_bench(*sys.argv[2:])
