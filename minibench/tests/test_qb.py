"""frappe.qb: PyPika in SQLite's words, with safe literals."""

from datetime import date, datetime, timedelta

import pytest

from minibench.errors import ValidationError

pytest_plugins = ("town",)


@pytest.fixture
def qb(requests):
	from minibench.qb import qb

	return qb


def test_select_where_order_and_limit(qb):
	request = qb.DocType("Town Request")
	query = (
		qb.from_(request)
		.select(request.name, request.due)
		.where(request.status == "Open")
		.orderby(request.name)
	)
	assert query.run() == (("A", date(2024, 2, 29)), ("C", None))
	assert query.run(as_dict=True)[0] == {"name": "A", "due": date(2024, 2, 29)}
	assert query.limit(1).run(pluck=True) == ["A"]
	assert query.limit(1).offset(1).run(as_list=True) == [["C", None]]
	assert qb.from_("Town Request").select("name").where(request.name.isin(["A", "B"])).run(pluck="name") == [
		"A",
		"B",
	]


@pytest.mark.parametrize(
	"value", ["O'Brien", "' or 1=1 --", '"', "`", "\\", "\\'", "%", "%s", "%(x)s", "?", "it''s", "é", "a\nb"]
)
def test_texts_arrive_and_compare_unchanged(qb, value):
	request = qb.DocType("Town Request")
	qb.update(request).set(request.title, value).where(request.name == "A").run()
	found = qb.from_(request).select(request.name, request.title).where(request.title == value).run()
	assert found == (("A", value),)
	assert qb.from_(request).select(request.name).where(request.title.isin([value])).run(pluck=True) == ["A"]


def test_values_of_every_type(qb):
	request = qb.DocType("Town Request")

	def names(condition):
		return qb.from_(request).select(request.name).where(condition).orderby("name").run(pluck=True)

	assert names(request.due == date(2024, 2, 29)) == ["A"]
	assert names(request.seen == datetime(2024, 2, 29, 10, 30)) == ["A"]
	assert names(request.due[date(2024, 2, 1) : date(2024, 3, 31)]) == ["A", "B"]
	assert names(request.at == timedelta(hours=9)) == ["A"]
	assert names((request.age > 4) & (request.cost >= 1.5)) == ["A"]
	assert names(request.due.isnull() | (request.age == 7)) == ["B", "C", "D"]
	assert names(request.title.like("%50\\%%") | request.title.like("%50%%")) == ["C"]
	assert names(request.docstatus == False) == list("ABCD")  # noqa: E712
	assert names(request.status != "Open") == ["B"]


def test_functions_groups_and_joins(qb):
	from minibench.qb import Case, Coalesce, Count, Date, GroupConcat, IfNull, Max, Sum

	request, item, school = (qb.DocType(name) for name in ("Town Request", "Town Item", "Town School"))
	query = (
		qb.from_(request)
		.left_join(item)
		.on(item.parent == request.name)
		.inner_join(school)
		.on(school.name == request.school)
		.select(
			request.name,
			school.area,
			Sum(item.amount).as_("total"),
			Count("*").as_("rows"),
			GroupConcat(item.what).as_("all"),
		)
		.where(item.parentfield == "items")
		.groupby(request.name)
		.having(Count("*") > 0)
		.orderby(qb.Field("total"), order=qb.desc)
	)
	assert query.run() == (("B", "Lake", 10.0, 1, "pen"), ("A", "Hill", 5.0, 2, "pen,ink"))
	one = qb.from_(request).select(
		Max(request.due), Coalesce(Max(request.age), 0), Count(request.school).distinct()
	)
	assert one.run() == ((date(2024, 3, 1), 7, 2),)
	kind = Case().when(request.age > 5, "old").else_("young").as_("kind")
	rows = (
		qb.from_(request)
		.select(kind, IfNull(request.title, "none"), Date(request.seen))
		.orderby(request.name)
		.run()
	)
	assert rows[1][:2] == ("old", "Second") and rows[3][:2] == ("young", "none")


def test_subqueries_and_unions(qb):
	request, item = qb.DocType("Town Request"), qb.DocType("Town Item")
	parents = qb.from_(item).select(item.parent).where(item.what == "ink")
	assert qb.from_(request).select(request.name).where(request.name.isin(parents)).run(pluck=True) == ["A"]
	first = qb.from_(request).select(request.name, request.title).where(request.name == "A")
	second = qb.from_(request).select(request.name, request.title).where(request.name == "B")
	assert sorted((first + second).run()) == [("A", "First"), ("B", "Second")]


def test_insert_update_and_delete(qb):
	series = qb.DocType("Series")
	qb.into("Series").columns("name", "current").insert("X-", 3).run()
	assert qb.from_(series).select(series.current).where(series.name == "X-").run() == ((3,),)
	qb.update("Series").set("current", series.current + 1).where(series.name == "X-").run()
	assert qb.from_(series).select("current").for_update().run(pluck=True) == [4]
	qb.from_(series).delete().where(series.name == "X-").run()
	assert qb.from_(series).select("*").run() == ()


def test_names_cannot_end_their_quotes(qb):
	request = qb.DocType("Town Request")
	for name in ("name` from sqlite_master --", "`"):
		with pytest.raises(ValidationError):
			qb.from_(request).select(name)
		with pytest.raises(ValidationError):
			request[name]
		with pytest.raises(ValidationError):
			qb.DocType(name)


def test_a_column_called_field_is_a_column(qb, requests):
	requests.db.set_single_value("System Settings", "country", "Wales")
	singles = qb.DocType("Singles")
	query = (
		qb.from_(singles)
		.select(singles.value)
		.where((singles.field == "country") & (singles.doctype == "System Settings"))
	)
	assert query.run() == (("Wales",),)


def test_importing_the_facade_does_not_load_pypika():
	import subprocess
	import sys

	code = "import sys, minibench; minibench.activate(); import frappe; sys.exit('pypika' in sys.modules)"
	assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
