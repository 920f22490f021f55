"""A DocType as tabs, sections and columns of fields, each with what this person may do with it now."""

import re
from functools import cached_property

from minibench.documents import get_doc
from minibench.jinja import render_template
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.translate import _
from minibench.utils.numbers import flt
from minibench.web.desk import display, expressions, fieldtext, shell

WIDGETS = {
	"check": "Check", "select": "Select", "link": "Link|Dynamic Link", "date": "Date", "datetime": "Datetime",
	"time": "Time", "number": "Int|Long Int|Float|Currency|Percent", "rating": "Rating", "area": "Small Text|Text|Long Text",
	"code": "Code|JSON|Markdown Editor|HTML Editor", "rich": "Text Editor", "password": "Password",
	"attach": "Attach|Attach Image", "table": "Table", "choices": "Table MultiSelect", "html": "HTML",
	"heading": "Heading", "button": "Button", "image": "Image", "colour": "Color", "typed": "Autocomplete", "read": "Read Only",
}  # fmt: skip
WIDGET_OF = {kind: widget for widget, kinds in WIDGETS.items() for kind in kinds.split("|")}
FIXED = ("html", "heading", "button", "image")
STANDING = (*FIXED, "table")
SAID = re.compile(r"eval:((?:doc|parent)\.(\w+))")  # of link_filters
# of long tables one row at a time is drawn whole, of the others what is changed daily
RIGHTS = ("role", "if_owner", "permlevel", "read", "write", "create", "delete", "export")
FIELDS = ("label", "fieldtype", "reqd", "hidden", "in_list_view")
SLIM = {
	"Customize Form": {"fields": FIELDS, "permissions": RIGHTS},
	"DocType": {"fields": (*FIELDS, "fieldname"), "permissions": RIGHTS},
}
RULES = {"d": "depends_on", "m": "mandatory_depends_on", "r": "read_only_depends_on"}


class Access:
	"""What a person may do with the fields of one document in its present state."""

	def __init__(self, doc, new):
		meta, user = doc.meta, local.session.user
		self.doc, self.meta, self.new = doc, meta, new
		self.slim = SLIM.get(meta.name, {})
		self.read = {*meta.get_permlevel_access("read", user=user), *([0] if new else [])}
		self.write = set(meta.get_permlevel_access("write", user=user))
		self.docstatus = int(doc.docstatus or 0)
		may = bool(doc.has_permission("create" if new else "write"))
		self.may_write = may and not self.in_foreign_state()
		of_app = meta.name == "DocType" and not doc.custom
		self.can_write = self.may_write and self.docstatus < 2 and (new or not (meta.read_only or of_app))
		self.shut = ()
		self.shut = {df.fieldname for df in meta.fields if self.shuts(df)}

	def in_foreign_state(self):
		"""A workflow state that others edit makes the form read-only, as Frappe's form is."""
		workflow = None if self.new else display.workflow_of(self.meta)
		now = workflow and self.doc.get(workflow.workflow_state_field)
		editors = {row.allow_edit for row in workflow.states if row.state == now} if now else set()
		return bool(editors) and not editors & set(shell.roles())

	def sees(self, df):
		return not df.hidden and int(df.permlevel or 0) in self.read

	def writes(self, df):
		once = df.set_only_once and not self.new and self.doc.get(df.fieldname)
		shut = once or df.fieldname in self.shut
		return self.can_write and df.fieldtype != "Read Only" and not shut and self.free(df)

	def shuts(self, df):
		"""Does read_only_depends_on hold, by fields that nobody can change in this form?"""
		tree = parsed(df.read_only_depends_on)
		read = {name for _scope, name in expressions.fields_of(tree)} if tree else ()
		others = (other for other in map(self.meta.get_field, read) if other)
		if not tree or any(self.sees(other) and self.writes(other) for other in others):
			return False
		return expressions.evaluate(tree, {name: self.doc.get(name) for name in read}, None, shell.roles())

	def free(self, df):
		"""Is a field, also one of a row, open at this level and in this state of the document?"""
		level = not df.read_only and int(df.permlevel or 0) in self.write
		return level and (not self.docstatus or bool(df.allow_on_submit))

	def shown(self):
		return [df for df in self.meta.fields if self.sees(df)]

	def writable(self):
		fields = (df for df in self.shown() if df.fieldname and df.fieldtype not in fieldtext.NO_VALUE)
		return [df for df in fields if self.writes(df)]

	def columns(self, table):
		"""The fields of a child table that stand in the line of a row."""
		values = [df for df in fieldtext.value_fields(get_meta(table.options)) if self.sees(df)]
		if slim := self.slim.get(table.fieldname):
			return [df for df in values if df.fieldname in slim]
		return [df for df in values if df.in_list_view][:6] or values[:3]

	@cached_property
	def readable(self):
		"""The document without what this person may not read, in its rows neither, for what an app draws from it."""
		doc = get_doc(self.doc.as_dict())
		doc.apply_fieldlevel_read_permissions()
		return doc


