"""Hooks that stand around requests, and what replaces methods and classes of others."""

import frappe

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


class LabelledShelf(Shelf):
	@property
	def label(self) -> str:
		return f"{self.shelf_code}: {self.shelf_name or ''}"
