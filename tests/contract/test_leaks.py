"""Doors of Frappe that stand open, and stand shut here. Each case is in stricter.toml with its reason."""

import pytest

OK = 200


@pytest.fixture(scope="module")
def tool(admin, town):
	"""A tool of its own, whose rows and secrets are asked for."""
	return admin.make(
		"Tool", title="Leaky", shelf="HTTP-A", private_notes="secret", parts=[{"part_name": "head"}]
	)


def count(person, filters, doctype="Tool"):
	return person.call("frappe.client.get_count", doctype=doctype, filters=filters)


def test_counting_needs_the_right_to_read(people, tool, stricter):
	answer = count(people["stranger"], {"title": ["like", "L%"]})
	if stricter("count_without_right"):
		assert answer.status == 403
	else:
		assert answer.message == 1


def test_counting_follows_the_condition_of_the_app(people, town, stricter):
	answer = count(people["visitor"], {"shelf": ["like", "HTTP-%"]}, "Visit")
	assert answer.message == (1 if stricter("count_past_condition") else 2)


@pytest.mark.parametrize("where", ["filters", "order_by"])
def test_fields_of_a_higher_level_cannot_be_asked_about(where, people, tool, stricter):
	params = (
		{"filters": '{"private_notes": "secret"}'} if where == "filters" else {"order_by": "private_notes"}
	)
	answer = people["helper"].get("/api/resource/Tool", params=params)
	assert answer.status == (417 if stricter("filter_by_level") else OK)


def test_a_row_is_not_moved_by_naming_it(admin, tool, stricter):
	row = tool["parts"][0]["name"]
	thief = admin.make("Tool", title="Thief", shelf="HTTP-A")
	answer = admin.put(
		f"/api/resource/Tool/{thief['name']}", {"parts": [{"name": row, "part_name": "taken"}]}
	)
	rows = admin.get(f"/api/resource/Tool/{tool['name']}").data["parts"]
	if stricter("row_of_another"):
		assert answer.status >= 400
		assert [r["name"] for r in rows] == [row]
	else:
		assert (answer.status, rows) == (OK, [])
		admin.put(f"/api/resource/Tool/{tool['name']}", {"parts": [{"name": row, "part_name": "head"}]})


def test_a_row_changed_by_itself_moves_its_document(people, tool):
	path = f"/api/resource/Tool/{tool['name']}"
	before = people["helper"].get(path).data
	answer = people["helper"].put(f"/api/resource/Tool Part/{before['parts'][0]['name']}", {"qty": 2})
	assert (answer.status, answer.data["qty"]) == (OK, 2)
	assert people["helper"].get(path).data["modified"] > before["modified"]


def test_a_row_is_out_of_reach_without_its_document(people, town):
	theirs = town["visits"]["HTTP-B"]["lines"][0]["name"]
	mine = town["visits"]["HTTP-A"]["lines"][0]["name"]
	visitor = people["visitor"]
	rows = visitor.get("/api/resource/Visit Line", params={"parent": "Visit", "fields": '["text"]'})
	assert rows.data == [{"text": "HTTP-A"}]
	assert visitor.get("/api/resource/Visit Line").status == 403
	assert [visitor.get(f"/api/resource/Visit Line/{name}").status for name in (mine, theirs)] == [OK, 403]
	assert visitor.put(f"/api/resource/Visit Line/{theirs}", {"text": "x"}).status == 403


def test_a_link_that_fetches_is_checked_as_any_other(admin, stricter, town):
	answer = admin.post("/api/resource/Tool", {"title": "x", "shelf": "NOPE"})
	if stricter("link_that_fetches"):
		assert (answer.status, answer.exc_type) == (417, "LinkValidationError")
		assert answer.said[0]["message"] == "Could not find Shelf: NOPE"
	else:
		assert answer.status == OK
		admin.delete(f"/api/resource/Tool/{answer.data['name']}")


def test_nobody_approves_their_own_by_typing_the_state(admin, people, stricter):
	repair = people["keeper"].make("Repair", title="own", cost=5)
	path = f"/api/resource/Repair/{repair['name']}"
	assert people["keeper"].put(path, {"workflow_state": "Shed Checking"}).status == OK
	answer = people["keeper"].put(path, {"workflow_state": "Shed Settled"})
	assert answer.status == (417 if stricter("own_approval_by_typing") else OK)


def test_submitting_goes_by_the_workflow(people, stricter):
	repair = people["keeper"].make("Repair", title="short cut", cost=500)
	answer = people["keeper"].put(f"/api/resource/Repair/{repair['name']}", {"docstatus": 1})
	assert answer.status == (417 if stricter("submit_past_workflow") else OK)


def test_printing_needs_its_own_right(people, town, stricter):
	visitor, query = people["visitor"], {"doctype": "Visit", "name": town["visits"]["HTTP-A"]["name"]}
	assert visitor.get(f"/api/resource/Visit/{query['name']}").status == OK
	for path in ("/printview", "/api/method/frappe.utils.print_format.download_pdf"):
		assert visitor.get(path, params=query).status == (403 if stricter("print_without_right") else OK)
		assert people["keeper"].get(path, params=query).status == OK


