"""The report builder: columns, groups, figures, totals, charts and files, each within what the person may see."""

import csv
import io
import json
from urllib.parse import quote

import openpyxl
import pytest
from desk_client import Browser
from desk_town import person, plan

from minibench.documents import get_doc
from minibench.web.desk import grouped

REPORT = "/app/desk-plan/view/report"
KEPT_OUT = "kept.out@example.com"


def q(operator, value):
	return quote(json.dumps([operator, value]))


def rows(browser, query):
	"""The rows of a report's file, its head first."""
	answer = browser.get(f"{REPORT}?_export=csv&{query}")
	return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def town(desk_sites):
	"""Three plans that only this module's filters find, and somebody who may see one school's records only."""
	from minibench.local import connect, destroy, init, local

	init("desk.localhost", str(desk_sites))
	connect()
	for code, name in (("B-ASH", "Builder Ash"), ("B-OAK", "Builder Oak")):
		values = {"code": code, "school_name": name, "phase": "Primary", "secret": f"secret of {code}"}
		get_doc({"doctype": "Desk School", **values}).insert()
	schools = (
		("B-ASH", "2024-01-31", 10.5),
		("B-ASH", "2024-02-01", 20),
		("B-OAK", "2024-05-02", 70),
		(None, None, 1),
	)
	for number, (school, day, budget) in enumerate(schools):
		goals = [
			{"goal": "One", "theme": "Home", "score": number},
			{"goal": "Two", "theme": "School", "score": 7},
		]
		made = plan(
			f"Built {number}", school=school, next_review=day, budget=budget, members=number, goals=goals,
			manager_note="sealed words" if number else "other words", started="2024-01-01 10:00:00" if day else None,
		)  # fmt: skip
		if not day:
			local.db.set_value("Desk Plan", made.name, "next_review", None)
	person(KEPT_OUT, "Kim", "Desk Worker")
	user = {"doctype": "User Permission", "user": KEPT_OUT, "allow": "Desk School"}
	get_doc(
		{**user, "for_value": "B-OAK", "apply_to_all_doctypes": 0, "applicable_for": "Desk School"}
	).insert()
	local.db.commit()
	destroy()
	return "family=" + q("like", "Built%")


@pytest.fixture(scope="module")
def kept_out(desk_sites, town):
	return Browser(desk_sites, KEPT_OUT)


def test_columns_come_from_the_record_its_tables_and_its_links(worker, town):
	found = rows(
		worker,
		f"{town}&_cols=family,school.phase,Desk+Goal.goal,Desk+Goal.score&_sort=family&_sort=Desk+Goal.score+desc",
	)
	assert found[0] == ["Family", "School: Phase", "Scaling goals: Goal", "Scaling goals: Score"]
	assert found[1:4] == [
		["Built 0", "Primary", "Two", "7"], ["Built 0", "Primary", "One", "0"], ["Built 1", "Primary", "Two", "7"],
	]  # fmt: skip
	assert len(found) == 9 and found[-1] == ["Built 3", "", "One", "3"]


def test_a_linked_record_out_of_reach_gives_neither_value_nor_group(kept_out, worker, town):
	assert ["Built 0", "Builder Ash"] in rows(worker, f"{town}&_cols=family,school.school_name")
	found = rows(kept_out, f"{town}&_cols=family,school.school_name&_sort=family")
	assert found[1:] == [["Built 0", ""], ["Built 1", ""], ["Built 2", "Builder Oak"], ["Built 3", ""]]
	for figure in ("_figure=max:school.modified", "_figure=max:budget"):
		found = rows(kept_out, f"{town}&_group=school.school_name&{figure}")
		assert {tuple(row[:2]) for row in found[1:]} == {
			("Not set", "3"),
			("Builder Oak", "1"),
			("Total", "4"),
		}
	page = kept_out.page(f"{REPORT}?{town}&_group=school&_chart=bar")
	assert "Builder Oak" in page.words and "Builder Ash" not in page.words


@pytest.mark.parametrize("most", [2, 1000], ids=("joined", "looked up"))
def test_what_stands_behind_a_link_makes_the_same_groups_however_it_is_read(worker, town, monkeypatch, most):
	monkeypatch.setattr(grouped, "MOST", most)
	found = rows(worker, f"{town}&_group=school.phase&_figure=sum:budget")
	assert found[1:] == [["Primary", "3", "100.5"], ["Not set", "1", "1.0"], ["Total", "4", "101.5"]]
	found = rows(worker, f"{town}&_group=school.phase&_group=agreed")
	assert found[1:] == [["Primary", "No", "3"], ["Not set", "No", "1"], ["Total", "", "4"]]


@pytest.mark.parametrize("key", ["manager_note", "school.secret", "password", "no_such_field"])
def test_what_may_not_be_seen_is_no_column_group_figure_or_order(worker, town, key):
	page = worker.page(f"{REPORT}?{town}&_cols=family,{key}&_sort={key}+asc&_group={key}&_figure=max:{key}")
	assert f"{key}: there is no such column. It was left out." in page.words
	assert "sealed words" not in page.html and "secret of" not in page.html
	assert rows(worker, f"{town}&_cols=family,{key}")[0] == ["Family"]


