"""Templates: escaping, what they may use, and how a name that is not there shows."""

import pytest

from minibench import jinja
from minibench.errors import NotOffered, ValidationError
from minibench.jinja import render_template, render_text


def test_values_are_escaped_once(site):
	context = {"x": "<b>O'Brien</b>"}
	expected = "&lt;b&gt;O&#39;Brien&lt;/b&gt;"
	assert render_template("{{ x }}|{{ x|e }}", context) == f"{expected}|{expected}"
	assert render_template("{{ x|safe }}", context) == "<b>O'Brien</b>"


def test_plain_text_is_not_escaped(site):
	assert render_text("{{ x }} & co", {"x": "O'Brien"}) == "O'Brien & co"


def test_frappes_filters_and_names_are_there(site):
	assert render_template("{{ 'abc'|len }}{{ '5'|int }}{{ '1.5'|flt }}", {}) == "351.5"
	assert render_template("{{ frappe.format('2024-02-03', 'Date') }}", {}) == "03-02-2024"
	assert render_template("{{ frappe.utils.add_days('2024-01-31', 1) }}", {}) == "2024-02-01"
	assert render_template("{{ frappe.session.user }} {{ _('Hello') }}", {}) == "Administrator Hello"
	assert (
		render_template("{{ frappe.db.get_value('User', 'Administrator', 'name') }}", {}) == "Administrator"
	)


def test_json_cannot_end_a_script_element(site):
	found = render_template("<script>x = {{ x|json|safe }}</script>", {"x": "</script><b>"})
	assert found == '<script>x = "\\u003c/script>\\u003cb>"</script>'


def test_a_missing_value_prints_itself_and_is_false(site):
	assert render_template("{{ nothing }}", {}) == "{{ nothing }}"
	assert render_template("{% if nothing %}a{% else %}b{% endif %}", {}) == "b"


@pytest.mark.parametrize(
	"template",
	["{{ frappe.sendmail }}", "{{ frappe.utils.nope }}", "{{ frappe.db.sql('select 1') }}", "{{ style }}"],
)
def test_a_name_that_is_not_offered_is_told(site, template):
	with pytest.raises(NotOffered, match="in a template is not offered"):
		render_template(template, {})


@pytest.mark.parametrize(
	"template",
	[
		"{{ ''.__class__ }}x",
		"{{ x['__class__'] }}",
		"{{ x|attr('__class__') }}",
		"{{ '{0.__class__}'.format(x) }}",
		"{{ cycler.__init__.__globals__ }}",
		"{{ render.func_globals }}",
	],
)
def test_the_sandbox_shows_nothing_of_python(site, template):
	try:
		found = render_template(template, {"x": "y", "render": render_template})
	except (ValidationError, ValueError):
		return
	assert "class" not in found.replace("__class__", "")
	assert "module" not in found


def test_a_mistake_is_a_message(site):
	with pytest.raises(ValidationError, match="unexpected end of template"):
		render_template("{{ x", {})
	with pytest.raises(ValidationError, match="Syntax error in template as line 2"):
		jinja.validate_template("\n{% nope %}")


def test_a_text_is_compiled_once(site):
	source = "{{ x }} compiled"
	assert jinja.compiled(source) is jinja.compiled(source)
