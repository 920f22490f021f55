"""The pupils of a school: what the page of a lead posts."""

import frappe
from frappe import _

from earlyhelp.api.forms import answer
from earlyhelp.api.pages import go
from earlyhelp.api.questions import Question
from earlyhelp.schools import pupil_work as work
from earlyhelp.schools.portal_access import lead_schools

PAGE = "/pupils"
HEADINGS = ("First name", "Last name", "Date of birth", "Class", "Year", "UPN")
FLAG_LABELS = {
	"sen": "Special educational needs",
	"ehcp": "Education, health and care plan",
	"fsm": "Free school meals",
	"eal": "English as an additional language",
	"young_carer": "Young carer",
	"looked_after": "Looked after",
	"previously_looked_after": "Previously looked after",
}


def pupil_questions():
	flags = [Question(name, _(label), "check", required=False) for name, label in FLAG_LABELS.items()]
	return [
		Question("first_name", _("First name"), missing=_("Enter the first name.")),
		Question("last_name", _("Last name"), missing=_("Enter the last name.")),
		Question("date_of_birth", _("Date of birth"), "date", required=False, not_future=True),
		Question("class_name", _("Class"), required=False, longest=40),
		Question("year_group", _("Year"), required=False, longest=20),
		Question("upn", _("UPN"), required=False, longest=20),
		Question("to_date", _("Left on"), "date", required=False, hint=_("Only when the pupil has left.")),
		*flags,
	]


def import_questions():
	headings = ", ".join(_(label) for label in HEADINGS)
	return [
		Question("file", _("A file from the school's system"), "file", required=False, accept=".csv,.txt",
			hint=_("A CSV file with the headings: {0}.").format(headings)),
		Question("list", _("Or paste the list"), "area", rows=8, longest=work.MOST_TEXT, required=False,
			hint=_("Copied from a spreadsheet, with the same headings.")),
	]  # fmt: skip


def uploaded():
	"""Return the text of the file that was sent with the form; "" without one."""
	files = getattr(frappe.request, "files", None) if frappe.request else None
	sent = files.get("file") if files else None
	return in_words(sent.read(work.MOST_TEXT + 1)) if sent else ""


def in_words(content):
	"""Return the text of a file's bytes, as spreadsheets write them: UTF-8, or the older Windows letters."""
	try:
		return content.decode("utf-8-sig")
	except UnicodeDecodeError:
		return content.decode("cp1252", "replace")


def school_asked(school):
	"""Return the school that is meant: one that the person leads. Raises PermissionError."""
	mine = lead_schools()
	school = school or (mine[0] if mine else "")
	work.check_lead(school)
	return school


@frappe.whitelist(methods=["POST"])
def save(name: str = "", school: str = ""):
	"""Enter a pupil, or change one."""
	if name:
		school = work.pupil_of(name).school
	school = school_asked(school)

	def act(answers):
		work.change(name, answers) if name else work.enter(school, answers)
		go(PAGE, school=school, done="saved")

	return answer("pupil", PAGE, pupil_questions(), act, school=school, edit=name or "new")


@frappe.whitelist(methods=["POST"])
def import_list(school: str = ""):
	"""Read a list of pupils, all of it or nothing."""
	school = school_asked(school)

	frappe.form_dict["list"] = uploaded() or frappe.form_dict.get("list")

	def act(answers):
		added, changed = work.import_list(school, answers["list"] or "")
		go(PAGE, school=school, added=added, changed=changed)

	return answer("pupils", PAGE, import_questions(), act, school=school, edit="list")
