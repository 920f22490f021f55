"""frappe.db: reading single values, writing past documents, plain SQL, savepoints."""

import datetime

import frappe

from contractapp.tests.test_filters import FiveToolsTestCase


class DatabaseTestCase(FiveToolsTestCase):
	def setUp(self):
		super().setUp()
		self.saw = self.names["Saw"]


class TestReading(DatabaseTestCase):
	def test_get_value_by_name(self):
		rows = (
			(("title",), {}, "Saw"),
			((), {}, self.saw),
			((["title", "kind"],), {}, ("Saw", "Hand")),
			((["title"],), {}, "Saw"),
			((["title", "kind"],), {"as_dict": True}, {"title": "Saw", "kind": "Hand"}),
			(("title",), {"as_dict": True}, {"title": "Saw"}),
			(("shelf.room",), {}, "South"),
		)
		for arguments, options, expected in rows:
			with self.subTest(arguments):
				self.assertEqual(frappe.db.get_value("Tool", self.saw, *arguments, **options), expected)
		self.assertEqual(frappe.db.get_value("Tool", self.saw, "*", as_dict=True).title, "Saw")

	def test_get_value_of_nothing_is_none(self):
		for fields, options in (("title", {}), (["title", "kind"], {}), (["title"], {"as_dict": True})):
			self.assertIsNone(frappe.db.get_value("Tool", "no such", fields, **options))

	def test_get_value_by_filters(self):
		rows = (
			({"title": "Saw"}, "Saw"),
			([["kind", "=", "Hand"], ["quantity", "<", 3]], "Saw"),
			({"quantity": [">", 6]}, "awl"),
			({"title": ["like", "%aw"]}, "Saw"),
			({"title": ["in", ["Saw"]]}, "Saw"),
			({"bought_on": ["is", "not set"]}, "ladder"),
			({"bought_on": None}, "ladder"),
			({"kind": "Nothing"}, None),
		)
		for filters, expected in rows:
			with self.subTest(filters):
				self.assertEqual(frappe.db.get_value("Tool", filters, "title"), expected)

	def test_the_newest_change_is_found_first_unless_ordered(self):
		hand = {"kind": "Hand"}
		self.assertEqual(frappe.db.get_value("Tool", hand, "title"), "Saw")
		self.assertEqual(frappe.db.get_value("Tool", hand, "title", order_by="quantity desc"), "Hammer")
		self.assertEqual(frappe.db.get_value("Tool", hand, "title", order_by="quantity asc"), "Saw")

	def test_get_values_gives_all_rows(self):
		rows = (
			({}, (("Hammer", 5), ("Saw", 2))),
			({"as_dict": True}, [{"title": "Hammer", "quantity": 5}, {"title": "Saw", "quantity": 2}]),
		)
		for options, expected in rows:
			found = frappe.db.get_values(
				"Tool", {"kind": "Hand"}, ["title", "quantity"], order_by="title asc", **options
			)
			self.assertEqual(found, expected)
		titles = frappe.db.get_values("Tool", {"kind": "Hand"}, "title", order_by="title asc", pluck=True)
		self.assertEqual(titles, ["Hammer", "Saw"])

	def test_an_aggregate_as_a_value(self):
		self.assertEqual(frappe.db.get_value("Tool", {"kind": "Hand"}, "count(name)"), 2)
		self.assertEqual(frappe.db.get_value("Tool", {"kind": "Hand"}, "max(quantity)"), 5)

	def test_exists_gives_the_name_or_none(self):
		rows = (
			(("Tool", self.saw), self.saw),
			(("Tool", "no such"), None),
			(("Tool", {"title": "Saw"}), self.saw),
			(("Tool", {"title": "zz"}), None),
			(("Tool", {"title": ["like", "Sa%"]}), self.saw),
			(({"doctype": "Tool", "title": "Saw"},), self.saw),
			(("Tool", None), None),
			(("Tool", ""), None),
			(("DocType", "Tool"), "Tool"),
			(("Shed Settings",), "Shed Settings"),
		)
		for arguments, expected in rows:
			with self.subTest(arguments):
				self.assertEqual(frappe.db.exists(*arguments), expected)

	def test_tables_and_columns_can_be_asked_for(self):
		self.assertEqual([frappe.db.table_exists(t) for t in ("Tool", "Nope")], [True, False])
		self.assertEqual([frappe.db.has_column("Tool", c) for c in ("title", "nope")], [True, False])
		self.assertIn("parenttype", frappe.db.get_table_columns("Tool Part"))

	def test_cached_values_and_documents(self):
		self.assertEqual(frappe.get_cached_value("Tool", self.saw, "title"), "Saw")
		self.assertEqual(frappe.get_cached_value("Tool", self.saw, ["title", "kind"]), ["Saw", "Hand"])
		self.assertIsNone(frappe.get_cached_value("Tool", "no such", "title"))
		self.assertEqual(frappe.get_cached_doc("Tool", self.saw).title, "Saw")
		frappe.get_doc("Tool", self.saw).update({"title": "Blade"}).save()
		self.assertEqual(frappe.get_cached_value("Tool", self.saw, "title"), "Blade")
		frappe.clear_document_cache("Tool", self.saw)


