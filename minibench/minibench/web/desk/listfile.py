"""A list as a file: all that its filters find, in the columns and the order that it shows."""

from minibench.errors import PermissionError
from minibench.local import _dict
from minibench.translate import _
from minibench.views import make_access_log
from minibench.web.desk import display, export, filters, listview, shell

STATE = "_state"


def download(doctype, args, kind, names=()):
	"""The list of an address as a file, or the records chosen in it. Reads only: nobody waits for it to write.

	Numbers, dates and moments are the stored values; a link is its title, as on the page; the ID stands first.
	Raises PermissionError without the right to export.
	"""
	if not shell.may(doctype, "export"):
		raise PermissionError
	make_access_log(doctype=doctype, file_type=kind.upper(), method="Export", filters=args.to_dict())
	view = listview.ListView(doctype, args)
	columns = columns_of(view)
	heads = [(_(df.label or df.fieldname), df) for df in columns]
	return export.table(kind, _(doctype), heads, cells(view, columns, names), facts(view, names))


def columns_of(view):
	state = _dict(fieldname=STATE, fieldtype="Data", label="Status")
	wanted = [view.field("name"), view.lead, *([state] if view.has_state else []), *view.columns]
	by_name = {df.fieldname: df for df in [*wanted, filters.field(view.meta, "modified")]}
	return list(by_name.values())


def cells(view, columns, names):
	"""Rows of cells, a piece of the records at a time."""
	for rows in view.every(names):
		titles = view.titles(rows)
		for row in rows:
			yield [_cell(view, df, row, titles) for df in columns]


def _cell(view, df, row, titles):
	value = row.get(df.fieldname)
	if df.fieldname == STATE:
		return (display.state(view.meta, row) or ("",))[0]
	if df.fieldtype == "Link" and value:
		return display.named(df.options, value, titles)
	return value


def facts(view, names):
	"""What the first sheet says: the filters in words, and the order."""
	found = [(_("Filter"), filters.said(*each[1:])) for each in view.filters]
	text = view.args.get("_q", "").strip()
	searched = [(_("Search"), text)] if text else []
	chosen = [(_("Records"), _("Those that were chosen in the list"))] if names else []
	ways = {"asc": _("lowest or earliest first"), "desc": _("highest or latest first")}
	order = view.field(view.order_field)
	label = _(order.label) if order else view.order_field
	found = found or [(_("Filter"), _("None"))]
	return [*searched, *found, *chosen, (_("Order"), f"{label}, {ways[view.order_way]}")]
