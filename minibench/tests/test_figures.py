"""Number cards, charts and shortcuts of a workspace and a dashboard: what they count, for whom, and where they lead."""

import json
import re
from datetime import date, timedelta
from urllib.parse import unquote_plus

import desk_town
import pytest

from minibench.apps import get_attr
from minibench.documents import get_doc
from minibench.query import get_count
from minibench.utils.dates import add_months, get_first_day, get_last_day, getdate, now_datetime
from minibench.web import methods
from minibench.whitelist import whitelist

TODAY = getdate()
MONTHS_AGO = [get_first_day(add_months(TODAY, -back)) for back in range(13)]
REVIEW = {"document_type": "Desk Review", "is_public": 1, "filters_json": "[]"}
CARDS = {
	"Held before today": {**REVIEW, "dynamic_filters_json": [["Desk Review", "held_on", "<", "frappe.datetime.get_today()"]]},
	"Made by me": {**REVIEW, "dynamic_filters_json": [["Desk Review", "owner", "=", "frappe.session.user"]]},
	"Members by month": {"document_type": "Desk Plan", "function": "Sum", "aggregate_function_based_on": "members",
		"filters_json": [["Desk Plan", "family", "like", "Trend%"]], "show_percentage_stats": 1, "stats_time_interval": "Monthly"},
	"Notes of managers": {"document_type": "Desk Plan", "function": "Maximum", "aggregate_function_based_on": "manager_note"},
	"Plans in the report": {"type": "Report", "report_name": "Plans by School", "report_field": "plans", "report_function": "Sum",
		"function": "Sum", "filters_json": {"status": "Closed"}},
	"Asked of the app": {"type": "Custom", "method": "figures_app.waiting", "document_type": "Desk Plan", "filters_json": {"a": 1}},
	"Fails": {"type": "Custom", "method": "figures_app.fails", "document_type": "Desk Plan"},
	"Only for managers": {"type": "Report", "report_name": "Managers Report", "report_field": "x", "report_function": "Sum", "function": "Sum"},
}  # fmt: skip
OVER_TIME = {
	**REVIEW,
	"chart_type": "Count",
	"based_on": "held_on",
	"timeseries": 1,
	"timespan": "Last Year",
	"time_interval": "Monthly",
}
CHARTS = {
	"Reviews by month": {**OVER_TIME, "type": "Line"},
	"Reviews of the year": {**OVER_TIME, "type": "Heatmap"},
	"Members over time": {"document_type": "Desk Plan", "chart_type": "Average", "based_on": "next_review", "value_based_on": "members",
		"timespan": "Last Week", "time_interval": "Daily", "type": "Bar", "filters_json": [["Desk Plan", "family", "like", "Trend%"]]},
	"Plans by school": {"document_type": "Desk Plan", "chart_type": "Group By", "group_by_based_on": "school", "group_by_type": "Count",
		"type": "Pie", "number_of_groups": 2, "filters_json": "[]"},
	"Notes": {"document_type": "Desk Plan", "chart_type": "Group By", "group_by_based_on": "manager_note", "type": "Bar", "filters_json": "[]"},
	"From the report": {"chart_type": "Report", "report_name": "Plans by School", "x_field": "school", "type": "Bar",
		"y_axis": [{"y_field": "plans"}, {"y_field": "members"}], "filters_json": {"status": "Active"}},
	"For managers": {**OVER_TIME, "type": "Line", "roles": [{"role": "System Manager"}]},
}  # fmt: skip


@whitelist()
def waiting(filters: str):
	"""The number of a card of the type Custom."""
	number = 7 + json.loads(filters)["a"]
	return {
		"value": number,
		"fieldtype": "Int",
		"route": ["desk-plan"],
		"route_options": {"status": "Active"},
	}


@whitelist()
def fails(filters: str):
	raise ZeroDivisionError


@pytest.fixture(autouse=True)
def app(monkeypatch):
	"""The methods above, as an installed app would have them."""
	own = {"figures_app.waiting": waiting, "figures_app.fails": fails}
	monkeypatch.setattr(methods, "get_attr", lambda name: own.get(name) or get_attr(name))


def made(doctype, name, **values):
	texts = {
		key: json.dumps(v) if "filters_json" in key and not isinstance(v, str) else v
		for key, v in values.items()
	}
	get_doc({"doctype": doctype, "name": name, **texts}).insert()


