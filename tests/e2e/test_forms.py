"""Generated forms: every kind of field, what depends on what, and a browser without script."""

import datetime
import json
import re
from pathlib import Path

from served import HELPER, KEEPER, open_form

DAY = datetime.date(2026, 2, 28)
DOCTYPES = Path(__file__).parents[1] / "contractapp" / "contractapp" / "contract" / "doctype"
NO_VALUE = {"Tab Break", "Section Break", "Column Break", "HTML", "Table"}
# (label, kind of field, what is typed, what the box holds when the record is opened again)
TOOL = (
	("Title", "Data", "O'Neill's saw", "O'Neill's saw"),
	("Grade", "Select", "Worn", "Worn"),
	("Quantity", "Int", "12", "12"),
	("Weight", "Float", "2.125", "2.125"),
	("Price", "Currency", "1,234.5", "1234.5"),
	("Share", "Percent", "12.5", "12.5"),
	("Serial No", "Data", "SN/1 & 2", "SN/1 & 2"),
	("Supplier Email", "Data", "ann@example.com", "ann@example.com"),
	("Supplier Phone", "Data", "01632 960890", "01632 960890"),
	("Manual Url", "Data", "https://example.com/a?b=1&c=2", "https://example.com/a?b=1&c=2"),
	("Private Notes", "Small Text", "two\nlines", "two\nlines"),
)
PART = (
	("Part Name", "Data", "blade", "blade"),
	("Qty", "Int", "3", "3"),
	("Cost", "Currency", "9.99", "9.99"),
	("Size", "Select", "M", "M"),
)
STORY = "A *plain* story <not a tag> & more"


def enter(hands, fields, within=None):
	for label, kind, typed, _shown in fields:
		if kind == "Select":
			hands.choose(label, typed, within)
		else:
			hands.fill(label, typed, within)


def holds(hands, fields, within=None):
	for label, _kind, _typed, shown in fields:
		assert hands.box(label, within).input_value() == shown, label


def test_every_kind_of_field_is_entered_saved_and_shown_the_same_when_opened_again(keeper, tmp_path):
	open_form(keeper, "/app/tool/new")
	enter(keeper, TOOL)
	keeper.pick("Shelf", "Right", "Right wall")
	keeper.date("Bought On", DAY)
	keeper.box("Serviced At").fill("2026-02-28T23:45")
	keeper.box("Opens At").fill("07:05")
	keeper.click(keeper.box("Lendable"))
	keeper.click(keeper.page.get_by_role("textbox", name="Story"))
	keeper.type(STORY)
	(tmp_path / "manual é.txt").write_text("Read me")
	keeper.page.locator("[name='manual:file']").set_input_files(tmp_path / "manual é.txt")
	row = keeper.add_row("parts")
	keeper.button(re.compile("More of row"), row).click()
	enter(keeper, PART, row)
	keeper.date("Made On", DAY, row)
	keeper.pick("Bin", "Left", "Left wall", row)
	keeper.save()

	keeper.page.reload()
	holds(keeper, TOOL)
	assert keeper.box("Shelf").input_value() == "Right wall"
	assert keeper.box("Room").input_value() == "South", "what the shelf brings along is stored"
	assert keeper.box("Bought On").input_value() == "2026-02-28"
	assert keeper.box("Serviced At").input_value() == "2026-02-28T23:45"
	assert keeper.box("Opens At").input_value() == "07:05"
	assert not keeper.box("Lendable").is_checked()
	assert keeper.page.get_by_role("textbox", name="Story").inner_text().strip() == STORY
	row = keeper.row("parts", 0)
	keeper.button(re.compile("More of row"), row).click()
	holds(keeper, PART, row)
	assert keeper.box("Made On", row).input_value() == "2026-02-28"
	assert keeper.box("Bin", row).input_value() == "Left wall"
	keeper.click(keeper.link("manual é.txt", keeper.page.locator("[data-f=manual]")))
	assert keeper.page.locator("body").inner_text() == "Read me"


def test_a_dynamic_link_searches_the_kind_of_record_that_was_chosen(keeper):
	open_form(keeper, "/app/loan/new")
	keeper.pick("Tool", "Tool 01")
	keeper.pick("Borrower Type", "Shelf")
	keeper.pick("Borrower", "Left", "Left wall")
	keeper.save()
	keeper.page.reload()
	assert keeper.box("Borrower").input_value() == "Left wall"
	assert keeper.box("Tool Title").input_value() == "Tool 01"


def test_a_password_is_kept_and_never_shown_again(keeper, shed):
	open_form(keeper, "/app/member/new")
	keeper.fill("ID", "ann")
	keeper.fill("Pin", "4711")
	keeper.save()
	assert keeper.box("Pin").input_value() == ""
	keeper.fill("Colour", "red")
	keeper.save()
	with shed.opened():
		from minibench.documents import get_doc

		assert get_doc("Member", "ann").get_password("pin") == "4711"
	assert "4711" not in keeper.page.content()


