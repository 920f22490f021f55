"""What was made by form becomes an app's files, and an app's files are taken in, in the shapes that Frappe reads."""

import json

import pytest
from click.testing import CliRunner
from low_code_town import SITE, open_site

HOOK = '\nfixtures = ["Tiny Word", {"dt": "Custom Field", "filters": [["dt", "=", "Tiny Visit"]]}]\n'


@pytest.fixture(scope="module")
def made(low_code, manager):
	"""A field, a property, a rule and a record type, made by form."""
	manager.page("/app/custom-field/new?dt=Tiny+Visit").press(label="Mood", insert_after="title")
	page = manager.page("/app/customize-form/Tiny Visit")
	clerks = next(
		k.split(".")[1] for k, v in page.form().pairs if k.startswith("permissions.") and v == "Tiny Clerk"
	)
	page.press(**{"fields.kind.label": "Sort", f"permissions.{clerks}.delete": "0"})
	form = manager.page("/app/doctype/new").form()
	form.pairs += [("fields", "new1"), ("fields.new1.label", "Word"), ("fields.new1.fieldtype", "Data")]
	manager.page("/app/doctype/new").press(form=form, __newname="Tiny Word", naming_rule="Random")
	return low_code


def run(low_code, *arguments, code=0):
	"""A command of minibench in the site; what it says."""
	from minibench import apps
	from minibench.commands import cli

	result = CliRunner().invoke(cli, ["--site", SITE, "--sites-path", str(low_code[0]), *arguments])
	assert (result.exit_code != 0) == bool(code), result.output
	apps.forget()
	return result.output + str(result.exception or "")


def read(low_code, path):
	return json.loads((low_code[1].root / path).read_text())


def test_fixtures_that_a_hook_names_are_written_without_what_belongs_to_the_site(made):
	hooks = made[1].root / "hooks.py"
	hooks.write_text(hooks.read_text() + HOOK.replace('"Tiny Word"', '"Tiny Visit"'))
	import sys

	sys.modules.pop(f"{made[1].name}.hooks")
	from minibench import apps

	apps.forget()
	assert "1 " in run(made, "export-fixtures", "--app", made[1].name)
	[field] = read(made, "fixtures/custom_field.json")
	assert (field["doctype"], field["name"]) == ("Custom Field", "Tiny Visit-custom_mood")
	assert (field["insert_after"], field["fieldtype"]) == ("title", "Data")
	assert not {"owner", "creation", "modified_by", "idx"} & field.keys()
	[visit] = read(made, "fixtures/tiny_visit.json")
	assert visit["steps"] == []
	(made[1].root / "fixtures" / "tiny_visit.json").unlink()


def test_customisations_of_a_record_type_are_written_as_frappe_writes_them(made):
	said = run(made, "export-customizations", "Tiny Visit", "--module", "Tiny", "--with-permissions")
	assert said.strip().endswith("tiny/custom/tiny_visit.json")
	data = read(made, "tiny/custom/tiny_visit.json")
	assert (data["doctype"], data["sync_on_migrate"], data["links"]) == ("Tiny Visit", 1, [])
	assert [row["fieldname"] for row in data["custom_fields"]] == ["custom_mood"]
	assert [(row["property"], row["value"]) for row in data["property_setters"]] == [("label", "Sort")]
	assert {row["role"]: row["delete"] for row in data["custom_perms"]} == {
		"System Manager": 1,
		"Tiny Clerk": 0,
	}
	assert "Nothing of Tiny Step is customised" in run(
		made, "export-customizations", "Tiny Step", "--module", "Tiny"
	)


def test_a_site_that_lost_them_gets_them_back_from_the_files_by_a_migration(made, clerk):
	with open_site(made[0]) as local:
		from minibench.meta import bump_schema, get_meta

		for doctype in ("Custom Field", "Property Setter", "Custom DocPerm"):
			local.db.sql(f"delete from `tab{doctype}`")
		bump_schema()
		assert not get_meta("Tiny Visit").has_field("custom_mood")
	run(made, "migrate")
	with open_site(made[0]):
		meta = get_meta("Tiny Visit")
		assert [field.fieldname for field in meta.fields][:2] == ["title", "custom_mood"]
		assert meta.get_label("kind") == "Sort"
		assert {rule.role: rule.delete for rule in meta.permissions}["Tiny Clerk"] == 0
	new = clerk.page("/app/tiny-visit/new").press(title="Told", custom_mood="Calm")
	assert new.form().get("custom_mood") == "Calm"


def test_a_record_type_goes_into_the_files_of_an_app_and_is_the_app_s_after_a_migration(made, manager):
	assert "which module of an app" in run(made, "export-doctype", "Tiny Word", code=1)
	assert "No installed app has a module" in run(
		made, "export-doctype", "Tiny Word", "--module", "No", code=1
	)
	folder = run(made, "export-doctype", "Tiny Word", "--module", "Tiny").strip()
	assert folder.endswith("tiny/doctype/tiny_word")
	data = read(made, "tiny/doctype/tiny_word/tiny_word.json")
	assert (data["name"], data["module"], data["custom"], data["field_order"]) == (
		"Tiny Word",
		"Tiny",
		0,
		["word"],
	)
	assert data["fields"] == [{"fieldname": "word", "fieldtype": "Data", "label": "Word"}]
	assert data["autoname"] == "hash" and data["permissions"][0]["role"] == "System Manager"
	assert not {"owner", "creation", "migration_hash"} & data.keys()
	assert "class TinyWord(Document)" in (made[1].root / "tiny/doctype/tiny_word/tiny_word.py").read_text()
	word = manager.page("/app/tiny-word/new").press(word="kept")
	run(made, "migrate")
	with open_site(made[0]) as local:
		assert local.db.get_value("DocType", "Tiny Word", ["custom", "module"]) == (0, "Tiny")
	assert manager.page(word.url).form().get("word") == "kept"
	assert "already" in run(made, "export-doctype", "Tiny Word", code=1)


def test_the_install_scan_reads_customisations_too(made):
	from minibench.scan_records import scan_records

	path = made[1].root / "tiny" / "custom" / "tiny_visit.json"
	data = json.loads(path.read_text())
	assert not [found for found in scan_records(made[1].root) if "custom/" in found]
	data["custom_fields"][0]["is_virtual"] = 1
	path.write_text(json.dumps(data))
	assert any("is_virtual of Custom Field" in found for found in scan_records(made[1].root))
