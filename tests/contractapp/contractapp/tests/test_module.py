"""Names of the module frappe: messages, hooks, expressions, JSON, cache, meta."""

import datetime

import frappe

from contractapp.tests.factories import ContractTestCase, last_message, make_shelf

HEARD = (
	(("hello",), {}, {"message": "hello", "title": "Message"}),
	(
		("hello",),
		{"title": "T", "indicator": "green", "alert": True},
		{"message": "hello", "title": "T", "indicator": "green", "alert": 1},
	),
	((["a", "b"],), {"as_list": True}, {"message": ["a", "b"], "as_list": 1, "title": "Message"}),
)
THROWN = (
	(("no",), {}, frappe.ValidationError, "Message"),
	(("no", frappe.PermissionError), {"title": "T"}, frappe.PermissionError, "T"),
	(("no",), {"exc": frappe.DoesNotExistError}, frappe.DoesNotExistError, "Message"),
)
EXPRESSIONS = (
	("1 + 2", 3),
	("doc.cost <= 100", True),
	("doc.cost <= 100 and not doc.name", True),
	("doc.nothing", None),
	("doc.get('cost')", 5),
	("word in ['a', 'b']", True),
	("int('3')", 3),
	("round(2.567, 1)", 2.6),
	("[n * 2 for n in (1, 2)]", [2, 4]),
	("'yes' if doc.cost else 'no'", "yes"),
)
REFUSED_EXPRESSIONS = (
	"__import__('os')",
	"open('x')",
	"().__class__",
	"len([1])",
	"sum([1])",
	"nothing",
	"1; 2",
	"frappe.db.sql('select 1')",
)


class TestMessages(ContractTestCase):
	def test_messages_are_kept_for_the_answer(self):
		for arguments, options, expected in HEARD:
			frappe.clear_messages()
			frappe.msgprint(*arguments, **options)
			with self.subTest(expected):
				self.assertEqual([dict(m) for m in frappe.get_message_log()], [expected])

	def test_a_throw_is_a_message_and_an_exception(self):
		for arguments, options, exception, title in THROWN:
			frappe.clear_messages()
			with self.subTest(exception), self.assertRaises(exception) as refusal:
				frappe.throw(*arguments, **options)
			self.assertEqual(str(refusal.exception), "no")
			entry = frappe.get_message_log()[-1]
			self.assertEqual([entry.message, entry.title, entry.indicator], ["no", title, "red"])
			self.assertEqual(entry.raise_exception, 1)

	def test_a_message_can_raise(self):
		with self.assertRaises(frappe.ValidationError):
			frappe.msgprint("x", raise_exception=True)
		with self.assertRaises(frappe.DoesNotExistError):
			frappe.msgprint("x", raise_exception=frappe.DoesNotExistError)

	def test_messages_can_be_cleared(self):
		for text in ("one", "two"):
			frappe.msgprint(text)
		frappe.clear_last_message()
		self.assertEqual(last_message(), "one")
		frappe.clear_messages()
		self.assertIsNone(last_message())

	def test_exceptions_know_their_status(self):
		rows = {
			frappe.ValidationError: 417,
			frappe.PermissionError: 403,
			frappe.AuthenticationError: 401,
			frappe.DoesNotExistError: 404,
			frappe.NameError: 409,
			frappe.DuplicateEntryError: 409,
			frappe.CSRFTokenError: 400,
			frappe.TooManyRequestsError: 429,
			frappe.MandatoryError: 417,
			frappe.LinkExistsError: 417,
			frappe.TimestampMismatchError: 417,
		}
		for exception, status in rows.items():
			with self.subTest(exception):
				self.assertEqual(exception.http_status_code, status)


class TestDict(ContractTestCase):
	def test_a_missing_key_is_none(self):
		data = frappe._dict(a=1)
		self.assertEqual([data.a, data.b, data.get("b", 3)], [1, None, 3])

	def test_it_is_written_with_a_dot_and_copied_as_itself(self):
		data = frappe._dict([("x", 1)])
		data.y = 2
		self.assertEqual(data, {"x": 1, "y": 2})
		self.assertIsInstance(data.copy(), frappe._dict)
		self.assertEqual(data.update({"z": 3}).z, 3)


