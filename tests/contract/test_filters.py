"""Every kind of filter, field, order and page that a list over HTTP takes. `TOOLS` are the records asked for."""

import json

import pytest

LIST = "/api/resource/Tool"
OURS = ["Tool", "title", "like", "Filter %"]
TOOLS = (
	("Filter Axe", "HTTP-A", "Hand", 3, "2026-01-10", [{"part_name": "blade", "qty": 2}, {"part_name": "grip"}]),
	("Filter Bit", "HTTP-B", "Hand", 5, "2026-02-10", []),
	("Filter Cut", "HTTP-B", "Power", 7, "2020-03-01", [{"part_name": "blade"}]),
)  # fmt: skip


@pytest.fixture(scope="module")
def names(admin, town):
	"""{last letter of the title's first: name} of the three tools."""
	keys = ("title", "shelf", "kind", "price", "bought_on", "parts")
	made = [admin.make("Tool", **dict(zip(keys, tool, strict=True))) for tool in TOOLS]
	admin.put(f"{LIST}/{made[0]['name']}", {"serial_no": "FILTER-1"})
	return {tool["title"][7]: tool["name"] for tool in made}


def asked(person, *filters, **params):
	"""The answer to a list of our tools: `filters` beside the one that makes them ours."""
	params = {"fields": ["title"], "order_by": "title asc", "filters": [OURS, *filters], **params}
	sent = {key: value if isinstance(value, str) else json.dumps(value) for key, value in params.items()}
	return person.get(LIST, params=sent)


def letters(answer) -> str:
	assert answer.status == 200, answer.text
	return "".join(row["title"][7] for row in answer.data)


OPERATORS = (
	("title", "=", "Filter Axe", "A"), ("kind", "!=", "Hand", "C"), ("price", ">", 3, "BC"), ("price", ">=", 5, "BC"),
	("price", "<", 5, "A"), ("price", "<=", 5, "AB"), ("price", "=", "5", "B"),
	("title", "like", "%t", "BC"), ("title", "not like", "%t", "A"), ("title", "LIKE", "filter a%", "A"),
	("title", "in", ["Filter Axe", "Filter Cut"], "AC"), ("title", "in", "Filter Axe,Filter Cut", "AC"),
	("title", "not in", ["Filter Axe"], "BC"), ("title", "in", [], ""),
	("bought_on", "between", ["2026-01-01", "2026-01-31"], "A"), ("bought_on", "<", "2026-02-10", "AC"),
	("bought_on", "!=", "2026-01-10", "BC"),
	("creation", "between", ["2020-01-01", "2020-01-02"], ""), ("creation", "timespan", "today", "ABC"),
	("creation", "timespan", "last year", ""), ("creation", "previous", "1 week", ""), ("creation", "next", "1 week", ""),
	("serial_no", "is", "set", "A"), ("serial_no", "is", "not set", "BC"), ("serial_no", "=", "", "BC"),
	("serial_no", "=", None, "BC"), ("serial_no", "!=", "FILTER-1", "BC"), ("serial_no", "in", ["", "x"], "BC"),
	("lendable", "=", 1, "ABC"), ("lendable", "=", "0", ""), ("docstatus", "<", 1, "ABC"), ("idx", "=", 0, "ABC"),
	("owner", "=", "Administrator", "ABC"), ("modified_by", "like", "Admin%", "ABC"), ("_user_tags", "like", "%x%", ""),
	("title", "=", "O'Brien", ""), ("title", "=", "100%", ""), ("title", "like", "%\\%%", ""),
)  # fmt: skip


@pytest.mark.parametrize(("field", "operator", "value", "expected"), OPERATORS)
def test_an_operator_finds_what_it_says(field, operator, value, expected, admin, names):
	assert letters(asked(admin, ["Tool", field, operator, value])) == expected


FORMS = (
	([["title", "=", "Filter Axe"]], {}, "A"),
	([["Tool", "title", "=", "Filter Axe", False]], {}, "A"),
	([["Tool Part", "part_name", "=", "grip"]], {}, "A"),
	([["Tool Part", "part_name", "=", "blade"]], {"distinct": 1}, "AC"),
	([["Tool Part", "part_name", "is", "not set"]], {}, "B"),
	([["Tool Part", "qty", ">", 1], ["Tool", "kind", "=", "Hand"]], {}, "A"),
	([], {"or_filters": [["Tool", "kind", "=", "Power"], ["Tool", "price", "<", 4]]}, "AC"),
	([], {"or_filters": [["kind", "=", "Power"], ["price", "<", 4]]}, "AC"),
	([], {"or_filters": {"kind": "Power", "price": ["<", 4]}}, "AC"),
	([], {"or_filters": [["Tool Part", "part_name", "=", "grip"], ["Tool", "kind", "=", "Power"]]}, "AC"),
	([["Tool", "kind", "=", "Hand"]], {"or_filters": [["price", "=", 7], ["price", "=", 5]]}, "B"),
)


