"""User Permissions: a person is confined to documents that name, or are, the records allowed to her."""

from minibench.errors import DoesNotExistError
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.translate import _


def get_user_permissions(user: str | None = None) -> dict[str, list[_dict]]:
	"""{DocType: [{doc, applicable_for, is_default, hide_descendants}]} of a person."""
	user = user or local.session.user
	if not user or user in ("Administrator", "Guest"):
		return {}
	key = ("user_permissions", user)
	found = local.request_cache.get(key)
	if found is None:
		found = local.request_cache[key] = {}
		rows = local.db.sql(
			"select allow, for_value as doc, applicable_for, is_default, hide_descendants"
			" from `tabUser Permission` where user = %s order by creation",
			(user,),
			as_dict=True,
		)
		for row in rows:
			found.setdefault(row.pop("allow"), []).append(row)
	return found


def allowed_docs(permissions: list[_dict], doctype: str) -> list[str]:
	"""The names in force for documents of a DocType."""
	return [p.doc for p in permissions if not p.applicable_for or p.applicable_for == doctype]


def is_strict() -> bool:
	return bool(local.db.get_single_value("System Settings", "apply_strict_user_permissions"))


def has_user_permission(
	doc, user: str | None = None, debug=False, ptype=None, reasons: list | None = None
) -> bool:
	"""Whether a document is within the person's User Permissions; `reasons` gets why it is not."""
	permissions = get_user_permissions(user)
	if not permissions:
		return True
	strict = not doc.meta.issingle and is_strict()
	reason = _itself(doc, permissions) or _links(doc, doc, permissions, strict)
	for row in () if reason else doc.get_all_children():
		reason = reason or _links(doc, row, permissions, strict)
	if reason and reasons is not None:
		reasons.append(reason)
	return not reason


def _itself(doc, permissions: dict) -> str | None:
	allowed = allowed_docs(permissions.get(doc.doctype, ()), doc.doctype)
	if not allowed or (doc.name and _within(doc.name, allowed)):
		return None
	return _("Not allowed for {0}: {1}").format(_(doc.doctype), doc.name)


def _links(doc, row, permissions: dict, strict: bool) -> str | None:
	"""Why the links of a document, or of one of its rows, are out of reach."""
	for field in row.meta.get_link_fields():
		if field.ignore_user_permissions or field.options not in permissions:
			continue
		value = row.get(field.fieldname)
		if not value and not strict:
			continue
		allowed = allowed_docs(permissions[field.options], doc.doctype)
		if allowed and not _within(value, allowed):
			return _link_reason(row, field, value)
	return None


def _within(value, allowed: list[str]) -> bool:
	"""Names are compared as the database does: without regard to case."""
	return str(value).lower() in {name.lower() for name in allowed}


def _link_reason(row, field, value) -> str:
	parts = [_(row.meta.name), _(field.options), value or _("empty")]
	label = _(field.label) if field.label else field.fieldname
	text = "You are not allowed to access this {0} record because it is linked to {1} '{2}' in field {3}"
	if row.get("parentfield"):
		text = "You are not allowed to access this {0} record because it is linked to {1} '{2}' in row {3}, field {4}"
		parts.append(row.idx)
	return _(text).format(*parts, label)


def conditions(doctype: str, table: str, user: str, reference_doctype: str | None = None) -> tuple[str, list]:
	"""(SQL, values) that confine a list as has_user_permission confines a document; "" for no confinement."""
	permissions = get_user_permissions(user)
	texts, values = [], []
	if not permissions:
		return "", []
	strict = is_strict()
	links = [
		(f.fieldname, f.options) for f in get_meta(doctype).get_link_fields() if not f.ignore_user_permissions
	]
	for fieldname, options in [*links, ("name", doctype)]:
		target = (reference_doctype or doctype) if fieldname == "name" else doctype
		allowed = allowed_docs(permissions.get(options, ()), target)
		if not allowed:
			continue
		column = f"{table}.`{fieldname}`"
		text = f"{column} in ({', '.join(['%s'] * len(allowed))})"
		if not strict and fieldname != "name":
			text = f"{column} is null or {column} = '' or {text}"
		texts.append(f"({text})")
		values.extend(allowed)
	return " and ".join(texts), values


def add_user_permission(
	doctype, name, user, ignore_permissions=False, applicable_for=None, is_default=0, hide_descendants=0
) -> None:
	"""Allow a record to a person, unless it is already. Raises DoesNotExistError without the record."""
	from minibench.documents import get_doc

	same = {"user": user, "allow": doctype, "for_value": name}
	rows = local.db.get_values("User Permission", same, "applicable_for", pluck=True)
	if (applicable_for or "") in [row or "" for row in rows]:
		return
	if not local.db.exists(doctype, name):
		throw(_("{0} {1} not found").format(_(doctype), name), DoesNotExistError)
	more = {"applicable_for": applicable_for, "apply_to_all_doctypes": 0 if applicable_for else 1}
	more |= {"is_default": is_default, "hide_descendants": hide_descendants}
	get_doc({"doctype": "User Permission", **same, **more}).insert(ignore_permissions=ignore_permissions)


def remove_user_permission(doctype: str, name: str, user: str) -> None:
	from minibench.delete import delete_doc

	found = local.db.get_value("User Permission", {"user": user, "allow": doctype, "for_value": name})
	if found:
		delete_doc("User Permission", found)
