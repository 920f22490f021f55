"""Signing in and out, cookies, tokens, and the check against forged requests."""

import base64
import re

import pytest
from shed_client import PASSWORD, Person

COOKIES = {"sid", "system_user", "full_name", "user_id", "user_image"}
LOGIN = "/api/method/login"
WHO = "/api/method/frappe.auth.get_logged_user"
POST_ONLY = "/api/method/contractapp.api.only_post"


def set_cookies(answer) -> str:
	return answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize("how", ["body", "data"])
def test_a_person_signs_in(how, site, people):
	person = Person(site)
	answer = person.post(LOGIN, **{how: {"usr": people["keeper"].user, "pwd": PASSWORD}})
	assert (answer.status, answer.message) == (200, "Logged In")
	assert answer.body["full_name"] == "Keeper"
	assert set(answer.cookies) >= COOKIES - {"user_image"}
	assert person.get(WHO).message == people["keeper"].user


def test_a_website_user_is_led_to_the_page_of_the_role(site, people):
	answer = Person(site).post(LOGIN, {"usr": people["visitor"].user, "pwd": PASSWORD})
	assert answer.body == {"message": "No App", "home_page": "/shed-portal", "full_name": "Visitor"}


def test_the_session_cookie_is_for_the_server_alone(site, people):
	cookies = set_cookies(Person(site).post(LOGIN, {"usr": people["keeper"].user, "pwd": PASSWORD}))
	sid = next(part for part in cookies.split("sid=")[1:])
	for attribute in ("Max-Age=612000", "HttpOnly", "SameSite=Lax", "Path=/"):
		assert attribute in sid.split("system_user=")[0]


REFUSED = (
	({"usr": "keeper@contract.test", "pwd": "wrong"}, "Invalid login credentials"),
	({"usr": "nobody@contract.test", "pwd": "wrong"}, "Invalid login credentials"),
	({"usr": "keeper@contract.test"}, "Incomplete login details"),
	({}, "Incomplete login details"),
)


@pytest.mark.parametrize(("body", "message"), REFUSED)
def test_a_wrong_sign_in_tells_nothing(body, message, site, people):
	answer = Person(site).post(LOGIN, body)
	assert (answer.status, answer.exc_type, answer.message) == (401, "AuthenticationError", message)


def test_a_person_who_is_disabled_is_out(site, admin, people, stricter):
	name = "leaver@contract.test"
	admin.delete(f"/api/resource/User/{name}")
	admin.make("User", email=name, first_name="Leaver", send_welcome_email=0, new_password=PASSWORD)
	leaver = Person(site, name)
	assert leaver.post(LOGIN, {"usr": name, "pwd": PASSWORD}).status == 200
	admin.put(f"/api/resource/User/{name}", {"enabled": 0})
	answer = leaver.get(WHO)
	assert (answer.status, answer.body["session_expired"]) == (403, 1)
	answer = Person(site).post(LOGIN, {"usr": name, "pwd": PASSWORD})
	assert (answer.status, answer.exc_type) == (401, "AuthenticationError")
	said = "Invalid login credentials" if stricter("disabled_sign_in") else "User disabled or missing"
	assert answer.message == said


def test_too_many_tries_lock_the_account(site, stricter):
	"""Frappe locks the address as well: the tries come from one of their own."""
	headers = {"X-Forwarded-For": "192.0.2.77"}
	tries = [
		Person(site).post(LOGIN, {"usr": "locked@contract.test", "pwd": "x"}, headers=headers)
		for _ in range(12)
	]
	assert [answer.status for answer in tries[:9]] == [401] * 9
	answer = tries[-1]
	if stricter("locked_sign_in"):
		assert (answer.status, answer.exc_type) == (429, "TooManyRequestsError")
	else:
		assert (answer.status, answer.exc_type) == (500, "SecurityException")
	assert re.match(
		r"Your account has been locked and will resume after \d+ seconds", answer.said[0]["message"]
	)


def test_a_password_is_not_sent_in_an_address(site, people, stricter):
	answer = Person(site).get(LOGIN, params={"usr": people["keeper"].user, "pwd": PASSWORD})
	assert answer.status == (403 if stricter("sign_in_by_address") else 200)


