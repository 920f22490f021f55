"""Customising a form, and record types that a site makes for itself: stored as Frappe stores them."""

import json

from low_code_town import open_site

FORM = "/app/customize-form/Tiny Visit"


def stored(low_code, doctype="Property Setter", **filters):
	"""{property: value} of the Property Setters, or the rows of another of Frappe's records."""
	with open_site(low_code[0]) as local:
		if doctype != "Property Setter":
			return local.db.get_all(doctype, filters, ["*"])
		return {
			(row.field_name, row.property): (row.value, row.property_type, row.doctype_or_field)
			for row in local.db.get_all(doctype, {"doc_type": "Tiny Visit", **filters}, ["*"])
		}


def row(key, name):
	return f"fields.{key}.{name}"


def test_what_is_customised_is_stored_as_property_setters_and_shown_at_once(low_code, manager, clerk):
	page = manager.page(FORM + "?row=fields.kind")
	values = {
		row("held_on", "label"): "Held on the",
		row("held_on", "reqd"): "1",
		row("held_on", "in_list_view"): "1",
	}
	values |= {
		row("kind", "options"): "Home\nSchool\nStreet",
		row("kind", "default"): "Street",
		"sort_field": "held_on",
	}
	page.press(**values)
	assert stored(low_code) == {
		("held_on", "label"): ("Held on the", "Data", "DocField"),
		("held_on", "reqd"): ("1", "Check", "DocField"),
		("held_on", "in_list_view"): ("1", "Check", "DocField"),
		("kind", "options"): ("Home\nSchool\nStreet", "Small Text", "DocField"),
		("kind", "default"): ("Street", "Small Text", "DocField"),
		(None, "sort_field"): ("held_on", "Data", "DocType"),
	}
	form = clerk.page("/app/tiny-visit/new")
	assert "Held on the (required)" in form.words and form.form().get("kind") == "Street"
	assert "Held on the" in clerk.page("/app/tiny-visit").words
	manager.page(FORM).press(**{row("held_on", "reqd"): "0", row("held_on", "label"): "Held on"})
	assert {key for key in stored(low_code) if key[0] == "held_on"} == {("held_on", "in_list_view")}
	manager.page(FORM).press(reset_fields="1")
	assert stored(low_code) == {}


def test_what_the_app_needs_stays_and_the_refusal_names_the_field(low_code, manager):
	for values, why in (
		({row("title", "reqd"): "0"}, "Title: the app needs it"),
		({row("key", "read_only"): "0"}, "Key: the app fills it in"),
		({row("steps", "options"): "Tiny Visit"}, "Steps: its options belong to the app"),
		({row("kind", "default"): "Moon"}, "Kind: the default value must be one of the options"),
		({"search_fields": "nowhere"}, "there is no field nowhere"),
	):
		shown = manager.page(f"{FORM}?row={next(iter(values)).rpartition('.')[0]}")
		assert why in shown.press(status=422, **values).words
	without = manager.page(FORM)
	form = without.form()
	form.pairs = [pair for pair in form.pairs if pair != ("fields", "held_on")]
	assert "Held on belongs to the app. Hide it instead" in without.press(status=422, form=form).words
	assert stored(low_code) == {}


def test_rows_that_are_added_moved_and_taken_away_are_custom_fields_and_an_order(low_code, manager, clerk):
	page = manager.page(FORM)
	form = page.form()
	at = form.pairs.index(("fields", "kind"))
	new = [("fields", "new1"), (row("new1", "label"), "Weather"), (row("new1", "fieldtype"), "Data")]
	form.pairs[at:at] = new
	page.press(form=form)
	[field] = stored(low_code, "Custom Field", dt="Tiny Visit")
	assert (field.fieldname, field.insert_after, field.idx) == ("custom_weather", "title", 1)
	assert stored(low_code) == {}
	assert order(clerk)[:3] == ["title", "custom_weather", "kind"]
	page = manager.page(FORM)
	form = page.form()
	form.pairs.remove(("fields", "held_on"))
	form.pairs.insert(form.pairs.index(("fields", "title")), ("fields", "held_on"))
	page.press(form=form)
	wanted = json.loads(stored(low_code)[None, "field_order"][0])
	assert wanted[:3] == ["held_on", "title", "custom_weather"] and order(clerk)[:3] == wanted[:3]
	page = manager.page(FORM)
	form = page.form()
	form.pairs.remove(("fields", "custom_weather"))
	page.press(form=form)
	assert stored(low_code, "Custom Field", dt="Tiny Visit") == []
	manager.page(FORM).press(reset_fields="1")
	assert order(clerk)[:3] == ["title", "kind", "held_on"]


