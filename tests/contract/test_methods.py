"""Calling methods: of the app, of documents, and frappe.client.*"""

import json

import pytest

API = "contractapp.api."
CLIENT = "frappe.client."
REFUSED_ACCESS = (
	"<details><summary>You are not permitted to access this resource. Login to access</summary>"
	"Function <strong>{}</strong> is not whitelisted.</details>"
)


@pytest.fixture(scope="module")
def saw(admin, town):
	return admin.make("Tool", title="Method Saw", shelf="HTTP-B", kind="Hand")["name"]


@pytest.fixture(scope="module")
def loan(admin, town):
	return admin.make("Loan", tool=town["tool"]["name"], lent_on="2026-01-01", due_on="2026-01-08")["name"]


ANSWERS = (
	("echo", {"text": "a", "times": 2}, {"message": "a a"}),
	("echo", {"text": "a", "times": "2"}, {"message": "a a"}),
	("echo", {"text": "a", "unknown": 1}, {"message": "a"}),
	("nothing", {}, {}),
	("only_post", {}, {"message": "POST"}),
)


@pytest.mark.parametrize(("method", "arguments", "body"), ANSWERS)
def test_a_method_answers_under_message(method, arguments, body, admin):
	answer = admin.call(API + method, **arguments)
	assert (answer.status, answer.body) == (200, body)


def test_arguments_come_from_the_address_or_a_form_as_well(admin):
	assert admin.get(f"/api/method/{API}echo?text=a&times=2").message == "a a"
	assert admin.post(f"/api/method/{API}echo", data={"text": "f"}).message == "f"


def test_a_method_may_say_something_beside_its_answer(admin):
	answer = admin.call(API + "warn")
	assert answer.message == "done"
	said = {key: answer.said[0][key] for key in ("message", "title", "indicator")}
	assert said == {"message": "Mind the step", "title": "Careful", "indicator": "orange"}


def test_guests_call_what_is_open_to_them(guest):
	assert guest.call(API + "hello", name="you").message == {"hello": "you", "user": "Guest"}


REFUSALS = (
	("admin", API + "refuse", {}, 417, "ValidationError", "Not today"),
	("admin", API + "hidden", {}, 403, "PermissionError", REFUSED_ACCESS.format(API + "hidden")),
	("guest", API + "hidden", {}, 403, "PermissionError", REFUSED_ACCESS.format(API + "hidden")),
	("guest", API + "echo", {"text": "a"}, 403, "PermissionError", REFUSED_ACCESS.format(API + "echo")),
	("admin", API + "echo", {"text": "a", "times": "many"}, 417, "FrappeTypeError", None),
	("admin", API + "echo", {"text": 5}, 417, "FrappeTypeError", None),
	("admin", API + "fall", {}, 500, "ZeroDivisionError", None),
)


@pytest.mark.parametrize(("who", "method", "arguments", "status", "exc_type", "message"), REFUSALS)
def test_a_method_refuses(who, method, arguments, status, exc_type, message, admin, guest):
	answer = {"admin": admin, "guest": guest}[who].call(method, **arguments)
	assert (answer.status, answer.exc_type) == (status, exc_type)
	assert [entry["message"] for entry in answer.said] == ([message] if message else [])


def test_a_refusal_has_the_title_that_it_was_given(admin):
	assert admin.call(API + "refuse", title="Closed").said[0]["title"] == "Closed"
	assert admin.call(API + "hidden").said[0]["title"] == "Method Not Allowed"


@pytest.mark.parametrize("method", ["contractapp.nope", "contractapp.api.nope", "nope"])
def test_an_unknown_method_is_named(method, admin):
	answer = admin.call(method)
	assert (answer.status, answer.exc_type) == (417, "ValidationError")
	assert answer.said[0]["message"].startswith(f"Failed to get method for command {method} with ")


