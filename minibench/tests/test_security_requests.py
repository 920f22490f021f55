"""Forged requests, throttles, values that nobody may send, and parameters out of their mind."""

import json
from contextvars import Context
from urllib.parse import quote

import pytest
from web_town import OFFICER, PASSWORD, PORTAL, send

pytest_plugins = ["web_town"]
ME = f"/api/resource/User/{PORTAL}"
ONE = "/api/resource/Web Request/First"
LIST = "/api/method/frappe.client.get_list?doctype=Web Request"


@pytest.mark.parametrize("header", ["x", "Bearer ", "Basic ", "token"])
def test_an_authorization_header_that_signs_nobody_in_replaces_no_token(town, header):
	client = town.client(PORTAL)
	answer = client.put(ME, json={"location": "here"}, headers={"Authorization": header})
	assert (answer.status_code, answer.json["exc_type"]) == (400, "CSRFTokenError")
	assert send(client, ME, "PUT", json={"location": "here"}).status_code == 200


def test_a_key_and_its_secret_need_no_token(town):
	admin = town.client("Administrator")
	made = send(admin, "/api/method/frappe.core.doctype.user.user.generate_keys", json={"user": OFFICER})
	key = made.json["message"]
	header = {"Authorization": f"token {key['api_key']}:{key['api_secret']}"}
	answer = town.client().put(ONE, json={"age": 4}, headers=header)
	assert answer.status_code == 200


@pytest.mark.parametrize("values", [{"owner": PORTAL}, {"creation": "2001-01-01 00:00:00"}])
def test_who_made_a_record_and_when_cannot_be_changed(town, values):
	officer = town.client(OFFICER)
	before = officer.get(ONE).json["data"]
	answer = send(officer, ONE, "PUT", json=values)
	assert (answer.status_code, answer.json["exc_type"]) == (417, "CannotChangeConstantError")
	after = officer.get(ONE).json["data"]
	assert (after["owner"], after["creation"]) == (before["owner"], before["creation"])
	assert send(officer, ONE, "PUT", json={key: before[key] for key in values}).status_code == 200


def test_a_new_record_is_made_now_and_by_its_maker(town):
	sent = {"title": "Backdated", "school": "North", "owner": PORTAL, "creation": "2001-01-01 00:00:00"}
	made = send(town.client(OFFICER), "/api/resource/Web Request", json=sent).json["data"]
	assert made["owner"] == OFFICER
	assert not made["creation"].startswith("2001")


@pytest.mark.parametrize("name", ["parent_doc", "as_dict", "parentfield"])
def test_parameters_of_a_function_are_no_fields(town, name):
	sent = {"title": "Plain", "school": "North", name: "x"}
	answer = send(town.client(OFFICER), "/api/resource/Web Request", json=sent)
	assert (answer.status_code, answer.json["data"]["title"]) == (200, "Plain")


def test_nobody_gives_a_task_in_the_name_of_another(town):
	officer = town.client(OFFICER)
	task = {"description": "Call", "reference_type": "Web Request", "reference_name": "First"}
	sent = {**task, "allocated_to": OFFICER, "assigned_by": "Administrator"}
	made = send(officer, "/api/resource/ToDo", json=sent).json["data"]
	assert made["assigned_by"] == OFFICER


def test_a_task_cannot_be_moved_to_a_record_out_of_reach(town):
	portal, officer = town.client(PORTAL), town.client(OFFICER)
	for client, status in ((portal, 403), (officer, 200)):
		made = send(client, "/api/resource/ToDo", json={"description": "Call"}).json["data"]["name"]
		place = {"reference_type": "Web Request", "reference_name": "First"}
		assert send(client, f"/api/resource/ToDo/{made}", "PUT", json=place).status_code == status


# the search of a link field


@pytest.mark.parametrize(
	("query", "status"),
	[
		("frappe.desk.form.utils.add_comment", 403),  # the desk's
		("frappe.core.doctype.user.user.generate_keys", 403),
		("minibench.web.account.update_password", 417),  # under no name of Frappe
		("frappe.client.insert_many", 403),  # not by GET
		("os.system", 417),
		("frappe.db.sql", 417),
	],
)
def test_a_search_calls_no_method_that_an_address_could_not(town, query, status):
	found = town.client(PORTAL).get(
		f"/api/method/frappe.desk.search.search_link?doctype=Web School&txt=&query={query}"
	)
	assert found.status_code == status


def test_a_search_without_a_method_of_its_own_finds(town):
	found = town.client(OFFICER).get(
		"/api/method/frappe.desk.search.search_link?doctype=Web School&txt=Nor&filters={}"
	)
	assert [hit["value"] for hit in found.json["message"]] == ["North"]


# throttles


def test_blanks_and_capitals_do_not_open_a_throttle(town):
	client = town.client()
	spellings = (PORTAL, f" {PORTAL}", f"{PORTAL}  ", PORTAL.upper(), PORTAL.title())
	answers = [client.post("/forgot-password", data={"user": text}).status_code for text in spellings]
	assert answers == [200, 200, 200, 429, 429]
	assert client.post("/forgot-password", data={"user": OFFICER}).status_code == 200


