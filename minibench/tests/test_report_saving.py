"""Reports of the builder as Frappe keeps them: opened, saved, shared, copied and deleted."""

import json
import re
from urllib.parse import quote

import pytest
from desk_client import Browser
from desk_town import person

from minibench.documents import get_doc
from minibench.errors import ValidationError
from minibench.web.desk import kept

REPORT = "/app/desk-plan/view/report"
SAVE, DELETE = (f"/api/method/frappe.desk.reportview.{name}" for name in ("save_report", "delete_report"))
# as Frappe's report view saves a group
GROUPED = {
	"filters": [["Desk Plan", "status", "!=", "Closed", False]],
	"fields": [["school", "Desk Plan"], ["_aggregate_column", "Desk Plan"]],
	"order_by": "_aggregate_column desc", "add_totals_row": 0, "page_length": 20, "column_widths": {},
	"group_by": {
		"group_by": "`tabDesk Plan`.`school`", "aggregate_function": "avg", "aggregate_on": "`tabDesk Plan`.`members`",
	},
}  # fmt: skip
ROWS = {
	"filters": [["Desk Plan", "status", "=", "Overdue", False], ["Desk Goal", "theme", "=", "Home", False]],
	"fields": [["name", "Desk Plan"], ["members", "Desk Plan"], ["score", "Desk Goal"]],
	"order_by": "`tabDesk Plan`.`members` desc", "add_totals_row": 1, "page_length": 100,
	"column_widths": {"name": 120}, "group_by": None,
	"chart_args": {"chart_type": "bar", "x_axis": "name", "y_axes": ["members"]},
}  # fmt: skip


@pytest.fixture(scope="module")
def colleague(desk_sites):
	from minibench.local import connect, destroy, init, local

	init("desk.localhost", str(desk_sites))
	connect()
	person("report.colleague@example.com", "Cat", "Desk Worker")
	local.db.commit()
	destroy()
	return Browser(desk_sites, "report.colleague@example.com")


@pytest.fixture
def saved(desk_site):
	"""`saved(name)`: what the site holds of a report."""

	def read(name):
		desk_site.db.rollback()
		return get_doc("Report", name) if desk_site.db.exists("Report", name) else None

	return read


def address(name):
	return f"{REPORT}/{quote(name)}"


def token(browser):
	return re.search(r'name="csrf_token" value="([^"]*)"', browser.get(REPORT).text)[1]


def post(browser, url, do, status=303, **values):
	pairs = [("csrf_token", token(browser)), ("_do", do)]
	pairs += [
		(key, each)
		for key, value in values.items()
		for each in (value if isinstance(value, list) else [value])
	]
	return browser.post(url, pairs, status)


def call(browser, method, **values):
	browser.let_go()
	return browser.client.post(method, data=values, headers={"X-Frappe-CSRF-Token": token(browser)})


def test_a_report_that_frappe_saved_shows_its_rows_totals_and_chart(worker):
	assert call(worker, SAVE, name="Rows of Frappe", doctype="Desk Plan", report_settings=json.dumps(ROWS)).json["message"] == "Rows of Frappe"  # fmt: skip
	page = worker.page(address("Rows of Frappe"))
	assert "Status: Overdue" in page.words and "Theme: Home" in page.words
	heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page.html)
	assert (
		heads[-3:] == ["ID", "Members", "Scaling goals: Score"]
		and page.has("<tfoot>")
		and page.has("<figure|<svg")
	)


def test_a_report_that_frappe_grouped_shows_its_groups(worker):
	call(worker, SAVE, name="Groups of Frappe", doctype="Desk Plan", report_settings=json.dumps(GROUPED))
	page = worker.page(address("Groups of Frappe"))
	assert "School Number of records Average of Members" in page.words and page.has("<tfoot>")
	assert "Status is not Closed" in page.words


def test_what_is_saved_here_is_what_frappe_reads_and_the_same_address_again(worker, saved):
	query = (
		'status=["!=",+"Closed"]&_group=school&_group=next_review:month&_figure=min:members&_chart=heatmap'
	)
	answer = post(worker, f"{REPORT}?{query}", "copy", title="Plans by month")
	assert answer.headers["Location"] == address("Plans by month")
	spec = json.loads(saved("Plans by month").json)
	assert spec["filters"] == [["Desk Plan", "status", "!=", "Closed"]]
	assert spec["fields"] == [["school", "Desk Plan"], ["_aggregate_column", "Desk Plan"]]
	assert spec["group_by"] == {
		"group_by": "`tabDesk Plan`.`school`", "aggregate_function": "count", "aggregate_on": None,
	}  # fmt: skip
	assert dict(kept.address("Desk Plan", json.dumps(spec)))["_chart"] == "heatmap"
	page = worker.page(address("Plans by month"))
	assert "Least Members" in page.words and "Next review, by month" in page.words
	assert not page.has("Changed, not saved") and "Only you see this report" in page.words


def test_columns_of_linked_records_are_kept_beside_what_frappe_reads(worker, saved):
	post(
		worker, f"{REPORT}?_cols=family,school.phase,Desk+Goal.goal&_sort=family+asc", "copy", title="Phases"
	)
	spec = json.loads(saved("Phases").json)
	assert spec["fields"] == [["family", "Desk Plan"], ["goal", "Desk Goal"]]
	assert spec["order_by"] == "`tabDesk Plan`.`family` asc" and spec["group_by"] is None
	assert "Family School: Phase Scaling goals: Goal" in worker.page(address("Phases")).words


