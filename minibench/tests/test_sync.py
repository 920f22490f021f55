"""How records of module folders and fixtures come into a site, and when they are left alone."""

import pytest
from tinyapp import TinyApp, doctype, report

from minibench import apps, install, sync
from minibench.documents import get_doc
from minibench.errors import ValidationError
from minibench.fixtures import sync_fixtures
from minibench.local import local


@pytest.fixture
def app(site, tmp_path):
	app = TinyApp(tmp_path / "apps")
	app.record(doctype("Tiny Thing"))
	site.flags.installing_apps = [app.name]
	install.add_modules(app.name)
	yield app
	apps.forget()


def query(name="Tiny Things"):
	return local.db.get_value("Report", name, "query")


def test_a_doctype_is_synced_when_its_file_changes_and_not_otherwise(app):
	assert sync.sync_app(app.name) == 1
	assert sync.sync_app(app.name) == 0
	app.record(doctype("Tiny Thing", description="Other words"))
	assert sync.sync_app(app.name) == 1
	assert local.db.get_value("DocType", "Tiny Thing", "description") == "Other words"


def test_roles_named_in_doctypes_are_created_with_desk_access(app):
	app.record(doctype("Tiny Thing", permissions=[{"role": "Tiny Keeper", "read": 1}]))
	sync.sync_app(app.name)
	assert local.db.get_value("Role", "Tiny Keeper", "desk_access") == 1


def test_a_record_is_imported_only_when_its_modified_is_newer(app):
	app.record(report("Tiny Things", "Tiny Thing", modified="2026-01-01 10:00:00"))
	sync.sync_app(app.name)
	assert query() == "select 1"
	app.record(report("Tiny Things", "Tiny Thing", query="select 2", modified="2026-01-01 10:00:00"))
	assert sync.sync_app(app.name) == 0
	app.record(report("Tiny Things", "Tiny Thing", query="select 3", modified="2026-01-01 10:00:01"))
	assert sync.sync_app(app.name) == 1
	assert query() == "select 3"
	assert str(local.db.get_value("Report", "Tiny Things", "modified")) == "2026-01-01 10:00:01"


def test_a_record_edited_later_on_the_site_is_left_alone(app):
	app.record(report("Tiny Things", "Tiny Thing", modified="2026-01-01 10:00:00"))
	sync.sync_app(app.name)
	local.db.set_value("Report", "Tiny Things", "query", "select 'mine'")
	app.record(report("Tiny Things", "Tiny Thing", query="select 2", modified="2026-01-02 10:00:00"))
	assert sync.sync_app(app.name) == 0
	assert query() == "select 'mine'"


def test_what_the_administrator_switched_off_stays_off(app):
	app.record(report("Tiny Things", "Tiny Thing", modified="2026-01-01 10:00:00"))
	sync.sync_app(app.name)
	local.db.set_value("Report", "Tiny Things", "disabled", 1, update_modified=False)
	app.record(report("Tiny Things", "Tiny Thing", query="select 2", modified="2026-01-02 10:00:00"))
	sync.sync_app(app.name)
	assert query() == "select 2"
	assert local.db.get_value("Report", "Tiny Things", "disabled") == 1


def test_a_record_without_modified_always_becomes_what_its_file_says(app):
	app.record(report("Tiny Things", "Tiny Thing"))
	assert sync.sync_app(app.name) == 2
	assert sync.sync_app(app.name) == 0
	local.db.set_value("Report", "Tiny Things", "query", "select 'mine'")
	assert sync.sync_app(app.name) == 1
	assert query() == "select 1"


def test_doctypes_need_no_controller(app):
	sync.sync_app(app.name)
	doc = get_doc({"doctype": "Tiny Thing", "title": "A"}).insert()
	assert get_doc("Tiny Thing", doc.name).title == "A"


def test_a_fixture_overwrites_the_site_and_is_left_alone_once_it_agrees(app):
	role = {
		"doctype": "Role",
		"name": "Tiny Guest",
		"role_name": "Tiny Guest",
		"desk_access": 0,
		"home_page": "/a",
	}
	app.fixture("role", [role])
	assert sync_fixtures(app.name) == 1
	assert sync_fixtures(app.name) == 0
	local.db.set_value("Role", "Tiny Guest", "home_page", "/b")
	assert sync_fixtures(app.name) == 1
	assert local.db.get_value("Role", "Tiny Guest", "home_page") == "/a"


def test_a_fixture_corrects_the_role_that_a_doctype_made(app):
	app.record(doctype("Tiny Thing", permissions=[{"role": "Tiny Guest", "read": 1}]))
	app.fixture(
		"role", [{"doctype": "Role", "name": "Tiny Guest", "role_name": "Tiny Guest", "desk_access": 0}]
	)
	sync.sync_app(app.name)
	sync_fixtures(app.name)
	assert local.db.get_value("Role", "Tiny Guest", "desk_access") == 0


def test_fixtures_come_in_the_order_of_their_file_names_and_links_are_not_checked(app):
	sync.sync_app(app.name)
	fields = [{"fieldname": "thing", "fieldtype": "Link", "options": "Tiny Thing"}]
	app.record(doctype("Tiny Link", fields, autoname="hash"))
	sync.sync_app(app.name)
	app.fixture("b", [{"doctype": "Tiny Link", "name": "l1", "thing": "nobody"}])
	app.fixture("a", [{"doctype": "Role", "name": "First", "role_name": "First"}])
	assert sync_fixtures(app.name) == 2
	assert local.db.get_value("Tiny Link", "l1", "thing") == "nobody"


def test_a_fixture_that_cannot_be_stored_is_named(app):
	path = app.fixture("role", [{"doctype": "Role", "name": "Nameless"}])
	with pytest.raises(ValidationError) as caught:
		sync_fixtures(app.name)
	assert str(path) in caught.value.__notes__[0]


def test_charts_cards_and_dashboards_have_their_own_pass(app):
	card = {"doctype": "Number Card", "name": "Tiny Count", "label": "Tiny Count", "type": "Document Type"}
	card |= {
		"document_type": "Tiny Thing",
		"function": "Count",
		"filters_json": "[]",
		"is_standard": 1,
		"module": "Tiny",
	}
	app.record(card)
	sync.sync_app(app.name)
	assert not local.db.exists("Number Card", "Tiny Count")
	assert sync.sync_dashboards(app.name) == 1
	assert local.db.exists("Number Card", "Tiny Count")
