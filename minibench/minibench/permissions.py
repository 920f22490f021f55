"""Who may do what: roles and their rights, then the rules about one document.

A document is judged twice, as it is stored and as somebody wants it to be: neither may be out of reach.
What cannot be judged (a hook fails) is refused, with an Error Log.
"""

import contextlib

from minibench import apps
from minibench.errorlog import log_error
from minibench.errors import DoesNotExistError, PermissionError
from minibench.local import _dict, local
from minibench.messages import bold, msgprint, throw
from minibench.meta import Meta, get_meta, optional_fields
from minibench.translate import _
from minibench.whitelist import call

rights = (
	"select", "read", "write", "create", "delete", "submit", "cancel", "amend", "print", "email", "report",
	"import", "export", "share",
)  # fmt: skip
GUEST_ROLE, ALL_USER_ROLE, SYSTEM_USER_ROLE, ADMIN_ROLE = "Guest", "All", "Desk User", "Administrator"
AUTOMATIC_ROLES = (GUEST_ROLE, ALL_USER_ROLE, SYSTEM_USER_ROLE, ADMIN_ROLE)
SHARED_RIGHTS = {
	"read": "read",
	"write": "write",
	"share": "share",
	"submit": "submit",
	"email": "read",
	"print": "read",
}


# roles


def get_roles(user: str | None = None, with_standard: bool = True) -> list[str]:
	"""The roles of a person, those that everybody has included."""
	user = user or local.session.user
	if not user or user == "Guest":
		return [GUEST_ROLE]
	roles = local.request_cache.get(("roles", user))
	if roles is None:
		roles = local.request_cache["roles", user] = _find_roles(user)
	return list(roles) if with_standard else [role for role in roles if role not in AUTOMATIC_ROLES]


def roles_of(username: str | None = None) -> list[str]:
	"""`frappe.get_roles`, whose argument has another name."""
	return get_roles(username)


def _find_roles(user: str) -> list[str]:
	if user == "Administrator":
		return local.db.sql("select name from `tabRole`", pluck=True)
	roles = local.db.sql(
		"select role from `tabHas Role` where parent = %s and parenttype = 'User' and role not in %s",
		(user, AUTOMATIC_ROLES),
		pluck=True,
	)
	roles += [ALL_USER_ROLE, GUEST_ROLE]
	return [*roles, SYSTEM_USER_ROLE] if is_system_user(user) else roles


def is_system_user(user: str | None = None) -> bool:
	user = user or local.session.user
	kinds = local.db.sql("select user_type from `tabUser` where name = %s", (user,), pluck=True)
	return kinds == ["System User"]


def clear_cache(user: str | None = None) -> None:
	"""Forget what this request has learned about rights: after roles, user permissions or shares changed."""
	local.role_permissions = {}
	for key in [key for key in local.request_cache if isinstance(key, tuple)]:
		del local.request_cache[key]


def only_for(roles, message: bool = False) -> None:
	"""Raise PermissionError for a person who has none of the roles."""
	wanted = {roles} if isinstance(roles, str) else set(roles)
	if local.flags.in_test or local.session.user == "Administrator" or wanted & set(get_roles()):
		return
	if not message:
		raise PermissionError
	names = ", ".join(bold(role) for role in sorted(wanted))
	throw(_("This action is only allowed for {}").format(names), PermissionError, _("Not Permitted"))


# rights of roles


def get_role_permissions(
	doctype_meta, user: str | None = None, is_owner: bool | None = None, debug=False
) -> _dict:
	"""{right: 0 or 1} that roles give, and under `if_owner` what they give to the owner only."""
	meta = get_meta(doctype_meta) if isinstance(doctype_meta, str) else doctype_meta
	user = user or local.session.user
	if user == "Administrator":
		return _dict(dict.fromkeys(rights, 1))
	key = (meta.name, user, bool(is_owner))
	cached = local.role_permissions.get(key)
	if cached is None or cached[0] is not meta:
		cached = local.role_permissions[key] = (meta, _role_permissions(meta, user, is_owner))
	return cached[1]


def _role_permissions(meta: Meta, user: str, is_owner) -> _dict:
	roles = set(get_roles(user))
	rules = [rule for rule in meta.permissions if rule.role in roles and not rule.permlevel]
	owners = [rule for rule in rules if rule.if_owner]
	found = _dict(if_owner=_dict(), has_if_owner_enabled=bool(owners))
	for right in rights:
		found[right] = int(any(rule.get(right) for rule in rules))
		if not (found[right] and owners) or right == "create":
			continue
		if not any(rule.get(right) for rule in rules if not rule.if_owner):
			found.if_owner[right] = int(bool(is_owner))
			found[right] = int(right in ("select", "read"))
	return found


def only_has_select_perm(doctype: str, user: str | None = None, ignore_permissions: bool = False) -> bool:
	if ignore_permissions:
		return False
	found = get_role_permissions(doctype, user)
	return bool(found.select and not found.read)


def get_permlevel_access(meta: Meta, permission_type="read", parenttype=None, *, user=None) -> list[int]:
	"""The permission levels on which the roles of a person give a right."""
	if (user or local.session.user) == "Administrator":
		return sorted({rule.permlevel or 0 for rule in meta.get_permissions(parenttype)} | set(range(10)))
	roles = set(get_roles(user))
	rules = (r for r in meta.get_permissions(parenttype) if r.role in roles and r.get(permission_type))
	return list(dict.fromkeys(rule.permlevel or 0 for rule in rules))


