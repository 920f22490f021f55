"""The desk does what is asked of it only for whom, and from where, it may; and bad input is told, not a fault."""

import re

import desk_town
import pytest
from desk_client import SITE, Browser
from desk_town import field

from minibench.documents import get_doc

OPERATOR = "keeper@example.com"


@pytest.fixture(scope="module")
def keeper(desk_sites):
	"""A System Manager."""
	from minibench.local import connect, destroy, init, local

	init(SITE, str(desk_sites))
	connect()
	desk_town.person(OPERATOR, "Kay", "System Manager")
	local.db.commit()
	destroy()
	return Browser(desk_sites, OPERATOR)


def token_of(browser):
	return re.search(r'name="csrf_token" value="(\w+)"', browser.get("/app/-/notices").text)[1]


def press(browser, path, do, status, token=None):
	return browser.post(path, [("csrf_token", token or token_of(browser)), ("_do", do)], status)


@pytest.mark.parametrize("do", ["link", "key", "end", "forget"])
def test_a_system_manager_gets_no_way_into_the_account_of_administrator(keeper, desk_site, do):
	before = desk_site.db.get_value("User", "Administrator", ["reset_password_key", "api_key"])
	assert "secret" not in press(keeper, "/app/-/access?user=Administrator", do, 404).text
	desk_site.db.rollback()
	assert desk_site.db.get_value("User", "Administrator", ["reset_password_key", "api_key"]) == before
	assert "secret" in press(keeper, f"/app/-/access?user={desk_town.WORKER}", "link", 200).text


TOOLS = {
	"system": "backup",
	"notices": "read",
	f"access?user={desk_town.WORKER}": "link",
	"outbox": "",
	"import": "upload",
}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_form_of_an_older_session_does_nothing_and_says_so(keeper, desk_site, tool):
	path = f"/app/-/{tool}"
	answer = press(keeper, path, TOOLS[tool], 303, token="0" * 56)
	assert answer.headers["Location"] == path
	assert "Nothing was done: please do it again" in keeper.page(path).words
	desk_site.db.rollback()
	assert not desk_site.db.sql("select 1 from `__job` where method like '%backup%'")


def test_who_signs_out_by_the_page_of_an_older_session_is_asked_again(keeper):
	press(keeper, "/app/-/logout", "", 303, token="0" * 56)
	assert "Nothing was done" in keeper.page("/app/-/notices").words


@pytest.mark.parametrize(
	"asked", ["agreed=yes", "agreed=x", 'agreed=["like", "%x%"]', "members=99999999999999999999"]
)
@pytest.mark.parametrize("page", ["", "/view/report"])
def test_a_filter_with_an_odd_value_is_shown_in_words(worker, asked, page):
	assert worker.client.get(f"/app/desk-plan{page}?{asked}").status_code < 500
	assert "Agreed: Yes" in worker.page(f"/app/desk-plan{page}?agreed=yes").words


def test_an_address_with_a_nameless_part_opens_the_report(worker):
	assert "Overdue Plans" in worker.page("/app/query-report/Overdue Plans?=x").words


ODD = {
	"row": {}, "row:up:goals:x:y": {}, "export:x": {}, "save": {"_use_mine": "family.x.y"}, "refresh": {"members": "9" * 400},
}  # fmt: skip


@pytest.mark.parametrize("do", ODD)
def test_a_form_that_no_page_makes_meets_no_fault(worker, do):
	token = token_of(worker)
	for path in ("/app/desk-plan", "/app/desk-plan/new"):
		answer = worker.post(path, [("csrf_token", token), ("_do", do), *ODD[do].items()])
		assert answer.status_code < 500, f"{path}: {answer.text[:300]}"


def test_a_number_that_no_database_holds_is_told_at_its_field(worker):
	page = worker.page("/app/desk-plan/new")
	assert "This number is too large" in page.press(status=422, family="Large", members="9" * 20).words
	assert "Large" in page.press(family="Large", members=str(2**62)).words


def test_somebody_who_is_no_account_explains_nothing(keeper, desk_site):
	name = desk_site.db.get_value("Desk School", {}, "name")
	why = f"/app/-/why?doctype=Desk School&name={name}&user="
	assert "There is no account of this name" in keeper.page(f"{why}User").words
	assert "There is no account" not in keeper.page(why + desk_town.WORKER).words


