"""The page to customise a form is light: rows with what is changed daily, one opened for the rest, saved at once."""

import json
import re

from desk_client import words
from low_code_town import open_site

FORM = "/app/customize-form/Tiny Visit"


def boxes(page, key="kind"):
	"""The boxes of a field's row."""
	form = page.form()
	names = {name for name, _value in form.pairs} | form.ticks
	return {name.removeprefix(f"fields.{key}.") for name in names if f".{key}." in name}


def setters(low_code):
	with open_site(low_code[0]) as local:
		rows = local.db.get_all(
			"Property Setter", {"doc_type": "Tiny Visit"}, ["field_name", "property", "value"]
		)
	return {(row.field_name, row.property): row.value for row in rows}


def reset(manager):
	manager.page(FORM).press(reset_fields="1")


def test_a_row_has_its_other_boxes_when_it_is_opened_and_what_is_closed_stays_as_it_is(low_code, manager):
	assert not {"options", "default", "depends_on"} & boxes(manager.page(FORM))
	opened = manager.page(FORM + "?row=fields.kind")
	assert {"label", "reqd", "options", "default", "depends_on"} <= boxes(opened)
	assert "options" not in boxes(opened, "held_on")
	opened.press(**{"fields.kind.options": "Home\nSchool\nMoon"})
	manager.page(FORM).press(**{"fields.kind.label": "Sort"})
	assert setters(low_code) == {("kind", "options"): "Home\nSchool\nMoon", ("kind", "label"): "Sort"}
	reset(manager)


def test_a_row_is_opened_without_script_and_nothing_typed_is_lost(manager):
	typed = {"fields.title.label": "Typed", "fields.kind.label": "Sort"}
	page = manager.page(FORM).press("row:open:fields:kind", 200, **typed)
	form = page.form()
	assert {key: form.get(key) for key in typed} == typed
	assert form.get("fields.kind.options") == "Home\nSchool" and "autofocus" in page.html
	again = page.press("row:open:fields:held_on", 200, **{"fields.kind.default": "School"}).form()
	assert again.get("fields.title.label") == "Typed" and again.get("fields.held_on.options") == ""


def test_the_page_s_script_is_given_one_row_and_only_those_who_may_see_the_page(manager, clerk):
	piece = manager.get(FORM + "?row=fields.kind&_part=1").text
	assert "fields.kind.options" in piece and "fields.title" not in piece and "<html" not in piece
	rights = manager.get(FORM + "?row=permissions.row0&_part=1").text
	assert "permissions.row0.share" in rights and "permissions.row1" not in rights
	for path in ("fields.nowhere", "nowhere", ""):
		manager.get(f"{FORM}?row={path}&_part=1", 404)
	clerk.get(FORM + "?row=fields.kind&_part=1", 404)


def test_a_number_typed_into_the_place_of_a_row_moves_it(low_code, manager):
	manager.page(FORM).press(**{"fields.held_on:at": "1", "fields.kind:at": "soon"})
	wanted = json.loads(setters(low_code)[None, "field_order"])
	assert wanted[:3] == ["held_on", "title", "kind"]
	manager.page(FORM).press(**{"fields.held_on:at": "9" * 5000})
	assert json.loads(setters(low_code)[None, "field_order"])[-1] == "held_on"
	reset(manager)


def test_two_who_change_one_field_keep_both_where_one_changed_what_the_other_did_not_open(low_code, manager):
	first = manager.page(FORM)
	manager.page(FORM + "?row=fields.kind").press(**{"fields.kind.default": "School"})
	told = first.press(status=409, **{"fields.kind.label": "Sort"})
	assert "These were changed by both of you" not in told.words
	told.press()
	assert setters(low_code) == {("kind", "default"): "School", ("kind", "label"): "Sort"}
	reset(manager)


def test_what_is_wrong_in_a_closed_row_opens_it(manager):
	page = manager.page(FORM + "?row=fields.kind")
	refused = page.press(status=422, **{"fields.kind.permlevel": "high"})
	assert "Enter a whole number" in refused.words and refused.form().get("fields.kind.permlevel") == "high"


def test_however_much_is_changed_record_types_are_read_anew_a_few_times_only(low_code, manager):
	page = manager.page(FORM)
	names = [value for name, value in page.form().pairs if name == "fields"]
	before = version(low_code)
	page.press(**{f"fields.{name}.label": f"Called {name}" for name in names})
	assert len(setters(low_code)) == len(names) > 5
	assert version(low_code) - before <= 3
	reset(manager)


def version(low_code):
	with open_site(low_code[0]) as local:
		return local.db.execute("pragma user_version").fetchone()[0]


def test_a_record_type_of_an_app_is_read_with_a_way_to_what_may_be_changed(manager):
	page = manager.page("/app/doctype/Tiny Visit")
	assert "belongs to an app" in page.words and 'href="/app/customize-form/Tiny%20Visit"' in page.html
	assert "data-save>" not in page.html and not page.has('name="fields')
	key = re.search(r'data-row="(\w+)" data-shut><tr><td class="no"><span data-no>2<', page.html)[1]
	piece = words(manager.get(f"/app/doctype/Tiny Visit?row=fields.{key}&_part=1").text)
	assert "Options Home School" in piece and "Default Home" in piece and "Move up" not in piece


def test_a_record_type_of_the_site_has_the_choices_of_a_row_where_it_is_opened(manager):
	form = manager.page("/app/doctype/new").form()
	form.pairs += [("fields", "new1"), ("fields.new1.label", "Word"), ("fields.new1.fieldtype", "Data")]
	made = manager.page("/app/doctype/new").press(form=form, __newname="Slim Word")
	key = next(value for name, value in made.form().pairs if name == "fields")
	assert made.form().get(f"fields.{key}.label") == "Word" and not made.has(f'name="fields.{key}.fieldtype"')
	opened = manager.page(f"{made.url}?row=fields.{key}")
	opened.press(**{f"fields.{key}.fieldtype": "Small Text"})
	manager.page(made.url).press(**{f"fields.{key}.label": "Words"})
	[field] = manager.get("/api/resource/DocType/Slim Word").json["data"]["fields"]
	assert (field["fieldtype"], field["label"], field["fieldname"]) == ("Small Text", "Words", "word")
