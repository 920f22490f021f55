"""A browser, the sites it visits, and people who sign in to them."""

import os
import shutil

import pytest
from hands import Hands, Tally
from rules import SCREENS
from served import KEEPER, PASSWORD, fill_early_help, fill_shed, make_site, serve

FLAGS = (
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
)
NO_BROWSER = "Chromium is not installed, so nothing can be tried in a browser (Debian: apt install chromium)."
TALLY = pytest.StashKey[Tally]()


def pytest_configure(config):
	config.stash[TALLY] = Tally()


def pytest_terminal_summary(terminalreporter, config):
	"""What each step of the days cost, at the end of the run."""
	lines = config.stash[TALLY].lines()
	if lines:
		terminalreporter.section("What a day costs")
		terminalreporter.write_line("\n".join(lines))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
	report = yield
	if call.when == "call":
		item.failed = report.failed
	return report


@pytest.fixture(scope="session")
def tally(pytestconfig):
	return pytestconfig.stash[TALLY]


@pytest.fixture(scope="session")
def browser():
	"""Debian's Chromium; without it the tests are skipped, or fail where REQUIRE_E2E=1 asks for them."""
	found = shutil.which("chromium") or shutil.which("chromium-browser")
	if not found:
		(pytest.fail if os.environ.get("REQUIRE_E2E") == "1" else pytest.skip)(NO_BROWSER)
	from playwright.sync_api import sync_playwright

	with sync_playwright() as playwright:
		chromium = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
		yield chromium
		chromium.close()


@pytest.fixture(scope="session")
def date_order(browser):
	"""How this browser wants a date to be typed; without its language packs Chromium is American."""
	page = browser.new_page()
	page.set_content("<input type=date>")
	page.locator("input").click(position={"x": 12, "y": 12})
	page.keyboard.type("01022003")
	typed = page.locator("input").input_value()
	page.close()
	return {"2003-02-01": "%d%m%Y", "2003-01-02": "%m%d%Y"}[typed]


@pytest.fixture(scope="session")
def early_help(tmp_path_factory):
	"""The address of a site with Early Help and its demo service."""
	folder = tmp_path_factory.mktemp("e2e") / "sites"
	make_site(folder, "early-help.localhost", "earlyhelp", fill_early_help)
	with serve(folder, "early-help.localhost") as site:
		yield site
		nothing_failed(site)


@pytest.fixture(scope="session")
def built_shed(tmp_path_factory):
	"""The folder of a site with the contract app, its people and its tools; nobody works in it."""
	folder = tmp_path_factory.mktemp("e2e") / "sites"
	make_site(folder, "shed.localhost", "contractapp", fill_shed)
	return folder


@pytest.fixture(scope="module")
def shed(built_shed, tmp_path_factory):
	"""The address of a copy of it for the tests of one file, so that none counts what another left."""
	folder = shutil.copytree(built_shed, tmp_path_factory.mktemp("e2e") / "sites")
	with serve(folder, "shed.localhost") as site:
		yield site
		nothing_failed(site)


def nothing_failed(site):
	"""Whatever the tests looked at: no request may have failed behind their back."""
	with site.opened() as local:
		errors = local.db.get_all("Error Log", fields=["method", "error"])
	assert not errors, "\n".join(f"{row.method}\n{row.error}" for row in errors)


@pytest.fixture(scope="session")
def signed_in():
	"""{(site, person): cookies}: everybody signs in once."""
	return {}


@pytest.fixture
def new_page(browser, request, tmp_path):
	"""`new_page(**options)`: a page of a browser profile of its own; its scripts must not fail."""
	contexts, faults = [], []

	def make(**options):
		context = browser.new_context(
			# what still changes its colour is not looked at half-way
			**{
				"locale": "en-GB",
				"viewport": {"width": 1280, "height": 900},
				"reduced_motion": "reduce",
				**options,
			}
		)
		context.set_default_timeout(8_000)
		contexts.append(context)
		context.on("page", lambda page: listen(page, faults))
		return context.new_page()

	yield make
	if getattr(request.node, "failed", False):
		for number, page in enumerate(page for context in contexts for page in context.pages):
			page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
			print(f"What the browser showed: {tmp_path / f'{number}.png'} of {page.url}")
	for context in contexts:
		context.close()
	assert not faults, faults


def listen(page, faults):
	page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
	page.on(
		"console",
		lambda said: (
			faults.append(f"{page.url}: {said.text}")
			if said.type == "error" and not said.text.startswith("Failed to load resource")
			else None
		),
	)


@pytest.fixture
def person(new_page, signed_in, date_order):
	"""`person(site, email)`: somebody signed in, ready at keyboard and mouse."""

	def make(site, email, fresh=False, **options):
		known = None if fresh else signed_in.get((site.url, email))
		page = new_page(base_url=site.url, storage_state=known, **options)
		if not known:
			sign_in(page, email)
			signed_in.setdefault((site.url, email), page.context.storage_state())
		return Hands(page, date_order=date_order)

	return make


@pytest.fixture(params=SCREENS)
def screen(request):
	"""At a desk, and on a phone."""
	return request.param


@pytest.fixture
def somebody(person, early_help, tally):
	"""`somebody(email, screen)`: a person of the service whose steps are counted."""

	def make(email, screen="wide"):
		hands = person(early_help, email, **SCREENS[screen])
		hands.tally, hands.where = tally, ", on a phone" if screen == "phone" else ""
		return hands

	return make


def sign_in(page, email):
	"""Sign in through the form."""
	page.goto("/login")
	page.get_by_label("E-mail address").fill(email)
	page.get_by_label("Password").fill(PASSWORD)
	page.get_by_role("button", name="Sign in").click()
	page.wait_for_url(lambda url: "/login" not in url)


@pytest.fixture
def keeper(person, shed):
	"""The one who keeps the tools, signed in."""
	return person(shed, KEEPER)
