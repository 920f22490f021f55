"""Everybody can use it: WCAG 2.2 AA by axe-core, a narrow screen, the keyboard alone, a slow line."""

import re

import pytest
from rules import LOOK, broken_rules
from served import HELPER, KEEPER

KIM = "kim.alder@example.com"
SERVICE = "School+Family+Practitioners"
IMPACT = f"/app/query-report/Impact%20Achieved?service={SERVICE}&basis=All&as_of=2019-11-30"
PAGES = {
	"sign-in": "/login",
	"workspace": "/app/early-help",
	"list": "/app/family?_len=100&locality=%5B%22is%22%2C%22not+set%22%5D",
	"new form": "/app/family/new",
	"saved form": "/app/family/FAM-2026-00001",
	"form with errors": "/app/family/new",
	"report": IMPACT,
	"report behind a cell": IMPACT.replace("Achieved", "Goals"),
	"all reports": "/app/-/reports",
	"search": "/app/-/search?q=fam",
	"portal page": "/me",
	"no such page of the desk": "/app/nothing-here",
	"no such page of the portal": "/nothing-here",
}
SCREENS = {
	"wide": {"viewport": {"width": 1280, "height": 900}},
	"narrow": {"viewport": {"width": 320, "height": 640}},
	"dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


def visit(person, new_page, site, name, **options):
	"""The page, as somebody who may open it sees it."""
	if name == "sign-in":
		page = new_page(base_url=site.url, **options)
	else:
		page = person(site, KIM, **options).page
	page.goto(first_family(site) if name == "saved form" else PAGES[name])
	if name == "form with errors":
		page.get_by_role("button", name="Add row").first.click()
		page.get_by_role("button", name="Save", exact=True).first.click()
		page.locator(".errors[role=alert]").wait_for()
	assert ("not found" in page.title().lower()) == name.startswith("no such page"), page.url
	return page


def first_family(site):
	"""One that Kim reaches: her team helps it."""
	with site.opened() as local:
		name = local.db.get_value("Family", {"family_name": "O'Brien"})
	return f"/app/family/{name}"


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_breaks_a_rule_of_wcag_or_scrolls_sideways(person, new_page, early_help, name, screen):
	page = visit(person, new_page, early_help, name, **SCREENS[screen])
	assert not broken_rules(page)


@pytest.mark.parametrize("screen", ["wide", "narrow"])
def test_what_opens_on_a_form_keeps_the_rules_too(person, shed, screen):
	hands = person(shed, KEEPER, **SCREENS[screen])
	page = hands.page
	page.goto("/app/tool?_q=Tool+01")
	hands.click(hands.link("Tool 01"))
	row = hands.add_row("parts")
	hands.button(re.compile("More of row"), row).click()
	for menu in (
		row.locator("summary"),
		page.locator("summary", has_text="Print"),
		page.locator("header summary"),
	):
		menu.click()
		assert not broken_rules(page)
	hands.click(hands.box("Bin", row))
	hands.press("ArrowDown")
	row.get_by_role("option").first.wait_for()
	assert not broken_rules(page)
	hands.press("Control+k")
	hands.type("to")
	page.locator(".jump [role=option]").first.wait_for()
	assert not broken_rules(page)


@pytest.mark.parametrize(
	"name", ["workspace", "list", "new form", "form with errors", "report", "portal page"]
)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(person, new_page, early_help, name):
	page = visit(person, new_page, early_help, name)
	page.evaluate(MARK_ALL)
	faults, rounds = set(), 0
	for _ in range(900):
		page.keyboard.press("Tab")
		here = page.evaluate(LOOK)
		rounds += here is None
		if rounds == 2:  # the first round began in the middle where the page had put the focus
			break
		faults |= {here} - {None, ""}
	missed = page.evaluate(
		"[...document.querySelectorAll('[data-unseen]')].map((el) => el.outerHTML.slice(0, 120))"
	)
	assert not missed, f"Tab never came to: {missed}"
	assert not faults


# Everything that can be used and stands in sight; what Tab comes to loses its mark.
MARK_ALL = """() => {
	const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=true]";
	for (const el of document.querySelectorAll(wanted)) {
		const folded = el.closest("details:not([open])") && !el.matches("summary");
		if (el.tabIndex >= 0 && !el.disabled && el.checkVisibility() && !folded) el.dataset.unseen = "1";
	}
}"""


def test_ctrl_k_leads_to_a_record_a_list_and_a_new_form_without_the_mouse(person, early_help):
	hands = person(early_help, KIM)
	hands.page.goto("/app/family/new")
	for typed, taken, heading in (
		("fam", "Family", "Family"),
		("new referral", "New Early Help Referral", "New Early Help Referral"),
		("impact ach", "Impact Achieved", "Impact Achieved"),
	):
		hands.press("Control+k")
		hands.type(typed)
		hands.take(hands.page.locator("#jump"), taken)
		hands.page.get_by_role("heading", name=heading, exact=True, level=1).wait_for()


def test_the_focus_is_where_the_work_goes_on(person, shed):
	hands = person(shed, HELPER)
	hands.page.goto("/app/tool/new")
	hands.page.keyboard.press("Control+s")
	hands.page.locator(".errors").wait_for()
	assert hands.page.evaluate("document.activeElement.className") == "errors"
	row = hands.add_row("parts")
	assert hands.box("Part Name", row).evaluate("box => box === document.activeElement")
	hands.page.keyboard.press("Control+k")
	assert hands.page.evaluate("document.activeElement.id") == "jump"


@pytest.mark.parametrize("name", ["sign-in", "workspace", "list", "saved form", "report"])
def test_the_script_and_style_of_a_page_are_small(person, new_page, early_help, name):
	sizes = {}
	site = early_help
	page = new_page(base_url=site.url) if name == "sign-in" else person(site, KIM).page
	page.on("response", lambda answer: weigh(answer, sizes))
	page.goto(first_family(site) if name == "saved form" else PAGES[name], wait_until="networkidle")
	assert sizes, "nothing was weighed"
	assert sum(sizes.values()) < 100_000, sizes


def weigh(answer, sizes):
	if answer.request.resource_type in ("script", "stylesheet"):
		sizes[answer.url] = len(answer.body())
