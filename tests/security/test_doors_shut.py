"""Each of Frappe's doors, by its name: nothing of a family out of reach, and no word that tells it from none."""

import json

import by_door
import planted
import pytest
import routes
from routes import Ask, get, post
from walking import leaks, missing, plain

# Those who stand for the rest: no relation to the family, the whole system but no family, the portal, and a school
# that leads the help for this very family.
WHO = ("ehp", "ehm", "sysman", "lead", "leading")
names = {door: door.__name__.replace("_", " ") for door in by_door.DOORS}


def offered(walk, asks):
	"""The requests that this bench answers at all: one without Frappe's desk has fewer methods."""
	for ask in asks:
		method = ask.url.partition("/api/method/frappe.")[2]
		if not method or f"frappe.{method}" in walk.functions or not walk.lacks_methods:
			yield ask


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("door", by_door.DOORS, ids=names.get)
def test_a_door_shows_nothing_and_tells_nothing(walk, door, who):
	client, secret = walk.client(who), walk.secrets["far"]
	name, file = secret.names["Family"], secret.file_url
	none, no_file = missing(name), "/private/files/" + "0" * 20 + ".txt"
	asks = [list(offered(walk, door("Family", *given))) for given in ((name, file), (none, no_file))]
	if not asks[0]:
		pytest.skip("This bench has no such door.")
	for ask, twin in zip(*asks, strict=True):
		answer, other = walk.ask(who, client, ask), walk.ask(who, client, twin)
		assert not leaks(walk, who, answer, ask.url + str(ask.data)), ask
		hidden = [
			[text.replace(found, "URL") for text in map(str, plain(one, named))]
			for one, named, found in ((answer, name, file), (other, none, no_file))
		]
		assert hidden[0] == hidden[1], ask


@pytest.mark.parametrize(
	"doctype", ("Family", "My Family Plan", "Scaling Goal", "Early Help Person", "Case Supervision")
)
def test_a_school_that_leads_reads_no_record_and_no_list_by_its_address(walk, doctype):
	client, secret = walk.client(planted.LEADS_FAR), walk.secrets["far"]
	name = secret.names[doctype]
	for ask in (*routes.of_record(doctype, name), *routes.of_doctype(doctype, [secret.mark])):
		answer = walk.ask(planted.LEADS_FAR, client, ask)
		assert not leaks(walk, planted.LEADS_FAR, answer, ask.url + str(ask.data)), ask
		assert answer[0] != 200 or not ask.url.startswith("/api"), ask


@pytest.mark.parametrize("who", (*WHO, "eha"))
def test_a_look_up_does_not_tell_which_families_use_it(walk, who):
	client = walk.client(who)
	for kind, name in walk.masters.items():
		for ask in offered(walk, by_door.of_what_families_use(kind, name)):
			assert not leaks(walk, who, walk.ask(who, client, ask)), ask


@pytest.mark.parametrize("door", ("counts", "connections", "groups", "one_record", "what_happened"))
def test_a_door_stands_open_for_who_works_with_the_family(walk, door):
	client, name = walk.client("ehp"), walk.near
	asks = list(offered(walk, getattr(by_door, door)("Family", name, "")))
	if not asks:
		pytest.skip("This bench has no such door.")
	answers = [walk.ask("ehp", client, ask) for ask in asks]
	assert [status for status, _body, _to in answers if status == 200]