@pytest.mark.parametrize(("filters", "params", "expected"), FORMS, ids=lambda value: str(value)[:60])
def test_a_filter_may_be_written_in_several_ways(filters, params, expected, admin, names):
	assert letters(asked(admin, *filters, **params)) == expected


def test_filters_may_be_a_dictionary_or_nothing(admin, names):
	values = ({"title": "Filter Axe"}, {"title": ["like", "Filter A%"]}, {"name": names["A"]})
	assert [letters(asked(admin, filters=value)) for value in values] == ["A", "A", "A"]
	for nothing in ("{}", "[]", "null"):
		assert admin.get(LIST, params={"filters": nothing}).status == 200


FIELDS = (
	(["title", "parts.part_name"], [["Filter Axe", "blade"], ["Filter Axe", "grip"], ["Filter Bit", None], ["Filter Cut", "blade"]]),
	(["title", "`tabTool Part`.`qty` as n"], [["Filter Axe", 1], ["Filter Axe", 2], ["Filter Bit", None], ["Filter Cut", 1]]),
	(["`tabTool`.`title`", "shelf.room"], [["Filter Axe", "North"], ["Filter Bit", "North"], ["Filter Cut", "North"]]),
	(["title as t", "shelf.shelf_name as s"], [["Filter Axe", "Shelf HTTP-A"], ["Filter Bit", "Shelf HTTP-B"], ["Filter Cut", "Shelf HTTP-B"]]),
	(["`title`", "ifnull(serial_no, '-') as s"], [["Filter Axe", "FILTER-1"], ["Filter Bit", "-"], ["Filter Cut", "-"]]),
	(["upper(title) as t"], [["FILTER AXE"], ["FILTER BIT"], ["FILTER CUT"]]),
)  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), FIELDS)
def test_a_field_may_come_from_a_table_or_a_link_or_a_function(fields, expected, admin, names):
	rows = asked(admin, fields=fields, as_dict=0).data
	assert sorted(rows, key=str) == sorted(expected, key=str)


AGGREGATES = (
	({"fields": ["count(name) as n", "sum(price) as s", "avg(price) as a", "min(price) as l", "max(price) as h"]},
		[{"n": 3, "s": 15, "a": 5, "l": 3, "h": 7}]),
	({"fields": ["count(distinct kind) as n"]}, [{"n": 2}]),
	({"fields": ["count(name)"]}, [{"count(name)": 3}]),
	({"fields": ["kind", "sum(price) as s"], "group_by": "kind", "order_by": "kind"},
		[{"kind": "Hand", "s": 8}, {"kind": "Power", "s": 7}]),
	({"fields": ["kind", "shelf", "count(name) as n"], "group_by": "kind, shelf", "order_by": "kind, shelf"},
		[{"kind": "Hand", "shelf": "HTTP-A", "n": 1}, {"kind": "Hand", "shelf": "HTTP-B", "n": 1},
			{"kind": "Power", "shelf": "HTTP-B", "n": 1}]),
	({"fields": ["`tabTool`.`kind`", "count(`tabTool`.`name`) as n"], "group_by": "`tabTool`.`kind`",
		"order_by": "n desc, `tabTool`.`kind` asc"}, [{"kind": "Hand", "n": 2}, {"kind": "Power", "n": 1}]),
	({"fields": ["kind"], "distinct": 1, "order_by": "kind"}, [{"kind": "Hand"}, {"kind": "Hand"}, {"kind": "Power"}]),
)  # fmt: skip


@pytest.mark.parametrize(("params", "expected"), AGGREGATES, ids=lambda value: str(value)[:60])
def test_figures_are_grouped_and_counted(params, expected, admin, names):
	assert asked(admin, **{"order_by": "", **params}).data == expected


PAGES = (
	({"order_by": "kind desc, title asc"}, "CAB"),
	({"order_by": "`tabTool`.`price` desc"}, "CBA"),
	({"limit": 1}, "A"),
	({"limit": 0}, "ABC"),
	({"limit_page_length": 0}, "ABC"),
	({"limit_page_length": "all"}, "ABC"),
	({"limit_start": 1, "limit_page_length": 1}, "B"),
	({"limit_start": 2, "limit_page_length": 9}, "C"),
	({"limit_start": 9, "limit_page_length": 9}, ""),
)


