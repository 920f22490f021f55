"""Links from a cell to what it stands for, in a form that every desk draws: text in a Data column.

Desks put the text of such a cell into the page as it is, so everything in a link is escaped.
"""

import json
from html import escape
from urllib.parse import quote, urlencode

from earlyhelp.insight.basis import CLOSED

PASSED_ON = ("service", "basis", "practitioner", "locality", "school")


def report_link(text, report, filters, **more):
	"""Return a link that opens `report` with these filters, or empty text for no number."""
	if not text:
		return ""
	dates = ("from_date", "to_date") if filters.get("basis") == CLOSED else ("as_of",)
	wanted = {name: str(filters[name]) for name in (*PASSED_ON, *dates) if filters.get(name)}
	wanted |= {name: str(value) for name, value in more.items() if value}
	return _link(f"/app/query-report/{quote(report)}?{urlencode(wanted, quote_via=quote)}", text)


def open_report(text, report, **filters):
	"""Return a link that opens `report` with just these filters; empty ones are left out."""
	if not text:
		return ""
	wanted = {name: str(value) for name, value in filters.items() if value}
	return _link(f"/app/query-report/{quote(report)}?{urlencode(wanted, quote_via=quote)}", text)


def list_link(text, doctype, **filters):
	"""Return a link that opens the list of a doctype; a filter is a value or [operator, value]."""
	if not text:
		return ""
	wanted = {
		name: json.dumps(value, default=str) if isinstance(value, list) else str(value)
		for name, value in filters.items()
		if value
	}
	return _link(f"/app/{doctype.lower().replace(' ', '-')}?{urlencode(wanted, quote_via=quote)}", text)


def record_link(text, doctype, name):
	"""Return a link that opens a record, with words of people as its text."""
	return _link(f"/app/{doctype.lower().replace(' ', '-')}/{quote(name)}", text or name)


def text_cell(text):
	"""Return words of people for a cell: as they are, unless they could be taken for markup."""
	text = str(text or "")
	return escape(text) if "<" in text else text


def _link(address, text):
	return f'<a href="{escape(address)}">{escape(str(text))}</a>'
