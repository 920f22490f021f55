"""Whoever has no right to a doctype hears the same of a record that exists and of one that does not."""

import json
import re

import pytest
from web_town import OFFICER, PORTAL, send

pytest_plugins = ["web_town"]
METHOD = "/api/method/"


def resource(verb: str, query: str = "", body: dict | None = None):
	def ask(client, doctype, name):
		return _ask(client, f"/api/resource/{doctype}/{name}{query}", verb, body)

	return ask


def method(name: str, *keys: str, verb: str = "POST", **more):
	def ask(client, doctype, record):
		values = {**dict(zip(keys, (doctype, record), strict=True)), **more}
		if verb == "GET":
			return _ask(client, METHOD + name, verb, query=values)
		return _ask(client, METHOD + name, verb, values)

	return ask


def with_doc(name: str, key: str = "doc", **more):
	def ask(client, doctype, record):
		sent = json.dumps({"doctype": doctype, "name": record})
		return _ask(client, METHOD + name, "POST", {key: sent, **more})

	return ask


def new(doctype: str, *keys: str, **more):
	def ask(client, target, record):
		values = {**dict(zip(keys, (target, record), strict=True)), **more}
		return _ask(client, f"/api/resource/{doctype}", "POST", values)

	return ask


def _ask(client, path, verb, body=None, query=None):
	given = {"json": body} if body is not None else {}
	signed_in = client.get_cookie("sid") and client.get_cookie("sid").value != "Guest"
	if signed_in and verb != "GET":
		return send(client, path, verb, **given)
	return client.open(path, method=verb, query_string=query, **given)


DOORS = {
	"read": resource("GET"),
	"change": resource("PUT", body={"title": "x"}),
	"delete": resource("DELETE"),
	"ask a method by GET": resource("GET", "?run_method=shout"),
	"ask what is no method": resource("GET", "?run_method=items"),
	"ask a method by POST": resource("POST", body={"run_method": "save"}),
	"run_doc_method": method("run_doc_method", "dt", "dn", method="shout"),
	"run_doc_method with a document": with_doc("run_doc_method", "docs", method="shout"),
	"client.get": method("frappe.client.get", "doctype", "name", verb="GET"),
	"client.get_value": method("frappe.client.get_value", "doctype", "filters", verb="GET", fieldname="name"),
	"client.has_permission": method("frappe.client.has_permission", "doctype", "docname", verb="GET"),
	"client.validate_link": method("frappe.client.validate_link", "doctype", "docname", verb="GET"),
	"client.set_value": method("frappe.client.set_value", "doctype", "name", fieldname="title", value="x"),
	"client.delete": method("frappe.client.delete", "doctype", "name"),
	"client.save": with_doc("frappe.client.save"),
	"getdoc": method("frappe.desk.form.load.getdoc", "doctype", "name", verb="GET"),
	"remark": method(
		"frappe.desk.form.utils.add_comment", "reference_doctype", "reference_name", content="x"
	),
	"workflow step": with_doc("frappe.model.workflow.apply_workflow", action="Go"),
	"paper": method("frappe.utils.print_format.download_pdf", "doctype", "name", verb="GET"),
	"upload": method("upload_file", "doctype", "docname"),
	"task": new("ToDo", "reference_type", "reference_name", description="x"),
	"tag": new("Tag Link", "document_type", "document_name"),
	"file": new("File", "attached_to_doctype", "attached_to_name", file_name="x.txt", content="x"),
}


def heard(answer, name: str) -> tuple:
	"""Status and words, without the name that was asked for and without random numbers."""
	text = re.sub(r"[0-9a-f]{32,}", "", answer.text.replace(name, ""))
	return answer.status_code, text


CLOSED = (
	(None, "Web Request", "First"),
	(None, "User", OFFICER),
	(PORTAL, "Web School", "North"),
	(PORTAL, "User", OFFICER),
)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("who", "doctype", "known"), CLOSED)
def test_a_record_out_of_reach_answers_as_one_that_is_not_there(town, who, door, doctype, known):
	missing = known.replace("officer", "nobody") if "@" in known else "Nope1"
	client = town.client(who)
	there = heard(DOORS[door](client, doctype, known), known)
	nowhere = heard(DOORS[door](client, doctype, missing), missing)
	assert there == nowhere
	if door not in ("client.get_value", "client.has_permission", "client.validate_link"):
		assert there[0] == 403


def test_who_may_read_is_told_what_is_not_there(town):
	officer = town.client(OFFICER)
	assert DOORS["read"](officer, "Web Request", "First").json["data"]["title"] == "First"
	assert DOORS["read"](officer, "Web Request", "Nope1").status_code == 404
	assert DOORS["ask a method by GET"](officer, "Web Request", "First").json["data"] == "FIRST"
	assert DOORS["ask what is no method"](officer, "Web Request", "First").status_code == 404
	allowed = DOORS["client.has_permission"](officer, "Web Request", "First")
	assert allowed.json["message"] == {"has_permission": True}
	assert DOORS["client.has_permission"](officer, "Web Request", "Nope1").status_code == 404


def test_a_guest_is_not_told_which_records_a_link_finds(town):
	for school in ("North", "Nowhere"):
		answer = town.client().post("/api/resource/Web Request", json={"title": "x", "school": school})
		assert (answer.status_code, answer.json["exc_type"]) == (403, "PermissionError")
	officer = town.client(OFFICER)
	answer = send(officer, "/api/resource/Web Request", json={"title": "x", "school": "Nowhere"})
	assert (answer.status_code, answer.json["exc_type"]) == (417, "LinkValidationError")