def test_a_method_of_frappe_has_one_name(admin, stricter):
	answer = admin.call(API + "counted", doctype="Shelf")
	assert answer.status == (417 if stricter("method_by_another_name") else 200)
	assert admin.call("frappe.desk.reportview.get_count", doctype="Shelf").status == 200


def test_a_missing_argument_is_an_error(admin, stricter):
	answer = admin.call(API + "echo")
	assert answer.status == (417 if stricter("missing_argument") else 500)


def test_a_method_for_writing_is_not_called_by_reading(admin):
	for path in (f"{API}only_post", f"{CLIENT}set_value?doctype=Shelf&name=HTTP-A&fieldname=room&value=x"):
		answer = admin.get(f"/api/method/{path}")
		assert (answer.status, answer.exc_type) == (403, "PermissionError")
		assert answer.said[0]["message"] == "Not permitted"


def test_calls_are_counted_and_limited(guest):
	statuses = [guest.call(API + "knock").status for _ in range(5)]
	assert statuses[-1] == 429
	assert guest.call(API + "knock").exc_type == "RateLimitExceededError"


def test_a_method_sends_a_file(admin, town):
	answer = admin.get(f"/api/method/{API}label?name={town['tool']['name']}")
	assert (answer.status, answer.text) == (200, "Hammer")
	assert answer.headers["Content-Disposition"] == "attachment; filename=label.txt"
	assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_method_shows_a_picture(admin, town):
	answer = admin.get(f"/api/method/{API}picture?name={town['tool']['name']}")
	assert answer.headers["Content-Disposition"].startswith("inline")
	assert answer.headers["Content-Type"].startswith("image/svg+xml")


def test_a_method_leads_to_a_page(admin, people):
	answer = people["keeper"].post(f"/api/method/{API}write_remark", data={"remark": "from a form"})
	assert (answer.status, answer.headers["Location"]) == (302, "/shed-portal")
	row = admin.get("/api/resource/Visit", params={"filters": '{"remark": "from a form"}'}).data[0]
	admin.delete(f"/api/resource/Visit/{row['name']}")


class TestDocumentMethods:
	def test_a_method_of_a_document_answers_with_the_document(self, admin, loan):
		answer = admin.call("run_doc_method", dt="Loan", dn=loan, method="days_out")
		assert (answer.message, answer.body["docs"][0]["name"]) == (7, loan)
		until = json.dumps({"until": "2026-01-31"})
		assert admin.call("run_doc_method", dt="Loan", dn=loan, method="days_out", args=until).message == 30

	def test_a_method_of_a_document_has_an_address(self, admin, loan):
		path = f"/api/resource/Loan/{loan}"
		assert admin.get(path, params={"run_method": "days_out"}).data == 7

	def test_a_method_of_a_document_writes_by_post_only(self, admin, loan):
		query = {"dt": "Loan", "dn": loan, "method": "extend", "args": '{"days": 1}'}
		assert admin.get("/api/method/run_doc_method", params=query).status == 403
		assert admin.call("run_doc_method", **query).message == "2026-01-09"
		admin.call("run_doc_method", **{**query, "args": '{"days": -1}'})

	def test_what_is_not_offered_is_not_called(self, admin, loan):
		answer = admin.call("run_doc_method", dt="Loan", dn=loan, method="validate_dates")
		assert (answer.status, answer.exc_type) == (403, "PermissionError")

	def test_the_document_must_be_readable(self, people, loan):
		answer = people["visitor"].call("run_doc_method", dt="Loan", dn=loan, method="days_out")
		assert (answer.status, answer.exc_type) == (403, "PermissionError")


