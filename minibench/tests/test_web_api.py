"""/api/resource: bodies, status codes and refusals."""

import pytest
from web_town import OFFICER, PORTAL, send

pytest_plugins = ["web_town"]


@pytest.fixture(scope="module")
def officer(town):
	return town.client(OFFICER)


@pytest.fixture(scope="module")
def portal(town):
	return town.client(PORTAL)


def rows(answer) -> list:
	assert answer.status_code == 200, answer.text
	return answer.json["data"]


def test_an_insert_answers_200_with_the_document_without_empty_fields(officer):
	answer = send(
		officer,
		"/api/resource/Web Request",
		json={"title": "New", "items": [{"what": "a"}], "due": "2026-01-02"},
	)
	assert answer.status_code == 200
	data = answer.json["data"]
	assert (data["title"], data["docstatus"], data["due"]) == ("New", 0, "2026-01-02")
	assert "age" in data
	assert "notes" not in data
	item = data["items"][0]
	assert (item["parent"], item["parentfield"], item["idx"]) == (data["name"], "items", 1)


def test_a_list_gives_names_unless_fields_are_asked_for(officer):
	assert set(rows(officer.get("/api/resource/Web School"))[0]) == {"name"}
	found = rows(
		officer.get('/api/resource/Web School?fields=["name","area"]&filters=[["name","=","North"]]')
	)
	assert found == [{"name": "North", "area": None}]
	assert rows(
		officer.get('/api/resource/Web School?fields=["name"]&filters={"name":"North"}&as_dict=0')
	) == [["North"]]
	both = '/api/resource/Web School?or_filters=[["name","=","North"],["name","=","South"]]&order_by=name desc&limit_page_length='
	assert [row["name"] for row in rows(officer.get(f"{both}0"))] == ["South", "North"]
	assert [row["name"] for row in rows(officer.get(f"{both}1&limit_start=1"))] == ["North"]


def test_links_are_expanded_when_asked(officer):
	answer = officer.get(
		'/api/resource/Web Request?fields=["school"]&expand=["school"]&filters={"name":"First"}'
	)
	assert rows(answer)[0]["school"]["name"] == "North"
	assert (
		officer.get("/api/resource/Web Request/First?expand_links=1").json["data"]["school"]["name"]
		== "North"
	)


def test_put_changes_and_delete_removes(officer):
	name = send(officer, "/api/resource/Web Request", json={"title": "Short lived"}).json["data"]["name"]
	changed = send(
		officer, f"/api/resource/Web Request/{name}", "PUT", json={"title": "Changed", "unknown": 1}
	)
	assert changed.json["data"]["title"] == "Changed"
	gone = send(officer, f"/api/resource/Web Request/{name}", "DELETE")
	assert (gone.status_code, gone.json) == (202, {"data": "ok"})
	assert officer.get(f"/api/resource/Web Request/{name}").status_code == 404


def test_a_row_is_changed_and_removed_only_through_its_parent(officer, portal):
	made = send(
		officer, "/api/resource/Web Request", json={"title": "Rows", "items": [{"what": "a"}, {"what": "b"}]}
	)
	parent, row = made.json["data"], made.json["data"]["items"][0]["name"]
	answer = send(officer, f"/api/resource/Web Item/{row}", "PUT", json={"what": "c", "parent": "First"})
	assert (answer.json["data"]["what"], answer.json["data"]["parent"]) == ("c", parent["name"])
	after = officer.get(f"/api/resource/Web Request/{parent['name']}").json["data"]
	assert after["modified"] > parent["modified"]
	assert send(portal, f"/api/resource/Web Item/{row}", "PUT", json={"what": "x"}).status_code in (403, 404)
	assert send(portal, f"/api/resource/Web Item/{row}", "DELETE").status_code in (403, 404)
	assert send(officer, f"/api/resource/Web Item/{row}", "DELETE").status_code == 202
	assert len(officer.get(f"/api/resource/Web Request/{parent['name']}").json["data"]["items"]) == 1


def test_rows_are_listed_only_through_a_doctype_that_holds_them(officer, portal):
	path = '/api/resource/Web Item?fields=["what"]'
	assert officer.get(path).status_code == 403
	assert officer.get(f"{path}&parent=Web School").status_code == 403
	assert {"what": "First item"} in rows(officer.get(f"{path}&parent=Web Request&limit=0"))
	seen = portal.get(f"{path}&parent=Web Request&limit=0")
	assert "First item" not in seen.text


