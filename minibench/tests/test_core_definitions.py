"""DocTypes, fields, properties and workflows that a site makes for itself."""

import pytest
from core_factories import make_doctype, make_parcel, make_role

from minibench.documents import copy_doc, get_doc, new_doc
from minibench.errors import ValidationError
from minibench.meta import get_meta


def test_every_core_doctype_can_be_made_in_memory(site):
	for name in site.db.sql("select name from `tabDocType` where custom = 0", pluck=True):
		assert new_doc(name).doctype == name


def test_every_single_can_be_saved(site):
	for name in site.db.sql("select name from `tabDocType` where issingle = 1", pluck=True):
		get_doc(name).save()


def test_links_and_tables_of_core_doctypes_lead_to_core_doctypes(site):
	known = set(site.db.sql("select name from `tabDocType`", pluck=True))
	kinds = ("Link", "Table", "Table MultiSelect")
	named = site.db.sql(
		"select distinct options from `tabDocField` where fieldtype in %s", (kinds,), pluck=True
	)
	assert set(named) <= known


def test_a_doctype_made_in_the_desk_gets_its_table(site):
	make_doctype()
	assert site.db.exists("Parcel", make_parcel().name)


def test_fields_without_a_name_take_it_from_their_label(site):
	fields = [
		{"label": "First Thing", "fieldtype": "Data"},
		{"fieldtype": "Section Break", "label": "First Thing"},
	]
	get_doc({"doctype": "DocType", "name": "Thing", "module": "Core", "custom": 1, "fields": fields}).insert()
	assert [field.fieldname for field in get_meta("Thing").fields] == ["first_thing", "first_thing_2"]


def test_the_doctype_of_an_app_cannot_be_changed_in_the_desk(site):
	doctype = get_doc("DocType", "User")
	doctype.search_fields = "email"
	with pytest.raises(ValidationError):
		doctype.save()
	with pytest.raises(ValidationError):
		doctype.delete()


def test_a_doctype_that_holds_records_cannot_be_deleted(site):
	doctype = make_doctype()
	parcel = make_parcel()
	with pytest.raises(ValidationError):
		doctype.delete()
	parcel.delete()
	doctype.delete()
	assert not site.db.exists("DocType", "Parcel")


def test_a_custom_field_has_a_column_at_once_and_stands_where_it_was_put(site):
	make_doctype()
	field = {"doctype": "Custom Field", "dt": "Parcel", "fieldname": "weight", "label": "Weight"}
	get_doc({**field, "fieldtype": "Float", "insert_after": "title"}).insert()
	names = [field.fieldname for field in get_meta("Parcel").fields]
	assert names[:2] == ["title", "weight"]
	assert site.db.get_value("Parcel", make_parcel(weight="1.5").name, "weight") == 1.5


def test_a_custom_field_cannot_repeat_a_field_or_change_its_type(site):
	make_doctype()
	row = {
		"doctype": "Custom Field",
		"dt": "Parcel",
		"label": "Title",
		"fieldname": "title",
		"fieldtype": "Data",
	}
	with pytest.raises(ValidationError):
		get_doc(row).insert()
	field = get_doc({**row, "fieldname": None, "label": "Weight"}).insert()
	assert field.fieldname == "custom_weight"
	field.fieldtype = "Int"
	with pytest.raises(ValidationError):
		field.save()


def set_property(property, value):
	place = {"doc_type": "Parcel", "field_name": "title", "doctype_or_field": "DocField"}
	place["property_type"] = "Check" if property == "reqd" else "Data"
	return get_doc({"doctype": "Property Setter", **place, "property": property, "value": value}).insert()


def test_a_property_setter_changes_the_meta_until_it_is_deleted(site):
	make_doctype()
	set_property("reqd", 1)
	setter = set_property("label", "Name")
	assert (get_meta("Parcel").get_field("title").reqd, get_meta("Parcel").get_label("title")) == (1, "Name")
	setter.delete()
	assert get_meta("Parcel").get_label("title") == "Title"


def test_the_later_property_setter_wins(site):
	make_doctype()
	for label in ("Name", "Contents"):
		set_property("label", label)
	assert get_meta("Parcel").get_label("title") == "Contents"
	assert site.db.count("Property Setter") == 1


def test_a_property_setter_cannot_change_the_type_of_a_field(site):
	make_doctype()
	with pytest.raises(ValidationError):
		set_property("fieldtype", "Int")


def test_custom_permissions_take_the_place_of_those_that_were_shipped(site):
	make_doctype()
	make_role("Porter")
	get_doc({"doctype": "Custom DocPerm", "parent": "Parcel", "role": "Porter", "read": 1}).insert()
	assert [row.role for row in get_meta("Parcel").permissions] == ["Porter"]


def make_workflow(transitions, statuses=("0", "1", "2"), **values):
	for state in ("Packed", "Sent", "Lost"):
		get_doc({"doctype": "Workflow State", "workflow_state_name": state}).insert()
	get_doc({"doctype": "Workflow Action Master", "workflow_action_name": "Go"}).insert()
	states = [
		{"state": state, "doc_status": status, "allow_edit": "Clerk"}
		for state, status in zip(("Packed", "Sent", "Lost"), statuses, strict=True)
	]
	rows = [
		{"state": a, "action": "Go", "next_state": b, "allowed": "Clerk", **values} for a, b in transitions
	]
	return get_doc(
		{
			"doctype": "Workflow",
			"workflow_name": "Parcel Flow",
			"document_type": "Parcel",
			"is_active": 1,
			"workflow_state_field": "workflow_state",
			"states": states,
			"transitions": rows,
		}
	)


def test_a_workflow_makes_its_field_and_gives_old_records_the_first_state(site):
	make_doctype()
	parcel = make_parcel()
	make_workflow([("Packed", "Sent")]).insert()
	assert get_meta("Parcel").has_field("workflow_state")
	assert site.db.get_value("Parcel", parcel.name, "workflow_state") == "Packed"


@pytest.mark.parametrize(
	"transition", [("Packed", "Nowhere"), ("Lost", "Sent"), ("Sent", "Packed"), ("Packed", "Lost")]
)
def test_transitions_that_cannot_be_are_refused(site, transition):
	make_doctype()
	with pytest.raises(ValidationError):
		flow = make_workflow([transition])
		flow.flags.ignore_links = True
		flow.insert()


def test_a_transition_whose_condition_is_no_expression_is_refused(site):
	make_doctype()
	with pytest.raises(ValidationError):
		make_workflow([("Packed", "Sent")], condition="import os").insert()


def test_a_second_workflow_switches_the_first_off(site):
	make_doctype()
	flow = make_workflow([("Packed", "Sent")]).insert()
	second = copy_doc(flow)
	second.workflow_name = "Other Flow"
	second.insert()
	assert [site.db.get_value("Workflow", name, "is_active") for name in ("Parcel Flow", "Other Flow")] == [
		0,
		1,
	]
