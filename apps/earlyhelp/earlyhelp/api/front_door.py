"""What the pages of the front door post: a referral begins from a search, and history was seen."""

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from earlyhelp.api.pages import go, keep, kept
from earlyhelp.families.identifiers import IdentifierError, check_nhs_number, check_postcode
from earlyhelp.families.matching import Described
from earlyhelp.families.search import find
from earlyhelp.front_door import possible_matches
from earlyhelp.front_door.beginning import begin_referral, link_family, make_records, note_search
from earlyhelp.states.content import editable_fields
from earlyhelp.states.errors import LockedError
from earlyhelp.states.flow import ALL
from earlyhelp.states.registry import flow_of

SEARCH = "search"
ASKED = ("first_name", "last_name", "date_of_birth", "upn", "nhs_number", "postcode")


class NotFoundBySearchError(frappe.ValidationError):
	"""A family was chosen that this search does not answer with."""


class SearchFirstError(frappe.ValidationError):
	"""Something begins before anybody searched whether the family is known, or long after."""


def read_sought(values) -> tuple[Described, dict[str, str]]:
	"""Return who is sought, and {field: sentence} for what cannot be read. `values`: texts by the names of ASKED."""
	texts = {name: str(values.get(name) or "").strip()[:140] for name in ASKED}
	errors = {}
	for name, read in (
		("date_of_birth", _read_date),
		("nhs_number", check_nhs_number),
		("postcode", check_postcode),
	):
		try:
			texts[name] = read(texts[name])
		except (IdentifierError, ValueError) as error:
			errors[name], texts[name] = str(error), None
	sought = Described(
		first_name=texts["first_name"],
		last_name=texts["last_name"],
		date_of_birth=texts["date_of_birth"] or None,
		upn=texts["upn"].upper().replace(" ", ""),
		nhs_number=texts["nhs_number"] or "",
		postcodes=(texts["postcode"],) if texts["postcode"] else (),
	)
	return sought, errors


def _read_date(text):
	if not text:
		return None
	try:
		return getdate(text)
	except Exception:
		raise ValueError(_("Write the date of birth as day, month and year.")) from None


def check_found(family: str, values):
	"""Refuse a family that the search of these values does not answer with a card for the person signed in."""
	cards, _hidden = find(read_sought(values)[0])
	if family not in [card.family for card in cards]:
		frappe.throw(
			_("Search again: this family is not among what was found."), NotFoundBySearchError, _("Search")
		)


@frappe.whitelist(methods=["POST"])
def search(
	first_name: str = "",
	last_name: str = "",
	date_of_birth: str = "",
	upn: str = "",
	nhs_number: str = "",
	postcode: str = "",
	referral: str = "",
):
	"""Show who is found. Who is sought is kept for the page: an address would stand in histories and logs."""
	frappe.has_permission("Early Help Referral", "create", throw=True)
	said = (first_name, last_name, date_of_birth, upn, nhs_number, postcode)
	values = {name: text.strip()[:140] for name, text in zip(ASKED, said, strict=True)}
	go("/eh-search", referral=referral, again=keep(SEARCH, values, []))


@frappe.whitelist(methods=["POST"])
def begin(again: str, family: str = ""):
	"""Begin a referral from a search that found the family, or found nobody; leads to its form."""
	frappe.has_permission("Early Help Referral", "create", throw=True)
	values = sought_before(again)
	if family:
		check_found(family, values)
	sought, _errors = read_sought(values)
	child = {
		"first_name": sought.first_name,
		"last_name": sought.last_name,
		"date_of_birth": sought.date_of_birth,
	}
	open_form(begin_referral(child, family or None))


@frappe.whitelist(methods=["POST"])
def use_search(referral: str, again: str, family: str = ""):
	"""Note on a referral that the search was made, and link the family that was found; leads back to its form."""
	doc = writable(referral)
	values = sought_before(again)
	if family:
		check_found(family, values)
	note_search(doc)
	if family:
		link_family(doc, family)
	open_form(doc)


def sought_before(again: str) -> dict[str, str]:
	"""Return what the search behind this token was for. Raises SearchFirstError: none, or too long ago."""
	values, _errors = kept(SEARCH, again)
	if not any(values.values()):
		frappe.throw(_("Search again: the last search was too long ago."), SearchFirstError, _("Search"))
	return values


@frappe.whitelist(methods=["POST"])
def make_family(referral: str):
	"""Make the records of a family that the search did not find, from the rows of the referral."""
	doc = writable(referral)
	if not doc.search_done_on or doc.family or doc.family_found:
		frappe.throw(
			_("Search first, and make records only where no family is linked."),
			SearchFirstError,
			_("New Family"),
		)
	make_records(doc)
	open_form(doc)


@frappe.whitelist(methods=["POST"])
def history_seen(referral: str):
	"""Note that the person signed in saw what happened before; leads back to the form of the referral."""
	doc = frappe.get_doc("Early Help Referral", referral)
	doc.check_permission("write")
	doc.db_set({"history_seen_on": now_datetime(), "history_seen_by": frappe.session.user})
	open_form(doc)


@frappe.whitelist(methods=["POST"])
def answer_match(referral: str, family: str, same: str = "no"):
	"""Say, as somebody who was told of a possible match, whether it is the same family."""
	possible_matches.answer_match(referral, family, same == "yes")
	go("/app/family/" + family if same == "yes" else "/app")


def writable(referral):
	"""Return a referral whose family the person signed in may set now. Raises PermissionError, LockedError."""
	doc = frappe.get_doc("Early Help Referral", referral)
	doc.check_permission("write")
	fields = editable_fields(doc, doc, flow_of(doc.doctype).state(doc.status))
	if ALL not in fields and "family" not in fields:
		frappe.throw(
			_("While this is {0}, the family cannot be changed by you.").format(_(doc.status)),
			LockedError,
			_("Not Now"),
		)
	return doc


def open_form(doc):
	go(f"/app/early-help-referral/{doc.name}")
