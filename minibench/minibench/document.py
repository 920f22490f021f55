"""The life of a document: load, insert, save, submit, cancel, delete, and the events on the way."""

import re
from urllib.parse import quote

from minibench import checks, events, transitions, versions
from minibench.base_document import BaseDocument
from minibench.controllers import get_controller
from minibench.errors import DoesNotExistError
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.naming import set_new_name, validate_name
from minibench.passwords import get_decrypted_password
from minibench.permissions import has_permission, raise_no_permission_to
from minibench.rows import insert_children, update_single
from minibench.translate import _
from minibench.utils.dates import now
from minibench.utils.text import cstr
from minibench.views import add_viewed


class Document(BaseDocument):
	"""The base of every controller. `Document(dict)` makes one in memory, `Document(doctype, name)` loads it."""

	def __init__(self, *args, **kwargs):
		values = args[0] if args and isinstance(args[0], dict | BaseDocument) else None
		if values is not None or not args:
			values = {**(values or {}), **kwargs}
			super().__init__(values)
			self.init_values()
			return
		self.__dict__.update(
			flags=_dict(kwargs), doctype=args[0], name=args[0] if len(args) == 1 else args[1]
		)
		if isinstance(self.name, dict):
			self.name = local.db.get_value(self.doctype, self.name, "name") or str(self.name)
		self.load_from_db()

	def __repr__(self):
		return f"<{type(self).__name__}: {self.name or 'unsaved'}>"

	def __str__(self):
		return f"{self.doctype}({self.name or 'unsaved'})"

	# loading

	def load_from_db(self):
		"""Read the document anew. Raises DoesNotExistError."""
		mine = self.__dict__
		mine.update(self._stored_single() if self.meta.issingle else self._stored_row())
		self.init_values()
		for name in ("_doc_before_save", "__unsaved", "__islocal"):
			mine.pop(name, None)
		self._load_children()
		return self

	def _stored_single(self) -> dict:
		from minibench.documents import new_doc

		stored = local.db.get_singles_dict(self.doctype, cast=True) or new_doc(self.doctype, as_dict=True)
		return {**stored, "name": self.doctype}

	def _stored_row(self) -> dict:
		found = f"select * from `tab{self.meta.name}` where name = %s"
		rows = local.db.sql(found, (self.name,), as_dict=True)
		if not rows:
			throw(_("{0} {1} not found").format(_(self.doctype), self.name), DoesNotExistError(self.doctype))
		return rows[0]

	def _load_children(self) -> None:
		for field in self.meta.get_table_fields():
			child = get_meta(field.options)
			controller = get_controller(field.options)
			place = "parent = %s and parenttype = %s and parentfield = %s"
			found = f"select * from `tab{child.name}` where {place} order by idx"
			rows = local.db.sql(found, (self.name, self.doctype, field.fieldname), as_dict=True)
			self.__dict__[field.fieldname] = [_loaded_child(controller, child, row, self) for row in rows]

	def reload(self):
		"""Read the document anew, forgetting what was not saved."""
		self.__dict__.pop("_meta", None)
		return self.load_from_db()

	def load_doc_before_save(self, *, raise_exception: bool = False) -> None:
		"""Keep the stored state beside the changed one."""
		from minibench import documents

		self._doc_before_save = None
		if self.is_new():
			return
		try:
			self._doc_before_save = documents.get_doc(self.doctype, self.name, for_update=True)
		except DoesNotExistError:
			if raise_exception:
				raise
			local.message_log.pop()

	def get_doc_before_save(self):
		return self.__dict__.get("_doc_before_save")

	def has_value_changed(self, fieldname) -> bool:
		"""Whether the value differs from the stored one; True for a new document."""
		before = self.get_doc_before_save()
		if not before:
			return True
		return versions.comparable(self, fieldname) != versions.comparable(before, fieldname)

	# permissions

	def check_permission(self, permtype="read", permlevel=None) -> None:
		"""Raise PermissionError without the right."""
		if not self.has_permission(permtype):
			self.raise_no_permission_to(permtype)

	def has_permission(self, permtype="read", *, debug=False, user=None) -> bool:
		if self.flags.ignore_permissions:
			return True
		return has_permission(self.doctype, permtype, self, user=user)

	def raise_no_permission_to(self, perm_type) -> None:
		raise_no_permission_to(self, perm_type)

	def has_permlevel_access_to(self, fieldname, df=None, permission_type="read") -> bool:
		df = df or self.meta.get_field(fieldname)
		return (df.permlevel or 0) in self.get_permlevel_access(permission_type)

	def get_permlevel_access(self, permission_type="write") -> list[int]:
		return self.meta.get_permlevel_access(permission_type, self.get("parenttype"))

	def apply_fieldlevel_read_permissions(self) -> None:
		"""Take out the values of fields whose level the reader lacks."""
		if local.session.user == "Administrator":
			return
		for doc in (self, *self.get_all_children()):
			high = doc.meta.get_high_permlevel_fields()
			allowed = self.get_permlevel_access("read") if high else ()
			for field in high:
				if field.permlevel not in allowed:
					doc.delete_key(field.fieldname)

	# saving

	def insert(
		self,
		ignore_permissions=None,
		ignore_links=None,
		ignore_if_duplicate=False,
		ignore_mandatory=None,
		set_name=None,
	):
		"""Write a new document and return it."""
		self._set_flags(ignore_permissions, ignore_links, ignore_mandatory)
		self.__dict__["__islocal"] = True
		self._set_defaults()
		self._stamp()
		self._set_docstatus()
		transitions.check_docstatus(self)
		# before the links: whoever may not insert is not told which records exist
		self.check_permission("create")
		checks.validate_links(self)
		self.run_method("before_insert")
		given = set_name or self.get("__newname")
		if given:
			self.name = validate_name(self.doctype, given)
		else:
			set_new_name(self)
		self.flags.name_set = True
		self._name_children()
		checks.reset_higher_levels(self)
		self.flags.in_insert = True
		self._run_before_save_methods()
		checks.validate(self)
		self._set_docstatus()
		self.flags.in_insert = False
		self._write_new(ignore_if_duplicate)
		self.run_method("after_insert")
		self.flags.in_insert = True
		self._run_post_save_methods()
		self.flags.in_insert = False
		self.__dict__.pop("__islocal", None)
		self.__dict__.pop("__unsaved", None)
		return self

	def _write_new(self, ignore_if_duplicate: bool) -> None:
		if self.meta.issingle:
			update_single(self)
		else:
			self.db_insert(ignore_if_duplicate=ignore_if_duplicate)
		insert_children(self)
		checks.save_passwords(self)

	def save(self, ignore_permissions=None, ignore_version=None):
		"""Write the document, new or changed, and return it."""
		self._set_flags(ignore_permissions)
		if ignore_version is not None:
			self.flags.ignore_version = ignore_version
		if self.is_new() or not self.get("name"):
			return self.insert()
		self._set_defaults()
		self.check_permission("write")
		self._stamp()
		self._set_docstatus()
		transitions.check_if_latest(self)
		self._name_children()
		checks.reset_higher_levels(self)
		checks.validate_links(self)
		self._run_before_save_methods()
		if self._action == "cancel":
			checks.validate_state(self)
		else:
			checks.validate(self)
		if self._action == "update_after_submit":
			transitions.refuse_changes_after_submit(self)
		self._set_docstatus()
		if self.meta.issingle:
			update_single(self)
		else:
			self.db_update()
		self._update_children()
		checks.save_passwords(self)
		self._run_post_save_methods()
		self.__dict__.pop("__unsaved", None)
		return self

	def _set_flags(self, ignore_permissions=None, ignore_links=None, ignore_mandatory=None) -> None:
		given = {
			"ignore_permissions": ignore_permissions,
			"ignore_links": ignore_links,
			"ignore_mandatory": ignore_mandatory,
		}
		self.flags.update({key: value for key, value in given.items() if value is not None})

	def _set_defaults(self) -> None:
		from minibench import documents

		if local.flags.in_import:
			return
		if self.is_new():
			self.update_if_missing(documents.default_values(self.doctype))
		for row in filter(lambda row: row.is_new(), self.get_all_children()):
			row.update_if_missing(documents.default_values(row.doctype, parent=self))

	def _stamp(self) -> None:
		self._original_modified = self.modified
		stamp, user = now(), local.session.user
		self.modified, self.modified_by = stamp, user
		if self.is_new() and not (local.flags.in_install or local.flags.in_patch or local.flags.in_migrate):
			self.creation = stamp
		self.creation = self.creation or stamp
		if self.is_new():
			self.owner = self.flags.owner or user
		for row in self.get_all_children():
			row.modified, row.modified_by = stamp, user
			row.owner = row.owner or self.owner
			row.creation = row.creation or self.creation

	def _set_docstatus(self) -> None:
		for row in self.get_all_children():
			row.docstatus = self.docstatus

	def _name_children(self) -> None:
		for name in self._tables():
			for number, row in enumerate(self.get(name) or (), 1):
				row.__dict__.update(parent=self.name, parenttype=self.doctype, parentfield=name, idx=number)

	def _update_children(self) -> None:
		"""Write the rows of the child tables, and delete those that are gone."""
		before = self.__dict__.get("_doc_before_save")
		for field in self.meta.get_table_fields():
			rows = self.get(field.fieldname) or []
			kept = {row.name for row in rows if row.name}
			stored = {row.name for row in (before.get(field.fieldname) or ())} if before else set()
			gone = sorted(stored - kept)
			if gone:
				local.db.sql(f"delete from `tab{field.options}` where name in %s", (gone,))
			for row in rows:  # one with a name of its own that is not stored yet is new, too
				row.db_update() if row.name in stored else row.db_insert()

	# events

	def run_method(self, method: str, *args, **kwargs):
		"""Run an event: the controller's method, then the hooks, then notifications. Returns the method's answer."""
		return events.run(self, method, *args, **kwargs)

	def _run_before_save_methods(self) -> None:
		if not self.is_new() and self.__dict__.get("_doc_before_save") is None:
			self.load_doc_before_save()
		if self._action in ("save", "submit"):
			self.run_method("before_validate")
		if self.flags.ignore_validate:
			return
		for event in events.BEFORE[self._action]:
			self.run_method(event)
		self._set_title()

	def _set_title(self) -> None:
		"""A `title` field whose default is a pattern such as "{first_name} {last_name}" is filled from it."""
		field = self.meta.get_field("title") if self.meta.get_title_field() == "title" else None
		if (
			field
			and (field.default or "").startswith("{")
			and (self.is_new() or field.hidden)
			and not self.get("title")
		):
			# only names: what else str.format knows would lead out of the record
			self.title = re.sub(r"\{(\w+)\}", lambda name: cstr(self.get(name[1])), field.default)

	def _run_post_save_methods(self) -> None:
		for event in events.AFTER[self._action]:
			self.run_method(event)
		if self._action == "cancel":
			from minibench.delete import check_no_submitted_links

			check_no_submitted_links(self)
		self.clear_cache()
		versions.save_version(self)
		self.run_method("on_change")

	def clear_cache(self) -> None:
		local.document_cache.pop((self.doctype, self.name), None)
		local.db.value_cache.clear()

	# states

	def submit(self):
		"""Submit: from now on only fields marked so may change."""
		self.docstatus = 1
		return self.save()

	def cancel(self):
		self.docstatus = 2
		return self.save()

	def delete(self, ignore_permissions=False, force=False) -> None:
		from minibench.delete import delete_doc

		ignored = ignore_permissions or self.flags.ignore_permissions
		delete_doc(self.doctype, self.name, force, ignore_permissions=ignored, flags=self.flags)

	def db_set(self, fieldname, value=None, update_modified=True, commit=False) -> None:
		"""Write fields at once, without checks; runs `before_change` and `on_change`."""
		values = dict(fieldname) if isinstance(fieldname, dict) else {fieldname: value}
		if update_modified:
			values |= {"modified": now(), "modified_by": local.session.user}
		self.update(values)
		if not self.get_doc_before_save():
			self.load_doc_before_save()
		self.run_method("before_change")
		if not self.name:
			return
		local.db.set_value(self.doctype, self.name, values, update_modified=False)
		self.run_method("on_change")
		if commit:
			local.db.commit()

	# helpers

	def get_title(self) -> str:
		return self.get(self.meta.get_title_field()) or self.name

	def get_url(self) -> str:
		return f"/app/{self.doctype.lower().replace(' ', '-')}/{quote(str(self.name))}"

	def get_password(self, fieldname="password", raise_exception=True):
		if self.get(fieldname) and not self.is_dummy_password(self.get(fieldname)):
			return self.get(fieldname)
		return get_decrypted_password(self.doctype, self.name, fieldname, raise_exception=raise_exception)

	def is_dummy_password(self, pwd) -> bool:
		return "".join(set(pwd)) == "*"

	def add_comment(self, comment_type="Comment", text=None, comment_email=None, comment_by=None):
		from minibench import comments

		return comments.add(self, comment_type, text, comment_email=comment_email, comment_by=comment_by)

	def add_viewed(self, user=None, force=False, unique_views=False) -> None:
		add_viewed(self, user=user, force=force)


def _loaded_child(controller, meta, row: dict, parent):
	child = controller.__new__(controller)
	mine = child.__dict__
	mine["flags"] = _dict()
	mine["doctype"] = meta.name
	mine["_meta"] = meta
	mine.update(row)
	mine["parent_doc"] = parent
	return child
