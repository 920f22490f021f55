"""The page that searches before anything is created: over all families, answered with identity cards."""

import frappe
from frappe import _

from earlyhelp.api.front_door import ASKED, SEARCH, read_sought, writable
from earlyhelp.api.pages import begin, kept, only_for
from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.families.matching import LIKELY, folded, says_enough
from earlyhelp.families.search import find
from earlyhelp.permissions.people import in_front_door

no_cache = 1


def get_context(context):
	"""Show the form, and what it found: never a record, a count, or a hint of what is out of reach."""
	only_for(BSO, EHP, FSP, EHM)
	frappe.has_permission("Early Help Referral", "create", throw=True)
	begin(context, _("Is the family known?"), back="/app", back_title=_("Desk"))
	referral = text_of("referral")
	doc = writable(referral) if referral else None
	context.referral = doc.name if doc else ""
	context.searched = bool(doc and doc.search_done_on and not (doc.family or doc.family_found))
	said = kept(SEARCH)[0]
	context.again = text_of("again")
	context.typed = asked_values(said, doc)
	sought, errors = read_sought(context.typed)
	context.wrong = errors
	context.errors = [{"name": name, "sentence": sentence} for name, sentence in errors.items()]
	context.asked = bool(said) and not errors
	context.enough = enough(sought)
	context.cards = find(sought)[0] if context.asked and context.enough else []
	context.likely = LIKELY
	context.gives_reasons = EHM in frappe.get_roles()


def text_of(name):
	value = frappe.form_dict.get(name)
	return value.strip()[:140] if isinstance(value, str) else ""


def asked_values(said, doc):
	"""Return what was typed; on the way from a referral, its first child."""
	if said or not (doc and doc.children):
		return {name: said.get(name, "") for name in ASKED}
	row = doc.children[0]
	return {name: str(row.get(name) or "") if row.meta.has_field(name) else "" for name in ASKED}


def enough(sought):
	"""A practitioner outside the front door is answered only for a name and a birth, a number or an address."""
	if says_enough(sought):
		return True
	said = folded(sought.first_name + sought.last_name) or sought.upn or sought.nhs_number or sought.postcodes
	wide = {BSO, EHM} & set(frappe.get_roles()) or in_front_door()
	return bool(wide and (said or sought.date_of_birth))
