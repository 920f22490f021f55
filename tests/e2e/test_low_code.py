"""What an administrator makes by form is there at once, for everybody, and stays after a migration."""

import csv
import re
from pathlib import Path

import pytest
from rules import keeps_the_rules

ADMIN, LEAD = "Administrator", "pat.norris@example.com"


@pytest.fixture
def admin(person, early_help):
	return person(early_help, ADMIN)


def first(early_help, doctype="School"):
	with early_help.opened() as local:
		return local.db.get_all(doctype, pluck="name", order_by="name", limit=1)[0]


def test_a_field_that_is_added_by_form_is_in_form_list_report_rest_and_export_and_stays(admin, early_help):
	school, page = first(early_help), admin.page
	page.goto("/app/school")
	admin.click(page.locator(".head details.menu summary"))
	admin.click(admin.link("Add a field"))
	keeps_the_rules(page)
	admin.fill("Label", "Minibus")
	admin.choose("Field Type", "Select")
	admin.press("ControlOrMeta+s")
	page.locator(".errors[role=alert]").get_by_text("Options must list the choices").wait_for()
	admin.fill("Options", "None\nOne\nTwo")
	admin.box("Insert After").select_option("phase")
	admin.click(admin.box("In List View"))
	admin.click(admin.box("In Standard Filter"))
	admin.save()
	page.goto(f"/app/school/{school}")
	admin.box("Minibus").select_option("Two")
	admin.save()
	assert seen_everywhere(admin, school)
	with early_help.opened():
		from minibench.migrate import migrate

		migrate(backup=False)
	assert seen_everywhere(admin, school)


def seen_everywhere(admin, school):
	"""The value in the form, the filtered list, its file, the report builder and the answer of the API."""
	page = admin.page
	page.goto(f"/app/school/{school}")
	assert admin.box("Minibus").input_value() == "Two"
	page.goto("/app/school?custom_minibus=Two")
	assert page.locator("table.rows thead").get_by_text("Minibus").is_visible()
	assert page.locator("table.rows tbody tr").count() == 1
	with page.expect_download() as file:
		page.evaluate("location.href = '/app/school?custom_minibus=Two&_export=csv'")
	rows = list(csv.reader(Path(file.value.path()).read_text(encoding="utf-8-sig").splitlines()))
	assert "Minibus" in rows[0] and "Two" in rows[1] and len(rows) == 2
	page.goto("/app/school/view/report?_cols=name,custom_minibus")
	assert page.get_by_role("columnheader", name=re.compile("Minibus")).first.is_visible()
	answer = page.request.get(f"/api/resource/School/{school}").json()["data"]
	return answer["custom_minibus"] == "Two"


def test_a_form_is_customised_and_put_back(admin, early_help):
	page = admin.page
	page.goto(f"/app/agency/{first(early_help, 'Agency')}")
	admin.click(page.locator(".head details.menu summary").last)
	admin.click(admin.link("Customise this form"))
	keeps_the_rules(page)
	name = admin.row("fields", 0)
	label = admin.box("Label", name).input_value()
	admin.fill("Label", "Called", name)
	admin.save()
	page.goto("/app/agency/new")
	assert admin.box("Called").is_visible()
	page.goto("/app/customize-form/Agency")
	admin.click(admin.link("Reset"))
	admin.click(admin.box("Take back every change of fields, list and names"))
	admin.save()
	page.goto("/app/agency/new")
	assert admin.box(label).is_visible()


def test_a_long_form_is_light_and_customised_by_keyboard_alone(admin):
	page, path = admin.page, "/app/customize-form/Early Help Episode"
	assert len(page.request.get(path).body()) < 150_000
	page.goto(path)
	row = page.locator("tbody[data-row=service]")
	admin.tab_to(admin.box("Label", row))
	admin.press("F2")
	admin.box("Description", row).wait_for()
	keeps_the_rules(page)
	admin.tab_to(admin.box("Description", row))
	admin.type("The one that works with the family.")
	admin.press("Escape")
	assert not admin.box("Description", row).is_visible()
	assert row.locator("[data-more]").evaluate("el => el === document.activeElement")
	admin.tab_to(row.locator("[data-no]"), back=True)
	admin.press("ControlOrMeta+a")
	admin.type("3")
	admin.press("Enter")
	assert page.locator("[data-grid=fields] tbody").nth(2).get_attribute("data-row") == "service"
	admin.save()
	page.goto("/app/early-help-episode/new")
	assert page.get_by_text("The one that works with the family.").is_visible()
	page.goto(path)
	assert page.locator("[data-grid=fields] tbody").nth(2).get_attribute("data-row") == "service"
	admin.tab_to(admin.link("Reset"))
	admin.press("Enter")
	admin.tab_to(admin.box("Take back every change of fields, list and names"))
	admin.press("Space")
	admin.save()


def test_work_in_a_row_that_was_opened_is_offered_again(admin):
	page = admin.page
	page.goto("/app/customize-form/Agency")
	page.locator("[data-grid=fields] [data-more]").nth(1).press("Enter")
	row = admin.row("fields", 1)
	admin.fill("Description", "Not saved yet", row)
	admin.click(row.locator("td > label", has_text="Hidden"))
	page.wait_for_timeout(600)
	page.on("dialog", lambda dialog: dialog.accept())
	page.reload()
	assert not admin.box("Description", row).count()
	admin.click(admin.button("Bring it back"))
	admin.box("Description", row).wait_for()
	assert admin.box("Description", row).input_value() == "Not saved yet"
	assert admin.box("Hidden", row).is_checked()


def test_the_roles_of_a_person_are_boxes_to_tick(admin):
	page = admin.page
	page.goto("/app/user/new")
	admin.fill("Email", "new.person@example.com")
	admin.fill("First Name", "Nell")
	admin.click(admin.link("Roles & Permissions"))
	keeps_the_rules(page)
	admin.click(admin.box("Early Help Auditor"))
	admin.save()
	page.reload()
	admin.click(admin.link("Roles & Permissions"))
	assert admin.box("Early Help Auditor").is_checked()
	assert not admin.box("System Manager").is_checked()


def test_why_somebody_sees_a_record_is_said_in_the_words_of_the_app(admin, early_help):
	page = admin.page
	with early_help.opened() as local:
		shut = local.db.get_value("Family Conflict", {"user": LEAD}, "parent")
	page.goto(f"/app/family/{shut}")
	admin.click(page.locator(".head details.menu summary").last)
	admin.click(admin.link("Who can see this, and why?"))
	listed = page.get_by_role("main").inner_text()
	assert "Kim Alder" in listed and "Pat Norris" not in listed
	admin.pick("Person", "Pat", "Norris")
	admin.click(admin.button("Explain"))
	assert page.get_by_role("heading", name=re.compile("Pat Norris cannot see")).is_visible()
	assert page.get_by_text("A conflict of interest is recorded").is_visible()
	keeps_the_rules(page)
	admin.click(admin.link("Everybody who can see this"))
	admin.click(admin.link("Kim Alder"))
	assert page.get_by_text("Kim Alder is in, or leads, the team that holds an open episode").is_visible()
