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


# null at the end of the page, "" where all is well, else what is wrong with the element that has the focus
LOOK = """() => {
	const el = document.activeElement;
	if (!el || el === document.body) return null;
	const first = el.dataset.unseen;
	delete el.dataset.unseen;
	const style = getComputedStyle(el), box = el.getBoundingClientRect();
	const x = box.x + box.width / 2, y = box.y + Math.min(box.height, 40) / 2, top = document.elementFromPoint(x, y);
	const name = el.outerHTML.slice(0, 120);
	const light = (colour) => {
		const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => part / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
	};
	const [ring, ground] = [style.outlineColor, getComputedStyle(document.body).backgroundColor].map(light);
	if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 3) return "no ring: " + name;
	if (Math.max(ring, ground) / Math.min(ring, ground) < 3) return "a ring that is hardly seen: " + name;
	if (!top || !(el.contains(top) || top.contains(el) || el.labels && [...el.labels].some((l) => l.contains(top)))) return "covered or out of sight: " + name;
	return "";
}"""
