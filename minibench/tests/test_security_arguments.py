"""Whatever kind of thing a program sends where another was meant, it is told so: no fault of the program is met."""

import json

import pytest
from web_town import OFFICER, send

pytest_plugins = ["web_town"]
ODD = ("", "[", "5", "*", '["a"]', 5, True, ["a"], [["a", "b"]], {"a": 1})
CALLS = {
	"frappe.ping": ("function", "self", "kwargs"),
	"frappe.client.get_list": ("doctype", "fields", "filters", "group_by", "order_by", "parent"),
	"frappe.client.get_value": ("doctype", "fieldname", "filters", "parent"),
	"frappe.client.set_value": ("doctype", "name", "fieldname", "value"),
	"frappe.desk.reportview.get": ("doctype", "fields", "filters", "group_by", "order_by", "parent_doctype"),
	"frappe.desk.form.save.savedocs": ("doc", "action"),
	"frappe.desk.doctype.number_card.number_card.get_result": ("doc", "filters"),
	"frappe.desk.doctype.number_card.number_card.get_percentage_difference": ("doc", "filters", "result"),
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": ("chart", "chart_name", "filters"),
	"frappe.model.workflow.get_transitions": ("doc",),
	"frappe.model.workflow.apply_workflow": ("doc", "action"),
	"frappe.website.doctype.web_form.web_form.accept": ("web_form", "data"),
	"run_doc_method": ("docs", "dt", "dn", "args"),
}
PLAIN = {
	"doctype": "Web Request", "name": "Odd", "fieldname": "title", "value": "Odd", "action": "Save", "web_form": "ask",
	"doc": {"doctype": "Web Request", "document_type": "Web Request", "name": "Odd"}, "filters": [], "result": 1,
	"chart_name": "none", "dt": "Web Request", "dn": "Odd", "method": "shout", "data": {},
}  # fmt: skip


@pytest.fixture(scope="module")
def officer(town):
	"""A colleague with a record that may be spoiled."""
	client = town.client(OFFICER)
	client.odd = send(client, "/api/resource/Web Request", json={"title": "Odd"}).json["data"]["name"]
	return client


@pytest.mark.parametrize("call", CALLS)
def test_an_argument_of_another_kind_is_refused_in_words(officer, call):
	plain = json.loads(json.dumps(PLAIN).replace("Odd", officer.odd))
	for name in CALLS[call]:
		for odd in ODD:
			answer = send(officer, f"/api/method/{call}", json={**plain, name: odd})
			assert answer.status_code < 500, f"{call}, {name}: {odd!r}: {answer.text[:200]}"


@pytest.mark.parametrize("cmd", [5, True, ["a"], {"a": 1}])
def test_a_command_that_is_no_text_is_none(officer, cmd):
	answer = send(officer, "/", json={"cmd": cmd})
	assert answer.status_code == 417 and "Failed to get method" in answer.text
	assert send(officer, "/", json={"cmd": "ping"}).json["message"] == "pong"


@pytest.mark.parametrize("rows", ["[", "5", '["a"]', ["a"], 5])
def test_rows_of_a_web_form_that_are_none_make_no_fault(officer, rows):
	sent = {"title": "Rows", "items": rows}
	accept = "/api/method/frappe.website.doctype.web_form.web_form.accept"
	answer = send(officer, accept, json={"web_form": "ask", "data": json.dumps(sent)})
	assert answer.status_code in (200, 417), answer.text[:200]
	sent["items"] = [{"what": "One"}]
	answer = send(officer, accept, json={"web_form": "ask", "data": json.dumps(sent)})
	assert answer.json["message"]["items"][0]["what"] == "One"


def test_no_request_tells_a_method_of_a_record_to_ignore_rights(officer):
	sent = {"dt": "Web Request", "dn": officer.odd, "args": json.dumps({"ignore_permissions": True})}
	call = "/api/method/run_doc_method"
	assert send(officer, call, json={**sent, "method": "past"}).json["message"] is False
	once, twice = (
		send(officer, call, json={**sent, "method": "shout", "args": json.dumps({"times": times})})
		for times in (1, 2)
	)
	assert twice.json["message"] == 2 * once.json["message"] != ""
