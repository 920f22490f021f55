"""Who reads what of a school's concerns: one rule, asked by every page and every method of the portal.

Staff of a school reach its pages while their School Staff entry is active. Of a concern, the first that fits:

* a relative of the child, or somebody named in the concern: nothing, whatever the role;
* a draft: its writer;
* a lead of the school: the whole entry, the cover of one that was moved, and no more than reading once the
  file was received elsewhere; one about staff: the head teacher, or the leads where no head may read it;
* a lead of the school that the file was sent to: that it waits, and reading once it was received;
* whoever entered or reported it: the entry, its status and the message to the reporter;
* staff who have a step to do, while it is in hand or closed: the entry and their own steps.
"""

import frappe
from frappe import _

from earlyhelp.constants import SSL, SU
from earlyhelp.permissions.people import schools_led

NOTHING, WRITER, TEAM, READER, COVER, LEAD = "nothing", "writer", "team", "reader", "cover", "lead"
RECEIVER = "receiver"
ANY = (WRITER, TEAM, READER, COVER, RECEIVER, LEAD)
STAFF_FIELDS = ("name", "school", "full_name", "is_lead", "is_head", "on_duty", "user")


def staff_of(user=None):
	"""Return the active School Staff entries of an account that holds a role of the portal for schools."""
	user = user or frappe.session.user
	if not {SU, SSL} & set(frappe.get_roles(user)):
		return []
	filters = {"user": user, "active": 1}
	return frappe.get_all("School Staff", filters=filters, fields=list(STAFF_FIELDS), order_by="name")


def schools_of(user=None):
	"""Return the names of the schools where an account works."""
	return sorted({row.school for row in staff_of(user)})


def lead_schools(user=None):
	"""Return the names of the schools where an account is a safeguarding lead or the head teacher."""
	return schools_led(user)


def is_lead(user, school):
	"""Say whether an account is a safeguarding lead, or the head teacher, of a school."""
	return bool(school) and school in lead_schools(user)


def led(doctype, name, says):
	"""Return a record of a school that the person signed in leads. Raises DoesNotExistError with the sentence
	`says`, whatever the reason."""
	known = isinstance(name, str) and name and frappe.db.exists(doctype, name)
	doc = frappe.get_doc(doctype, name) if known else None
	if not doc or not is_lead(frappe.session.user, doc.school):
		frappe.throw(says, frappe.DoesNotExistError)
	return doc


def leads_of(school):
	"""Return the active leads and head teachers of a school, those on duty first."""
	leads = frappe.get_all(
		"School Staff", filters={"school": school, "active": 1}, fields=list(STAFF_FIELDS), order_by="name"
	)
	leads = [row for row in leads if (row.is_lead or row.is_head) and row.user]
	return sorted(leads, key=lambda row: (not row.on_duty, row.is_head, row.full_name))


def readers_of(doc):
	"""Return the leads of the school who may read a concern: none who is excluded, heads alone about staff."""
	excluded = {row.staff for row in doc.exclusions}
	leads = [row for row in leads_of(doc.school) if row.name not in excluded]
	about_staff = doc.category and frappe.get_cached_value("Concern Category", doc.category, "about_staff")
	heads = [row for row in leads if row.is_head]
	return heads if about_staff and heads else leads


def relation_to(doc, user=None):
	"""Return what an account is to a concern: NOTHING, WRITER, TEAM, READER, COVER, RECEIVER or LEAD."""
	user = user or frappe.session.user
	staff = staff_of(user)
	names = {row.name for row in staff}
	if not staff or names & {row.staff for row in doc.exclusions}:
		return NOTHING
	here = doc.school in {row.school for row in staff}
	if doc.status == "Draft":
		return WRITER if here and doc.entered_by == user else NOTHING
	if is_lead(user, doc.school) and names & {row.name for row in readers_of(doc)}:
		return COVER if doc.status == "Moved" else READER if doc.received_on else LEAD
	if doc.sent_on and is_lead(user, doc.sent_to):
		return READER if doc.received_on else RECEIVER
	return _as_staff(doc, user, names) if here else NOTHING


def _as_staff(doc, user, names):
	if doc.status == "Moved":
		return NOTHING
	if doc.entered_by == user or doc.reported_by in names:
		return WRITER
	in_team = doc.status in ("In Hand", "Closed") and names & {row.who for row in doc.steps}
	return TEAM if in_team else NOTHING


def concern_for(name, user=None, wanted=ANY):
	"""Return (concern, relation) where the relation is one of `wanted`.

	Raises DoesNotExistError otherwise, the same for what is missing and for what is somebody else's.
	"""
	known = isinstance(name, str) and name and frappe.db.exists("School Concern", name)
	doc = frappe.get_doc("School Concern", name) if known else None
	relation = relation_to(doc, user) if doc else NOTHING
	if relation not in wanted:
		frappe.throw(_("This entry is not here."), frappe.DoesNotExistError, _("Not Found"))
	return doc, relation


def concerns_for(user=None, as_lead=False, statuses=(), limit=100):
	"""Return [(concern, relation)] that an account may see, newest first; `as_lead`: those of its schools.

	`statuses`: only these; `limit`: the newest so many.
	"""
	user = user or frappe.session.user
	asked = {"status": ["in", statuses]} if statuses else {}
	names = _names_for_lead(user, asked, limit) if as_lead else _names_of_writer(user, asked, limit)
	wanted = (LEAD, READER, COVER, RECEIVER) if as_lead else (WRITER, TEAM, LEAD, READER)
	found = [frappe.get_doc("School Concern", name) for name in names]
	return [(doc, relation) for doc in found if (relation := relation_to(doc, user)) in wanted]


def _names_for_lead(user, asked, limit):
	schools = lead_schools(user)
	if not schools:
		return []
	return frappe.get_all(
		"School Concern",
		filters=asked or {"status": ["!=", "Draft"]},
		or_filters={"school": ["in", schools], "sent_to": ["in", schools]},
		pluck="name",
		order_by="creation desc",
		limit=limit,
	)


def _names_of_writer(user, asked, limit):
	names = [row.name for row in staff_of(user)]
	if not names:
		return []
	steps = frappe.get_all(
		"Concern Step", filters={"who": ["in", names], "parenttype": "School Concern"}, pluck="parent"
	)
	return frappe.get_all(
		"School Concern",
		filters=asked,
		or_filters={"entered_by": user, "reported_by": ["in", names], "name": ["in", [*steps, ""]]},
		pluck="name",
		order_by="creation desc",
		limit=limit,
	)
