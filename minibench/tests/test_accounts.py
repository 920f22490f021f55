"""Getting in: a code beside the password, sessions seen and ended, links and keys, places and hours."""

import re
import time

import pyotp
import pytest
from web_town import OFFICER, PASSWORD, PORTAL, token_of
from werkzeug.test import Client

from minibench import twofactor
from minibench.local import local
from minibench.web import throttle

pytest_plugins = ["web_town"]

WRONG = "000000"


def log_in(town, **form):
	client = Client(town.wsgi)
	return client, client.post("/api/method/login", data=form)


def page_of_code(town, user=OFFICER):
	"""(client, page) after the right password."""
	client = Client(town.wsgi)
	return client, client.post("/login", data={"usr": user, "pwd": PASSWORD})


def hidden(page, name):
	return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def shown_key(page):
	return re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")


def settings(town, **values):
	with town.inside():
		from minibench.documents import get_doc

		doc = get_doc("System Settings")
		doc.update(values)
		doc.save()


def set_user(town, user, **values):
	with town.inside() as site:
		site.db.set_value("User", user, values)


@pytest.fixture
def codes(town):
	settings(town, enable_two_factor_auth=1, two_factor_method="OTP App")
	with town.inside():
		local.db.set_value("Role", "All", "two_factor_auth", 1)
		local.db.set_value("Role", "Town Portal", "two_factor_auth", 0)
		twofactor.forget_app(OFFICER)
		twofactor.cache.delete_value(f"second factor used {OFFICER}")
		throttle.forget(*twofactor.WRONG_CODES, "second-factor", OFFICER)
	yield
	settings(town, enable_two_factor_auth=0)


@pytest.fixture
def enrolled(town, codes):
	"""The key in the officer's app."""
	client, page = page_of_code(town)
	key = shown_key(page)
	answer = send_code(client, page, pyotp.TOTP(key).at(int(time.time()) - 30))
	assert answer.status_code == 303, answer.text
	return key


def send_code(client, page, code):
	return client.post("/login", data={"tmp_id": hidden(page, "tmp_id"), "otp": code})


def test_without_the_setting_a_password_is_enough(town):
	assert page_of_code(town)[1].status_code == 303


def test_the_first_sign_in_shows_what_the_app_scans_and_a_right_code_begins_the_session(town, codes):
	client, page = page_of_code(town)
	assert page.status_code == 200
	assert "<svg" in page.text
	assert client.get("/me").status_code == 302
	code = pyotp.TOTP(shown_key(page)).now()
	assert send_code(client, page, f" {code[:3]} {code[3:]} ").headers["Location"] == "/app"
	assert client.get("/me").status_code == 200


def test_afterwards_only_the_code_is_asked_and_the_key_is_not_shown_again(town, enrolled):
	client, page = page_of_code(town)
	assert "<code>" not in page.text and "<svg" not in page.text
	assert send_code(client, page, WRONG).status_code == 401
	assert client.get("/me").status_code == 302
	assert send_code(client, page, pyotp.TOTP(enrolled).now()).status_code == 303


def test_a_code_opens_one_session_only(town, enrolled):
	code = pyotp.TOTP(enrolled).now()
	client, page = page_of_code(town)
	assert send_code(client, page, code).status_code == 303
	again = send_code(Client(town.wsgi), page, code)
	assert again.status_code == 401 and "too long" in again.text
	other, page = page_of_code(town)
	assert "not right" in send_code(other, page, code).text


def test_a_wrong_first_code_keeps_the_picture_and_stores_no_key(town, codes):
	client, page = page_of_code(town)
	answer = send_code(client, page, WRONG)
	assert shown_key(answer) == shown_key(page)
	assert shown_key(page_of_code(town)[1]) != shown_key(page)


def test_guessing_codes_is_stopped(town, enrolled):
	client, page = page_of_code(town)
	statuses = [send_code(client, page, WRONG).status_code for _ in range(6)]
	assert statuses == [401] * 5 + [429]
	assert send_code(client, page, pyotp.TOTP(enrolled).now()).status_code == 429


