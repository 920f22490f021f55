"""The questions of the page that refers a family."""

import frappe
from frappe import _

from earlyhelp.api.questions import Question
from earlyhelp.constants import SSL
from earlyhelp.schools.portal_access import lead_schools, schools_of

CHILDREN = 4
RELATIONSHIPS = (
	"Mother", "Father", "Step-parent", "Grandparent", "Partner", "Other carer", "Other relative",
)  # fmt: skip
STEPS = ("you", "children", "adults", "worry", "family")


def about_you():
	"""Who refers. Somebody with an account says less: the account says the rest."""
	if frappe.session.user == "Guest":
		return [*source_question(), *contact_questions()]
	if SSL in frappe.get_roles() or schools_of():
		return school_question()
	return source_question(with_school=False)


def source_question(with_school=True):
	filters = {"disabled": 0} if with_school else {"disabled": 0, "needs_school": 0}
	sources = frappe.get_all("Referral Source", filters=filters, pluck="name", order_by="sequence, name")
	sources = [name for name in sources if name != "First Contact"]
	return [
		Question("source", _("Who are you?"), "select", options=tuple(sources), missing=_("Say who you are."),
			hint=_("If you choose Anonymous we cannot tell you what became of it.")),
	]  # fmt: skip


def contact_questions():
	schools = frappe.get_all(
		"School", filters={"disabled": 0}, fields=["name", "school_name"], order_by="school_name"
	)
	return [
		Question("school", _("Your school"), "select", required=False, plain=True, hint=_("Only if you work at a school."),
			options=tuple((row.name, row.school_name) for row in schools)),
		Question("referrer_name", _("Your name"), required=False, plain=True, autocomplete="name"),
		Question("referrer_telephone", _("Your telephone number"), "tel", required=False, plain=True, autocomplete="tel"),
		Question("referrer_email", _("Your e-mail address"), "email", required=False, plain=True, autocomplete="email",
			hint=_("A telephone number or an e-mail address is enough.")),
	]  # fmt: skip


def school_question():
	schools = lead_schools() or schools_of()
	if len(schools) < 2:
		return []
	options = tuple((name, frappe.db.get_value("School", name, "school_name")) for name in schools)
	return [
		Question("school", _("Which school?"), "radios", options=options, missing=_("Choose the school."))
	]


def children():
	"""The children: the first by name, or a baby that is expected."""
	asked = []
	for number in range(1, CHILDREN + 1):
		ordinal = _("Child {0}").format(number)
		asked += [
			Question(f"first_{number}", _("{0}: first name").format(ordinal), required=False, plain=number == 1),
			Question(f"last_{number}", _("{0}: last name").format(ordinal), required=False),
			Question(f"born_{number}", _("{0}: date of birth").format(ordinal), "date", required=False,
				not_future=True),
		]  # fmt: skip
	asked.append(Question("unborn", _("A baby is expected"), "check", required=False))
	return asked


def adults():
	return [
		Question("adult_first", _("Parent or carer: first name"), required=False),
		Question("adult_last", _("Parent or carer: last name"), required=False),
		Question("adult_relationship", _("Who is this to the children?"), "select", required=False,
			options=RELATIONSHIPS),
		Question("adult_telephone", _("Telephone number"), "tel", required=False),
		Question("safe_contact", _("Is there a safe way or time to make contact?"), "area", rows=2, longest=1000,
			required=False, hint=_("Say so if it would be unsafe to call, write or visit.")),
	]  # fmt: skip


def worry():
	return [
		Question("worry", _("What are you worried about?"), "area", rows=6, longest=20_000,
			hint=_("What happened, how often, and what it means for the children."),
			missing=_("Say what you are worried about.")),
		Question("working_well", _("What is going well?"), "area", rows=3, longest=5000, required=False),
	]  # fmt: skip


def family():
	return [
		Question("family_agrees", _("Does the family know, and agree to this?"), "radios", inline=True,
			options=("Yes", "No", "Not asked"), missing=_("Say whether the family knows and agrees.")),
		Question("family_agrees_why", _("If not, why?"), "area", rows=2, longest=2000, required=False, plain=True),
	]  # fmt: skip


PAGES = {"you": about_you, "children": children, "adults": adults, "worry": worry, "family": family}
TITLES = {
	"you": "About you",
	"children": "The children",
	"adults": "The parents or carers",
	"worry": "What is the worry?",
	"family": "Does the family know?",
}


def steps():
	"""Return the pages that this person is asked; one without a question is left out."""
	return [step for step in STEPS if PAGES[step]()]


def all_questions():
	return [q for step in steps() for q in PAGES[step]()]


def extra_errors(step, answers):
	"""Return what is wrong with a page as a whole."""
	if step == "children" and not (
		answers["unborn"] or any(answers[f"first_{n}"] for n in range(1, CHILDREN + 1))
	):
		return [{"name": "first_1", "sentence": _("Name a child, or tick that a baby is expected.")}]
	if step == "family" and answers["family_agrees"] != "Yes" and not answers["family_agrees_why"]:
		return [{"name": "family_agrees_why", "sentence": _("Say why the family does not know or agree.")}]
	if step == "you" and "referrer_name" in answers and answers["source"] != "Anonymous":
		return missing_contact(answers)
	return []


def missing_contact(answers):
	found = []
	if (
		frappe.get_cached_value("Referral Source", answers["source"], "needs_school")
		and not answers["school"]
	):
		found.append({"name": "school", "sentence": _("Choose your school.")})
	if not answers["referrer_name"]:
		found.append({"name": "referrer_name", "sentence": _("Give your name, or choose Anonymous.")})
	if not (answers["referrer_telephone"] or answers["referrer_email"]):
		sentence = _("Give a telephone number or an e-mail address for our answer.")
		found.append({"name": "referrer_telephone", "sentence": sentence})
	return found
