"""What reports and notices tell of records that a person may not see. Each case is in stricter.toml with its reason."""

import json

import pytest
from conftest import email

OK = 200
VIEW = "frappe.desk.reportview."


@pytest.fixture
def post_office(admin):
	"""An account to send from: without one Frappe writes no e-mail."""
	account = {
		"email_account_name": "Contract",
		"email_id": "shed@contract.test",
		"smtp_server": "mail.invalid",
	}
	account |= {"enable_outgoing": 1, "default_outgoing": 1, "no_smtp_authentication": 1}
	return admin.make("Email Account", **account)


def written_to(admin, visit):
	"""The addresses of the e-mails about a visit."""
	wanted = {"filters": json.dumps({"reference_doctype": "Visit", "reference_name": visit["name"]})}
	queued = admin.get("/api/resource/Email Queue", params=wanted).data
	messages = [admin.get(f"/api/resource/Email Queue/{row['name']}").data for row in queued]
	admin.made += [("Email Queue", message["name"]) for message in messages]
	return {row["recipient"] for message in messages for row in message["recipients"]}


def test_a_notice_goes_to_those_who_may_read_what_it_tells_of(admin, people, post_office, stricter):
	told = {"document_type": "Visit", "event": "New", "channel": "Email", "enabled": 1}
	told |= {"subject": "New: {{ doc.name }}", "message": "{{ doc.remark }}"}
	roles = [{"receiver_by_role": role} for role in ("Shed Keeper", "Shed Visitor")]
	admin.make("Notification", name="Tell of visits", **told, recipients=roles)
	for shelf, visitor in (("HTTP-A", True), ("HTTP-B", not stricter("notice_to_who_may_not_see"))):
		visit = admin.make("Visit", shelf=shelf, remark="quiet")
		written = written_to(admin, visit)
		assert email("keeper") in written
		assert (email("visitor") in written) == visitor


def test_a_report_shows_of_linked_records_those_that_the_person_may_see(admin, people, town, stricter):
	tool = admin.make("Tool", title="Linked", shelf="HTTP-B")
	rule = {"user": email("helper"), "allow": "Shelf", "for_value": "HTTP-A", "apply_to_all_doctypes": 0}
	admin.make("User Permission", **rule, applicable_for="Shelf")
	helper = people["helper"]
	assert helper.get("/api/resource/Shelf/HTTP-B").status == 403
	asked = {"doctype": "Tool", "fields": '["title", "shelf.shelf_name as stands_on"]'}
	hidden = None if stricter("linked_record_out_of_reach") else "Shelf HTTP-B"
	for name, shown in ((tool["name"], hidden), (town["tool"]["name"], "Shelf HTTP-A")):
		rows = helper.call(VIEW + "get_list", **asked, filters=json.dumps({"name": name}))
		assert rows.message[0]["stands_on"] == shown, rows.text


def test_a_report_is_kept_by_who_may_report(admin, people, town, stricter):
	kept = {"name": "Kept by hand", "doctype": "Tool", "report_settings": '{"fields": [["title", "Tool"]]}'}
	for who, status in (("visitor", 403 if stricter("report_without_right") else OK), ("helper", OK)):
		answer = people[who].call(VIEW + "save_report", **kept)
		assert answer.status == status, answer.text
		if status == OK:
			assert people[who].call(VIEW + "delete_report", name=answer.message).status == OK
