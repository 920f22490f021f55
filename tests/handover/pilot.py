"""What people and administrators leave on a pilot's site, and archives that somebody changed."""

import json
import zipfile
from pathlib import Path

PASSWORD = "Wanderlust-9-pony"
SECRETS = ("smtp-secret", "api-key-of-pat", "api-secret-of-pat", "reset-key-of-pat", "argon2", "gAAAA")


def make(**values):
	import frappe

	return frappe.get_doc(values).insert(ignore_permissions=True)


def work_a_while() -> None:
	"""What people and administrators leave behind besides the records of the app."""
	import frappe

	family = frappe.get_all("Family", pluck="name", order_by="name", limit=1)[0]
	place = {"attached_to_doctype": "Family", "attached_to_name": family}
	make(doctype="Custom Field", dt="Family", fieldname="custom_bus_pass", label="Bus pass", fieldtype="Data")
	frappe.db.set_value("Family", family, "custom_bus_pass", "50% \\ “gold” 'x'")
	setter = {"doc_type": "Family", "field_name": "custom_bus_pass", "doctype_or_field": "DocField"}
	make(doctype="Property Setter", property="label", value="Pass", property_type="Data", **setter)
	make(doctype="ToDo", description="Ring the school", allocated_to="pat.norris@example.com")
	make(doctype="Report", report_name="Mine", ref_doctype="Family", report_type="Report Builder")
	make(doctype="Tag", name="watch")
	make(doctype="View Log", reference_doctype="Family", reference_name=family, viewed_by="Administrator")
	make(doctype="File", file_name="letter.txt", content=b"a letter \xff", is_private=1, **place)
	make(doctype="File", file_name="copy.txt", content=b"a letter \xff", is_private=1, **place)
	make(doctype="File", file_name="logo.svg", content=b"<svg/>", is_private=0)
	frappe.get_doc("Family", family).add_comment("Comment", "All is well")
	permission = {"user": "kim.alder@example.com", "allow": "Early Help Team"}
	make(doctype="User Permission", for_value="Middleton Early Help", **permission)
	frappe.delete_doc("Closure Reason", frappe.get_all("Closure Reason", pluck="name")[0], force=True)
	frappe.db.set_single_value("Early Help Settings", "council_name", "Middleton Borough Council")
	leave_secrets()


def leave_secrets() -> None:
	import frappe
	from frappe.utils.password import set_encrypted_password

	mailbox = {"email_account_name": "Out", "email_id": "out@example.com", "smtp_server": "mail.example.com"}
	make(doctype="Email Account", password="smtp-secret", **mailbox)
	user = "pat.norris@example.com"
	keys = {"api_key": "api-key-of-pat", "reset_password_key": "reset-key-of-pat"}
	frappe.db.set_value("User", user, keys)
	set_encrypted_password("User", user, "api-secret-of-pat", "api_secret")
	frappe.db.set_default(f"{user}_otpsecret", "gAAAA-otp")


def changed(archive: Path, to: Path, change) -> Path:
	"""A copy of an archive in which `change(manifest, members)` altered {name: bytes}; the manifest is JSON."""
	with zipfile.ZipFile(archive) as packed:
		members = {name: packed.read(name) for name in packed.namelist()}
	manifest = json.loads(members.pop("manifest.json"))
	change(manifest, members)
	with zipfile.ZipFile(to, "w") as packed:
		for name, data in {**members, "manifest.json": json.dumps(manifest).encode()}.items():
			packed.writestr(name, data)
	return to
