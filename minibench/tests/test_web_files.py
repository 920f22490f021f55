"""Files that people send, and how they are handed out again."""

import io

import pytest
from web_town import OFFICER, PORTAL, messages, send

pytest_plugins = ["web_town"]
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
UPLOAD = "/api/method/upload_file"


def upload(client, name: str, content: bytes, **form):
	return send(client, UPLOAD, data={"file": (io.BytesIO(content), name), **form})


def test_an_upload_is_private_unless_somebody_of_the_desk_says_otherwise(town):
	officer, portal = town.client(OFFICER), town.client(PORTAL)
	made = upload(officer, "notes.txt", b"hello").json["message"]
	assert (made["is_private"], made["file_url"]) == (1, "/private/files/notes.txt")
	assert upload(officer, "open.txt", b"open", is_private=0).json["message"]["is_private"] == 0
	assert upload(portal, "mine.txt", b"mine", is_private=0).json["message"]["is_private"] == 1
	assert town.client().post(UPLOAD, data={"file": (io.BytesIO(b"x"), "x.txt")}).status_code == 403


def test_a_private_file_is_handed_to_those_who_may_read_its_document(town):
	officer, portal = town.client(OFFICER), town.client(PORTAL)
	url = upload(officer, "plan.txt", b"the plan", doctype="Web Request", docname="First").json["message"][
		"file_url"
	]
	answer = officer.get(url)
	assert (answer.status_code, answer.text) == (200, "the plan")
	assert answer.headers["X-Content-Type-Options"] == "nosniff"
	assert "sandbox" in answer.headers["Content-Security-Policy"]
	assert portal.get(url).status_code == 403
	assert town.client().get(url).status_code == 403
	assert portal.get(f"/api/method/download_file?file_url={url}").status_code == 403
	loaded = officer.get(f"/api/method/download_file?file_url={url}")
	assert "attachment" in loaded.headers["Content-Disposition"]


def test_a_file_goes_only_to_a_document_that_the_sender_may_write(town):
	answer = upload(town.client(PORTAL), "x.txt", b"x", doctype="Web Request", docname="First")
	assert answer.status_code == 403


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "run.exe", "a.js", "..\\evil.hta"])
def test_what_could_run_is_refused(town, name):
	answer = upload(town.client(OFFICER), name, b"<script>x</script>")
	assert answer.status_code == 417
	assert "cannot be uploaded" in messages(answer)[0]


def test_the_content_must_be_what_the_name_says(town):
	officer = town.client(OFFICER)
	assert upload(officer, "picture.png", PNG).status_code == 200
	assert upload(officer, "picture.png", b"%PDF-1.4").status_code == 417
	assert upload(officer, "picture.jpg", PNG).status_code == 417
	assert upload(officer, "notes.txt", b"MZ" + b"\0" * 300).status_code == 417


def test_website_users_send_only_usual_documents(town):
	assert upload(town.client(PORTAL), "data.bin", b"x").status_code == 417
	assert upload(town.client(PORTAL), "data.csv", b"a,b").status_code == 200


def test_a_file_that_is_too_large_is_refused(town):
	with town.inside() as local:
		local.db.set_single_value("System Settings", "max_file_size", 1)
	answer = upload(town.client(OFFICER), "big.txt", b"x" * (1024 * 1024 + 1))
	with town.inside() as local:
		local.db.set_single_value("System Settings", "max_file_size", 0)
	assert (answer.status_code, answer.json["exc_type"]) == (417, "MaxFileSizeReachedError")


@pytest.mark.parametrize(
	"path",
	[
		"/files/../site_config.json",
		"/files/%2e%2e/%2e%2e/site_config.json",
		"/files/site.db",
		"/private/files/x",
	],
)
def test_nothing_but_files_is_handed_out(town, path):
	assert town.client(OFFICER).get(path).status_code in (403, 404)
