"""Every form of filter, over the same five tools."""

import datetime

import frappe
from frappe.utils import add_days, add_months, get_first_day, nowdate

from contractapp.tests.factories import ContractTestCase, make_five_tools

FILTERS = (
	({"kind": "Hand"}, "Hammer Saw"),
	({"kind": ("=", "Hand")}, "Hammer Saw"),
	({"kind": ["!=", "Hand"]}, "Drill ladder awl"),
	({"kind": ["!=", ""]}, "Hammer Saw Drill awl"),
	({"kind": ["in", ["Hand", "Power"]]}, "Hammer Saw Drill awl"),
	({"kind": ["in", ("Hand",)]}, "Hammer Saw"),
	({"kind": ["in", "Hand,Power"]}, "Hammer Saw Drill awl"),
	({"shelf": ["in", []]}, ""),
	({"kind": ["not in", ["Hand"]]}, "Drill ladder awl"),
	({"kind": ["not in", ["Hand", ""]]}, "Drill awl"),
	({"shelf": ["not in", []]}, "Hammer Saw Drill ladder awl"),
	({"kind": ["is", "set"]}, "Hammer Saw Drill awl"),
	({"kind": ["is", "not set"]}, "ladder"),
	({"kind": None}, "ladder"),
	({"kind": ""}, "ladder"),
	({"title": ["like", "%a%"]}, "Hammer Saw ladder awl"),
	({"title": ["like", "A%"]}, "awl"),
	({"title": ["like", "awl"]}, "awl"),
	({"title": ["like", "50%"]}, ""),
	({"title": ["not like", "%a%"]}, "Drill"),
	({"title": "HAMMER"}, "Hammer"),
	({"title": "O'Brien \\ %s ; --"}, ""),
	({"quantity": [">", 1]}, "Hammer Saw awl"),
	({"quantity": [">=", 2]}, "Hammer Saw awl"),
	({"quantity": ["<", 2]}, "Drill ladder"),
	({"quantity": ["<=", 2]}, "Saw Drill ladder"),
	({"quantity": ["in", [1, 2]]}, "Saw ladder"),
	({"quantity": "5"}, "Hammer"),
	({"quantity": 0}, "Drill"),
	({"lendable": False}, "awl"),
	({"price": ["=", "20.5"]}, "Saw"),
	({"bought_on": "2026-02-20"}, "Saw"),
	({"bought_on": datetime.date(2026, 2, 20)}, "Saw"),
	({"bought_on": [">", "2026-02-20"]}, "Drill"),
	({"bought_on": [">=", datetime.date(2026, 2, 20)]}, "Saw Drill"),
	({"bought_on": ["!=", "2026-02-20"]}, "Hammer Drill ladder awl"),
	({"bought_on": ["not in", ["2026-02-20"]]}, "Hammer Drill ladder awl"),
	({"bought_on": ["between", ["2026-01-10", "2026-02-20"]]}, "Hammer Saw"),
	({"bought_on": ["is", "set"]}, "Hammer Saw Drill awl"),
	({"bought_on": ["is", "not set"]}, "ladder"),
	({"serviced_at": [">=", "2026-02-20"]}, "Saw Drill"),
	({"serviced_at": ["between", ["2026-01-10", "2026-02-20"]]}, "Hammer Saw"),
	({"serviced_at": ["between", ["2026-01-10 09:00:00", "2026-03-05"]]}, "Saw Drill"),
	({"kind": "Hand", "quantity": [">", 3]}, "Hammer"),
	([["kind", "=", "Hand"], ["quantity", ">", 3]], "Hammer"),
	([["Tool", "kind", "=", "Hand"]], "Hammer Saw"),
	([["Tool", "kind", "is", "set"], ["Tool", "shelf", "=", "S2"]], "Saw Drill"),
	([["Tool Part", "part_name", "=", "blade"]], "Saw"),
	([["Tool Part", "qty", ">", 1], ["Tool", "kind", "=", "Hand"]], "Hammer Saw"),
	('{"kind": "Hand"}', "Hammer Saw"),
	(None, "Hammer Saw Drill ladder awl"),
	({}, "Hammer Saw Drill ladder awl"),
)
OR_FILTERS = (
	(None, {"kind": "Power", "title": "Saw"}, "Saw Drill awl"),
	(None, [["kind", "=", "Power"], ["title", "=", "Saw"]], "Saw Drill awl"),
	({"shelf": "S2"}, [["kind", "=", "Power"], ["title", "=", "Hammer"]], "Drill"),
	(None, [["quantity", ">", 6], ["title", "like", "H%"]], "Hammer awl"),
)