def test_fields_of_a_level_that_the_reader_lacks_stay_hidden(town, officer, portal):
	name = send(portal, "/api/resource/Web Request", json={"title": "Mine", "secret": "x"}).json["data"][
		"name"
	]
	with town.inside() as local:
		assert local.db.get_value("Web Request", name, "secret") is None
		local.db.set_value("Web Request", name, "secret", "kept")
	assert "kept" not in portal.get(f"/api/resource/Web Request/{name}").text
	assert "kept" in officer.get(f"/api/resource/Web Request/{name}").text
	ways = {
		"client.get": f"/api/method/frappe.client.get?doctype=Web Request&name={name}",
		"list": '/api/resource/Web Request?fields=["secret"]',
		"star": '/api/resource/Web Request?fields=["*"]',
		"value": f'/api/method/frappe.client.get_value?doctype=Web Request&fieldname=["name","secret"]&filters={name}',
		"filter": '/api/method/frappe.client.get_count?doctype=Web Request&filters={"secret":"kept"}',
	}
	for way, path in ways.items():
		answer = portal.get(path)
		assert "kept" not in answer.text, way
		assert answer.json.get("message") != 1, way
	data = {"doctype": "Web Request", "name": name, "fieldname": "title", "value": "Again"}
	assert "kept" not in send(portal, "/api/method/frappe.client.set_value", data=data).text


def test_a_count_counts_what_the_person_may_see(officer, portal):
	path = "/api/method/frappe.client.get_count?doctype=Web Request"
	first = f'{path}&filters={{"name":"First"}}'
	assert officer.get(first).json["message"] == 1
	assert portal.get(first).json["message"] == 0
	assert portal.get("/api/method/frappe.client.get_count?doctype=Web School").status_code == 403


def test_validate_link_confirms_only_what_may_be_seen(officer, portal):
	path = "/api/method/frappe.client.validate_link?doctype={}&docname={}"
	assert officer.get(path.format("Web School", "North")).json["message"] == {"name": "North"}
	assert officer.get(path.format("Web School", "Nowhere")).json["message"] == {"name": None}
	assert portal.get(path.format("Web School", "North")).status_code == 403
	assert portal.get(path.format("Web Request", "First")).json["message"] == {"name": None}


def test_what_is_missing_and_what_is_hidden_look_alike_to_who_may_not_read(portal):
	there, missing = (portal.get(f"/api/resource/Web School/{name}") for name in ("North", "Nowhere"))
	assert (there.status_code, missing.status_code) == (403, 403)
	assert there.json["exc_type"] == missing.json["exc_type"]
	assert "not found" not in missing.text


@pytest.mark.parametrize(
	"path, status, kind",
	[
		("/api/resource/Web Request/Nope", 404, "DoesNotExistError"),
		("/api/resource/Nope", 404, "DoesNotExistError"),
		("/api/resource/Nope/x", 404, "DoesNotExistError"),
		("/api/nope", 404, "DoesNotExistError"),
		("/api/resource", 404, "DoesNotExistError"),
		('/api/resource/Web Request?fields=["nope"]', 417, "DataError"),
		("/api/resource/Web Request?filters=[[", 417, "ValidationError"),
		("/api/resource/Web Request?fields=7", 417, "ValidationError"),
		("/api/method/frappe.nope.x", 417, "ValidationError"),
		("/api/method/os.system", 417, "ValidationError"),
		("/api/method/minibench.web.client.get_list", 417, "ValidationError"),
		("/api/method/frappe.client.insert", 403, "PermissionError"),
	],
)
def test_refusals_have_their_status(officer, path, status, kind):
	answer = officer.get(path)
	assert (answer.status_code, answer.json["exc_type"]) == (status, kind)


@pytest.mark.parametrize("body", ["{", "[1", '"text"', "7"])
def test_a_body_that_is_no_object_is_refused(officer, body):
	answer = send(officer, "/api/resource/Web Request", data=body, content_type="application/json")
	assert (answer.status_code, answer.json["exc_type"]) == (417, "ValidationError")