class TestHooks(ContractTestCase):
	def test_hooks_of_all_apps_are_joined_in_lists(self):
		rows = (
			(("shed_greetings",), {}, ["good morning", "good evening"]),
			(("shed_limits",), {}, {"loans": [3]}),
			(("no_such_hook",), {}, []),
			(("no_such_hook",), {"default": "x"}, "x"),
			(("app_name",), {"app_name": "contractapp"}, ["contractapp"]),
		)
		for arguments, options, expected in rows:
			with self.subTest(arguments):
				self.assertEqual(frappe.get_hooks(*arguments, **options), expected)
		self.assertIn("contractapp", frappe.get_hooks("app_name"))

	def test_apps_and_their_parts_are_found(self):
		self.assertEqual(frappe.get_installed_apps()[0], "frappe")
		self.assertIn("contractapp", frappe.get_installed_apps())
		self.assertTrue(frappe.get_app_path("contractapp", "hooks.py").endswith("contractapp/hooks.py"))
		self.assertTrue(frappe.get_module_path("Contract", "doctype").endswith("contract/doctype"))
		self.assertEqual(frappe.get_attr("contractapp.events.note").__name__, "note")

	def test_an_app_can_replace_the_class_of_a_doctype(self):
		self.assertEqual(make_shelf("S1").label, "S1: Shelf S1")
		self.assertEqual(frappe.get_doc("Shelf", "S1").label, "S1: Shelf S1")

	def test_the_schedule_of_an_app_is_stored(self):
		rows = (("every_day", "Daily", None), ("every_ten_minutes", "Cron", "*/10 * * * *"))
		for name, frequency, cron in rows:
			with self.subTest(name):
				job = frappe.get_doc("Scheduled Job Type", {"method": f"contractapp.events.{name}"})
				self.assertEqual([job.frequency, job.cron_format or None, job.stopped], [frequency, cron, 0])

	def test_a_name_that_is_not_there_is_an_error(self):
		with self.assertRaises(AttributeError):
			frappe.get_attr("contractapp.events.nothing")
		with self.assertRaises(ImportError):
			frappe.get_attr("contractapp.nothing.nothing")

	def test_call_passes_on_only_the_arguments_asked_for(self):
		self.assertEqual(frappe.call("contractapp.permissions.shelves_of", user="x", other=1), [])


class TestExpressions(ContractTestCase):
	def test_what_an_expression_may_say(self):
		names = {"doc": frappe._dict(cost=5), "word": "a"}
		for expression, expected in EXPRESSIONS:
			with self.subTest(expression):
				self.assertEqual(frappe.safe_eval(expression, None, names), expected)

	def test_what_an_expression_may_not_say(self):
		for expression in REFUSED_EXPRESSIONS:
			with self.subTest(expression), self.assertRaises((SyntaxError, NameError)):
				frappe.safe_eval(expression, None, {"doc": frappe._dict()})


class TestData(ContractTestCase):
	def test_json_goes_both_ways(self):
		text = frappe.as_json({"b": datetime.date(2026, 1, 1), "a": None})
		self.assertEqual(text, '{\n "a": null,\n "b": "2026-01-01"\n}')
		self.assertEqual(frappe.parse_json('{"a": 1}').a, 1)
		self.assertEqual([frappe.parse_json("[1]"), frappe.parse_json({"a": 1})], [[1], {"a": 1}])

	def test_the_cache_keeps_values_and_makes_missing_ones(self):
		cache = frappe.cache()
		cache.set_value("shed", {"a": [1]})
		self.assertEqual(cache.get_value("shed"), {"a": [1]})
		cache.delete_value("shed")
		self.assertIsNone(cache.get_value("shed"))
		self.assertEqual(cache.get_value("made", generator=lambda: 5), 5)
		cache.hset("many", "one", 1)
		self.assertEqual([cache.hget("many", "one"), cache.hget("many", "two")], [1, None])
		for key in ("made", "many"):
			cache.delete_value(key)

	def test_settings_of_the_site(self):
		self.assertEqual(frappe.get_system_settings("time_zone"), "Europe/London")
		self.assertEqual(frappe.db.get_single_value("System Settings", "country"), "United Kingdom")
		self.assertIsNone(frappe.conf.get("no_such_setting"))

	def test_an_error_can_be_logged(self):
		log = frappe.log_error(title="Broken", message="what happened")
		stored = frappe.db.get_value("Error Log", log.name, ["method", "error"])
		self.assertEqual(stored, ("Broken", "what happened"))

	def test_text_is_translated_by_position(self):
		self.assertEqual(frappe._("Row {0} of {1}").format(1, 2), "Row 1 of 2")


class TestMeta(ContractTestCase):
	def test_meta_describes_a_doctype(self):
		meta = frappe.get_meta("Tool")
		rows = (
			(meta.get_label("shelf"), "Shelf"),
			(meta.get_label("name"), "ID"),
			(meta.get_field("shelf").options, "Shelf"),
			(meta.get_field("nothing"), None),
			(meta.get_options("grade"), "Good\nWorn\nBroken"),
			([meta.has_field("title"), meta.has_field("nothing")], [True, False]),
			(meta.get_title_field(), "title"),
			(meta.get_search_fields(), ["title", "grade", "name"]),
			([f.fieldname for f in meta.get_table_fields()], ["parts"]),
			([f.fieldname for f in meta.get_link_fields()], ["shelf", "keeper"]),
			(meta.get("fields", {"fieldtype": "Select"})[0].fieldname, "naming_series"),
			([meta.is_submittable, meta.istable, meta.issingle, meta.track_changes], [0, 0, 0, 1]),
			(frappe.get_meta("Tool Part").istable, 1),
			(frappe.get_meta("Shed Settings").issingle, 1),
		)
		for answer, expected in rows:
			with self.subTest(expected):
				self.assertEqual(answer, expected)
		self.assertNotIn("parts", meta.get_valid_columns())
		self.assertIn("modified_by", meta.get_valid_columns())
