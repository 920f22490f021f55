"""Methods over HTTP: which are reached, how arguments are checked, what frappe.client and the desk's own do."""

import json

import pytest
from web_town import OFFICER, OTHER, PORTAL, messages, send

pytest_plugins = ["web_town"]


@pytest.fixture(scope="module")
def officer(town):
	return town.client(OFFICER)


@pytest.fixture(scope="module")
def portal(town):
	return town.client(PORTAL)


def test_an_unknown_method_is_named(officer):
	answer = officer.get("/api/method/frappe.desk.nothing.here")
	assert messages(answer)[0].startswith("Failed to get method for command frappe.desk.nothing.here with ")


def test_a_method_of_the_app_is_called_with_checked_arguments(town, officer):
	assert officer.get(f"{town.api('add')}?a=2&b=3&c=4").json == {"message": 5}
	wrong = officer.get(f"{town.api('add')}?a=two")
	assert (wrong.status_code, wrong.json["exc_type"]) == (417, "FrappeTypeError")
	missing = officer.get(town.api("add"))
	assert (missing.status_code, missing.json["exc_type"]) == (417, "FrappeTypeError")


def test_a_type_error_reads_as_on_frappe():
	from minibench.errors import FrappeTypeError
	from minibench.whitelist import convert_arguments

	def function(a: int, b: str | None = None, c: bool = False, d: "int" = 1):
		pass

	assert convert_arguments(function, ("5",), {"c": "1", "d": "x"}) == ([5], {"c": 1, "d": "x"})
	with pytest.raises(
		FrappeTypeError, match=r"^Argument 'a' should be of type 'int' but got 'str' instead.$"
	):
		convert_arguments(function, ("x",), {})
	with pytest.raises(
		FrappeTypeError,
		match=r"^Argument 'b' should be of type 'typing.Optional.str.' but got 'list' instead.$",
	):
		convert_arguments(function, (), {"b": []})


def test_only_whitelisted_functions_are_reached(town, officer):
	answer = officer.get(town.api("not_whitelisted"))
	assert answer.status_code == 403
	assert "is not whitelisted" in messages(answer)[0]
	assert town.client().get(town.api("add")).status_code == 403
	assert officer.get(town.api("write_then_fail")).status_code == 403


@pytest.mark.parametrize("method", ["get_transitions", "apply_workflow"])
@pytest.mark.parametrize("doc", ["x", "[]", [], {}, {"doctype": "Web Request"}, {"doctype": [], "name": "x"}])
def test_a_step_of_a_workflow_for_no_record_is_refused_in_words(officer, method, doc):
	answer = send(officer, f"/api/method/frappe.model.workflow.{method}", json={"doc": doc, "action": "x"})
	assert (answer.status_code, answer.json["exc_type"]) == (417, "ValidationError")
	assert messages(answer)[0].startswith("doc ")


@pytest.mark.parametrize("workflow", ["x", 5, {"workflow_state_field": "title", "transitions": []}])
def test_a_workflow_that_a_request_brings_is_not_looked_at(officer, workflow):
	doc = {"doctype": "Web Request", "name": "First"}
	method = "/api/method/frappe.model.workflow.get_transitions"
	plain, brought = (
		send(officer, method, json={"doc": doc, **more}) for more in ({}, {"workflow": workflow})
	)
	assert (brought.status_code, brought.json) == (plain.status_code, plain.json) and plain.status_code < 500


def test_markup_of_guests_is_cleaned(town):
	answer = town.client().get(town.api("open_to_all"), query_string={"text": "<script>x</script><b>y</b>"})
	assert "<script>" not in answer.json["message"]
	assert "<b>y</b>" in answer.json["message"]


def test_cmd_works_on_any_path_and_an_override_is_followed(town, officer):
	assert officer.get("/any/where?cmd=frappe.auth.get_logged_user").json == {"message": OFFICER}
	assert officer.get("/api/method/frappe.client.get_time_zone").json == {"message": "noon"}


