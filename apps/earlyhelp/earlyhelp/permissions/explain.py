"""Why an account reaches a record or does not, in words for an administrator: the relations that hold, by name.

The hook `explain_permission` gives these sentences to a bench that asks; Frappe does not, so the page eh-why does.
Nobody is told more of a family than he or she may read of it: who asks must be able to read the record.
"""

import frappe
from frappe import _
from frappe.utils import get_fullname

from earlyhelp.constants import EHA
from earlyhelp.permissions import relations
from earlyhelp.permissions.case_records import OF_PEOPLE, is_case
from earlyhelp.permissions.family_access import IDENTITY, RECORD, is_among, numbered, reach_of
from earlyhelp.permissions.guard import reaches
from earlyhelp.permissions.reader import read_reader

# what holds, by the function that says so
HOLDS = {
	relations.named: "The family {family} is restricted, and {name} is named as one who works with it.",
	relations.allocated: "{name} is allocated to an open episode of {family}.",
	relations.in_team: "{name} is in, or leads, the team that holds an open episode of {family}.",
	relations.covering: "{name} covers today for somebody who works with {family}.",
	relations.was_allocated: "{name} worked with {family} until lately, and still reads the record.",
	relations.tracking: "{name} is of the team that closed {family}, whose children are still tracked: reads the record.",
	relations.auditing: "{name} audits {family}: reads the record.",
	relations.at_front_door: "{name} works at the front door, and a referral of {family} is undecided or was decided lately.",
	relations.opened: "{name} gave a reason to open {family}, and reads it for a day.",
	relations.made: "{name} wrote {family} down, and no episode or referral names it yet.",
	relations.asked_to_take_over: "{name} is asked to take over an episode of {family}.",
	relations.leads_outside: "{name} leads the help for {family} from outside the council: on the pages of the portal.",
}
# records that are not reached with their family alone
OWN_WAYS = {
	"Early Help Person": "A person is reached through any of his or her families; who is in none, by who wrote the record or works with what names it. Nobody reaches the own record.",
	"Person Relationship": "A relationship is reached by who reaches both people.",
	"School Enrolment": "A pupil is reached as the person; one who is linked to nobody, by who enters pupils.",
	"Early Help Referral": "A referral that names no family is reached by the front door and by who wrote it, until it is decided.",
	"School Concern": "A concern is reached once the school has shared it.",
	"Professional Summary": "A summary that is not final is read by its author alone.",
}


def sentences(doc, user=None) -> list:
	"""Return what the rule of access says of an account and a stored record, as sentences; none where it says nothing."""
	user = user or frappe.session.user
	if user == "Administrator" or not is_case(doc.doctype):
		return []
	name = get_fullname(user) or user
	known = [family for family in families_of(doc) if reaches("Family", family)]
	told = [text for family in known for text in of_family(family, user, name)]
	if doc.doctype in OWN_WAYS:
		told.append(_(OWN_WAYS[doc.doctype]))
	if not reaches(doc.doctype, doc.name, user):
		return [
			*told,
			_("So {0} does not reach this record: it answers as if it did not exist.").format(name),
		]
	if reaches(doc.doctype, doc.name, user, writing=True):
		return [
			*told,
			_("So {0} reaches this record and may change it, as far as the role and the state allow.").format(
				name
			),
		]
	return [*told, _("So {0} reads this record and does not change it.").format(name)]


def families_of(doc) -> list:
	"""Return the families that a record hangs from."""
	if doc.doctype == "Family":
		return [doc.name]
	if doc.doctype not in OF_PEOPLE:
		return [doc.family] if doc.family else []
	people = (
		[doc.name] if doc.doctype == "Early Help Person" else [doc.get("person"), doc.get("other_person")]
	)
	rows = {"person": ["in", [person for person in people if person] or [""]], "parenttype": "Family"}
	return sorted(set(frappe.get_all("Family Member", filters=rows, pluck="parent")))


def of_family(family, user, name) -> list:
	"""Return why an account reaches a family, or what shuts it out."""
	reader, words = read_reader(user), {"name": name, "family": family}
	if shut := _shut(family, reader, words):
		return [shut]
	ways = [relation for _number, relation in numbered(reader)]
	held = [_(HOLDS[way]).format(**words) for way in ways if is_among(family, way(reader))]
	if held:
		return held
	if EHA in reader.roles:
		return [
			_("{name} corrects who the families are, and reads nothing else of {family}.").format(**words)
		]
	if reach_of(family, user).level == IDENTITY:
		return [
			_(
				"{name} works in no relation to {family}: finds who the family is, and reads no record of it."
			).format(**words)
		]
	return [_("{name} stands in no relation to {family}.").format(**words)]


def _shut(family, reader, words):
	"""A conflict or restriction goes before everything; which of them is told to those who read the record itself."""
	conflict = is_among(family, relations.conflicted(reader))
	restricted = is_among(family, [relations.restricted()]) and not is_among(family, relations.named(reader))
	if not (conflict or restricted):
		return None
	if reach_of(family).level != RECORD:
		return _("{family} is shut to {name}.").format(**words)
	if conflict:
		return _(
			"A conflict of interest is recorded: {family} is shut to {name}, whatever else is true."
		).format(**words)
	return _("{family} is restricted to people who are named, and {name} is none of them.").format(**words)
