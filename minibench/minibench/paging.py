"""Pages of a list that stay fast however many records there are.

First the names of what fits are read, in no order and up to a bound. Are there fewer, a page is sorted out of those
few; are there more, they are met soon on a walk along an index of the order. Neither sorts a million records.
"""

from minibench.local import local
from minibench.query import get_along, get_list

MOST = 10_000  # what a list counts, pages through and takes in hand at once
PIECE = 2000


def fitting(doctype: str, **where) -> list[str]:
	"""The names of the records that the person may see and that fit, in no order: all, or one more than MOST."""
	return get_list(doctype, pluck="name", order_by=None, limit=MOST + 1, **where)


def page(doctype: str, names: list, fields: list, order: tuple, start: int, length: int, **where) -> list:
	"""The rows of one page. `names`: what `fitting` found; `order`: (field, "asc" or "desc")."""
	by = order_by(doctype, *order)
	index = index_of(doctype, order[0]) if len(names) > MOST else None
	if index:
		return get_along(doctype, index, fields, order_by=by, start=start, limit=length, **where)
	if len(names) <= MOST:
		where = {"filters": {"name": ["in", names]}}
	return get_list(doctype, fields=fields, order_by=by, start=start, limit=length, **where)


def every(doctype: str, fields: list, order: tuple, **where):
	"""All rows that fit, in their order, read in pieces: a file of them is never held as a whole."""
	names = get_list(doctype, pluck="name", order_by=order_by(doctype, *order), **where)
	for at in range(0, len(names), PIECE):
		part = names[at : at + PIECE]
		rows = get_list(doctype, fields=fields, filters={"name": ["in", part]}, order_by=None)
		found = {row.name: row for row in rows}
		yield [found[name] for name in part if name in found]


def order_by(doctype: str, field: str, way: str) -> str:
	return ", ".join(f"`tab{doctype}`.`{name}` {way}" for name in dict.fromkeys((field, "name")))


def index_of(doctype: str, field: str, *others: str) -> str | None:
	"""The index of a table that begins with a field and holds the others, too."""
	names = [name.lower() for name in (field, *others)]
	query = f"""select il.name from pragma_index_list(?) il join pragma_index_info(il.name) ii group by il.name
		having sum(ii.seqno = 0 and lower(ii.name) = ?) and sum(lower(ii.name) in ({", ".join("?" * len(names))})) = ?"""
	found = local.db.execute(query, (f"tab{doctype}", names[0], *names, len(set(names)))).fetchone()
	return found[0] if found else None
