"""Who works with a family on a day, as far as supervision goes."""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.states.flow import said_as

TRADITIONAL, FAMILY_SAFEGUARDING = "Traditional", "Family Safeguarding"
CHILD, PARENTS = "Child", ("Mother", "Father", "Step-parent")
CARERS = (*PARENTS, "Partner", "Other carer")


def workers_on(episode, day=None):
	"""Return the Professionals allocated to an episode on a day (today), each once, in the order of allocation.

	Left out is whose discipline does not count for supervision: managers, business support, schools. A worker
	without a discipline counts, or leaving it empty would be a way round the session.
	"""
	day = getdate(day or today())
	rows = frappe.get_all(
		"Practitioner Allocation",
		filters={"parenttype": "Early Help Episode", "parent": episode},
		fields=["professional", "from_date", "to_date"],
		order_by="from_date, idx, name",
	)
	names = dict.fromkeys(row.professional for row in rows if _covers(row, day))
	passed_over = _not_counting(list(names))
	return [name for name in names if name not in passed_over]


def _covers(row, day):
	begun = not row.from_date or getdate(row.from_date) <= day
	return begun and (not row.to_date or getdate(row.to_date) >= day)


def _not_counting(names):
	"""Return those of the Professionals whose discipline does not count."""
	quiet = frappe.get_all("Professional Discipline", filters={"counts_for_supervision": 0}, pluck="name")
	if not names or not quiet:
		return set()
	filters = {"name": ["in", names], "discipline": ["in", quiet]}
	return set(frappe.get_all("Professional", filters=filters, pluck="name"))


def kind_of(workers):
	"""Two or more different workers make it family safeguarding case supervision, one makes it traditional."""
	return FAMILY_SAFEGUARDING if len(workers) > 1 else TRADITIONAL


def users_of(professionals):
	"""Return the accounts of Professionals."""
	filters = {"name": ["in", professionals or [""]], "user": ["is", "set"]}
	return frappe.get_all("Professional", filters=filters, pluck="user")


def names_of(professionals):
	"""Return {Professional: full name}."""
	filters = {"name": ["in", list(professionals) or [""]]}
	rows = frappe.get_all("Professional", filters=filters, fields=["name", "full_name"])
	return {row.name: row.full_name for row in rows}


@said_as(lambda doc: _("the one worker of this family"))
def is_the_one_worker(doc, user):
	"""Say whether a supervision is traditional and the account is that of its one worker."""
	workers = workers_on(doc.episode)
	return kind_of(workers) == TRADITIONAL and bool(user) and user in users_of(workers)


def members_of(family, relationships=None):
	"""Return {person: full name} of those who are in a family now, of some relationships when given."""
	rows = frappe.get_all(
		"Family Member",
		filters={"parent": family, "parenttype": "Family"},
		fields=["person", "full_name", "relationship", "left_on"],
		order_by="idx",
	)
	day = getdate(today())
	here = [row for row in rows if not row.left_on or getdate(row.left_on) >= day]
	return {
		row.person: row.full_name or row.person
		for row in here
		if not relationships or row.relationship in relationships
	}


def children_of(episode, family):
	"""Return {person: full name} of the children an episode is for now; without any, of the family's."""
	rows = frappe.get_all(
		"Episode Child",
		filters={"parent": episode, "parenttype": "Early Help Episode", "ended_on": ["is", "not set"]},
		fields=["person", "full_name"],
		order_by="idx",
	)
	return {row.person: row.full_name or row.person for row in rows} or members_of(family, (CHILD,))
