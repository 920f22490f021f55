"""Filters of a list: boxes that fit, wrong values, saved filters, columns of one's own."""

import csv
import io
import json
import re

import pytest
from desk_client import words
from desk_town import READER, WORKER, plan
from test_desk_list import q

from minibench.documents import get_doc
from minibench.errors import PermissionError
from minibench.local import set_user
from minibench.query import get_list

LIST = "/app/desk-plan"


def found(worker, query):
	text = worker.get(f"{LIST}?_export=csv&{query}").data.decode("utf-8-sig")
	return {row[1] for row in list(csv.reader(io.StringIO(text)))[1:]}


def box(worker, field, op="", status=200):
	return worker.get(f"/app/-/filter?doctype=Desk+Plan&field={field}&op={op}", status).text


def posts(browser, do, url=LIST, **values):
	"""Press a button of a list's own forms."""
	form = next(form for form in forms(browser.page(url)) if form.get("csrf_token"))
	pairs = [
		(key, each)
		for key, value in values.items()
		for each in ([value] if isinstance(value, str) else value)
	]
	answer = browser.post(url, [("csrf_token", form.get("csrf_token")), ("_do", do), *pairs], 303)
	return browser.page(answer.headers["Location"])


def forms(page):
	from desk_client import Forms

	parser = Forms()
	parser.feed(page.html)
	return parser.forms


@pytest.mark.parametrize(
	("field", "op", "holds"),
	[
		("status", "=", r'<select id="_value"[^>]*><option value=""></option><option value="Active"'),
		("status", "in", r'type="checkbox" id="_value-1" name="_value" value="Active"'),
		("family", "like", r'<input id="_value" name="_value" value="">'),
		("school", "=", r'data-combo="Desk Plan" data-field="school"'),
		("school", "in", r'data-choices="_value"'),
		("next_review", "between", r'type="date" id="_value" .*type="date" id="_value-2"'),
		("next_review", "Timespan", r"<option>last month</option>"),
		("next_review", "%3E", r'name="_value" value="" type="date"'),
		("agreed", "=", r'<option value="1">Yes</option><option value="0">No</option>'),
		("budget", "is", r'<option value="not set">is not set</option>'),
		("_assign", "like", r'data-combo="Desk Plan" data-field="_assign"'),
		("Desk Goal.theme", "=", r'<option value="Home">'),
		("owner", "=", r'data-field="owner"'),
	],
)
def test_the_box_of_a_filter_fits_its_field_and_operator(worker, field, op, holds):
	html = box(worker, field, op)
	assert re.search(holds, html, re.S), html
	assert " selected>" in html.partition("</select>")[0]


def test_a_date_is_after_and_a_number_is_more_than(worker):
	assert "is after" in box(worker, "next_review") and "is more than" not in box(worker, "next_review")
	assert "is more than" in box(worker, "members") and "between" not in box(worker, "members")


def test_there_is_no_box_for_a_field_out_of_reach(worker, reader):
	for field in ("manager_note", "password", "nonsense", "Desk Goal.hidden_word", "Desk Review.plan"):
		box(worker, field, status=404)
	assert not worker.page(LIST).has('<option value="manager_note">')
	reader.get("/app/-/filter?doctype=Desk+Review&field=plan", 404)


def test_a_filter_can_be_added_without_script(worker):
	def added(query):
		return worker.get(f"{LIST}?{query}", 303).headers["Location"]

	assert (
		added("_field=status&_op=in&_value=Active,+Closed")
		== f"{LIST}?status={enc(['in', ['Active', 'Closed']])}"
	)
	assert (
		added("_field=status&_op=in&_value=Active&_value=Closed")
		== f"{LIST}?status={enc(['in', ['Active', 'Closed']])}"
	)
	assert added("_field=school&_op=in&_value=Elm+Road,ASH") == f"{LIST}?school={enc(['in', ['ELM', 'ASH']])}"
	assert added("_field=school&_op=!%3D&_value=Elm+Road") == f"{LIST}?school={enc(['!=', 'ELM'])}"
	assert added("_field=email&_op=is&_value=") == f"{LIST}?email={enc(['is', 'set'])}"
	dates = ["2026-01-01", "2026-02-01"]
	assert (
		added(f"_field=next_review&_op=between&_value={dates[0]}&_value={dates[1]}")
		== f"{LIST}?next_review={enc(['between', dates])}"
	)
	assert added("_field=Desk+Goal.theme&_op=%3D&_value=Home") == f"{LIST}?Desk+Goal.theme=Home"


def enc(value):
	return q(*value).replace("%20", "+")


