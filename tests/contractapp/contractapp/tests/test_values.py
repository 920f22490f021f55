"""Types and values: as given, as stored, as read back by each way of reading."""

import datetime

import frappe

from contractapp.tests.factories import ContractTestCase, make_tool, new

GIVEN = {
	"bought_on": "2026-02-03",
	"serviced_at": "2026-02-03 04:05:06",
	"opens_at": "09:30:00",
	"quantity": "3",
	"weight": "1.23456",
	"price": "12.345",
	"share": "33.3333333",
	"lendable": "1",
	"kind": "Hand",
	"room": "South",
}
STORED = {
	"bought_on": datetime.date(2026, 2, 3),
	"serviced_at": datetime.datetime(2026, 2, 3, 4, 5, 6),
	"opens_at": datetime.timedelta(hours=9, minutes=30),
	"quantity": 3,
	"weight": 1.235,
	"price": 12.345,
	"share": 33.3333333,
	"lendable": 1,
	"kind": "Hand",
	"room": "South",
}
AGGREGATES = {
	"max(bought_on)": datetime.date(2026, 2, 3),
	"min(serviced_at)": datetime.datetime(2026, 2, 3, 4, 5, 6),
	"max(opens_at)": datetime.timedelta(hours=9, minutes=30),
	"sum(quantity)": 3.0,
	"avg(quantity)": 3.0,
	"count(name)": 1,
	"sum(price)": 12.345,
	"max(kind)": "Hand",
}


class TestValues(ContractTestCase):
	def assertSameTyped(self, actual, expected):
		self.assertEqual(actual, expected)
		self.assertIs(type(actual), type(expected), f"{actual!r} is no {type(expected).__name__}")

	def assertAllSameTyped(self, actual: dict, expected: dict):
		for key, value in expected.items():
			with self.subTest(key):
				self.assertSameTyped(actual[key], value)

	def test_a_document_just_inserted_holds_what_it_was_given(self):
		tool = make_tool(**GIVEN)
		self.assertAllSameTyped({key: tool.get(key) for key in GIVEN}, GIVEN)
		self.assertIsInstance(tool.creation, str)
		self.assertEqual(tool.creation, tool.modified)

	def test_a_reloaded_document_holds_python_values(self):
		tool = make_tool(**GIVEN).reload()
		self.assertAllSameTyped({key: tool.get(key) for key in STORED}, STORED)
		self.assertIsInstance(tool.creation, datetime.datetime)

	def test_every_way_of_reading_gives_the_same_types(self):
		name, fields = make_tool(**GIVEN).name, list(STORED)
		columns = ", ".join(f"`{field}`" for field in fields)
		query = f"select {columns} from `tabTool` where name = %s"
		rows = {
			"get_value": dict(zip(fields, frappe.db.get_value("Tool", name, fields), strict=True)),
			"get_value as_dict": frappe.db.get_value("Tool", name, fields, as_dict=True),
			"get_all": frappe.get_all("Tool", filters={"name": name}, fields=fields)[0],
			"get_list": frappe.get_list("Tool", filters={"name": name}, fields=fields)[0],
			"sql": dict(zip(fields, frappe.db.sql(query, name)[0], strict=True)),
			"sql as_dict": frappe.db.sql(query, (name,), as_dict=True)[0],
		}
		for way, row in rows.items():
			with self.subTest(way):
				self.assertAllSameTyped(row, STORED)

	def test_aggregates_keep_the_type_of_their_column(self):
		name = make_tool(**GIVEN).name
		for expression, value in AGGREGATES.items():
			with self.subTest(expression):
				fields = [f"{expression} as answer"]
				answer = frappe.get_all("Tool", filters={"name": name}, fields=fields)[0].answer
				self.assertSameTyped(answer, value)
				query = f"select {expression} from `tabTool` where name = %(name)s"
				self.assertSameTyped(frappe.db.sql(query, {"name": name})[0][0], value)

	def test_python_values_are_taken_as_well_as_text(self):
		tool = make_tool(**STORED)
		self.assertSameTyped(tool.bought_on, STORED["bought_on"])
		tool.reload()
		self.assertAllSameTyped({key: tool.get(key) for key in STORED}, STORED)

	def test_numbers_are_cleaned_when_stored(self):
		rows = (
			("quantity", "abc", 0),
			("quantity", "2.7", 2),
			("quantity", None, 1),
			("quantity", "", 0),
			("weight", "1,234.5", 1234.5),
			("weight", None, 0.0),
			("price", "", 0.0),
			("lendable", True, 1),
			("lendable", False, 0),
			("lendable", 5, 1),
			("lendable", "", 0),
			("lendable", None, 1),
		)
		for field, given, stored in rows:
			with self.subTest(f"{field} {given!r}"):
				self.assertSameTyped(make_tool(**{field: given}).reload().get(field), stored)

	def test_empty_dates_are_stored_as_nothing(self):
		tool = make_tool(bought_on="", serviced_at="", kind=None).reload()
		self.assertEqual([tool.bought_on, tool.serviced_at, tool.kind], [None, None, ""])

	def test_a_date_that_is_none_is_an_error(self):
		for text in ("nonsense", "2026-02-30"):
			with self.subTest(text):
				self.assertFails(make_tool, bought_on=text)

	def test_values_without_a_field_are_carried_but_not_stored(self):
		tool = make_tool(nonsense=3)
		self.assertEqual(tool.nonsense, 3)
		self.assertIsNone(frappe.get_doc("Tool", tool.name).get("nonsense"))

	def test_scripts_do_not_survive_being_stored(self):
		tool = make_tool(title="<script>alert(1)</script>Hi", story="<p onclick='x()'>a</p>").reload()
		self.assertNotIn("<script", tool.title)
		self.assertEqual(tool.story, "<p>a</p>")

	def test_standard_fields_are_filled(self):
		tool = make_tool().reload()
		self.assertEqual(
			[tool.owner, tool.modified_by, tool.docstatus, tool.idx], ["Administrator"] * 2 + [0, 0]
		)
		self.assertEqual(tool.docstatus.is_draft(), True)


