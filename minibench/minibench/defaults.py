"""What a new document starts with: defaults of its fields and of the person who makes it."""

from minibench.local import local
from minibench.meta import data_fieldtypes


def field_defaults(meta, parent=None) -> dict:
	"""{field: default}: the person's own, then the field's; a Select without one starts with its first option."""
	user_defaults = _user_defaults(local.session.user)
	found = {}
	for field in meta.fields:
		if field.fieldtype not in data_fieldtypes or not field.fieldname:
			continue
		value = _link_default(field, user_defaults)
		if value is None:
			value = _static(field, meta)
		if value is None and (field.default or field.fieldtype == "Time"):
			value = _dynamic(field, parent)
		if value is not None:
			cast = meta.casts.get(field.fieldname)
			found[field.fieldname] = cast(value) if cast else value
	return found


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


def _link_default(field, user_defaults: dict):
	if field.fieldtype != "Link" or not user_defaults or field.ignore_user_permissions:
		return None
	from minibench.apps import scrub

	return user_defaults.get(f"link:{field.options}") or user_defaults.get(scrub(field.options or ""))


def _static(field, meta):
	if field.default:
		return _named_default(str(field.default), field, meta)
	if field.fieldtype == "Select" and field.options and field.options not in ("[Select]", "Loading..."):
		return field.options.split("\n", 1)[0]
	return None


def _named_default(default: str, field, meta):
	from minibench.utils.dates import nowdate

	if default.startswith(":") or default in ("Now", "now", "__parent") or default.startswith("{"):
		return None
	if default.lower() == "__user":
		return local.session.user
	if default.lower() == "today" and field.fieldtype in ("Date", "Datetime", "Data"):
		return nowdate()
	return field.default


def _dynamic(field, parent):
	from minibench.utils.dates import now, nowtime

	default = str(field.default or "now")  # Frappe starts every Time with the time of day
	if default.lower() == "now":
		return nowtime() if field.fieldtype == "Time" else now()
	if default == "__parent" and parent is not None:
		return parent.get("name")
	if default.startswith(":"):
		return _from_linked(field, default[1:], parent)
	return None


def _from_linked(field, doctype: str, parent):
	"""`:Doctype` takes the value of the same field from the linked record that the document or person names."""
	from minibench.apps import scrub

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
	user = user or local.session.user
	local.db.set_default(key, value, user)
	local.request_cache.pop(("user_defaults", user), None)


def get_global_default(key: str):
	"""A default of the site."""
	return local.db.get_default(key)


def set_global_default(key: str, value) -> None:
	local.db.set_default(key, value)
	local.request_cache.pop("defaults", None)
