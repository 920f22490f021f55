"""What only the desk of Frappe calls, in its browser: Frappe's answers, and minibench's, which has other doors for them."""

import json

import pytest

WORKFLOW = "frappe.model.workflow."
VIEW = "frappe.desk.reportview."
OURS = json.dumps([["Tool", "title", "like", "Only %"]])
LIST = {"doctype": "Tool", "fields": json.dumps(["`tabTool`.`title`", "`tabTool`.`price`"]), "filters": OURS}
EXPORT = {
	"order_by": "`tabTool`.`title` asc",
	"start": 0,
	"page_length": 10,
	"view": "Report",
	"title": "Tools",
}
BY_SHELF = {"report_name": "Tools By Shelf", "visible_idx": "[0]", "include_indentation": 0}


@pytest.fixture(scope="module")
def tool(admin, town):
	return admin.make(
		"Tool", title="Only One", shelf="HTTP-A", kind="Hand", price=4, parts=[{"part_name": "head"}]
	)


@pytest.fixture
def ask(admin, stricter):
	"""`ask(method, **arguments)`: Frappe's answer; None where the method is not offered, which is checked."""

	def asked(method, **arguments):
		answer = admin.post(f"/api/method/{method}", data=arguments)
		if not stricter("desk_only_methods"):
			assert answer.status == 200, answer.text
			return answer
		assert (answer.status, answer.exc_type) == (417, "ValidationError")
		assert answer.said[0]["message"].startswith(f"Failed to get method for command {method}")
		assert answer.said[0]["message"].endswith("it is not offered by minibench")
		return None

	return asked


def test_several_records_take_one_step(ask, admin):
	repairs = [admin.make("Repair", title="together", cost=5) for _ in range(2)]
	common = ask(WORKFLOW + "get_common_transition_actions", docs=json.dumps(repairs), doctype="Repair")
	assert common is None or common.message == ["Shed Send"]
	names = json.dumps([repair["name"] for repair in repairs])
	done = ask(WORKFLOW + "bulk_workflow_approval", docnames=names, doctype="Repair", action="Shed Send")
	states = {
		admin.get(f"/api/resource/Repair/{repair['name']}").data["workflow_state"] for repair in repairs
	}
	assert states == {"Shed Checking" if done else "Shed New"}


@pytest.mark.parametrize(("kind", "begin"), [("CSV", '"Shelf","Tools","Worth"'), ("Excel", "PK")])
def test_a_report_is_exported(kind, begin, ask, tool):
	filters = json.dumps({"shelf": "HTTP-A"})
	answer = ask("frappe.desk.query_report.export_query", **BY_SHELF, file_format_type=kind, filters=filters)
	assert answer is None or answer.text.startswith(begin)


@pytest.mark.parametrize(("kind", "begin"), [("CSV", '"Sr","Title","Price"'), ("Excel", "PK")])
def test_a_list_is_exported(kind, begin, ask, tool):
	answer = ask(VIEW + "export_query", **LIST, **EXPORT, file_format_type=kind)
	assert answer is None or answer.text.startswith(begin)


def test_a_print_is_shown_in_the_form(ask, tool):
	shown = {"doc": "Tool", "name": tool["name"], "print_format": "Tool Card"}
	answer = ask("frappe.www.printview.get_html_and_style", **shown)
	assert answer is None or "<h1>Only One</h1>" in answer.message["html"]


def test_several_records_are_one_pdf(ask, tool):
	asked = {"doctype": "Tool", "name": json.dumps([tool["name"]]), "format": "Tool Card"}
	answer = ask("frappe.utils.print_format.download_multi_pdf", **asked)
	assert answer is None or answer.text.startswith("%PDF-")


def test_a_web_form_is_asked_for_its_record(ask, admin, town):
	asked = {"doctype": "Visit", "docname": town["visits"]["HTTP-A"]["name"], "web_form_name": "Visit Book"}
	answer = ask("frappe.website.doctype.web_form.web_form.get_form_data", **asked)
	assert answer is None or answer.message["doc"]["remark"] == "HTTP-A"


def test_a_record_is_renamed(ask, admin):
	admin.post("/api/resource/Shelf", {"shelf_code": "HTTP-OLD"})
	answer = ask("frappe.client.rename_doc", doctype="Shelf", old_name="HTTP-OLD", new_name="HTTP-NEW")
	assert answer is None or answer.message == "HTTP-NEW"
	admin.delete(f"/api/resource/Shelf/HTTP-{'NEW' if answer else 'OLD'}")


def test_records_are_changed_together(ask, admin, tool):
	changed = json.dumps([{"doctype": "Tool", "docname": tool["name"], "room": "Bulk"}])
	answer = ask("frappe.client.bulk_update", docs=changed)
	assert answer is None or answer.message == {"failed_docs": []}


def test_the_rights_to_a_record_are_listed(ask, tool):
	answer = ask("frappe.client.get_doc_permissions", doctype="Tool", docname=tool["name"])
	assert answer is None or answer.message["permissions"]["write"] == 1


def test_a_list_is_counted_by_tags(ask, tool):
	answer = ask(VIEW + "get_stats", stats='["_user_tags"]', doctype="Tool", filters=OURS)
	assert answer is None or answer.message == {"_user_tags": [["No Tags", 1]]}


def test_a_figure_is_asked_for_by_name_or_as_a_field(admin, tool, stricter):
	by_kind = {
		"doctype": "Tool",
		"fields": '["`tabTool`.`kind`"]',
		"filters": OURS,
		"group_by": "`tabTool`.`kind`",
	}
	named = {"aggregate_function": "sum", "aggregate_on_doctype": "Tool", "aggregate_on_field": "price"}
	answer = admin.call(VIEW + "get", **by_kind, **named, order_by="_aggregate_column desc")
	if stricter("desk_only_methods"):
		assert (answer.status, answer.exc_type) == (417, "NotOffered")
	else:
		assert answer.message["values"] == [["Hand", 4.0]]
	field = {"fields": '["`tabTool`.`kind`", "sum(`tabTool`.`price`) as `_aggregate_column`"]'}
	answer = admin.call(VIEW + "get", **{**by_kind, **field}, order_by="_aggregate_column desc")
	assert answer.message["values"] == [["Hand", 4.0]]


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/website_script.js"])
def test_the_website_of_frappe_has_pages_of_its_own(path, guest, stricter):
	assert guest.get(path).status == (404 if stricter("website_pages") else 200)
