"""The calls that a form, a list, a report and a workspace make."""

import json

import pytest

FORM = "frappe.desk.form."
VIEW = "frappe.desk.reportview."
REPORT = "frappe.desk.query_report."
OURS = json.dumps([["Tool", "shelf", "like", "HTTP-%"]])


@pytest.fixture(scope="module")
def tools(admin, town):
	for title, kind in (("Saw", "Hand"), ("Drill", "Power")):
		admin.make("Tool", title=title, shelf="HTTP-B", kind=kind, price=3)
	return town["tool"]["name"]


def save(person, doc, action="Save"):
	return person.call(FORM + "save.savedocs", doc=json.dumps(doc), action=action)


class TestForm:
	def test_a_doctype_comes_with_those_of_its_rows(self, admin):
		docs = admin.get(f"/api/method/{FORM}load.getdoctype?doctype=Tool").body["docs"]
		assert [doc["name"] for doc in docs] == ["Tool", "Tool Part"]
		assert {"fields", "permissions"} <= set(docs[0])

	def test_a_record_comes_with_what_is_about_it(self, admin, tools):
		body = admin.get(f"/api/method/{FORM}load.getdoc?doctype=Tool&name={tools}").body
		assert body["docs"][0]["title"] == "Hammer"
		for part in ("comments", "attachments", "versions", "assignments", "permissions"):
			assert part in body["docinfo"]

	def test_a_record_without_the_right_is_refused(self, people, tools):
		answer = people["stranger"].get(f"/api/method/{FORM}load.getdoc?doctype=Tool&name={tools}")
		assert (answer.status, answer.exc_type) == (403, "PermissionError")

	def test_a_new_form_is_saved_and_gets_its_name(self, admin, town):
		doc = {"doctype": "Tool", "__islocal": 1, "name": "new-tool-1", "title": "fresh", "shelf": "HTTP-A"}
		answer = save(admin, doc)
		saved = answer.body["docs"][0]
		admin.made.append(("Tool", saved["name"]))
		assert (answer.status, saved["localname"]) == (200, "new-tool-1")
		assert saved["name"].startswith("TL-")

	def test_a_form_is_saved_once_from_one_copy(self, admin, town):
		doc = admin.make("Tool", title="form", shelf="HTTP-A")
		assert save(admin, {**doc, "title": "first"}).body["docs"][0]["title"] == "first"
		stale = save(admin, {**doc, "title": "second"})
		assert (stale.status, stale.exc_type) == (417, "TimestampMismatchError")

	def test_a_form_is_submitted_and_cancelled(self, admin, tools):
		loan = admin.make("Loan", tool=tools)
		assert save(admin, loan, "Submit").body["docs"][0]["docstatus"] == 1
		answer = admin.call(FORM + "save.cancel", doctype="Loan", name=loan["name"])
		assert answer.body["docs"][0]["docstatus"] == 2

	def test_a_comment_is_added_by_who_may_read(self, admin, people, tools):
		comment = {"reference_doctype": "Tool", "reference_name": tools, "content": "<p>hi</p>"}
		writer = {"comment_email": people["helper"].user, "comment_by": "Helper"}
		made = people["helper"].call(FORM + "utils.add_comment", **comment, **writer).message
		admin.made.append(("Comment", made["name"]))
		assert (made["comment_type"], made["comment_email"]) == ("Comment", people["helper"].user)
		assert people["stranger"].call(FORM + "utils.add_comment", **comment, **writer).status == 403


class TestLinks:
	def test_a_link_is_searched_by_title_and_search_fields(self, people, town):
		answer = people["visitor"].call("frappe.desk.search.search_link", doctype="Shelf", txt="HTTP-A")
		expected = {"value": "HTTP-A", "label": "Shelf HTTP-A", "description": "HTTP-A, North"}
		assert answer.message == [expected]

	def test_a_link_shows_what_tells_records_apart(self, people, tools):
		answer = people["helper"].call("frappe.desk.search.search_link", doctype="Tool", txt="Hamm")
		assert answer.message == [{"value": tools, "description": "Hammer, Good"}]

	def test_a_search_follows_the_condition_of_the_app(self, people, town):
		answer = people["visitor"].call("frappe.desk.search.search_link", doctype="Visit", txt="")
		assert [row["value"] for row in answer.message] == [town["visits"]["HTTP-A"]["name"]]

	def test_a_search_without_the_right_is_refused(self, people):
		answer = people["stranger"].call("frappe.desk.search.search_link", doctype="Shelf", txt="")
		assert (answer.status, answer.exc_type) == (403, "PermissionError")


