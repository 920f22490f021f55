"""What a report may show of a record, of its tables and of the records it links to, within the person's rights.

A column's key stands in the address: "status", "Child DocType.field" or "link_field.field". A linked record's value
is read through a join that holds the rules of its own doctype: of a record out of reach nothing comes.
"""

from functools import cached_property
from typing import Any, NamedTuple

from minibench.local import local
from minibench.meta import get_meta, no_value_fields
from minibench.rowaccess import Access
from minibench.translate import _
from minibench.web.desk import display, filters, shell

STANDARD = ("name", "owner", "creation", "modified_by", "modified")
NEVER = (*no_value_fields, "Password", "HTML")
MOMENTS = ("Date", "Datetime")


class Column(NamedTuple):
	"""A field of `doctype`: the record's own (no source), of a child table, or behind the link `source`."""

	key: str
	df: Any
	doctype: str
	source: str = ""
	origin: str = ""
	is_child: bool = False

	@property
	def fieldtype(self):
		return self.df.fieldtype

	@property
	def sql(self):
		if self.source and not self.is_child:
			return f"{self.source}.{self.df.fieldname}"
		return f"`tab{self.doctype}`.`{self.df.fieldname}`"

	@property
	def label(self):
		label = _(self.df.label or self.df.fieldname)
		return f"{self.origin}: {label}" if self.source else label

	@property
	def numeric(self):
		return self.fieldtype in display.NUMBERS

	@property
	def long(self):
		return self.fieldtype in display.LONG


class Columns:
	"""The columns of one doctype for the person of this request."""

	def __init__(self, doctype):
		self.doctype, self.meta = doctype, get_meta(doctype)
		self.access, self.found = Access(doctype, local.session.user), {}

	def find(self, key):
		"""The column of this key, or None where there is none or the person may not see it."""
		if key not in self.found:
			self.found[key] = self._find(*key.rpartition(".")[::2], key)
		return self.found[key]

	def _find(self, source, name, key):
		if not source:
			df = filters.field(self.meta, name) if name in filters.STANDARD else self.meta.get_field(name)
			return self._column(Column(key, df, self.doctype))
		if target := self.target(source):
			label = _(self.meta.get_field(source).label)
			return self._column(Column(key, get_meta(target).get_field(name), target, source, label))
		if source in self.tables:
			df = get_meta(source).get_field(name)
			return self._column(Column(key, df, source, source, self.tables[source], True))
		return None

	def _column(self, column):
		df, doctype = column.df, column.doctype
		if not df or df.fieldtype in NEVER or not self.access.permits(doctype, df.fieldname):
			return None
		return column if self.access.filters(doctype, df.fieldname) else None

	@cached_property
	def tables(self):
		"""{child doctype: label} of the tables whose rows the person may see."""
		fields = self.meta.get_table_fields()
		seen = (df for df in fields if self.access.permits(self.doctype, df.fieldname))
		return {df.options: _(df.label or df.options) for df in seen}

	def target(self, name):
		"""The doctype that a link leads to, if the person may read some of its records; else None."""
		df = self.meta.get_field(name)
		row = shell.doctypes().get(shell.slug(df.options or "")) if df and df.fieldtype == "Link" else None
		if not row or row.issingle or not self.access.permits(self.doctype, name):
			return None
		if df.options not in self.access.types:
			if not shell.may(df.options):
				return None
			self.access.check(df.options)
		return df.options

	@cached_property
	def choices(self):
		"""[(label, [columns])] that the panel offers: the record's own, its tables', its links'."""
		title = self.meta.title_field
		own = [df.fieldname for df in self.meta.fields if not df.hidden or df.fieldname == title]
		offered = [(_(self.doctype), self._all("", ["name", *own, *STANDARD[1:]]))]
		for child, label in self.tables.items():
			offered.append((label, self._all(f"{child}.", _shown(get_meta(child)))))
		for df in self.meta.fields:
			if df.fieldtype == "Link" and not df.hidden and (target := self.target(df.fieldname)):
				names = _of_note(get_meta(target))
				offered.append((_(df.label), [c for c in self._all(f"{df.fieldname}.", names) if not c.long]))
		return [(label, columns) for label, columns in offered if columns]

	def _all(self, before, names):
		return [column for name in dict.fromkeys(names) if (column := self.find(before + name))]

	def default(self):
		"""What a new report shows: the title, its state, and what the list shows."""
		names = [self.meta.title_field or "name", *display.state_fields(self.meta)]
		names += [df.fieldname for df in self.meta.fields if df.in_list_view]
		return self._all("", names) or self._all("", ["name"])


def _shown(meta):
	return [df.fieldname for df in meta.fields if df.fieldname and not df.hidden]


def _of_note(meta):
	"""The fields of a linked record that its own lists show or are searched by: all of them would be hundreds."""
	told = {meta.title_field, *meta.get_search_fields()}
	marks = ("in_list_view", "in_standard_filter", "in_global_search", "search_index")
	told |= {df.fieldname for df in meta.fields if any(df.get(mark) for mark in marks)}
	return [name for name in _shown(meta) if name in told]
