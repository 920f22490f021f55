"""The install scan names what an app uses and minibench does not offer, and nothing else."""

import json

import pytest
from tinyapp import TinyApp, doctype, report

from minibench import scan
from minibench.scan_records import ROW_LIMIT, row_bytes


@pytest.fixture
def app(tmp_path):
	return TinyApp(tmp_path / "apps")


def findings(text: str) -> list[str]:
	return [name for _, name in scan.scan_python(text)]


def test_a_plain_app_has_no_findings(app):
	app.record(doctype("Tiny Thing"))
	app.record(report("Tiny Things", "Tiny Thing"))
	app.write(
		"code.py",
		"import frappe\nfrom frappe.model.document import Document\nfrappe.db.get_value('A', 'b')\n",
	)
	app.write("www/tiny.html", "{{ frappe.session.user }} {{ frappe.utils.getdate() }} {{ title|e }}")
	assert scan.scan_app(app.name) == []


@pytest.mark.parametrize(
	("text", "name"),
	[
		("import frappe.nowhere", "frappe.nowhere"),
		("from frappe.nowhere import x", "frappe.nowhere"),
		("from frappe import nothing", "frappe.nothing"),
		("import frappe\nfrappe.nothing()", "frappe.nothing"),
		("import frappe\nfrappe.utils.nothing()", "frappe.utils.nothing"),
		("import frappe as f\nf.nothing", "frappe.nothing"),
		("import frappe\nfrappe.db.nothing()", "frappe.db.nothing"),
		("import frappe\nfrappe.cache().nothing()", None),
		("from frappe import utils\nutils.nothing()", "frappe.utils.nothing"),
		("import frappe\nfrappe.get_attr('frappe.utils.nothing')", "frappe.utils.nothing"),
		("import frappe\ndef f(x=frappe.nothing): pass", "frappe.nothing"),
		("import frappe\nfrappe.get_doc('A').nothing()", None),
		("import frappe\nfrappe.session.user", None),
		("import frappe\nfrappe.db.before_commit.add(print)", None),
		("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n\tfrom frappe.types import DF", None),
		("frappe = 1", None),
		("from . import frappe_like", None),
		("'the frappe.nothing of old'", None),
	],
)
def test_python_is_read_for_names_of_frappe(text, name):
	assert findings(text) == ([name] if name else [])


def test_what_belongs_to_a_request_may_not_be_imported_by_name():
	assert findings("from frappe import session")[0].startswith("from frappe import session")
	assert "frappe.session" in findings("from frappe import session")[0]
	assert findings("from frappe.utils import *") == ["from frappe.utils import *"]


def test_findings_name_file_and_line(app):
	app.write("deep/code.py", "import frappe\n\n\nfrappe.nothing()\n")
	assert scan.scan_app(app.name) == ["deep/code.py:4 frappe.nothing"]


def test_hooks_of_frappe_that_nothing_reads_are_findings_and_own_hooks_are_not(app):
	app.write("hooks.py", 'app_name = "tiny"\non_print_pdf = "x.y"\nmy_own = ["a"]\ndoc_events = {}\n')
	assert scan.scan_app(app.name) == ["hooks.py:2 hook on_print_pdf"]


def test_overriding_a_method_that_is_not_offered_loses_nothing(app):
	hook = 'override_whitelisted_methods = {"frappe.desk.search.get_link_title": "%s"}\n'
	app.write("hooks.py", hook % f"{app.name}.api.title")
	assert scan.scan_app(app.name) == []
	app.write("hooks.py", hook % "frappe.nothing.here" + 'other = {"frappe.desk.search.get_link_title": 1}\n')
	assert [line.partition(" ")[2] for line in scan.scan_app(app.name)] == [
		"frappe.nothing",
		"frappe.desk.search.get_link_title",
	]


def test_parts_of_an_app_that_would_be_passed_over_are_findings(app):
	app.write("patches.txt", "[pre_model_sync]\nexecute:print(1)\n[post_model_sync]\n")
	app.write(
		"tiny/custom/user.json", '{"custom_fields": [{"name": "User-a", "dt": "User", "is_virtual": 1}]}'
	)
	found = scan.scan_app(app.name)
	assert found[0] == "patches.txt:2 execute lines"
	assert found[1] == "tiny/custom/user.json:1 is_virtual of Custom Field"


