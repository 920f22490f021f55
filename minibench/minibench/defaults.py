"""What a new document starts with: defaults of its fields and of the person who makes it."""

from functools import lru_cache

from minibench.apps import scrub
from minibench.local import local
from minibench.utils.dates import now, nowdate, nowtime


def field_defaults(meta, parent=None) -> dict:
	"""{field: default}: the person's own, then the field's; a Select without one starts with its first option."""
	fixed, moving, links = _plan(meta)
	found = dict(fixed)
	for field in moving:
		value = _moving(field, parent)
		if value is not None:
			found[field.fieldname] = value
	user_defaults = _user_defaults(local.session.user) if links else None
	for field in links if user_defaults else ():
		value = user_defaults.get(f"link:{field.options}") or user_defaults.get(scrub(field.options))
		if value:
			found[field.fieldname] = value
	return found


@lru_cache(maxsize=512)
def _plan(meta) -> tuple[dict, list, list]:
	"""(defaults that are always the same, fields whose default moves, links that a person's own may fill)"""
	fixed, moving = {}, []
	for field in meta.column_fields:
		if field.fieldtype == "Time" or _moves(str(field.default or "")):
			moving.append(field)
		elif (value := _fixed(field)) is not None:
			cast = meta.casts.get(field.fieldname)
			fixed[field.fieldname] = cast(value) if cast else value
	return fixed, moving, [f for f in meta.get_link_fields() if not f.ignore_user_permissions]


def _moves(default: str) -> bool:
	return default.lower() in ("now", "today", "__user", "__parent") or default.startswith((":", "{"))


def _fixed(field):
	if field.default:
		return field.default
	if field.fieldtype == "Select" and field.options and field.options not in ("[Select]", "Loading..."):
		return field.options.split("\n", 1)[0]
	return None


def _moving(field, parent):
	"""A default that depends on who, when or on another record. A Time without one starts with the time of day."""
	default = str(field.default or "now")
	kind = default.lower()
	if kind == "now":
		return nowtime() if field.fieldtype == "Time" else now()
	if kind == "today":
		return nowdate()
	if kind == "__user":
		return local.session.user
	if kind == "__parent":
		return parent.get("name") if parent is not None else None
	return _from_linked(field, default[1:], parent) if default.startswith(":") else None


def _user_defaults(user: str) -> dict[str, str]:
	"""Defaults of a person, and the one default of each User Permission marked so; read once per request."""
	key = ("user_defaults", user)
	if key not in local.request_cache:
		rows = local.db.sql("select defkey, defvalue from `tabDefaultValue` where parent = %s", (user,))
		found = dict(rows)
		permissions = local.db.sql(
			"select allow, for_value, is_default from `tabUser Permission` where user = %s", (user,)
		)
		for allow in {row[0] for row in permissions}:
			values = [row for row in permissions if row[0] == allow]
			preferred = [row[1] for row in values if row[2]] or ([values[0][1]] if len(values) == 1 else [])
			if preferred:
				found[f"link:{allow}"] = preferred[0]
		local.request_cache[key] = found
	return local.request_cache[key]


def _from_linked(field, doctype: str, parent):
	"""`:Doctype` takes the value of the same field from the linked record that the document or person names."""
	name = (parent.get(scrub(doctype)) if parent is not None else None) or _user_defaults(
		local.session.user
	).get(scrub(doctype))
	return local.db.get_value(doctype, name, field.fieldname) if name else None


def get_user_default(key: str, user: str | None = None):
	"""A default of a person, else of the site."""
	found = _user_defaults(user or local.session.user).get(key)
	return found if found is not None else local.db.get_default(key)


def set_user_default(key: str, value, user: str | None = None, parenttype: str | None = None) -> None:
	"""Set a default of a person."""
	local.db.set_default(key, value, user or local.session.user)


def get_global_default(key: str):
	"""A default of the site."""
	return local.db.get_default(key)


def set_global_default(key: str, value) -> None:
	local.db.set_default(key, value)