def order(clerk):
	pairs = clerk.page("/app/tiny-visit/new").form().pairs
	return list(dict.fromkeys(name for name, _value in pairs if name[:1] != "_" and name != "csrf_token"))


def test_who_saves_second_is_told_and_the_first_change_stays(low_code, manager):
	first, second = manager.page(FORM), manager.page(FORM)
	first.press(**{row("title", "label"): "Called"})
	told = second.press(status=409, **{row("kind", "label"): "Sort"})
	assert "saved this record while you were working on it" in told.words
	assert set(stored(low_code)) == {("title", "label")}
	manager.page(FORM).press(reset_fields="1")


def test_rights_are_changed_for_roles_as_custom_rules_and_given_back(low_code, manager, clerk):
	page = manager.page(FORM)
	clerks = next(
		k.split(".")[1] for k, v in page.form().pairs if k.startswith("permissions.") and v == "Tiny Clerk"
	)
	page.press(**{f"permissions.{clerks}.create": "0", f"permissions.{clerks}.write": "0"})
	rules = {rule.role: (rule.read, rule.write, rule.create) for rule in stored(low_code, "Custom DocPerm")}
	assert rules == {"System Manager": (1, 1, 1), "Tiny Clerk": (1, 0, 0)}
	clerk.get("/app/tiny-visit/new", 404)
	assert clerk.page("/app/tiny-visit").has("First visit")
	manager.page(FORM).press(reset_permissions="1")
	assert stored(low_code, "Custom DocPerm") == []
	clerk.get("/app/tiny-visit/new")


def test_nobody_but_a_system_manager_customises_and_core_records_are_not_customised(manager, clerk):
	clerk.get(FORM, 404)
	assert clerk.client.get("/api/resource/Customize Form/Tiny Visit").status_code == 403
	for name in ("User", "DocType", "Custom Field", "Nowhere"):
		manager.get(f"/app/customize-form/{name}", 404)
	assert "/app/doctype?" in manager.get("/app/customize-form", 303).headers["Location"]
	made = manager.post("/api/resource/Customize Form", [("name", "Tiny Visit")])
	assert made.status_code in (400, 403)


def test_a_property_by_its_own_form_has_frappe_s_type_and_cannot_break_the_record_type(
	low_code, manager, clerk
):
	new, given = "/app/property-setter/new", {"doctype_or_field": "DocType", "doc_type": "Tiny Visit"}
	for name, value, why in (
		("fields", "nothing", "Property: fields is none of DocType"),
		("get_label", "x", "Property: get_label is none of DocType"),
		("field_order", "{", "Set Value: the order of fields is a JSON list"),
		("istable", "1", "istable cannot be changed"),
	):
		assert why in manager.page(new).press(status=422, **given, property=name, value=value).words
	field = {**given, "doctype_or_field": "DocField", "field_name": "held_on"}
	made = manager.page(new).press(**field, property="hidden", value="1")
	assert "held_on" not in order(clerk)
	made.press(value="0")
	assert "held_on" in order(clerk) and stored(low_code)["held_on", "hidden"][1] == "Check"
	manager.page(FORM).press(reset_fields="1")
	assert "/app/customize-form/Tiny%20Visit" in manager.page("/app/doctype/Tiny Visit").html