def test_no_kind_of_field_of_the_contract_app_is_left_out_here():
	used = set()
	for file in DOCTYPES.glob("*/*.json"):
		used |= {field["fieldtype"] for field in json.loads(file.read_text())["fields"]}
	tried = {kind for _label, kind, _typed, _shown in (*TOOL, *PART)}
	tried |= {
		"Link",
		"Dynamic Link",
		"Password",
		"Date",
		"Datetime",
		"Time",
		"Check",
		"Text Editor",
		"Attach",
	}
	assert used - NO_VALUE <= tried


def test_what_a_chosen_link_brings_along_is_shown_at_once_and_does_not_overwrite_what_was_typed(keeper):
	open_form(keeper, "/app/tool/new")
	keeper.fill("Title", "Spade")
	keeper.pick("Shelf", "Left", "Left wall")
	keeper.page.locator("[data-f=shelf_name] .value", has_text="Left wall").wait_for()
	assert keeper.box("Room").input_value() == "North"
	keeper.fill("Room", "Cellar")
	keeper.page.get_by_label("Shelf (required)").fill("")
	keeper.pick("Shelf", "Right", "Right wall")
	keeper.page.locator("[data-f=shelf_name] .value", has_text="Right wall").wait_for()
	assert keeper.box("Room").input_value() == "Cellar"


def test_fields_appear_and_disappear_as_the_server_draws_them(keeper, person, shed):
	unscripted = person(shed, KEEPER, java_script_enabled=False)
	open_form(keeper, "/app/tool/new")
	seen = {}
	for title in ("", "Axe"):
		keeper.box("Title").fill(title)
		for grade in ("Good", "Broken", "Worn"):
			keeper.box("Grade").select_option(grade)
			seen[title, grade] = shown(keeper.page)
	for (title, grade), by_script in seen.items():
		unscripted.page.goto(f"/app/tool/new?title={title}&grade={grade}")
		assert shown(unscripted.page) == by_script, (title, grade)
	assert seen["Axe", "Broken"] == {"fault": "needed", "serial_no": "shown"}
	assert seen["Axe", "Good"] == {"fault": "hidden", "serial_no": "shown"}
	assert seen["", "Broken"] == {"fault": "hidden", "serial_no": "hidden"}


def shown(page):
	"""How two fields stand: one depends on the grade, both stand in a section that depends on the title."""
	page.wait_for_timeout(120)
	found = {}
	for name in ("fault", "serial_no"):
		field = page.locator(f"[data-f={name}]")
		needed = field.locator("[data-need]").is_visible()
		found[name] = "needed" if needed else "shown" if field.is_visible() else "hidden"
	return found


def test_a_required_field_that_appears_is_asked_for_and_one_that_disappeared_is_not(keeper):
	open_form(keeper, "/app/tool/new?title=Pliers&shelf=S1")
	keeper.choose("Grade", "Broken")
	keeper.press("ControlOrMeta+s")
	summary = keeper.page.locator(".errors[role=alert]")
	assert "Fault" in summary.inner_text()
	keeper.choose("Grade", "Good")
	keeper.save()


def test_a_record_is_made_without_script(person, shed):
	hands = person(shed, HELPER, java_script_enabled=False)
	page = hands.page
	page.goto("/app/tool/new")
	page.get_by_label("Title").fill("Unscripted")
	page.get_by_label("Shelf (required)").fill("Left wall")
	page.get_by_role("button", name="Add row").click()
	page.get_by_label("Part Name").fill("handle")
	page.get_by_role("button", name="Save", exact=True).first.click()
	page.locator("[data-saved='1']").wait_for()
	assert page.get_by_label("Title").input_value() == "Unscripted"
	assert page.get_by_label("Part Name").input_value() == "handle"
	assert page.get_by_label("Shelf (required)").input_value() == "Left wall"


def test_rows_are_moved_copied_and_deleted_where_they_stand(keeper):
	open_form(keeper, "/app/tool/new?title=Ladder&shelf=S1")
	for name in ("first", "second"):
		keeper.fill("Part Name", name, keeper.add_row("parts"))
	for what in ("Move up", "Duplicate"):
		row = keeper.row("parts", 1 if what == "Move up" else 0)
		row.locator("summary").click()
		row.get_by_role("button", name=what).click()
	assert parts(keeper) == ["second", "second", "first"]
	row = keeper.row("parts", 1)
	row.locator("summary").click()
	row.get_by_role("button", name="Delete row").click()
	keeper.save()
	assert parts(keeper) == ["second", "first"]


def parts(hands):
	rows = hands.page.locator("[data-grid=parts] tbody[data-row]").count()
	return [hands.box("Part Name", hands.row("parts", at)).input_value() for at in range(rows)]