TEMPLATES = {
	"Print Format": {
		"name": "Reads All",
		"doc_type": "User",
		"standard": "No",
		"custom_format": 1,
		"print_format_type": "Jinja",
		"html": "{}",
	},
	"Letter Head": {"letter_head_name": "Reads All", "source": "HTML", "content": "{}"},
	"Notification": {
		"name": "Reads All",
		"document_type": "User",
		"event": "Save",
		"channel": "System Notification",
		"subject": "{}",
		"recipients": [{"receiver_by_document_field": "owner"}],
	},
	"Custom Field": {
		"dt": "Tool",
		"fieldname": "reads_all",
		"fieldtype": "HTML",
		"label": "x",
		"options": "{}",
	},
}


@pytest.mark.parametrize("doctype", TEMPLATES)
def test_a_template_of_a_person_reads_no_other_record(people, town, stricter, doctype):
	def write(template):
		values = {key: template if text == "{}" else text for key, text in TEMPLATES[doctype].items()}
		answer = people["techie"].post(f"/api/resource/{doctype}", values)
		if answer.status == OK:
			people["techie"].delete(f"/api/resource/{doctype}/{answer.data['name']}")
		return answer.status

	refused = 403 if stricter("template_that_reads") else OK
	assert write("{{ frappe.get_all('Tool') }}") == refused
	assert write('{% include "frappe/hooks.py" %}') == refused
	assert write("{% for row in doc.roles or [] %}{{ row.role }}{% endfor %}") == OK


def test_a_doctype_of_the_bench_itself_takes_no_field(people, town, stricter):
	field = {"dt": "Role", "fieldname": "own_words", "fieldtype": "HTML", "label": "x", "options": "<p>x</p>"}
	answer = people["techie"].post("/api/resource/Custom Field", field)
	assert answer.status == (417 if stricter("field_of_the_bench") else OK)
	if answer.status == OK:
		people["techie"].delete(f"/api/resource/Custom Field/{answer.data['name']}")


@pytest.mark.parametrize("who", ["stranger", "guest"])
def test_a_closed_doctype_tells_nothing_of_its_records(who, people, guest, tool, stricter):
	person = {"guest": guest, **people}[who]
	if not stricter("closed_doctype"):
		return
	for path in ("/api/resource/Tool/{}", "/api/resource/Tool/{}?run_method=nope"):
		there, nowhere = (person.get(path.format(name)) for name in (tool["name"], "NOPE"))
		assert (there.status, there.body) == (403, nowhere.body)


def test_links_are_looked_up_for_those_who_may_make_the_record(guest, admin, town, stricter):
	answers = [guest.post("/api/resource/Visit", {"shelf": shelf}).status for shelf in ("HTTP-A", "NOPE")]
	assert answers == [403, 403 if stricter("links_before_rights") else 417]
	assert admin.post("/api/resource/Visit", {"shelf": "NOPE"}).status == 417


def test_a_file_hangs_on_what_its_sender_may_write(people, admin, tool, stricter):
	file = {"content": "x", "attached_to_doctype": "Tool", "attached_to_name": tool["name"]}
	answer = people["visitor"].post("/api/resource/File", {"file_name": "visitor.txt", **file})
	assert answer.status == (403 if stricter("file_on_any_record") else OK)
	admin.make("File", file_name="admin.txt", **file)
	nowhere = {"content": "x", "attached_to_doctype": "Tool", "attached_to_name": "none"}
	answer = people["keeper"].post("/api/resource/File", {"file_name": "keeper.txt", **nowhere})
	assert answer.status == (404 if stricter("file_on_no_record") else OK)
	if answer.status == OK:
		admin.made.append(("File", answer.data["name"]))


def test_a_file_that_could_run_is_no_file_by_another_door(people, stricter):
	helper = people["helper"]
	answer = helper.post("/api/resource/File", {"file_name": "page.html", "content": "<b>x</b>"})
	assert answer.status == (417 if stricter("file_of_any_type") else OK)
	made = helper.make("File", file_name="words.txt", content="words")
	path = f"/api/resource/File/{made['name']}"
	if stricter("file_of_any_type"):
		assert helper.put(path, {"file_name": "words.html"}).status == 417
		assert helper.put(path, {"file_url": "/files/other.txt"}).data["file_url"] == made["file_url"]


def test_a_task_is_given_to_nobody_who_may_not_see_its_record(people, tool, stricter):
	task = {"description": "x", "reference_type": "Tool", "reference_name": tool["name"]}
	task["assigned_by"] = (
		"keeper@contract.test"  # else Frappe asks for the rights of somebody without a part in it
	)
	for who, status in (("stranger", 403 if stricter("task_for_who_may_not_see") else OK), ("helper", OK)):
		answer = people["keeper"].post("/api/resource/ToDo", {**task, "allocated_to": f"{who}@contract.test"})
		assert answer.status == status, answer.text
