"""What controllers of core doctypes share."""

import ast

from minibench import search_index
from minibench.document import Document
from minibench.errors import PermissionError
from minibench.jinja import reaches_records, validate_template
from minibench.local import local
from minibench.messages import throw
from minibench.perschema import bump_schema
from minibench.translate import _

STANDARD_USERS = ("Administrator", "Guest")
STANDARD_ROLES = ("Administrator", "System Manager", "All", "Guest", "Desk User")


def comes_from_files() -> bool:
	"""True while records are written by installation, migration, patches or tests rather than by a person."""
	flags = local.flags
	return bool(flags.in_import or flags.in_install or flags.in_migrate or flags.in_patch or flags.in_test)


def check_expression(text: str | None, message: str) -> None:
	"""Refuse a condition that Python cannot read."""
	try:
		ast.parse((text or "None").strip(), mode="eval")
	except SyntaxError:
		throw(message)


def check_template(text: str | None) -> None:
	"""Refuse a template that a person writes and that reads more than its own record: it would read every table."""
	validate_template(text or "")
	if comes_from_files() or local.session.user == "Administrator" or not reaches_records(text):
		return
	throw(_("A template written here may use the record itself only: doc."), PermissionError)


class StandardRecord(Document):
	"""A record that an app may ship: it is changed in the app, and a person copies it instead."""

	def validate(self):
		self.refuse_if_shipped()

	def on_trash(self):
		self.refuse_if_shipped()

	def refuse_if_shipped(self):
		shipped = str(self.get("is_standard") or self.get("standard")) in ("1", "Yes")
		if shipped and not comes_from_files() and not local.conf.developer_mode:
			message = _("{0} {1} belongs to an app. Make a copy and change that.")
			throw(message.format(_(self.doctype), self.name))


class SchemaRecord(Document):
	"""A record that is part of what a DocType means: its writers make everybody read that anew.

	With `flags.one_of_many` whoever writes it does so once for all.
	"""

	def on_update(self):
		if not self.flags.one_of_many:
			self._changes_schema()

	def after_delete(self):
		self._changes_schema()

	def _changes_schema(self):
		bump_schema()
		if (
			self.doctype in ("DocType", "Custom Field", "Property Setter", "Customize Form")
			and not comes_from_files()
		):
			search_index.build_soon()
