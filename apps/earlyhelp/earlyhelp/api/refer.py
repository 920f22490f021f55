"""Referring a family from a page: by the public, a partner or a school.

What is written down goes in as the app's own step, the number is shown and nothing else is told: not whether
the family is known.
"""

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit
from frappe.utils import cint

from earlyhelp.api import referral_forms as forms
from earlyhelp.api.forms import attempt
from earlyhelp.api.pages import go, keep, kept
from earlyhelp.api.questions import read
from earlyhelp.constants import DESK_ROLES, PU, SSL, SU
from earlyhelp.front_door import beginning
from earlyhelp.permissions.people import own_professionals
from earlyhelp.schools.portal_access import lead_schools, schools_of

PAGE, FORM = "/refer", "refer"
HOUR = 60 * 60


class CannotReferError(frappe.PermissionError):
	"""School staff refer through their safeguarding lead, unless the setting lets them."""


class RobotError(frappe.ValidationError):
	"""A field that no person sees was filled in."""


class TooManyReferralsError(frappe.ValidationError):
	"""More referrals came from one place in an hour than people write."""


def check_may_refer():
	"""The public, partners and leads refer; other school staff when the setting says so. Raises PermissionError."""
	roles = set(frappe.get_roles())
	only_staff = SU in roles and not roles & {SSL, PU, *DESK_ROLES}
	if only_staff and not cint(frappe.db.get_single_value("Early Help Settings", "school_users_may_refer")):
		frappe.throw(_("Please speak with your safeguarding lead, who refers families."), CannotReferError)


def most_in_an_hour():
	"""Return how many referrals may come from one address in an hour: fewer from people without an account."""
	return 10 if frappe.session.user == "Guest" else 100


def most_pages_in_an_hour():
	return 30 * most_in_an_hour()


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=most_pages_in_an_hour, seconds=HOUR)
def step(step: str = "", again: str = ""):
	"""Keep the answers of one page and go on to the next, or to the check when everything was asked."""
	check_may_refer()
	asked = forms.steps()
	step = step if step in asked else asked[0]
	before, _errors = kept(FORM)
	answers, typed, errors = read(forms.PAGES[step](), frappe.form_dict)
	errors = errors or forms.extra_errors(step, answers)
	values = {**before, **typed, "shown": step}
	if not errors:
		values["answered"] = sorted({*before.get("answered", []), step})
	left = [name for name in asked if name not in values.get("answered", [])]
	following = step if errors else left[0] if left else "check"
	go(PAGE, step=following, again=keep(FORM, values, errors, token=before and again))


@frappe.whitelist(allow_guest=True, methods=["POST"])
def send(again: str = "", website: str = ""):
	"""Send the referral. Sent twice, the same number is shown again."""
	check_may_refer()
	values, _errors = kept(FORM)
	if values.get("number"):
		return go(PAGE, step="done", again=again)
	answers, typed, errors = read(forms.all_questions(), values)
	for name in forms.steps():
		errors = errors or forms.extra_errors(name, answers)
	errors = errors or refused(answers, website, typed)
	if errors:
		values = {**values, **typed, "shown": "check"}
		return go(PAGE, step="check", again=keep(FORM, values, errors, token=values and again))
	keep(FORM, {"number": typed["number"]}, [], token=again)
	return go(PAGE, step="done", again=again)


def refused(answers, website, typed):
	"""Send it in and put its number into `typed`; return the errors of a refusal."""

	def act(answers):
		if website:
			frappe.throw(_("This could not be sent. Please call us instead."), RobotError)
		try:
			typed["number"] = take_in(answers)
		except frappe.RateLimitExceededError:
			sentence = _("Too many referrals came from your connection. Try again in an hour, or call us.")
			frappe.throw(sentence, TooManyReferralsError)

	return attempt(act, answers, set())


@rate_limit(limit=most_in_an_hour, seconds=HOUR)
def take_in(answers):
	"""Write the referral down and let the app send it in; return its number."""
	values, user = facts(answers), frappe.session.user
	values["children"] = [
		{
			"first_name": answers[f"first_{number}"],
			"last_name": answers[f"last_{number}"],
			"date_of_birth": answers[f"born_{number}"],
		}
		for number in range(1, forms.CHILDREN + 1)
		if answers[f"first_{number}"]
	]
	if answers["unborn"]:
		values["children"].append({"unborn": 1})
	if answers["adult_first"] or answers["adult_last"]:
		names = ("first", "last")
		adult = {f"{name}_name": answers[f"adult_{name}"] for name in names}
		adult |= {key: answers[f"adult_{key}"] for key in ("relationship", "telephone")}
		values["adults"] = [adult]
	return beginning.send_in(values, None if user == "Guest" else user).name


def facts(answers):
	"""Return the fields of the referral that are not rows: who refers, the worry, what the family knows."""
	given = {key: answers[key] for key in ("worry", "working_well", "safe_contact", "family_agrees")}
	given |= {"family_agrees_why": answers["family_agrees_why"], "service": service()}
	user = frappe.session.user
	if user == "Guest":
		named = ("source", "school", "referrer_name", "referrer_telephone", "referrer_email")
		given |= {key: answers[key] for key in named}
		return given | {"anonymous": int(answers["source"] == "Anonymous")}
	given |= {"referrer_name": frappe.utils.get_fullname(user)}
	given |= {"referrer_email": frappe.db.get_value("User", user, "email")}
	schools = lead_schools() or schools_of()
	if schools:
		source = frappe.db.get_value(
			"Referral Source", {"needs_school": 1, "disabled": 0}, order_by="sequence"
		)
		return given | {"source": source, "school": answers.get("school") or schools[0]}
	professionals = own_professionals()
	agency = frappe.db.get_value("Professional", professionals[0], "agency") if professionals else None
	return given | {"source": answers["source"], "referrer_agency": agency}


def service():
	"""Return the service of the settings, else the first that takes families: screening may change it."""
	chosen = frappe.db.get_single_value("Early Help Settings", "front_door_service")
	first = frappe.get_all(
		"Early Help Service", filters={"disabled": 0}, pluck="name", order_by="creation", limit=1
	)
	return chosen or (first[0] if first else None)
