"""Links from a cell to what it stands for, in a form that every desk draws: text in a Data column.

Desks put the text of such a cell into the page as it is, so everything here is escaped.
"""

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


def record_link(text, doctype, name):
	"""Return a link that opens a record, with words of people as its text."""
	return _link(f"/app/{doctype.lower().replace(' ', '-')}/{quote(name)}", text or name)


def _link(address, text):
	return f'<a href="{escape(address)}">{escape(str(text))}</a>'
