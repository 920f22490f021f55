"""Web forms: drawn without script, taken with no more than they show, for whom they are meant."""

import io
import json

import pytest
from web_town import OFFICER, OTHER, PORTAL, messages, send, token_of

pytest_plugins = ["web_town"]
ACCEPT = "/api/method/frappe.website.doctype.web_form.web_form.accept"


@pytest.fixture
def portal(town):
	return town.client(PORTAL)


def accept(client, **data):
	return send(client, ACCEPT, data={"web_form": "ask", "data": json.dumps(data)})


def stored(town, name: str):
	with town.inside():
		from minibench.documents import get_doc

		return get_doc("Web Request", name)


def test_the_form_is_drawn_from_its_definition(portal):
	page = portal.get("/ask/new").text
	assert '<label for="title">Title' in page
	assert '<textarea id="notes"' in page
	assert 'type="file"' in page
	assert "Add a row" in page
	assert "Secret" not in page
	assert 'name="status"' not in page
	assert "Hush" not in page


def test_guests_are_refused_where_signing_in_is_asked(town):
	assert town.client().get("/ask/new").status_code == 403
	answer = town.client().post(ACCEPT, data={"web_form": "ask", "data": '{"title": "x"}'})
	assert answer.status_code == 403


def test_a_sent_form_becomes_a_record_with_a_reference(town, portal):
	form = {
		"csrf_token": token_of(portal),
		"_do": "save",
		"title": "Swing",
		"age": "7",
		"items-0-name": "",
		"items-0-what": "rope",
	}
	answer = portal.post("/ask/new", data={**form, "paper": (io.BytesIO(b"hello"), "letter.txt")})
	assert answer.status_code == 303, answer.text
	done = portal.get(answer.headers["Location"])
	name = answer.headers["Location"].partition("done=")[2]
	assert name in done.text
	assert "We read it." in done.text
	doc = stored(town, name)
	assert (doc.title, doc.age, doc.status, doc.owner) == ("Swing", 7, "Sent", PORTAL)
	assert [row.what for row in doc.items] == ["rope"]
	assert doc.paper.startswith("/private/files/letter")


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(portal):
	form = {"csrf_token": token_of(portal), "title": "", "age": "seven", "notes": "keep <this>"}
	answer = portal.post("/ask/new", data=form)
	assert answer.status_code == 417
	assert 'role="alert"' in answer.text
	assert 'href="#age"' in answer.text
	assert "keep &lt;this&gt;" in answer.text
	missing = portal.post("/ask/new", data={**form, "age": "7"})
	assert "Mandatory Information missing" in missing.text


def test_rows_are_added_and_removed_without_script(portal):
	form = {"csrf_token": token_of(portal), "title": "Typed"}
	page = portal.post("/ask/new", data={**form, "_do": "add:items"}).text
	assert 'name="items-0-what"' in page
	assert 'value="Typed"' in page
	page = portal.post(
		"/ask/new", data={**form, "items-0-name": "", "items-1-name": "", "_do": "drop:items:0"}
	).text
	assert 'name="items-0-what"' not in page
	assert 'name="items-1-what"' in page


def test_accept_takes_only_what_the_form_shows(town, portal):
	answer = accept(
		portal,
		title="Sly",
		secret="mine",
		status="Approved",
		owner=OFFICER,
		docstatus=1,
		items=[{"what": "a", "hush": "b"}],
	)
	assert answer.status_code == 200, answer.text
	shown = answer.json["message"]
	doc = stored(town, shown["name"])
	assert (doc.secret, doc.status, doc.owner, doc.docstatus) == (None, "Sent", PORTAL, 0)
	assert doc.items[0].hush is None
	assert "secret" not in shown


def test_a_link_may_name_only_what_the_person_may_see(town, portal):
	answer = accept(portal, title="x", school="North")
	assert (answer.status_code, messages(answer)) == (417, ["Could not find School: North"])
	assert '<option value="North"' not in portal.get("/ask/new").text
	assert '<option value="North"' in town.client(OFFICER).get("/ask/new").text


def test_a_record_is_changed_by_its_owner_and_by_whom_the_app_lets_in(town, portal):
	name = accept(portal, title="Before").json["message"]["name"]
	assert accept(portal, name=name, title="After").status_code == 200
	assert stored(town, name).title == "After"
	stranger = town.client(OTHER)
	assert accept(stranger, name=name, title="Taken").status_code == 403
	assert stranger.get(f"/ask/{name}").status_code == 403
	assert portal.get(f"/ask/{name}/edit").status_code == 200
	assert stranger.get("/ask/First").status_code == 200
	assert stranger.get("/ask/Second").status_code == 403
	assert stranger.get("/ask/Nowhere").status_code in (403, 404)


def test_a_row_of_another_record_is_not_moved(town, portal):
	with town.inside() as local:
		row = local.db.get_value("Web Item", {"parent": "First"}, "name")
	name = accept(portal, title="Thief", items=[{"name": row, "what": "stolen"}]).json["message"]["name"]
	assert [r.name for r in stored(town, "First").items] == [row]
	assert stored(town, name).items[0].name != row


def test_a_field_of_a_higher_level_is_shown_nowhere(town, portal):
	name = accept(portal, title="Levels").json["message"]["name"]
	with town.inside() as local:
		local.db.set_value("Web Request", name, "secret", "hidden words")
	for path in (f"/ask/{name}", f"/ask/{name}/edit", "/ask/list"):
		assert "hidden words" not in portal.get(path).text, path


def test_the_list_shows_the_persons_own(portal):
	accept(portal, title="In my list")
	page = portal.get("/ask/list").text
	assert "In my list" in page
	assert ">First<" not in page


def test_only_the_owner_deletes(town, portal):
	name = accept(portal, title="Gone soon").json["message"]["name"]
	stranger = town.client(OTHER)
	assert stranger.post(f"/ask/{name}/delete", data={"csrf_token": token_of(stranger)}).status_code == 403
	assert portal.post(f"/ask/{name}/delete", data={"csrf_token": token_of(portal)}).status_code == 303
	with town.inside() as local:
		assert not local.db.exists("Web Request", name)


def test_a_field_for_a_file_takes_only_addresses_of_files(portal):
	for text in ("note.txt,data:text/plain;base64,eA==", "https://example.com/x", "javascript:x"):
		assert accept(portal, title="With file", paper=text).status_code == 417


def test_a_form_is_taken_ten_times_a_minute_at_most(portal):
	statuses = [accept(portal, title=str(n)).status_code for n in range(11)]
	assert statuses == [200] * 10 + [429]


def test_an_unpublished_form_takes_nothing(town, portal):
	with town.inside() as local:
		local.db.set_value("Web Form", "ask", "published", 0)
	statuses = [portal.get("/ask/new").status_code, accept(portal, title="x").status_code]
	with town.inside() as local:
		local.db.set_value("Web Form", "ask", "published", 1)
	assert statuses == [404, 403]
