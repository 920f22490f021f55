"""Workspaces and dashboards: their figures can be used by everybody, lead to what they count, and print."""

import re

import pytest
from rules import broken_rules, keeps_the_rules

ROBIN, KIM, PAT = (f"{name}@example.com" for name in ("robin.hale", "kim.alder", "pat.norris"))
BOARD = "/app/dashboard-view/Early%20Help%20Figures"
PAGES = ((ROBIN, "/app/manager"), (KIM, "/app/business-support"), (PAT, "/app/practitioner"), (ROBIN, BOARD))


@pytest.mark.parametrize(
	("who", "path"), PAGES, ids=["manager", "business support", "practitioner", "dashboard"]
)
def test_a_page_of_figures_keeps_the_rules_at_a_desk_on_a_phone_and_in_the_dark(
	person, early_help, who, path
):
	page = person(early_help, who).page
	page.goto(path)
	assert page.locator("figure.chart").count() >= 2 and page.locator(".card.figure").count() >= 4
	keeps_the_rules(page)
	page.emulate_media(color_scheme="dark")
	assert not broken_rules(page)


def test_every_figure_leads_to_the_list_that_it_counts(person, early_help):
	page = person(early_help, ROBIN).page
	page.goto("/app/manager")
	places = [("a.figure", "b"), (".plot a", "title"), (".bars a", None)]
	for where, part in places:
		link = page.locator(where).last
		text = link.locator(part).first.text_content() if part else link.text_content()
		number = int(re.search(r"(\d+)\s*$", text)[1])
		assert number, text
		page.goto(link.get_attribute("href"))
		found = re.search(r"\d+-\d+ of (\d+)", page.locator(".foot").inner_text())
		assert int(found[1]) == number, (where, text)
		page.goto("/app/manager")


def test_a_column_is_reached_by_keyboard_and_says_what_it_is(person, early_help):
	page = person(early_help, ROBIN).page
	page.goto(BOARD)
	column = page.locator(".plot a").last
	column.focus()
	label = page.evaluate("document.activeElement.getAttribute('aria-label')")
	assert re.fullmatch(r"\w{3} \d{4}: [\d.,]+", label)
	page.keyboard.press("Enter")
	page.wait_for_url(re.compile(r"/app/plan-review\?"))


def test_on_paper_a_chart_has_its_numbers_and_no_menu(person, early_help):
	page = person(early_help, ROBIN).page
	page.goto(BOARD)
	page.emulate_media(media="print")
	assert (
		not page.locator("nav.side").is_visible() and not page.locator(".numbers summary").first.is_visible()
	)
	plots = page.locator(".plot")
	for at in range(plots.count()):
		assert plots.nth(at).locator("text.value").count() == plots.nth(at).locator("a").count() > 0