class TestList:
	def test_a_list_comes_as_keys_and_values(self, admin, tools):
		fields = json.dumps(["`tabTool`.`title`", "`tabTool`.`kind`"])
		options = {"order_by": "`tabTool`.`title` asc", "start": 0, "page_length": 2}
		answer = admin.call(VIEW + "get", doctype="Tool", fields=fields, filters=OURS, **options)
		assert answer.message["keys"] == ["title", "kind"]
		assert answer.message["values"] == [["Drill", "Power"], ["Hammer", ""]]

	def test_an_empty_list_is_an_empty_list(self, admin):
		filters = json.dumps([["Tool", "title", "=", "no such"]])
		assert admin.call(VIEW + "get", doctype="Tool", fields='["name"]', filters=filters).message == []

	def test_a_list_is_grouped_and_counted(self, admin, tools):
		fields = json.dumps(["`tabTool`.`shelf`", "count(`tabTool`.`name`) as `_aggregate_column`"])
		options = {"group_by": "`tabTool`.`shelf`", "order_by": "_aggregate_column desc", "view": "Report"}
		answer = admin.call(VIEW + "get", doctype="Tool", fields=fields, filters=OURS, **options)
		assert answer.message["values"] == [["HTTP-B", 2], ["HTTP-A", 1]]

	def test_a_list_has_columns_of_tables_and_as_dictionaries(self, admin, tools):
		fields = json.dumps(["`tabTool`.`title`", "`tabTool Part`.`part_name`"])
		filters = json.dumps([["Tool", "name", "=", tools]])
		rows = admin.call(VIEW + "get", doctype="Tool", fields=fields, filters=filters).message
		assert (rows["keys"], rows["values"]) == (["title", "part_name"], [["Hammer", "head"]])
		rows = admin.call(VIEW + "get_list", doctype="Tool", fields='["title"]', filters=filters).message
		assert rows == [{"title": "Hammer"}]

	def test_what_a_list_has_not_is_named(self, admin):
		answer = admin.call(VIEW + "get", doctype="Tool", fields='["`tabTool`.`nope`"]', filters="[]")
		assert (answer.status, answer.exc_type) == (417, "DataError")
		assert answer.said[0]["message"] == "Field not permitted in query: tabTool.nope"

	def test_a_count_may_stop_and_tell_apart(self, admin, tools):
		assert admin.call(VIEW + "get_count", doctype="Tool", filters=OURS, limit=2).message == 2
		rows = json.dumps([["Tool Part", "qty", ">=", 0], ["Tool", "name", "=", tools]])
		assert admin.call(VIEW + "get_count", doctype="Tool", filters=rows, distinct="true").message == 1

	def test_counts(self, admin, tools):
		assert admin.call(VIEW + "get_count", doctype="Tool", filters=OURS).message == 3
		arguments = {"doctype": "Tool", "current_filters": OURS, "field": "kind"}
		groups = admin.call("frappe.desk.listview.get_group_by_count", **arguments).message
		assert {group["name"] or "": group["count"] for group in groups} == {"": 1, "Hand": 1, "Power": 1}

	@pytest.mark.parametrize("method", ["get", "get_list", "get_count"])
	def test_a_list_without_the_right_is_refused(self, method, people):
		arguments = {"doctype": "Tool", "filters": "[]"} | (
			{"fields": '["name"]'} if method != "get_count" else {}
		)
		answer = people["stranger"].call(VIEW + method, **arguments)
		assert (answer.status, answer.exc_type) == (403, "PermissionError")


