"""A Thank You card as it is given: read on a page, and printed on one side of paper."""

import frappe
from frappe import _

from earlyhelp.api.pages import begin, only_for
from earlyhelp.constants import PU, SSL
from earlyhelp.planning.led_outside import led_record
from earlyhelp.planning.printing import paper_settings
from earlyhelp.team_around.cards import safe_ways
from earlyhelp.team_around.printing import card_paper

no_cache = 1


def get_context(context):
	only_for(SSL, PU)
	doc = led_record("Thank You Card", frappe.form_dict.get("of"))
	doc.add_viewed()
	begin(context, _("Thank You card"), back=f"/lead-record?kind=card&of={doc.name}", back_title=_("Back"))
	context.update({"doc": {"name": doc.name}, "card": None})
	if safe_ways(doc.person):
		context.update({"card": card_paper(doc), "paper": paper_settings()})
	return context
