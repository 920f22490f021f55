"""From the columns and cells of a file to fields and values, in Frappe's convention for the headings.

"Label", "fieldname" and "Label (fieldname)" name a field, "Label (Table label)" and "table.fieldname" one of a row of
a table, "ID" and "name" the record itself. A line whose own cells are empty goes on with the rows of the one above.
"""

import datetime
import re

from minibench.checks import length_limit
from minibench.importfile import blank, text
from minibench.local import _dict
from minibench.meta import get_meta
from minibench.query import get_list
from minibench.translate import _
from minibench.utils.settings import get_system_settings
from minibench.web.desk import display, fieldtext

LEFT_OUT = "Don't Import"
YES, NO = ("1", "yes", "y", "true", "t"), ("0", "no", "n", "false", "f")
NUMERIC = (*fieldtext.WHOLE, *fieldtext.DECIMAL)
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}:\d\d(?::\d\d)?))?$")
CLOCK = re.compile(r"\d{1,2}:\d\d:\d\d\.\d+$")  # as it is stored
FAULT = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)$")
ID = _dict(fieldname="name", fieldtype="Data", label="ID")


class Column(_dict):
	"""A column of the file: `at`, `title`, `key` and `df` of its field, `table` that it belongs to, `why` it is left out."""


def places(doctype, updates):
	"""{key: Column without a place} of all that the person may import, the record's own fields first."""
	meta = get_meta(doctype)
	levels = {0, *meta.get_permlevel_access("write")}

	def fits(df):
		plain = df.fieldname and df.fieldtype not in (*fieldtext.NO_VALUE, *fieldtext.TABLES, "Read Only")
		return plain and not df.is_virtual and not df.read_only and int(df.permlevel or 0) in levels

	named = autoname_field(meta)
	found = [Column(key="name", df=ID)] if updates or (meta.autoname or "").lower() == "prompt" else []
	found += [Column(key=df.fieldname, df=df) for df in meta.fields if fits(df)]
	for table in meta.get_table_fields():
		if int(table.permlevel or 0) in levels and not table.read_only:
			rows = [*([ID] if updates else []), *filter(fits, get_meta(table.options).fields)]
			found += [Column(key=f"{table.fieldname}.{df.fieldname}", df=df, table=table) for df in rows]
	return {c.key: c for c in found if not (named and c.key == "name")}


def autoname_field(meta):
	"""The field after which records are named: the column ID is that field."""
	rule = meta.autoname or ""
	return meta.get_field(rule[6:]) if rule.startswith("field:") else None


def heading(column, twice=()):
	"""What a template writes above a column; the key where the label stands there already."""
	label = _(column.df.label or column.df.fieldname)
	label = f"{label} ({_(column.table.label)})" if column.table else label
	return column.key if label in twice else label


def by_heading(doctype, known):
	"""{heading: key} of all the ways to name what may be imported; in small letters, too, where that is not another."""
	found, named = {}, autoname_field(get_meta(doctype))
	for key, column in known.items():
		df, table = column.df, column.table
		label = df.label or df.fieldname
		for said, of in ((label, table and table.label), (_(label), table and _(table.label))):
			for way in [f"{said} ({of})"] if table else [said, f"{said} ({df.fieldname})"]:
				found.setdefault(way.strip(), key)
		if named and df is named:
			ways = ("ID", _("ID"), "name", f"ID ({label})", f"{_('ID')} ({_(label)})")
			found |= dict.fromkeys(ways, key)
	found |= {key: key for key in known}
	return {way.lower(): key for way, key in reversed(found.items())} | found


def columns(doctype, updates, head, chosen):
	"""The columns of a file. `chosen`: {number as text: key or "Don't Import"} that a person set by hand."""
	known = places(doctype, updates)
	named, taken, found = by_heading(doctype, known), set(), []
	for at, title in enumerate(head):
		key = chosen.get(str(at)) or named.get(title, named.get(title.lower()))
		why = None
		if key == LEFT_OUT:
			why = _("left out")
		elif key not in known:
			why = _("no field that you may fill is called so") if title else _("it has no heading")
		elif key in taken:
			why = _("another column fills this field")
		taken.add(key)
		found.append(Column(known[key] if not why else {}, at=at, title=title, why=why))
	return found