@pytest.fixture
def sealed_rows(desk_site):
	"""A record whose rows have a cell above its readers' level, and a field that an app draws from the record."""
	row = {"name": "Desk Sealed Row", "istable": 1, "fields": [field("said"), field("hush", permlevel=1)]}
	drawn = field(
		"drawn", "HTML", options="<p>{% for row in doc.rows %}{{ row.said }}: {{ row.hush }}{% endfor %}</p>"
	)
	fields = [field("title"), field("rows", "Table", options="Desk Sealed Row"), drawn]
	for definition in (row, {"name": "Desk Sealed", "fields": fields}):
		values = {"doctype": "DocType", "module": "Desk Town", "custom": 1, **definition}
		get_doc({**values, "permissions": desk_town.permissions(definition)}).insert()
	doc = get_doc({"doctype": "Desk Sealed", "title": "x", "rows": [{"said": "heard", "hush": "whispered"}]})
	doc.insert()
	desk_site.db.commit()
	return doc.name


def test_what_an_app_draws_from_a_record_holds_no_cell_above_the_readers_level(worker, sealed_rows):
	page = worker.page(f"/app/desk-sealed/{sealed_rows}")
	assert "heard: " in page.words and "whispered" not in page.html


@pytest.mark.parametrize("stored", ["x(", "5", '[["status"]]', '[["Desk Plan", "status", "="]]'])
def test_saved_filters_that_are_none_take_no_list_away(worker, desk_site, stored):
	row = {"doctype": "List Filter", "reference_doctype": "Desk Plan", "for_user": desk_town.WORKER}
	doc = get_doc({**row, "filter_name": "Broken", "filters": stored}).insert()
	good = get_doc(
		{**row, "filter_name": "Good ones", "filters": '[["Desk Plan", "status", "=", "Active"]]'}
	).insert()
	desk_site.db.commit()
	page = worker.page("/app/desk-plan")
	assert "Good ones" in page.words
	doc.delete(), good.delete()
	desk_site.db.commit()


def test_a_workspace_whose_content_is_none_opens_without_it(worker, desk_site):
	before = desk_site.db.get_value("Workspace", "Plans", "content")
	for content in ("5", "[", '[5, {"type": "header", "data": {"text": "Still here", "col": "wide"}}]'):
		desk_site.db.set_value("Workspace", "Plans", "content", content)
		desk_site.db.commit()
		page = worker.page("/app/plans")
	desk_site.db.set_value("Workspace", "Plans", "content", before)
	desk_site.db.commit()
	assert page.has("<h1") and "Figures" in worker.page("/app/plans").words


def test_a_file_of_a_field_above_the_level_is_neither_listed_nor_taken_off(worker, desk_site):
	plan = get_doc({"doctype": "Desk Plan", "family": "Sealed letters"}).insert()
	files = {}
	for name in ("manager_note", "letter"):
		about = {
			"attached_to_doctype": plan.doctype,
			"attached_to_name": plan.name,
			"attached_to_field": name,
		}
		file = get_doc(
			{"doctype": "File", "file_name": f"{name}.txt", "content": name, "is_private": 1, **about}
		)
		files[name] = file.insert().name
	desk_site.db.commit()
	address = f"/app/desk-plan/{plan.name}"
	asked = {"doctype": plan.doctype, "name": plan.name}
	answer = worker.client.get("/api/method/frappe.desk.form.load.getdoc", query_string=asked).json
	assert [row["file_name"] for row in answer["docinfo"]["attachments"]] == ["letter.txt"]
	shown = worker.page(address).words
	assert "letter.txt" in shown and "manager_note.txt" not in shown
	for name, status in (("manager_note", 422), ("letter", 303)):
		press(worker, address, f"detach:{files[name]}", status)
		desk_site.db.rollback()
		assert bool(desk_site.db.exists("File", files[name])) == (status == 422)


def test_a_cancellation_sets_the_state_of_a_workflow_and_nothing_else(worker, desk_site):
	task = get_doc({"doctype": "Desk Task", "subject": "Call back", "docstatus": 1}).insert()
	desk_site.db.commit()
	sent = {
		"doctype": task.doctype,
		"name": task.name,
		"workflow_state_fieldname": "subject",
		"workflow_state": "Stolen",
	}
	headers = {"X-Frappe-CSRF-Token": token_of(worker)}
	answer = worker.client.post("/api/method/frappe.desk.form.save.cancel", data=sent, headers=headers)
	assert answer.status_code == 200, answer.text[:300]
	desk_site.db.rollback()
	assert desk_site.db.get_value("Desk Task", task.name, ["subject", "docstatus"]) == ("Call back", 2)
