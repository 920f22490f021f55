"""Being lead practitioner outside the council: who is asked, who accepted, and which episode that opens.

A school or a partner is asked in two ways: an episode is handed over to them, or a manager allocates one of their
people as lead. From the day they accept, until their allocation or the episode ends, they work with that episode
on their pages. A conflict of interest and a restriction close this as they close everything.

Asks for no rights: portal roles hold none; each function finds first what the account is asked or leads.
"""

import frappe
from frappe import _
from frappe.utils import getdate, today

from earlyhelp.constants import PU
from earlyhelp.permissions.answers import kept_while_reading
from earlyhelp.permissions.family_access import is_shut, not_shut_among
from earlyhelp.permissions.notices import outside, tell, write_to
from earlyhelp.permissions.people import leads_as, leads_at, own_professionals, schools_led
from earlyhelp.planning.whose import episode_of, managers_of
from earlyhelp.states.moves import move
from earlyhelp.team_around.meeting_flow import AMONG_PROFESSIONALS

LEAD = "Lead Practitioner"
PAGE = "/my-families"
# An empty text would find the records that name nobody.
NOBODY = ("(nobody)",)
FACTS = ("name", "family", "family_name", "service", "team", "status", "opened_on", "submitted_by",
	"handover_to", "handover_school", "handover_professional", "handover_note", "to_other_service")  # fmt: skip


def led(user=None):
	"""Return the episodes that an account leads from outside: facts of each, oldest first."""
	return _led(user or frappe.session.user)


@kept_while_reading
def _led(user):
	rows = [row for row in lead_rows(leads_as(user)) if is_running(row)]
	return _open_to(user, {row.parent for row in rows})


def led_episode(name, user=None):
	"""Return an Early Help Episode that an account leads from outside.

	Raises DoesNotExistError for every other, in the words of one that is not there.
	"""
	return frappe.get_doc("Early Help Episode", _one_of(led(user), name).name)


def asked(user=None):
	"""Return the episodes that an account is asked to lead, with `how`: Handover or Allocation."""
	user = user or frappe.session.user
	mine = leads_as(user)
	waiting = {row.parent for row in lead_rows(mine) if not (row.accepted_on or row.to_date)}
	allocated = [{**row, "how": "Allocation"} for row in _open_to(user, waiting)]
	handed = [{**row, "how": "Handover"} for row in _handed_over(user, mine)]
	return [frappe._dict(row) for row in (*handed, *allocated)]


def accept(name, user):
	"""Become the lead practitioner of an episode that the account is asked to lead. Raises DoesNotExistError."""
	row = _one_of(asked(user), name)
	if row.how == "Handover":
		_check_still_asked(name)
		if row.handover_to == "School":
			worker = professional_at(row.handover_school, user)
			frappe.db.set_value("Early Help Episode", name, "handover_professional", worker)
		move(frappe.get_doc("Early Help Episode", name), "Accept", on_behalf_of=user)
		return
	_answer_allocation(name, user, accepted_on=today())


def decline(name, user, reason):
	"""Say, and why, that one does not become the lead practitioner. Raises DoesNotExistError."""
	row = _one_of(asked(user), name)
	if row.how == "Handover":
		_check_still_asked(name)
		move(frappe.get_doc("Early Help Episode", name), "Decline", on_behalf_of=user, reason=reason)
		return
	_answer_allocation(name, user, to_date=today(), end_reason=_("Declined: {0}").format(reason)[:140])


def _check_still_asked(name):
	"""Of two who answer at once, the second finds that it is answered: the episode is locked, and looked at again."""
	if frappe.db.get_value("Early Help Episode", name, "status", for_update=True) != "Handing Over":
		frappe.throw(_("This family is not here."), frappe.DoesNotExistError, _("Not Found"))


def asked_outside(doc):
	"""Return whom an episode asks to lead and who has not answered: (doctype, name) of workers and schools."""
	if not doc:
		return set()
	rows = [row for row in doc.allocations if row.role == LEAD and not (row.accepted_on or row.to_date)]
	found = {("Professional", row.professional) for row in rows}
	if doc.status == "Handing Over" and doc.handover_to in ("School", "Professional"):
		found.add((doc.handover_to, doc.get(f"handover_{doc.handover_to.lower()}")))
	return found


def tell_asked(doc):
	"""Tell the accounts outside the council that an episode asks to lead; the others see it on their desk."""
	users = []
	for kind, name in asked_outside(doc):
		school = name if kind == "School" else frappe.db.get_value("Professional", name, "school")
		users += leads_at(school) if school else []
		users += frappe.get_all("Professional", filters={"name": name, "user": ["is", "set"]}, pluck="user")
	asked_now = [user for user in outside(users) if any(row.name == doc.name for row in asked(user))]
	return write_to(asked_now, doc, _("you are asked to be the lead practitioner."), PAGE)


def professional_at(school, user):
	"""Return the Professional record of an account for its work at a school; made when there is none.

	One that says nothing yet of where the person works is that; but what a partner leads does not become the school's.
	"""
	mine = own_professionals(user)
	known = {row.school: row.name for row in _schools_of(mine)}
	if school in known:
		return known[school]
	if None in known and PU not in frappe.get_roles(user):
		frappe.db.set_value("Professional", known[None], "school", school)
		return known[None]
	staff = {"user": user, "school": school, "active": 1}
	full_name, post = frappe.db.get_value("School Staff", staff, ["full_name", "post"])
	doc = frappe.new_doc("Professional")
	doc.update({"full_name": full_name, "post": post, "user": user, "school": school})
	doc.flags.by_system = True
	return doc.insert(ignore_permissions=True).name