@pytest.fixture(scope="module")
def board(desk_sites):
	"""A dashboard of every kind of card and chart, and what they count."""
	from minibench.local import connect, destroy, init, local

	init("desk.localhost", str(desk_sites))
	connect()
	plan = desk_town.plan("Trend old", members=4, next_review=TODAY - timedelta(days=1))
	desk_town.plan("Trend new", members=1, next_review=TODAY - timedelta(days=1))
	for name, values in CARDS.items():
		made(
			"Number Card",
			name,
			label=name,
			**{"type": "Document Type", "function": "Count", "filters_json": "[]", **values},
		)
	for name, values in CHARTS.items():
		ours = (
			{"filters_json": [["Desk Review", "plan", "=", plan.name]]}
			if "held_on" in values.values()
			else {}
		)
		made("Dashboard Chart", name, chart_name=name, **{**values, **ours})
	links = {"charts": [{"chart": name} for name in CHARTS], "cards": [{"card": name} for name in CARDS]}
	get_doc({"doctype": "Dashboard", "dashboard_name": "All Figures", **links}).insert()
	local.db.set_value(
		"Desk Plan", plan.name, "creation", now_datetime() - timedelta(days=100), update_modified=False
	)
	for month in (0, 1, 1, 12):
		get_doc({"doctype": "Desk Review", "plan": plan.name, "held_on": MONTHS_AGO[month]}).insert()
	local.db.commit()
	yield "/app/dashboard-view/All%20Figures"
	destroy()


def card(page, label):
	found = re.search(rf'<(a|div) class="card figure[^>]*>(?:(?!</\1>).)*{label}.*?</\1>', page.html, re.S)
	return found and found[0]


def chart(page, title):
	found = re.search(rf'<section class="card [^>]*><h3>(?:<a[^>]*>)?{title}<.*?</section>', page.html, re.S)
	return found and unquote_plus(found[0].replace("&amp;", "&"))


def numbers(text):
	"""{label: number} of a chart's table."""
	return dict(re.findall(r'<th scope="row">([^<]*)</th><td class="num">(?:<a[^>]*>)?([^<]*)<', text))


def test_a_card_counts_with_values_worked_out_for_the_day_and_the_person(worker, reader, board, desk_site):
	page = worker.page(board)
	before = get_count("Desk Review", {"held_on": ["<", TODAY]})
	assert f"<b>{before}</b>" in card(page, "Held before today") and before > 1
	assert f"held_on=%5B%22%3C%22%2C+%22{TODAY}%22%5D" in card(page, "Held before today")
	own = desk_site.db.count("Desk Review", {"owner": desk_town.WORKER})
	assert f"<b>{own}</b>" in card(page, "Made by me") and "owner=worker%40example.com" in card(
		page, "Made by me"
	)


def test_a_card_says_how_it_stands_to_an_interval_ago(worker, board):
	assert "<b>5</b>" in card(worker.page(board), "Members by month")
	assert "▲ 25% since last month" in card(worker.page(board), "Members by month")


def test_a_card_sums_a_column_of_a_report_without_its_totals(worker, board, desk_site):
	found = card(worker.page(board), "Plans in the report")
	assert f"<b>{desk_site.db.count('Desk Plan', {'status': 'Closed'})}</b>" in found
	assert 'href="/app/query-report/Plans%20by%20School?status=Closed"' in found


def test_a_card_asks_a_method_of_the_app(worker, board):
	found = card(worker.page(board), "Asked of the app")
	assert "<b>8</b>" in found and 'href="/app/desk-plan?status=Active"' in found


def test_a_figure_that_fails_is_said_and_takes_nothing_else_away(worker, board, desk_site):
	page = worker.page(board)
	assert page.words.count("This figure could not be worked out.") == 1 and card(page, "Made by me")
	worker.client.get(board).close()
	desk_site.db.rollback()
	assert desk_site.db.exists("Error Log", {"error": ["like", "%ZeroDivisionError%"]})


def test_a_figure_that_may_not_be_seen_is_not_there(worker, reader, board):
	theirs, ours = reader.page(board), worker.page(board)
	assert card(ours, "Held before today") and chart(ours, "Reviews by month")
	assert not card(theirs, "Held before today") and not chart(theirs, "Reviews by month")
	assert card(theirs, "Members by month") and chart(theirs, "Plans by school")
	for page in (theirs, ours):
		assert not card(page, "Only for managers") and not chart(page, "For managers")
		assert not card(page, "Notes of managers") and not chart(page, "Notes")


def test_a_chart_over_time_has_each_interval_and_leads_to_its_records(worker, board):
	found = chart(worker.page(board), "Reviews by month")
	counts = list(numbers(found).values())
	assert len(counts) == 13 and [counts[at] for at in (0, 10, 11, 12)] == ["1", "0", "2", "1"]
	first, last = MONTHS_AGO[1], get_last_day(MONTHS_AGO[1])
	assert f'held_on=["between", ["{first}", "{last}"]]"' in found


def test_an_average_over_days_is_of_the_records_of_the_day(worker, board):
	counts = list(numbers(chart(worker.page(board), "Members over time")).values())
	assert counts[-2:] == ["2.5", "0"] and len(counts) == 8