class TestDocuments(DatabaseTestCase):
	def test_a_document_by_name_by_filters_or_the_last(self):
		self.assertEqual(frappe.get_doc("Tool", self.saw).title, "Saw")
		self.assertEqual(frappe.get_doc("Tool", {"title": "Saw"}).name, self.saw)
		self.assertEqual(frappe.get_last_doc("Tool").title, "awl")
		self.assertEqual(frappe.get_last_doc("Tool", {"kind": "Hand"}).title, "Saw")

	def test_a_missing_document_is_an_error_that_names_it(self):
		message = "Tool no such not found"
		self.assertRefused(frappe.DoesNotExistError, message, frappe.get_doc, "Tool", "no such")
		with self.assertRaises(frappe.DoesNotExistError):
			frappe.get_doc("Tool", {"title": "zz"})
		with self.assertRaises(frappe.DoesNotExistError):
			frappe.get_last_doc("Tool", {"title": "zz"})

	def test_an_unknown_doctype_is_an_import_error(self):
		with self.assertRaises(ImportError):
			frappe.get_doc("No Such Doctype", "x")

	def test_get_value_and_set_value_of_the_module_ask_the_document(self):
		self.assertEqual(frappe.get_value("Tool", self.saw, "title"), "Saw")
		self.assertEqual(frappe.set_value("Tool", self.saw, "title", "Blade").public_code, "blade")


class TestWriting(DatabaseTestCase):
	def read(self, *fields):
		return frappe.db.get_value("Tool", self.saw, list(fields))

	def test_set_value_writes_one_or_many_fields(self):
		self.assertIsNone(frappe.db.set_value("Tool", self.saw, "title", "Blade"))
		frappe.db.set_value("Tool", self.saw, {"kind": "Power", "bought_on": datetime.date(2026, 5, 5)})
		expected = ("Blade", "Power", datetime.date(2026, 5, 5))
		self.assertEqual(self.read("title", "kind", "bought_on"), expected)

	def test_set_value_by_filters_writes_all_that_match(self):
		frappe.db.set_value("Tool", {"kind": "Hand"}, "room", "x")
		self.assertEqual(set(frappe.get_all("Tool", {"room": "x"}, pluck="title")), {"Hammer", "Saw"})

	def test_set_value_moves_modified_unless_told_otherwise(self):
		before = self.read("modified", "name")[0]
		frappe.db.set_value("Tool", self.saw, "room", "x", update_modified=False)
		self.assertEqual(self.read("modified", "name")[0], before)
		frappe.db.set_value("Tool", self.saw, "room", "y")
		self.assertGreater(self.read("modified", "name")[0], before)
		frappe.db.set_value(
			"Tool", self.saw, "room", "z", modified="2020-01-01 00:00:00", modified_by="Guest"
		)
		self.assertEqual(self.read("modified", "modified_by"), (datetime.datetime(2020, 1, 1), "Guest"))

	def test_delete_by_filters(self):
		frappe.db.delete("Tool", {"kind": ["in", ["Hand", "Power"]]})
		self.assertEqual(frappe.get_all("Tool", pluck="title"), ["ladder"])

	def test_bulk_insert_writes_rows_as_they_are(self):
		fields, rows = ["name", "text", "parent"], [["x1", "a", "p"], ["x2", "b", "p"]]
		frappe.db.bulk_insert("Visit Line", fields, rows)
		self.assertEqual(frappe.db.count("Visit Line", {"parent": "p"}), 2)

	def test_a_savepoint_takes_back_what_came_after_it(self):
		frappe.db.set_value("Tool", self.saw, "room", "before")
		frappe.db.savepoint("here")
		frappe.db.set_value("Tool", self.saw, "room", "after")
		frappe.db.rollback(save_point="here")
		self.assertEqual(self.read("room", "name")[0], "before")
		frappe.db.savepoint("there")
		frappe.db.release_savepoint("there")

	def test_global_and_user_defaults(self):
		frappe.db.set_default("shed_colour", "green")
		self.assertEqual(frappe.db.get_default("shed_colour"), "green")
		self.assertEqual(frappe.defaults.get_global_default("shed_colour"), "green")
		frappe.defaults.set_user_default("shed_side", "left")
		self.assertEqual(frappe.defaults.get_user_default("shed_side"), "left")
		self.assertIsNone(frappe.db.get_default("shed_side"))


