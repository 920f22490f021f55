"""The rights of one person to one document: roles, hooks, User Permissions and shares together."""

from minibench import apps
from minibench.errors import DoesNotExistError, PermissionError, ValidationError
from minibench.local import _dict, local
from minibench.messages import bold
from minibench.meta import get_meta, optional_fields
from minibench.permissions import (
	SHARED_RIGHTS,
	get_permission_query_conditions,
	get_permlevel_access,
	get_role_permissions,
	log_failure,
)
from minibench.translate import _
from minibench.user_permissions import get_user_permissions, has_user_permission
from minibench.utils.settings import get_system_settings
from minibench.whitelist import call


class Question:
	"""One right of one person. `reasons` collects why it was refused."""

	def __init__(self, user: str, ptype: str, ignore_shares: bool = False):
		self.user, self.ptype, self.ignore_shares = user, ptype, ignore_shares
		self.reasons: list[str] = []

	def refuse(self, reason: str) -> bool:
		self.reasons.append(reason)
		return False

	def ask(self, doctype: str, doc=None, parent_doctype: str | None = None) -> bool:
		"""The answer for a DocType, a document or the name of one."""
		if self.ptype == "share" and sharing_is_off():
			return False
		meta = get_meta(doctype)
		if meta.istable:
			return self._child(meta, doc, parent_doctype)
		return self._document(meta, doc) if doc else self._doctype(meta)

	def _doctype(self, meta) -> bool:
		if self.ptype == "submit" and not meta.is_submittable:
			return self.refuse(_("Document Type is not submittable"))
		if self.ptype == "import" and not meta.allow_import:
			return self.refuse(_("Document Type is not importable"))
		if get_role_permissions(meta, self.user).get(self.ptype):
			return True
		self.refuse(
			_("User {0} does not have doctype access via role permission for document {1}").format(
				bold(self.user), bold(_(meta.name))
			)
		)
		return bool(self._shared(meta.name))

	def _document(self, meta, doc) -> bool:
		from minibench.documents import get_doc

		if isinstance(doc, str | int):
			doc, stored = get_doc(meta.name, doc), None
		else:
			stored = self._stored(meta, doc)
		if all(self._one(meta, version) for version in (stored, doc) if version is not None):
			return True
		doctype = Question(self.user, "read", ignore_shares=True)
		if not doctype.ask(meta.name):
			# nothing about one record: the answer is the same where there is none
			self.reasons = doctype.reasons
			return False
		text = _("User {0} does not have access to this document").format(bold(self.user))
		return self.refuse(f"{text}: {_(meta.name)} - {doc.name}")

	def _one(self, meta, doc) -> bool:
		"""The answer for one version of a document. A hook's refusal is final, a share repairs the others."""
		if not self._controller_allows(doc):
			return self.refuse(_("Not allowed via controller permission check"))
		if not self._conditions_allow(meta, doc):
			return False
		if self._evaluated(meta, doc).get(self.ptype):
			return True
		return bool(doc.name and self._shared(meta.name, doc.name))

	def rights_to(self, doc) -> _dict:
		"""{right: 0 or 1} to a document, stored and changed."""
		meta = get_meta(doc.doctype)
		found = _dict()
		for version in (doc, self._stored(meta, doc)):
			if version is None:
				continue
			if not self._controller_allows(version) or not self._conditions_allow(meta, version):
				return _dict({self.ptype: 0})
			mine = self._evaluated(meta, version)
			found = _dict({k: v and found.get(k) for k, v in mine.items()}) if found else _dict(mine)
		for right in SHARED_RIGHTS:
			question = Question(self.user, right)
			if not found.get(right) and doc.name and question._shared(meta.name, doc.name):
				found[right] = 1
		return found

	def _evaluated(self, meta, doc) -> dict:
		owner = (doc.get("owner") or "").lower() == self.user.lower()
		found = dict(get_role_permissions(meta, self.user, owner))
		if not meta.is_submittable:
			found["submit"] = 0
		if not meta.allow_import:
			found["import"] = 0
		found |= found["if_owner"]
		if has_user_permission(doc, self.user, ptype=self.ptype, reasons=self.reasons):
			return found
		return {**found["if_owner"], "create": 0} if owner else {}

	# the stored row

	def _stored(self, meta, doc):
		"""The document as the database has it, when that differs from `doc`; else None."""
		if not doc.name or meta.issingle or not self._depends_on_values(meta, doc):
			return None
		if self.ptype == "create" and doc.is_new():  # gets a name of its own, whatever it brings
			return None
		row = local.db.get_value(meta.name, doc.name, "*", as_dict=True)
		if row is None or (self.ptype in ("read", "print", "email", "select") and _same(doc, row)):
			return None
		from minibench.documents import get_doc

		return get_doc(meta.name, doc.name)

	def _depends_on_values(self, meta, doc) -> bool:
		return bool(
			_hooks(meta.name)
			or get_role_permissions(meta, self.user).has_if_owner_enabled
			or get_user_permissions(self.user)
			or _overridden(doc)
		)

	# what may refuse

	def _controller_allows(self, doc) -> bool:
		"""The hooks, and the controller's own `has_permission` where it overrides Document's."""
		if not hooks_allow(doc, self.ptype, self.user):
			return False
		if not _overridden(doc) or doc.flags.asking_permission:
			return True
		doc.flags.asking_permission = True
		try:
			return bool(call(type(doc).has_permission, doc, self.ptype, user=self.user, debug=False))
		except (PermissionError, DoesNotExistError):
			raise
		except Exception:
			log_failure(f"has_permission of {doc.doctype} {doc.name} failed")
			return False
		finally:
			doc.flags.asking_permission = False

	def _conditions_allow(self, meta, doc) -> bool:
		"""The list conditions hold for the stored row, where the DocType has no hook that judges documents."""
		judged = (apps.get_hooks("has_permission") or {}).get(meta.name)
		if not doc.name or self.ptype == "create" or judged or meta.issingle:
			return True
		# a page asks for one right after another; while it is read nothing changes
		kept = local.request_cache.setdefault("listed", {}) if local.db.read_only else {}
		key = meta.name, doc.name, self.user
		if key not in kept:
			kept[key] = _listed(*key)
		return kept[key] or self.refuse(_("Not allowed via controller permission check"))

	def _shared(self, doctype: str, name=None) -> list[str]:
		right = SHARED_RIGHTS.get(self.ptype)
		if not right or self.ignore_shares:
			return []
		return get_shared(doctype, self.user, [right], name=name)

	# child rows

	def _child(self, meta, doc, parent_doctype: str | None) -> bool:
		"""A child row stands and falls with its parent: the stored one, and the one it is to move to."""
		stored = _stored_parent(meta.name, doc)
		places = [place for place in (stored, _parent_of(doc)) if place]
		if doc is None or not places:
			places = [(parent_doctype, None, None)]
		if not places[0][0]:
			return self.refuse(_("Please specify a valid parent DocType for {0}").format(bold(meta.name)))
		row = None if isinstance(doc, str | int | None) else doc
		if row is not None and not self._controller_allows(row):
			return self.refuse(_("Not allowed via controller permission check"))
		return all(self._place(meta, place, row) for place in dict.fromkeys(places))

	def _place(self, meta, place: tuple, row) -> bool:
		parenttype, parent, parentfield = place
		parent_meta = get_meta(parenttype)
		tables = {f.fieldname: f for f in parent_meta.get_table_fields() if f.options == meta.name}
		if parent_meta.istable or not tables:
			return self.refuse(
				_("{0} is not a valid parent DocType for {1}").format(bold(parenttype), bold(meta.name))
			)
		if parent is not None and parentfield not in tables:
			text = _("{0} is not a valid parentfield for {1}")
			return self.refuse(text.format(bold(parentfield), bold(meta.name)))
		level = (tables[parentfield].permlevel or 0) if parentfield else 0
		if level and level not in get_permlevel_access(parent_meta, self.ptype, user=self.user):
			return self.refuse(_("Insufficient Permission Level for {0}").format(bold(parenttype)))
		held = getattr(row, "parent_doc", None)
		target = held if held is not None and held.name == parent else parent
		return all(self._parent_allows(parent_meta, target, right) for right in self._parent_rights(target))

	def _parent_rights(self, target) -> tuple[str, ...]:
		"""To add or remove a row is to write its parent as well."""
		return ("write", self.ptype) if target and self.ptype in ("create", "delete") else (self.ptype,)

	def _parent_allows(self, meta, target, right: str) -> bool:
		question = Question(self.user, right, self.ignore_shares)
		allowed = question.ask(meta.name, target)
		self.reasons += question.reasons
		return allowed