class TestReports:
	def run(self, person, name, **filters):
		return person.call(REPORT + "run", report_name=name, filters=json.dumps(filters))

	def test_a_script_report_gives_columns_rows_chart_and_summary(self, people, tools):
		report = self.run(people["keeper"], "Tools By Shelf", shelf="HTTP-B").message
		assert report["result"] == [{"shelf": "HTTP-B", "tools": 2, "worth": 6.0}]
		assert [column["fieldname"] for column in report["columns"]] == ["shelf", "tools", "worth"]
		assert report["chart"]["data"]["labels"] == ["HTTP-B"]
		assert report["report_summary"] == [{"label": "Tools", "value": 2, "datatype": "Int"}]

	def test_a_report_names_its_filters(self, people):
		answer = people["keeper"].call(REPORT + "get_script", report_name="Tools By Shelf")
		assert [f["fieldname"] for f in answer.message["filters"]] == ["shelf", "at_least"]

	def test_a_query_report_reads_its_columns_from_the_query_and_adds_a_total(self, people, tools):
		report = self.run(people["keeper"], "Tool Prices").message
		columns = [(c["fieldname"], c["fieldtype"], c["label"]) for c in report["columns"]]
		assert columns == [("title", "Data", "Title"), ("price", "Currency", "Price")]
		assert {"title": "Saw", "price": 3.0} in report["result"]
		assert report["result"][-1] == ["Total", 6.0]
		assert (report["add_total_row"], report["skip_total_row"]) == (True, 0)

	def test_a_query_report_takes_filters(self, people, tools):
		report = self.run(people["keeper"], "Tools On Shelf", shelf="HTTP-B").message
		assert report["result"] == [{"title": "Drill", "price": 3.0}, {"title": "Saw", "price": 3.0}]
		answer = people["keeper"].call(REPORT + "get_script", report_name="Tools On Shelf")
		assert [f["fieldname"] for f in answer.message["filters"]] == ["shelf"]

	def test_a_query_report_without_its_filter_is_an_error(self, people, stricter):
		status = self.run(people["keeper"], "Tools On Shelf").status
		assert status == (417 if stricter("missing_filter") else 500)

	def test_a_saved_list_is_no_report_to_run(self, people):
		report = self.run(people["keeper"], "Tools Builder").message
		assert (report["result"] or [], report["columns"]) == ([], [])

	def test_a_report_is_for_its_roles(self, people):
		answer = self.run(people["visitor"], "Tools By Shelf")
		assert (answer.status, answer.exc_type) == (403, "PermissionError")
		assert answer.said[0]["message"] == "You don't have access to Report: Tools By Shelf"

	def test_an_unknown_report_is_not_found(self, people):
		answer = self.run(people["keeper"], "No Report")
		assert (answer.status, answer.said[0]["message"]) == (404, "Report No Report not found")


class TestWorkspace:
	def test_a_workspace_lists_what_it_holds(self, people):
		page = json.dumps({"name": "Shed", "title": "Shed"})
		answer = people["keeper"].call("frappe.desk.desktop.get_desktop_page", page=page)
		assert [item["label"] for item in answer.message["shortcuts"]["items"]] == ["Tools", "Portal"]
		assert [card["label"] for card in answer.message["cards"]["items"]] == ["Reports"]
		assert answer.message["number_cards"]["items"][0]["label"] == "Tools In All"

	def test_a_workspace_is_in_the_sidebar(self, people):
		pages = people["keeper"].call("frappe.desk.desktop.get_workspace_sidebar_items").message["pages"]
		assert "Shed" in [page["name"] for page in pages]

	def test_a_card_and_a_chart_count(self, admin, tools):
		card = admin.get("/api/resource/Number Card/Tools In All").data
		path = "frappe.desk.doctype.number_card.number_card.get_result"
		assert admin.call(path, doc=json.dumps(card), filters=OURS).message == 3
		path = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
		chart = admin.call(path, chart_name="Tools By Kind").message
		assert dict(zip(chart["labels"], chart["datasets"][0]["values"], strict=True))["Power"] == 1