def test_programs_get_frappes_answer_and_send_the_code_with_it(town, enrolled):
	client, answer = log_in(town, usr=OFFICER, pwd=PASSWORD)
	assert answer.json["verification"] == {"method": "OTP App", "setup": True}
	assert not client.get_cookie("sid") or client.get_cookie("sid").value == "Guest"
	form = {"tmp_id": answer.json["tmp_id"], "otp": pyotp.TOTP(enrolled).now()}
	assert client.post("/api/method/login", data=form).json["message"] == "Logged In"


def test_a_code_by_mail_is_sent_and_opens_the_session(town, codes, monkeypatch):
	sent = []
	monkeypatch.setattr("minibench.mail.sendmail", lambda **mail: sent.append(mail))
	monkeypatch.setattr("minibench.mail.is_muted", lambda: True)
	settings(town, two_factor_method="Email")
	client, page = page_of_code(town)
	assert sent[0]["recipients"] == [OFFICER]
	code = re.search(r"<b>(\d{6})</b>", sent[0]["message"])[1]
	assert code not in page.text
	assert send_code(client, page, code).status_code == 303


def test_codes_by_mail_need_an_account_that_sends(town, monkeypatch):
	monkeypatch.setattr("minibench.mail.is_muted", lambda: False)
	with pytest.raises(Exception, match="no outgoing Email Account"):
		settings(town, enable_two_factor_auth=1, two_factor_method="Email")


def test_only_marked_roles_are_asked_and_administrator_never(town, codes):
	with town.inside() as site:
		site.db.set_value("Role", "All", "two_factor_auth", 0)
		site.db.set_value("Role", "Town Portal", "two_factor_auth", 1)
	assert page_of_code(town, PORTAL)[1].status_code == 200
	assert page_of_code(town, OFFICER)[1].status_code == 303
	with town.inside():
		from minibench.twofactor import is_needed

		assert not is_needed("Administrator")


def test_a_new_password_by_link_does_not_pass_the_code_by(town, enrolled):
	with town.inside():
		from minibench.accounts import make_reset_link

		key = make_reset_link(OFFICER).partition("key=")[2]
	client = Client(town.wsgi)
	data = {"key": key, "new_password": PASSWORD, "repeated": PASSWORD}
	assert client.post("/update-password", data=data).headers["Location"] == "/login"
	assert client.get("/me").status_code == 302


def test_the_app_is_removed_with_the_password_and_set_up_anew(town, enrolled):
	client, page = page_of_code(town)
	send_code(client, page, pyotp.TOTP(enrolled).now())
	form = {"csrf_token": token_of(client), "forget": "1"}
	refused = client.post("/me", data={**form, "password": "wrong"})
	assert refused.status_code == 417 and "not right" in refused.text
	assert "removed" in client.post("/me", data={**form, "password": PASSWORD}).text
	assert shown_key(page_of_code(town)[1]) != enrolled


def test_people_see_where_they_are_signed_in_and_end_it_there(town):
	other = Client(town.wsgi)
	headers = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/143.0"}
	other.post("/login", data={"usr": OFFICER, "pwd": PASSWORD}, headers=headers)
	client = town.client(OFFICER)
	page = client.get("/me")
	assert "Firefox, Windows" in page.text and "(this one)" in page.text
	button = re.search(r'name="end" value="([0-9a-f]{24})"', page.text.partition("Firefox, Windows")[2])
	form = {"csrf_token": token_of(client), "end": button[1]}
	assert "signed out there" in client.post("/me", data=form).text
	assert other.get("/me").status_code == 302
	assert client.get("/me").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(town):
	theirs = town.client(PORTAL)
	with town.inside():
		from minibench.web.sessions import of_user

		(session,) = of_user(PORTAL)[:1]
	client = town.client(OFFICER)
	client.post("/me", data={"csrf_token": token_of(client), "end": session.id})
	client.post("/me", data={"csrf_token": token_of(client), "end": "%"})
	assert theirs.get("/me").status_code == 200


def test_one_session_only_ends_the_older(town):
	settings(town, deny_multiple_sessions=1)
	set_user(town, OFFICER, simultaneous_sessions=1)
	first, second = town.client(OFFICER), town.client(OFFICER)
	settings(town, deny_multiple_sessions=0)
	assert (first.get("/me").status_code, second.get("/me").status_code) == (302, 200)