def test_every_operator_finds_what_it_says(worker):
	names = {f"Family {n:02}" for n in range(1, 28)}
	assert found(worker, f"members={q('<=', 1)}") & names == {f"Family {n:02}" for n in range(6, 28, 6)}
	assert found(worker, f"family={q('not like', '%0%')}") & names == {n for n in names if "0" not in n}
	assert found(worker, f"school={q('not in', ['ASH', 'OAK'])}") & names == {
		f"Family {n:02}" for n in range(2, 28, 3)
	}
	assert found(worker, f"next_review={q('Timespan', 'today')}") >= names
	assert not names & found(worker, f"next_review={q('between', ['2001-01-01', '2001-02-01'])}")
	assert found(worker, f"email={q('is', 'not set')}") >= names and not names & found(
		worker, f"email={q('is', 'set')}"
	)
	assert names & found(worker, f"Desk Goal.score={q('>', 8)}") == {"Family 09", "Family 19"}


def test_filters_are_said_in_words(worker):
	def said(query):
		chips = re.findall(r'class="chip">(.*?)<a', worker.page(f"{LIST}?{query}").html, re.S)
		return [words(chip) for chip in chips]

	assert said(f"school={q('in', ['ELM', 'ASH'])}") == ["School is one of Elm Road, Ashdown Primary"]
	assert said(f"status={q('in', ['Draft', 'Closed'])}") == ["Status is one of Draft, Closed"]
	assert said(f"_assign={q('like', f'%{WORKER}%')}") == ["Assigned To: Jo Test"]
	assert said(f"next_review={q('>', '2026-01-02')}") == ["Next review is after 2 Jan 2026"]
	assert said(f"agreed=0&next_review={q('Timespan', 'last month')}") == [
		"Agreed: No",
		"Next review: last month",
	]


@pytest.mark.parametrize(
	("query", "told"),
	[
		(f"next_review={q('>', 'soon')}", "Next review: Enter a date such as 2026-12-31"),
		(f"members={q('>', '12x')}", "Members: Enter a whole number"),
		(f"next_review={q('between', ['2026-01-01'])}", "Next review: Give a first and a last value"),
		(f"next_review={q('Timespan', 'some day')}", "Next review: Choose one of the times in the list"),
	],
)
def test_a_wrong_value_is_told_with_its_field_and_stays_to_be_mended(worker, query, told):
	page = worker.page(f"{LIST}?status=Active&{query}", 417)
	assert told in page.words and "Nothing was looked for" in page.words
	assert page.words.count("Remove") + page.html.count("Remove: ") >= 2 and "Status: Active" in page.words
	assert told in worker.get(f"{LIST}?_export=csv&{query}", 417).text


def test_a_standard_filter_for_yes_and_no_knows_both(worker, desk_site):
	meta_row = desk_site.db.get_value("DocField", {"parent": "Desk Plan", "fieldname": "agreed"}, "name")
	assert meta_row
	plan("Agreed already", agreed=1, members=41)
	assert found(worker, "agreed=1&members=41") == {"Agreed already"} and not found(
		worker, "agreed=0&members=41"
	)
	desk_site.db.delete("Desk Plan", {"members": 41})


# saved filters


def test_filters_are_saved_applied_and_deleted(worker, desk_site):
	url = f"{LIST}?status=Overdue&members={q('>', 2)}&Desk+Goal.theme=Home"
	page = posts(worker, "remember", url, _name="Big and late")
	assert "Saved: Big and late" in page.words
	row = get_doc("List Filter", {"filter_name": "Big and late"})
	assert (row.reference_doctype, row.for_user) == ("Desk Plan", WORKER)
	assert json.loads(row.filters) == [
		["Desk Plan", "status", "=", "Overdue", False],
		["Desk Plan", "members", ">", 2, False],
		["Desk Goal", "theme", "=", "Home", False],
	]
	shown = re.search(r'<a href="([^"]*)"( aria-current="page")?>Big and late</a>', worker.page(LIST).html)
	there = worker.page(shown[1].replace("&amp;", "&"))
	assert not shown[2] and there.has(r'aria-current="page">Big and late</a>')
	assert "was deleted" in posts(worker, f"forget:{row.name}").words
	assert not desk_site.db.exists("List Filter", row.name)


def test_a_name_and_filters_are_needed_and_a_name_is_taken_once(worker, desk_site):
	assert "Give the filters a name" in posts(worker, "remember", f"{LIST}?status=Active").words
	posts(worker, "remember", f"{LIST}?status=Active", _name="Mine")
	assert "choose another" in posts(worker, "remember", f"{LIST}?status=Closed", _name="mine").words
	desk_site.db.delete("List Filter", {"filter_name": "Mine"})


