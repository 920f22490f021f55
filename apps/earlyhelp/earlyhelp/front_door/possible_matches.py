"""The blind match: people who must know of a referral are told, and whoever wrote it down learns nothing.

A likely match that the writer may not reach is not shown, not counted and not hinted at. The people named on
the family's restriction get a task; for any other family out of reach, whoever manages the team that holds it.

Asks for no rights: the task is put for somebody else. It hangs on no record and has no owner among people,
because an assignment is shown on the record that it hangs on.
"""

import frappe
from frappe import _
from frappe.utils import escape_html

from earlyhelp.families.matching import LIKELY
from earlyhelp.families.search import described, families_of, likely_people
from earlyhelp.front_door.linking import link_to
from earlyhelp.permissions.family_access import NOTHING, reach_of
from earlyhelp.permissions.people import users_of_team


class NoSuchMatchError(frappe.DoesNotExistError):
	"""Nobody told this person of such a match."""


class AlreadyLinkedError(frappe.ValidationError):
	"""The referral is linked to another family."""


def tell_of_possible_matches(doc, user=None):
	"""Put a task "possible match" for each family out of reach of `user` that the referral may be about."""
	for family in hidden_matches(doc, user or frappe.session.user):
		for person in who_is_told(family):
			_put_task(doc, family, person)


def hidden_matches(doc, user):
	"""Return the families that a child or an adult of the referral likely belongs to and that are out of reach.

	For a page of the portal only restricted families count: what else is out of reach there, screening finds.
	"""
	return sorted(family for family in _matches(doc) - {doc.family} if _hidden(family, doc, user))


def _matches(doc):
	found = set()
	for row in (*doc.children, *doc.adults):
		likely = [name for name, points in likely_people(described(row)).items() if points >= LIKELY]
		found.update(families_of(likely) if likely else ())
	return found


def _hidden(family, doc, user):
	if doc.referrer_user or user == "Guest":
		return bool(frappe.db.get_value("Family", family, "restricted"))
	return reach_of(family, user).level == NOTHING


def who_is_told(family):
	"""Return the people named on the family's restriction, or the managers of the teams that hold it."""
	if frappe.db.get_value("Family", family, "restricted"):
		return frappe.get_all("Family Restriction", filters={"parent": family}, pluck="user")
	held = {"family": family, "status": ["!=", "Closed"]}
	teams = frappe.get_all("Early Help Episode", filters=held, pluck="team")
	return sorted({user for team in teams if team for user in users_of_team(team, "manager")})


def _put_task(doc, family, person):
	if person == frappe.session.user or tasks_of(person, doc.name, family):
		return
	sentence = _("Possible match: the referral {0} may be about the family {1}.").format(doc.name, family)
	link = f'<a href="/eh-match?referral={doc.name}&amp;family={family}">{_("Compare them")}</a>'
	text = f"{escape_html(sentence)} {link}"
	task = frappe.get_doc({"doctype": "ToDo", "allocated_to": person, "description": text})
	task.insert(ignore_permissions=True)
	nobody = dict.fromkeys(("owner", "assigned_by", "modified_by"), "Administrator")
	task.db_set({**nobody, "assigned_by_full_name": None})


def tasks_of(person, referral, family):
	"""Return the open tasks "possible match" of a person about this referral and this family."""
	about = [
		["description", "like", f"%referral={referral}&%"],
		["description", "like", f'%family={family}"%'],
		["allocated_to", "=", person],
		["status", "=", "Open"],
	]
	return frappe.get_all("ToDo", filters=about, pluck="name")


def check_told(referral, family):
	"""Return the referral for somebody who was told of this match. Raises NoSuchMatchError for everybody else.

	A task alone proves nothing, because whoever has one may write it anew: the person must be one of those
	who are told about this family, and the two must match. The answer is the same for what does not exist.
	"""
	user, doc = frappe.session.user, None
	if tasks_of(user, referral, family) and user in who_is_told(family):
		doc = frappe.get_doc("Early Help Referral", referral)
	if not doc or family not in _matches(doc):
		frappe.throw(_("There is nothing to compare here."), NoSuchMatchError, _("Possible Match"))
	return doc


def answer_match(referral, family, same):
	"""Link the referral to the family, or leave it; ends the task. Raises what `check_told` raises."""
	doc = check_told(referral, family)
	tasks = tasks_of(frappe.session.user, referral, family)
	if same:
		if doc.family and doc.family != family:
			frappe.throw(
				_("This referral was linked to another family in the meantime."),
				AlreadyLinkedError,
				_("Linked"),
			)
		link_to(doc, family)
	others = [
		["description", "like", f"%referral={referral}&%"],
		["description", "like", f'%family={family}"%'],
	]
	for task in frappe.get_all("ToDo", filters=[*others, ["status", "=", "Open"]], pluck="name"):
		if same or task in tasks:
			frappe.db.set_value("ToDo", task, "status", "Closed")
