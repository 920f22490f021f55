"""The desk with script, in a real browser: keyboard, rows, rules, links, and work that is not saved."""

import shutil
import threading

import pytest
from desk_client import SITE
from desk_town import PASSWORD, WORKER

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
FLAGS = [
	"--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
	"--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def address(desk_sites):
	from werkzeug.serving import make_server

	from minibench.web.app import make_app

	server = make_server("127.0.0.1", 0, make_app(SITE, str(desk_sites)), threaded=True)
	threading.Thread(target=server.serve_forever, daemon=True).start()
	yield f"http://127.0.0.1:{server.server_port}"
	server.shutdown()


@pytest.fixture(scope="module")
def chromium():
	with sync_api.sync_playwright() as playwright:
		browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
		yield browser
		browser.close()


@pytest.fixture
def page(chromium, address):
	context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
	context.set_default_timeout(8000)
	context.request.post("/api/method/login", form={"usr": WORKER, "pwd": PASSWORD})
	page, problems = context.new_page(), []
	page.on("pageerror", lambda error: problems.append(str(error)))
	page.on(
		"console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None
	)
	yield page
	context.close()
	assert not problems


def open_form(page, doc):
	page.goto(f"/app/desk-plan/{doc.name}")


def save(page):
	page.click("[data-save]")
	page.wait_for_selector("[data-saved='1']")


def test_fields_come_and_go_with_what_is_chosen(page, fresh):
	open_form(page, fresh)
	reason = page.locator("[data-f=closing_reason]")
	assert reason.is_hidden()
	page.select_option("[name=status]", "Closed")
	reason.wait_for(state="visible")
	assert reason.locator("[data-need]").is_visible()
	page.select_option("[name=status]", "Active")
	reason.wait_for(state="hidden")


def test_one_tab_is_shown_at_a_time_and_kept_over_a_save(page, fresh):
	open_form(page, fresh)
	assert page.locator("#tab-tab_goals").is_hidden()
	page.click("[data-tabs] >> text=Goals")
	assert page.locator("#tab-tab_family").is_hidden()
	page.fill("[name=notes]", "On the second tab")
	save(page)
	assert page.locator("#tab-tab_goals").is_visible()
	assert page.input_value("[name=notes]") == "On the second tab"


def test_a_link_is_found_chosen_by_keyboard_and_brings_its_values(page, fresh):
	open_form(page, fresh)
	box = page.locator("#f-school")
	box.fill("oak")
	page.wait_for_selector("[role=option] >> text=Oakfield Academy")
	assert box.get_attribute("aria-expanded") == "true"
	box.press("ArrowDown")
	assert page.locator(f"#{box.get_attribute('aria-activedescendant')}").inner_text().startswith("Oakfield")
	box.press("Enter")
	page.wait_for_selector("[data-f=school_phase] >> text=Secondary")
	save(page)
	assert page.input_value("#f-school") == "Oakfield Academy"


def test_rows_are_edited_in_place(page, fresh):
	open_form(page, fresh)
	page.click("[data-tabs] >> text=Goals")
	page.click("text=+ Add row")
	page.keyboard.type("Mornings")
	row = page.locator("tbody[data-row=new1]")
	row.locator("[data-more]").click()
	assert page.locator("[data-f='goals.new1.why']").is_hidden()
	row.locator("input[type=checkbox]").check()
	page.locator("[data-f='goals.new1.why']").wait_for(state="visible")
	page.fill("[name='goals.new1.why']", "Because")
	row.locator(".rowmenu summary").click()
	row.locator("text=Duplicate").click()
	row.locator(".rowmenu summary").click()
	row.locator("text=Move up").click()
	save(page)
	goals = page.locator("[data-grid=goals] tbody input[name$='.goal']")
	assert [goals.nth(n).input_value() for n in range(3)] == ["Mornings", "Bedtimes", "Mornings"]


def test_text_with_forms_is_written_and_kept(page, fresh):
	open_form(page, fresh)
	page.click("[data-tabs] >> text=Goals")
	page.click(".rich [contenteditable]")
	page.click(".tools button:first-child")
	page.keyboard.type("Loud")
	save(page)
	assert page.locator(".rich [contenteditable] >> text=Loud").is_visible()
	assert "<b>Loud</b>" in page.input_value("[name=story]")


def test_work_that_was_not_saved_is_offered_again(page, fresh):
	open_form(page, fresh)
	page.click("[data-tabs] >> text=Goals")
	page.click("text=+ Add row")
	page.keyboard.type("Not lost")
	page.fill("[name=notes]", "Not lost either")
	page.wait_for_selector(".saved.dirty")
	page.wait_for_timeout(600)
	open_form(page, fresh)
	page.click("[data-draft-use]")
	assert page.input_value("[name='goals.new1.goal']") == "Not lost"
	assert page.input_value("[name=notes]") == "Not lost either"
	page.wait_for_timeout(300)
	save(page)
	open_form(page, fresh)
	assert page.locator("[data-draft]").is_hidden() and page.locator("[data-row]").count() == 2


def test_signing_out_forgets_what_was_kept(page, fresh):
	open_form(page, fresh)
	page.fill("[name=family]", "Half done")
	page.wait_for_timeout(600)
	assert page.evaluate("Object.keys(localStorage).length") == 1
	page.on("dialog", lambda asked: asked.accept())
	page.click("header .menu summary")
	page.click("text=Sign out")
	page.wait_for_url("**/login*")
	assert page.evaluate("Object.keys(localStorage).length") == 0


def test_errors_take_the_focus_and_lead_to_their_fields(page, fresh):
	open_form(page, fresh)
	page.click("[data-tabs] >> text=Goals")
	page.fill(f"[name='goals.{fresh.goals[0].name}.goal']", "")
	page.click("[data-save]")
	page.wait_for_selector(".errors")
	assert page.evaluate("document.activeElement.classList.contains('errors')")
	page.click(".errors a")
	assert page.evaluate("document.activeElement.name") == f"goals.{fresh.goals[0].name}.goal"
	assert page.locator("#tab-tab_goals").is_visible()


def test_the_jump_box_opens_with_ctrl_k(page):
	page.goto("/app/plans")
	page.keyboard.press("Control+k")
	page.keyboard.type("desk pl")
	page.wait_for_selector("[role=option] >> text=Desk Plan")
	page.keyboard.press("ArrowDown")
	page.keyboard.press("Enter")
	page.wait_for_url("**/app/desk-plan")


@pytest.mark.parametrize(
	"url",
	[
		"/app/plans",
		"/app/desk-plan",
		"/app/desk-plan/PLAN-0001",
		"/app/desk-plan/new",
		"/app/query-report/Plans%20by%20School",
		"/app/-/search?q=fam",
	],
)
def test_nothing_runs_over_a_narrow_screen(page, url):
	page.set_viewport_size({"width": 320, "height": 800})
	page.goto(url)
	assert page.evaluate("document.documentElement.scrollWidth") <= 320
	assert page.locator(".side").is_hidden()
