"""Which rows and columns of a DocType a person may see in lists, as SQL conditions and sets of names."""

from minibench.docaccess import get_shared
from minibench.errors import PermissionError
from minibench.local import local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.permissions import (
	check_permission,
	get_permission_query_conditions,
	get_permitted_fields,
	get_permlevel_access,
	get_role_permissions,
	only_has_select_perm,
)
from minibench.translate import _
from minibench.user_permissions import conditions as user_conditions


class Access:
	"""What one person may see of one DocType. Raises PermissionError without any right to it."""

	def __init__(self, doctype: str, user: str, parent_doctype=None, reference_doctype=None):
		self.doctype, self.user, self.parent_doctype = doctype, user, parent_doctype
		self.reference_doctype = reference_doctype
		self.types: dict[str, str] = {}
		self._permitted: dict[str, frozenset] = {}
		self._filterable: dict[str, frozenset] = {}
		self.check(doctype, parent_doctype)

	def check(self, doctype: str, parent_doctype=None) -> None:
		"""The right to read or select a DocType."""
		meta = get_meta(doctype)
		self.types[doctype] = (
			"select" if only_has_select_perm(parent_doctype or doctype, self.user) else "read"
		)
		if meta.istable and not parent_doctype:
			parent_doctype = self.doctype if self.doctype != doctype else None
		ptype = self.types[doctype]
		check_permission(doctype, ptype, user=self.user, throw=True, parent_doctype=parent_doctype)

	# columns

	def permits(self, doctype: str, fieldname: str) -> bool:
		"""Whether a column may be shown."""
		known = self._permitted.get(doctype)
		if known is None:
			names = get_permitted_fields(doctype, self._parent(doctype), self.user, self.types.get(doctype))
			known = self._permitted[doctype] = frozenset(names)
		return fieldname in known or self._is_table(doctype, fieldname)

	def _is_table(self, doctype: str, fieldname: str) -> bool:
		"""A table has no column: its permission level decides whether its rows are shown."""
		meta = get_meta(doctype)
		if not meta.get_table_field_doctype(fieldname) or self.types.get(doctype) == "select":
			return False
		level = meta.get_field(fieldname).permlevel or 0
		return not level or level in get_permlevel_access(meta, "read", user=self.user)

	def filters(self, doctype: str, fieldname: str) -> bool:
		"""Whether a column may decide which rows come, and in which order: that tells its values, too."""
		if self._parent(doctype) and self.types.get(self.doctype) == "select":
			return False
		known = self._filterable.get(doctype)
		if known is None:
			meta, parent = get_meta(doctype), self._parent(doctype)
			right = self.types.get(doctype, "read")
			levels = {0, *get_permlevel_access(meta, right, parent, user=self.user)}
			known = frozenset(f.fieldname for f in meta.fields if (f.permlevel or 0) not in levels)
			self._filterable[doctype] = known
		return fieldname not in known

	def _parent(self, doctype: str) -> str | None:
		if not get_meta(doctype).istable:
			return None
		return self.parent_doctype if doctype == self.doctype else self.doctype

	# rows

	def match(self) -> tuple[str, list]:
		"""(SQL, values) of the rows that the person may see; "" for all."""
		return match_conditions(self.doctype, self.user, self.parent_doctype, self.reference_doctype)

	def linked(self, doctype: str) -> tuple[str, list]:
		"""The same for the target of a link: what its own list shows. Raises PermissionError without a right to it."""
		if doctype not in self.types:
			self.check(doctype)
		return match_conditions(doctype, self.user)


def match_conditions(
	doctype: str, user: str, parent_doctype=None, reference_doctype=None
) -> tuple[str, list]:
	"""(SQL, values): roles, User Permissions and shares, and then the hooks of the apps, which always hold."""
	meta = get_meta(doctype)
	if meta.istable:
		text, values = _of_parent(meta, user, parent_doctype)
	elif user == "Administrator":
		text, values = "", []
	else:
		text, values = _of_roles(meta, user, reference_doctype)
	hooks = get_permission_query_conditions(doctype, user)
	return " and ".join(part for part in (text and f"({text})", hooks) if part), values


def _of_roles(meta, user: str, reference_doctype) -> tuple[str, list]:
	table = f"`tab{meta.name}`"
	rights = get_role_permissions(meta, user)
	shared = f"{table}.`name` in (%s)"
	if not (rights.select or rights.read):
		names = get_shared(meta.name, user)
		if not names:
			throw(_("No permission to read {0}").format(_(meta.name)), PermissionError)
		return _shared(shared, names)
	if _only_own(rights):
		text, values = f"{table}.`owner` = %s", [user]
	else:
		text, values = user_conditions(meta.name, table, user, reference_doctype)
	names = get_shared(meta.name, user) if text else []
	if names:
		extra, more = _shared(shared, names)
		return f"({text}) or {extra}", [*values, *more]
	return text, values


def _shared(text: str, names: list[str]) -> tuple[str, list]:
	return text % ", ".join(["%s"] * len(names)), names


def _only_own(rights) -> bool:
	"""Whether nothing but ownership gives the right to read or select."""
	own = rights.if_owner
	if not rights.has_if_owner_enabled or not own:
		return False
	return not any(rights.get(right) and right not in own for right in ("select", "read"))


def _of_parent(meta, user: str, parent_doctype: str) -> tuple[str, list]:
	"""Rows of a child table come with the parents that the person may see in a list."""
	parent = get_meta(parent_doctype)
	levels = {0, *get_permlevel_access(parent, "read", user=user)}
	tables = [f for f in parent.get_table_fields() if f.options == meta.name and (f.permlevel or 0) in levels]
	child = f"`tab{meta.name}`"
	text = f"{child}.`parenttype` = %s and {child}.`parentfield` in ({', '.join(['%s'] * len(tables))})"
	values = [parent_doctype, *(field.fieldname for field in tables)]
	condition, more = match_conditions(parent_doctype, user)
	if condition:
		text += f" and {child}.`parent` in (select `name` from `tab{parent_doctype}` where {condition})"
	return text, [*values, *more]


def build_match_conditions(doctype: str, user: str | None = None) -> str:
	"""The rows that a person may see as one SQL text, for reports that build their own query."""
	text, values = match_conditions(doctype, user or local.session.user)
	# the text of the hooks comes last: what looks like a placeholder there is none
	first, *rest = text.split("%s", len(values))
	return first + "".join(local.db.escape(value) + part for value, part in zip(values, rest, strict=True))