def _schools_of(professionals):
	filters = {"name": ["in", professionals or [""]], "team": ["is", "not set"]}
	rows = frappe.get_all("Professional", filters=filters, fields=["name", "school"], order_by="name desc")
	return [frappe._dict(row, school=row.school or None) for row in rows]


def _answer_allocation(name, user, **answer):
	episode = frappe.get_doc("Early Help Episode", name, for_update=True)
	mine = leads_as(user)
	for row in episode.allocations:
		if row.role == LEAD and row.professional in mine and not (row.accepted_on or row.to_date):
			row.update(answer)
	episode.flags.by_system = True
	episode.save(ignore_permissions=True)
	says = _("The lead practitioner accepted.") if "accepted_on" in answer else _("The lead declined.")
	episode.add_comment("Workflow", frappe.utils.escape_html(answer.get("end_reason") or says))
	tell(managers_of(episode), episode, says)


def lead_rows(professionals, episode=None):
	"""Return the allocations of these Professional records as lead, of one episode or of all."""
	filters = {
		"parenttype": "Early Help Episode",
		"role": LEAD,
		"professional": ["in", professionals or NOBODY],
	}
	filters |= {"parent": episode} if episode else {}
	fields = ["parent", "professional", "from_date", "to_date", "accepted_on"]
	return frappe.get_all("Practitioner Allocation", filters=filters, fields=fields)


def is_running(row):
	"""Whether a lead outside works: from acceptance on, and not on the day on which the allocation ends."""
	day = getdate(today())
	accepted = row.accepted_on and getdate(row.accepted_on) <= day
	return accepted and (not row.to_date or getdate(row.to_date) > day)


def _open_to(user, names):
	filters = {"name": ["in", [*names, ""]], "status": ["!=", "Closed"]}
	return _not_shut(user, filters)


def _handed_over(user, mine):
	ways = {"School": {"handover_school": ["in", schools_led(user) or NOBODY]}}
	ways["Professional"] = {"handover_professional": ["in", mine or NOBODY]}
	found = []
	for to, whom in ways.items():
		asked_of = {"status": "Handing Over", "to_other_service": 0, "handover_to": to}
		found += _not_shut(user, asked_of | whom)
	return found


def _not_shut(user, filters):
	rows = frappe.get_all(
		"Early Help Episode", filters=filters, fields=list(FACTS), order_by="creation, name"
	)
	within = not_shut_among({row.family for row in rows}, user)
	return [row for row in rows if row.family in within]


def _one_of(rows, name):
	found = next((row for row in rows if row.name == name), None)
	if not found:
		frappe.throw(_("This family is not here."), frappe.DoesNotExistError, _("Not Found"))
	return found


def led_record(doctype, name, user=None):
	"""Return a plan, goal, review, meeting, card or agreed action of an episode that an account leads from outside.

	A meeting that the account's school called is its own, too, with its cards. Raises DoesNotExistError for every
	other record, in the words of one that is not there.
	"""
	user = user or frappe.session.user
	known = isinstance(name, str) and doctype in EPISODE_OF and frappe.db.exists(doctype, name)
	doc = frappe.get_doc(doctype, name) if known else None
	if not doc or not (_is_of_led(doc, user) or _is_called(doc, user)):
		frappe.throw(_("This is not here."), frappe.DoesNotExistError, _("Not Found"))
	return doc


def _is_of_led(doc, user):
	episode = EPISODE_OF[doc.doctype](doc)
	return bool(episode) and any(row.name == episode for row in led(user))


def _is_called(doc, user):
	meeting = _meeting_of(doc) if doc.doctype == "Thank You Card" else doc
	called = meeting.doctype == "TAC Meeting" and meeting.called_by_school
	return bool(called) and called in schools_led(user) and not is_shut(doc.family, user)


def _meeting_of(card):
	return frappe.get_cached_doc("TAC Meeting", card.meeting)


def _episode_of_meeting(doc):
	"""What professionals talk over among themselves is theirs."""
	return None if doc.meeting_type == AMONG_PROFESSIONALS else doc.episode


def _episode_of_action(doc):
	"""An action counts as agreed with the lead when a plan or a meeting of the episode agreed it."""
	if doc.agreed_in_type == "My Family Plan":
		return frappe.db.get_value("My Family Plan", doc.agreed_in, "episode")
	if doc.agreed_in_type == "TAC Meeting" and frappe.db.exists("TAC Meeting", doc.agreed_in):
		return _episode_of_meeting(frappe.get_cached_doc("TAC Meeting", doc.agreed_in))
	return None


EPISODE_OF = {
	"Early Help Episode": lambda doc: doc.name,
	"My Family Plan": episode_of,
	"Scaling Goal": lambda doc: doc.episode,
	"Plan Review": episode_of,
	"TAC Meeting": _episode_of_meeting,
	"Thank You Card": lambda doc: _episode_of_meeting(_meeting_of(doc)),
	"Agreed Action": _episode_of_action,
}
