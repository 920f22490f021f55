"""Reports over HTTP: their rows, totals, filters, and who may run them."""

import json

import pytest
from web_town import OFFICER, PORTAL, messages, send

from minibench.web.reports import column_of, total_row

pytest_plugins = ["web_town"]
RUN = "/api/method/frappe.desk.query_report.run"


@pytest.fixture(scope="module")
def officer(town):
	return town.client(OFFICER)


def run(client, name: str, **filters):
	return client.get(RUN, query_string={"report_name": name, "filters": json.dumps(filters)})


def test_a_script_report_answers_with_columns_rows_total_and_chart(officer):
	found = run(officer, "Web Ages", title=["in", ["First", "Second"]]).json["message"]
	assert [column["fieldname"] for column in found["columns"]] == ["title", "school", "age"]
	assert found["result"][0] == {"title": "First", "school": "North", "age": 4}
	assert found["result"][-1] == ["Total", "", 10.0]
	assert (found["message"], found["chart"]) == ("as of today", {"type": "bar"})
	assert found["report_summary"] == [{"label": "All", "value": 2}]
	assert found["add_total_row"] is True


def test_rows_outside_of_user_permissions_are_left_out(town, officer):
	with town.inside():
		from minibench.documents import get_doc

		given = get_doc(
			{"doctype": "User Permission", "user": OFFICER, "allow": "Web School", "for_value": "North"}
		).insert()
	found = run(officer, "Web Ages", title=["in", ["First", "Second"]]).json["message"]["result"]
	with town.inside():
		from minibench.delete import delete_doc

		delete_doc("User Permission", given.name)
	assert [row["title"] for row in found[:-1]] == ["First"]


def test_a_query_report_takes_filters(officer):
	found = run(officer, "Web Query", least=5).json["message"]
	assert found["columns"][0] == {
		"fieldtype": "Data",
		"width": "100",
		"label": "Title",
		"fieldname": "title",
	}
	assert {"title": "Second", "age": 6} in found["result"]
	assert "First" not in [row["title"] for row in found["result"]]


def test_a_query_can_only_read(town, officer):
	for client in (officer, town.client("Administrator")):
		answer = send(client, RUN, data={"report_name": "Web Writing"})
		assert answer.status_code >= 400
	with town.inside() as local:
		assert local.db.exists("Web Request", "First")


def test_reports_are_for_those_with_the_right_and_the_role(town, officer):
	assert run(town.client(PORTAL), "Web Ages").status_code == 403
	with town.inside() as local:
		local.db.set_value("Report", "Web Query", "disabled", 1)
	off = run(officer, "Web Query", least=1)
	assert (off.status_code, messages(off)) == (417, ["Report Web Query is disabled"])
	with town.inside() as local:
		local.db.set_value("Report", "Web Query", "disabled", 0)
		place = {"parent": "Web Query", "parenttype": "Report", "parentfield": "roles"}
		local.db.bulk_insert(
			"Has Role", ["name", "role", *place], [("wq", "System Manager", *place.values())]
		)
	answer = run(officer, "Web Query", least=1)
	assert answer.status_code == 403
	assert messages(answer) == ["You don't have access to Report: Web Query"]


def test_the_short_form_of_a_column():
	assert column_of("School:Link/Web School:160") == {
		"fieldtype": "Link", "options": "Web School", "width": "160", "label": "School", "fieldname": "school",
	}  # fmt: skip
	assert column_of({"label": "My Age"})["fieldname"] == "my_age"


def test_totals_sum_numbers_and_average_percentages():
	columns = [column_of("What"), column_of("Pieces:Int"), column_of("Share:Percent")]
	rows = [{"what": "a", "pieces": 1, "share": 50.0}, {"what": "b", "pieces": 2, "share": 100.0}]
	assert total_row(rows, columns) == ["Total", 3.0, 75.0]
	assert total_row([{"what": "a", "pieces": 1}], [column_of(c) for c in ("What", "Pieces", "Share")]) == [
		"Total",
		1.0,
		"",
	]
