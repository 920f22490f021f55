"""Jinja: what a template can reach, and what it cannot."""

import frappe
from frappe.tests.utils import FrappeTestCase

RENDERED = (
	("{{ text|e }}", "&lt;i&gt;"),
	("{{ text|safe }}", "<i>"),
	("{% for n in [1, 2] %}{{ n|e }}{% endfor %}", "12"),
	("{{ doc.title|e }}", "Saw"),
	("{{ _('Row {0}').format(1)|e }}", "Row 1"),
	("{{ frappe.utils.formatdate('2026-02-03')|e }}", "03-02-2026"),
	("{{ frappe.format('2026-02-03', {'fieldtype': 'Date'})|e }}", "03-02-2026"),
	("{{ frappe.format_value(3, {'fieldtype': 'Currency'})|e }}", "£ 3.00"),
	("{{ frappe.session.user|e }}", "Administrator"),
	("{{ frappe.get_all('DocType', {'name': 'Tool'}, pluck='name')[0]|e }}", "Tool"),
	("{{ frappe.db.get_value('DocType', 'Tool', 'module')|e }}", "Contract"),
	("{{ shout('hi')|e }}", "HI!"),
	("{{ 'x'|in_brackets|e }}", "[x]"),
	("{{ '%.2f'|format(2.5)|e }}", "2.50"),
	("{{ ' '.join(['a', 'b'])|e }}", "a b"),
	("{{ nothing or 'none'|e }}", "none"),
	("{% set n = namespace(x=1) %}{% set n.x = 2 %}{{ n.x|e }}", "2"),
	("{% macro b(x) %}<b>{{ x|e }}</b>{% endmacro %}{{ b('y')|safe }}", "<b>y</b>"),
)
REFUSED = ("{{ ''.__class__ }}", "{{ nothing.more }}", "{% if %}")


class TestTemplates(FrappeTestCase):
	def test_expressions_are_rendered(self):
		context = {"text": "<i>", "doc": frappe._dict(title="Saw")}
		for template, expected in RENDERED:
			with self.subTest(template):
				self.assertEqual(frappe.render_template(template, context), expected)

	def test_what_is_unsafe_or_broken_is_refused(self):
		for template in REFUSED:
			with self.subTest(template), self.assertRaises(frappe.ValidationError):
				frappe.render_template(template, {})

	def test_a_template_is_a_file_of_the_app(self):
		path = "contractapp/templates/includes/card.html"
		self.assertEqual(frappe.render_template(path, {"a": "<"}).strip(), "<p>&lt;X!</p>")
		self.assertEqual(frappe.get_template(path).render({"a": 1}).strip(), "<p>1X!</p>")