def test_no_refused_hook_is_read_anywhere():
	from minibench import root

	text = "".join(path.read_text() for path in root().rglob("*.py") if path.name != "scan.py")
	read = [
		name for name in scan.REFUSED_HOOKS if f'get_hooks("{name}"' in text or f'run_hooks("{name}"' in text
	]
	assert read == []


def test_keys_of_records_that_nothing_reads_are_findings(app):
	app.record(doctype("Tiny Thing", is_tree=1))
	app.record(report("Tiny Things", "Tiny Thing", magic="yes", nothing=""))
	found = scan.scan_app(app.name)
	assert [line.partition(" ")[2] for line in found] == ["is_tree of DocType", "magic of Report"]
	assert found[1].startswith("tiny/report/tiny_things/tiny_things.json:")


WHOSE = '[["ToDo", "owner", "=", "frappe.session.user"]]'


def test_what_no_page_would_draw_is_a_finding(app):
	chart = {
		"doctype": "Dashboard Chart",
		"name": "A",
		"chart_type": "Custom",
		"filters_json": "[]",
		"dynamic_filters_json": '[["ToDo", "owner", "=", "window.name"]]',
	}
	fixtures = [
		chart,
		{**chart, "name": "B", "chart_type": "Count", "dynamic_filters_json": WHOSE},
		{"doctype": "Number Card", "name": "C", "type": "Custom", "dynamic_filters_json": "[[1]]"},
		{"doctype": "Notification", "name": "D", "channel": "Slack"},
		{"doctype": "Workspace", "name": "E", "content": '[{"type": "header"}, {"type": "custom_block"}]'},
		{
			"doctype": "Report",
			"name": "F",
			"report_type": "Report Builder",
			"json": '{"group_by": {"group_by": "`tabOther`.`a`"}}',
		},
	]
	app.fixture("x", fixtures)
	assert [line.partition(" ")[2] for line in scan.scan_app(app.name)] == [
		"chart_type Custom of Dashboard Chart",
		"dynamic_filters_json of Dashboard Chart: Expression is outside the offered subset: window.name",
		"dynamic_filters_json of Number Card: Not rows of doctype, field, operator and expression: [[1]]",
		"channel Slack of Notification",
		"block custom_block of Workspace",
		"group_by of another doctype's field",
	]


def test_unknown_field_types_and_doctypes_are_findings(app):
	fields = [{"fieldname": "a", "fieldtype": "Link", "options": "Nowhere"}]
	app.record(doctype("Tiny Thing", fields))
	app.record(doctype("Tiny Other", [{"fieldname": "b", "fieldtype": "Hologram"}]))
	app.fixture("x", [{"doctype": "Never Heard", "name": "a"}])
	found = " ".join(scan.scan_app(app.name))
	assert "DocType Nowhere (field a)" in found
	assert "Hologram" in found
	assert "fixtures/x.json:3 DocType Never Heard" in found


def test_expressions_must_be_of_the_parsed_subset(app):
	pytest.importorskip("minibench.web.desk.expressions")
	fields = [
		{"fieldname": "a", "fieldtype": "Data", "depends_on": "eval:doc.b == 1 && doc.c"},
		{"fieldname": "b", "fieldtype": "Data", "mandatory_depends_on": "eval:doc.rows.map(r => r.x).length"},
		{"fieldname": "c", "fieldtype": "Data", "depends_on": "b"},
	]
	app.record(doctype("Tiny Thing", fields))
	found = scan.scan_app(app.name)
	assert len(found) == 1
	assert "mandatory_depends_on" in found[0]


def test_conditions_are_read_for_names_of_frappe(app):
	app.record(doctype("Tiny Thing"))
	notice = {
		"doctype": "Notification",
		"name": "N",
		"document_type": "Tiny Thing",
		"event": "New",
		"module": "Tiny",
	}
	app.record({**notice, "subject": "s", "condition": "doc.title == frappe.nothing()"})
	assert "frappe.nothing in condition" in scan.scan_app(app.name)[0]


