"""The desk on a phone: rows of a table are lines that open, filters wait behind their button."""

import pytest
from test_desk_browser import address, chromium, open_form, page, save  # noqa: F401 (fixtures)

PHONE = {"width": 320, "height": 800}


@pytest.fixture
def goals(page, fresh):  # noqa: F811
	"""The page of a plan on a phone, at its goals."""
	page.set_viewport_size(PHONE)
	open_form(page, fresh)
	page.click("[data-tabs] >> text=Goals")
	return page


def test_what_a_row_holds_is_a_line_and_what_is_empty_a_box(goals):
	row = goals.locator("[data-grid=goals] tbody[data-row]").first
	assert row.locator("[data-gist]").inner_text().startswith("Bedtimes")
	assert row.locator("input[name$='.goal']").is_hidden()
	assert row.locator("select[name$='.theme']").is_visible() == (not row.locator("select").input_value())


def test_a_line_opens_its_row_and_says_what_was_typed_when_it_closes(goals):
	row = goals.locator("[data-grid=goals] tbody[data-row]").first
	row.locator("[data-gist]").click()
	assert row.locator("[data-gist]").get_attribute("aria-expanded") == "true"
	row.locator("input[name$='.goal']").fill("Bedtimes at eight")
	row.locator("[data-gist]").click()
	assert row.locator("[data-gist]").inner_text().startswith("Bedtimes at eight")
	save(goals)
	assert goals.locator("input[name$='.goal']").first.input_value() == "Bedtimes at eight"


def test_a_new_row_is_open_and_an_error_opens_its_row(goals):
	goals.click("text=+ Add row")
	row = goals.locator("tbody[data-row=new1]")
	assert row.locator("input[name$='.goal']").is_visible()
	goals.click("[data-save]")
	goals.wait_for_selector(".errors")
	goals.click(".errors a")
	assert goals.evaluate("document.activeElement.name") == "goals.new1.goal"


def test_a_long_text_leaves_room_for_what_stands_beside_it(goals, fresh):
	row = goals.locator("[data-grid=goals] tbody[data-row]").first
	row.locator("[data-gist]").click()
	row.locator("input[name$='.goal']").fill("Bedtimes " * 12)
	row.locator("select[name$='.theme']").select_option("Home")
	row.locator("[data-gist]").click()
	assert "\u2026 \u00b7 Home" in row.locator("[data-gist]").inner_text()


def test_a_table_that_a_choice_locks_offers_no_row(goals):
	add = goals.locator("text=+ Add row")
	assert add.is_visible()
	goals.click("[data-tabs] >> text=The family")
	goals.select_option("[name=status]", "Closed")
	goals.click("[data-tabs] >> text=Goals")
	assert add.is_hidden() and goals.locator(".rowmenu").first.is_hidden()


def test_filters_wait_behind_their_button(page):  # noqa: F811
	page.goto("/app/desk-plan")
	assert page.locator("[data-filters]").is_hidden() and page.locator("#sf-school").is_visible()
	page.set_viewport_size(PHONE)
	assert page.locator("#q").is_visible() and page.locator("#sf-school").is_hidden()
	page.click("[data-filters]")
	assert page.locator("#sf-school").is_visible()
	page.fill("#q", "Ash")
	page.keyboard.press("Enter")
	page.wait_for_url("**_q=Ash**")
