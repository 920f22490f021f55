"""A manager asks a question of the plans: builds the report, draws, saves, shares and exports it."""

import io
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from rules import SCREENS, broken_rules

ROBIN, VAL, KIM = (f"{name}@example.com" for name in ("robin.hale", "val.orton", "kim.alder"))
NAME = "Open plans by locality"


def answered(hands):
	"""The panel has shown its answer."""
	hands.page.locator("#report:not([aria-busy])").wait_for()


def set_box(hands, box, option):
	hands.page.locator(box).focus()
	hands.page.locator(box).select_option(label=option)
	answered(hands)
	now = hands.page.evaluate("document.activeElement.id")
	assert f"#{now}" == box or box == "#_value", "the focus stays where the hand is"


def table(hands):
	rows = hands.page.locator("table.report tr").all()
	return [[cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in rows]


def build(hands):
	"""Open plans by locality, with their number, from the list of plans."""
	page = hands.page
	page.goto("/app/my-family-plan")
	hands.click(page.locator("summary[aria-label=More]"))
	hands.click(hands.link("Report"))
	page.locator("#panel").wait_for()
	set_box(hands, "#_field", "Status")
	set_box(hands, "#_op", "is not")
	set_box(hands, "#_value", "Closed")
	page.locator(".chip", has_text="Status is not Closed").wait_for()
	set_box(hands, "#_group0", "Family: Locality")
	set_box(hands, "#_chart", "Bars")


def test_a_manager_builds_saves_shares_and_exports_a_report(person, early_help):
	robin = person(early_help, ROBIN)
	page = robin.page
	build(robin)
	assert "_group=family.locality" in unquote(page.url) and page.locator(".drawn svg").count()
	shown = table(robin)
	assert shown[0] == ["Family: Locality", "Number of records"] and shown[-1][0] == "Total"
	assert sum(int(row[1]) for row in shown[1:-1]) == int(shown[-1][1]) > 10
	robin.click(page.locator("summary", has_text="Save as"))
	robin.fill("Name", NAME)
	robin.click(robin.button("Save a copy of my own"))
	page.get_by_role("heading", name=NAME).wait_for()
	assert table(robin) == shown and page.get_by_text("Only you see this report").count()
	val = person(early_help, VAL)
	val.page.goto(page.url)
	assert "not found" in val.page.title().lower()
	share(robin)
	exports_what_it_shows(robin, shown)
	val.page.goto(page.url)
	hers = table(val)
	assert hers[0] == shown[0] and val.page.get_by_role("button", name="Share").count() == 0
	assert not val.page.get_by_text("Delete this report").count()


def share(hands):
	hands.click(hands.page.locator("summary", has_text="Share"))
	hands.page.get_by_label("Early Help Manager", exact=True).check()
	hands.click(hands.button("Share with these"))
	hands.page.get_by_role("heading", name=NAME).wait_for()
	assert not hands.page.get_by_text("Only you see this report").count()
	assert hands.page.get_by_text("Shared with Early Help Manager").count()


def exports_what_it_shows(hands, shown):
	with hands.page.expect_download() as file:
		hands.click(hands.link("Excel"))
	book = openpyxl.load_workbook(io.BytesIO(Path(file.value.path()).read_bytes()))
	about, rows = ([[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets)
	assert [[str(cell) for cell in row] for row in rows] == shown
	told = " ".join(str(cell) for row in about for cell in row)
	assert NAME in told and "Status is not Closed" in told and "Robin Hale" in told


def test_the_panel_works_by_keyboard_and_the_way_back_undoes(person, early_help):
	robin = person(early_help, ROBIN)
	page = robin.page
	page.goto("/app/my-family-plan/view/report?_cols=family_name,status")
	heads = page.locator("table.report thead th")
	assert heads.all_inner_texts() == ["Family Name", "Status"]
	page.locator("#down-1").focus()
	robin.press("Enter")
	answered(robin)
	heads.filter(has_text="Status").first.wait_for()
	assert heads.all_inner_texts() == ["Status", "Family Name"]
	assert page.evaluate("document.activeElement.id") in ("down-1", "up-2")
	set_box(robin, "#_add", "Family: Locality")
	assert heads.all_inner_texts() == ["Status", "Family Name", "Family: Locality"]
	page.go_back()
	heads.nth(2).wait_for(state="detached")
	assert heads.all_inner_texts() == ["Status", "Family Name"]


def chosen(hands, box, option, back=False):
	"""Tab to a box of the panel, spell an option, take it by Enter; the focus stays there."""
	hands.tab_to(hands.page.locator(box), back=back)
	hands.page.keyboard.type(option, delay=30)
	before = hands.page.url
	hands.press("Enter")
	hands.page.wait_for_url(lambda url: url != before)
	answered(hands)
	now = hands.page.evaluate("document.activeElement.id")
	assert f"#{now}" == box or box == "#_value", "the focus stays where the hand is"


def test_a_report_is_built_and_saved_by_keyboard_alone(person, early_help):
	robin = person(early_help, ROBIN)
	page = robin.page
	page.goto("/app/my-family-plan")
	robin.tab_to(page.locator("summary[aria-label=More]"))
	robin.press("Enter")
	robin.tab_to(robin.link("Report"))
	robin.press("Enter")
	page.locator("#panel").wait_for()
	heads = page.locator("table.report thead th")
	before = heads.count()
	chosen(robin, "#_add", "Family: Locality")
	heads.nth(before).wait_for()
	assert heads.count() == before + 1, "what is passed on the way is not added"
	chosen(robin, "#_field", "Status", back=True)
	chosen(robin, "#_op", "is not")
	chosen(robin, "#_value", "Closed")
	page.locator(".chip", has_text="Status is not Closed").wait_for()
	assert page.evaluate("document.activeElement.id") == "_field"
	chosen(robin, "#_group0", "Family: Locality")
	chosen(robin, "#_figure0", "Average of ")
	chosen(robin, "#_chart", "Bars")
	assert page.locator(".drawn svg").count() and heads.count() == 3
	robin.tab_to(page.locator("summary", has_text="Save as"), back=True)
	robin.press("Enter", "Tab")
	robin.type("Built without a mouse")
	robin.press("Enter")
	page.get_by_role("heading", name="Built without a mouse").wait_for()
	assert page.locator(".drawn svg").count() and heads.count() == 3


def test_what_is_chosen_before_the_script_has_come_counts(person, early_help):
	page = person(early_help, ROBIN).page
	held = []
	page.route("**/builder.js*", lambda route: held.append(route))
	page.goto("/app/my-family-plan/view/report", wait_until="commit")
	page.locator("#_field").select_option(label="Status")
	assert not page.locator("#_op").count() and held
	held[0].continue_()
	page.locator("#_op").wait_for()
	assert page.locator("#_field option:checked").inner_text() == "Status"


@pytest.mark.parametrize("screen", SCREENS)
def test_a_built_report_and_its_print_keep_the_rules(person, early_help, screen):
	page = person(early_help, KIM, **SCREENS[screen]).page
	for query in (
		"_cols=family_name,status,opened_on,children.first_name&_total=1",
		"_group=status&_group=team&_chart=heatmap&_field=status&_op=in",
		"_group=opened_on:quarter&_chart=line&_print=1",
	):
		page.goto(f"/app/early-help-episode/view/report?{query}")
		assert not broken_rules(page), query