def test_a_throttle_keeps_no_long_text(town):
	from minibench.web import throttle

	town.client().post("/api/method/login", json={"usr": "a" * 1_000_000, "pwd": "x"})
	town.client().post("/forgot-password", data={"user": "b" * 1_000_000})
	kept = throttle._limiter().storage
	assert all(len(str(key)) < 500 for key in (*kept.storage, *kept.events))
	assert kept.events


def test_a_web_form_is_counted_whatever_the_address_adds(town):
	client = town.client(PORTAL)
	told = [
		send(client, f"/ask/new?web_form={number}", data={"title": "Counted", "web_form": str(number)})
		for number in range(11)
	]
	assert [answer.status_code for answer in told] == [*[303] * 10, 417]
	assert "too many requests" in told[-1].text


def test_a_link_for_a_new_password_is_used_once_even_by_two_at_the_same_time(town, monkeypatch):
	from minibench import accounts, passwords

	with town.inside():
		key = accounts.make_reset_link(PORTAL).partition("key=")[2]
	hashing = passwords.hash_password

	def meanwhile(text):
		Context().run(the_other)
		return hashing(text)

	def the_other():
		with town.inside():
			accounts.use_up_key(PORTAL)

	change = "/api/method/frappe.core.doctype.user.user.update_password"
	sent = {"key": key, "new_password": PASSWORD}
	with monkeypatch.context() as patch:
		patch.setattr(passwords, "hash_password", meanwhile)
		assert town.client().post(change, json=sent).status_code == 403
	with town.inside():
		key = accounts.make_reset_link(PORTAL).partition("key=")[2]
	assert town.client().post(change, json={**sent, "key": key}).status_code == 200
	assert town.client().post(change, json={**sent, "key": key}).status_code == 403


# parameters out of their mind: refused or read as nothing, never a failure of the program


@pytest.mark.parametrize(
	"given",
	[
		{"fields": ["(" * 400 + "name" + ")" * 400]},
		{"fields": ["name" + "+name" * 120]},
		{"fields": [1]},
		{"order_by": "count(name)"},
		{"group_by": "count(name)", "fields": ["count(name) as number"]},
		{"filters": [["idx", "=", 10**400]]},
		{"filters": [["creation", "timespan", {"a": 1}]]},
		{"filters": [["creation", "previous", ["a"]]]},
		{"limit_page_length": 10**30},
		{"limit_start": 10**30},
	],
	ids=lambda given: str(given)[:40],
)
def test_a_list_refuses_or_answers_but_does_not_fail(town, given):
	query = "&".join(
		f"{key}={quote(value if isinstance(value, str) else json.dumps(value))}"
		for key, value in given.items()
	)
	answer = town.client(OFFICER).get(f"{LIST}&{query}")
	assert answer.status_code in (200, 417), answer.text


@pytest.mark.parametrize(
	"query",
	[
		"_start=²",
		"_start=" + "9" * 5000,
		'title=["in",{"a":1}]',
		'owner=["=",{"a":1}]',
		'creation=["Timespan",{}]',
		"title=" + "[" * 3000,
	],
	ids=lambda query: query[:24],
)
def test_a_list_of_the_desk_does_not_fail(town, query):
	answer = town.client(OFFICER).get(f"/app/web-request?{query}")
	assert answer.status_code in (200, 417)


def test_a_saved_report_that_is_not_ones_own_is_not_there(town):
	answer = town.client(OFFICER).get("/app/web-request/view/report/Nope")
	assert answer.status_code == 404


@pytest.mark.parametrize("way", ["body", "field"])
def test_half_a_character_is_refused_and_a_whole_one_is_kept(town, way):
	officer = town.client(OFFICER)
	before = officer.get(ONE).json["data"]["title"]
	for text, status in (("\\ud83d", 417), ("\\ud83d\\ude00", 200)):
		values = f'{{"title": "{text}"}}'
		if way == "body":
			answer = send(officer, ONE, "PUT", data=values, content_type="application/json")
		else:
			answer = send(officer, ONE, "PUT", data={"data": values})
		assert answer.status_code == status
	assert officer.get(ONE).json["data"]["title"] == "\U0001f600"
	send(officer, ONE, "PUT", json={"title": before})


def test_a_session_and_a_key_serve_only_where_their_person_may_be(town):
	admin, clients = town.client("Administrator"), [town.client(OFFICER), town.client(OFFICER)]
	made = send(admin, "/api/method/frappe.core.doctype.user.user.generate_keys", json={"user": OFFICER})
	token = {"Authorization": "token {api_key}:{api_secret}".format(**made.json["message"])}
	for places, status in (("192.0.2.", 401), ("10.1.\n127.0.0.", 200)):
		send(admin, f"/api/resource/User/{OFFICER}", "PUT", json={"restrict_ip": places})
		assert town.client().get(ONE, headers=token).status_code == status
		assert clients.pop().get(ONE).status_code == status
	send(admin, f"/api/resource/User/{OFFICER}", "PUT", json={"restrict_ip": ""})