class Reader:
	"""Turns the lines of a file into records: {numbers, fields, problems: [{row, col, message}]}.

	Links are looked up as the person, by name and then by title, a doctype at a time.
	"""

	def __init__(self, doctype, found, rows):
		self.doctype, self.columns, self.rows = doctype, [c for c in found if c.key], rows
		self.own = [c for c in self.columns if not c.table]
		self.tables = list({c.table.fieldname: c.table for c in self.columns if c.table}.values())
		self.day_first = not str(get_system_settings("date_format") or "").startswith("mm")
		self.links = {}

	def groups(self):
		"""The lines of each record: those that follow with nothing of their own hold rows of its tables."""
		groups = []
		for number, cells in self.rows:
			goes_on = self.tables and groups and all(blank(at(cells, c)) for c in self.own)
			groups[-1].append((number, cells)) if goes_on else groups.append([(number, cells)])
		return groups

	def record(self, lines):
		"""One record of its lines; `find_links` comes first."""
		record = _dict(numbers=[number for number, _cells in lines], fields={}, problems=[])
		self._fill(record, record.fields, lines[0], self.own)
		for table in self.tables:
			mine = [c for c in self.columns if c.table is table]
			rows = []
			for line in lines:
				if not all(blank(at(line[1], c)) for c in mine):
					rows.append({})
					self._fill(record, rows[-1], line, mine)
			if rows:
				record.fields[table.fieldname] = rows
		return record

	def _fill(self, record, values, line, fields):
		number, cells = line
		for column in fields:
			cell = at(cells, column)
			if blank(cell):
				continue
			try:
				values[column.df.fieldname] = self.value(column.df, cell, values)
			except ValueError as error:
				record.problems.append(_dict(row=number, col=column.at, message=str(error)))

	# values

	def value(self, df, cell, values):
		"""What a cell stands for in a field. Raises ValueError with a sentence."""
		kind, words = df.fieldtype, text(cell)
		if isinstance(cell, str) and FAULT.match(words):
			raise ValueError(_("{0} is an error of the spreadsheet").format(words))
		if kind in ("Date", "Datetime"):
			return self.moment(kind, cell, words)
		if kind == "Link":
			return self.link(df.options, words)
		if kind == "Dynamic Link":
			self.look_up(values.get(df.options), [words])
			return self.link(values.get(df.options), words)
		return plain(df, cell, words)

	def moment(self, kind, cell, words):
		"""A day or moment: as Excel holds it, in ISO, or in the order of day and month that the site uses."""
		found = cell if isinstance(cell, datetime.date) else display.as_date(words)
		if found is None and (parts := DAY.match(words)):
			day, month = (1, 2) if self.day_first else (2, 1)
			clock = f"T{parts[4].zfill(5)}" if parts[4] else ""
			found = display.as_date(f"{parts[3]}-{parts[month].zfill(2)}-{parts[day].zfill(2)}{clock}")
		if found is None:
			like = "31/12/2026" if self.day_first else "12/31/2026"
			raise ValueError(_("{0} is no date. Write it as {1} or 2026-12-31").format(words, like))
		return str(found)[:10] if kind == "Date" else str(found)

	# links

	def find_links(self):
		"""Look up what all cells of link columns say, once for each doctype."""
		wanted = {}
		for column in self.columns:
			if column.df.fieldtype == "Link":
				texts = wanted.setdefault(column.df.options, set())
				texts.update(text(cell) for _n, cells in self.rows if not blank(cell := at(cells, column)))
		for doctype, texts in wanted.items():
			self.look_up(doctype, texts)

	def look_up(self, doctype, texts):
		known = self.links.setdefault(doctype, {})
		texts = {words for words in texts if words.lower() not in known}
		if not doctype or not texts:
			return
		title = get_meta(doctype).title_field
		for field in ["name", *([title] if title else [])]:
			left = [words for words in texts if words.lower() not in known]
			for start in range(0, len(left), 500):
				self._ask(doctype, field, left[start : start + 500], known)

	def _ask(self, doctype, field, texts, known):
		where, fields = {field: ["in", texts]}, ["name", f"{field} as said"]
		how = {"reference_doctype": self.doctype, "limit": 0}
		hits = {}
		for row in display.allowed(get_list, doctype, fields=fields, filters=where, **how) or ():
			hits.setdefault(str(row.said).lower(), []).append(row.name)
		known.update({words: names[0] if len(names) == 1 else None for words, names in hits.items()})

	def made(self, name):
		"""A record of this import may be linked to by those below it."""
		self.links.setdefault(self.doctype, {})[str(name).lower()] = name

	def link(self, doctype, words):
		known = self.links.get(doctype, {})
		if words.lower() not in known:
			raise ValueError(_("There is no {0} called {1}").format(_(doctype or ""), words))
		if known[words.lower()] is None:
			raise ValueError(_("More than one {0} is called {1}: write the ID").format(_(doctype), words))
		return known[words.lower()]


def at(cells, column):
	return cells[column.at] if column.at < len(cells) else None


def plain(df, cell, words):
	"""The value of a cell in a field that is neither a day nor a link."""
	kind = df.fieldtype
	if kind in ("Select", "Check"):
		return option(df, words) if kind == "Select" else truth(words)
	if kind in fieldtext.DECIMAL and isinstance(cell, int | float) and not isinstance(cell, bool):
		return float(cell)
	if kind == "Time" and CLOCK.match(words):
		return words
	in_words = kind == "Duration" and not words.replace(".", "", 1).isdigit()
	if in_words or kind in (*NUMERIC, "Time"):
		return fieldtext.from_text(df, words)
	return short(df, words.removeprefix("'") if words[:2] in ("'=", "'+", "'-", "'@") else words)


def option(df, words):
	"""The option of a Select that is meant, however it is capitalised."""
	options = [each for each in (df.options or "").split("\n") if each]
	for each in options:
		if words.lower() in (each.lower(), _(each).lower()):
			return each
	if not options:
		return words
	listed = ", ".join(_(each) for each in options[:12])
	raise ValueError(_("{0} is none of: {1}").format(words, listed))


def truth(words):
	if words.lower() not in (*YES, *NO, _("Yes").lower(), _("No").lower()):
		raise ValueError(_("{0} is neither Yes nor No").format(words))
	return int(words.lower() in (*YES, _("Yes").lower()))


def short(df, words):
	most = length_limit(df) if df is not ID else 140
	if most and len(words) > most:
		raise ValueError(_("{0} letters are too many: at most {1}").format(len(words), most))
	return words
