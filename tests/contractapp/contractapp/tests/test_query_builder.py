"""frappe.qb over the same five tools: every kind of statement in use, with what it gives back."""

import datetime

import frappe
from frappe.query_builder import Case, DocType, Field, Order
from frappe.query_builder.functions import (
	Abs,
	Avg,
	Coalesce,
	Count,
	Date,
	GroupConcat,
	IfNull,
	Length,
	Lower,
	Max,
	Min,
	Round,
	Substring,
	Sum,
)

from contractapp.tests.test_filters import FiveToolsTestCase

Tool = DocType("Tool")
Shelf = frappe.qb.DocType("Shelf")
Part = frappe.qb.DocType("Tool Part")

CONDITIONS = (
	(Tool.kind == "Hand", "Hammer Saw"),
	((Tool.kind == "Hand") & (Tool.quantity > 3), "Hammer"),
	((Tool.title == "Saw") | (Tool.title == "awl"), "awl Saw"),
	(~(Tool.title == "Saw"), "awl Drill Hammer ladder"),
	(Tool.kind != "Hand", "awl Drill ladder"),
	(Tool.title.isin(["Saw", "awl"]), "awl Saw"),
	(Tool.title.notin(["Saw", "awl"]), "Drill Hammer ladder"),
	(Tool.title.like("%a%"), "awl Hammer ladder Saw"),
	(Tool.bought_on.isnull(), "ladder"),
	(Tool.bought_on.isnotnull(), "awl Drill Hammer Saw"),
	(Tool.bought_on.between("2026-01-01", "2026-02-28"), "Hammer Saw"),
	(Tool.bought_on[datetime.date(2026, 1, 1) : datetime.date(2026, 2, 28)], "Hammer Saw"),
	(Tool.bought_on > datetime.date(2026, 2, 1), "Drill Saw"),
	(Tool.serviced_at <= datetime.datetime(2026, 2, 1, 1, 2, 3), "Hammer"),
	(Tool.lendable == 0, "awl"),
	(Tool.title == "O'Brien \\ %s", ""),
	(Tool.name.isin(frappe.qb.from_(Part).select(Part.parent).where(Part.qty > 1)), "Hammer Saw"),
	(Tool.quantity * Tool.price > 45, "Hammer"),
)


def select(*terms):
	return frappe.qb.from_(Tool).select(*terms)