def test_a_new_report_is_its_owners_until_it_is_shared(worker, colleague, reader, saved):
	post(worker, f"{REPORT}?_group=status", "copy", title="Mine")
	assert [row.role for row in saved("Mine").roles] == ["Administrator"] and saved(
		"Mine"
	).is_standard == "No"
	assert "Mine" in worker.page("/app/-/reports").words
	colleague.page(address("Mine"), 404)
	post(colleague, address("Mine"), "share", 404, role="Desk Worker")
	for method in ("/api/resource/Report/Mine", '/api/resource/Report?filters=[["name","=","Mine"]]'):
		assert "Mine" in worker.client.get(method).text
		assert '"Mine"' not in colleague.client.get(method).text, method
	post(worker, address("Mine"), "share", role=["Desk Worker", "Guest"])
	assert [row.role for row in saved("Mine").roles] == ["Desk Worker"]
	page = colleague.page(address("Mine"))
	assert (
		"Mine" in page.words
		and not page.has('name="_do" value="share"')
		and not page.has('name="_do" value="delete"')
	)
	reader.page(address("Mine"), 404)
	post(worker, address("Mine"), "share")
	colleague.page(address("Mine"), 404)


def test_only_the_owner_changes_or_deletes_it_and_anybody_copies_it(worker, colleague, saved):
	post(worker, f"{REPORT}?_group=status", "copy", title="Ours")
	post(worker, address("Ours"), "share", role="Desk Worker")
	before = saved("Ours").json
	for do in ("save", "share", "delete"):
		post(colleague, f"{address('Ours')}?_group=school", do)
		assert saved("Ours").json == before
	assert call(colleague, SAVE, name="Ours", doctype="Desk Plan", report_settings="{}").status_code == 403
	assert call(colleague, DELETE, name="Ours").status_code == 403
	post(colleague, f"{address('Ours')}?_group=school", "copy", title="Cat's own")
	assert saved("Cat's own").owner == "report.colleague@example.com"
	page = worker.page(f"{address('Ours')}?_group=school")
	assert "Changed, not saved" in page.words and page.has('name="_do" value="save"')
	post(worker, f"{address('Ours')}?_group=school", "save")
	assert "`tabDesk Plan`.`school`" in saved("Ours").json
	answer = post(worker, address("Ours"), "delete")
	assert answer.headers["Location"] == REPORT and saved("Ours") is None


def test_a_name_that_is_taken_or_missing_is_refused_in_words(worker, saved):
	post(worker, f"{REPORT}?_group=status", "copy", title="Taken")
	before = saved("Taken").json
	answer = post(worker, f"{REPORT}?_group=school", "copy", title="Taken")
	assert answer.headers["Location"] == f"{REPORT}?_group=school"
	assert "there is a report of this name already" in worker.page(answer.headers["Location"]).words
	assert saved("Taken").json == before
	post(worker, f"{REPORT}?_group=school", "copy", title=" ")
	assert "say what the report is to be called" in worker.page(REPORT).words


def test_nothing_is_saved_without_the_token(worker, saved):
	worker.post(f"{REPORT}?_group=status", [("csrf_token", "x"), ("_do", "copy"), ("title", "Forged")], 303)
	assert saved("Forged") is None


def test_a_shared_filter_that_somebody_may_not_use_shows_nothing(desk_sites, desk_site, worker):
	spec = {**GROUPED, "filters": [["Desk Plan", "manager_note", "like", "%x%"]]}
	values = {"report_name": "Sealed", "ref_doctype": "Desk Plan", "report_type": "Report Builder"}
	get_doc({"doctype": "Report", **values, "is_standard": "No", "json": json.dumps(spec)}).insert()
	desk_site.db.commit()
	page = worker.page(address("Sealed"), 422)
	assert "manager_note: no filter can be set on this" in page.words and not page.has("<table")


@pytest.mark.parametrize(
	"text", ["[1]", "{", '{"filters": 3, "fields": 7, "group_by": "x"}', '{"minibench": {"address": [1]}}']
)
def test_settings_that_cannot_be_read_are_told_and_show_nothing(text, desk_site):
	with pytest.raises(ValidationError, match="cannot be read"):
		kept.address("Desk Plan", text)
	assert kept.address("Desk Plan", "{}") == kept.address("Desk Plan", None) == []


def test_standard_and_other_reports_are_no_business_of_the_builder(worker, reader, desk_site):
	assert (
		call(worker, SAVE, name="Plans by School", doctype="Desk Plan", report_settings="{}").status_code
		== 417
	)
	assert call(worker, DELETE, name="Plans by School").status_code == 417
	assert (
		call(reader, SAVE, name="Of nothing", doctype="Desk Review", report_settings="{}").status_code == 403
	)
	assert (
		worker.get(address("Plans by School"), 303).headers["Location"]
		== "/app/query-report/Plans%20by%20School"
	)
	worker.page("/app/desk-school/view/report/Overdue%20Plans", 404)