def test_templates_are_parsed_and_their_names_checked(app):
	app.write("www/one.html", "{% if x %}\n{{ y ")
	app.write(
		"www/two.html", "<p>\n{{ frappe.nothing }} {{ frappe.db.sql('x') }} {{ frappe.utils.nothing() }}</p>"
	)
	app.write("www/three.html", "{{ x | no_such_filter }}")
	app.write("public/js/page.html", "{{ not jinja")
	found = scan.scan_app(app.name)
	assert "www/two.html:2 frappe.nothing in a template" in found
	assert "www/two.html:2 frappe.db.sql in a template" in found
	assert "www/two.html:2 frappe.utils.nothing in a template" in found
	assert any(line.startswith("www/one.html:2") for line in found)
	assert any("no_such_filter" in line for line in found)
	assert not any("public" in line for line in found)


def test_filters_of_the_app_itself_are_known(app):
	app.write("hooks.py", f'jinja = {{"filters": ["{app.name}.filters"]}}\n')
	app.write("filters.py", "def shout(text):\n\treturn text.upper()\n")
	app.write("www/one.html", "{{ x | shout }}")
	assert scan.scan_app(app.name) == []


def test_a_row_too_wide_for_mariadb_is_a_finding(app):
	wide = [{"fieldname": f"f{n}", "fieldtype": "Data"} for n in range(120)]
	assert row_bytes(doctype("Wide", wide)) > ROW_LIMIT
	assert row_bytes(doctype("Wide", wide[:100])) < ROW_LIMIT
	app.record(doctype("Wide Thing", wide))
	assert "MariaDB" in scan.scan_app(app.name)[0]
	app.record(doctype("Wide Thing", [dict(field, fieldtype="Small Text") for field in wide]))
	assert scan.scan_app(app.name) == []


def test_a_findings_file_is_json_that_can_be_read(app):
	path = app.record(doctype("Tiny Thing"))
	path.write_text("{")
	with pytest.raises(ValueError, match=r"tiny_thing\.json"):
		scan.scan_app(app.name)
	path.write_text(json.dumps(doctype("Tiny Thing")))
	assert scan.scan_app(app.name) == []


DRAWN = [
	"Autocomplete",
	"Attach",
	"Attach Image",
	"Button",
	"Check",
	"Code",
	"Color",
	"Column Break",
	"Currency",
	"Data",
	"Date",
	"Datetime",
	"Duration",
	"Dynamic Link",
	"Float",
	"Fold",
	"Heading",
	"HTML",
	"HTML Editor",
	"Image",
	"Int",
	"JSON",
	"Link",
	"Long Text",
	"Markdown Editor",
	"Password",
	"Percent",
	"Phone",
	"Read Only",
	"Rating",
	"Section Break",
	"Select",
	"Small Text",
	"Tab Break",
	"Table",
	"Table MultiSelect",
	"Text",
	"Text Editor",
	"Time",
]


@pytest.mark.parametrize("fieldtype", ("Barcode", "Geolocation", "Icon", "Signature"))
def test_a_kind_of_field_that_no_form_draws_is_refused_by_its_name(app, fieldtype):
	app.record(doctype("Tiny Thing", [{"fieldname": "x", "fieldtype": fieldtype, "label": "X"}]))
	assert [finding.split(" ", 1)[1] for finding in scan.scan_app(app.name)] == [
		f"Tiny Thing: field type {fieldtype} of x is not offered"
	]


def test_every_other_kind_of_field_of_frappe_is_offered(app):
	options = {"Link": "User", "Dynamic Link": "f_link", "Table": "Has Role", "Table MultiSelect": "Has Role"}
	fields = [
		{"fieldname": f"f_{kind.lower().replace(' ', '_')}", "fieldtype": kind, "options": options.get(kind)}
		for kind in DRAWN
	]
	app.record(doctype("Tiny Thing", fields))
	assert scan.scan_app(app.name) == []
