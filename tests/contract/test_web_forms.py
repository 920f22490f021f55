"""A web form: its pages, what it makes and changes, and for whom.

Frappe inserts what a web form sends without asking for permission; minibench asks (stricter.toml).
"""

import json

import pytest

OK = 200
HTML = {"Accept": "text/html"}
FORM = "frappe.website.doctype.web_form.web_form."
ACCEPT = FORM + "accept"


def send(person, **values):
	data = json.dumps({"doctype": "Visit", "visited_on": "2026-02-03", **values})
	answer = person.call(ACCEPT, web_form="Visit Book", data=data)
	if answer.status == OK:
		person.made.append(("Visit", answer.message["name"]))
	return answer


def test_a_form_makes_a_record_and_answers_with_it(people, town):
	answer = send(people["visitor"], shelf="HTTP-A", remark="by form")
	assert (answer.status, answer.message["remark"]) == (OK, "by form")
	assert answer.message["owner"] == people["visitor"].user


def test_fields_that_are_not_on_the_form_are_left_out(people, town):
	assert send(people["visitor"], shelf="HTTP-A", mood=5).message.get("mood", 0) == 0


def test_a_guest_must_sign_in(guest):
	answer = send(guest, shelf="HTTP-A")
	assert answer.status in (403, 417)


def test_a_form_inserts_only_what_its_sender_may(admin, people, town, stricter):
	answer = send(people["visitor"], shelf="HTTP-B", remark="elsewhere")
	assert answer.status == (403 if stricter("web_form_insert") else OK)
	if answer.status == OK:
		admin.made.append(people["visitor"].made.pop())


def test_a_field_the_form_requires_is_required(people, town, stricter):
	answer = send(people["visitor"], shelf="HTTP-A", visited_on=None)
	assert answer.status == (417 if stricter("web_form_required") else OK)


def change(person, name, **values):
	data = json.dumps({"doctype": "Visit", "name": name, **values})
	return person.call(ACCEPT, web_form="Visit Book", data=data)


def test_a_form_changes_the_record_of_who_may(people, town):
	name = send(people["visitor"], shelf="HTTP-A", remark="first").message["name"]
	answer = change(people["visitor"], name, shelf="HTTP-A", remark="second", visited_on="2026-02-04")
	assert (answer.status, answer.message["remark"]) == (OK, "second")
	assert people["visitor"].get(f"/api/resource/Visit/{name}").data["remark"] == "second"


def test_a_form_changes_nobody_elses_record(people, town):
	theirs = town["visits"]["HTTP-B"]["name"]
	answer = change(people["visitor"], theirs, shelf="HTTP-A", remark="mine now", visited_on="2026-02-04")
	assert answer.status == 403
	assert people["keeper"].get(f"/api/resource/Visit/{theirs}").data["shelf"] == "HTTP-B"


def test_a_form_that_deletes_nothing_deletes_nothing(people, town):
	mine = town["visits"]["HTTP-A"]["name"]
	answer = people["visitor"].call(FORM + "delete", web_form_name="Visit Book", docname=mine)
	assert (answer.status, answer.exc_type) == (403, "PermissionError")
	assert people["visitor"].get(f"/api/resource/Visit/{mine}").status == OK


def test_an_unknown_form_is_not_found(admin):
	answer = admin.call(ACCEPT, web_form="Nope", data='{"doctype": "Visit"}')
	assert (answer.status, answer.exc_type) == (404, "DoesNotExistError")


PAGES = (
	("/visit-book/new", 200),
	("/visit-book/list", 200),
	("/visit-book/{mine}", 200),
	("/visit-book/{mine}/edit", 200),
	("/visit-book/{theirs}", 403),
)


@pytest.mark.parametrize(("path", "status"), PAGES)
def test_the_pages_of_a_form_are_for_those_whose_record_it_is(path, status, people, guest, town):
	names = {"mine": town["visits"]["HTTP-A"]["name"], "theirs": town["visits"]["HTTP-B"]["name"]}
	answers = [person.get(path.format(**names), headers=HTML) for person in (people["visitor"], guest)]
	assert answers[0].status == status
	assert answers[1].status in (301, 302, 403)
	assert "HTTP-" not in answers[1].text


def test_the_page_of_a_record_that_is_not_there(people, stricter):
	answer = people["keeper"].get("/visit-book/NOPE", headers=HTML)
	assert answer.status == (403 if stricter("web_form_of_nothing") else 404)


def test_the_address_of_a_form_leads_to_its_list(people):
	assert people["visitor"].get("/visit-book", headers=HTML).status in (200, 301, 302)
