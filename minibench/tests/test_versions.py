"""What versions say about a change, and to whom."""

import json

import pytest
from core_factories import make_doctype, make_parcel, make_user

from minibench.documents import get_doc
from minibench.errors import PermissionError
from minibench.local import set_user
from minibench.versions import get_versions


@pytest.fixture
def parcel(site):
	make_doctype()
	return make_parcel(due="2026-03-04", pieces=2, items=[{"thing": "Pen", "pieces": 1}, {"thing": "Ink"}])


def data(site, name):
	rows = site.db.sql("select data from `tabVersion` where docname = %s order by rowid", name, pluck=True)
	return [json.loads(row) for row in rows]


def test_a_new_record_has_no_version(parcel, site):
	assert data(site, parcel.name) == []


def test_a_save_that_changes_nothing_has_no_version(parcel, site):
	parcel.save(ignore_version=False)
	stored = get_doc("Parcel", parcel.name)
	stored.due, stored.pieces, stored.contact = "2026-03-04", "2", ""
	stored.save(ignore_version=False)
	assert data(site, parcel.name) == []


def test_a_changed_value_stands_as_people_read_it(parcel, site):
	parcel.due, parcel.title = "2026-03-05", "Shoes"
	parcel.save(ignore_version=False)
	assert data(site, parcel.name)[0]["changed"] == [
		["title", "Books", "Shoes"],
		["due", "04-03-2026", "05-03-2026"],
	]


def test_rows_are_added_removed_and_changed(parcel, site):
	parcel = get_doc("Parcel", parcel.name)
	pen = parcel.items[0].name
	parcel.items[0].pieces = 5
	parcel.set("items", [parcel.items[0], {"thing": "Cap"}])
	parcel.save(ignore_version=False)
	version = data(site, parcel.name)[0]
	assert version["row_changed"] == [["items", 0, pen, [["pieces", 1, 5]]]]
	assert [(table, row["thing"]) for table, row in version["added"]] == [("items", "Cap")]
	assert [(table, row["thing"]) for table, row in version["removed"]] == [("items", "Ink")]


def test_a_password_is_never_in_a_version(parcel, site):
	parcel.code = "open sesame"
	parcel.title = "Shoes"
	parcel.save(ignore_version=False)
	assert "sesame" not in json.dumps(data(site, parcel.name))
	assert [change[0] for change in data(site, parcel.name)[0]["changed"]] == ["title"]


def test_a_text_with_markup_is_kept_as_it_is(parcel, site):
	parcel.letter = "<p>Dear</p>"
	parcel.save(ignore_version=False)
	assert data(site, parcel.name)[0]["changed"] == [["letter", None, "<p>Dear</p>"]]


def test_a_save_may_ask_for_no_version(parcel, site):
	parcel.title = "Shoes"
	parcel.save(ignore_version=True)
	assert data(site, parcel.name) == []


def test_a_doctype_without_tracking_has_no_versions(site):
	make_doctype(track_changes=0)
	parcel = make_parcel()
	parcel.title = "Shoes"
	parcel.save(ignore_version=False)
	assert data(site, parcel.name) == []


def test_a_field_out_of_reach_is_left_out(parcel, site):
	parcel.note, parcel.items[0].secret = "quiet", "hush"
	parcel.save(ignore_version=False)
	make_user("clerk", "Clerk")
	set_user("clerk@example.com")
	assert get_versions("Parcel", parcel.name) == []
	set_user("Administrator")
	assert [change[0] for change in get_versions("Parcel", parcel.name)[0].data["changed"]] == ["note"]


def test_a_row_that_was_added_shows_no_field_out_of_reach(parcel, site):
	parcel.append("items", {"thing": "Cap", "secret": "hush"})
	parcel.save(ignore_version=False)
	make_user("clerk", "Clerk")
	set_user("clerk@example.com")
	shown = get_versions("Parcel", parcel.name)[0].data["added"][0][1]
	assert (shown["thing"], "secret" in shown) == ("Cap", False)


def test_versions_of_a_record_out_of_reach_are_refused(parcel, site):
	make_user("other", "System Manager")
	set_user("other@example.com")
	with pytest.raises(PermissionError):
		get_versions("Parcel", parcel.name)
