from minibench import permissions
from minibench.document import Document
from minibench.errors import PermissionError
from minibench.local import local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.translate import _

INSERT, UPDATE = "Insert New Records", "Update Existing Records"
# what a site is made of is changed by its own forms
NEVER = frozenset(
	("DocType", "DocField", "DocPerm", "DocType Action", "DocType Link", "DefaultValue", "Has Role", "Module Def",
	 "Report", "Property Setter", "Custom Field", "Custom DocPerm", "Client Script", "Data Import")
)  # fmt: skip


def kinds_of_import(doctype: str) -> list[str]:
	"""What a person may import into a doctype: new records, changes, both, or nothing."""
	meta = get_meta(doctype)
	if doctype in NEVER or meta.istable or meta.issingle or not meta.allow_import:
		return []
	if not _may(doctype, "import"):
		return []
	return [kind for kind, right in ((INSERT, "create"), (UPDATE, "write")) if _may(doctype, right)]


def _may(doctype: str, right: str) -> bool:
	return bool(permissions.has_permission(doctype, right, raise_exception=False))


class DataImport(Document):
	def validate(self):
		self.check_right()
		before = self.get_doc_before_save()
		if not self.import_file or (before and before.import_file != self.import_file):
			self.template_options = self.template_warnings = None
			if local.db.exists("Data Import Log", {"data_import": self.name, "success": 1}):
				throw(_("Rows of this file were imported already. Make a new import for another file."))

	def check_right(self):
		"""Raises PermissionError unless the person may import this kind into this doctype, now."""
		kinds = kinds_of_import(self.reference_doctype)
		if self.import_type not in kinds:
			text = _("You do not have import permission for {0}").format(_(self.reference_doctype))
			throw(text, PermissionError)

	def on_trash(self):
		local.db.delete("Data Import Log", {"data_import": self.name})


def has_permission(doc, ptype, user) -> bool:
	"""A file of rows, and what the rules said of each row, are for the person who imports."""
	return user in (doc.owner or user, "Administrator")


def query_conditions(user=None, doctype=None) -> str:
	return "" if user == "Administrator" else f"`tab{doctype}`.`owner` = {local.db.escape(user)}"
