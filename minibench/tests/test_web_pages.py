"""Pages of apps and our own: routes, redirects, signing in without script, plain words for what went wrong."""

import re

import pytest
from web_town import OFFICER, PASSWORD, PORTAL, send, token_of
from werkzeug.test import Client

pytest_plugins = ["web_town"]


def text_of(answer) -> str:
	return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_page_of_the_app_is_drawn_in_the_portals_frame(town):
	answer = town.client(PORTAL).get("/tiny-page")
	assert answer.status_code == 200
	assert "<title>A tiny page</title>" in answer.text
	assert f'<p id="who">{PORTAL}</p>' in answer.text
	assert 'href="#main"' in answer.text


def test_a_piece_of_a_page_is_put_into_the_frame(town):
	answer = town.client().get("/plain")
	assert "Only a piece of a page." in answer.text
	assert "</html>" in answer.text


def test_what_people_type_is_escaped(town):
	answer = town.client().get("/tiny-page?typed=<script>x</script>")
	assert "<script>x" not in answer.text


def test_routes_and_redirects_of_hooks_are_followed(town):
	client = town.client()
	assert '<p id="number">7</p>' in client.get("/street/7").text
	answer = client.get("/old/thing")
	assert (answer.status_code, answer.headers["Location"]) == (301, "/new/thing")


def test_a_page_may_send_elsewhere_or_refuse(town):
	answer = town.client().get("/tiny-page?away=1")
	assert (answer.status_code, answer.headers["Location"]) == (302, "/login?redirect-to=/tiny-page")
	refused = town.client(PORTAL).get("/tiny-page?forbidden=1")
	assert refused.status_code == 403
	assert "You do not have permission" in refused.text


def test_the_menu_shows_the_pages_of_the_persons_roles(town):
	assert 'href="/ask/list"' in town.client(PORTAL).get("/tiny-page").text
	assert 'href="/ask/list"' not in town.client(OFFICER).get("/tiny-page").text
	assert 'href="/app"' in town.client(OFFICER).get("/tiny-page").text


def test_the_home_page_is_that_of_the_role(town):
	assert "A tiny page" in town.client(PORTAL).get("/").text
	assert "Sign in" in town.client().get("/").text


@pytest.mark.parametrize(
	"path", ["/nowhere", "/../secret", "/_private", "/tiny_page.py", "/%00", "/www/tiny-page"]
)
def test_what_is_no_page_is_not_found_in_plain_words(town, path):
	answer = town.client().get(path)
	assert answer.status_code == 404
	assert "There is nothing here" in text_of(answer)


def test_signing_in_works_without_script(town):
	client = Client(town.wsgi)
	form = client.get("/login?redirect-to=/tiny-page")
	assert '<label for="usr">' in form.text
	data = {"usr": PORTAL, "pwd": PASSWORD, "redirect-to": "/tiny-page"}
	answer = client.post("/login", data=data)
	assert (answer.status_code, answer.headers["Location"]) == (303, "/tiny-page")
	assert client.get("/me").status_code == 200


@pytest.mark.parametrize(
	"target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "evil"]
)
def test_signing_in_leads_nowhere_else(town, target):
	answer = Client(town.wsgi).post("/login", data={"usr": PORTAL, "pwd": PASSWORD, "redirect-to": target})
	assert answer.headers["Location"] == "/tiny-page"


def test_a_refused_sign_in_is_the_form_again_with_an_error_summary(town):
	answer = Client(town.wsgi).post("/login", data={"usr": "<b>", "pwd": "wrong"})
	assert answer.status_code == 401
	assert 'role="alert"' in answer.text
	assert 'href="#usr"' in answer.text
	assert 'value="&lt;b&gt;"' in answer.text


def test_signing_out_asks_for_a_post(town):
	client = town.client(PORTAL)
	assert "<form" in client.get("/logout").text
	assert client.get("/me").status_code == 200
	assert client.post("/logout", data={"csrf_token": token_of(client)}).status_code == 303
	assert client.get("/me").status_code == 302


def test_a_link_sets_a_new_password_once(town):
	with town.inside():
		from minibench.accounts import make_reset_link

		key = make_reset_link(PORTAL).partition("key=")[2]
	client = Client(town.wsgi)
	assert 'name="new_password"' in client.get(f"/update-password?key={key}").text
	data = {"key": key, "new_password": "short", "repeated": "short"}
	assert client.post("/update-password", data=data).status_code == 417
	data |= {"new_password": PASSWORD, "repeated": "other"}
	assert "not the same" in client.post("/update-password", data=data).text
	data |= {"repeated": PASSWORD}
	assert client.post("/update-password", data=data).status_code == 303
	assert client.get("/me").status_code == 200
	assert Client(town.wsgi).post("/update-password", data=data).status_code == 403


def test_asking_for_a_new_password_tells_nobody_who_exists(town, monkeypatch):
	pages, written_to = [], []
	monkeypatch.setattr("minibench.accounts.send_link", lambda user: written_to.append(user.name))
	for user in (PORTAL, "nobody@example.com"):
		answer = Client(town.wsgi).post("/forgot-password", data={"user": user})
		answer.close()
		pages.append(answer.text)
	assert pages[0] == pages[1]
	assert written_to == [PORTAL]


def test_asking_again_and_again_is_stopped(town):
	client = Client(town.wsgi)
	statuses = [client.post("/forgot-password", data={"user": PORTAL}).status_code for _ in range(4)]
	assert statuses == [200, 200, 200, 429]


def test_a_failure_on_a_page_gives_a_reference_and_no_detail(town):
	client = town.client(OFFICER)
	headers = {"Accept": "text/html"}
	answer = send(client, town.api("write_then_fail"), data={"title": "x"}, headers=headers)
	assert answer.status_code == 500
	assert "Something went wrong" in answer.text
	assert "reference" in answer.text
	assert "secret detail" not in answer.text


def test_our_own_files_have_addresses_that_may_be_kept_for_ever(town):
	page = town.client().get("/login").text
	address = re.search(r'href="(/assets/minibench/portal\.css\?v=[0-9a-f]+)"', page)[1]
	answer = town.client().get(address)
	assert "immutable" in answer.headers["Cache-Control"]
	assert answer.mimetype == "text/css"
	again = town.client().get(address, headers={"If-None-Match": answer.headers["ETag"]})
	assert again.status_code == 304


def test_an_apps_public_folder_is_served_and_nothing_beside_it(town):
	client = town.client()
	assert client.get(f"/assets/{town.app.name}/css/tiny.css").status_code == 200
	for path in (
		f"/assets/{town.app.name}/../hooks.py",
		f"/assets/{town.app.name}/%2e%2e/hooks.py",
		"/assets/os/x",
		"/assets/frappe/x",
	):
		assert client.get(path).status_code == 404, path


def test_maintenance_is_told_with_503(town):
	from minibench.config import update_site_config

	folder = town.sites / town.site
	update_site_config("maintenance_mode", 1, folder)
	try:
		answer = town.client().get("/login")
	finally:
		update_site_config("maintenance_mode", None, folder)
	assert answer.status_code == 503
	assert "Try again in a few minutes" in answer.text
