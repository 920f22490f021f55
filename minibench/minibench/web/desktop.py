"""`frappe.desk.desktop.*`, number cards and charts for programs: what the desk's own pages draw, as JSON."""

from minibench.apps import scrub
from minibench.documents import get_doc
from minibench.local import _dict
from minibench.query import get_count, get_list
from minibench.translate import _
from minibench.web.desk import figures, shell
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
	"""The value of a number card; what it counts is what this person's list would show."""
	card = _dict(json_argument("doc", doc, dict))
	filters = json_argument("filters", filters)
	function = figures.AGGREGATES.get(card.function)
	if not function:
		return get_count(card.document_type, filters)
	value = f"{function}(`{card.aggregate_function_based_on}`) as value"
	return get_list(card.document_type, fields=[value], filters=filters, order_by=None)[0].value or 0


@whitelist()
@read_only()
def get_chart(
	chart_name: str | None = None, chart: str | dict | None = None, no_cache=None, filters=None, from_date=None,
	to_date=None, timespan=None, time_interval=None, heatmap_year=None, refresh=None,
):  # fmt: skip
	"""Labels and values of a dashboard chart that this person may see."""
	name = chart_name or json_argument("chart", chart, dict)["name"]
	row = get_doc("Dashboard Chart", name)
	points = figures.points(row) if shell.may(row.document_type) else None
	labels = [label for label, _value, _url in points or ()]
	values = [value for _label, value, _url in points or ()]
	return {"labels": labels, "datasets": [{"name": _(row.chart_name), "values": values}]}
