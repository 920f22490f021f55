"""Why a person may see or change a record, or may not, in words: each rule says what it gives and what it refuses."""

from importlib import import_module

from minibench import apps
from minibench.docaccess import get_shared, sharing_is_off
from minibench.errors import DoesNotExistError, PermissionError, ValidationError
from minibench.local import _dict, local
from minibench.meta import display_fieldtypes
from minibench.permissions import get_roles, has_permission, log_failure, rights
from minibench.translate import _
from minibench.user_permissions import get_user_permissions, has_user_permission
from minibench.utils.data import get_fullname
from minibench.whitelist import call

REFUSALS = (PermissionError, ValidationError, DoesNotExistError)
TOLD = ("read", "write", "delete", "print", "share")
GIVES, SHUTS, SAYS = "gives", "shuts", "says"


def answer(doc, user: str) -> _dict:
	"""What a person may do with a stored record: `may` {right: bool} and `parts` [(heading, [(verdict, sentence)])].

	A verdict is "gives", "shuts" or "says". The caller has checked who asks, and that he or she may read the record.
	"""
	name = get_fullname(user) or user
	may = {right: allowed(doc, right, user) for right in TOLD}
	parts = [
		(_("The account"), list(_account(user, name))),
		(_("Roles"), list(_roles(doc, user, name))),
		(_("Limits and shares"), list(_limits(doc, user, name))),
		*((app, list(lines)) for app, lines in _apps(doc, user, name)),
	]
	return _dict(name=name, may=may, parts=[(heading, lines) for heading, lines in parts if lines])


def allowed(doc, right: str, user: str) -> bool:
	"""The machine's own answer, without a message."""
	told = len(local.message_log)
	try:
		return bool(has_permission(doc.doctype, right, doc, user=user, raise_exception=False))
	except REFUSALS:
		return False
	finally:
		del local.message_log[told:]


def _account(user, name):
	if user == "Administrator":
		yield GIVES, _("Administrator may do everything: no rule below is asked.")
		return
	enabled, kind = local.db.get_value("User", user, ["enabled", "user_type"])
	if not enabled:
		yield SHUTS, _("The account of {0} is switched off: nobody signs in with it.").format(name)
	if kind == "Website User":
		text = _("{0} has no role of the desk: this account opens pages of the portal only.")
		yield SHUTS, text.format(name)


def _roles(doc, user, name):
	mine, meta = set(get_roles(user)), doc.meta
	rules = [rule for rule in meta.permissions if not rule.permlevel]
	for rule in rules:
		given = ", ".join(_(right) for right in rights if rule.get(right))
		if rule.role in mine and given and rule.if_owner:
			own = (doc.owner or "").lower() == user.lower()
			text = _("The role {0} gives, for records that one made oneself: {1}.") + " "
			text += _("{2} made this one.") if own else _("{2} did not make this one.")
			yield GIVES if own else SAYS, text.format(_(rule.role), given, name)
		elif rule.role in mine and given:
			yield GIVES, _("The role {0} gives: {1}.").format(_(rule.role), given)
	if user != "Administrator" and not any(rule.role in mine and rule.read for rule in rules):
		others = sorted({_(rule.role) for rule in rules if rule.read})
		text = _("No role of {0} gives the right to read {1}. Those that do: {2}.")
		yield SHUTS, text.format(name, _(meta.name), ", ".join(others) or _("none"))
	yield from _levels(meta, mine, name)


def _levels(meta, mine, name):
	"""Fields of a higher level need a rule of that level."""
	for level in sorted({int(field.permlevel) for field in meta.get_high_permlevel_fields()}):
		high = [field for field in meta.get_high_permlevel_fields() if int(field.permlevel) == level]
		fields = [
			_(field.label or field.fieldname) for field in high if field.fieldtype not in display_fieldtypes
		]
		opening = [
			r.role for r in meta.permissions if r.role in mine and r.read and int(r.permlevel or 0) == level
		]
		text = _("Fields of level {level} ({fields}) are hidden: no role of {name} opens them.")
		if opening:
			text = _("Fields of level {level} ({fields}) are shown by the role {role}.")
		words = {"level": level, "fields": ", ".join(fields), "name": name}
		yield GIVES if opening else SHUTS, text.format(**words, role=", ".join(map(_, opening)))