@pytest.mark.parametrize(
	("sent", "target"),
	[
		("", "/app"),
		("?redirect-to=/shed-hello", "/shed-hello"),
		("?redirect-to=https://elsewhere.example.com/x", "/app"),
	],
)
def test_who_is_signed_in_is_led_on_and_never_elsewhere(sent, target, site, people, stricter):
	answer = people["keeper"].get(f"/login{sent}", headers={"Accept": "text/html"})
	assert answer.status == (302 if stricter("led_on_for_now") else 301)
	assert answer.headers["Location"].removeprefix(site) == target


def test_a_guest_has_the_sid_guest(guest):
	assert guest.get("/api/method/ping").body == {"message": "pong"}
	assert guest.session.cookies.get("sid") in ("Guest", None)
	assert guest.get(WHO).status == 403


def test_a_person_signs_out(site, people):
	person = Person(site, people["keeper"].user).login()
	answer = person.post("/api/method/logout")
	assert (answer.status, answer.body["full_name"]) == (200, "Guest")
	assert "sid=;" in set_cookies(answer)
	assert person.get("/api/resource/Tool").status == 403


def test_a_session_that_is_over_is_said_to_be(guest):
	guest.session.cookies.set("sid", "nonsense")
	answer = guest.get("/api/resource/Tool")
	assert (answer.status, answer.exc_type, answer.body["session_expired"]) == (403, "PermissionError", 1)
	assert "sid=;" in set_cookies(answer)


@pytest.mark.parametrize("header", ["token a:b", "token a", "Basic YTpi", "Bearer x"])
def test_a_bad_token_is_401(header, guest):
	answer = guest.get("/api/resource/Tool", headers={"Authorization": header})
	assert (answer.status, answer.exc_type) == (401, "AuthenticationError")


@pytest.fixture(scope="module")
def keys(admin, people):
	made = admin.call("frappe.core.doctype.user.user.generate_keys", user=people["keeper"].user).message
	key = admin.get(f"/api/resource/User/{people['keeper'].user}").data["api_key"]
	return f"{key}:{made['api_secret']}"


def test_a_token_is_the_person_without_a_session(keys, guest, people):
	for header in (f"token {keys}", "Basic " + base64.b64encode(keys.encode()).decode()):
		headers = {"Authorization": header}
		assert guest.get(WHO, headers=headers).message == people["keeper"].user
		assert guest.post(POST_ONLY, {}, headers=headers).body == {"message": "POST"}


def test_a_wrong_secret_is_401(keys, guest):
	header = {"Authorization": f"token {keys.split(':')[0]}:wrong"}
	assert guest.get("/api/resource/Tool", headers=header).status == 401


class TestForgedRequests:
	@pytest.fixture
	def person(self, site, people):
		return Person(site, people["keeper"].user).login()

	@pytest.mark.parametrize("token", [None, "wrong"])
	def test_a_write_without_the_token_is_400(self, token, person):
		headers = {"X-Frappe-CSRF-Token": token}
		answer = person.post(POST_ONLY, {}, headers=headers)
		assert (answer.status, answer.exc_type) == (400, "CSRFTokenError")
		assert answer.said[0]["message"] == "Invalid Request"
		assert "exc" not in answer.body

	@pytest.mark.parametrize("verb", ["PUT", "DELETE"])
	def test_every_verb_that_writes_is_checked(self, verb, person, town):
		path = f"/api/resource/Tool/{town['tool']['name']}"
		body = {"title": "forged"} if verb == "PUT" else None
		assert person.ask(verb, path, body, headers={"X-Frappe-CSRF-Token": None}).status == 400

	def test_the_token_comes_in_a_header_or_a_form(self, person):
		assert person.post(POST_ONLY, {}).body == {"message": "POST"}
		form = {"csrf_token": person.agent["X-Frappe-CSRF-Token"]}
		assert person.post(POST_ONLY, data=form, headers={"X-Frappe-CSRF-Token": None}).body == {
			"message": "POST"
		}

	def test_reading_needs_no_token(self, person):
		assert person.get(WHO, headers={"X-Frappe-CSRF-Token": None}).status == 200

	def test_a_fresh_session_is_checked_at_once(self, site, people, stricter):
		person = Person(site, people["keeper"].user)
		person.post(LOGIN, {"usr": person.user, "pwd": PASSWORD})
		assert person.post(POST_ONLY, {}).status == (400 if stricter("token_from_the_start") else 200)