class FiveToolsTestCase(ContractTestCase):
	def setUp(self):
		super().setUp()
		self.names = make_five_tools()

	def titles(self, **arguments) -> str:
		rows = frappe.get_all(
			"Tool", fields=["title"], order_by="`tabTool`.`name` asc", distinct=True, **arguments
		)
		return " ".join(row.title for row in rows)


class TestFilters(FiveToolsTestCase):
	def test_lists_are_filtered_by_every_operator(self):
		for filters, expected in FILTERS:
			with self.subTest(filters):
				rows = frappe.get_all("Tool", filters=filters, fields=["name", "title"], distinct=True)
				self.assertEqual({row.title for row in rows}, set(expected.split()))

	def test_lists_with_permission_are_filtered_alike(self):
		for filters, expected in FILTERS:
			with self.subTest(filters):
				rows = frappe.get_list("Tool", filters=filters, fields=["name", "title"], distinct=True)
				self.assertEqual({row.title for row in rows}, set(expected.split()))

	def test_or_filters_are_one_bracket_beside_the_filters(self):
		for filters, or_filters, expected in OR_FILTERS:
			with self.subTest(or_filters):
				found = frappe.get_all("Tool", filters=filters, or_filters=or_filters, pluck="title")
				self.assertEqual(set(found), set(expected.split()))

	def test_an_empty_date_is_before_every_date(self):
		found = frappe.get_all("Tool", filters={"bought_on": ["<", "2026-02-20"]}, pluck="title")
		self.assertEqual(set(found), {"Hammer", "ladder", "awl"})

	def test_count_takes_the_same_filters(self):
		rows = (
			({"kind": "Hand"}, 2),
			({"kind": ["in", ["Hand", "Power"]]}, 4),
			({"bought_on": ["between", ["2026-01-10", "2026-02-20"]]}, 2),
			([["kind", "=", "Hand"], ["quantity", ">", 3]], 1),
			({"bought_on": ["is", "not set"]}, 1),
			({"title": ["like", "%a%"]}, 4),
			(None, 5),
		)
		for filters, expected in rows:
			with self.subTest(filters):
				self.assertEqual(frappe.db.count("Tool", filters), expected)

	def test_timespans_are_counted_from_today(self):
		first = get_first_day(nowdate())
		days = {
			"Hammer": nowdate(),
			"Saw": add_days(nowdate(), -1),
			"Drill": add_months(first, -1),
			"ladder": add_days(nowdate(), -400),
			"awl": add_days(nowdate(), 1),
		}
		for title, day in days.items():
			frappe.db.set_value("Tool", self.names[title], "bought_on", day)
		rows = (("today", "Hammer"), ("yesterday", "Saw"), ("tomorrow", "awl"), ("last month", "Drill"))
		for span, title in rows:
			with self.subTest(span):
				found = frappe.get_all("Tool", filters={"bought_on": ["timespan", span]}, pluck="title")
				self.assertIn(title, found)
				self.assertNotIn("ladder", found)
				self.assertEqual(
					found, frappe.get_all("Tool", {"bought_on": ["Timespan", span]}, pluck="title")
				)

	def test_an_unknown_operator_is_refused(self):
		with self.assertRaises(frappe.ValidationError) as refusal:
			frappe.get_all("Tool", filters={"title": ["~", "x"]})
		self.assertTrue(str(refusal.exception).startswith("Operator must be one of =, !=, >, <"))

	def test_an_unknown_field_or_doctype_is_an_error(self):
		for arguments in ({"doctype": "Tool", "filters": {"nope": 1}}, {"doctype": "Nope"}):
			with self.subTest(arguments):
				self.assertFails(frappe.get_all, **arguments)
