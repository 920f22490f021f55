"""What the page posts where a manager begins the help of a family that social care hands over."""

import frappe
from frappe import _
from frappe.utils import format_date

from earlyhelp.api.forms import answer
from earlyhelp.api.pages import go
from earlyhelp.api.questions import Question
from earlyhelp.constants import EHM
from earlyhelp.permissions.family_access import NOTHING, RECORD, reach_of
from earlyhelp.permissions.guard import refuse_as_missing
from earlyhelp.permissions.people import teams_of
from earlyhelp.planning.step_down import begin_step_down, new_family
from earlyhelp.team_around.people import children_of

PAGE, FORM, CHILDREN = "/eh-step-down", "step_down", 4
SAID = (
	"service",
	"team",
	"step_down_by",
	"step_down_plan",
	"step_down_family_agrees",
	"step_down_social_care_stays",
)


def questions(family):
	"""Return what is asked, of a family that is known or of a new one."""
	return [*(children_known(family) if family else children_new()), *who_helps(), *what_was()]


def children_known(family):
	"""The children of a family, as its card shows them."""
	options = []
	for child in children_of(family):
		born = format_date(child.date_of_birth, "d MMM yyyy") if child.date_of_birth else ""
		options.append((child.name, f"{child.full_name}, {born}" if born else child.full_name))
	missing = _("Say which children the help is for.")
	return [
		Question("children", _("Which children is the help for?"), "checks", options=tuple(options), missing=missing)
	]  # fmt: skip


def children_new():
	"""The children of a new family by name; the adults are added to its record afterwards."""
	asked = []
	for number in range(1, CHILDREN + 1):
		first = number == 1
		said, missing = _("Child {0}").format(number), _("Name the child.")
		asked += [
			Question(f"first_{number}", _("{0}: first name").format(said), required=first, missing=missing),
			Question(f"last_{number}", _("{0}: last name").format(said), required=first, missing=missing),
			Question(f"born_{number}", _("{0}: date of birth").format(said), "date", required=False,
				not_future=True),
		]  # fmt: skip
	return asked


def who_helps():
	"""The service and the team, the manager's own ones first."""
	own = teams_of(role="manager") + teams_of()
	filters, order = {"disabled": 0}, "creation"
	teams = frappe.get_all("Early Help Team", filters=filters, fields=["name", "service"], order_by=order)
	services = frappe.get_all("Early Help Service", filters=filters, pluck="name", order_by=order)
	mine = [row for row in teams if row.name in own]
	usual = frappe.db.get_single_value("Early Help Settings", "front_door_service")
	service = (mine[0].service if mine else "") or usual or (services[0] if len(services) == 1 else "")
	return [
		Question("service", _("Which service helps?"), "select", options=tuple(services), value=service or "",
			missing=_("Choose the service.")),
		Question("team", _("Which team?"), "select", options=tuple(row.name for row in teams),
			value=mine[0].name if mine else "", missing=_("Choose the team.")),
	]  # fmt: skip


def what_was():
	return [
		Question("step_down_by", _("Who hands over?"), hint=_("The social worker, with a telephone number."),
			missing=_("Say who hands over.")),
		Question("step_down_plan", _("What was social care's plan?"), "area", rows=5, longest=20_000,
			missing=_("Say what social care's plan was.")),
		Question("step_down_family_agrees", _("The family agrees to be helped"), "check"),
		Question("step_down_social_care_stays", _("Social care stays until a lead practitioner is agreed"), "check"),
	]  # fmt: skip


def check_may_begin(family):
	"""Managers begin step-downs, of families whose card they may see. Raises PermissionError, DoesNotExistError."""
	if EHM not in frappe.get_roles():
		frappe.throw(_("This is for an Early Help Manager."), frappe.PermissionError, _("Step-Down"))
	if family and reach_of(family).level == NOTHING:
		refuse_as_missing("Family", family)


@frappe.whitelist(methods=["POST"])
def begin(family: str = ""):
	"""Begin the help of a family, and show its episode; or the form again with what is missing."""
	check_may_begin(family)

	def act(answers):
		found, people = (family, answers["children"]) if family else new_family(named(answers))
		doc = begin_step_down(found, people, {name: answers[name] for name in SAID})
		if reach_of(found).level == RECORD:
			return go(f"/app/early-help-episode/{doc.name}")
		return go(PAGE, done=doc.name)

	answer(FORM, PAGE, questions(family), act, family=family)


def named(answers):
	"""Return the children whose names were given."""
	fields = (("first_name", "first"), ("last_name", "last"), ("date_of_birth", "born"))
	rows = [{field: answers[f"{key}_{number}"] for field, key in fields} for number in range(1, CHILDREN + 1)]
	return [row for row in rows if row["first_name"]]
