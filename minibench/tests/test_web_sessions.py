"""Signing in and out, the session and its cookies, the CSRF token, tokens for programs."""

import base64
import sqlite3

import pytest
from web_town import OFFICER, PASSWORD, PORTAL, messages, send, token_of
from werkzeug.test import Client

from minibench import passwords

pytest_plugins = ["web_town"]

WHO = "/api/method/frappe.auth.get_logged_user"


def cookies(answer) -> dict[str, str]:
	return {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}


def test_signing_in_answers_as_frappe_does_and_sets_the_cookies(town):
	answer = Client(town.wsgi).post("/api/method/login", data={"usr": OFFICER, "pwd": PASSWORD})
	assert answer.json == {"message": "Logged In", "home_page": "/app", "full_name": "Officer"}
	found = cookies(answer)
	assert set(found) == {"sid", "system_user", "full_name", "user_id", "user_image"}
	assert "HttpOnly" in found["sid"]
	assert all("SameSite=Lax" in line for line in found.values())
	assert found["system_user"].startswith("system_user=yes")


def test_a_portal_user_is_sent_to_the_home_page_of_the_role(town):
	answer = Client(town.wsgi).post("/api/method/login", json={"usr": PORTAL, "pwd": PASSWORD})
	assert answer.json == {"message": "No App", "home_page": "/tiny-page", "full_name": "Portal"}


@pytest.mark.parametrize(
	"usr, pwd", [(OFFICER, "wrong"), ("nobody@example.com", "wrong"), ("Guest", "wrong")]
)
def test_a_wrong_sign_in_tells_nothing_about_why(town, usr, pwd):
	answer = Client(town.wsgi).post("/api/method/login", data={"usr": usr, "pwd": pwd})
	assert answer.status_code == 401
	assert answer.json == {"message": "Invalid login credentials", "exc_type": "AuthenticationError"}


def test_a_sign_in_without_a_password_is_incomplete(town):
	answer = Client(town.wsgi).post("/api/method/login", data={"usr": OFFICER})
	assert (answer.status_code, answer.json["message"]) == (401, "Incomplete login details")


def test_an_unknown_user_costs_the_same_hashing_as_a_known_one(town, monkeypatch):
	checked, real = [], passwords._hasher()

	class Hasher:
		def verify(self, stored, pwd):
			checked.append(stored.rpartition("$")[0].rpartition("$")[0])
			return real.verify(stored, pwd)

		def hash(self, pwd):
			return real.hash(pwd)

	monkeypatch.setattr(passwords, "_hasher", Hasher)
	for usr in (OFFICER, "nobody@example.com"):
		Client(town.wsgi).post("/api/method/login", data={"usr": usr, "pwd": "wrong"})
	assert len(checked) == 2 and checked[0] == checked[1]


def test_the_database_holds_only_the_hash_of_a_session(town):
	client = town.client(OFFICER)
	sid = client.get_cookie("sid").value
	assert len(bytes.fromhex(sid)) == 32
	rows = sqlite3.connect(town.sites / town.site / "site.db").execute("select * from tabSessions").fetchall()
	assert rows
	assert not any(sid in str(row) for row in rows)


def test_signing_in_changes_the_session_and_ends_the_one_before(town):
	client = town.client(OFFICER)
	before = client.get_cookie("sid").value
	client.post(
		"/api/method/login",
		data={"usr": OFFICER, "pwd": PASSWORD},
		headers={"X-Frappe-CSRF-Token": token_of(client)},
	)
	assert client.get_cookie("sid").value != before
	old = Client(town.wsgi)
	old.set_cookie("sid", before)
	assert old.get(WHO).status_code == 403


def test_a_session_that_a_stranger_chose_is_never_taken_over(town):
	client = Client(town.wsgi)
	client.set_cookie("sid", "a" * 64)
	client.post("/api/method/login", data={"usr": OFFICER, "pwd": PASSWORD})
	assert client.get_cookie("sid").value != "a" * 64


def test_a_session_in_the_address_counts_for_nothing(town):
	sid = town.client(OFFICER).get_cookie("sid").value
	assert Client(town.wsgi).get(f"{WHO}?sid={sid}").status_code == 403


def test_signing_out_ends_the_session_and_takes_the_cookies(town):
	client = town.client(OFFICER)
	sid = client.get_cookie("sid").value
	answer = send(client, "/api/method/logout")
	assert answer.json["full_name"] == "Guest"
	assert "Max-Age=0" in cookies(answer)["sid"]
	client.set_cookie("sid", sid)
	assert client.get(WHO).status_code == 403


def test_a_dead_session_is_told(town):
	client = Client(town.wsgi)
	client.set_cookie("sid", "0" * 64)
	answer = client.get(WHO)
	assert (answer.status_code, answer.json["session_expired"]) == (403, 1)


