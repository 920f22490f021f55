"""Custom Fields by form: at once everywhere, refused where they cannot work, kept when they are taken away."""

import json

import pytest
from low_code_town import open_site

NEW = "/app/custom-field/new?dt=Tiny+Visit"


def add(manager, label, kind="Data", status=303, **more):
	return manager.page(NEW).press(status=status, label=label, fieldtype=kind, **more)


def visit(clerk, **values):
	"""A new visit by form; its address."""
	return clerk.page("/app/tiny-visit/new").press(title="Visit", **values).url


def test_the_list_and_the_form_lead_to_a_new_field_for_those_who_may(manager, clerk):
	for page in ("/app/tiny-visit", "/app/tiny-visit/new"):
		assert "/app/custom-field/new?dt=Tiny+Visit" in manager.page(page).html
		assert "custom-field" not in clerk.page(page).html
	assert clerk.get(NEW, 404)


def test_a_field_added_by_form_is_in_form_list_filter_rest_and_export_at_once(manager, clerk):
	said = add(manager, "Mood Now", "Select", options="Calm\nTense", in_list_view="1", in_standard_filter="1")
	assert "Tiny Visit has the field Mood Now now" in said.words
	url = visit(clerk, custom_mood_now="Tense")
	assert clerk.page(url).form().get("custom_mood_now") == "Tense"
	found = clerk.page("/app/tiny-visit?custom_mood_now=Tense")
	assert "Mood Now" in found.words and "1-1 of 1" in found.words
	assert "1-1 of" not in clerk.page("/app/tiny-visit?custom_mood_now=Calm").words
	name = url.rpartition("/")[2]
	assert clerk.get(f"/api/resource/Tiny Visit/{name}").json["data"]["custom_mood_now"] == "Tense"
	rows = clerk.get("/app/tiny-visit?custom_mood_now=Tense&_export=csv").text
	assert "Mood Now" in rows and "Tense" in rows
	assert "Mood Now" in clerk.get(f"/printview?doctype=Tiny+Visit&name={name}").text


@pytest.mark.parametrize(
	("kind", "options", "typed", "stored"),
	[
		("Int", "", "7", 7), ("Float", "", "2.5", 2.5), ("Check", "", "1", 1), ("Date", "", "2026-02-28", "2026-02-28"),
		("Datetime", "", "2026-02-28T10:30", "2026-02-28 10:30:00"), ("Time", "", "07:05", "7:05:00"),
		("Small Text", "", "a\nb", "a\nb"), ("Text Editor", "", "<p>told</p>", "<p>told</p>"),
		("Link", "Tiny Visit", "V001", "V001"), ("Data", "Email", "a@example.com", "a@example.com"),
		("Currency", "", "1,234.5", 1234.5), ("Phone", "", "01632 960123", "01632 960123"),
	],
)  # fmt: skip
def test_what_is_typed_into_each_kind_of_field_is_stored(manager, clerk, kind, options, typed, stored):
	label = f"As {kind} {options}".strip()
	add(manager, label, kind, options=options)
	name = "custom_" + label.lower().replace(" ", "_")
	url = visit(clerk, **{name: typed})
	assert clerk.get("/api/resource/Tiny Visit/" + url.rpartition("/")[2]).json["data"][name] == stored


@pytest.mark.parametrize(
	("label", "kind", "more", "why"),
	[
		("", "Data", {}, "Label: a field needs one."),
		("???", "Data", {}, "Label: a field's name is made from it"),
		("L" * 80, "Data", {}, "Label: a field's name is made from it"),
		("Where", "Link", {}, "Options must name a record type"),
		("Where", "Link", {"options": "Nowhere"}, "Options must name a record type"),
		("Rows", "Table", {"options": "Tiny Visit"}, "Options must name a child table"),
		("Choice", "Select", {}, "Options must list the choices"),
		("Choice", "Select", {"options": "A\nB", "default": "C"}, "must be one of the options"),
		("Told", "Small Text", {"unique": "1"}, "cannot be unique"),
		("Unseen", "Data", {"reqd": "1", "hidden": "1"}, "hidden and mandatory needs a default"),
		("Picture", "HTML", {"in_list_view": "1", "options": "x"}, "cannot stand in the list"),
		("Only", "Data", {"depends_on": "eval:fetch('x')"}, "Display Depends On (JS): "),
		("Got", "Data", {"fetch_from": "kind.title"}, "Fetch From must be"),
	],
)
def test_a_field_that_cannot_work_is_refused_in_words_and_nothing_typed_is_lost(
	manager, label, kind, more, why
):
	refused = add(manager, label, kind, 422, **more)
	assert why in refused.words, refused.words[:400]
	assert refused.form().get("label") == label and refused.form().get("fieldtype") == kind
	assert (
		not label
		or f"custom_{label.lower()}" not in manager.get("/api/resource/Custom Field?limit_page_length=0").text
	)


