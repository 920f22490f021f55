"""The staff of a school, for its leads: who they are, invite one, change, suspend and let back in."""

import frappe
from frappe import _
from frappe.utils import format_date

from earlyhelp.api.listing import listed
from earlyhelp.api.pages import begin, kept, only_for
from earlyhelp.api.pupils import school_asked
from earlyhelp.api.questions import fill
from earlyhelp.api.school_staff import change_questions, invite_questions
from earlyhelp.constants import SSL
from earlyhelp.schools import staff_work as work
from earlyhelp.schools.portal_access import lead_schools

no_cache = 1
FIELDS = (
	"name", "full_name", "post", "user", "invited_email", "is_lead", "is_head", "on_duty", "active",
	"suspended_on", "suspended_by", "creation",
)  # fmt: skip
DONE = {
	"entered": "{0} is entered, without an account.",
	"invited": "{0} is entered. A message to the e-mail address waits to be sent. If the address is new here, it holds"
	" a link for choosing a password. If it has an account already, the council links that account: nobody needs to"
	" do anything here.",
	"not-sent": "{0} is entered, and no message was sent: this site cannot send e-mail at the moment. Tell the"
	" council. As soon as e-mail works, “Forgot password” on the sign-in page sends a link for choosing a password.",
	"saved": "It is saved.",
	"suspended": "{0} is suspended. The pages of the school are closed for this person from now on.",
	"let-in": "{0} is let back in.",
	"already": "That was done already. Nothing was changed.",
}


def get_context(context):
	"""Show the staff, one of them, or the form for inviting, changing or suspending somebody."""
	only_for(SSL)
	member, act = frappe.form_dict.get("member"), frappe.form_dict.get("act")
	doc = work.member_of(member) if member else None
	school = school_asked(doc.school if doc else frappe.form_dict.get("school"))
	begin(context, _("Staff"), note=what_was_done(doc))
	context.school = school
	context.place_title = frappe.db.get_value("School", school, "school_name")
	if doc or act == "invite":
		return show_member(context, doc, act)
	context.schools = [
		{"name": name, "title": frappe.db.get_value("School", name, "school_name")} for name in lead_schools()
	]
	return show_list(context, school)


def what_was_done(doc):
	said = DONE.get(frappe.form_dict.get("done")) if doc else None
	return _(said).format(doc.full_name) if said else None


def show_list(context, school):
	"""Those who work there first, by name; the others after them; page by page."""
	rows = frappe.get_all("School Staff", filters={"school": school}, fields=list(FIELDS))
	rows.sort(key=lambda row: (not row.active, row.full_name.casefold(), row.name))
	shown = listed(context, rows, lambda row: f"{row.full_name} {row.post or ''}")
	context.staff = [{**row, "states": states} for row, states in zip(shown, states_of(shown), strict=True)]
	return context


def states_of(rows):
	"""Return for each of the staff the words that stand beside the name, with their colours."""
	users = [row.user for row in rows if row.user]
	came = {"name": ["in", [*users, ""]], "last_login": ["is", "set"]}
	known = set(frappe.get_all("User", filters=came, pluck="name"))
	return [[*duties(row), *access(row, known)] for row in rows]


def duties(row):
	if row.is_head:
		yield _("Head teacher"), "blue"
	if row.is_lead:
		yield _("Safeguarding lead"), "blue"
	if row.active and (row.is_lead or row.is_head) and row.user:
		yield (_("On duty"), "green") if row.on_duty else (_("Off duty"), "quiet")


def access(row, known):
	"""An invitation looks alike whether its address was new or has an account that the council is still to link."""
	if not row.active:
		yield _("Suspended"), "red"
	elif not (row.user or row.invited_email):
		yield _("No account"), "quiet"
	elif row.user not in known:
		yield _("Has not signed in yet"), "amber"


def show_member(context, doc, act):
	"""One member of staff, or a form: `act` invite, change or suspend; what may not be done says why."""
	values, errors = kept("colleague")
	title = {"invite": _("Invite a colleague")}.get(act) or doc.full_name
	context.update({"title": title, "errors": errors, "member": doc and doc.name})
	context.update({"back": f"/school-staff?school={context.school}", "back_title": _("Staff")})
	if doc:
		context.update({"states": states_of([doc])[0], "rows": facts(doc), "active": doc.active})
		context.update(
			{"back": f"/school-staff?member={doc.name}", "back_title": doc.full_name} if act else {}
		)
		context.no_switch, context.no_lead = work.why_not_switch(doc), work.why_not_lead(doc)
		context.own = work.is_own(doc)
		context.awaited = (_("Has not signed in yet"), "amber") in context.states
	asked = forms(doc).get(act)
	if asked and (act == "invite" or doc.active):
		if doc and not errors:
			values = {q.name: doc.get(q.name) or "" for q in asked["questions"]}
		context.form = {**asked, "questions": None}
		context.questions = fill(asked["questions"], values, errors)
		context.title = asked["title"]
	if act == "suspend":
		context.waiting = work.waiting_with(doc) if doc.active else {}
	return context


def forms(doc):
	if not doc:
		return {"invite": {"method": "invite", "title": _("Invite a colleague"), "button": _("Enter"),
			"questions": invite_questions()}}  # fmt: skip
	change = {"method": "change", "title": _("Change {0}").format(doc.full_name), "button": _("Save")}
	suspend = {"method": "suspend", "title": _("Suspend {0}?").format(doc.full_name), "button": _("Suspend")}
	return {
		"change": {**change, "questions": change_questions(doc)},
		"suspend": {**suspend, "questions": []},
	}


def facts(doc):
	"""Return what is known of somebody: (label, value)."""
	day = "d MMMM yyyy"
	found = [
		(_("Post"), doc.post),
		(
			_("E-mail address"),
			doc.invited_email or (doc.user and frappe.db.get_value("User", doc.user, "email")),
		),
		(_("Entered on"), format_date(doc.creation, day)),
	]
	if doc.suspended_on and not doc.active:
		found.append((_("Suspended on"), format_date(doc.suspended_on, day)))
	return [{"label": label, "value": value} for label, value in found if value]