def rules_of(meta):
	"""{fieldname: {"d": tree, "m": tree, "r": tree}} of a doctype's expressions."""
	found = {}
	for df in meta.fields:
		if trees := {key: tree for key, name in RULES.items() if (tree := parsed(df.get(name)))}:
			found[df.fieldname] = trees
	return found


def parsed(text):
	try:
		return expressions.parse(text)
	except expressions.ExpressionError:
		return None  # refused when an app is installed; a later Property Setter must not break the form


class Form:
	"""Everything the form's template draws, from a document's text values."""

	def __init__(self, access, values, errors=None, opened=None):
		self.access, self.meta, self.values, self.errors = access, access.meta, values, errors or {}
		self.opened = opened  # path of the row that is drawn whole where rows are slim
		self.rules, self.roles = rules_of(self.meta), shell.roles()
		self.voids = set()
		self.children = {df.options: rules_of(get_meta(df.options)) for df in self.meta.get_table_fields()}
		shown = access.shown()
		self.typed = fieldtext.typed(values, [df for df in shown if df.fieldtype not in fieldtext.NO_VALUE])
		rules = (each for rules in (self.rules, *self.children.values()) for each in rules.values())
		read = (expressions.fields_of(tree) for each in rules for tree in each.values())
		self.asked = {name for names in read for _scope, name in names}
		fields = (df for name in (self.meta.name, *self.children) for df in get_meta(name).fields)
		self.asked |= {name for df in fields for _said, name in SAID.findall(df.link_filters or "")}
		hidden = {df.fieldname for df in self.meta.fields if int(df.permlevel or 0) not in access.read}
		wanted = self.asked - hidden - self.typed.keys()
		self.typed.update({name: access.doc.get(name) for name in wanted})
		pairs = (self.links(df, values.get(df.fieldname), self.typed) for df in shown)
		self.titles = display.link_titles(pair for each in pairs for pair in each)
		self.tabs = self.make_tabs(shown)

	@property
	def items(self):
		"""Every field that is drawn, in order."""
		sections = (section for tab in self.tabs for section in tab.sections)
		return [item for section in sections for column in section.columns for item in column]

	def marks(self):
		"""{fieldname: mark} of what this form would send, to see at its return what was changed."""
		boxes = (item for item in self.items if item.writes and item.widget not in FIXED)
		return {item.df.fieldname: fieldtext.mark(sent(item)) for item in boxes}

	def links(self, df, value, values):
		"""(doctype, name) of what a field points to."""
		if df.fieldtype in fieldtext.LINKS:
			yield shell.target(df, values), value
		elif df.fieldtype == "Table MultiSelect":
			yield from ((fieldtext.link_field(df.options).options, each) for each in value or ())
		elif df.fieldtype == "Table":
			for child in get_meta(df.options).fields:
				for row in value or ():
					yield from self.links(child, row.get(child.fieldname), row)

	def make_tabs(self, shown):
		tabs = [_tab("details", "Details")]
		for df in shown:
			if df.fieldtype == "Tab Break":
				tabs.append(_tab(df.fieldname, df.label, df))
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
				section.bad = any(item.bad for column in section.columns for item in column)
				section.open = section.bad or not self.folded(section.df)
				void = all(item.void for column in section.columns for item in column)
				section.off = void or not self.on(section.df)
				self.voids |= {section.df.fieldname} if void and section.df else set()
			tab.sections = [section for section in tab.sections if section.columns]
			tab.off, tab.bad = not self.on(tab.df), any(section.bad for section in tab.sections)
		return [tab for tab in tabs if tab.sections]

	def holds(self, tree):
		return expressions.evaluate(tree, self.typed, None, self.roles)

	def on(self, df):
		return not df or self.holds(self.rules.get(df.fieldname, {}).get("d"))

	def folded(self, df):
		tree = parsed(df.collapsible_depends_on) if df else None
		return bool(df and df.collapsible and not (tree and self.holds(tree)))

	def item(self, df, values, before, doc, rules, parent=None, writes=None):
		"""One field ready to be drawn."""
		path, text = f"{before}{df.fieldname}", values.get(df.fieldname, "")
		trees = rules.get(df.fieldname, {})
		holds = {key: expressions.evaluate(tree, doc, parent, self.roles) for key, tree in trees.items()}
		widget = WIDGET_OF.get(df.fieldtype, "text")
		writes = self.access.writes(df) if writes is None else writes
		item = _dict(
			df=df, path=path, id="f-" + re.sub(r"[^\w-]", "-", path), text=text, writes=writes,
			widget=widget if writes or widget in STANDING else "read",
			label=_(df.label or ""), help=_(df.description) if df.description else "", error=self.errors.get(path),
			need=bool(writes and (df.reqd or holds.get("m"))), off=holds.get("d") is False, locked=bool(holds.get("r")), asks="m" in holds,
		)  # fmt: skip
		# as on Frappe: what nobody can fill in here and holds nothing is not drawn, whatever its rule says
		shut = item.widget == "read" or (item.widget == "table" and not writes)
		item.void = shut and not (text or item.error or df.fetch_from or parent)
		item.off = item.off or item.void
		self.voids |= {df.fieldname} if item.void else set()
		if item.widget == "select" or df.fieldtype == "Table MultiSelect":
			item.options = self.choices(df, text, None if parent else self.access.doc)
		item.bad = bool(item.error) or any(key.startswith(f"{path}.") for key in self.errors)
		if df.fieldtype in fieldtext.LINKS:
			item.by = " ".join(said for said, _name in SAID.findall(df.link_filters or ""))
			item.target = shell.target(df, doc)
			known = display.person(text) if item.target == "User" and not writes else text
			item.title = self.titles.get((item.target, text)) or known
			target = get_meta(item.target) if item.target else None
			titled = target and target.show_title_field_in_link and target.title_field
			item.titled = df.fieldtype == "Dynamic Link" or bool(titled)
		elif df.fieldtype == "Table MultiSelect":
			item.link = fieldtext.link_field(df.options)
			item.chosen = [(name, self.titles.get((item.link.options, name), name)) for name in text or ()]
		elif df.fieldtype == "Table":
			self.fill_table(item, get_meta(df.options))
		elif df.fieldtype == "Rating":
			item.stars = self.stars(df, text)
		elif df.fieldtype == "Image":
			item.text = display.safe_href(values.get(df.options) or "#")
			item.void = item.text == "#"
		return item

	@staticmethod
	def stars(df, text):
		"""[(text of the box, words, is it this one?)] of a Rating, which is stored as a share of 1."""
		most, now = display.stars(df), round(flt(text) * display.stars(df))
		share = {n: text if n == now else fieldtext.to_text(df, n / most) for n in range(1, most + 1)}
		return [(value, _("{0} of {1}").format(n, most), n == now) for n, value in share.items()]

	def choices(self, df, text, doc):
		"""[(value, label)] of a box: what the controller of the document offers (`form_choices`), else its options."""
		offered = doc.form_choices(df.fieldname) if hasattr(doc, "form_choices") else None
		if df.fieldtype == "Table MultiSelect":
			return offered
		plain = [(each, _(each) if each else "") for each in (df.options or "").split("\n")]
		found = plain if offered is None else [("", ""), *offered]
		return found if text in dict(found) else [(text, _(text)), *found]

	def shown(self, item):
		"""A read-only value: what is stored, or what was typed where nothing is stored yet."""
		if item.target and item.text:
			link = _dict(fieldtype="Link", options=item.target)
			return display.cell(link, item.text, {(item.target, item.text): item.title})
		if item.df.fieldtype == "Table MultiSelect":
			return ", ".join(title for _name, title in item.chosen)
		try:
			return display.cell(item.df, fieldtext.from_text(item.df, item.text or ""))
		except ValueError:
			return item.text

	def html(self, df):
		"""An HTML field: its options, drawn with the document."""
		options = df.options or ""
		return render_template(options, {"doc": self.access.readable}) if "{" in options else options

	def fill_table(self, item, meta):
		breaks = ("Section Break", "Column Break", "Tab Break", "Fold", "Image")
		fields = [c for c in meta.fields if self.access.sees(c) and c.fieldname and c.fieldtype not in breaks]
		item.columns = self.access.columns(item.df)
		item.rest = [c for c in fields if c not in item.columns and c.fieldtype != "Button"]
		item.slim = item.df.fieldname in self.access.slim
		item.rows = [self.row(item, meta, values) for values in item.text or ()]
		item.blank = self.row(item, meta, fieldtext.blank_row(meta.name, "__KEY__")) if item.writes else None

	def row(self, item, meta, values):
		access, before = self.access, f"{item.path}.{values['_key']}."
		doc = fieldtext.typed(values, fieldtext.value_fields(meta))
		rules = self.children.get(meta.name, {})

		def make(df):
			writes = item.writes and access.free(df) and not self.fixed(df, meta, rules, doc)
			return self.item(df, values, before, doc, rules, self.typed, writes)

		key, opened = values["_key"], before == f"{self.opened}."
		wrong = any(f"{before}{df.fieldname}" in self.errors for df in item.rest)
		stands = item.slim and not re.fullmatch(r"new\d+|__KEY__", key)
		shut = stands and not (opened or wrong)
		cells = [make(df) for df in item.columns]
		lists = [cell for cell in cells if stands and cell.widget == "select" and not cell.error]
		for cell in lists:  # what it can be chosen from comes with the rest
			cell.widget = "read"
		rest = [make(df) for df in (*[cell.df for cell in lists], *item.rest) if not shut]
		return _dict(key=key, cells=cells, rest=rest, shut=shut, open=opened or wrong)

	def fixed(self, df, meta, rules, doc):
		"""Does read_only_depends_on hold in a row, by fields of the row that nobody can change?"""
		tree = rules.get(df.fieldname, {}).get("r")
		read = expressions.fields_of(tree) if tree else ()
		if not read or any(scope != "doc" or self.access.free(meta.get_field(name)) for scope, name in read):
			return False
		return expressions.evaluate(tree, doc, self.typed, self.roles)

	def script_data(self):
		"""What the page's script needs beside its words: rules, roles, values it cannot see in boxes, what links bring along."""
		tables = {df.fieldname: df.options for df in self.meta.get_table_fields()}
		for name, child in tables.items():
			tables[name] = {"rules": self.children[child], "fetch": _fetches(get_meta(child))}
		values = {name: self.typed.get(name) for name in self.asked}
		rules = {name: trees for name, trees in self.rules.items() if name not in self.voids}
		return dict(rules=rules, tables=tables, doc=values, roles=self.roles, fetch=_fetches(self.meta))


def _tab(name, label, df=None):
	return _dict(id=f"tab-{name}", label=_(label or ""), df=df, sections=[_section()])


def _section(df=None):
	return _dict(df=df, columns=[[]])


def sent(item):
	"""What a browser sends of a field: its text, or rows with the cells that have boxes (of slim rows, all cells)."""
	if item.widget != "table" or item.slim:
		return item.text
	found = []
	for row in item.rows:
		boxes = (c for c in (*row.cells, *row.rest) if c.writes and c.widget not in FIXED)
		found.append({"_key": row.key} | {c.df.fieldname: c.text for c in boxes})
	return found


def _fetches(meta):
	"""{link field: {field to fill: only if empty}}"""
	found = {df.fieldname: meta.get_fields_to_fetch(df.fieldname) for df in meta.get_link_fields()}
	found = {link: {df.fieldname: bool(df.fetch_if_empty) for df in dfs} for link, dfs in found.items()}
	return {link: fields for link, fields in found.items() if fields}
