"""The rules of WCAG 2.2 AA, asked of the page that a browser shows."""

from axe_playwright_python.sync_playwright import Axe

OPTIONS = {
	"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
	"rules": {"target-size": {"enabled": True}},
	"resultTypes": ["violations"],
}


def broken_rules(page):
	"""[(rule, where, what)]; a page that scrolls sideways breaks one too (1.4.10 Reflow)."""
	found = [
		(rule["id"], node["target"], node["html"][:120])
		for rule in Axe().run(page, options=OPTIONS).response["violations"]
		for node in rule["nodes"]
	]
	wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
	return found + ([("reflow", page.url, f"{wide} px on a screen of {room}")] if wide > room else [])


SCREENS = {
	"wide": {"viewport": {"width": 1280, "height": 900}},
	"phone": {"viewport": {"width": 320, "height": 640}},
}


def keeps_the_rules(page):
	"""The page as it stands, at a desk and on a phone; it is left as wide as it was found."""
	before = page.viewport_size
	for screen in SCREENS.values():
		page.set_viewport_size(screen["viewport"])
		page.evaluate("scrollTo(0, 0)")  # what a head that stays covers while one scrolls is no small target
		found = broken_rules(page)
		assert not found, found
	page.set_viewport_size(before)
