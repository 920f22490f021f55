"""Lists and values: filters, fields, joins and order, as Frappe 15 answers."""

from datetime import date, datetime

import pytest

from minibench.errors import ValidationError
from minibench.query import get_all, get_count, select, statement_of, where

pytest_plugins = ("town",)


def names(filters=None, **more):
	return get_all("Town Request", filters=filters, order_by="name", pluck="name", **more)


@pytest.mark.parametrize(
	("filters", "expected"),
	[
		(None, "ABCD"),
		("A", "A"),
		({"status": "Open"}, "AC"),
		({"status": "open"}, "AC"),
		({"status": ["=", ""]}, "D"),
		({"status": None}, "D"),
		({"status": ["!=", "Open"]}, "BD"),
		({"status": ["!=", ""]}, "ABC"),
		({"status": ["in", ["Open", "Closed"]]}, "ABC"),
		({"status": ["in", "Open, Closed"]}, "ABC"),
		({"status": ["in", ["Closed", None]]}, "BD"),
		({"status": ["in", []]}, "D"),
		({"status": ["not in", ["Open"]]}, "BD"),
		({"status": ["not in", []]}, "ABC"),
		({"status": ["not in", ["Open", None]]}, "B"),
		({"title": ["like", "%s%"]}, "ABC"),
		({"title": ["like", "%50%%"]}, "C"),
		({"title": ["not like", "F%"]}, "BCD"),
		({"title": "It's 50% off"}, "C"),
		({"title": ["is", "set"]}, "ABC"),
		({"title": ["is", "not set"]}, "D"),
		({"due": ["is", "set"]}, "AB"),
		({"due": ["<", "2024-03-01"]}, "ACD"),
		({"due": [">", "2024-02-01"]}, "AB"),
		({"due": ["between", ["2024-02-29", "2024-02-29"]]}, "A"),
		({"due": date(2024, 3, 1)}, "B"),
		({"due": datetime(2024, 3, 1, 12)}, "B"),
		({"seen": ["between", ["2024-02-29", "2024-02-29"]]}, "A"),
		({"seen": ["between", ["2024-02-29 11:00:00", "2024-03-01"]]}, "B"),
		({"seen": ["between", [date(2024, 2, 1), date(2024, 2, 29)]]}, "A"),
		({"seen": "2024-02-29 10:30:00"}, "A"),
		({"seen": [">=", "2024-03-01"]}, "B"),
		({"at": "09:00:00"}, "A"),
		({"age": "5"}, "A"),
		({"age": [">", 4]}, "AB"),
		({"age": ["in", ["5", 7]]}, "AB"),
		({"age": ["is", "set"]}, "AB"),
		({"cost": [">", "1"]}, "A"),
		({"docstatus": ["<", 2], "age": 0}, "CD"),
		({"name": ["in", ["A", "D"]]}, "AD"),
		([["status", "=", "Open"], ["Town Request", "age", ">", 1]], "A"),
		([["status", "=", "Open"], {"age": 0}], "C"),
		([["Town Request", "status", "=", "Open", False]], "AC"),
		('{"status": "Closed"}', "B"),
		('[["status", "=", "Closed"]]', "B"),
		([["Town Item", "what", "=", "ink"]], "A"),
		({"what": "ink"}, "A"),
	],
)  # fmt: skip
def test_filters_of_every_form_find_what_frappe_finds(requests, filters, expected):
	assert "".join(names(filters)) == expected


@pytest.mark.parametrize(
	"filters",
	[
		{"school.area": "Lake"},
		[["school.area", "=", "Lake"]],
		{"items.what": "ink"},
		{"age": ["between", [5, 6]]},
		[["age", 5]],
		["A", "B"],
	],
	ids=str,
)
def test_filters_that_frappe_has_not_are_refused(requests, filters):
	with pytest.raises(ValidationError):
		names(filters)


def test_or_filters_are_joined_and_then_narrowed_by_the_filters(requests):
	assert names({"school": "North"}, or_filters={"age": 5, "status": "Closed"}) == ["A"]
	assert names(or_filters=[["age", "=", 5], ["age", "=", 7]]) == ["A", "B"]


def test_a_date_filter_without_a_date_means_today_as_on_frappe(requests):
	from minibench.utils.dates import today

	requests.db.set_value("Town Request", "C", "due", today())
	assert names({"due": None}) == ["C"]


def test_a_timespan_is_a_between(requests):
	from minibench.utils.dates import today

	requests.db.set_value("Town Request", "C", "due", today())
	assert names({"due": ["Timespan", "this month"]}) == ["C"]
	assert names({"creation": ["timespan", "today"]}) == list("ABCD")


@pytest.mark.parametrize(
	"filters",
	[
		{"status": ["regexp", "x"]},
		[["status"]],
		["status", "=", "Open"],
		{"status": ["="]},
		{"due": "nonsense"},
		[7.5],
	],
)
def test_what_is_no_filter_is_refused(requests, filters):
	with pytest.raises(ValidationError):
		names(filters)


def test_a_child_filter_gives_a_row_for_each_match_unless_distinct(requests):
	filters = [["Town Item", "amount", ">", 1]]
	assert names(filters) == ["A", "A", "B"]
	assert names(filters, distinct=True) == ["A", "B"]


def test_rows_are_dictionaries_tuples_or_values(requests):
	row = get_all("Town Request", {"name": "A"}, ["name", "due", "seen", "age", "cost"])[0]
	expected = {
		"name": "A",
		"due": date(2024, 2, 29),
		"seen": datetime(2024, 2, 29, 10, 30),
		"age": 5,
		"cost": 1.5,
	}
	assert row == expected and row.age == 5
	assert get_all("Town Request", ["name", "age"], {"name": "A"}, as_list=True) == (("A", 5),)
	assert get_all("Town Request", {"name": "none"}, as_list=True) == ()
	assert get_all("Town Request", {"age": 7}, pluck="title") == ["Second"]
	assert get_all("Town Request", fields=["title", "age"], filters={"age": 7}, pluck="age") == [7]
	assert get_all("Town Request", {"name": "A"}, update={"kind": "x"}) == [{"name": "A", "kind": "x"}]


