"""A list: columns, filters, sort and page all stand in the address; the same address exports it."""

from functools import cached_property

from minibench import paging
from minibench.errors import DoesNotExistError
from minibench.local import _dict, local
from minibench.meta import get_meta, no_value_fields
from minibench.query import get_list
from minibench.translate import _
from minibench.utils.numbers import cint
from minibench.web.desk import designing, display, figures, filters, shell
from minibench.web.desk.env import doc_url, page, redirect, with_query

LENGTHS = (20, 100, 500)
MOST_COLUMNS = 4  # beside title, state and last change
MOST_GROUPS = 100
GROUPS = {"Sum": "Sum of {0}", "Average": "Average of {0}"}


class ListView:
	"""One list as its address asks for it, within what the person may see."""

	def __init__(self, doctype, args):
		if not shell.may(doctype):
			raise DoesNotExistError(doctype)
		self.doctype, self.args, self.meta = doctype, args, get_meta(doctype)
		self.levels = {0, *self.meta.get_permlevel_access("read", user=local.session.user)}
		self.filters = [found for found in filters.read(self.meta, args) if self.readable(found[1])]
		self.has_state = bool(display.state_fields(self.meta) or self.meta.is_submittable)
		self.lead = self.field(self.meta.title_field) or self.field("name")
		self.columns = self.choose_columns([name for name in args.get("_cols", "").split(",") if name])
		self.length = int(args["_len"]) if args.get("_len") in map(str, LENGTHS) else LENGTHS[0]
		self.start = max(cint(args.get("_start")), 0)
		self.order_field, self.order_way = self.read_order()

	def readable(self, df):
		return int(df.permlevel or 0) in self.levels

	@cached_property
	def possible(self):
		"""Every field that could be a column or a filter; a title also where the form does not show it."""
		never, title = (*no_value_fields, "Password"), self.meta.title_field
		fields = (df for df in self.meta.fields if not df.hidden or df.fieldname == title)
		plain = [df for df in fields if df.fieldtype not in never]
		standard = [filters.field(self.meta, name) for name in ("name", "owner", "creation", "modified")]
		return [df for df in plain if self.readable(df)] + standard

	def field(self, name):
		return next((df for df in self.possible if df.fieldname == name), None)

	def choose_columns(self, names):
		apart = {*display.state_fields(self.meta), self.lead.fieldname} - {"disabled", "enabled"}
		if found := [df for name in names if (df := self.field(name))]:
			return [df for df in found if df.fieldname not in apart]
		shown = [df for df in self.possible if df.in_list_view and df.fieldname not in apart]
		return shown[:MOST_COLUMNS]

	def read_order(self):
		name, _space, way = self.args.get("_sort", "").partition(" ")
		if self.field(name):
			return name, "desc" if way.lower() == "desc" else "asc"
		first = (self.meta.sort_field or "modified").split(",")[0].split()[0]
		return (first if self.field(first) else "modified"), (self.meta.sort_order or "DESC").lower()

	def where(self):
		"""What to find; a filter on a child table may find a record twice."""
		text = self.args.get("_q", "").strip()
		names = {"name", self.meta.title_field, *self.meta.get_search_fields()}
		either = [[self.doctype, name, "like", f"%{text}%"] for name in names if text and self.field(name)]
		wide = any("." in name for name, *_rest in self.filters)
		query = filters.as_query(self.meta, self.filters)
		return dict(filters=query, or_filters=either or None, distinct=wide)

	@cached_property
	def names(self):
		"""The names of what fits, in no order, up to one more than a list counts."""
		return paging.fitting(self.doctype, **self.where())

	@cached_property
	def total(self):
		"""How many fit, up to the bound of a list."""
		return min(len(self.names), paging.MOST)

	@cached_property
	def many(self):
		"""Are there more than a list counts?"""
		return len(self.names) > paging.MOST

	def fields(self):
		names = ["name", "modified", "docstatus", *display.state_fields(self.meta), self.lead.fieldname]
		return list(dict.fromkeys([*names, *(df.fieldname for df in self.columns)]))

	def rows(self, start, length):
		order = self.order_field, self.order_way
		return paging.page(self.doctype, self.names, self.fields(), order, start, length, **self.where())

	def every(self, names=()):
		"""Pieces of all rows, or of those chosen, in the order of the list."""
		where = {"filters": {"name": ["in", list(names)]}} if names else self.where()
		return paging.every(self.doctype, self.fields(), (self.order_field, self.order_way), **where)

	def titles(self, rows):
		links = [df for df in self.columns if df.fieldtype == "Link"]
		return display.link_titles((df.options, row.get(df.fieldname)) for row in rows for df in links)

	def group(self):
		"""The records by the values of a field, as bars; None where the address asks for no group."""
		by, asked = self.field(self.args.get("_group")), self.args.get("_figure", "")
		how, _colon, name = asked.partition(":")
		of = self.field(name) if how in GROUPS else None
		if not by:
			return None
		where = self.where()
		if where.pop("distinct"):  # rows of a child table would be counted one by one
			names = get_list(self.doctype, pluck="name", distinct=True, **where)
			where = {"filters": {"name": ["in", names]}}
		kept = [pair for pair in self.args.items(multi=True) if not pair[0].startswith("_")]
		figure = how, of.fieldname if of else None
		found = figures.grouped(self.doctype, by.fieldname, figure, kept, MOST_GROUPS, **where)
		said = _(GROUPS[how]).format(_(of.label)) if of else _("Number")
		bars = figures.drawn("bar", _("{0} by {1}").format(said, _(by.label)), found)
		return _dict(bars=bars, by=by.fieldname, figure=asked)

	def url(self, **changes):
		"""This list's address with some parts changed; None takes a part out."""
		pairs = [(key, value) for key, value in self.args.items(multi=True) if key not in changes]
		return with_query(local.request.path, pairs + list(changes.items()))

	def without(self, name, operator, value):
		gone, pairs = (name, operator, value), self.args.items(multi=True)
		kept = [(k, v) for k, v in pairs if (k, *filters.pair(v)) != gone and k != "_start"]
		return with_query(local.request.path, kept)

	def sorted_by(self, name, numeric):
		"""The address that sorts by a column; a second time the other way round."""
		now = self.order_way if self.order_field == name else "asc" if numeric else "desc"
		return self.url(_sort=f"{name} {'asc' if now == 'desc' else 'desc'}", _start=None)

	def boxes(self):
		"""(df, name of the box, text in it, its title) of each standard filter."""
		said = {name: (operator, value) for name, _df, operator, value in self.filters}
		for df in self.possible:
			if df.in_standard_filter:
				operator, value = said.get(df.fieldname, ("=", ""))
				text = str(value).strip("%") if operator in ("=", "like") else ""
				exact = df.fieldtype in ("Select", "Link", "Check", "Date")
				name = df.fieldname if exact else filters.CONTAINS + df.fieldname
				yield df, name, text, display.title(df, text)

	def new_url(self):
		found = self.filters
		plain = [(name, value) for name, _df, way, value in found if way == "=" and "." not in name]
		return with_query(f"{doc_url(self.doctype)}/new", plain)


def show(doctype, args, title=None):
	"""The page of a list."""
	meta = get_meta(doctype)
	pairs = filters.canonical(meta, args)
	if pairs is not None:
		return redirect(with_query(local.request.path, pairs))
	view = ListView(doctype, args)
	view.start = view.start if view.start < view.total else 0
	rows = view.rows(view.start, view.length) if view.total else []
	boxes = list(view.boxes())
	return page(
		"list.html", title=title or _(doctype), doctype=doctype, view=view, meta=meta, rows=rows, boxes=boxes,
		titles=view.titles(rows), operators=filters.OPERATORS, lengths=LENGTHS, said=filters.said, strip=display.strip,
		state=display.state, taken={"_start", "_q", *(name.removeprefix(filters.CONTAINS) for _df, name, *_rest in boxes)},
		can={right: shell.may(doctype, right) for right in ("delete", "export")},
		creates=shell.may(doctype, "create") and not meta.in_create, tools=designing.tools(meta),
		group=view.group(), groups=GROUPS, long=display.LONG, has_state=view.has_state,
	)  # fmt: skip