class TestQueryBuilder(FiveToolsTestCase):
	def test_conditions(self):
		for condition, expected in CONDITIONS:
			with self.subTest(str(condition)):
				found = select(Tool.title).where(condition).orderby(Tool.title).run(pluck=True)
				self.assertEqual(" ".join(found), expected)

	def test_shapes_of_a_result(self):
		query = select(Tool.title, Tool.quantity.as_("n")).where(Tool.title == "Saw")
		rows = (
			({}, (("Saw", 2),)),
			({"as_dict": True}, [{"title": "Saw", "n": 2}]),
			({"as_list": True}, [["Saw", 2]]),
			({"pluck": True}, ["Saw"]),
		)
		for options, expected in rows:
			with self.subTest(options):
				self.assertEqual(query.run(**options), expected)
		self.assertEqual(query.run(as_dict=True)[0].n, 2)

	def test_names_can_be_plain_text(self):
		query = frappe.qb.from_("Tool").select("title").where(Tool.kind == "Hand").orderby("title")
		self.assertEqual(query.run(pluck=True), ["Hammer", "Saw"])

	def test_joins(self):
		joined = select(Tool.title, Shelf.room).join(Shelf).on(Tool.shelf == Shelf.name)
		self.assertEqual(joined.orderby(Tool.title).limit(2).run(), (("awl", "North"), ("Drill", "South")))
		on = (Part.parent == Tool.name) & (Part.parenttype == "Tool")
		left = frappe.qb.from_(Tool).left_join(Part).on(on).select(Tool.title, Part.part_name)
		expected = (("Drill", None), ("Hammer", "head"), ("Hammer", "grip"))
		hand = left.where(Tool.title.isin(["Drill", "Hammer"])).orderby(Tool.title).orderby(Part.idx)
		self.assertEqual(hand.run(), expected)

	def test_groups(self):
		sums = [Sum(Tool.price), Avg(Tool.quantity), Max(Tool.bought_on), Min(Tool.title)]
		terms = [Tool.kind, Count("*").as_("n"), *sums]
		query = select(*terms).groupby(Tool.kind).having(Count("*") > 1).orderby(Tool.kind, order=Order.desc)
		expected = (
			("Power", 2, 104.99, 3.5, datetime.date(2026, 3, 5), "awl"),
			("Hand", 2, 30.5, 3.5, datetime.date(2026, 2, 20), "Hammer"),
		)
		self.assertEqual(query.run(), expected)

	def test_counts(self):
		self.assertEqual(select(Count("*")).run(), ((5,),))
		self.assertEqual(select(Count(Tool.kind).distinct()).run(), ((3,),))
		self.assertEqual(select(Sum(Case().when(Tool.kind == "Hand", 1).else_(0))).run(), ((2,),))
		self.assertEqual(
			select(Tool.kind).distinct().orderby(Tool.kind).run(pluck=True), ["", "Hand", "Power"]
		)

	def test_a_case_with_several_branches(self):
		word = Case().when(Tool.price > 50, "dear").when(Tool.price == 0, "free").else_("cheap")
		found = select(Tool.title, word.as_("word")).orderby(Tool.title).run()
		words = {"awl": "cheap", "Drill": "dear", "Hammer": "cheap", "ladder": "free", "Saw": "cheap"}
		self.assertEqual(found, tuple(words.items()))

	def test_functions(self):
		rows = (
			(Coalesce(Tool.bought_on, "2000-01-01"), "ladder", "2000-01-01"),
			(IfNull(Tool.price, 5), "ladder", 0),
			(Date(Tool.serviced_at), "Saw", datetime.date(2026, 2, 20)),
			(Lower(Tool.title), "Saw", "saw"),
			(Length(Tool.title), "Saw", 3),
			(Round(Tool.price), "Drill", 100),
			(Abs(Tool.quantity - 9), "Saw", 7),
			(Substring(Tool.title, 1, 2), "Saw", "Sa"),
			((Tool.price * Tool.quantity), "Saw", 41.0),
		)
		for term, title, expected in rows:
			with self.subTest(str(term)):
				found = select(term).where(Tool.title == title).run()[0][0]
				self.assertEqual(found, expected)

	def test_texts_of_a_group_in_one(self):
		query = frappe.qb.from_(Part).select(GroupConcat(Part.part_name)).groupby(Part.parent)
		found = sorted(sorted(row[0].split(",")) for row in query.run())
		self.assertEqual(found, [["blade"], ["grip", "head"]])

	def test_a_select_from_a_select(self):
		counts = select(Tool.kind, Count("*").as_("n")).groupby(Tool.kind)
		self.assertEqual(frappe.qb.from_(counts).select(Max(Field("n"))).run(), ((2,),))

	def test_pages(self):
		query = select(Tool.title).orderby(Tool.title).limit(2).offset(1)
		self.assertEqual(query.run(pluck=True), ["Drill", "Hammer"])

	def test_an_alias_for_a_table(self):
		other = DocType("Tool").as_("other")
		query = frappe.qb.from_(other).select(other.title).where(other.title == "Saw")
		self.assertEqual(query.run(), (("Saw",),))

	def test_update_insert_and_delete(self):
		frappe.qb.update(Tool).set(Tool.room, "x").set("kind", "Power").where(Tool.title == "Saw").run()
		self.assertEqual(frappe.db.get_value("Tool", self.names["Saw"], ["room", "kind"]), ("x", "Power"))
		frappe.qb.from_(Tool).delete().where(Tool.title == "awl").run()
		self.assertFalse(frappe.db.exists("Tool", {"title": "awl"}))
		frappe.qb.into("Visit Line").columns("name", "text").insert("n1", "a").run()
		self.assertEqual(frappe.db.get_value("Visit Line", "n1", "text"), "a")

	def test_get_query_takes_the_filters_of_a_list(self):
		query = frappe.qb.get_query(
			"Tool", filters={"kind": "Hand", "quantity": [">", 3]}, fields=["title", "quantity"]
		)
		self.assertEqual(query.run(as_dict=True), [{"title": "Hammer", "quantity": 5}])

	def test_a_value_is_quoted_in_the_text_of_a_query(self):
		text = select(Tool.title).where(Tool.kind == "Ha'nd").get_sql()
		self.assertTrue(text.endswith("'Ha''nd'"), text)