def get_permitted_fields(doctype: str, parenttype=None, user=None, permission_type=None) -> list[str]:
	"""The columns of a DocType that a person may see; with the select right alone only its search fields."""
	meta = get_meta(doctype)
	if meta.istable and not parenttype:
		return []
	if permission_type is None:
		permission_type = "select" if only_has_select_perm(parenttype or doctype, user) else "read"
	if permission_type == "select" and meta.istable:
		return []
	if permission_type == "select":
		return [name for name in dict.fromkeys([*meta.get_search_fields(), meta.title_field]) if name]
	names = [*meta.columns, *(() if meta.istable else optional_fields)]
	if not meta.get_high_permlevel_fields():
		return names
	levels = {0, *get_permlevel_access(meta, permission_type, parenttype, user=user)}
	fields = {field.fieldname: field.permlevel or 0 for field in meta.get_high_permlevel_fields()}
	return [name for name in names if fields.get(name, 0) in levels]


# the question itself


def has_permission(
	doctype,
	ptype: str = "read",
	doc=None,
	user: str | None = None,
	raise_exception: bool = True,
	*,
	parent_doctype: str | None = None,
	debug: bool = False,
	ignore_share_permissions: bool = False,
) -> bool:
	"""Whether a person has a right to a DocType or a document (or its name).

	Never raises for a refusal; unless `raise_exception` is False, a message says why it was refused.
	"""
	from minibench.docaccess import Question

	if not doc and hasattr(doctype, "doctype"):
		doc, doctype = doctype, doctype.doctype
	user = user or local.session.user
	if user == "Administrator":
		return True
	question = Question(user, ptype, ignore_share_permissions)
	allowed = question.ask(doctype, doc, parent_doctype)
	if not allowed and question.reasons and raise_exception and user == local.session.user:
		msgprint("<br>".join(question.reasons))
	return allowed


def check_permission(
	doctype=None,
	ptype: str = "read",
	doc=None,
	user: str | None = None,
	throw: bool = False,
	*,
	parent_doctype: str | None = None,
	debug: bool = False,
	ignore_share_permissions: bool = False,
) -> bool:
	"""As has_permission without a message; with `throw` raises PermissionError, with one."""
	if not doctype and doc:
		doctype = doc.doctype
	more = {"parent_doctype": parent_doctype, "ignore_share_permissions": ignore_share_permissions}
	allowed = has_permission(doctype, ptype, doc, user, throw, **more)
	if allowed or not throw:
		return allowed
	if doc:
		check_doctype_permission(doctype, ptype)
	label = f"{_(doctype)} {doc if isinstance(doc, str) else doc.name}" if doc else _(doctype)
	local.flags.error_message = _("No permission for {0}").format(label)
	raise PermissionError


def check_doctype_permission(doctype: str, ptype: str = "read") -> None:
	"""Raise PermissionError without the right to the DocType: says nothing about any document of it."""
	messages, local.message_log = local.message_log, []
	check_permission(doctype, ptype, throw=True, ignore_share_permissions=True)
	local.message_log = messages


def raise_no_permission_to(doc, ptype: str) -> None:
	"""Refuse a right to a document, after has_permission has left its message."""
	if not get_meta(doc.doctype).istable:
		check_doctype_permission(doc.doctype, ptype)
	local.flags.error_message = _("You need the '{0}' permission on {1} {2} to perform this action.").format(
		_(ptype), bold(_(doc.doctype)), doc.name or ""
	)
	raise PermissionError


def get_doc_permissions(doc, user: str | None = None, ptype: str | None = None, debug=False) -> _dict:
	"""{right: 0 or 1} to one document."""
	from minibench.docaccess import Question

	user = user or local.session.user
	if user == "Administrator":
		return _dict(dict.fromkeys(rights, 1))
	return Question(user, ptype or "read").rights_to(doc)


def get_permission_query_conditions(doctype: str, user: str | None = None) -> str:
	"""The SQL of the hooks for lists, each bracketed; "" for none. A hook that fails shows nothing."""
	hooks = apps.get_hooks("permission_query_conditions") or {}
	texts = []
	for path in [*hooks.get(doctype, ()), *hooks.get("*", ())]:
		try:
			text = call(apps.get_attr(path), user or local.session.user, doctype=doctype)
		except Exception:
			log_failure(f"permission_query_conditions {path} failed for {doctype}")
			return "1=0"
		if text:
			texts.append(f"({text})")
	return " and ".join(texts)


def has_website_permission(doc=None, ptype="read", user=None, verbose=False, doctype=None) -> bool:
	"""Whether the document's own method, or else every hook, lets a portal user in; False without either."""
	from minibench.documents import get_doc

	user = user or local.session.user
	if doc:
		doc = get_doc(doctype, doc) if isinstance(doc, str) else doc
		doctype = doc.doctype
		if doc.flags.ignore_permissions:
			return True
		if hasattr(doc, "has_website_permission"):
			return bool(doc.has_website_permission(ptype, user, verbose=verbose))
	paths = (apps.get_hooks("has_website_permission") or {}).get(doctype, ())
	try:
		return bool(paths) and all(
			call(apps.get_attr(path), doc=doc, ptype=ptype, user=user, verbose=verbose) for path in paths
		)
	except (PermissionError, DoesNotExistError):
		raise
	except Exception:
		log_failure(f"has_website_permission failed for {doctype}")
		return False


def log_failure(title: str) -> None:
	"""Keep the exception that is being handled as an Error Log; failing to must not open a door."""
	with contextlib.suppress(Exception):
		log_error(title)