def _limits(doc, user, name):
	limits, reasons = get_user_permissions(user), []
	if limits:
		said = "; ".join(f"{_(kind)}: {', '.join(row.doc for row in rows)}" for kind, rows in limits.items())
		inside = has_user_permission(doc, user, reasons=reasons)
		yield SAYS, _("User Permissions limit {0} to {1}.").format(name, said)
		yield (GIVES, _("This record is within these limits.")) if inside else (SHUTS, reasons[0])
	shared = [
		right for right in ("read", "write", "share") if get_shared(doc.doctype, user, [right], name=doc.name)
	]
	if shared:
		yield GIVES, _("The record is shared with {0}: {1}.").format(name, ", ".join(map(_, shared)))
	elif sharing_is_off():
		yield SAYS, _("Sharing single records is switched off on this site.")


def _apps(doc, user, name):
	"""(title of an app, its lines): what its hooks answer, and what it says in its own words."""
	if user == "Administrator":
		return
	for app in apps.get_installed_apps():
		lines = [*_documents(app, doc, user, name), *_rows(app, doc, user, name)]
		lines += [
			(SAYS, text) for path in _paths(app, "explain_permission", doc) for text in _told(path, doc, user)
		]
		if lines:
			hooks = import_module(f"{app}.hooks") if app != "frappe" else None
			yield getattr(hooks, "app_title", None) or _("This bench"), lines


def _paths(app, hook, doc):
	found = apps.get_hooks(hook, {}, app_name=app) or {}
	return [*found.get(doc.doctype, ()), *found.get("*", ())]


def _documents(app, doc, user, name):
	"""The app's `has_permission`: it can refuse, never give."""
	for path in _paths(app, "has_permission", doc):
		told = len(local.message_log)
		try:
			found = call(apps.get_attr(path), doc=doc, ptype="read", user=user, debug=False)
		except REFUSALS:
			found = False
		except Exception:
			log_failure(f"has_permission {path} failed for {doc.doctype} {doc.name}")
			found = False
		del local.message_log[told:]
		lets = _("Its rule for single records lets {0} read this one.")
		yield from _verdict(found, lets, _("Its rule for single records refuses {0}."), name)


def _rows(app, doc, user, name):
	"""The app's `permission_query_conditions`: which rows lists, links and reports show."""
	for path in _paths(app, "permission_query_conditions", doc):
		try:
			text = call(apps.get_attr(path), user, doctype=doc.doctype)
			sql = f"select count(*) from `tab{doc.doctype}` where `name` = %s and ({text})"
			inside = bool(local.db.sql(sql, [doc.name])[0][0]) if text else None
		except Exception:
			log_failure(f"permission_query_conditions {path} failed for {doc.doctype}")
			inside = False
		shows = _("Its rule for lists shows this record to {0}.")
		yield from _verdict(inside, shows, _("Its rule for lists leaves this record out for {0}."), name)


def _verdict(answer, gives, shuts, name):
	"""What a rule said; nothing where it had no opinion."""
	if answer is not None:
		yield (GIVES, gives.format(name)) if answer else (SHUTS, shuts.format(name))


def _told(path, doc, user):
	"""The app's own sentences: a function of (doc, user) that returns a list of them, under the hook explain_permission."""
	try:
		return list(call(apps.get_attr(path), doc=doc, user=user) or ())
	except Exception:
		log_failure(f"explain_permission {path} failed for {doc.doctype} {doc.name}")
		return [_("It could not say why: see the Error Log.")]


def people(limit: int) -> list:
	"""Accounts that are switched on, by name, without the automatic ones."""
	where = {"enabled": 1, "name": ["not in", ("Administrator", "Guest")]}
	return local.db.get_all("User", where, ["name", "full_name"], order_by="full_name", limit=limit)