class TestPlainSQL(DatabaseTestCase):
	def test_values_are_bound_in_every_form(self):
		rows = (
			("where name = %s", self.saw, ["Saw"]),
			("where name = %s", [self.saw], ["Saw"]),
			("where kind = %s and quantity > %s", ("Hand", 1), ["Hammer", "Saw"]),
			("where name = %(name)s", {"name": self.saw}, ["Saw"]),
			("where title in %s", (("Saw", "Hammer"),), ["Hammer", "Saw"]),
			("where title in %(titles)s", {"titles": ["Saw", "Hammer"]}, ["Hammer", "Saw"]),
			("where title like %s", ("S%",), ["Saw"]),
			("where title like 'S%%' and kind = %s", ("Hand",), ["Saw"]),
			("where bought_on = %s", (datetime.date(2026, 2, 20),), ["Saw"]),
			("where lendable = %s", (False,), ["awl"]),
		)
		for where, values, expected in rows:
			with self.subTest(where):
				found = frappe.db.sql(
					f"select title from `tabTool` {where} order by title", values, pluck=True
				)
				self.assertEqual(found, expected)

	def test_without_values_a_percent_sign_is_itself(self):
		self.assertEqual(frappe.db.sql("select title from `tabTool` where title like 'S%'"), (("Saw",),))

	def test_values_come_back_as_they_went_in(self):
		given = ("O'Brien", "back\\slash", "50%", None, 3)
		self.assertEqual(frappe.db.sql("select %s, %s, %s, %s, %s", given), (given,))

	def test_shapes_of_a_result(self):
		query = "select title, quantity as n from `tabTool` where name = %s"
		rows = (
			({}, (("Saw", 2),)),
			({"as_dict": True}, [{"title": "Saw", "n": 2}]),
			({"as_list": True}, [["Saw", 2]]),
		)
		for options, expected in rows:
			self.assertEqual(frappe.db.sql(query, self.saw, **options), expected)
		self.assertEqual(frappe.db.sql(query, "no such"), ())
		self.assertEqual(frappe.db.sql(query, "no such", as_dict=True), [])

	def test_an_escaped_text_is_one_value(self):
		for text in ("O'Brien", "back\\slash", '"', "a;--"):
			with self.subTest(text):
				self.assertEqual(frappe.db.sql(f"select {frappe.db.escape(text)}")[0][0], text)

	def test_an_update_is_seen_at_once(self):
		frappe.db.sql("update `tabTool` set room = %s where name = %s", ("u", self.saw))
		self.assertEqual(frappe.db.get_value("Tool", self.saw, "room"), "u")