class TestDocumentAsData(ContractTestCase):
	def test_as_dict_holds_every_field_and_the_doctype(self):
		tool = make_tool(parts=[{"part_name": "a"}]).reload()
		data = tool.as_dict()
		self.assertEqual(data.doctype, "Tool")
		self.assertIsNone(data["kind"] or None)
		self.assertIn("serial_no", data)
		self.assertEqual(data.parts[0].parenttype, "Tool")
		self.assertEqual(type(data).__name__, "_dict")

	def test_as_dict_can_leave_out_what_is_empty(self):
		data = make_tool().reload().as_dict(no_nulls=True)
		self.assertNotIn("serial_no", data)
		self.assertIn("title", data)
		self.assertIn("price", data)

	def test_as_json_is_sorted_and_writes_dates_as_text(self):
		data = frappe.parse_json(make_tool(**GIVEN).reload().as_json())
		self.assertEqual(list(data), sorted(data))
		self.assertEqual([data["bought_on"], data["opens_at"]], ["2026-02-03", "9:30:00"])
		self.assertEqual(data["serviced_at"], "2026-02-03 04:05:06")

	def test_get_looks_up_fields_and_filters_rows(self):
		tool = make_tool(parts=[{"part_name": "a", "qty": 2}, {"part_name": "b"}])
		self.assertEqual([p.part_name for p in tool.get("parts", {"qty": 2})], ["a"])
		self.assertEqual([p.part_name for p in tool.get("parts", {"qty": [">", 0]})], ["a", "b"])
		self.assertEqual(tool.get("parts", {"part_name": "z"}), [])
		self.assertEqual([tool.get("nothing"), tool.get("nothing", 5)], [None, 5])

	def test_update_sets_fields_and_replaces_tables(self):
		tool = make_tool(parts=[{"part_name": "a"}])
		tool.update({"title": "Saw", "parts": [{"part_name": "b"}, {"part_name": "c"}]})
		self.assertEqual([tool.title, [p.idx for p in tool.parts]], ["Saw", [1, 2]])

	def test_a_document_made_from_a_dict_has_no_defaults_until_inserted(self):
		tool = new("Tool", title="x")
		self.assertEqual([tool.grade, tool.lendable], [None, None])
		self.assertIsNone(tool.is_new())
		self.assertEqual(tool.as_dict().lendable, 0)

	def test_a_new_row_gets_its_defaults_when_saved_and_a_stored_one_keeps_what_it_has(self):
		tool = make_tool(parts=[{"part_name": "a"}])
		tool.parts[0].db_set("qty", 0)
		tool.reload().append("parts", {"part_name": "b"})
		tool.save()
		self.assertEqual([(row.part_name, row.qty) for row in tool.reload().parts], [("a", 0), ("b", 1)])

	def test_formatted_values_follow_the_country(self):
		tool = make_tool(**GIVEN).reload()
		rows = {
			"bought_on": "03-02-2026",
			"serviced_at": "03-02-2026 04:05:06",
			"opens_at": "09:30:00",
			"quantity": 3,
			"weight": "1.235",
			"price": "£ 12.35",
			"share": "33.33%",
			"lendable": 1,
		}
		for field, text in rows.items():
			with self.subTest(field):
				self.assertEqual(tool.get_formatted(field), text)

	def test_a_document_tells_its_title_and_its_page(self):
		tool = make_tool("Saw")
		self.assertEqual(tool.get_title(), "Saw")
		self.assertEqual(str(tool), f"Tool({tool.name})")
		self.assertEqual(tool.get_url(), f"/app/tool/{tool.name}")
