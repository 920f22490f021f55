"""The page where a manager begins the help of a family that social care hands over."""

import frappe
from frappe import _

from earlyhelp.api.front_door import SEARCH
from earlyhelp.api.pages import begin, kept, only_for
from earlyhelp.api.questions import fill
from earlyhelp.api.step_downs import FORM, check_may_begin, questions
from earlyhelp.constants import EHM
from earlyhelp.families.search import card_of

no_cache = 1


def get_context(context):
	"""Ask what an episode without a referral needs; of the family only its card is shown."""
	only_for(EHM)
	family = text_of("family")
	check_may_begin(family)
	values, errors = kept(FORM)
	begin(context, _("Step-down from social care"), back="/eh-search", back_title=_("Search"), errors=errors)
	asked = questions(family)
	context.update({"family": family, "card": card_of(family, [], 0) if family else None})
	context.done = text_of("done")
	context.questions = fill(asked, values or first_answers(asked), errors)


def first_answers(asked):
	"""Return what is known: every child of the family, or the child who was sought, and the own team."""
	values = {q.name: q.value for q in asked if q.value}
	sought = {"first_1": "first_name", "last_1": "last_name", "born_1": "date_of_birth"}
	said = kept(SEARCH)[0]
	values.update({name: said.get(key) or text_of(key) for name, key in sought.items()})
	for q in asked:
		if q.name == "children":
			values["children"] = [choice["value"] for choice in q.choices]
	return values


def text_of(name):
	value = frappe.form_dict.get(name)
	return value.strip()[:140] if isinstance(value, str) else ""
