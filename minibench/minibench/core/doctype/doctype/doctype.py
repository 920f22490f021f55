"""DocTypes made in the desk. Those of apps come from their files through `meta.save_doctype`."""

import re

from minibench import definitions
from minibench.apps import scrub
from minibench.core.records import SchemaRecord, check_template
from minibench.local import local
from minibench.messages import throw
from minibench.meta import LAID_OVER, STANDARD_LABELS, check_definition, display_fieldtypes, get_meta
from minibench.schema import sync_table
from minibench.translate import _

NAMED_BY = {
	"Set by user": "prompt",
	"Random": "hash",
	'By "Naming Series" field': "naming_series:",
	"By script": "",
}
FIRST_RIGHTS = ("read", "write", "create", "delete", "report", "export", "share", "print", "email")
PATTERN = re.compile(r"[A-Za-z][\w -]{0,59}[\w-]", re.A)


class DocType(SchemaRecord):
	def before_insert(self):
		if not local.conf.developer_mode and not definitions.from_files():
			self.custom = 1
		if not self.permissions and not self.istable:
			self.append("permissions", {"role": "System Manager", **dict.fromkeys(FIRST_RIGHTS, 1)})

	def validate(self):
		self.must_be_custom()
		if self.is_new():
			self.check_name()
		self.name_fields()
		self.set_naming()
		self.make_amendable()
		check_definition(self.as_dict())
		for field in self.fields:
			if field.fieldtype == "HTML":
				check_template(field.options)

	def must_be_custom(self):
		if not self.custom:
			message = _("{0} belongs to an app: use Custom Field, Property Setter or permissions.")
			throw(message.format(self.name))

	def check_name(self):
		"""A name that is a table's on Frappe, too, and whose address no other page has."""
		if not PATTERN.fullmatch(self.name or ""):
			throw(_("ID: begin with a letter; use letters, figures, blanks and hyphens only, at most 61."))
		for doctype in ("DocType", "Workspace"):
			taken = {scrub(name): name for name in local.db.get_all(doctype, pluck="name")}
			if other := taken.get(scrub(self.name)):
				text = _("ID: the address of {0} {1} would be the same. Choose another name.")
				throw(text.format(_(doctype), other))

	def name_fields(self):
		"""Fields without a name get it from their label; breaks from their place."""
		taken = {field.fieldname for field in self.fields}
		for n, field in enumerate(self.fields, 1):
			if field.fieldname:
				continue
			name = re.sub(r"\W", "", scrub(field.label or f"{field.fieldtype}_{n}")).strip("_")
			name += "1" if name in definitions.RESTRICTED else ""
			numbered = name in taken or field.fieldtype in display_fieldtypes
			field.fieldname = f"{name}_{n}" if numbered else name
			taken.add(field.fieldname)

	def set_naming(self):
		"""The pattern behind a naming rule that needs nothing else, and what the others need."""
		if self.naming_rule in NAMED_BY:
			self.autoname = NAMED_BY[self.naming_rule]
		names, rule = {field.fieldname for field in self.fields}, self.autoname or ""
		if rule.startswith("naming_series:") and "naming_series" not in names:
			throw(
				_(
					"Naming Rule: add a field naming_series of the type Select with a pattern such as ABC-.YYYY.-.####."
				)
			)
		if self.naming_rule == "By fieldname" and rule.removeprefix("field:") not in names:
			throw(_("Auto Name: give the name of one of the fields, such as field:title."))
		if self.naming_rule == "By fieldname":
			self.autoname = f"field:{rule.removeprefix('field:')}"
		if self.naming_rule == "Autoincrement":
			throw(_("Naming Rule: {0} is not offered.").format(self.naming_rule))

	def make_amendable(self):
		"""What is submitted is amended through a link to what it amends."""
		if self.is_submittable and not any(field.fieldname == "amended_from" for field in self.fields):
			link = {"fieldname": "amended_from", "fieldtype": "Link", "label": "Amended From"}
			link |= {"options": self.name, "no_copy": 1, "print_hide": 1, "read_only": 1, "search_index": 1}
			self.append("fields", link)

	def form_choices(self, fieldname):
		"""What the form offers in a box that chooses a field."""
		standard = [(name, _(STANDARD_LABELS[name])) for name in ("modified", "creation", "name")]
		own = [
			(field.fieldname, _(field.label or field.fieldname)) for field in self.fields if field.fieldname
		]
		return {"title_field": own, "sort_field": standard + own}.get(fieldname)

	def on_update(self):
		super().on_update()
		definitions.check(self.name)
		sync_table(get_meta(self.name))

	def on_trash(self):
		self.must_be_custom()
		kinds = ("Link", "Table", "Table MultiSelect")
		where = {"options": self.name, "fieldtype": ["in", kinds]}
		used = [
			*local.db.get_all("DocField", where, pluck="parent"),
			*local.db.get_all("Custom Field", where, pluck="dt"),
		]
		if others := sorted(set(used) - {self.name}):
			throw(_("{0} is used by fields of {1}: remove those first.").format(self.name, ", ".join(others)))
		if local.db.table_exists(self.name) and local.db.count(self.name):
			throw(_("{0} still holds records.").format(self.name))
		for doctype, field in LAID_OVER.items():
			local.db.delete(doctype, {field: self.name})

	def before_rename(self, old, new, merge=False):
		throw(_("A record type cannot be renamed."))
