"""A list: columns, filters, sort and page all stand in the address; the same address exports it."""

from minibench.errors import DoesNotExistError
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.query import get_count, get_list
from minibench.translate import _
from minibench.web.desk import display, filters, shell
from minibench.web.desk.env import doc_url, page, redirect, with_query

LENGTHS = (20, 100, 500)
MOST_COLUMNS = 7
NO_COLUMN = ("Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading", "Table", "Table MultiSelect",
	"Fold", "Image", "Password")  # fmt: skip


class ListView:
	"""One list as its address asks for it, within what the person may see."""

	def __init__(self, doctype, args, columns=None):
		if not shell.may(doctype):
			raise DoesNotExistError(doctype)
		self.doctype, self.args, self.meta = doctype, args, get_meta(doctype)
		self.levels = self.meta.get_permlevel_access("read", user=local.session.user)
		self.filters = [f for f in filters.read(self.meta, args) if self.readable(f[1])]
		self.columns = self.choose_columns(columns or [c for c in args.get("_cols", "").split(",") if c])
		self.length = int(args.get("_len", 0)) if args.get("_len") in map(str, LENGTHS) else LENGTHS[0]
		start = args.get("_start", "0")
		self.start = int(start) if start.isdigit() else 0
		self.order_field, self.order_way = self.read_order()

	def readable(self, df):
		return int(df.get("permlevel") or 0) in self.levels or df.fieldname in filters.STANDARD

	def possible(self):
		"""Every field that could be a column or a filter."""
		plain = [df for df in self.meta.fields if df.fieldtype not in NO_COLUMN and not df.hidden]
		standard = [filters.field(self.meta, name) for name in ("name", "owner", "creation", "modified")]
		return [df for df in plain if self.readable(df)] + standard

	def choose_columns(self, names):
		if names:
			by_name = {df.fieldname: df for df in self.possible()}
			return [by_name[name] for name in names if name in by_name] or self.choose_columns([])
		lead = self.meta.title_field
		chosen = [df for df in self.possible() if df.get("in_list_view") and df.fieldname != lead]
		workflow = display.workflow_of(self.meta)
		state = {
			workflow.workflow_state_field if workflow else None,
			"status" if self.meta.has_field("status") else None,
		}
		return [df for df in chosen if df.fieldname not in state][: MOST_COLUMNS - 3]

	def read_order(self):
		field, _space, way = self.args.get("_sort", "").partition(" ")
		known = {df.fieldname for df in self.possible()}
		if field in known:
			return field, "desc" if way.lower() == "desc" else "asc"
		first = (self.meta.sort_field or "modified").split(",")[0].split()[0]
		return (first if first in known else "modified"), (self.meta.sort_order or "DESC").lower()

	def search(self):
		"""or_filters of the one search box: ID, title and search fields."""
		text = self.args.get("_q", "").strip()
		names = dict.fromkeys(["name", self.meta.title_field, *self.meta.get_search_fields()])
		good = [
			n
			for n in names
			if n == "name" or (n and self.meta.has_field(n) and self.readable(self.meta.get_field(n)))
		]
		return [[self.doctype, name, "like", f"%{text}%"] for name in good] if text else None

	def where(self):
		"""Filters and or_filters; a filter on a child table may find a record twice."""
		wide = any("." in name for name, _df, _operator, _value in self.filters)
		return dict(
			filters=filters.as_query(self.meta, self.filters), or_filters=self.search(), distinct=wide
		)

	def total(self):
		return get_count(self.doctype, **self.where())

	def fields(self):
		names = ["name", "modified", "docstatus", self.meta.title_field, *display.state_fields(self.meta)]
		return list(dict.fromkeys(name for name in [*names, *(df.fieldname for df in self.columns)] if name))

	def rows(self, start=0, length=0):
		order = f"`tab{self.doctype}`.`{self.order_field}` {self.order_way}"
		if self.order_field != "name":
			order += f", `tab{self.doctype}`.`name` {self.order_way}"
		return get_list(
			self.doctype, fields=self.fields(), order_by=order, start=start, limit=length, **self.where()
		)

	def url(self, **changes):
		"""This list's address with some parts changed; None takes a part out."""
		pairs = [(key, value) for key, value in self.args.items(multi=True) if key not in changes]
		pairs += [(key, value) for key, value in changes.items() if value is not None]
		return with_query(local.request.path, pairs)

	def without(self, name, operator, value):
		gone, pairs = (name, filters.address(operator, value)), []
		for key, text in self.args.items(multi=True):
			same = key == gone[0] and filters.address(*filters._pair(text)) == gone[1]
			if not same and key != "_start":
				pairs.append((key, text))
		return with_query(local.request.path, pairs)