def test_a_rule_of_the_app_may_stop_every_way_in(town, officer):
	"""However an address is spelt: a door in front that is passed by is no door."""
	ways = """
		/api/resource/Web%20School /?cmd=ping /tiny-page /api/v1/method/ping /api/v2/method/ping /api/method/ping/
		//api/method/ping /%61pi/method/ping /API/method/ping /api/method//ping /./api/method/ping /login /app
		/app/web-school /files/none.txt /private/files/none.txt /printview?doctype=User&name=Guest /any?cmd=ping
	"""
	for path in ways.split():
		stopped = f"{path}{'&' if '?' in path else '?'}stop=1"
		for verb in ("GET", "HEAD"):
			assert officer.open(stopped, method=verb).status_code == 403, (verb, path)
		assert send(officer, stopped).status_code == 403, ("POST", path)


def test_document_methods_must_be_whitelisted(officer):
	path = "/api/resource/Web Request/First"
	assert officer.get(f"{path}?run_method=shout&times=2").json == {"data": "FIRSTFIRST"}
	assert officer.get(f"{path}?run_method=whisper").status_code == 403
	assert officer.get(f"{path}?run_method=db_set").status_code == 403
	data = {"dt": "Web Request", "dn": "First", "method": "shout", "args": '{"times": 1}'}
	answer = send(officer, "/api/method/run_doc_method", data=data)
	assert answer.json["message"] == "FIRST"
	assert answer.json["docs"][0]["name"] == "First"
	assert send(officer, "/api/method/run_doc_method", data={**data, "method": "whisper"}).status_code == 403


def test_a_function_that_only_reads_holds_no_write_lock(town, officer):
	assert send(officer, town.api("look")).json == {"message": True}


def test_an_unexpected_error_is_recorded_told_by_reference_and_undone(town, officer):
	answer = send(officer, town.api("write_then_fail"), data={"title": "undone"})
	assert answer.status_code == 500
	assert "secret detail" not in answer.text
	assert "Traceback" not in answer.text
	reference = answer.json["_error_message"].rstrip(".").rpartition(" ")[2]
	with town.inside() as local:
		assert not local.db.exists("Web Request", {"title": "undone"})
		assert "secret detail" in local.db.get_value("Error Log", reference, "error")


def test_a_reading_request_cannot_write(town, officer):
	with town.inside() as local:
		before = local.db.count("Web Request")
	answer = officer.get(f"{town.api('open_to_all')}?cmd={town.app.name}.api.save_and_go&title=x")
	assert answer.status_code == 403
	with town.inside() as local:
		assert local.db.count("Web Request") == before


def test_a_method_may_redirect_after_a_form(town, officer):
	answer = send(officer, town.api("save_and_go"), data={"title": "by form"})
	assert (answer.status_code, answer.headers["Location"]) == (302, "/tiny-page?saved=1")


def test_client_writes_as_frappe_does(officer):
	inserted = send(
		officer,
		"/api/method/frappe.client.insert",
		data={"doc": json.dumps({"doctype": "Web Request", "title": "c"})},
	)
	doc = inserted.json["message"]
	doc["title"] = "d"
	assert send(officer, "/api/method/frappe.client.save", json={"doc": doc}).json["message"]["title"] == "d"
	row = {
		"doctype": "Web Item",
		"parenttype": "Web Request",
		"parent": doc["name"],
		"parentfield": "items",
		"what": "late",
	}
	assert (
		send(officer, "/api/method/frappe.client.insert", json={"doc": row}).json["message"]["items"][0][
			"what"
		]
		== "late"
	)
	many = [{"doctype": "Web Request", "title": str(n)} for n in range(2)]
	assert (
		len(send(officer, "/api/method/frappe.client.insert_many", json={"docs": many}).json["message"]) == 2
	)
	args = {"doctype": "Web Request", "name": doc["name"]}
	assert send(officer, "/api/method/frappe.client.delete", data=args).status_code == 200
	assert send(officer, "/api/method/frappe.client.delete", data=args).status_code == 404


def test_the_desk_is_closed_to_website_users(portal, officer):
	assert portal.get("/app").status_code == 403
	assert portal.get("/api/method/frappe.desk.form.load.getdoctype?doctype=Web Request").status_code == 403
	assert portal.get("/api/method/frappe.desk.reportview.get?doctype=Web School").status_code == 403
	found = officer.get("/api/method/frappe.desk.form.load.getdoc?doctype=Web Request&name=First").json
	assert found["docs"][0]["name"] == "First"
	assert found["docinfo"]["permissions"]["read"] == 1