@pytest.mark.parametrize("key", ["manager_note", "school.phase", "no_such_field"])
def test_a_filter_that_cannot_be_used_stops_the_report(worker, town, key):
	page = worker.page(f"{REPORT}?{town}&{key}={q('like', 'sealed%')}", 422)
	assert f"{key}: no filter can be set on this. Take the filter out." in page.words
	assert "Built" not in page.words.split("cannot be shown")[1].split("Filters:")[0]
	assert worker.page(f"{REPORT}?{town}&members=2").has("Built 2")


def test_a_manager_sees_the_field_that_is_hidden_from_others(desk_sites, desk_site, town):
	person("builder.boss@example.com", "Bo", "System Manager")
	desk_site.db.commit()
	boss = Browser(desk_sites, "builder.boss@example.com")
	assert ["Built 1", "sealed words"] in rows(boss, f"{town}&_cols=family,manager_note")
	assert len(rows(boss, f"{town}&manager_note={q('like', 'sealed%')}")) == 4


def test_groups_count_sum_and_average_and_end_in_a_total(worker, town):
	found = rows(
		worker, f"{town}&_group=school&_figure=sum:budget&_figure=avg:budget&_figure=max:next_review"
	)
	assert found[0] == [
		"School",
		"Number of records",
		"Sum of Budget",
		"Average of Budget",
		"Most Next review",
	]
	assert found[1:] == [
		["Builder Oak", "1", "70.0", "70.0", "2024-05-02"], ["Builder Ash", "2", "30.5", "15.25", "2024-02-01"],
		["Not set", "1", "1.0", "1.0", ""], ["Total", "4", "101.5", "25.375", "2024-05-02"],
	]  # fmt: skip


@pytest.mark.parametrize(
	("span", "labels"),
	[
		("day", ["31 Jan 2024", "1 Feb 2024", "2 May 2024"]),
		("week", ["Week of 29 Jan 2024", "Week of 29 Apr 2024"]),
		("month", ["Jan 2024", "Feb 2024", "May 2024"]),
		("quarter", ["2024 Q1", "2024 Q2"]),
		("year", ["2024"]),
	],
)
def test_dates_are_grouped_by_day_week_month_quarter_and_year(worker, town, span, labels):
	found = rows(worker, f"{town}&_group=next_review:{span}")
	assert [row[0] for row in found[1:]] == [*labels, "Not set", "Total"]
	assert sum(int(row[1]) for row in found[1:-1]) == 4


def test_a_moment_is_grouped_by_its_day(worker, town):
	assert rows(worker, f"{town}&_group=started:month")[1] == ["Jan 2024", "3"]


def test_a_group_leads_to_its_records(worker, town):
	page = worker.page(f"{REPORT}?{town}&_group=next_review:month")
	link = page.html.split(">Jan 2024</a>")[0].rpartition('href="')[2].rstrip('"').replace("&amp;", "&")
	assert "Built 0" in worker.page(link).words and "Built 1" not in worker.page(link).words


def test_rows_of_a_table_are_counted_as_rows_and_a_record_never_twice(worker, town):
	assert rows(worker, f"{town}&_group=Desk+Goal.theme&_figure=sum:Desk+Goal.score")[1:] == [
		["School", "4", "28"], ["Home", "4", "6"], ["Total", "8", "34"],
	]  # fmt: skip
	page = worker.page(f"{REPORT}?{town}&_group=Desk+Goal.theme&_figure=sum:budget")
	assert (
		"Sum of Budget: a record would be counted once for each of its rows. It was left out." in page.words
	)
	both = f"{town}&Desk+Goal.score={q('>=', 0)}"
	assert rows(worker, f"{both}&_group=status")[1] == ["Active", "4"]
	assert len(rows(worker, f"{both}&_cols=family")) == 5


def test_totals_of_numbers_stand_on_top_and_below(worker, town):
	page = worker.page(f"{REPORT}?{town}&_cols=family,budget,members&_total=1")
	assert "Records 4 Sum of Budget 101.50 Sum of Members 6" in page.words
	assert rows(worker, f"{town}&_cols=family,budget,members&_total=1")[-1] == ["", "101.5", "6"]
	assert rows(worker, f"{town}&_cols=Desk+Goal.goal,Desk+Goal.score,budget&_total=1")[-1] == ["", "34", ""]


def test_two_groups_make_a_heat_map_with_its_numbers(worker, town):
	page = worker.page(f"{REPORT}?{town}&_group=school&_group=status&_chart=heatmap")
	assert page.has("<svg|heat|matrix") and page.words.count("Builder Ash") >= 2
	dated = worker.page(f"{REPORT}?{town}&_group=school&_group=status&_figure=max:next_review&_chart=heatmap")
	assert "Number of records by School, Status" in dated.html and "Most Next review" in dated.words
	alone = worker.page(f"{REPORT}?{town}&_group=school&_chart=heatmap")
	assert "A heat map needs two groups. Bars are drawn." in alone.words


