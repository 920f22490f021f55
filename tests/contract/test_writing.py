"""Making, changing and taking away records over HTTP."""

import json

import pytest

LIST = "/api/resource/Tool"


def test_a_new_record_is_answered_with_200_and_its_values(admin, town):
	record = admin.make("Tool", title="New", shelf="HTTP-A", parts=[{"part_name": "head"}])
	assert record["name"].startswith("TL-")
	assert (record["shelf_name"], record["quantity"], record["grade"]) == ("Shelf HTTP-A", 1, "Good")
	assert record["parts"][0]["__unsaved"] == 1
	assert record["parts"][0]["parent"] == record["name"]
	assert "serial_no" not in record


def test_numbers_are_cleaned_and_unknown_fields_left_out(admin, town):
	record = admin.make("Tool", title="New", shelf="HTTP-A", quantity="abc", nonsense=1)
	assert record["quantity"] == 0
	assert "nonsense" not in record


def test_a_record_may_be_sent_as_a_form(admin):
	answer = admin.post("/api/resource/Shelf", data={"data": json.dumps({"shelf_code": "HTTP-FORM"})})
	assert (answer.status, answer.data["name"]) == (200, "HTTP-FORM")
	admin.delete("/api/resource/Shelf/HTTP-FORM")


def test_a_change_names_only_what_changes(admin, town):
	record = admin.make("Tool", title="New", shelf="HTTP-A", kind="Hand")
	changed = admin.put(f"{LIST}/{record['name']}", {"title": "Other"}).data
	assert (changed["title"], changed["kind"]) == ("Other", "Hand")
	assert changed["modified"] > record["modified"]
	assert changed["creation"] == record["creation"]


def test_a_change_without_modified_never_conflicts(admin, town):
	name = admin.make("Tool", title="New", shelf="HTTP-A")["name"]
	assert [admin.put(f"{LIST}/{name}", {"title": t}).status for t in ("a", "b")] == [200, 200]


def test_a_table_sent_replaces_the_table(admin, town):
	record = admin.make("Tool", title="New", shelf="HTTP-A", parts=[{"part_name": "a"}, {"part_name": "b"}])
	rows = [{"name": record["parts"][1]["name"], "part_name": "B"}, {"part_name": "c"}]
	changed = admin.put(f"{LIST}/{record['name']}", {"parts": rows}).data
	assert [(row["idx"], row["part_name"]) for row in changed["parts"]] == [(1, "B"), (2, "c")]
	assert changed["parts"][0]["name"] == record["parts"][1]["name"]


def test_a_new_row_that_brings_its_own_name_is_kept(admin, town, stricter):
	record = admin.make("Tool", title="New", shelf="HTTP-A", parts=[{"part_name": "a"}])
	rows = [record["parts"][0], {"name": f"own-{record['name']}", "part_name": "b"}]
	assert admin.put(f"{LIST}/{record['name']}", {"parts": rows}).status == 200
	stored = [row["part_name"] for row in admin.get(f"{LIST}/{record['name']}").data["parts"]]
	assert stored == (["a", "b"] if stricter("named_new_row") else ["a"])


def test_a_field_of_a_higher_level_is_not_changed_by_who_lacks_it(admin, people, town):
	path = f"{LIST}/{town['tool']['name']}"
	assert people["helper"].put(path, {"private_notes": "changed"}).status == 200
	assert admin.get(path).data["private_notes"] == "hidden"


def test_a_record_taken_away_is_answered_with_202(admin, town):
	name = admin.make("Tool", title="New", shelf="HTTP-A")["name"]
	answer = admin.delete(f"{LIST}/{name}")
	assert (answer.status, answer.body) == (202, {"data": "ok"})
	assert admin.get(f"{LIST}/{name}").status == 404


def test_docstatus_submits(admin, town):
	loan = admin.make("Loan", tool=town["tool"]["name"])
	assert admin.put(f"/api/resource/Loan/{loan['name']}", {"docstatus": 1}).data["docstatus"] == 1


def test_an_owner_keeps_others_out(people):
	people["helper"].make("Member", name="http-mine", member_name="Mine")
	path = "/api/resource/Member/http-mine"
	assert people["helper"].put(path, {"member_name": "Still mine"}).status == 200
	for verb, body in (("GET", None), ("PUT", {"member_name": "Theirs"}), ("DELETE", None)):
		assert people["other"].ask(verb, path, body).status == 403
	assert people["helper"].delete(path).status == 202


def test_a_password_field_is_never_sent_back(admin):
	admin.make("Member", name="http-pin", pin="1234")
	record = admin.get("/api/resource/Member/http-pin").data
	assert set(record["pin"]) == {"*"}


def test_the_verb_must_fit_the_path(admin, town):
	assert admin.put(LIST, {"title": "x"}).status in (404, 405)


def test_a_body_that_is_no_json_is_an_error(admin, stricter):
	answer = admin.post(LIST, data="{bad", headers={"Content-Type": "application/json"})
	assert answer.status == (417 if stricter("broken_parameters") else 500)


VERSION_TWO = (
	("GET", "document/Tool/{tool}", None, 200),
	("PUT", "document/Tool/{tool}", {"room": "v2"}, 200),
	("PATCH", "document/Tool/{tool}", {"room": "v2"}, 200),
	("GET", "document/Tool/NOPE", None, 404),
	("POST", "document/Tool", {}, 417),
)


@pytest.mark.parametrize(("verb", "path", "body", "status"), VERSION_TWO)
def test_version_two_answers_data_or_errors(verb, path, body, status, admin, town):
	answer = admin.ask(verb, "/api/v2/" + path.format(tool=town["tool"]["name"]), body)
	assert answer.status == status
	assert ("data" in answer.body) == (status == 200)
	assert ("errors" in answer.body) == (status != 200)


def test_version_two_names_kind_message_and_title(admin, town):
	errors = admin.post("/api/v2/document/Tool", {}).body["errors"]
	said = [{key: error[key] for key in ("type", "message", "title")} for error in errors]
	assert said[0] == {
		"type": "MandatoryError",
		"message": "Error: Value missing for Tool: Title",
		"title": "Message",
	}


def test_version_two_takes_away_with_202(admin, town):
	name = admin.make("Tool", title="v2", shelf="HTTP-A")["name"]
	answer = admin.delete(f"/api/v2/document/Tool/{name}")
	assert (answer.status, answer.body) == (202, {"data": "ok"})


def test_version_two_calls_methods(admin):
	assert admin.get("/api/v2/method/ping").body == {"data": "pong"}
