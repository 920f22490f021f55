from minibench.core.records import StandardRecord, comes_from_files
from minibench.errors import PermissionError
from minibench.local import local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.permissions import get_roles
from minibench.translate import _


class Report(StandardRecord):
	def validate(self):
		self.module = self.module or get_meta(self.ref_doctype).module
		self.is_standard = self.is_standard or "No"
		super().validate()
		self.refuse_code()
		self.json = self.json or ("{}" if self.report_type == "Report Builder" else None)

	def refuse_code(self):
		"""A query reads every table, so no person may write one in the desk."""
		user = local.session.user
		if self.report_type != "Report Builder" and not comes_from_files() and user != "Administrator":
			throw(_("Only reports of the report builder can be made here."), PermissionError)

	def before_insert(self):
		if not self.roles and self.is_standard == "No" and not get_meta(self.ref_doctype).istable:
			roles = {row.role for row in get_meta(self.ref_doctype).permissions if not row.permlevel}
			self.set("roles", [{"role": role} for role in sorted(roles)])

	def get_columns(self) -> list[dict]:
		return [row.as_dict(no_default_fields=True, no_child_table_fields=True) for row in self.columns]

	def is_permitted(self, user=None) -> bool:
		"""True if the report names no roles or the user (of the request, by default) has one of them."""
		allowed = {row.role for row in self.roles}
		return not allowed or bool(allowed & set(get_roles(user)))