def _listed(doctype: str, name, user: str) -> bool:
	"""Whether the list conditions hold for a stored row, or there is no such row."""
	condition = get_permission_query_conditions(doctype, user)
	if not condition:
		return True
	sql = f"select count(*), count(case when {condition} then 1 end) from `tab{doctype}` where name = %s"
	try:
		known, allowed = local.db.sql(sql, [name])[0]
	except Exception:
		log_failure(f"permission_query_conditions of {doctype} cannot be run")
		return False
	return not known or bool(allowed)


def hooks_allow(doc, ptype: str, user: str) -> bool:
	"""Whether no `has_permission` hook says no: hooks can refuse, never grant. The last one is asked first.

	What a hook refuses in its own words is raised as it is.
	"""
	for path in reversed(_hooks(doc.doctype)):
		try:
			answer = call(apps.get_attr(path), doc=doc, ptype=ptype, user=user, debug=False)
		except (PermissionError, ValidationError):
			raise
		except Exception:
			log_failure(f"has_permission {path} failed for {doc.doctype} {doc.name}")
			return False
		if answer is not None and not answer:
			return False
	return True


def _hooks(doctype: str) -> list[str]:
	hooks = apps.get_hooks("has_permission") or {}
	return [*hooks.get(doctype, ()), *hooks.get("*", ())]


