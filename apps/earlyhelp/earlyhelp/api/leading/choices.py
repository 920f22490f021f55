"""What a page of a lead may choose from: the family's own people and goals, those around it, and the look-ups.

Asks for no rights: portal roles hold none; the record that is asked about was found to be the account's own.
"""

import frappe
from frappe import _

from earlyhelp.permissions.answers import kept_while_reading
from earlyhelp.team_around.people import may_take_part
from earlyhelp.team_around.withheld import blotted


def of(doc, df):
	"""Return the (value, label) pairs of a field: those of a Select, or the records that a link may name."""
	if df.fieldtype == "Select":
		return [(option, _(option)) for option in (df.options or "").split("\n") if option]
	return LINKS[df.options](doc) if df.options in LINKS else lookup(df.options)


def lookup(doctype):
	"""Return the entries of a look-up that are in use."""
	meta = frappe.get_meta(doctype)
	filters = {"disabled": 0} if meta.has_field("disabled") else {}
	title = meta.get_title_field()
	order = "sequence, name" if meta.has_field("sequence") else "name"
	rows = frappe.get_all(
		doctype, filters=filters, fields=["name", f"{title} as title"], order_by=order, limit=0
	)
	return [(row.name, _(row.title or row.name)) for row in rows]


def people(doc):
	"""Return the living members of the record's family."""
	rows = frappe.get_all(
		"Early Help Person",
		filters={
			"name": ["in", sorted(may_take_part(doc.family)) or [""]],
			"date_of_death": ["is", "not set"],
		},
		fields=["name", "full_name"],
		order_by="full_name",
	)
	return [(row.name, row.full_name) for row in rows]


def goals(doc):
	"""Return the goals of the record's plan that have not ended."""
	plan = doc.name if doc.doctype == "My Family Plan" else doc.get("plan")
	filters = {"plan": plan, "ended_on": ["is", "not set"]}
	rows = frappe.get_all("Scaling Goal", filters=filters, fields=["name", "goal"], order_by="creation")
	return [(row.name, blotted(doc, row.goal) or row.name) for row in rows]


def professionals(doc):
	"""Return the people who work with the family: allocated, in its network, and the account's own."""
	return [(row.name, row.full_name) for row in around(doc.family)]


def around(family):
	"""Return the Professional records around a family that are in use: allocated on an open episode, or named in
	its network."""
	episodes = frappe.get_all(
		"Early Help Episode", {"family": family, "status": ["!=", "Closed"]}, pluck="name"
	)
	rows = {
		"parenttype": "Early Help Episode",
		"parent": ["in", episodes or [""]],
		"to_date": ["is", "not set"],
	}
	names = frappe.get_all("Practitioner Allocation", filters=rows, pluck="professional")
	network = {"parenttype": "Family", "parent": family, "to_date": ["is", "not set"]}
	names += frappe.get_all("Family Professional", filters=network, pluck="professional")
	filters = {"name": ["in", [*names, ""]], "disabled": 0}
	fields = ["name", "full_name", "post", "agency", "school", "telephone", "email", "user"]
	return frappe.get_all("Professional", filters=filters, fields=fields, order_by="full_name")


LINKS = {"Early Help Person": people, "Scaling Goal": goals, "Professional": professionals}


@kept_while_reading
def title_of(doctype, name):
	"""Return the title of a linked record."""
	field = frappe.get_meta(doctype).get_title_field()
	return _(frappe.db.get_value(doctype, name, field) or name)
