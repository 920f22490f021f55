"""Lists and conditions as SQL: fields, filters, joins, grouping and order, each checked against the Meta.

`select` and `where` serve frappe.db and ask nobody; `get_list` answers for a person, `get_all` for code.
"""

import json
from datetime import date
from sqlite3 import OperationalError

from minibench import sqlfields
from minibench.errors import DataError, ValidationError
from minibench.local import local
from minibench.messages import throw
from minibench.rowaccess import Access
from minibench.statement import Statement, quoted
from minibench.translate import _
from minibench.utils.numbers import cint

DEFAULT_ORDER = "KEEP_DEFAULT_ORDERING"
MOST = 2**63 - 1
STARTS, LENGTHS = ("start", "limit_start"), ("limit", "page_length", "limit_page_length")
# what SQLite says of an expression that reads well and cannot be run
CANNOT_RUN = ("misuse of aggregate", "aggregate functions", "parser stack", "Expression tree")


def _build(
	statement: Statement,
	fields,
	filters=None,
	or_filters=None,
	group_by=None,
	order_by=None,
	start=0,
	limit=0,
	distinct=False,
	match=("", []),
	as_list=False,
) -> tuple[str, list] | None:
	"""The statement and its values; None when the person may see none of the fields."""
	items, values, flagged = statement.items(fields, as_list)
	where, bound = statement.where(filters)
	either, more = statement.where(or_filters)
	if either:
		where.append(f"({' or '.join(either)})")
	if match[0]:
		where.append(f"({match[0]})")
	group, group_values = statement.ordering(group_by, False) if group_by else ("", [])
	if order_by == DEFAULT_ORDER:
		order, order_values = statement.default_order(fields, group_by), []
	else:
		order, order_values = statement.ordering(order_by, True) if order_by else ("", [])
	if not items:
		return None
	text = f"select {'distinct ' if distinct or flagged else ''}{', '.join(items)} from {statement.source}"
	text += "".join(statement.joins.values())
	if where:
		text += " where " + " and ".join(where)
	if group:
		text += f" group by {group}"
	if order:
		text += f" order by {order}"
	if limit:
		if cint(start) < 0:
			throw("limit_start cannot be less than 0")
		text += f" limit {min(int(limit), MOST)} offset {min(int(start or 0), MOST)}"
	return text, [*values, *statement.join_values, *bound, *more, *match[1], *group_values, *order_values]


def select(doctype, fields, filters=None, **parts) -> tuple[str, list]:
	"""(SQL with `%s`, values) of a select that asks for no permission; `parts` as group_by, order_by, start, limit.

	Raises DataError for unknown columns.
	"""
	fields = [fields] if isinstance(fields, str) else fields or ["name"]
	return _build(Statement(doctype, listed=False), fields, filters, **parts)


def where(doctype: str, filters) -> tuple[str, list]:
	"""(" where ..", values) of filters on one table; an empty text means all rows."""
	statement = Statement(doctype, listed=False)
	texts, values = statement.where(filters)
	if statement.joins:
		raise ValidationError(f"{doctype}: a filter on another table cannot be used here")
	return f" where {' and '.join(texts)}" if texts else "", values


def get_list(
	doctype, fields=None, filters=None, or_filters=None, *, as_list=False, pluck=None, update=None, **options
):
	"""The records that a person may see and that fit: dictionaries, tuples (`as_list`) or values (`pluck`).

	`options` are those of `statement_of`. Raises PermissionError without any right to read, DataError for a field that
	may not be used.
	"""
	fields, filters = _swapped(fields, filters)
	fields = _fields(fields) or [pluck or "name"]
	built = statement_of(doctype, fields, filters, or_filters, as_list=as_list, **options)
	if built is None:
		return []
	try:
		return _rows(built, fields, as_list, pluck, update)
	except OperationalError as error:
		if str(error).startswith(CANNOT_RUN):
			sqlfields.refuse()
		raise