def _overridden(doc) -> bool:
	from minibench.document import Document

	return type(doc).has_permission is not Document.has_permission


def _same(doc, row: dict) -> bool:
	return all(doc.get(name) == value for name, value in row.items() if name not in optional_fields)


def _parent_of(doc) -> tuple | None:
	if doc is None or isinstance(doc, str | int) or not doc.get("parenttype") or not doc.get("parent"):
		return None
	return (doc.parenttype, doc.parent, doc.parentfield)


def _stored_parent(doctype: str, doc) -> tuple | None:
	name = doc if isinstance(doc, str | int) else doc.get("name") if doc else None
	if not name:
		return None
	sql = f"select parenttype, parent, parentfield from `tab{doctype}` where name = %s"
	rows = local.db.sql(sql, (name,))
	return rows[0] if rows else None


def sharing_is_off() -> bool:
	return bool(get_system_settings("disable_document_sharing"))


def get_shared(doctype: str, user=None, rights=None, *, name=None) -> list[str]:
	"""The names of documents that are shared with a person.

	Where sharing is switched off only the share that gives people their own User record counts.
	"""
	user = user or local.session.user
	if sharing_is_off() and doctype != "User":
		return []
	known = [right for right in rights or ["read"] if right in SHARED_RIGHTS.values()]
	sql, values = "select share_name from `tabDocShare` where share_doctype = %s", [doctype]
	sql += "".join(f" and `{right}` = 1" for right in known) or " and 1 = 0"
	if sharing_is_off():
		name = user if name in (None, user) else ""
	sql += " and user = %s" if user == "Guest" else " and (user = %s or everyone = 1)"
	values.append(user)
	if name is not None:
		sql, values = sql + " and share_name = %s", [*values, name]
	return local.db.sql(sql, values, pluck=True)