@pytest.mark.parametrize(
	"rule, enters",
	[
		({"restrict_ip": "10.1., 192.0.2.7"}, False),
		({"restrict_ip": "10.1.\n127.0.0.1"}, True),
		({"login_after": 24}, False),
		({"login_before": 24}, True),
	],
)
def test_places_and_hours_of_a_user_hold(town, rule, enters):
	set_user(town, OFFICER, **rule)
	answer = page_of_code(town)[1]
	set_user(town, OFFICER, restrict_ip=None, login_after=0, login_before=0)
	assert answer.status_code == (303 if enters else 401)


def test_a_link_for_a_new_password_opens_nothing_at_another_place_and_stays_good(town):
	with town.inside():
		from minibench.accounts import make_reset_link

		key = make_reset_link(PORTAL).partition("key=")[2]
	data = {"key": key, "new_password": PASSWORD, "repeated": PASSWORD}
	set_user(town, PORTAL, restrict_ip="10.1.")
	client = Client(town.wsgi)
	assert "not allowed from this IP" in client.post("/update-password", data=data).text
	assert client.get("/me").status_code == 302
	set_user(town, PORTAL, restrict_ip=None)
	assert client.post("/update-password", data=data).status_code == 303


def test_an_old_password_must_be_changed_before_anything_else(town):
	settings(town, force_user_to_reset_password=30)
	set_user(town, OFFICER, last_password_reset_date="2020-01-01")
	client, page = page_of_code(town)
	settings(town, force_user_to_reset_password=0)
	assert "/update-password?key=" in page.headers["Location"]
	assert client.get("/me").status_code == 302


def access_page(town, who, user=OFFICER):
	client = town.client(who)
	return client, client.get(f"/app/-/access?user={user}")


def step(client, do, user=OFFICER, **form):
	data = {"_do": do, "csrf_token": token_of(client), **form}
	return client.post(f"/app/-/access?user={user}", data=data)


def test_only_system_managers_open_the_access_of_a_user(town):
	assert access_page(town, OFFICER)[1].status_code == 404
	assert step(town.client(OFFICER), "link").status_code == 404
	client, page = access_page(town, "Administrator")
	assert page.status_code == 200 and "<time" in page.text and "&lt;time" not in page.text
	assert client.get("/app/-/access?user=nobody@example.com").status_code == 404
	assert client.get("/app/-/access?user=Guest").status_code == 404


def test_a_link_to_hand_over_is_shown_once_and_works(town):
	client, _page = access_page(town, "Administrator", PORTAL)
	page = step(client, "link", PORTAL)
	link = re.search(r'<code class="secret">([^<]*)', page.text)[1]
	assert link not in client.get(f"/app/-/access?user={PORTAL}").text
	path = "/update-password" + link.partition("/update-password")[2]
	assert 'name="new_password"' in Client(town.wsgi).get(path).text


def test_a_key_for_programs_is_made_shown_once_and_taken_away(town):
	client, _page = access_page(town, "Administrator")
	token = re.search(r'<code class="secret">([^<]*)', step(client, "key").text)[1]
	who = "/api/method/frappe.auth.get_logged_user"
	headers = {"Authorization": f"token {token}"}
	assert Client(town.wsgi).get(who, headers=headers).json["message"] == OFFICER
	assert token.partition(":")[2] not in client.get(f"/app/-/access?user={OFFICER}").text
	step(client, "no_key")
	assert Client(town.wsgi).get(who, headers=headers).status_code == 401


def test_sessions_are_ended_and_the_app_removed_for_somebody(town, enrolled):
	client, page = page_of_code(town)
	send_code(client, page, pyotp.TOTP(enrolled).now())
	admin, page = access_page(town, "Administrator")
	assert "An app on a telephone is set up" in page.text
	assert "removed" in step(admin, "forget").text
	assert client.get("/me").status_code == 302
	assert shown_key(page_of_code(town)[1])


def test_without_an_account_that_sends_the_link_is_offered_instead(town, monkeypatch):
	monkeypatch.setattr("minibench.mail.is_muted", lambda: False)
	client, _page = access_page(town, "Administrator")
	assert "Make a link instead" in step(client, "send").text
