"""The search behind link fields."""

import inspect
from functools import partial

from minibench import apps
from minibench.errors import DataError
from minibench.local import local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.permissions import get_permitted_fields
from minibench.query import get_list
from minibench.translate import _
from minibench.utils.numbers import cint
from minibench.web.request import json_argument
from minibench.whitelist import check_verb, get_newargs, is_whitelisted, whitelist

SEARCHED_TYPES = frozenset(
	("Data", "Text", "Small Text", "Long Text", "Link", "Select", "Read Only", "Text Editor", "Autocomplete")
)


@whitelist()
def search_link(
	doctype: str,
	txt: str,
	query: str | None = None,
	filters: str | dict | list | None = None,
	page_length: int = 10,
	searchfield: str | None = None,
	reference_doctype: str | None = None,
	ignore_user_permissions: bool = False,
) -> list[dict]:
	"""What a link field offers for a text: [{value, description, label}], only what the person may pick."""
	rows = search_widget(
		doctype, txt.strip(), query, searchfield, 0, page_length, filters, reference_doctype=reference_doctype
	)
	return [_offer(get_meta(doctype), [*row]) for row in rows]


def _offer(meta, row: list) -> dict:
	offer = {"value": row[0]}
	if meta.show_title_field_in_link and meta.title_field and len(row) > 1:
		offer["label"] = row[1]
		row = [row[0], row[0], *(part for part in row[2:] if part != row[1])]
	parts = [str(_(part) if meta.translated_doctype else part) for part in row[1:] if part]
	offer["description"] = ", ".join(dict.fromkeys(parts))
	return offer


@whitelist()
def search_widget(
	doctype: str,
	txt: str,
	query: str | None = None,
	searchfield: str | None = None,
	start: int = 0,
	page_length: int = 10,
	filters: str | dict | list | None = None,
	filter_fields: str | None = None,
	as_dict: bool = False,
	reference_doctype: str | None = None,
	ignore_user_permissions: bool = False,
):
	"""Rows [name, title and search fields ..] whose texts hold `txt`, best matches first.

	A `query` method takes the search over; User Permissions always hold here.
	"""
	filters = json_argument("filters", filters)
	if searchfield and not searchfield.isidentifier():
		throw(_("Invalid Search Field {0}").format(searchfield), DataError)
	query = query or _standard_query(doctype)
	if query:
		field, more = searchfield or "name", (filters, as_dict, reference_doctype)
		return _by_query(query, doctype, txt, field, start, page_length, *more)
	meta = get_meta(doctype)
	names = _fields(meta, searchfield, filter_fields)
	filters = [*_as_rows(doctype, filters), *_enabled(meta)]
	options = {"reference_doctype": reference_doctype, "as_list": not as_dict}
	rows = _found(meta, txt, names, filters, cint(start), cint(page_length), options)
	return sorted(rows, key=partial(_relevance, txt=txt))


def _found(meta, txt: str, names: list[str], filters: list, start: int, length: int, options: dict) -> list:
	"""The rows of a page; texts that people read translated are searched as they read them."""
	labelled = meta.title_field if meta.show_title_field_in_link else None
	fields = [f"{name} as `label`" if name == labelled else name for name in names]
	options |= {"order_by": _order(meta), "ignore_permissions": meta.name == "DocType"}
	if meta.translated_doctype:
		rows = get_list(meta.name, fields, filters, **options)
		return [row for row in rows if _translated_match(row, txt)][start:][: length or None]
	either = [[meta.name, name, "like", f"%{txt}%"] for name in _searched(meta)] if txt else None
	return get_list(
		meta.name, fields, filters, either, limit_start=start, limit_page_length=length, **options
	)


def _standard_query(doctype: str) -> str | None:
	found = (apps.get_hooks("standard_queries") or {}).get(doctype)
	return found[-1] if found else None


def _by_query(query, doctype, txt, searchfield, start, page_length, filters, as_dict, reference_doctype):
	from minibench.web.methods import find

	name, function = find(query)
	is_whitelisted(function, name)
	if local.request:
		check_verb(function)
	asked = (doctype, txt, searchfield, cint(start), cint(page_length), filters)
	more = get_newargs(function, {"as_dict": as_dict, "reference_doctype": reference_doctype})
	try:
		inspect.signature(function).bind(*asked, **more)
	except TypeError:
		throw(_("{0} is not a search").format(name))
	return function(*asked, **more)


def _fields(meta, searchfield: str | None, filter_fields: str | None) -> list[str]:
	"""name, the title, and the search fields that are columns."""
	extra = json_argument("filter_fields", filter_fields, list) or []
	names = ["name", meta.title_field, searchfield, *meta.get_search_fields(), *extra]
	return [name for name in dict.fromkeys(names) if name and (name == "name" or name in meta.columns)]


def _searched(meta) -> list[str]:
	"""The texts that a search looks into, as far as the person may see them."""
	found, seen = ["name"], get_permitted_fields(meta.name)
	for name in dict.fromkeys([meta.title_field, *meta.get_search_fields()]):
		field = meta.get_field(name) if name in seen else None
		if field and field.fieldtype in SEARCHED_TYPES:
			found.append(name)
	return found


def _enabled(meta) -> list[list]:
	"""What is switched off is not offered."""
	found = []
	for name, operator, value in (("enabled", "=", 1), ("disabled", "!=", 1)):
		field = meta.get_field(name)
		if field and field.fieldtype == "Check":
			found.append([meta.name, name, operator, value])
	return found


def _as_rows(doctype: str, filters) -> list:
	if isinstance(filters, dict):
		return [
			[doctype, key, *(v if isinstance(v, list | tuple) else ("=", v))] for key, v in filters.items()
		]
	return list(filters or [])


def _order(meta) -> str:
	field = (meta.sort_field or "modified").partition(",")[0].split()[0]
	direction = "asc" if meta.sort_field and (meta.sort_order or "").lower() == "asc" else "desc"
	return f"idx desc, {field if field in meta.columns else 'modified'} {direction}"


def _translated_match(row, txt: str) -> bool:
	values = row.values() if isinstance(row, dict) else row
	return any(txt.casefold() in str(_(str(value or ""))).casefold() for value in values)


def _relevance(row, txt: str) -> tuple:
	"""Names that begin with the text come first, then by name."""
	name = str(_(str(row["name"] if isinstance(row, dict) else row[0])))
	return (not name.casefold().startswith(txt.casefold()), name)