def test_a_field_stands_twice_nowhere_also_when_two_people_add_it_at_once(manager):
	both = [manager.page(NEW) for _person in range(2)]
	both[0].press(label="Only Once", fieldtype="Data")
	assert "already has a field custom_only_once" in both[1].press(status=422, label="Only Once").words


def test_a_field_is_refused_by_the_bench_s_own_records_and_for_a_row_too_long_for_frappe(manager):
	refused = manager.page("/app/custom-field/new?dt=User").press(status=422, label="Shoe Size")
	assert "belongs to the bench itself" in refused.words
	assert "Length must be between 1 and 1000" in add(manager, "Long", status=422, length="1001").words


def test_fields_end_where_a_row_would_be_too_long_for_frappe_s_database(low_code):
	from minibench.documents import get_doc
	from minibench.errors import ValidationError

	field = {"doctype": "Custom Field", "dt": "Tiny Visit", "fieldtype": "Data", "length": 1000}
	with open_site(low_code[0]) as local:
		with pytest.raises(ValidationError, match="too many fields for one row"):
			for number in range(20):
				get_doc({**field, "label": f"Wide {number}"}).insert()
		local.db.rollback()


def test_fields_stand_where_they_are_put_in_the_order_in_which_they_are_made(low_code, manager):
	for label in ("Place One", "Place Two"):
		add(manager, label, insert_after="title")
	add(manager, "Place End")
	with open_site(low_code[0]):
		from minibench.meta import get_meta

		names = [field.fieldname for field in get_meta("Tiny Visit").fields]
	assert names[:3] == ["title", "custom_place_one", "custom_place_two"]
	assert names[-1] == "custom_place_end"


def test_a_field_that_is_taken_away_keeps_what_was_typed_until_it_comes_back(manager, clerk):
	field = add(manager, "Comes Back")
	url = visit(clerk, custom_comes_back="kept")
	sure = manager.page(field.url).press("delete", status=200, form=_delete_form(field))
	gone = sure.press("delete", form=next(f for f in _forms(sure) if f.get("_sure")))
	assert "What was typed into it stays in the database" in gone.words
	assert "Comes Back" not in clerk.page(url).words
	assert "Choose another label" in add(manager, "Comes Back", "Date", 422).words
	add(manager, "Comes Back")
	assert clerk.page(url).form().get("custom_comes_back") == "kept"


def _forms(page):
	from desk_client import Forms

	parser = Forms()
	parser.feed(page.html)
	return parser.forms


def _delete_form(page):
	alone = (form for form in _forms(page) if [name for name, _value in form.pairs] == ["csrf_token"])
	return next(form for form in alone if form.action != "/app/-/logout")


def test_the_type_of_a_field_stays_and_its_other_properties_change(manager, clerk):
	field = add(manager, "Shifts")
	assert "Field Type: it cannot be changed" in field.press(status=422, fieldtype="Int").words
	manager.page(field.url).press(label="Shifted", reqd="1")
	refused = clerk.page("/app/tiny-visit/new").press(status=422, title="Without")
	assert "Shifted" in refused.words and "Fill this in" in refused.html
	manager.page(field.url).press(reqd="0")


def test_a_field_survives_a_migration(low_code, manager, clerk):
	add(manager, "Stays")
	url = visit(clerk, custom_stays="here")
	with open_site(low_code[0]):
		from minibench.migrate import migrate

		migrate(backup=False)
	assert clerk.page(url).form().get("custom_stays") == "here"


def test_a_field_of_a_higher_level_is_shown_to_nobody_without_a_right_on_it(manager, clerk):
	field = add(manager, "Sealed", in_list_view="1", permlevel="1")
	assert "Sealed" not in clerk.page("/app/tiny-visit").words
	assert "Sealed" not in clerk.page("/app/tiny-visit/new").words
	meta = json.loads(manager.get("/api/resource/Custom Field/Tiny Visit-custom_sealed").text)["data"]
	assert meta["permlevel"] == 1 and field.has("custom_sealed")
