"""A record that an app's hook says is not there answers at every door as one that never was."""

import pytest
from test_security_existence import DOORS, heard
from town import hook  # noqa: F401
from web_town import OFFICER

pytest_plugins = ["web_town"]
HIDDEN, MISSING = "First", "Nope1"
PAGES = {
	"form": "/app/web-request/{}",
	"copy": "/app/web-request/new?_copy={}",
	"paper on screen": "/printview?doctype=Web Request&name={}",
	"paper": "/api/method/frappe.utils.print_format.download_pdf?doctype=Web Request&name={}",
}
REFUSED = {"getdoc": 200, "task": 403, "tag": 403}
QUIET = ("client.get_value", "client.validate_link")  # lists, where the conditions decide


@pytest.fixture
def hidden(town, hook):  # noqa: F811
	"""One record does not exist for anybody but Administrator."""
	import frappe

	def there(doc, user):
		if doc.name == HIDDEN and user != "Administrator":
			frappe.throw(
				frappe._("{0} {1} not found").format(doc.doctype, doc.name), frappe.DoesNotExistError
			)

	hook("has_permission", "Web Request", there)
	hook("permission_query_conditions", "Web Request", lambda user: f"`tabWeb Request`.name != '{HIDDEN}'")
	return town


@pytest.mark.parametrize("door", DOORS)
def test_a_record_that_a_hook_hides_answers_as_one_that_is_not_there(hidden, door):
	client = hidden.client(OFFICER)
	there = heard(DOORS[door](client, "Web Request", HIDDEN), HIDDEN)
	assert there == heard(DOORS[door](client, "Web Request", MISSING), MISSING)
	if door not in QUIET:
		assert there[0] == REFUSED.get(door, 404)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_record_that_a_hook_hides_is_not_there(hidden, page):
	client = hidden.client(OFFICER)
	there, nowhere = (heard(client.get(PAGES[page].format(name)), name) for name in (HIDDEN, MISSING))
	assert there == nowhere and there[0] == 404


def test_lists_counts_and_files_do_not_tell_of_it(hidden):
	with hidden.inside():
		from minibench.documents import get_doc

		values = {"file_name": "letter.txt", "is_private": 1, "content": "hello"}
		where = {"attached_to_doctype": "Web Request", "attached_to_name": HIDDEN}
		file = get_doc({"doctype": "File", **values, **where}).insert()
	client = hidden.client(OFFICER)
	listed = client.get("/api/resource/Web Request?limit_page_length=0").json["data"]
	counted = client.get("/api/method/frappe.client.get_count?doctype=Web Request").json["message"]
	assert HIDDEN not in [row["name"] for row in listed] and counted == len(listed)
	assert HIDDEN not in client.get("/app/web-request").text
	assert client.get(file.file_url).status_code == client.get("/private/files/none.txt").status_code
	assert client.get(f"/api/resource/File/{file.name}").status_code in (403, 404)
	assert client.get("/api/resource/File").status_code == 200
	assert "letter.txt" not in client.get('/api/resource/File?fields=["*"]').text