def make(manager, name, fields, status=303, **more):
	"""A new record type by form, with rows of (label, type, options)."""
	page = manager.page("/app/doctype/new")
	form = page.form()
	for at, (label, kind, options) in enumerate(fields, 1):
		key = f"new{at}"
		form.pairs += [("fields", key), (f"fields.{key}.label", label), (f"fields.{key}.fieldtype", kind)]
		form.pairs += [(f"fields.{key}.options", options)]
	return page.press(status=status, form=form, __newname=name, **more)


def test_a_record_type_made_by_form_works_at_once_with_rows_and_goes_when_it_is_empty(
	low_code, manager, clerk
):
	make(manager, "Low Stop", [("Place", "Data", "")], istable="1")
	fields = [("Called", "Data", ""), ("Kind", "Select", "A\nB"), ("Stops", "Table", "Low Stop")]
	made = make(manager, "Low Trip", fields, naming_rule="Expression (old style)", autoname="TRIP-.###")
	assert made.form().get("title_field") == ""
	assert stored(low_code, "DocType", name="Low Trip")[0].custom == 1
	new = manager.page("/app/low-trip/new")
	form = new.form()
	form.pairs += [("stops", "new1"), ("stops.new1.place", "Harbour")]
	trip = new.press(form=form, called="North", kind="B")
	assert trip.url.endswith("TRIP-001")
	data = manager.get("/api/resource/Low Trip/TRIP-001").json["data"]
	assert (data["called"], data["kind"], data["stops"][0]["place"]) == ("North", "B", "Harbour")
	clerk.get("/app/low-trip", 404)
	assert _delete(manager, "Low Stop").startswith("Low Stop is used by fields of Low Trip")
	assert _delete(manager, "Low Trip") == "Low Trip still holds records."
	manager.post(trip.url, [("csrf_token", form.get("csrf_token")), ("_do", "delete"), ("_sure", "1")], 303)
	assert _delete(manager, "Low Trip") is None
	manager.get("/app/low-trip", 404)


def _delete(manager, name):
	"""Delete a record type by the door of the API; why it was refused."""
	token = manager.page("/app/doctype/new").form().get("csrf_token")
	answer = manager.client.delete(f"/api/resource/DocType/{name}", headers={"X-Frappe-CSRF-Token": token})
	if answer.status_code == 202:
		return None
	return json.loads(json.loads(answer.json["_server_messages"])[0])["message"]


def test_a_record_type_that_cannot_be_is_refused_in_words(manager):
	data = [("Called", "Data", "")]
	for name, fields, more, why in (
		("2 Trips", data, {}, "ID: begin with a letter"),
		("Tiny-Visit", data, {}, "ID: the address of DocType Tiny Visit would be the same"),
		("Low Link", [("To", "Link", "Nowhere")], {}, "Options must name a record type"),
		("Low Series", data, {"naming_rule": 'By "Naming Series" field'}, "add a field naming_series"),
		(
			"Low Field",
			data,
			{"naming_rule": "By fieldname", "autoname": "nowhere"},
			"give the name of one of the fields",
		),
		("Low Auto", data, {"naming_rule": "Autoincrement"}, "Autoincrement is not offered"),
		(
			"Low Twice",
			[*data, ("Called", "Data", "")],
			{"search_fields": "called,none"},
			"there is no field none",
		),
	):
		refused = make(manager, name, fields, 422, **more)
		assert why in refused.words, refused.words[:500]
		assert refused.form().get("__newname") == name
	assert "Is Tree is not offered" in _post_doctype(manager, {"name": "Low Tree", "is_tree": 1})


def _post_doctype(manager, values):
	token = manager.page("/app/doctype/new").form().get("csrf_token")
	field = {"label": "A", "fieldname": "a", "fieldtype": "Data"}
	body = {"module": "Custom", "fields": [field], **values}
	return manager.client.post(
		"/api/resource/DocType", json=body, headers={"X-Frappe-CSRF-Token": token}
	).text
