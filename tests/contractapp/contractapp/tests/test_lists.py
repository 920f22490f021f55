"""What a list gives back: shape, order, paging, fields of links and rows, groups and sums."""

import datetime

import frappe

from contractapp.tests.test_filters import FiveToolsTestCase


def tools(**arguments):
	return frappe.get_all("Tool", **arguments)


class TestShapes(FiveToolsTestCase):
	def test_without_fields_a_row_is_its_name(self):
		self.assertEqual(tools(filters={"title": "Saw"}), [{"name": self.names["Saw"]}])

	def test_the_newest_change_comes_first(self):
		frappe.db.set_value("Tool", self.names["Hammer"], "room", "x")
		self.assertEqual(tools(pluck="title"), ["Hammer", "ladder", "awl", "Drill", "Saw"])

	def test_rows_answer_to_dots_and_brackets(self):
		row = tools(filters={"title": "Saw"}, fields=["title", "kind"])[0]
		self.assertEqual(
			[row.title, row["kind"], row.get("nothing"), row.nothing], ["Saw", "Hand", None, None]
		)

	def test_shapes_on_demand(self):
		saw = {"filters": {"title": "Saw"}}
		rows = (
			({**saw, "pluck": "kind"}, ["Hand"]),
			({**saw, "fields": ["title", "quantity"], "as_list": True}, (("Saw", 2),)),
			({**saw, "fields": "title"}, [{"title": "Saw"}]),
			({**saw, "fields": '["title", "kind"]'}, [{"title": "Saw", "kind": "Hand"}]),
			({**saw, "fields": ["title as what"]}, [{"what": "Saw"}]),
			(
				{"fields": ["kind"], "distinct": True, "order_by": "kind"},
				[{"kind": k} for k in ("", "Hand", "Power")],
			),
		)
		for arguments, expected in rows:
			with self.subTest(arguments):
				self.assertEqual(tools(**arguments), expected)
		self.assertEqual(frappe.get_all("Tool", {"title": "Saw"}, ["title"]), [{"title": "Saw"}])

	def test_a_star_gives_every_column(self):
		row = tools(fields=["*"], limit=1)[0]
		for column in (
			"name",
			"owner",
			"creation",
			"modified",
			"modified_by",
			"docstatus",
			"idx",
			"title",
			"shelf",
		):
			self.assertIn(column, row)
		self.assertNotIn("parts", row)

	def test_order_is_by_any_columns_without_regard_to_case(self):
		rows = (
			("title", "awl Drill Hammer ladder Saw"),
			("title desc", "Saw ladder Hammer Drill awl"),
			("kind desc, quantity asc", "Drill awl Saw Hammer ladder"),
			("bought_on asc", "ladder awl Hammer Saw Drill"),
			("`tabTool`.`price` desc", "Drill Saw Hammer awl ladder"),
		)
		for order, expected in rows:
			with self.subTest(order):
				self.assertEqual(" ".join(tools(pluck="title", order_by=order)), expected)

	def test_pages(self):
		rows = (
			({"limit": 2}, "awl Hammer"),
			({"page_length": 2, "start": 1}, "Hammer Saw"),
			({"limit_page_length": 2, "limit_start": 3}, "ladder Drill"),
			({"limit_page_length": "2"}, "awl Hammer"),
			({"limit": 0}, "awl Hammer Saw ladder Drill"),
		)
		for page, expected in rows:
			with self.subTest(page):
				found = tools(pluck="title", order_by="quantity desc", **page)
				self.assertEqual(" ".join(found), expected)

	def test_unsafe_pieces_of_sql_are_refused(self):
		rows = (
			{"fields": ["(select 1) as x"]},
			{"fields": ["sleep(1)"]},
			{"fields": ["concat(title, 'x') as y"]},
			{"order_by": "name; select 1"},
			{"group_by": "name; select 1"},
			{"fields": ["name; drop table x"]},
			{"order_by": "nope"},
		)
		for arguments in rows:
			with self.subTest(arguments):
				self.assertFails(frappe.get_list, "Tool", **arguments)


class TestOtherTables(FiveToolsTestCase):
	def test_fields_of_a_link(self):
		fields = ["title", "shelf.room as shelf_room", "shelf.shelf_code"]
		row = tools(fields=fields, filters={"title": "Saw"})[0]
		self.assertEqual(row, {"title": "Saw", "shelf_room": "South", "shelf_code": "S2"})

	def test_fields_of_rows_give_one_line_for_each_row(self):
		expected = [("Drill", None), ("Hammer", "grip"), ("Hammer", "head"), ("Saw", "blade")]
		for fields in (["title", "parts.part_name"], ["title", "`tabTool Part`.part_name"]):
			found = tools(fields=fields, filters={"title": ["in", ["Hammer", "Saw", "Drill"]]})
			self.assertEqual(sorted((r.title, r.part_name) for r in found), expected)

	def test_a_filter_on_rows_repeats_the_document_unless_distinct(self):
		arguments = {
			"filters": [["Tool Part", "qty", ">", 0]],
			"pluck": "title",
			"order_by": "`tabTool`.title",
		}
		self.assertEqual(tools(**arguments), ["Hammer", "Hammer", "Saw"])
		self.assertEqual(tools(distinct=True, **arguments), ["Hammer", "Saw"])

	def test_rows_are_listed_by_themselves(self):
		hammer = self.names["Hammer"]
		found = frappe.get_all("Tool Part", {"parent": hammer}, ["part_name", "parent"], order_by="idx")
		self.assertEqual(found, [{"part_name": p, "parent": hammer} for p in ("head", "grip")])
		found = frappe.get_list("Tool Part", parent_doctype="Tool", pluck="part_name", order_by="part_name")
		self.assertEqual(found, ["blade", "grip", "head"])


class TestSums(FiveToolsTestCase):
	def test_groups_with_every_aggregate(self):
		fields = [
			"kind",
			"count(name) as how_many",
			"sum(price) as worth",
			"avg(quantity) as middle",
			"max(bought_on) as latest",
			"min(quantity) as least",
		]
		found = tools(fields=fields, group_by="kind", order_by="kind", as_list=True)
		expected = (
			("", 1, 0.0, 1.0, None, 1),
			("Hand", 2, 30.5, 3.5, datetime.date(2026, 2, 20), 2),
			("Power", 2, 104.99, 3.5, datetime.date(2026, 3, 5), 0),
		)
		self.assertEqual(found, expected)

	def test_a_group_can_be_ordered_by_its_count(self):
		fields = ["kind", "count(*) as n"]
		found = tools(fields=fields, group_by="kind", order_by="n desc, kind desc", as_list=True)
		self.assertEqual(found, (("Power", 2), ("Hand", 2), ("", 1)))

	def test_aggregates_without_groups(self):
		rows = (
			("count(*) as n", None, 5),
			("count(distinct kind) as n", None, 3),
			("count(name) as n", {"title": "zz"}, 0),
			("sum(price) as n", {"title": "zz"}, None),
			("sum(quantity) as n", {"kind": "Hand"}, 7),
			("ifnull(max(price), 0) as n", {"title": "zz"}, 0),
			("round(avg(price), 1) as n", {"kind": "Hand"}, 15.3),
		)
		for field, filters, expected in rows:
			with self.subTest(field):
				self.assertEqual(tools(fields=[field], filters=filters)[0].n, expected)

	def test_a_function_over_a_column(self):
		fields = ["ifnull(bought_on, '2000-01-01') as day", "date(serviced_at) as serviced"]
		row = tools(fields=fields, filters={"title": "ladder"})[0]
		self.assertEqual([str(row.day), row.serviced], ["2000-01-01", None])