def test_star_gives_all_columns(requests):
	row = get_all("Town Request", fields=["*"], filters={"name": "A"})[0]
	assert row.notes == "dark" and row.owner == "Administrator" and "items" not in row
	assert get_all("Town Request", fields="*", filters={"name": "A"}) == [row]


def test_functions_aliases_and_names_of_result_columns(requests):
	fields = [
		"count(name) as n",
		"sum(age) as s",
		"avg(age)",
		"max(due) as d",
		"min(seen)",
		"count(distinct school)",
	]
	assert get_all("Town Request", fields=fields, order_by=None) == [
		{
			"n": 4, "s": 12.0, "avg(age)": 3.0, "d": date(2024, 3, 1), "min(seen)": datetime(2024, 2, 29, 10, 30),
			"count(distinct school)": 2,
		}
	]  # fmt: skip
	row = get_all(
		"Town Request",
		fields=[
			"`tabTown Request`.`name`",
			"title as t",
			"ifnull(status, '-') as `s`",
			"date(seen) as day",
			"age/2 as half",
		],
		filters={"name": "A"},
	)[0]
	assert row == {"name": "A", "t": "First", "s": "Open", "day": date(2024, 2, 29), "half": 2.5}
	assert get_all("Town Request", fields=["count(*)"]) == [{"count(*)": 4}]
	assert isinstance(get_all("Town Request", fields=["sum(age) as s"])[0].s, float)


def test_grouping_with_order_by_an_alias(requests):
	rows = get_all(
		"Town Request",
		fields=["school", "count(name) as n"],
		filters={"school": ["is", "set"]},
		group_by="school",
		order_by="n desc",
		as_list=True,
	)
	assert rows == (("North", 2), ("South", 1))
	rows = get_all(
		"Town Request", fields=["status"], group_by="`tabTown Request`.`status`", order_by="count(name) desc"
	)
	assert rows[0] == {"status": "Open"}


def test_link_and_child_fields_come_through_joins(requests):
	rows = get_all(
		"Town Request", fields=["name", "school.area", "school.school_name as sn"], order_by="name asc"
	)
	assert rows[0] == {"name": "A", "area": "Hill", "sn": "North School"} and rows[3].area is None
	rows = get_all(
		"Town Request",
		fields=["name", "items.what"],
		filters={"name": "A"},
		order_by="`tabTown Item`.idx desc",
	)
	assert {row.what for row in rows} == {"ink", "pen", "knife"}


def test_limits_and_orders(requests):
	assert names(limit=2) == ["A", "B"]
	assert names(limit_start=1, limit_page_length=2) == ["B", "C"]
	assert names(start=3, page_length=5) == ["D"]
	assert names(limit_page_length=0) == names(limit="0") == list("ABCD")
	assert get_all("Town Request", order_by="age desc, name asc", pluck="name") == ["B", "A", "C", "D"]
	requests.db.set_value("Town Request", "B", "modified", "2099-01-01 00:00:00")
	assert get_all("Town Request", pluck="name")[0] == "B"
	assert get_all("Town Request", order_by=None, limit=1)


def test_order_by_a_table_that_is_not_selected_is_refused(requests):
	with pytest.raises(ValidationError, match="Please select atleast 1 column from Town Item to sort/group"):
		get_all("Town Request", order_by="`tabTown Item`.`idx`")


def test_direct_conditions_compare_as_sql_does(requests):
	db = requests.db
	assert db.count("Town Request", {"status": ["!=", "Open"]}) == 1
	assert db.count("Town Request", {"status": None}) == 1
	assert db.count("Town Request", {"due": ["<", "2024-03-01"]}) == 1
	assert db.count("Town Request", {"name": ["in", []]}) == 0
	assert db.count("Town Request", [["status", "=", "Open"], ["age", ">", 0]]) == 1
	assert db.count("Town Request") == 4
	assert db.get_value("Town Request", {"status": "Open"}, ["name", "due"], order_by="age desc") == (
		"A",
		date(2024, 2, 29),
	)
	assert db.get_value("Town Request", {"age": [">", 0]}, order_by="age") == "B"
	assert where("Town Request", {"age": 1}) == (" where `tabTown Request`.`age` = %s", [1])
	assert select("Town Request", ["name"], "A", limit=1) == (
		"select `tabTown Request`.`name` from `tabTown Request` where `tabTown Request`.`name` = %s limit 1 offset 0",
		["A"],
	)


def test_counting_asks_as_listing_does(requests):
	assert get_count("Town Request") == 4
	assert get_count("Town Request", {"status": "Open"}) == 2
	assert get_count("Town Request", [["Town Item", "amount", ">", 1]]) == 3
	assert get_count("Town Request", [["Town Item", "amount", ">", 1]], distinct=True) == 2
	assert get_count("Town Request", limit=3) == 3


def test_a_list_of_twenty_is_built_in_well_under_half_a_millisecond(requests):
	from time import perf_counter

	fields = ["name", "title", "school", "status", "due", "age", "modified"]
	filters = [["Town Request", "status", "=", "Open"], ["Town Request", "school", "=", "North"]]
	best = 1.0
	for _ in range(50):
		start = perf_counter()
		statement_of("Town Request", fields, filters, limit=20)
		best = min(best, perf_counter() - start)
	assert best < 0.0003
