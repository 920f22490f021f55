"""Two people saved one record: what only one of them changed is kept; of the rest both texts are shown."""

from minibench.local import _dict
from minibench.meta import get_meta
from minibench.translate import _
from minibench.web.desk import display, fieldtext
from minibench.web.request import json_or_empty

MINE = "_mine."


def show(draft):
	"""Somebody saved first: theirs stands in the form, field by field and row by row with what only this person did."""
	base = json_or_empty(draft.form.get("_base"), dict)
	stored = fieldtext.of_document(draft.doc, draft.fields)
	lines, kept, names = [], {}, []
	for df in draft.fields:
		typed, known = draft.values.get(df.fieldname), base.get(df.fieldname)
		now = fieldtext.narrowed(stored[df.fieldname], typed or sent_cells(draft, df))
		if typed is None or typed == now or fieldtext.mark(typed) == known:
			continue
		if fieldtext.mark(now) == known:
			kept[df.fieldname] = typed  # only this person changed it: it stays in its box
			names.append(_(df.label or df.fieldname))
		elif df.fieldtype == "Table":
			merge = Merge(df, known if isinstance(known, list) else [], now, typed)
			kept[df.fieldname] = merge.rows()
			lines += merge.lines
			names += [_(df.label or df.fieldname)] if kept[df.fieldname] != now else []
		else:
			lines.append(line(df, df.fieldname, _(df.label or df.fieldname), now, typed))
	draft.values = kept
	who = display.person(draft.doc.modified_by)
	return draft.show(status=409, conflict=_dict(lines=lines, who=who, kept=names))


def sent_cells(draft, df):
	"""A row as a form sends it, to compare with where every row was taken away."""
	cells = fieldtext.value_fields(get_meta(df.options)) if df.fieldtype == "Table" else ()
	return [{c.fieldname: "" for c in cells if draft.access.sees(c) and draft.access.free(c)}]


def line(df, path, label, theirs, mine):
	"""One thing that both changed, and the loser's text as hidden boxes, so that it can still be chosen."""
	said = {"theirs": words(df, theirs), "mine": words(df, mine)}
	return _dict(path=path, label=label, pairs=pairs(path, mine), **said)


def pairs(path, value):
	if not isinstance(value, list):
		return [(MINE + path, value)]
	return [(f"{MINE}{path}:on", "1"), *((MINE + path, each) for each in value)]


def words(df, value):
	"""A box's text as people say it."""
	if isinstance(value, list):
		return ", ".join(value)
	if df.fieldtype == "Link":
		return display.title(df, value)
	try:
		return display.plain(df, fieldtext.from_text(df, value))
	except ValueError:
		return value


class Merge:
	"""The rows of one table, as they were opened (`base`: their marks), as they are stored and as they were typed."""

	def __init__(self, df, base, theirs, mine):
		self.df, self.lines = df, []
		self.base = {str(row[0]): row for row in base if isinstance(row, list) and row}
		self.theirs, self.mine = ({row["_key"]: row for row in rows} for rows in (theirs, mine))
		self.fields = {each.fieldname: each for each in get_meta(df.options).fields}

	def rows(self):
		"""In their order, with the rows that this person added; in this person's where only he or she moved any."""
		moved = list(self.theirs) == list(self.base)
		keys = dict.fromkeys([*self.mine, *self.theirs] if moved else [*self.theirs, *self.mine])
		return [row for key in keys if (row := self.row(key))]

	def row(self, key):
		theirs, mine, base = self.theirs.get(key), self.mine.get(key), self.base.get(key)
		if theirs and mine:
			return self.cells(key, theirs, mine, dict(zip(names(mine), (base or [])[1:], strict=False)))
		one = theirs or mine
		if base and fieldtext.row_mark(one) != base:
			self.tell_row(key, theirs, mine)
			return theirs
		return None if base else one  # taken away by one of them, or new

	def cells(self, key, theirs, mine, base):
		merged = dict(theirs)
		for name in names(mine):
			if mine[name] == theirs.get(name) or fieldtext.mark(mine[name]) == base.get(name):
				continue
			if fieldtext.mark(theirs.get(name, "")) == base.get(name):
				merged[name] = mine[name]
				continue
			df = self.fields[name]
			label = f"{self.place(key)}, {_(df.label or name)}"
			path = f"{self.df.fieldname}.{key}.{name}"
			self.lines.append(line(df, path, label, theirs.get(name, ""), mine[name]))
		return merged

	def place(self, key):
		rows = list(self.theirs if key in self.theirs else self.mine)
		return _("{0}, row {1}").format(_(self.df.label or self.df.fieldname), rows.index(key) + 1)

	def tell_row(self, key, theirs, mine):
		"""One of them took away what the other changed."""
		path, gone = f"{self.df.fieldname}.{key}", _("The row was deleted")
		boxes = [(f"{MINE}{path}.{name}", mine[name]) for name in names(mine)] if mine else []
		told = {"theirs": self.said(theirs) or gone, "mine": self.said(mine) or gone}
		self.lines.append(_dict(path=path, label=self.place(key), pairs=boxes, **told))

	def said(self, row):
		texts = (words(self.fields[name], row[name]) for name in names(row) if row[name]) if row else ()
		return "; ".join(texts)


def names(row):
	"""The cells of a row in the order of their marks."""
	return [name for name in sorted(row) if name != "_key"]


def settle(values, form, fields):
	"""Put what was chosen of one's own text into what was sent: a field, a cell of a row, or a whole row."""
	known = {df.fieldname: df for df in fields}
	tables = {df.fieldname for df in fields if df.fieldtype == "Table"}
	for path in form.getlist("_use_mine"):
		field, _dot, rest = path.partition(".")
		key, _dot, cell = rest.partition(".")
		if field not in tables or not rest:
			values |= fieldtext.of_post(form, [known[field]] if field in known else [], MINE)
			continue
		rows = values.setdefault(field, [])
		if cell:
			for row in rows:
				if row["_key"] == key and cell in row:
					row[cell] = form.get(MINE + path, row[cell])
			continue
		before = f"{MINE}{path}."
		mine = {name.removeprefix(before): text for name, text in form.items() if name.startswith(before)}
		values[field] = [row for row in rows if row["_key"] != key] + ([mine | {"_key": key}] if mine else [])
	return values
