"""Methods over HTTP: one for each way in which a method can be called, answer, or refuse."""

import frappe
from frappe import _
from frappe.desk.reportview import get_count as counted  # noqa: F401 - a method of Frappe by another name
from frappe.rate_limiter import rate_limit


@frappe.whitelist()
def echo(text: str, times: int = 1) -> str:
	"""`text`, `times` over."""
	return " ".join([text] * times)


@frappe.whitelist()
def nothing() -> None:
	"""Gives back nothing at all."""


@frappe.whitelist(allow_guest=True)
def hello(name: str = "stranger") -> dict:
	return {"hello": name, "user": frappe.session.user}


@frappe.whitelist(methods=["POST"])
def only_post() -> str:
	return frappe.request.method


def hidden() -> str:
	"""Not for callers from outside."""
	return "hidden"


@frappe.whitelist()
def refuse(title: str | None = None) -> None:
	frappe.throw(_("Not today"), title=title)


@frappe.whitelist()
def warn() -> str:
	"""Answers, and says something beside it."""
	frappe.msgprint(_("Mind the step"), title=_("Careful"), indicator="orange")
	return "done"


@frappe.whitelist()
def fall() -> float:
	"""Fails as a program fails."""
	return 1 / 0


@frappe.whitelist(allow_guest=True)
@rate_limit(limit=3, seconds=60)
def knock() -> str:
	return "come in"


@frappe.whitelist()
def label(name: str) -> None:
	"""A text file with the title of a tool."""
	tool = frappe.get_doc("Tool", name)
	tool.check_permission("read")
	frappe.response.filename = "label.txt"
	frappe.response.filecontent = tool.title.encode()
	frappe.response.type = "download"


@frappe.whitelist()
def picture(name: str) -> None:
	"""A drawing, shown in the page and not saved."""
	frappe.get_doc("Tool", name).check_permission("read")
	frappe.response.filename = "picture.svg"
	frappe.response.filecontent = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
	frappe.response.type = "download"
	frappe.response.display_content_as = "inline"


@frappe.whitelist(methods=["POST"])
def write_remark(remark: str) -> None:
	"""A plain form's target: makes a visit and leads back to the page."""
	frappe.get_doc(doctype="Visit", remark=remark).insert()
	frappe.response.type = "redirect"
	frappe.response.location = "/shed-portal"


@frappe.whitelist(methods=["POST"])
def extend_loan(doc: str | dict) -> bool:
	"""The button of a loan: a week more."""
	loan = frappe.get_doc("Loan", frappe.parse_json(doc).get("name"))
	loan.extend(7)
	return True
