"""What a field's definition makes the server check, each with the exact sentence shown."""

import frappe

from contractapp.tests.factories import ContractTestCase, make, make_shelf, make_tool

REFUSED = (
	(
		"grade",
		"Zzz",
		frappe.ValidationError,
		' Grade cannot be "Zzz". It should be one of "Good", "Worn", "Broken"',
	),
	("kind", "Zzz", frappe.ValidationError, ' Kind cannot be "Zzz". It should be one of "", "Hand", "Power"'),
	("quantity", -1, frappe.NonNegativeError, "Value cannot be negative for Tool: <strong>Quantity</strong>"),
	("price", "-0.5", frappe.NonNegativeError, "Value cannot be negative for Tool: <strong>Price</strong>"),
	("supplier_email", "nope", frappe.InvalidEmailAddressError, "nope is not a valid Email Address"),
	("supplier_phone", "abc", frappe.InvalidPhoneNumberError, "abc is not a valid Phone Number"),
	("manual_url", "nope", frappe.ValidationError, "'<strong>nope</strong>' is not a valid URL"),
	("short_code", ["x"], frappe.ValidationError, "Value for Short Code cannot be a list"),
	("keeper", [], frappe.ValidationError, "Value for Keeper cannot be a list"),
	("keeper", "nobody", frappe.LinkValidationError, "Could not find Keeper: nobody"),
	(
		"parts",
		[{"part_name": "a", "size": "XL"}],
		frappe.ValidationError,
		'Row #1: Size cannot be "XL". It should be one of "S", "M", "L"',
	),
)
ACCEPTED = (
	("grade", ""),
	("weight", -2.0),
	("supplier_email", "a@b.test, c@d.test"),
	("supplier_email", "Ann <a@b.test>"),
	("supplier_phone", "+44 (0)20 7946-0958"),
	("manual_url", "https://example.com/x"),
	("manual_url", "/files/x"),
	("short_code", "é" * 10),
	("title", "x" * 140),
	("quantity", 0),
)


class TestFieldRules(ContractTestCase):
	def setUp(self):
		super().setUp()
		make_shelf()

	def test_values_that_break_a_rule_are_refused_with_a_sentence(self):
		for field, value, exception, message in REFUSED:
			with self.subTest(f"{field}: {value}"):
				self.assertRefused(exception, message, make_tool, **{field: value})

	def test_values_at_the_edge_of_a_rule_are_kept(self):
		for field, value in ACCEPTED:
			with self.subTest(f"{field}: {value}"):
				self.assertEqual(make_tool(**{field: value}).reload().get(field), value)

	def test_each_missing_field_has_a_message_of_its_own(self):
		for values in ({}, {"title": "", "shelf": ""}, {"title": "  "}):
			frappe.clear_messages()
			with self.subTest(values), self.assertRaises(frappe.MandatoryError) as refusal:
				make("Tool", **values)
			self.assertRegex(str(refusal.exception), r"^\[Tool, TL-\d{4}-\d{5}\]: title, shelf$")
			messages = [m.message for m in frappe.get_message_log()]
			expected = [f"Error: Value missing for Tool: {label}" for label in ("Title", "Shelf")]
			self.assertEqual(messages, expected)

	def test_a_missing_value_in_a_row_names_the_row(self):
		message = "Error: <strong>Tool Part</strong> Row #2: Value missing for: Part Name"
		rows = [{"part_name": "a"}, {"qty": 2}]
		self.assertRefused(frappe.MandatoryError, message, make_tool, parts=rows)

	def test_mandatory_can_be_waived_by_the_program(self):
		tool = frappe.new_doc("Tool")
		tool.flags.ignore_mandatory = True
		self.assertIsNone(tool.insert().reload().title)

	def test_what_depends_on_an_expression_is_left_to_the_page(self):
		self.assertEqual(make_tool(grade="Broken").fault, None)

	def test_text_longer_than_its_column_is_refused(self):
		rows = (("title", 140, "Title"), ("short_code", 10, "Short Code"))
		for field, limit, label in rows:
			text = "x" * (limit + 1)
			frappe.clear_messages()
			with self.subTest(field), self.assertRaises(frappe.CharacterLengthExceededError):
				make_tool(**{field: text})
			entry = frappe.get_message_log()[-1]
			said = f": '<strong>{label}</strong>' ({text}) will get truncated, as max characters allowed is {limit}"
			self.assertTrue(entry.message.endswith(said), entry.message)
			self.assertEqual(entry.title, "Value too big")

	def test_a_unique_value_is_taken_once_whatever_its_case(self):
		make_tool(serial_no="A1")
		for serial in ("A1", "a1"):
			message = "Serial No must be unique"
			self.assertRefused(frappe.UniqueValidationError, message, make_tool, serial_no=serial)

	def test_any_number_of_records_may_leave_a_unique_field_empty(self):
		self.assertEqual([make_tool(serial_no="").reload().serial_no for _ in range(2)], [None, None])

	def test_a_field_set_only_once_cannot_change_from_its_first_save(self):
		rows = (("K", "L"), ("K", ""), (None, "L"))
		message = "Value cannot be changed for <strong>Asset Key</strong>"
		for first, then in rows:
			with self.subTest(f"{first} {then}"):
				tool = frappe.get_doc("Tool", make_tool(asset_key=first).name)
				tool.asset_key = then
				self.assertRefused(frappe.CannotChangeConstantError, message, tool.save)
		tool = frappe.get_doc("Tool", make_tool(asset_key="K").name)
		self.assertEqual(tool.save().asset_key, "K")


