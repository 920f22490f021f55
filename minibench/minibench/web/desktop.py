"""`frappe.desk.desktop.*`, number cards and charts for programs: what the desk's own pages draw, as JSON."""

import calendar
import json

from minibench.apps import scrub
from minibench.documents import get_doc
from minibench.local import _dict
from minibench.messages import throw
from minibench.permissions import has_permission
from minibench.translate import _
from minibench.utils.dateformat import format_date
from minibench.utils.dates import getdate
from minibench.utils.numbers import cint, flt
from minibench.web.desk import chartdata, filters, shell
from minibench.web.desk.display import MONTHS
from minibench.web.request import json_argument
from minibench.whitelist import read_only, whitelist

_PAGE = ("name", "title", "public", "module", "parent_page", "for_user", "content")
_KINDS = ("Chart", "Shortcut", "Number Card", "Quick List")


@whitelist()
@read_only()
def get_workspace_sidebar_items():
	"""The workspaces that this person may open."""
	pages = [{key: row.get(key) for key in _PAGE} for row in shell.workspaces()]
	return {"pages": pages, "has_access": True, "has_create_access": False}


@whitelist()
@read_only()
def get_desktop_page(page: str | dict):
	"""What a workspace holds, without what this person may not reach."""
	wanted = json_argument("page", page, dict)
	row = next((row for row in shell.workspaces() if row.name == wanted.get("name")), None)
	if not row:
		return {}
	found = {f"{scrub(kind)}s": {"items": row.rows[f"Workspace {kind}"]} for kind in _KINDS}
	found["cards"] = {"items": _cards(row.rows["Workspace Link"])}
	return found


def _cards(links: list) -> list[dict]:
	cards: list[dict] = []
	for link in links:
		if link.type == "Card Break":
			cards.append({"label": link.label, "links": []})
		elif cards:
			cards[-1]["links"].append(link)
	return [card for card in cards if card["links"]]


@whitelist()
@read_only()
def get_number(doc: str | dict, filters: str | list | dict | None = None, to_date: str | None = None):
	"""The value of a number card, of what was made before `to_date`; it counts what this person's list would show."""
	card = _dict(json_argument("doc", doc, dict) or {})
	if not isinstance(card.document_type, str):
		throw(_("DocType must be a string"))
	query = _rows(card.document_type, json_argument("filters", filters))
	before = [[card.document_type, "creation", "<", to_date]] if to_date else []
	return flt(chartdata.one(card, [*query, *before]))


@whitelist()
@read_only()
def get_percentage_difference(doc: str | dict, filters: str | list | dict, result: str | int | float):
	"""How many per cent `result` is more than what the card counted one interval ago; nothing where that was none."""
	card = _named("Number Card", json_argument("doc", doc, dict))
	if not card.show_percentage_stats:
		return None
	query = _rows(card.document_type, json_argument("filters", filters))
	return chartdata.difference(flt(result), chartdata.one(card, chartdata.earlier(card, query)))


def _named(doctype: str, sent):
	"""The stored card or chart that a request names. Raises PermissionError where it is not for this person."""
	doc = get_doc(doctype, str((sent or {}).get("name")))
	doc.check_permission("read")
	return doc


def _rows(doctype: str, given) -> list:
	"""Filters as rows, from rows or from a dictionary."""
	try:
		return filters.from_json(doctype, json.dumps(given or []))[0]
	except (TypeError, ValueError):
		throw(_("{0} is not of the kind that is expected here").format("filters"))


@whitelist()
@read_only()
def get_chart(
	chart_name: str | None = None, chart: str | dict | None = None, no_cache=None, filters=None, from_date=None,
	to_date=None, timespan=None, time_interval=None, heatmap_year=None, refresh=None,
):  # fmt: skip
	"""Labels and values of a dashboard chart that this person may see."""
	row = _named(
		"Dashboard Chart", {"name": chart_name} if chart_name else json_argument("chart", chart, dict)
	)
	given = json_argument("filters", filters) or json.loads(row.filters_json or "[]")
	query = _rows(row.document_type, given)
	if row.chart_type == "Group By":
		found = chartdata.groups(row, query)
		return _answer(row, found) if found else None
	if row.type == "Heatmap":
		year = cint(heatmap_year or row.heatmap_year) or getdate().year
		days = chartdata.days(row, query, year).items()
		return {"labels": [], "dataPoints": {calendar.timegm(day.timetuple()): value for day, value in days}}
	grain = time_interval if time_interval in chartdata.GRAINS else row.time_interval
	start, end = chartdata.span(row, from_date, to_date, timespan)
	if (timespan or row.timespan) != "Select Date Range":
		start = chartdata.GRAINS[grain][0](start)
	found = chartdata.series(row, query, grain, start, end)
	return _answer(row, [(_period(last, grain), value) for _first, last, value in found])


def _answer(row, found) -> dict:
	labels, values = zip(*found, strict=True)
	return {"labels": labels, "datasets": [{"name": row.name, "values": values}]}


def _period(day, grain: str) -> str:
	if grain == "Monthly":
		return f"{MONTHS[day.month - 1]} {day.year}"
	if grain == "Quarterly":
		return f"Quarter {(day.month + 2) // 3} {day.year}"
	return str(day.year) if grain == "Yearly" else format_date(day)


@whitelist()
def get_permitted_charts(dashboard_name: str):
	"""The charts of a dashboard that this person may see."""
	board = get_doc("Dashboard", dashboard_name)
	options = {"custom_options": board.chart_options} if board.chart_options else {}
	mine = (each for each in board.charts if _permitted("Dashboard Chart", each.chart))
	return [{**each.as_dict(), **options} for each in mine]


@whitelist()
def get_permitted_cards(dashboard_name: str):
	"""The number cards of a dashboard that this person may see."""
	board = get_doc("Dashboard", dashboard_name)
	return [each for each in board.cards if _permitted("Number Card", each.card)]


def _permitted(doctype: str, name: str) -> bool:
	return bool(has_permission(doctype, "read", name, raise_exception=False))
