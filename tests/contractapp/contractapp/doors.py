"""Hooks that stand around requests, and what replaces methods and classes of others."""

import frappe
from frappe.model import workflow

from contractapp.contract.doctype.shelf.shelf import Shelf

CLOSED = "/api/method/contractapp.api.nothing"


def close():
	"""Before each request: one method is shut for those who do not work here, however it is spelt."""
	if frappe.request.path.rstrip("/") == CLOSED and "Desk User" not in frappe.get_roles():
		raise frappe.PermissionError


def sign(response, request):
	"""After each request."""
	response.headers["X-Shed"] = "contractapp"


@frappe.whitelist()
def time_zone() -> dict:
	return {"time_zone": "Shed/Clock"}


@frappe.whitelist(methods=["POST"])
def apply_workflow(doc: str, action: str) -> dict:
	"""A step that was taken before is answered, not refused."""
	values = frappe.parse_json(doc)
	stored = frappe.get_doc(values["doctype"], values["name"])
	if action == "Shed Send" and stored.get("workflow_state") == "Shed Checking":
		frappe.msgprint("Sent already")
		return stored.as_dict()
	return workflow.apply_workflow(doc, action).as_dict()


class LabelledShelf(Shelf):
	@property
	def label(self) -> str:
		return f"{self.shelf_code}: {self.shelf_name or ''}"