@pytest.mark.parametrize("column", ["lastupdate", "creation"])
def test_a_session_ends_after_idleness_and_after_its_lifetime(town, column):
	client = town.client(OFFICER)
	assert client.get(WHO).status_code == 200
	with town.inside() as local:
		local.db.execute(
			f"update tabSessions set {column} = {column} - 40 * 24 * 3600 where user = ?", (OFFICER,)
		)
	assert client.get(WHO).status_code == 403


def test_a_person_who_is_switched_off_is_out_at_once(town):
	client = town.client(PORTAL)
	with town.inside() as local:
		local.db.set_value("User", PORTAL, "enabled", 0)
	assert client.get(WHO).status_code == 403
	with town.inside() as local:
		local.db.set_value("User", PORTAL, "enabled", 1)


def test_a_new_password_ends_the_other_sessions(town):
	mine, elsewhere = town.client(OFFICER), town.client(OFFICER)
	data = {"new_password": "quite another phrase 7", "old_password": PASSWORD}
	answer = send(mine, "/api/method/frappe.core.doctype.user.user.update_password", data=data)
	assert answer.status_code == 200, answer.text
	assert mine.get(WHO).json["message"] == OFFICER
	assert elsewhere.get(WHO).status_code == 403
	with town.inside():
		from minibench.passwords import update_password

		update_password(OFFICER, PASSWORD)


def test_the_old_password_must_be_right_to_set_a_new_one(town):
	data = {"new_password": "quite another phrase 7", "old_password": "wrong"}
	answer = send(
		town.client(OFFICER), "/api/method/frappe.core.doctype.user.user.update_password", data=data
	)
	assert answer.status_code == 401


def test_a_write_without_the_token_of_the_session_is_refused(town):
	client = town.client(OFFICER)
	answer = client.post("/api/resource/Web Request", json={"title": "forged"})
	assert (answer.status_code, answer.json["exc_type"]) == (400, "CSRFTokenError")
	assert messages(answer) == ["Invalid Request"]
	wrong = client.post(
		"/api/resource/Web Request", json={"title": "forged"}, headers={"X-Frappe-CSRF-Token": "x"}
	)
	assert wrong.status_code == 400


def test_the_token_may_come_in_a_form_field(town):
	client = town.client(OFFICER)
	form = {"title": "by form", "csrf_token": token_of(client)}
	assert client.post("/api/resource/Web Request", data=form).status_code == 200


def test_another_site_cannot_sign_somebody_in(town):
	data = {"usr": OFFICER, "pwd": PASSWORD}
	answer = Client(town.wsgi).post("/login", data=data, headers={"Sec-Fetch-Site": "cross-site"})
	assert answer.status_code == 400


def test_too_many_wrong_passwords_lock_the_name_but_not_the_others(town):
	client = Client(town.wsgi)
	for _ in range(10):
		assert client.post("/api/method/login", data={"usr": OFFICER, "pwd": "wrong"}).status_code == 401
	locked = client.post("/api/method/login", data={"usr": OFFICER, "pwd": PASSWORD})
	assert locked.status_code == 429
	assert "locked" in messages(locked)[0]
	assert client.post("/api/method/login", data={"usr": PORTAL, "pwd": PASSWORD}).status_code == 200


def test_one_address_cannot_try_many_names(town):
	client = Client(town.wsgi)
	for number in range(50):
		client.post("/api/method/login", data={"usr": f"n{number}@example.com", "pwd": "wrong"})
	assert (
		client.post("/api/method/login", data={"usr": "new@example.com", "pwd": "wrong"}).status_code == 429
	)


@pytest.fixture
def keys(town):
	admin = town.client("Administrator")
	answer = send(admin, "/api/method/frappe.core.doctype.user.user.generate_keys", data={"user": OFFICER})
	with town.inside() as local:
		return f"{local.db.get_value('User', OFFICER, 'api_key')}:{answer.json['message']['api_secret']}"


def test_a_token_signs_a_program_in_without_cookie_and_csrf(town, keys):
	headers = {"Authorization": f"token {keys}"}
	assert Client(town.wsgi).get(WHO, headers=headers).json["message"] == OFFICER
	answer = Client(town.wsgi).post("/api/resource/Web Request", json={"title": "by token"}, headers=headers)
	assert answer.status_code == 200
	assert answer.json["data"]["owner"] == OFFICER


def test_a_token_may_come_as_basic(town, keys):
	packed = base64.b64encode(keys.encode()).decode()
	assert Client(town.wsgi).get(WHO, headers={"Authorization": f"Basic {packed}"}).json["message"] == OFFICER


@pytest.mark.parametrize("header", ["token a:b", "token ", "Bearer x", "Basic YTpi", "token :"])
def test_a_wrong_token_is_401_even_with_a_good_cookie(town, header):
	client = town.client(OFFICER)
	expected = 200 if header == "token " else 401
	assert client.get(WHO, headers={"Authorization": header}).status_code == expected


def test_cookies_are_secure_over_https(town):
	answer = Client(town.wsgi).get("/login", base_url="https://web.localhost")
	assert all("Secure" in line for line in cookies(answer).values())
	assert "max-age" in answer.headers["Strict-Transport-Security"]