def test_reportview_refuses_by_name_what_it_does_not_do(officer):
	query = {"doctype": "Web School", "aggregate_function": "sum", "add_total_row": "0"}
	answer = officer.get("/api/method/frappe.desk.reportview.get", query_string=query)
	assert answer.status_code == 417
	assert "reportview with aggregate_function is not offered" in answer.text


def test_reportview_packs_keys_and_values(officer):
	query = {
		"doctype": "Web Request",
		"fields": '["name","age"]',
		"filters": '{"name":["in",["First","Second"]]}',
		"order_by": "name",
	}
	answer = officer.get("/api/method/frappe.desk.reportview.get", query_string=query)
	assert answer.json["message"] == {
		"keys": ["name", "age"],
		"values": [["First", 4], ["Second", 6]],
		"user_info": {},
	}
	count = officer.get("/api/method/frappe.desk.reportview.get_count", query_string=query)
	assert count.json["message"] == 2


def test_savedocs_saves_as_a_form_does(officer):
	doc = {"doctype": "Web Request", "name": "new-web-request-1", "__islocal": 1, "title": "By form"}
	answer = send(
		officer, "/api/method/frappe.desk.form.save.savedocs", data={"doc": json.dumps(doc), "action": "Save"}
	)
	saved = answer.json["docs"][0]
	assert (saved["localname"], saved["title"]) == ("new-web-request-1", "By form")
	assert messages(answer) == ["Saved"]


def test_the_second_version_of_the_api(officer):
	assert officer.get('/api/v2/document/Web School?fields=["name"]&order_by=name').json["data"][0] == {
		"name": "North"
	}
	assert officer.get("/api/v2/document/Web School/North").json["data"]["name"] == "North"
	assert officer.get("/api/v2/method/ping").json == {"data": "pong"}
	answer = send(officer, "/api/v2/document/Web Request", json={})
	assert answer.status_code == 417
	assert answer.json["errors"][0]["type"] == "MandatoryError"
	assert answer.json["errors"][0]["message"] == "Error: Value missing for Web Request: Title"


def test_every_answer_carries_the_headers_that_protect(officer):
	for path in ("/login", "/api/method/ping", "/nowhere"):
		headers = officer.get(path).headers
		assert headers["X-Content-Type-Options"] == "nosniff"
		assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
		assert "script-src 'self';" in headers["Content-Security-Policy"]
		assert headers["Referrer-Policy"]
		assert headers["Cache-Control"] == "no-store"


def test_other_people_are_not_mixed_up(town):
	for user in (OFFICER, PORTAL, OTHER):
		assert town.client(user).get("/api/method/frappe.auth.get_logged_user").json["message"] == user


INNER = [
	{"flags": {"ignore_permissions": 1}},
	{"_doc_before_save": None, "_meta": {}, "_table_doctypes": {}},
	{"has_permission": 1},
]


@pytest.mark.parametrize("inner", INNER, ids=lambda inner: next(iter(inner)))
def test_the_inner_state_of_a_document_cannot_be_sent(town, portal, inner):
	first = {"doctype": "Web Request", "name": "First", "title": "taken", **inner}
	attempts = {
		"post": send(portal, "/api/resource/Web School", json={"name": "Evil", **inner}),
		"put": send(portal, "/api/resource/Web Request/First", "PUT", json={"title": "taken", **inner}),
		"insert": send(
			portal, "/api/method/frappe.client.insert", json={"doc": {"doctype": "Web School", **inner}}
		),
		"save": send(portal, "/api/method/frappe.client.save", json={"doc": first}),
		"run": send(portal, "/api/method/run_doc_method", json={"docs": first, "method": "shout"}),
	}
	assert {way: answer.status_code for way, answer in attempts.items()} == dict.fromkeys(attempts, 403)
	row = {"what": "x", "hush": "sent", **inner}
	made = send(
		portal, "/api/resource/Web Request", json={"title": "t", "secret": "sent", "items": [row], **inner}
	)
	with town.inside() as local:
		assert local.db.get_value("Web Request", made.json["data"]["name"], "secret") is None
		assert local.db.get_value("Web Item", made.json["data"]["items"][0]["name"], "hush") is None


def test_a_body_nested_beyond_measure_is_refused(officer):
	answer = send(officer, "/api/resource/Web Request", data="[" * 100_000, content_type="application/json")
	assert answer.status_code == 417
