"""A list: columns, filters, sort and page all stand in the address; the same address exports it."""

from functools import cached_property

from minibench import paging, user_settings
from minibench.errors import DoesNotExistError, ValidationError
from minibench.local import _dict, local
from minibench.meta import get_meta, no_value_fields
from minibench.rowaccess import match_conditions
from minibench.translate import _
from minibench.web import methods
from minibench.web.desk import designing, display, filters, save, saved, shell
from minibench.web.desk.env import doc_url, list_url, page, part, redirect, with_query

MOST_COLUMNS = 4  # beside title, state and last change
COUNT = "frappe.desk.reportview.get_count"


class ListView(filters.Addressed):
	"""One list as its address asks for it, within what the person may see."""

	def __init__(self, doctype, args):
		if not shell.may(doctype):
			raise DoesNotExistError(doctype)
		self.doctype, self.args, self.meta = doctype, args, get_meta(doctype)
		self.levels = {0, *self.meta.get_permlevel_access("read", user=local.session.user)}
		self.filters = [found for found in filters.read(self.meta, args) if self.readable(found[1])]
		self.has_state = bool(display.state_fields(self.meta) or self.meta.is_submittable)
		self.lead = self.field(self.meta.title_field) or self.field("name")
		own = user_settings.get(doctype).get("List", {}).get("columns")
		names = args["_cols"].split(",") if args.get("_cols") else own or ()
		self.columns = self.choose_columns(names)
		self.read_place(filters.LENGTHS[0])
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

	def filterable(self):
		"""[(heading, [(name, label)])] of what can be filtered: the record's own fields, then those of its tables."""
		never = (*no_value_fields, "Password")
		assigned = filters.field(self.meta, "_assign")
		found = [("", [(df.fieldname, _(df.label or df.fieldname)) for df in [*self.possible, assigned]])]
		tables = [df for df in self.meta.get_table_fields() if self.readable(df) and not df.hidden]
		for child, table in {df.options: df for df in tables}.items():
			fields = (df for df in get_meta(child).fields if df.fieldtype not in never and not df.hidden)
			seen = (df for df in fields if self.readable(df))
			names = [(f"{child}.{df.fieldname}", _(df.label or df.fieldname)) for df in seen]
			found.append((_(table.label or child), names))
		return found

	def field(self, name):
		return next((df for df in self.possible if df.fieldname == name), None)

	def choose_columns(self, names):
		if found := [df for name in names if (df := self.field(name))]:
			return [df for df in found if df.fieldname not in self.apart]
		shown = [df for df in self.possible if df.in_list_view and df.fieldname not in self.apart]
		return shown[:MOST_COLUMNS]

	@cached_property
	def apart(self):
		"""What every list shows by itself: title, state and last change."""
		return {*display.state_fields(self.meta), self.lead.fieldname, "modified"} - {"disabled", "enabled"}

	def offered(self):
		"""The fields to choose columns from, those that are shown first and in their order."""
		rest = (df for df in self.possible if df not in self.columns)
		return [*self.columns, *(df for df in rest if df.fieldname not in self.apart)]

	def read_order(self):
		name, _space, way = self.args.get("_sort", "").partition(" ")
		if self.field(name):
			return name, "desc" if way.lower() == "desc" else "asc"
		first = (self.meta.sort_field or "modified").split(",")[0].split()[0]
		return (first if self.field(first) else "modified"), (self.meta.sort_order or "DESC").lower()

	def where(self):
		"""What to find; a filter on a child table may find a record twice. Raises ValidationError for a bad value."""
		if problem := next(filter(None, (filters.problem(*each[1:]) for each in self.filters)), None):
			raise ValidationError(problem)
		text = self.args.get("_q", "").strip()
		names = {"name", self.meta.title_field, *self.meta.get_search_fields()}
		either = [[self.doctype, name, "like", f"%{text}%"] for name in names if text and self.field(name)]
		wide = any("." in name for name, *_rest in self.filters)
		query = [self.assigned(row) for row in filters.as_query(self.meta, self.filters)]
		return dict(filters=query, or_filters=either or None, distinct=wide)

	def assigned(self, row):
		"""A filter by who a record is assigned to, found by the assignments: they have an index, the column has none."""
		_doctype, field, operator, value = row
		who = str(value).strip("%")
		if field != "_assign" or "like" not in operator or not local.db.exists("User", who):
			return row
		found = {"allocated_to": who, "reference_type": self.doctype, "status": "Open"}
		names = local.db.get_all("ToDo", found, pluck="reference_name")
		return [self.doctype, "name", "in" if operator == "like" else "not in", names or [""]]

	@cached_property
	def names(self):
		"""The names of what fits, in no order, up to one more than a list counts."""
		return paging.fitting(self.doctype, **self.where())

	@cached_property
	def total(self):
		"""How many fit, up to the bound of a list; what an app put in the place of Frappe's count is asked."""
		if methods.find(COUNT)[0] != COUNT:
			return methods.ask(COUNT, doctype=self.doctype, **self.where()) if self.names else 0
		return min(len(self.names), paging.MOST)

	@cached_property
	def many(self):
		"""Are there more than a list counts?"""
		return len(self.names) > paging.MOST

	def problem(self):
		"""Why nothing can be looked for, in a sentence, else None; the list is empty then."""
		try:
			self.names  # noqa: B018 - read once, kept
		except ValidationError as error:
			self.names = []
			return save.told(error)[0]
		return None

	def limited(self):
		"""May the person see only some of the records, by a rule?"""
		return bool(match_conditions(self.doctype, local.session.user)[0])

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
				exact = df.fieldtype in ("Select", "Link", "Check", "Date")
				text = str(value).strip("%") if operator == ("=" if exact else "like") else ""
				name = df.fieldname if exact else filters.CONTAINS + df.fieldname
				yield df, name, text, display.title(df, text)

	def beside(self, boxes):
		"""The parts of the address that stand in no box of the filters' form."""
		shown = {(df.fieldname, text) for df, _name, text, _title in boxes if text}

		def boxed(key, text):
			operator, value = filters.pair(text)
			return operator in ("=", "like") and (key, str(value).strip("%")) in shown

		pairs = self.args.items(multi=True)
		return [(key, text) for key, text in pairs if key not in ("_start", "_q") and not boxed(key, text)]

	def new_url(self):
		found = self.filters
		plain = [(name, value) for name, _df, way, value in found if way == "=" and "." not in name]
		return with_query(f"{doc_url(self.doctype)}/new", plain)


