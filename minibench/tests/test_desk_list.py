"""The desk's lists: columns, filters, sort, pages, export and what is done with several records."""

import csv
import io
import json
from urllib.parse import quote, urlencode

import openpyxl
from desk_client import Browser
from desk_town import plan


def rows_of(answer):
	return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def q(operator, value):
	return quote(json.dumps([operator, value]))


def test_a_list_shows_titles_states_and_how_many_there_are(worker):
	page = worker.page("/app/desk-plan?_sort=family+asc&status=Overdue")
	assert (
		"Family 02" in page.words
		and "Oakfield Academy" not in page.words.split("Family 02")[0].split("Edited")[-1]
	)
	assert page.has('class="state red">Overdue') and page.has(r"1-\d+ of \d+")
	assert "Status: Overdue" in page.words


def test_pages_and_their_length_stand_in_the_address(worker, desk_site):
	total = desk_site.db.count("Desk Plan")
	first = worker.page("/app/desk-plan?_sort=family+asc")
	assert f"1-20 of {total}" in first.words and first.has(r'rel="next" href="[^"]*_start=20')
	second = worker.page("/app/desk-plan?_sort=family+asc&_start=20")
	assert f"21-{min(40, total)} of {total}" in second.words and second.has('rel="prev"')
	assert f"1-{total} of {total}" in worker.page("/app/desk-plan?_len=100").words


def test_filters_are_read_as_frappe_writes_them(worker):
	def found(query):
		return {row[1] for row in rows_of(worker.get(f"/app/desk-plan?_export=csv&{query}"))[1:]}

	assert found("family=Family+03") == {"Family 03"}
	assert found(f"family={q('like', '%ily 1%')}") == {f"Family {n}" for n in range(10, 20)}
	assert found(f"family={q('in', ['Family 01', 'Family 02'])}") == {"Family 01", "Family 02"}
	assert found(f"members={q('>', 5)}&status=Overdue") <= {f"Family {n:02}" for n in range(1, 28)}
	assert "Family 05" in found("Desk Goal.score=5") and "Family 06" not in found("Desk Goal.score=5")
	assert found("_q=ily+07") == {"Family 07"}
	assert found("nonsense=1&family=Family+03") == {"Family 03"}


def test_the_small_forms_lead_to_a_clean_address(worker):
	answer = worker.get("/app/desk-plan?_field=family&_op=like&_value=03&status=Active", 303)
	assert (
		answer.headers["Location"]
		== f"/app/desk-plan?status=Active&family={q('like', '%03%').replace('%20', '+')}"
	)
	answer = worker.get(
		"/app/desk-plan?school=Ashdown+Primary&school:name=ASH&school:title=Ashdown+Primary", 303
	)
	assert answer.headers["Location"] == "/app/desk-plan?school=ASH"
	answer = worker.get("/app/desk-plan?school=Elm+Road&school:name=&school:title=", 303)
	assert answer.headers["Location"] == "/app/desk-plan?school=ELM"
	answer = worker.get("/app/desk-plan?status=Active&_by=family&_way=asc", 303)
	assert answer.headers["Location"] == "/app/desk-plan?_sort=family+asc&status=Active"


def test_a_filter_that_no_box_can_show_stays_when_another_is_added(worker):
	def sent(query):
		page = worker.page(f"/app/desk-plan?{query}")
		form = next(form for form in map(page.form, range(4)) if form.get("_q") is not None)
		return [pair for pair in form.pairs if pair[1] and pair[0] != "_op"]

	several = json.dumps(["in", ["Active", "Closed"]])
	assert sent(f"status={quote(several)}&_q=x") == [("status", several), ("_q", "x")]
	assert sent("status=Active&status=Closed") == [("status", "Active"), ("status", "Closed")]
	assert sent("status=Active&_sort=family+asc") == [("_sort", "family asc"), ("status", "Active")]


def test_a_filter_on_a_hidden_level_tells_nothing(worker, reader):
	everything = worker.page("/app/desk-school").words.count("Primary")
	assert worker.page("/app/desk-school?secret=secret+of+ASH").words.count("Primary") == everything
	assert "secret" not in worker.get("/app/desk-school?_export=csv&_cols=secret,school_name").text
	assert "secret of" not in worker.page("/app/desk-school?_sort=secret+asc").html


def test_an_export_holds_exactly_what_is_filtered(worker, desk_site):
	plan("=cmd|' /C calc'!A0", members=77)
	rows = rows_of(worker.get("/app/desk-plan?_export=csv&members=77"))
	assert rows[0][:2] == ["ID", "Family"] and rows[1][1] == "'=cmd|' /C calc'!A0"
	book = openpyxl.load_workbook(io.BytesIO(worker.get("/app/desk-plan?_export=xlsx&status=Closed").data))
	closed = desk_site.db.count("Desk Plan", {"status": "Closed"})
	assert book.active.max_row == closed + 1
	about = [[cell for cell in row if cell] for row in book["About"].iter_rows(values_only=True)]
	assert (
		about[0] == ["Desk Plan"]
		and ["Rows", str(closed)] in about
		and ["Filter", "Status: Closed"] in about
		and ["By", "Jo Test"] in about
	)
	desk_site.db.delete("Desk Plan", {"members": 77})


