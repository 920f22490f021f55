"""Query and Script Reports on their page: filters of every kind, refusals in words, paper, and where a new one begins."""

import pytest

from minibench.documents import get_doc

PAGE = "/app/query-report/"
KINDS = ("Data", "Date", "Datetime", "Time", "Int", "Float", "Currency", "Check", "Select", "Link")


@pytest.fixture(scope="module", autouse=True)
def reports(desk_sites):
	from minibench.local import connect, destroy, init, local

	init("desk.localhost", str(desk_sites))
	connect()
	options = {"Select": "\nA\nB", "Link": "Desk School"}
	rows = [
		{"label": f"By {kind}", "fieldname": kind.lower(), "fieldtype": kind, "options": options.get(kind)}
		for kind in KINDS
	]
	report = {
		"doctype": "Report",
		"ref_doctype": "Desk Plan",
		"is_standard": "No",
		"report_type": "Query Report",
	}
	echo = 'select {0} as "Said:Data:100", 1234.5 as "Worth:Currency:90", 0.25 as "Part:Percent:60", \'2026-03-04\' as "On:Date:90"'
	echo = echo.format(" || '|' || ".join(f"coalesce(%({kind.lower()})s, '-')" for kind in KINDS[:4]))
	everything = "\n".join(
		[echo, "where %(int)s >= 0 and %(float)s >= 0 and %(currency)s >= 0 and %(check)s >= 0"]
	)
	for row in rows:
		row["default"] = (
			"0"
			if row["fieldtype"] in ("Int", "Float", "Currency", "Check")
			else "-"
			if row["fieldtype"] == "Data"
			else ""
		)
	get_doc({**report, "report_name": "Every Filter", "query": everything, "filters": rows}).insert()
	get_doc({**report, "report_name": "Broken Query", "query": "select x from `tabNowhere`"}).insert()
	local.db.commit()
	destroy()


FILLED = "data=x&date=2026-03-04&datetime=2026-03-04T10:00&time=09:30&int=3&float=1.5&currency=2&check=1"


def test_every_kind_of_filter_reaches_the_report_and_values_are_formatted(worker):
	page = worker.page(f"{PAGE}Every%20Filter?{FILLED}")
	assert "x|2026-03-04|2026-03-04 10:00:00|09:30" in page.words.replace(".000000", "")
	assert "1,234.50" in page.words and "0.25%" in page.words and "4 Mar" in page.words
	assert page.has('type="date"') and page.has('type="datetime-local"') and page.has('inputmode="decimal"')


@pytest.mark.parametrize(
	("wrong", "sentence"),
	[
		("date=soon", "By Date: Enter a date such as 2026-12-31"),
		("time=noon", "By Time: Enter a time such as 14:30"),
		("int=many", "By Int: Enter a whole number"),
		("float=much", "By Float: Enter a number"),
	],
)
def test_a_filter_that_cannot_be_read_is_named(worker, wrong, sentence):
	page = worker.page(f"{PAGE}Every%20Filter?{FILLED}&{wrong}")
	assert (
		sentence in page.words and page.has(f'value="{wrong.partition("=")[2]}"') and not page.has("<table")
	)


def test_a_query_that_cannot_be_run_says_so(worker):
	page = worker.page(f"{PAGE}Broken%20Query", 200)
	assert "The query of this report cannot be run: no such table: tabNowhere" in page.words


def test_a_report_on_paper_says_its_filters_its_date_and_who_ran_it(worker, desk_site):
	answer = worker.get(f"{PAGE}Plans%20by%20School?status=Closed&_print=1")
	page = answer.text
	answer.close()
	assert "Status: Closed" in page and "Run by: Jo Test" in page and "Date: " in page
	assert "<nav" not in page and "<form" not in page and "<tfoot>" in page
	desk_site.db.rollback()
	assert desk_site.db.exists("Access Log", {"report_name": "Plans by School", "method": "Print"})


def test_a_new_report_begins_from_all_reports_and_from_a_list(worker, reader):
	page = worker.page("/app/-/reports")
	assert page.has('<option value="Desk Plan">') and not page.has('<option value="Desk Settings">')
	assert worker.get("/app/-/reports?on=Desk+Plan", 303).headers["Location"] == "/app/desk-plan/view/report"
	assert not reader.page("/app/-/reports?on=Desk+Review").has('<option value="Desk Review">')
	assert worker.page("/app/desk-plan?status=Active").has(
		'href="/app/desk-plan/view/report[?]status=Active"'
	)
