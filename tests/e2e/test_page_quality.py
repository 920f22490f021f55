"""Every kind of page of the desk, as the administrator of the contract app sees it: rules, weight, zoom, own host."""

from urllib.parse import urlsplit

import pytest
from rules import broken_rules, keeps_the_rules

PAGES = (
	"/app/shed",
	"/app/tool/new",
	"/app/tool/view/report?_cols=title,shelf&_group=shelf",
	"/app/-/access?user=keeper@shed.example",
	"/app/-/keys",
	"/app/-/system",
	"/app/-/outbox",
	"/app/-/import?doctype=Tool",
	"/app/-/notices",
)
ZOOMED = {"width": 640, "height": 450}  # 1280 pixels at 200 per cent


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_the_rules_is_light_and_asks_nobody_else(person, shed, path):
	page = person(shed, "Administrator").page
	answers = []
	page.on("response", lambda one: answers.append(one))
	answer = page.goto(path, wait_until="networkidle")
	assert page.locator("h1").count() == 1 and "not found" not in page.title().lower()
	assert {urlsplit(one.url).netloc for one in answers} == {urlsplit(shed.url).netloc}
	own = [one for one in answers if one.request.resource_type in ("script", "stylesheet")]
	assert 0 < sum(len(one.body()) for one in own) <= 100_000
	assert "script-src 'self'" in answer.all_headers()["content-security-policy"]
	keeps_the_rules(page)
	page.set_viewport_size(ZOOMED)
	assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]
	page.emulate_media(color_scheme="dark")
	assert not broken_rules(page)