def test_a_heat_map_of_a_year_holds_its_days(worker, board):
	found = chart(worker.page(board), "Reviews of the year")
	days = {
		f"{day.day} {day:%b} {day.year}" for day in (MONTHS_AGO[0], MONTHS_AGO[1]) if day.year == TODAY.year
	}
	assert (
		days <= set(numbers(found))
		and len(re.findall("<rect", found)) == (date(TODAY.year, 12, 31) - date(TODAY.year, 1, 1)).days + 1
	)


def test_a_chart_of_groups_adds_up_what_it_does_not_name(worker, board, desk_site):
	found = chart(worker.page(board), "Plans by school")
	parts = {label: int(text.split()[0]) for label, text in numbers(found).items()}
	assert len(parts) == 3 and sum(parts.values()) == desk_site.db.count("Desk Plan") and parts["Others"] > 0
	assert "Ashdown Primary" in parts or "Elm Road" in parts or "Oakfield Academy" in parts
	assert re.search(r"/app/desk-plan\?school=(ASH|ELM|OAK)", found)


def test_a_chart_of_a_report_draws_its_columns(worker, board):
	found = chart(worker.page(board), "From the report")
	assert (
		">Plans<" in found
		and ">Members<" in found
		and "/app/query-report/Plans%20by%20School?status=Active" in found.replace(" ", "%20")
	)


def test_a_dashboard_with_nothing_left_says_so(worker, desk_site):
	get_doc(
		{"doctype": "Dashboard", "dashboard_name": "Bare", "charts": [{"chart": "For managers"}]}
	).insert()
	page = worker.page("/app/dashboard-view/Bare")
	assert "There is nothing here yet." in page.words


def call(person, method, **given):
	answer = person.client.get(f"/api/method/frappe.desk.doctype.{method}", query_string=given)
	return answer.json.get("message") if answer.status_code == 200 else answer.status_code


def test_programs_get_the_same_numbers(worker, reader, board):
	found = call(worker, "dashboard_chart.dashboard_chart.get", chart_name="Reviews by month")
	assert found["labels"][-1] == f"{TODAY:%b %Y}" and found["datasets"][0]["values"][-3:] == [0, 2, 1]
	assert call(reader, "dashboard_chart.dashboard_chart.get", chart_name="Reviews by month") == 403
	days = call(worker, "dashboard_chart.dashboard_chart.get", chart_name="Reviews of the year")
	assert days["labels"] == [] and sum(days["dataPoints"].values()) >= 1
	doc = json.dumps(
		{
			"name": "Members by month",
			"document_type": "Desk Plan",
			"function": "Sum",
			"aggregate_function_based_on": "members",
		}
	)
	asked = {"doc": doc, "filters": json.dumps(CARDS["Members by month"]["filters_json"])}
	assert call(worker, "number_card.number_card.get_result", **asked) == 5
	assert call(worker, "number_card.number_card.get_percentage_difference", result="5", **asked) == 25
	managers = {"doc": json.dumps({"name": "Only for managers"}), "filters": "[]"}
	assert call(worker, "number_card.number_card.get_percentage_difference", result="5", **managers) == 403
	assert call(worker, "number_card.number_card.get_result", to_date=str(MONTHS_AGO[2]), **asked) == 4


def test_a_dashboard_names_to_programs_what_they_may_see(worker, board):
	charts = call(worker, "dashboard.dashboard.get_permitted_charts", dashboard_name="All Figures")
	assert "Reviews by month" in [row["chart"] for row in charts] and "For managers" not in [
		row["chart"] for row in charts
	]
	cards = call(worker, "dashboard.dashboard.get_permitted_cards", dashboard_name="All Figures")
	assert "Made by me" in [row["card"] for row in cards] and "Only for managers" not in [
		row["card"] for row in cards
	]


def test_counts_of_one_doctype_are_read_together(worker, board, monkeypatch):
	from minibench.database import Database

	asked, ask = [], Database.sql
	monkeypatch.setattr(
		Database,
		"sql",
		lambda self, text, *args, **more: asked.append(text) or ask(self, text, *args, **more),
	)
	worker.page("/app/dashboard-view/All%20Figures")
	counts = [text for text in asked if text.startswith("select count(") and "`tabDesk Review`" in text]
	assert len(counts) == 1 and counts[0].count("then 1 end") == 4


def test_several_counts_are_what_each_would_be(desk_site):
	from minibench.errors import DataError
	from minibench.query import get_counts

	many = [
		{"status": "Closed"},
		[["members", ">", 2], ["family", "like", "Family 1%"]],
		{"school": ["is", "not set"]},
		[],
	]
	assert get_counts("Desk Plan", many) == [get_count("Desk Plan", filters) for filters in many]
	with pytest.raises(DataError):
		get_counts("Desk Plan", [[["Desk Goal", "theme", "=", "Home"]]])