def test_a_line_leaves_no_time_out(worker, town):
	page = worker.page(f"{REPORT}?{town}&_group=next_review:month&_chart=line")
	assert "Mar 2024" in page.html and "Not set" not in page.html.split("<svg")[1].split("</svg>")[0]


def test_a_workbook_holds_what_is_shown_and_says_what_was_filtered(worker, town):
	answer = worker.get(f"{REPORT}?_export=xlsx&{town}&_group=status")
	book = openpyxl.load_workbook(io.BytesIO(answer.data))
	sheets = [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets]
	assert any("Built" in str(cell) for row in sheets[0] for cell in row)
	assert sheets[1] == [["Status", "Number of records"], ["Active", 4], ["Total", 4]]


def test_a_file_is_never_cut_off_in_silence(worker, town, monkeypatch):
	from minibench.web.desk import reportpage

	monkeypatch.setattr(reportpage, "EXPORTED", 3)
	page = worker.page(f"{REPORT}?{town}&_cols=family&_export=csv", 422)
	assert "More than 3 rows fit: filter for less." in page.words
	monkeypatch.setattr(reportpage, "EXPORTED", 4)
	assert len(rows(worker, f"{town}&_cols=family")) == 5


def test_who_may_not_export_or_report_gets_no_file_and_no_page(reader, worker, town):
	assert "Built 0" in reader.page(f"{REPORT}?{town}").words
	reader.page(f"{REPORT}?{town}&_export=csv", 404)
	assert not reader.page(f"{REPORT}?{town}").has("_export")
	reader.page("/app/desk-review/view/report", 404)
	worker.page("/app/desk-review/view/report")
	worker.page("/app/desk-settings/view/report", 404)


def test_a_print_says_its_filters_its_date_and_who_ran_it(worker, town, desk_site):
	page = worker.page(f"{REPORT}?{town}&_print=1")
	assert (
		"Filters: Family contains Built" in page.words
		and "Run by: Jo Test" in page.words
		and "Date: " in page.words
	)
	assert "Search or jump to" not in page.words and "Built 3" in page.words
	worker.get(f"{REPORT}?{town}&_print=1").close()
	desk_site.db.rollback()
	assert desk_site.db.exists("Access Log", {"export_from": "Desk Plan", "method": "Print"})


def test_the_panel_leads_to_a_clean_address(worker):
	def leads(query):
		return worker.get(f"{REPORT}?{query}", 303).headers["Location"].partition("?")[2]

	assert leads("_col=family&_col=status&_col=&_group=") == "_cols=family%2Cstatus"
	assert leads("_col=family&_col=status&_col=school&_up=school") == "_cols=family%2Cschool%2Cstatus"
	assert leads("_col=family&_col=status&_off=family") == "_cols=status"
	assert leads("_field=status&_op=%3D&_value=Active") == "status=Active"
	assert leads("_field=next_review&_op=between&_value=2024-01-01&_value=2024-02-01").startswith(
		"next_review="
	)
	assert leads("_field=school&_op=%3D&_value=Builder+Oak") == "school=B-OAK"
	assert leads("_field=status&_op=in&_value=Active&_value=Closed") == "status=" + quote(
		'["in", ["Active", "Closed"]]'
	).replace("%20", "+")
	assert leads("_field=status&_value=") == "_field=status"


def test_the_panel_offers_what_may_be_seen_and_keeps_what_was_chosen(worker, town):
	page = worker.page(f"{REPORT}?{town}&_group=school.phase&_figure=sum:budget")
	assert page.has(
		'<optgroup label="School"><option value="school.school_name">School: School name</option>'
	)
	assert page.has('<option value="school.phase" selected>') and page.has(
		'<option value="sum:budget" selected>'
	)
	assert page.has('<option value="next_review:month">') and page.has('<option value="Desk Goal.theme">')
	assert not page.has('value="[^"]*(manager_note|secret|password)')


def test_a_filter_is_added_in_a_box_of_its_own_kind(worker):
	assert worker.page(f"{REPORT}?_field=next_review&_op=Timespan").has("<option>last quarter")
	assert worker.page(f"{REPORT}?_field=next_review&_op=>").has(
		'id="_value" name="_value" value="" type="date"'
	)
	assert worker.page(f"{REPORT}?_field=school").has(
		'id="_value"[^>]*data-combo="Desk School"|id="_value"[^>]*data-combo'
	)
	assert worker.page(f"{REPORT}?_field=status&_op=in").has('type="checkbox" id="_value-1"')


def test_a_value_that_is_none_is_named_and_nothing_is_lost(worker):
	page = worker.page(f"{REPORT}?next_review=soon&status=Active&_cols=family,school", 422)
	assert "Next review: Enter a date such as 2026-12-31" in page.words
	assert "Status: Active" in page.words and page.has('value="school"')
