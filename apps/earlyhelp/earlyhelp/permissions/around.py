"""Events of Frappe's own records, where they would carry what is in a family past the rule of access."""

from urllib.parse import unquote

import frappe
from frappe import _

from earlyhelp.permissions.case_records import holders_of, is_case
from earlyhelp.permissions.family_access import may_read
from earlyhelp.permissions.named import PRIVATE

# What sends, shows or keeps records for others, and the field in which it names their doctype or their report.
CARRIES = {
	"Auto Email Report": "report",
	"Auto Repeat": "reference_doctype",
	"Document Share Key": "reference_doctype",
	"Notification": "document_type",
	"Prepared Report": "report_name",
	"Web Form": "doc_type",
	"Webhook": "webhook_doctype",
}
OF_REPORTS = ("Auto Email Report", "Prepared Report")


def check_carried(doc, method=None):
	"""Records of families are not sent, shown or kept for others by what somebody sets up on the desk: whoever reads
	them there would not be asked who he or she is."""
	if doc.doctype not in CARRIES:
		return
	about = doc.get(CARRIES[doc.doctype])
	if doc.doctype in OF_REPORTS and about:
		about = frappe.db.get_value("Report", about, "ref_doctype")
	if frappe.session.user == "Administrator" or not about or not frappe.db.exists("DocType", about):
		return
	if is_case(about):
		words = _("{0}: records of families are read by those who reach them, and go nowhere by themselves.")
		frappe.throw(words.format(_(doc.meta.get_label(CARRIES[doc.doctype]))), frappe.PermissionError)


def check_renamed(doc, method=None, old=None, new=None, merge=False):
	"""A record of a family keeps its number, and is not merged with another by its name."""
	if is_case(doc.doctype) and frappe.session.user != "Administrator":
		frappe.throw(_("Records of families are not renamed."), frappe.PermissionError)


def check_unused(doc, method=None):
	"""What records of families use is not deleted; who tries is not told which they are, as Frappe would."""
	if frappe.session.user == "Administrator" or is_case(doc.doctype):
		return
	links = {"fieldtype": "Link", "options": doc.doctype, "parenttype": "DocType"}
	for row in frappe.get_all("DocField", filters=links, fields=["parent", "fieldname"]):
		of_families = is_case(row.parent) or holders_of(row.parent)
		if of_families and frappe.db.exists(row.parent, {row.fieldname: doc.name}):
			words = _("{0} {1} is used in records of families and cannot be deleted.")
			frappe.throw(words.format(_(doc.doctype), doc.name), frappe.LinkExistsError)


def check_copied(doc, method=None):
	"""A File without a content of its own takes that of a file on the disk: only of one that the person reads.

	It answers as for a file that is not there. Asked before a File is made, and when its address changes.
	"""
	if frappe.session.user == "Administrator" or doc.is_folder or doc.get("content"):
		return
	url = unquote(doc.file_url or "") or (doc.is_private and f"{PRIVATE}{doc.file_name}") or ""
	if not url.startswith(PRIVATE):
		return
	others = frappe.get_all("File", filters={"file_url": url, "name": ["!=", doc.name or ""]}, pluck="name")
	if not any(may_read(frappe.get_doc("File", name)) for name in others):
		frappe.throw(_("Not found"), frappe.DoesNotExistError)


def check_private(doc, method=None):
	"""A file that hangs on a record of a family is private: a public one is given to anybody who has its address."""
	kind = doc.attached_to_doctype
	if doc.is_private or not (doc.file_url or "").startswith("/files/") or not kind:
		return
	if frappe.db.exists("DocType", kind) and is_case(kind):
		frappe.throw(_("{0}: files of families are private.").format(_("Is Private")), frappe.PermissionError)


def check_changed_address(doc, method=None):
	"""The same of a File that is stored: what it takes when it is made has been looked at."""
	if not doc.is_new() and doc.has_value_changed("file_url"):
		check_copied(doc)


def plain_notice(doc, method=None):
	"""A notice about a record of a family, and the e-mail that Frappe makes of it, hold its number and nothing of it:
	not its title, and not what was written in a comment or a task."""
	if not doc.document_type or not frappe.db.exists("DocType", doc.document_type):
		return
	if is_case(doc.document_type):
		doc.email_content = None
		if doc.type != "Alert":  # those are the app's own words
			doc.subject = _("{0} {1}: {2}").format(
				_(doc.document_type), doc.document_name, _(doc.type or "Alert")
			)


def drop_values(doc, method=None):
	"""An error is logged with the lines of code that led to it, and not with the values that they held."""
	lines = (doc.error or "").split("\n")
	if lines[0].startswith("Traceback with variables"):
		doc.error = "\n".join(line for line in lines if not line.startswith(" " * 6))