def test_filters_for_everybody_are_a_system_managers_to_make_and_to_delete(worker, reader, desk_site):
	values = {"doctype": "List Filter", "reference_doctype": "Desk Plan", "filters": "[]"}
	shared = get_doc({**values, "filter_name": "Of all", "for_user": ""}).insert()
	own = get_doc({**values, "filter_name": "Of Jo", "for_user": WORKER}).insert()
	other = get_doc(
		{**values, "filter_name": "Reviews", "for_user": "", "reference_doctype": "Desk Review"}
	).insert()
	desk_site.db.commit()
	page = reader.page(LIST)
	assert (
		">Of all</a>" in page.html
		and ">Of Jo</a>" not in page.html
		and "for everybody" not in page.words.lower()
	)
	assert "not yours to change" in posts(reader, f"forget:{own.name}").words
	assert "not yours to change" in posts(worker, f"forget:{shared.name}").words
	posts(worker, "remember", f"{LIST}?status=Active", _name="Not shared", _shared="1")
	assert desk_site.db.get_value("List Filter", {"filter_name": "Not shared"}, "for_user") == WORKER
	set_user(READER)
	assert {row.name for row in get_list("List Filter")} == {shared.name}, (
		"nor those of lists that one may not read"
	)
	with pytest.raises(PermissionError):
		get_doc({**values, "filter_name": "x", "for_user": ""}).insert()
	set_user("Administrator")
	for name in (shared.name, own.name, other.name):
		get_doc("List Filter", name).delete()
	desk_site.db.delete("List Filter", {"filter_name": "Not shared"})


def test_assigned_to_me_is_always_there(worker, desk_site):
	doc = plan("For Jo", members=43)
	get_doc(
		{
			"doctype": "ToDo",
			"allocated_to": WORKER,
			"reference_type": "Desk Plan",
			"reference_name": doc.name,
			"description": "x",
		}
	).insert()
	desk_site.db.commit()
	url = re.search(r'<a href="([^"]*)">Assigned to me</a>', worker.page(LIST).html)[1].replace("&amp;", "&")
	page = worker.page(url)
	assert (
		"1-1 of 1" in page.words and "For Jo" in page.words and page.has('aria-current="page">Assigned to me')
	)
	for row in desk_site.db.get_all("ToDo", {"reference_name": doc.name}, pluck="name"):
		get_doc("ToDo", row).delete()
	desk_site.db.delete("Desk Plan", {"members": 43})


# columns


def heads(page):
	return [head.strip() for head in re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', page.html)]


def test_columns_and_their_order_are_kept_for_each_person(worker, reader):
	usual = heads(worker.page(LIST))
	page = posts(
		worker,
		"columns",
		f"{LIST}?status=Active&_cols=school",
		_col=["members", "owner", "school", "manager_note"],
	)
	assert (
		heads(page) == ["Family", "Status", "Members", "Created By", "School", "Edited"]
		and "Status: Active" in page.words
	)
	assert heads(worker.page(LIST)) == heads(page) and heads(reader.page(LIST)) == usual
	assert heads(worker.page(f"{LIST}?_cols=school")) == ["Family", "Status", "School", "Edited"], (
		"an address says its own"
	)
	assert heads(posts(worker, "columns:usual")) == usual


# empty


def test_an_empty_list_says_why_and_what_to_do(worker, reader, desk_site):
	for doctype in ("Desk Review", "Desk Task"):
		desk_site.db.delete(doctype)
	desk_site.db.commit()
	assert "There is no Desk Review yet." in worker.page("/app/desk-review").words
	assert "Make the first one" in worker.page("/app/desk-review").words
	rule = get_doc(
		{"doctype": "User Permission", "user": READER, "allow": "Desk School", "for_value": "OAK"}
	).insert()
	desk_site.db.commit()
	words_of = reader.page("/app/desk-plan?_q=no+such").words
	assert "Nothing fits these filters." in words_of
	task = reader.page("/app/desk-task").words
	assert "There is no Desk Task yet." in task and "appear here" in task
	desk_site.db.sql("update `tabDesk School` set name = 'X' || name where name = 'OAK'")
	desk_site.db.commit()
	assert "There is no Desk School here that you may see." in reader.page("/app/desk-school").words
	desk_site.db.sql("update `tabDesk School` set name = 'OAK' where name = 'XOAK'")
	rule.delete()
	desk_site.db.commit()