def test_a_workbook_goes_on_in_a_second_sheet_when_one_is_full(worker, monkeypatch):
	monkeypatch.setattr("minibench.web.desk.export.MOST_ROWS", 20)
	book = openpyxl.load_workbook(io.BytesIO(worker.get("/app/desk-plan?_export=xlsx").data))
	assert book.sheetnames[:3] == ["About", "Data", "Data 2"] and book.active.title == "Data"
	rows = [row for name in book.sheetnames[1:] for row in [*book[name].values][1:]]
	assert len({row[0] for row in rows}) == len(rows) > 20


def test_who_may_not_export_or_delete_gets_no_button_and_no_file(reader):
	page = reader.page("/app/desk-plan")
	assert "CSV" not in page.words and "Delete" not in page.words and "New Desk Plan" not in page.words
	reader.get("/app/desk-plan?_export=csv", 404)


def test_chosen_records_are_exported_or_deleted_after_a_question(worker, desk_site):
	names = [plan("To delete", members=55).name for _ in range(2)]
	kept = plan("To keep", members=55)
	page = worker.page("/app/desk-plan?members=55")
	form = next(f for f in (page.form(n) for n in range(5)) if f.action and "members=55" in f.action)
	chosen = [*form.pairs, *(("row", name) for name in names)]
	answer = worker.post(form.action, [*chosen, ("_do", "export:csv")], 200)
	assert {row[0] for row in rows_of(answer)[1:]} == set(names)
	asked = worker.post(form.action, [*chosen, ("_do", "delete")], 200)
	assert "Delete 2 records?" in asked.text
	worker.post(form.action, [*chosen, ("_do", "delete"), ("_sure", "1")], 303)
	assert desk_site.db.get_all("Desk Plan", {"members": 55}, pluck="name") == [kept.name]
	assert "2 deleted" in worker.page("/app/desk-plan?members=55").words
	desk_site.db.delete("Desk Plan", {"members": 55})


def test_what_may_not_be_deleted_stays_and_is_told(worker, desk_site):
	page = worker.page("/app/desk-school")
	token = next(pair for n in range(5) for pair in page.form(n).pairs if pair[0] == "csrf_token")
	answer = worker.post("/app/desk-school", [token, ("row", "ASH"), ("_do", "delete"), ("_sure", "1")], 303)
	said = worker.page(answer.headers["Location"]).words
	assert "0 deleted, 1 not" in said and "Ashdown Primary : Cannot delete" in said
	assert desk_site.db.exists("Desk School", "ASH")


def test_an_empty_list_says_so_and_offers_the_first(worker):
	page = worker.page("/app/desk-review?held_on=1999-01-01")
	assert "Nothing fits these filters." in page.words and "Clear all filters" in page.words


def test_a_list_page_asks_the_database_a_fixed_number_of_times(worker, desk_site, monkeypatch):
	from minibench.database import Database

	asked = []
	plain = Database.execute
	monkeypatch.setattr(
		Database,
		"execute",
		lambda self, query, values=(): (asked.append(query), plain(self, query, values))[1],
	)
	worker.page("/app/desk-plan?_len=20")
	few = len(asked)
	asked.clear()
	worker.page("/app/desk-plan?_len=100")
	assert len(asked) <= few


def test_a_list_leads_to_its_records_counted_or_summed_by_a_field(worker, desk_site):
	members = desk_site.db.get_all("Desk Plan", {"status": "Overdue", "school": "ELM"}, pluck="members")
	page = worker.page("/app/desk-plan?status=Overdue")
	form = next(form for n in range(9) if (form := page.form(n)).action == "/app/desk-plan/view/report")
	form.fill("_group", "school")
	form.fill("_figure", "sum:members")
	report = worker.page(f"{form.action}?{urlencode(form.pairs)}")
	assert "Status: Overdue" in report.words and report.has('<figure class="chart"')
	assert f"Elm Road {len(members)} {sum(members)}" in report.words
	assert not page.has('value="manager_note"')


def test_states_have_a_column_where_a_row_has_one(desk_sites, desk_site):
	admin = Browser(desk_sites)
	admin.client.post("/api/method/login", data={"usr": "Administrator", "pwd": "admin"})
	assert 'scope="col">Status' not in admin.page("/app/role").html
	desk_site.db.set_value("Role", "Guest", "disabled", 1)
	desk_site.db.commit()
	try:
		page = admin.page("/app/role?_len=100")
		assert 'scope="col">Status' in page.html and page.has("Disabled</span>")
	finally:
		desk_site.db.set_value("Role", "Guest", "disabled", 0)
		desk_site.db.commit()
