"""A DocType as tabs, sections and columns of fields, each with what this person may do with it now."""

import re

from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.translate import _
from minibench.web.desk import display, expressions, fieldtext, shell

WIDGETS = {
	"Check": "check", "Select": "select", "Link": "link", "Dynamic Link": "link", "Date": "date",
	"Datetime": "datetime", "Time": "time", "Int": "number", "Long Int": "number", "Float": "number",
	"Currency": "number", "Percent": "number", "Rating": "number", "Duration": "text", "Small Text": "area",
	"Text": "area", "Long Text": "area", "Code": "code", "JSON": "code", "Markdown Editor": "code",
	"HTML Editor": "code", "Text Editor": "rich", "Password": "password", "Attach": "attach",
	"Attach Image": "attach", "Table": "table", "Table MultiSelect": "choices", "HTML": "html",
	"Heading": "heading", "Button": "button", "Read Only": "read",
}  # fmt: skip
DATA_INPUTS = {"Email": "email", "Phone": "tel", "URL": "url"}
STANDING = ("html", "heading", "button")
RULES = (("depends_on", "d"), ("mandatory_depends_on", "m"), ("read_only_depends_on", "r"))


class Access:
	"""What a person may do with the fields of one document in its present state."""

	def __init__(self, doc, new):
		meta, user = doc.meta, local.session.user
		self.doc, self.meta, self.new = doc, meta, new
		self.read = set(meta.get_permlevel_access("read", user=user))
		self.write = set(meta.get_permlevel_access("write", user=user))
		self.docstatus = int(doc.docstatus or 0)
		self.may_write = (
			bool(doc.has_permission("create" if new else "write")) and not self.in_foreign_state()
		)
		self.can_write = self.may_write and self.docstatus < 2 and not (meta.read_only and not new)

	def in_foreign_state(self):
		"""A workflow state that others edit makes the form read-only, as Frappe's form is."""
		workflow = display.workflow_of(self.meta)
		if not workflow or self.new:
			return False
		now = self.doc.get(workflow.workflow_state_field)
		editors = {row.allow_edit for row in workflow.states if row.state == now}
		return bool(editors) and not editors & set(shell.roles())

	def sees(self, df):
		return not df.hidden and int(df.permlevel or 0) in self.read | ({0} if self.new else set())

	def writes(self, df):
		return (
			self.can_write
			and not df.read_only
			and int(df.permlevel or 0) in self.write
			and df.fieldtype != "Read Only"
			and (not self.docstatus or bool(df.allow_on_submit))
			and not (df.set_only_once and not self.new and self.doc.get(df.fieldname))
		)

	def readable(self):
		"""The document without the fields that this person may not read, for what an app draws from it."""
		if not self.meta.get_high_permlevel_fields():
			return self.doc
		from minibench.document import get_doc

		doc = get_doc(self.doc.as_dict())
		doc.apply_fieldlevel_read_permissions()
		return doc

	def shown(self):
		return [df for df in self.meta.fields if self.sees(df)]

	def writable(self):
		kinds = fieldtext.NO_VALUE
		return [df for df in self.shown() if df.fieldname and df.fieldtype not in kinds and self.writes(df)]


def rules_of(meta):
	"""{fieldname: {"d": tree, "m": tree, "r": tree}} of a doctype's expressions."""
	found = {}
	for df in meta.fields:
		trees = {key: tree for name, key in RULES if (tree := _parsed(df.get(name)))}
		if trees:
			found[df.fieldname] = trees
	return found


def _parsed(text):
	try:
		return expressions.parse(text)
	except expressions.ExpressionError:
		return None  # refused when an app is installed; a later Property Setter must not break the form


