"""Lists and single records as they come over HTTP."""

import json

import pytest

LIST = "/api/resource/Tool"
OURS = {"shelf": ["like", "HTTP-%"]}


@pytest.fixture(scope="module")
def tools(admin, town):
	"""Three tools in all: Hammer on A, Saw and Drill on B."""
	for title, kind in (("Saw", "Hand"), ("Drill", "Power")):
		admin.make("Tool", title=title, shelf="HTTP-B", kind=kind, price=3)
	return {row["title"]: row["name"] for row in listed(admin, fields=["title", "name"], filters=OURS)}


def listed(person, **params):
	answer = person.get(
		LIST, params={k: json.dumps(v) if not isinstance(v, str) else v for k, v in params.items()}
	)
	assert answer.status == 200, answer.text
	return answer.data


LISTS = (
	({"filters": {"title": "Saw"}, "fields": ["title", "kind"]}, [{"title": "Saw", "kind": "Hand"}]),
	({"filters": [["title", "=", "Saw"]], "fields": ["title"]}, [{"title": "Saw"}]),
	({"filters": [["Tool", "title", "=", "Saw"]], "fields": ["title", "serial_no"]}, [{"title": "Saw", "serial_no": None}]),
	({"filters": OURS, "fields": ["title"], "order_by": "title desc"}, [{"title": t} for t in ("Saw", "Hammer", "Drill")]),
	(
		{"filters": OURS, "fields": ["title"], "order_by": "title", "limit_start": 1, "limit_page_length": 1},
		[{"title": "Hammer"}],
	),
	({"filters": OURS, "fields": ["title"], "order_by": "title", "limit": 1}, [{"title": "Drill"}]),
	({"filters": OURS, "or_filters": {"title": "Saw", "kind": "Power"}, "fields": ["title"], "order_by": "title"}, [{"title": "Drill"}, {"title": "Saw"}]),
	({"filters": OURS, "fields": ["title", "kind"], "order_by": "title", "as_dict": 0}, [["Drill", "Power"], ["Hammer", ""], ["Saw", "Hand"]]),
	(
		{"filters": OURS, "fields": ["shelf", "count(name) as n"], "group_by": "shelf", "order_by": "shelf"},
		[{"shelf": "HTTP-A", "n": 1}, {"shelf": "HTTP-B", "n": 2}],
	),
	({"filters": {"title": "Saw"}, "fields": ["shelf.room as room"]}, [{"room": "North"}]),
	({"filters": [["Tool Part", "part_name", "=", "head"]], "fields": ["title"]}, [{"title": "Hammer"}]),
	({"filters": {"title": "nothing such"}}, []),
)  # fmt: skip


@pytest.mark.parametrize(("params", "expected"), LISTS, ids=lambda value: json.dumps(value)[:60])
def test_a_list_is_asked_by_parameters_in_json(params, expected, admin, tools):
	assert listed(admin, **params) == expected


def test_a_list_gives_names_and_at_most_twenty(admin, town):
	for number in range(21):
		admin.make("Visit", remark=f"row {number}")
	rows = admin.get("/api/resource/Visit").data
	assert len(rows) == 20
	assert list(rows[0]) == ["name"]
	assert len(admin.get("/api/resource/Visit?limit_page_length=0").data) > 20


def test_a_list_expands_a_link(admin, tools):
	row = listed(admin, filters={"title": "Saw"}, fields=["title", "shelf"], expand=["shelf"])[0]
	assert (row["shelf"]["name"], row["shelf"]["room"]) == ("HTTP-B", "North")


BAD_LISTS = (
	({"fields": '["nope"]'}, 417, "DataError", "Field not permitted in query: nope"),
	({"filters": '{"nope": 1}'}, 417, "DataError", "Field not permitted in query: nope"),
	({"order_by": "name; select 1"}, 417, "ValidationError", "Illegal SQL Query"),
)


@pytest.mark.parametrize(("params", "status", "exc_type", "message"), BAD_LISTS)
def test_a_list_refuses_what_it_does_not_know(params, status, exc_type, message, admin):
	answer = admin.get(LIST, params=params)
	assert (answer.status, answer.exc_type) == (status, exc_type)
	assert answer.said[0]["message"] == message


@pytest.mark.parametrize("params", [{"filters": "{bad"}, {"fields": "[bad"}, {"fields": '["(select 1)"]'}])
def test_a_list_with_broken_parameters_is_an_error(params, admin, stricter):
	assert admin.get(LIST, params=params).status == (417 if stricter("broken_parameters") else 500)


def test_an_unknown_operator_is_refused_with_a_list_of_those_there_are(admin):
	answer = admin.get(LIST, params={"filters": '[["title", "~", "x"]]'})
	assert answer.status == 417
	assert answer.said[0]["message"].startswith("Operator must be one of =, !=, >, <, >=, <=, like")


def test_a_record_comes_without_its_empty_fields(admin, tools):
	record = admin.get(f"{LIST}/{tools['Hammer']}").data
	assert "serial_no" not in record
	assert (record["kind"], record["price"], record["lendable"], record["docstatus"]) == ("", 0.0, 1, 0)
	assert record["doctype"] == "Tool"
	row = record["parts"][0]
	assert (row["parent"], row["parentfield"], row["parenttype"], row["idx"]) == (
		tools["Hammer"],
		"parts",
		"Tool",
		1,
	)
	assert "__unsaved" not in row


def test_times_are_written_to_the_microsecond(admin, tools):
	record = admin.get(f"{LIST}/{tools['Hammer']}").data
	assert len(record["creation"]) == len("2026-01-01 10:00:00.000000")
	assert len(record["bought_on"]) == len("2026-01-01")


def test_a_record_expands_its_links(admin, tools):
	record = admin.get(f"{LIST}/{tools['Hammer']}?expand_links=1").data
	assert record["shelf"]["shelf_code"] == "HTTP-A"


def test_fields_of_a_higher_level_stay_with_those_who_have_it(people, tools):
	path = f"{LIST}/{tools['Hammer']}"
	assert people["keeper"].get(path).data["private_notes"] == "hidden"
	assert "private_notes" not in people["helper"].get(path).data
	rows = listed(people["helper"], filters={"name": tools["Hammer"]}, fields=["title", "private_notes"])
	assert rows == [{"title": "Hammer"}]


def test_select_lists_names(people, town):
	names = {row["name"] for row in people["visitor"].get("/api/resource/Shelf").data}
	assert {"HTTP-A", "HTTP-B"} <= names


def test_the_condition_of_an_app_filters_a_list(people, town):
	rows = people["visitor"].get("/api/resource/Visit", params={"fields": '["shelf"]'}).data
	assert rows == [{"shelf": "HTTP-A"}]


def test_a_single_is_one_record(admin):
	record = admin.get("/api/resource/Shed Settings/Shed Settings").data
	assert (record["name"], record["max_loans"], record["kit"]) == ("Shed Settings", 3, [])


def test_a_name_may_hold_a_slash_or_a_space(admin):
	answer = admin.get("/api/resource/Tool/a/b c")
	assert (answer.status, answer.said[0]["message"]) == (404, "Tool a/b c not found")