def show(doctype, args):
	"""The page of a list."""
	meta = get_meta(doctype)
	pairs = filters.canonical(meta, args)
	if pairs is not None:
		return redirect(with_query(local.request.path, pairs))
	view = ListView(doctype, args)
	problem = view.problem()
	view.start = view.start if view.start < view.total else 0
	rows = view.rows(view.start, view.length) if view.total else []
	boxes = list(view.boxes())
	return page(
		"list.html", status=417 if problem else 200, title=_(doctype), doctype=doctype, view=view, meta=meta,
		rows=rows, boxes=boxes, problem=problem, tabs=saved.tabs(view), shares=saved.may_share(), long=display.LONG,
		titles=view.titles(rows), lengths=filters.LENGTHS, said=filters.said, strip=display.strip, state=display.state, box=no_box(),
		kept=view.beside(boxes), has_state=any(display.state(meta, row) for row in rows),
		can=can(meta), tools=tools_of(view),
		creates=shell.may(doctype, "create") and not meta.in_create, reports=shell.may(doctype, "report"),
	)  # fmt: skip


def tools_of(view):
	"""What else can be done with these records: a report on what the filters find, and what designers do."""
	report = (_("Report"), with_query(f"{list_url(view.doctype)}/view/report", view.filter_pairs()))
	return [*([report] if shell.may(view.doctype, "report") else []), *designing.tools(view.meta)]


def can(meta):
	"""What may be done with chosen records."""
	from minibench.web.desk import bulk

	found = {do: bulk.may(meta, do) for do in ("edit", "delete", "submit", "cancel")}
	return found | {"export": shell.may(meta.name, "export"), "steps": bulk.steps(meta)}


def no_box():
	"""The filter box before a field is chosen, as it serves without script: every operator, and plain text."""
	operators = [(key, _(said)) for key, said in filters.OPERATORS.items()]
	return _dict(kind="text", operators=operators, operator="=")


def filter_box(args):
	"""A piece of the list's page: the operators that fit a field, and the box that fits both."""
	view = ListView(args.get("doctype", ""), args)
	name = args.get("field", "")
	if name not in {each for _heading, fields in view.filterable() for each, _label in fields}:
		raise DoesNotExistError(name)
	df = filters.field(view.meta, name)
	box = filters.fitting(df, name, args.get("op"), name.rpartition(".")[0] or view.doctype)
	return part("filterbox.html", box=box)