def statement_of(
	doctype,
	fields,
	filters=None,
	or_filters=None,
	*,
	ignore_permissions=False,
	user=None,
	parent_doctype=None,
	reference_doctype=None,
	order_by=DEFAULT_ORDER,
	**parts,
) -> tuple[str, list] | None:
	"""The statement of a list and its values; None where the person may see none of the fields.

	`parts`: group_by, distinct, as_list; where a page begins (one of STARTS), and how long it is (one of LENGTHS).
	"""
	access, match = None, ("", [])
	if not ignore_permissions:
		access = Access(doctype, user or local.session.user, parent_doctype, reference_doctype)
		match = access.match()
	starts, lengths = ([cint(parts.pop(name, 0)) for name in names] for names in (STARTS, LENGTHS))
	parts |= {"start": next(filter(None, starts), 0), "limit": next(filter(None, lengths), 0)}
	parts |= {"order_by": order_by, "match": match}
	return _build(Statement(doctype, access), fields, _parsed(filters), _parsed(or_filters), **parts)


def get_all(doctype, *args, **kwargs):
	"""As get_list, without asking for permission."""
	kwargs["ignore_permissions"] = True
	kwargs.setdefault("limit_page_length", 0)
	return get_list(doctype, *args, **kwargs)


def get_count(doctype, filters=None, or_filters=None, distinct=False, limit=None, parent_doctype=None) -> int:
	"""How many records the person may see that fit, up to `limit`."""
	access = Access(doctype, local.session.user, parent_doctype)
	text, values = _build(
		Statement(doctype, access),
		["name"],
		_parsed(filters),
		_parsed(or_filters),
		limit=cint(limit),
		distinct=distinct,
		match=access.match(),
	)
	return local.db.sql(f"select count(*) from ({text})", values, pluck=True)[0]


def get_counts(doctype, many: list) -> list[int]:
	"""How many records the person may see that fit each of several filters, read in one go.

	The rule of who may see what is worked out once. Filters on other tables would count a record more than once:
	DataError.
	"""
	access = Access(doctype, local.session.user)
	statement, match = Statement(doctype, access), access.match()
	found = [statement.where(_parsed(filters)) for filters in many]
	if statement.joins:
		raise DataError(doctype)
	texts = [f"({' and '.join(conditions) or '1'})" for conditions, _values in found]
	values = [value for _conditions, bound in found for value in bound]
	counts = ", ".join(f"count(case when {text} then 1 end)" for text in texts)
	text = f"select {counts} from {statement.table} where ({' or '.join(texts)})"
	text += f" and ({match[0]})" if match[0] else ""
	return list(local.db.sql(text, [*values, *values, *match[1]])[0])


def get_along(
	doctype,
	index: str,
	fields,
	filters=None,
	or_filters=None,
	order_by=None,
	start=0,
	limit=0,
	distinct=False,
):
	"""As get_list, read along an index of the table in its order: for a page of what fits very many records.

	SQLite would rather find all that fits and sort it, however short the page is.
	"""
	access = Access(doctype, local.session.user)
	statement = Statement(doctype, access)
	statement.source += f" indexed by {quoted(index)}"
	parts = (filters, or_filters, None, order_by, start, limit, distinct)
	return _rows(_build(statement, fields, *parts, match=access.match()), fields, False, None, None)


def _rows(built: tuple, fields: list, as_list: bool, pluck: str | None, update: dict | None):
	sql, values = built
	single = bool(pluck) and len(fields) == 1 and fields[0] == pluck
	rows = local.db.sql(sql, values, as_dict=not as_list and not single, update=update, pluck=single)
	if single or as_list:
		return rows
	dates = [item.alias or item.written for f in fields if "date(" in f.lower() for item in sqlfields.read(f)]
	for row in rows if dates else ():
		for name in dates:
			if isinstance(row.get(name), str):
				row[name] = date.fromisoformat(row[name])
	return [row[pluck] for row in rows] if pluck else rows


def _swapped(fields, filters):
	"""Fields and filters in their order: Frappe takes them the other way round too."""
	if isinstance(fields, dict) or (isinstance(fields, list) and fields and isinstance(fields[0], list)):
		return filters, fields
	if fields and isinstance(filters, list) and len(filters) > 1 and isinstance(filters[0], str):
		return filters, fields
	return fields, filters


def _fields(fields) -> list[str]:
	if isinstance(fields, str):
		fields = json.loads(fields) if fields.startswith("[") else [fields]
	return [str(field) for field in fields or () if field]


def _parsed(filters):
	"""Filters as data; a text is JSON or the name of a record."""
	if isinstance(filters, str) and filters.lstrip()[:1] in ("[", "{"):
		filters = json.loads(filters)
	if isinstance(filters, list | tuple) and any(isinstance(entry, str | int) for entry in filters):
		throw(_("Filter must be a tuple or list (in a list)"))
	return filters