class TestClient:
	def test_reading(self, admin, saw, town):
		rows = (
			("get_value", {"doctype": "Tool", "fieldname": "title", "filters": saw}, {"title": "Method Saw"}),
			(
				"get_value",
				{"doctype": "Tool", "fieldname": ["title", "kind"], "filters": {"name": saw}},
				{"title": "Method Saw", "kind": "Hand"},
			),
			("get_value", {"doctype": "Tool", "fieldname": "title", "filters": {"name": "x"}}, {}),
			(
				"get_list",
				{"doctype": "Tool", "fields": ["title"], "filters": {"name": saw}},
				[{"title": "Method Saw"}],
			),
			("get_count", {"doctype": "Tool", "filters": {"name": saw}}, 1),
			("get_single_value", {"doctype": "Shed Settings", "field": "max_loans"}, 3),
			("validate_link", {"doctype": "Shelf", "docname": "NO"}, {"name": None}),
			(
				"has_permission",
				{"doctype": "Tool", "docname": saw, "perm_type": "write"},
				{"has_permission": True},
			),
		)
		for method, arguments, expected in rows:
			assert admin.call(CLIENT + method, **arguments).message == expected, method
		assert admin.call(CLIENT + "get", doctype="Tool", name=saw).message["title"] == "Method Saw"
		assert (
			admin.call(CLIENT + "get", doctype="Tool", filters={"title": "Method Saw"}).message["name"] == saw
		)

	def test_a_link_is_checked_with_the_fields_to_fetch(self, admin, town):
		answer = admin.call(
			CLIENT + "validate_link", doctype="Shelf", docname="HTTP-A", fields=["shelf_name"]
		)
		assert answer.message == {"name": "HTTP-A", "shelf_name": "Shelf HTTP-A"}

	def test_writing(self, admin, town):
		made = admin.call(CLIENT + "insert", doc={"doctype": "Tool", "title": "c", "shelf": "HTTP-A"}).message
		admin.made.append(("Tool", made["name"]))
		key = {"doctype": "Tool", "name": made["name"]}
		assert admin.call(CLIENT + "set_value", **key, fieldname="room", value="R").message["room"] == "R"
		fields = {"room": "Q", "kind": "Power"}
		assert admin.call(CLIENT + "set_value", **key, fieldname=fields).message["kind"] == "Power"
		stale = admin.call(CLIENT + "save", doc={**made, "title": "late"})
		assert (stale.status, stale.exc_type) == (417, "TimestampMismatchError")
		fresh = admin.call(CLIENT + "get", **key).message
		assert admin.call(CLIENT + "save", doc={**fresh, "title": "in time"}).message["title"] == "in time"

	def test_many_at_once(self, admin):
		docs = [{"doctype": "Shelf", "shelf_code": code} for code in ("HTTP-M1", "HTTP-M2")]
		assert admin.call(CLIENT + "insert_many", docs=docs).message == ["HTTP-M1", "HTTP-M2"]
		for code in ("HTTP-M1", "HTTP-M2"):
			assert admin.call(CLIENT + "delete", doctype="Shelf", name=code).body == {}

	def test_submitting_and_cancelling(self, admin, town):
		loan = admin.make("Loan", tool=town["tool"]["name"])
		assert admin.call(CLIENT + "submit", doc=loan).message["docstatus"] == 1
		assert admin.call(CLIENT + "cancel", doctype="Loan", name=loan["name"]).message["docstatus"] == 2

	def test_without_the_right_nothing_is_told_or_done(self, people, town):
		tool = town["tool"]["name"]
		stranger, visitor = people["stranger"], people["visitor"]
		calls = (
			(stranger, "get", {"doctype": "Tool", "name": tool}),
			(stranger, "get_list", {"doctype": "Tool"}),
			(stranger, "get_value", {"doctype": "Tool", "fieldname": "title", "filters": {"name": tool}}),
			(stranger, "validate_link", {"doctype": "Shelf", "docname": "HTTP-A"}),
			(visitor, "set_value", {"doctype": "Tool", "name": tool, "fieldname": "title", "value": "x"}),
			(visitor, "delete", {"doctype": "Tool", "name": tool}),
		)
		for person, method, arguments in calls:
			answer = person.call(CLIENT + method, **arguments)
			assert (answer.status, answer.exc_type) == (403, "PermissionError"), method
