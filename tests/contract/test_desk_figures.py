"""What a dashboard asks for: charts over time, number cards, how they stood before."""

import datetime
import json

import pytest

OURS = json.dumps([["Tool", "shelf", "like", "HTTP-%"]])
BOARD = "frappe.desk.doctype."


@pytest.fixture(scope="module")
def figures(admin, town):
	for title, kind in (("Saw", "Hand"), ("Drill", "Power")):
		admin.make("Tool", title=title, shelf="HTTP-B", kind=kind, price=3)
	shape = {"filters_json": "[]", "document_type": "Tool", "is_public": 1}
	over_time = {
		"based_on": "creation",
		"timeseries": 1,
		"timespan": "Last Quarter",
		"time_interval": "Monthly",
	}
	for name, kind in (("HTTP Count", "Count"), ("HTTP Sum", "Sum"), ("HTTP Average", "Average")):
		more = {} if kind == "Count" else {"value_based_on": "price"}
		admin.make(
			"Dashboard Chart", chart_name=name, chart_type=kind, type="Line", **shape, **over_time, **more
		)
	card = {
		"function": "Count",
		"type": "Document Type",
		"show_percentage_stats": 1,
		"stats_time_interval": "Daily",
	}
	admin.make("Number Card", label="HTTP Card", **shape, **card)
	links = {"charts": [{"chart": "HTTP Count"}], "cards": [{"card": "HTTP Card"}]}
	admin.make("Dashboard", dashboard_name="HTTP Board", **links)


def chart(person, name, **more):
	path = BOARD + "dashboard_chart.dashboard_chart.get"
	return person.call(path, chart_name=name, filters=OURS, refresh=1, **more)


def test_a_chart_over_time_has_each_month_to_this_one(admin, figures):
	found = chart(admin, "HTTP Count").message
	assert found["labels"][-1] == datetime.date.today().strftime("%b %Y") and len(found["labels"]) == 4
	assert found["datasets"][0]["values"] == [0, 0, 0, 3]
	assert found["datasets"][0]["name"] == "HTTP Count"


def test_a_chart_sums_and_averages(admin, figures):
	total = chart(admin, "HTTP Sum").message["datasets"][0]["values"][-1]
	mean = chart(admin, "HTTP Average").message["datasets"][0]["values"][-1]
	assert (total > 0, mean) == (True, pytest.approx(total / 3))


def test_a_charts_interval_may_be_asked_for(admin, figures):
	found = chart(admin, "HTTP Count", time_interval="Quarterly").message
	quarter = (datetime.date.today().month + 2) // 3
	assert found["labels"][-1] == f"Quarter {quarter} {datetime.date.today().year}"
	assert found["datasets"][0]["values"][-1] == 3


def test_a_chart_is_not_drawn_for_who_may_not_read(people, figures):
	answer = chart(people["stranger"], "HTTP Count")
	assert (answer.status, answer.exc_type) == (403, "PermissionError")


def test_a_card_counts_what_was_before_a_day(admin, figures):
	card = json.dumps(admin.get("/api/resource/Number Card/HTTP Card").data)
	path = BOARD + "number_card.number_card.get_result"
	assert admin.call(path, doc=card, filters=OURS, to_date="2001-01-01").message == 0
	assert admin.call(path, doc=card, filters=OURS, to_date="2099-01-01").message == 3


def test_a_difference_to_nothing_is_none(admin, figures):
	card = json.dumps(admin.get("/api/resource/Number Card/HTTP Card").data)
	path = BOARD + "number_card.number_card.get_percentage_difference"
	answer = admin.call(path, doc=card, filters=OURS, result="3")
	assert (answer.status, answer.body) == (200, {})


def test_a_dashboard_names_what_a_person_may_see(people, figures):
	path = BOARD + "dashboard.dashboard.get_permitted_"
	for what, key, name in (("charts", "chart", "HTTP Count"), ("cards", "card", "HTTP Card")):
		found = people["keeper"].call(path + what, dashboard_name="HTTP Board").message
		assert [row[key] for row in found] == [name]
