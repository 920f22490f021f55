"""Frappe's search over all records, as it is with the rule of access.

Frappe keeps a copy of the words of records, of every field that is marked for it, and looks there by the right to a
doctype alone: it quotes and counts families out of reach, and what stands above a person's level. The copy is asked
here for nothing but names. What is told is read anew from records that the person's lists would show.
"""

import re
import unicodedata
from itertools import islice

import frappe
from frappe.query_builder import Order
from frappe.utils import cint

BATCH, MOST = 1000, 100
SPARE = 100  # records that are read in vain: what was changed since Frappe copied its words
WORD = re.compile(r"\w+")


@frappe.whitelist()
def search(text: str, start: int = 0, limit: int = 20, doctype: str = ""):
	"""Return [{doctype, name, content}] of records that hold every word of a text; the last word may be begun only.

	The doctypes that the site searches stand in its order, the records of each from the last name on: an order by
	how often words occur would tell of records out of reach. `content` is "Label : words ||| Label : words".
	"""
	formatted = frappe.get_attr("frappe." + "utils.global_search.get_formatted_value")  # not on every bench
	words = words_of(text)
	kinds = frappe.get_all("Global Search DocType", pluck="document_type", order_by="idx")
	candidates = (
		(kind, name)
		for kind in dict.fromkeys(kinds)
		if words and doctype in ("", kind) and frappe.has_permission(kind, "read")
		for name in _reached(kind, words)
	)
	first, most = max(cint(start), 0), min(max(cint(limit), 0), MOST)
	read = islice(candidates, first + most + SPARE)
	hits = (hit for kind, name in read if (hit := _hit(kind, name, words, formatted)))
	return list(islice(hits, first, first + most))


def words_of(text) -> list[str]:
	"""Return the words of a text without accents and capitals."""
	apart = unicodedata.normalize("NFKD", str(text or ""))
	return WORD.findall("".join(one for one in apart if not unicodedata.combining(one)).casefold())


def holds(content, words) -> bool:
	"""Say whether a text holds all words, the last of them perhaps only begun."""
	found = set(words_of(content))
	return found.issuperset(words[:-1]) and any(word.startswith(words[-1]) for word in found)


def _reached(kind, words):
	"""Yield the names of records whose copied words hold all of these, as far as the person's list would show them."""
	match = frappe.get_attr("frappe." + "query_builder.functions.Match")
	index = frappe.qb.Table("__global_search")
	names = (
		frappe.qb.from_(index)
		.select(index.name)
		.where(index.doctype == kind)
		.where(match(index.content).Against(" +".join(words)))
		.orderby(index.name, order=Order.desc)
		.run(pluck=True)
	)
	for at in range(0, len(names), BATCH):
		some = {"name": ["in", names[at : at + BATCH]]}
		yield from frappe.get_list(kind, filters=some, pluck="name", order_by="name desc", limit=BATCH)


def _hit(kind, name, words, formatted):
	"""Return what is told of a record; None where fields that the person reads hold the words no more."""
	content = _readable(frappe.get_doc(kind, name), formatted)
	return frappe._dict(doctype=kind, name=name, content=content) if holds(content, words) else None


def _readable(doc, formatted) -> str:
	"""Return the marked fields of a record and its rows as they are stored now, as far as the person reads them."""
	doc.apply_fieldlevel_read_permissions()
	return " ||| ".join(
		formatted(row.get(field.fieldname), field)
		for row in (doc, *doc.get_all_children())
		for field in row.meta.get("fields", {"in_global_search": 1})
		if row.get(field.fieldname) and not isinstance(row.get(field.fieldname), list)
	)
