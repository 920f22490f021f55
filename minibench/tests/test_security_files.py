"""Files by other doors than the upload: the same rules hold for records of File and for the desk's forms."""

import io

import pytest
from web_town import OFFICER, PORTAL, send, token_of

pytest_plugins = ["web_town"]
FILES = "/api/resource/File"


def make(client, **values):
	return send(client, FILES, json={"file_name": "notes.txt", "content": "hello", **values})


def change(client, name, **values):
	return send(client, f"{FILES}/{name}", "PUT", json=values)


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "a.js", "run.exe"])
def test_what_could_run_is_refused_as_a_record_of_file(town, name):
	assert make(town.client(OFFICER), file_name=name).status_code == 417
	assert make(town.client(OFFICER)).status_code == 200


def test_a_file_is_not_renamed_into_what_could_run(town):
	officer = town.client(OFFICER)
	made = make(officer).json["data"]
	for name in ("notes.html", "notes.png"):
		assert change(officer, made["name"], file_name=name).status_code == 417
	renamed = change(officer, made["name"], file_name="../../better.txt")
	assert (renamed.status_code, renamed.json["data"]["file_name"]) == (200, "....better.txt")


def test_a_portal_user_publishes_nothing(town):
	portal, officer = town.client(PORTAL), town.client(OFFICER)
	mine = make(portal, is_private=0).json["data"]
	assert mine["is_private"] == 1
	assert change(portal, mine["name"], is_private=0).json["data"]["is_private"] == 1
	open_one = make(officer, is_private=0, file_name="open.txt").json["data"]
	assert open_one["is_private"] == 0
	assert change(officer, open_one["name"], is_private=1).json["data"]["is_private"] == 1
	assert change(officer, open_one["name"], is_private=0).json["data"]["is_private"] == 0


def test_a_file_hangs_only_on_a_record_that_its_sender_may_write(town):
	place = {"attached_to_doctype": "Web Request", "attached_to_name": "First"}
	portal, officer = town.client(PORTAL), town.client(OFFICER)
	assert make(portal, **place).status_code == 403
	mine = make(portal).json["data"]
	assert change(portal, mine["name"], **place).status_code == 403
	assert make(officer, **place).json["data"]["attached_to_name"] == "First"
	assert change(officer, make(officer).json["data"]["name"], **place).status_code == 200


def test_the_content_behind_a_file_is_not_exchanged_by_naming_another(town):
	officer, portal = town.client(OFFICER), town.client(PORTAL)
	secret = make(officer, file_name="secret.txt", content="the secret").json["data"]
	mine = make(portal, file_name="mine.txt", content="mine").json["data"]
	stolen = {key: secret[key] for key in ("content_hash", "file_url", "file_size")}
	after = change(portal, mine["name"], **stolen, is_folder=1).json["data"]
	assert after == {**after, **{key: mine[key] for key in (*stolen, "is_folder")}}
	assert portal.get(mine["file_url"]).text == "mine"
	assert portal.get(secret["file_url"]).status_code == 403
	folder = {"file_name": "Shelf", "is_folder": 1, "content": None}
	made = send(portal, FILES, json={**folder, **stolen}).json["data"]
	assert made.get("file_url") is None
	assert made.get("content_hash") is None


def test_a_url_that_is_hidden_and_one_that_is_free_are_refused_alike(town):
	officer, portal = town.client(OFFICER), town.client(PORTAL)
	hidden = make(officer, file_name="hidden.txt", content="hidden").json["data"]["file_url"]
	answers = [
		send(portal, FILES, json={"file_url": url}) for url in (hidden, hidden.replace("hidden", "free"))
	]
	assert [answer.status_code for answer in answers] == [403, 403]
	assert send(officer, FILES, json={"file_url": hidden}).status_code == 200


def form(client, path: str, **fields):
	return client.post(path, data={"csrf_token": token_of(client), **fields})


def test_the_desks_form_takes_no_file_that_could_run(town):
	officer = town.client(OFFICER)
	path = "/app/web-request/First"
	page = form(officer, path, _do="attach", _file=(io.BytesIO(b"<script>x</script>"), "evil.html"))
	assert (page.status_code, "cannot be uploaded" in page.text) == (422, True)
	assert form(officer, path, _do="attach", _file=(io.BytesIO(b"ok"), "fine.txt")).status_code == 303
	listed = officer.get(f'{FILES}?fields=["file_name"]&limit_page_length=0').json["data"]
	names = {row["file_name"] for row in listed}
	assert "fine.txt" in names
	assert "evil.html" not in names


def test_a_picture_that_would_fill_the_memory_is_refused(town, monkeypatch):
	from PIL import Image

	from minibench import files

	out = io.BytesIO()
	exif = Image.Exif()
	exif[0x0110] = "camera"
	Image.new("RGB", (64, 64)).save(out, "JPEG", exif=exif)
	officer = town.client(OFFICER)

	def upload():
		sent = {"file": (io.BytesIO(out.getvalue()), "photo.jpg")}
		return send(officer, "/api/method/upload_file", data=sent).status_code

	assert upload() == 200
	monkeypatch.setattr(files, "MOST_PIXELS", 64 * 64 - 1)
	assert upload() == 417