def show(doctype, args, title=None, columns=None):
	"""The page of a list."""
	meta = get_meta(doctype)
	if meta.issingle:
		return redirect(doc_url(doctype))
	pairs = filters.canonical(meta, args)
	if pairs is not None:
		return redirect(with_query(local.request.path, pairs))
	view = ListView(doctype, args, columns)
	total = view.total()
	if view.start >= total:
		view.start = 0
	rows = view.rows(view.start, view.length) if total else []
	boxes = standard_filters(view)
	return page(
		"list.html",
		title=title or _(doctype),
		doctype=doctype,
		view=view,
		meta=meta,
		rows=draw(view, rows),
		heads=heads(view),
		total=total,
		standard=boxes,
		chips=chips(view),
		taken={"_start", "_q", *(box.name.removeprefix(filters.CONTAINS) for box in boxes)},
		operators=filters.OPERATORS,
		lengths=LENGTHS,
		can=dict(
			create=shell.may(doctype, "create") and not meta.in_create,
			delete=shell.may(doctype, "delete"),
			export=shell.may(doctype, "export"),
		),
		has_state=bool(display.state_fields(meta) or meta.is_submittable),
		new_url=with_query(
			f"{doc_url(doctype)}/new", [(n, v) for n, _df, o, v in view.filters if o == "=" and "." not in n]
		),
	)


def heads(view):
	"""Column heads with the address that sorts by them."""
	lead = view.meta.title_field or "name"
	lead_df = view.meta.get_field(lead) if lead != "name" else filters.field(view.meta, "name")
	columns = [lead_df or filters.field(view.meta, "name"), *view.columns]
	return [head(view, df) for df in columns] + [
		head(view, _dict(fieldname="modified", label="Edited", fieldtype=""))
	]


def head(view, df):
	now = view.order_field == df.fieldname
	way = "asc" if now and view.order_way == "desc" else "desc"
	if not now:
		way = "desc" if df.fieldtype in (*display.NUMBERS, "Date", "Datetime", "") else "asc"
	return _dict(
		label=_(df.label or df.fieldname),
		url=view.url(_sort=f"{df.fieldname} {way}", _start=None),
		way=(view.order_way if now else None),
		num=df.fieldtype in display.NUMBERS,
	)


def draw(view, rows):
	"""Rows ready for the template: link titles are read in one query for each doctype."""
	links = [df for df in view.columns if df.fieldtype == "Link"]
	titles = display.link_titles((df.options, row.get(df.fieldname)) for row in rows for df in links)
	if any(df.fieldname in ("owner", "modified_by") for df in view.columns):
		display.people(row.get(key) for row in rows for key in ("owner", "modified_by"))
	lead = view.meta.title_field
	lead_df = view.meta.get_field(lead) if lead else None
	return [
		_dict(
			name=row.name,
			url=doc_url(view.doctype, row.name),
			lead=display.strip(display.brief(lead_df, row.get(lead)))
			if lead_df and row.get(lead)
			else row.name,
			state=display.state(view.meta, row),
			cells=[(df, display.brief(df, row.get(df.fieldname), titles)) for df in view.columns],
			modified=row.modified,
		)
		for row in rows
	]


def standard_filters(view):
	"""Boxes above the list: one for each standard filter, with what the address says."""
	said = {name: (operator, value) for name, _df, operator, value in view.filters}
	boxes = []
	for df in view.possible():
		if df.get("in_standard_filter"):
			operator, value = said.get(df.fieldname, ("=", ""))
			choice = df.fieldtype in ("Select", "Link", "Check")
			titles = (
				display.link_titles([(df.options, value)])
				if df.fieldtype == "Link" and operator == "="
				else {}
			)
			boxes.append(
				_dict(
					df=df,
					title=titles.get((df.options, value), value if operator == "=" else ""),
					id=f"sf-{df.fieldname}",
					name=df.fieldname
					if choice or df.fieldtype == "Date"
					else filters.CONTAINS + df.fieldname,
					value=str(value).strip("%") if operator in ("=", "like") else "",
					options=[o for o in (df.options or "").split("\n") if o]
					if df.fieldtype == "Select"
					else [],
				)
			)
	return boxes


def chips(view):
	return [
		_dict(text=filters.said(df, operator, value), url=view.without(name, operator, value))
		for name, df, operator, value in view.filters
	]


def saved_report(name, args):
	"""A Report Builder report: its list with the columns, filters and order that it holds."""
	import json

	report = local.db.get_value("Report", name, ["ref_doctype", "json"], as_dict=True)
	spec = json.loads(report.json or "{}")
	if not args:
		_rows, pairs = filters.from_json(report.ref_doctype, json.dumps(spec.get("filters") or []))
		columns = [field for field, doctype in spec.get("fields", []) if doctype == report.ref_doctype]
		pairs.append(("_cols", ",".join(columns)))
		return redirect(with_query(local.request.path, pairs))
	return show(report.ref_doctype, args, title=_(name))