class Form:
	"""Everything the form's template draws, from a document's text values."""

	def __init__(self, access, values, errors=None):
		self.access, self.meta, self.values, self.errors = access, access.meta, values, errors or {}
		self.rules = rules_of(self.meta)
		self.children = {}
		self.roles = shell.roles()
		shown = access.shown()
		self.typed = fieldtext.typed(values, [df for df in shown if df.fieldtype not in fieldtext.NO_VALUE])
		self.typed.update({k: access.doc.get(k) for _scope, k in self.rule_fields() if k not in self.typed})
		self.titles = display.link_titles(self._links(shown))
		self.tabs = self._tabs(shown)

	def rule_fields(self):
		"""(scope, fieldname) of all that expressions read."""
		found = set()
		for df in self.meta.get_table_fields():
			self.children[df.options] = rules_of(get_meta(df.options))
		for rules in (self.rules, *self.children.values()):
			for trees in rules.values():
				found |= set().union(*(expressions.fields_of(tree) for tree in trees.values()))
		return found

	def _links(self, shown):
		for df in shown:
			value = self.values.get(df.fieldname)
			if df.fieldtype == "Link":
				yield df.options, value
			elif df.fieldtype == "Dynamic Link":
				yield self._target(df, self.typed), value
			elif df.fieldtype == "Table MultiSelect":
				link = fieldtext.link_field(get_meta(df.options))
				yield from ((link.options, each) for each in value or ())
			elif df.fieldtype == "Table":
				links = [c for c in get_meta(df.options).fields if c.fieldtype in ("Link", "Dynamic Link")]
				yield from (
					(self._target(c, row), row.get(c.fieldname)) for row in value or () for c in links
				)

	def _target(self, df, values):
		"""The doctype that a link leads to, by these values."""
		target = df.options if df.fieldtype == "Link" else values.get(df.options)
		return target if target and shell.slug(str(target)) in shell.doctypes() else None

	def _tabs(self, shown):
		tabs = [_dict(id="tab-details", label=_("Details"), df=None, sections=[_section(None)])]
		for df in shown:
			if df.fieldtype == "Tab Break":
				tabs.append(
					_dict(id=f"tab-{df.fieldname}", label=_(df.label or ""), df=df, sections=[_section(None)])
				)
			elif df.fieldtype == "Section Break":
				tabs[-1].sections.append(_section(df))
			elif df.fieldtype == "Column Break":
				tabs[-1].sections[-1].columns.append([])
			elif df.fieldtype != "Fold":
				item = self.item(df, self.values, "", self.typed, self.rules)
				tabs[-1].sections[-1].columns[-1].append(item)
		for tab in tabs:
			for section in tab.sections:
				section.columns = [column for column in section.columns if column]
				section.off = not self._on(section.df)
				section.bad = any(item.bad for column in section.columns for item in column)
				section.open = section.bad or not self._folded(section.df)
			tab.sections = [section for section in tab.sections if section.columns]
			tab.off = not self._on(tab.df)
			tab.bad = any(section.bad for section in tab.sections)
		return [tab for tab in tabs if tab.sections]

	def _on(self, df):
		return not df or expressions.evaluate(
			self.rules.get(df.fieldname, {}).get("d"), self.typed, None, self.roles
		)

	def _folded(self, df):
		if not df or not df.collapsible:
			return False
		tree = _parsed(df.collapsible_depends_on)
		return not (tree and expressions.evaluate(tree, self.typed, None, self.roles))

	def item(self, df, values, before, doc, rules, parent=None, child_writes=True):
		"""One field ready to be drawn."""
		trees, path = rules.get(df.fieldname, {}), f"{before}{df.fieldname}"
		holds = {key: expressions.evaluate(tree, doc, parent, self.roles) for key, tree in trees.items()}
		widget = WIDGETS.get(df.fieldtype, "text")
		writes = self.access.writes(df) if parent is None else child_writes and not df.read_only
		item = _dict(
			df=df,
			path=path,
			id="f-" + re.sub(r"[^\w-]", "-", path),
			widget=widget if writes or widget in STANDING else ("table" if widget == "table" else "read"),
			writes=writes,
			locked=bool(holds.get("r")),
			label=_(df.label or ""),
			help=_(df.description) if df.description else "",
			text=values.get(df.fieldname, ""),
			need=bool(df.reqd or holds.get("m")),
			off=holds.get("d") is False,
			error=self.errors.get(path),
		)
		item.bad = bool(item.error) or (
			df.fieldtype in fieldtext.TABLES and any(key.startswith(f"{path}.") for key in self.errors)
		)
		self._finish(item, df, doc)
		return item

	def _finish(self, item, df, doc):
		kind = df.fieldtype
		if kind in ("Link", "Dynamic Link"):
			item.target = self._target(df, doc)
			item.title = self.titles.get((item.target, item.text), item.text)
			if item.target == "User" and item.widget == "read":
				item.title = display.person(item.text)
			item.titled = kind == "Dynamic Link" or _shows_titles(item.target)
			item.creates = bool(item.target) and shell.may(item.target, "create")
		elif kind == "Select":
			options = (df.options or "").split("\n")
			item.options = options if item.text in options else [item.text, *options]
		elif kind == "Table MultiSelect":
			item.link = fieldtext.link_field(get_meta(df.options))
			item.chosen = [
				(name, self.titles.get((item.link.options, name), name)) for name in item.text or ()
			]
		elif kind == "Table":
			self._finish_table(item, df)
		elif kind == "Data" and item.widget == "text":
			item.input = DATA_INPUTS.get(df.options, "text")
		elif kind == "HTML":
			item.html = self._html(df)
		if item.widget == "read":
			item.shown = self._shown(item, df)

	def _shown(self, item, df):
		"""A read-only value: what is stored, or what was typed where nothing is stored yet."""
		if df.fieldtype in ("Link", "Dynamic Link") and item.text and item.target:
			return display.cell(
				_dict(fieldtype="Link", options=item.target),
				item.text,
				{(item.target, item.text): item.title},
			)
		if df.fieldtype == "Table MultiSelect":
			return ", ".join(title for _name, title in item.chosen)
		try:
			return display.cell(df, fieldtext.from_text(df, item.text or ""))
		except ValueError:
			return item.text

	def _html(self, df):
		from minibench.jinja import render_template

		options = df.options or ""
		return render_template(options, {"doc": self.access.readable()}) if "{" in options else options

	def _finish_table(self, item, df):
		meta = get_meta(df.options)
		item.child = df.options
		levels = self.access.read
		fields = [c for c in meta.fields if not c.hidden and int(c.permlevel or 0) in levels | {0}]
		shown = [c for c in fields if c.fieldname and c.fieldtype not in fieldtext.NO_VALUE]
		item.columns = [c for c in shown if c.in_list_view][:6] or shown[:3]
		first = {c.fieldname for c in item.columns}
		item.rest = [
			c
			for c in fields
			if c.fieldname not in first and (c in shown or c.fieldtype in ("HTML", "Heading"))
		]
		item.rows = [self._row(item, meta, values, item.writes) for values in item.text or ()]
		if item.writes:
			from minibench.document import new_doc

			empty = new_doc(df.options)
			blank = {
				c.fieldname: fieldtext.to_text(c, empty.get(c.fieldname))
				for c in fieldtext.value_fields(meta)
			}
			item.blank = self._row(item, meta, blank | {"_key": "__KEY__"}, True)

	def _row(self, item, meta, values, writes):
		rules = self.children.get(meta.name, {})
		before = f"{item.path}.{values['_key']}."
		doc = fieldtext.typed(values, fieldtext.value_fields(meta))
		docstatus = self.access.docstatus

		def make(df):
			level = int(df.permlevel or 0) in self.access.write
			free = writes and level and (not docstatus or bool(df.allow_on_submit))
			return self.item(df, values, before, doc, rules, self.typed, free)

		cells, rest = [make(df) for df in item.columns], [make(df) for df in item.rest]
		return _dict(key=values["_key"], cells=cells, rest=rest, open=any(each.bad for each in rest))

	def script_data(self):
		"""What the page's script needs: rules, roles they ask for, values it cannot see in boxes, fetches."""
		scopes = {name for _scope, name in self.rule_fields()}
		values = {name: self.typed.get(name) for name in scopes}
		roles = _dict(rules=self.rules, tables={}, doc=values, roles=self.roles, fetch=_fetches(self.meta))
		for df in self.meta.get_table_fields():
			child = get_meta(df.options)
			roles.tables[df.fieldname] = {"rules": self.children[df.options], "fetch": _fetches(child)}
		return roles


def _section(df):
	return _dict(df=df, columns=[[]])


def _fetches(meta):
	"""{link field: {field to fill: only if empty}}"""
	return {
		link: {df.fieldname: bool(df.fetch_if_empty) for df in fields}
		for link in {f.fieldname for f in meta.get_link_fields()}
		if (fields := meta.get_fields_to_fetch(link))
	}


def _shows_titles(doctype):
	meta = get_meta(doctype) if doctype else None
	return bool(meta and meta.show_title_field_in_link and meta.title_field)