class TestDefaults(ContractTestCase):
	def test_an_insert_fills_what_is_missing(self):
		tool = make_tool().reload()
		expected = {
			"grade": "Good",
			"kind": "",
			"lendable": 1,
			"quantity": 1,
			"bought_on": frappe.utils.getdate(),
			"keeper": "Administrator",
			"naming_series": "TL-.YYYY.-",
			"serviced_at": None,
			"price": 0.0,
			"serial_no": None,
		}
		self.assertEqual({field: tool.get(field) for field in expected}, expected)
		self.assertIsNotNone(tool.opens_at)

	def test_rows_are_filled_too(self):
		row = make_tool(parts=[{"part_name": "a"}]).reload().parts[0]
		self.assertEqual([row.qty, row.size, row.cost], [1, "S", 0.0])

	def test_a_new_document_has_its_defaults_before_it_is_stored(self):
		tool = frappe.new_doc("Tool", title="Saw")
		self.assertEqual([tool.title, tool.grade, tool.quantity], ["Saw", "Good", 1])
		self.assertEqual([tool.bought_on, tool.keeper], [frappe.utils.nowdate(), "Administrator"])

	def test_a_save_does_not_fill_defaults_again(self):
		tool = make_tool().reload()
		tool.update({"grade": "", "quantity": 0, "keeper": None, "bought_on": None})
		tool.save().reload()
		self.assertEqual([tool.grade, tool.quantity, tool.keeper, tool.bought_on], ["", 0, None, None])


class TestLinksAndFetching(ContractTestCase):
	def setUp(self):
		super().setUp()
		make_shelf("S1", room="North")
		make_shelf("S2", room="South")

	def test_a_dynamic_link_needs_a_type_and_a_record_of_it(self):
		tool = make_tool().name
		rows = (
			(
				{"borrower_type": "Member", "borrower": "zz"},
				frappe.LinkValidationError,
				"Could not find Borrower: zz",
			),
			({"borrower": "zz"}, frappe.ValidationError, "Borrower Type must be set first"),
		)
		for values, exception, message in rows:
			self.assertRefused(exception, message, make, "Loan", tool=tool, **values)
		self.assertIsNone(make("Loan", tool=tool, borrower_type="Member").borrower)
		self.assertEqual(make("Loan", tool=tool, borrower_type="Shelf", borrower="S1").borrower, "S1")

	def test_every_missing_link_is_named_in_one_message(self):
		visit = {"shelf": "S9", "member": "nobody"}
		message = "Could not find Shelf: S9, Member: nobody"
		self.assertRefused(frappe.LinkValidationError, message, make, "Visit", **visit)

	def test_a_link_is_stored_as_the_record_is_spelt(self):
		self.assertEqual(make_tool(shelf="s1").reload().shelf, "S1")

	def test_links_can_be_left_unchecked_by_the_program(self):
		visit = frappe.get_doc(doctype="Visit", shelf="S9")
		visit.flags.ignore_links = True
		self.assertEqual(visit.insert().reload().shelf, "S9")

	def test_fetched_fields_follow_the_link_and_overwrite_what_was_sent(self):
		tool = make_tool(shelf_name="mine")
		self.assertEqual([tool.shelf_name, tool.room], ["Shelf S1", "North"])
		tool.shelf = "S2"
		self.assertEqual(tool.save().shelf_name, "Shelf S2")

	def test_fetched_fields_are_fetched_again_on_each_save(self):
		tool = make_tool()
		frappe.db.set_value("Shelf", "S1", "shelf_name", "Renamed")
		self.assertEqual(tool.save().shelf_name, "Renamed")

	def test_fetch_if_empty_leaves_what_is_there(self):
		self.assertEqual(make_tool(room="Mine").room, "Mine")
		tool = make_tool()
		tool.shelf = "S2"
		self.assertEqual(tool.save().room, "North")

	def test_rows_fetch_too_and_keep_what_was_fetched_when_the_link_goes(self):
		tool = make_tool(parts=[{"part_name": "a", "bin": "S2"}])
		self.assertEqual(tool.parts[0].bin_name, "Shelf S2")
		tool.parts[0].bin = None
		self.assertEqual(tool.save().parts[0].bin_name, "Shelf S2")
