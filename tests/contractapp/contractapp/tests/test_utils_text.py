"""frappe.utils: numbers, money, text, HTML, addresses."""

import frappe
from frappe import utils
from frappe.tests.utils import FrappeTestCase

CALLS = (
	("cint", ("3.7",), 3),
	("cint", ("abc",), 0),
	("cint", (None,), 0),
	("cint", ("abc", 5), 5),
	("cint", (True,), 1),
	("cint", (" 4 ",), 4),
	("cint", (-2.9,), -2),
	("cint", ("",), 0),
	("flt", ("3.456", 2), 3.46),
	("flt", ("1,234.5",), 1234.5),
	("flt", (None,), 0.0),
	("flt", ("abc",), 0.0),
	("flt", (2.675, 2), 2.68),
	("flt", (0.125, 2), 0.12),
	("flt", (2.5, 0), 2.0),
	("flt", (3.5, 0), 4.0),
	("flt", (-1.555, 2), -1.56),
	("rounded", (2.5,), 2.0),
	("rounded", (2.345, 2), 2.34),
	("ceil", (1.2,), 2),
	("floor", (1.8,), 1),
	("cstr", (None,), ""),
	("cstr", (3,), "3"),
	("cstr", (b"x",), "x"),
	("sbool", ("true",), True),
	("sbool", ("0",), False),
	("sbool", ("x",), "x"),
	("fmt_money", (1234.5,), "1,234.50"),
	("fmt_money", (-3,), "-3.00"),
	("fmt_money", (None,), "0.00"),
	("fmt_money", (1234567.891, 1), "1,234,567.9"),
	("comma_and", (["a", "b", "c"],), "'a', 'b' and 'c'"),
	("comma_and", (["a", "b"], False), "a and b"),
	("comma_and", (["a"],), "a"),
	("comma_and", ([],), ""),
	("comma_and", ("abc",), "abc"),
	("strip_html", ("<p>a <b>b</b></p>",), "a b"),
	("strip_html", ("a < b",), "a < b"),
	("escape_html", ("<a href='x'>\"&</a>",), "&lt;a href=&apos;x&apos;&gt;&quot;&amp;&lt;/a&gt;"),
	("escape_html", (None,), None),
	("validate_email_address", ("a@b.test",), "a@b.test"),
	("validate_email_address", ("nope",), ""),
	("validate_email_address", ("",), ""),
	("validate_email_address", ("Ann <a@b.test>",), "a@b.test"),
	("validate_email_address", ("a@b.test, c@d.test",), "a@b.test, c@d.test"),
	("split_emails", ("a@b.test, c@d.test",), ["a@b.test", "c@d.test"]),
	("parse_addr", ("Ann <a@b.test>",), ("Ann", "a@b.test")),
	("validate_phone_number", ("+44 20 7946",), True),
	("validate_phone_number", ("abc",), False),
	("validate_url", ("https://a.test",), True),
	("validate_url", ("a.test",), False),
	("get_absolute_url", ("Tool", "a b"), "/app/tool/a%20b"),
	("get_fullname", ("Administrator",), "Administrator"),
	("get_fullname", ("nobody",), "nobody"),
	("unique", ([3, 1, 3, 2],), [3, 1, 2]),
	("cast", ("Int", "3"), 3),
	("cast", ("Float", "2.5"), 2.5),
	("cast", ("Data", None), ""),
)
PATHS = (
	("get_url", ("/x",), "/x"),
	("get_url_to_form", ("Tool", "TL 1"), "/app/tool/TL%201"),
	("get_url_to_list", ("Trace Record",), "/app/trace-record"),
	("get_link_to_form", ("Tool", "TL-1", "Open"), '/app/tool/TL-1">Open</a>'),
)


class TestNumbersAndText(FrappeTestCase):
	def test_functions_of_numbers_and_text(self):
		for name, arguments, expected in CALLS:
			with self.subTest(f"{name}{arguments}"):
				answer = getattr(utils, name)(*arguments)
				self.assertEqual(answer, expected)
				self.assertIs(type(answer), type(expected))

	def test_money_with_its_sign(self):
		self.assertEqual(utils.fmt_money(1234.5, currency="GBP"), "£ 1,234.50")

	def test_addresses_of_pages(self):
		for name, arguments, ending in PATHS:
			with self.subTest(name):
				answer = getattr(utils, name)(*arguments)
				self.assertTrue(answer.endswith(ending), answer)
				self.assertIn("http", answer)

	def test_an_address_that_must_be_right_is_refused(self):
		with self.assertRaises(frappe.InvalidEmailAddressError) as refusal:
			utils.validate_email_address("nope", throw=True)
		self.assertEqual(str(refusal.exception), "nope is not a valid Email Address")

	def test_markup_is_told_from_text(self):
		self.assertEqual([bool(utils.is_html(t)) for t in ("<b>x</b>", "x<y", "plain")], [True, False, False])

	def test_random_text_has_the_length_asked_for(self):
		first, second = frappe.generate_hash(length=10), frappe.generate_hash(length=10)
		self.assertEqual([len(first), first.isalnum(), first != second], [10, True, True])

	def test_names_of_doctypes_and_fields(self):
		self.assertEqual(frappe.scrub("Tool Part-Two"), "tool_part_two")
		self.assertEqual(frappe.unscrub("tool_part"), "Tool Part")
		self.assertEqual(frappe.bold("x"), "<strong>x</strong>")