@pytest.mark.parametrize("who", ("pupils", "lead", "partner"))
def test_the_portal_is_told_nothing_of_who_works_here(walk, who):
	"""No list, search or address gives names or e-mail addresses of colleagues to people without the desk."""
	client = walk.client(who)
	for ask in (
		get("/api/resource/User", fields='["name", "full_name"]'),
		get("/api/resource/User/ehm@example.com"),
		get("/api/resource/Professional", fields='["*"]'),
		post("/api/method/frappe.client.get_list", doctype="User", fields='["*"]'),
		post("/api/method/frappe.desk.search.search_link", doctype="User", txt="ehm"),
		post("/api/method/frappe.desk.search.get_names_for_mentions", search_term="ehm"),
		post("/api/method/frappe.desk.form.load.get_user_info_for_viewers", users='["ehm@example.com"]'),
		get("/me", user="ehm@example.com"),
		get("/user/ehm@example.com"),
		get("/profile/ehm@example.com"),
	):
		_status, body, _to = walk.ask(who, client, ask)
		assert "Ehm" not in body and "ehm@example.com" not in body.replace("?user=ehm@example.com", ""), ask


@pytest.mark.parametrize("who", ("pupils", "lead", "partner"))
def test_the_portal_neither_uploads_nor_downloads_by_methods_of_frappe(walk, who):
	client, secret = walk.client(who), walk.secrets["far"]
	for method in ("upload_file", "frappe.handler.upload_file", "frappe.handler.uploadfile", "download_file"):
		ask = post(
			f"/api/method/{method}",
			doctype="Family",
			docname=secret.names["Family"],
			file_url=secret.file_url,
		)
		status, body, _to = walk.ask(who, client, ask)
		assert status == 403 and secret.mark not in body.replace(secret.file_url, ""), (method, body)
	assert walk.ask(who, client, get(secret.file_url))[0] == 404


@pytest.mark.parametrize("who", WHO)
def test_keys_and_tokens_of_others_are_made_by_nobody_but_a_system_manager(walk, who):
	client = walk.client(who)
	ask = post("/api/method/frappe.core.doctype.user.user.generate_keys", user="aud@example.com")
	status, body, _to = walk.ask(who, client, ask)
	assert ("api_secret" in body) == (who == "sysman") and (status == 200) == (who == "sysman")


@pytest.mark.parametrize("who", ("ehp", "lead"))
def test_a_failure_shows_no_lines_of_code(walk, who):
	client = walk.client(who)
	for ask in (
		Ask("POST", "/api/resource/ToDo", {"description": "x", "date": "no day"}),
		post("/api/method/frappe.client.get_list", doctype="ToDo", filters="{"),
		get("/api/resource/Error Log", fields='["*"]'),
		get("/api/resource/No Such DocType/X"),
	):
		_status, body, _to = walk.ask(who, client, ask)
		assert "Traceback" not in body and 'File \\"' not in body, ask


def test_a_made_up_record_prints_no_family(walk):
	"""The record that a request makes up links to a secret family: the paper of a plan would write it out."""
	client, secret = walk.client("ehp"), walk.secrets["far"]
	formats = ("Family Copy", "My Family Plan", "Standard")
	for print_format in formats:
		plan = {"doctype": "My Family Plan", "name": "new-my-family-plan-1", "family": secret.names["Family"]}
		plan |= {"episode": secret.names["Early Help Episode"], "docstatus": 0}
		asked = {"doc": json.dumps(plan), "print_format": print_format}
		answer = walk.ask("ehp", client, post("/api/method/frappe.www.printview.get_html_and_style", **asked))
		assert answer[0] != 200 and not leaks(walk, "ehp", answer, str(asked)), answer


def test_everybody_who_walks_is_refused_the_file_on_disk_by_its_bare_name(walk):
	secret = walk.secrets["far"]
	bare = secret.file_url.rpartition("/")[2]
	for who in (who for who, (_role, unknown, _asked) in planted.WALKERS.items() if "far" in unknown):
		client = walk.client(who)
		file = {"file_name": bare, "is_private": 1}
		answer = walk.ask(who, client, Ask("POST", "/api/resource/File", file))
		none = walk.ask(
			who, client, Ask("POST", "/api/resource/File", {**file, "file_name": missing("x" * len(bare))})
		)
		assert answer[0] != 200 and answer[0] == none[0], (who, answer, none)