@pytest.mark.parametrize(("params", "expected"), PAGES, ids=lambda value: str(value)[:60])
def test_a_list_is_ordered_and_cut_into_pages(params, expected, admin, names):
	assert letters(asked(admin, **params)) == expected


def test_rows_come_as_lists_when_dictionaries_are_not_wanted(admin, names):
	rows = asked(admin, fields=["title", "price"], as_dict=0, limit=1).data
	assert rows == [["Filter Axe", 3.0]]


def test_a_star_stands_for_the_fields_of_the_doctype(admin, people, names):
	row = asked(admin, fields=["*"], limit=1).data[0]
	assert {"name", "owner", "creation", "modified", "docstatus", "idx", "title", "private_notes"} <= set(row)
	assert not {"_user_tags", "_comments", "_assign", "_liked_by", "parts"} & set(row)
	seen = asked(people["helper"], fields=["*"], limit=1).data[0]
	assert "title" in seen
	assert "private_notes" not in seen


REFUSED = (
	({"fields": ["`tabTool`.*"]}, [], "DataError", "Field not permitted in query: tabTool.*"),
	({"fields": ["count(*) as n"]}, [], "DataError", "Field not permitted in query: *"),
	({"fields": ["title", "nope"]}, [], "DataError", "Field not permitted in query: nope"),
	({}, ["Tool", "nope", "=", 1], "DataError", "Field not permitted in query: nope"),
	({}, ["Tool", "shelf.room", "=", "North"], "DataError", "Field not permitted in query: shelf.room"),
	({}, ["Tool Part", "nope", "=", 1], "DataError", "Field not permitted in query: nope"),
)


@pytest.mark.parametrize(("params", "row", "exc_type", "message"), REFUSED)
def test_what_may_not_be_asked_is_named(params, row, exc_type, message, admin, names):
	answer = asked(admin, *([row] if row else []), **params)
	assert (answer.status, answer.exc_type) == (417, exc_type), answer.text
	assert answer.said[0]["message"] == message


def test_a_filter_on_an_unknown_doctype_is_not_found(admin, names):
	answer = asked(admin, ["Nope", "x", "=", 1])
	assert (answer.status, answer.exc_type) == (404, "DoesNotExistError")
	assert answer.said[0]["message"] == "DocType Nope not found"


# What Frappe gives to the database as it is: the answer is the database's error.
BROKEN = (
	({}, ["Tool", "title", "is", "maybe"]),
	({}, ["Tool", "price", "between", [3]]),
	({}, ["Tool", "price", "between", [3, 5]]),
	({}, ["title"]),
	({}, ["Shelf", "room", "=", "North"]),
	({}, ["shelf.room", "=", "North"]),
	({"order_by": "nope"}, None),
	({"order_by": "title sideways"}, None),
	({"order_by": "shelf.room"}, None),
	({"limit_start": -1}, None),
	({"fields": ["sleep(1)"]}, None),
	({"fields": "title"}, None),
	({"filters": "5"}, None),
)


@pytest.mark.parametrize(("params", "row"), BROKEN, ids=str)
def test_a_list_that_cannot_be_made_is_an_error(params, row, admin, names, stricter):
	status = asked(admin, *([row] if row else []), **params).status
	assert status == (417 if stricter("broken_parameters") else 500)


@pytest.mark.parametrize(
	"operator", ["descendants of", "ancestors of", "not descendants of", "not ancestors of"]
)
def test_a_tree_is_asked_only_where_there_is_one(operator, admin, names, stricter):
	answer = asked(admin, ["Tool", "shelf", operator, "HTTP-A"])
	if stricter("no_trees"):
		assert (answer.status, answer.exc_type) == (417, "ValidationError")
		assert answer.said[0]["message"].startswith("Operator must be one of =, !=, >, <, >=, <=, like")
	else:
		assert (answer.status, answer.exc_type) == (500, "OperationalError")


def test_a_timespan_that_is_none_is_an_error(admin, names, stricter):
	answer = asked(admin, ["Tool", "creation", "timespan", "soon"])
	if stricter("unknown_timespan"):
		assert (answer.status, answer.said[0]["message"]) == (417, "Invalid timespan: soon")
	else:
		assert letters(answer) == "ABC"


def test_a_function_of_one_database_is_refused(admin, names, stricter):
	answer = asked(admin, fields=["year(bought_on) as y"])
	if stricter("functions_of_one_database"):
		assert (answer.status, answer.exc_type) == (417, "DataError")
	else:
		assert [row["y"] for row in answer.data] == [2026, 2026, 2020]
