"""Rows of a child table belong to the record they are stored in.

Frappe checks a child row by the rights on its parent's doctype alone, and takes a row named in a
request into the record that is being saved, whoever had it before. Both are closed here.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from earlyhelp.permissions.guard import refuse_as_missing


class RowOfAnotherRecordError(frappe.PermissionError):
	"""A row that belongs to another record was sent inside this one."""


class ChildRow(Document):
	"""Base class of every child table: a row is reached only through its stored parent."""

	def has_permission(self, permtype="read", *, debug=False, user=None):
		"""Ask the record that holds the stored row, not the one the row claims to belong to.

		Raises DoesNotExistError in the words of a row that does not exist, when that record is out of reach.
		"""
		stored = frappe.db.get_value(self.doctype, self.name, ["parenttype", "parent"]) if self.name else None
		parenttype, parent = stored or (self.parenttype, self.parent)
		if not parent:
			return super().has_permission(permtype, debug=debug, user=user)
		try:
			return bool(frappe.get_doc(parenttype, parent).has_permission(permtype, debug=debug, user=user))
		except frappe.DoesNotExistError:
			if not stored:
				raise
			frappe.clear_last_message()
			refuse_as_missing(self.doctype, self.name)


def guard_child_rows(doc):
	"""Refuse to save `doc` when a row named in it is stored in another record."""
	for field in doc.meta.get_table_fields():
		names = [row.name for row in doc.get(field.fieldname) if row.name and not row.get("__islocal")]
		if not names:
			continue
		taken = {"name": ["in", names], "parent": ["!=", doc.name or ""]}
		if frappe.db.exists(field.options, taken):
			frappe.throw(_("Rows of another record cannot be used here."), RowOfAnotherRecordError)
