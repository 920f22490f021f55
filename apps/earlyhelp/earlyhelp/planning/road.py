"""A scale drawn as a road from 0 to 10, with a pin for each person. Imports no Frappe.

The picture is SVG that browsers, WeasyPrint and wkhtmltopdf draw alike: no style sheet, no script, no
width that depends on the page. It says nothing by colour alone: each pin has its name.
"""

from dataclasses import dataclass
from html import escape
from math import pi, sin

from earlyhelp.planning.scales import HIGHEST

WIDTH, FIRST, STEP = 640, 42, 55.6
LANE, HEAD, BEND, ROAD = 37, 10, 5, 20
LETTER = 7.2
INK, ROAD_GREY, TEAL, PAPER = "#1d2528", "#5b6468", "#0f5c63", "#ffffff"


@dataclass(frozen=True)
class Pin:
	"""Where somebody stands on the road; `together` is the score that all agreed on."""

	name: str
	score: int
	together: bool = False


@dataclass(frozen=True)
class Says:
	"""The words of the picture, in the reader's language; {name} and {score} are filled in."""

	title: str = "Our road from 0 to 10"
	began: str = "We began here"
	began_at: str = "We began at {score}."
	stands_at: str = "{name}: {score}."
	nobody: str = "Nobody has given a number yet."


def draw_road(pins, began=None, says=None, key="road"):
	"""Return the road as SVG. `began` is the first score or None; `key` tells several roads on a page apart."""
	says = says or Says()
	lanes = choose_lanes(pins)
	top = 6 + LANE * (max(lanes, default=0) + 1) if pins else 18
	middle = top + BEND + ROAD / 2 + 4
	height = round(middle + (58 if began is not None else 40))
	parts = _road(middle, began, next((pin.score for pin in pins if pin.together), None))
	parts += [_stem(pin, lane, middle) for pin, lane in zip(pins, lanes, strict=True)]
	parts += [_head(pin, lane, middle) for pin, lane in zip(pins, lanes, strict=True)]
	parts += [_number(score, middle, began) for score in range(HIGHEST + 1)]
	if began is not None:
		parts.append(_start(began, middle, says.began))
	return (
		f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img"'
		f' viewBox="0 0 {WIDTH} {height}" aria-labelledby="{key}-title {key}-desc"'
		' font-family="DejaVu Sans, Verdana, sans-serif">'
		f'<title id="{key}-title">{escape(says.title)}</title>'
		f'<desc id="{key}-desc">{escape(describe(pins, began, says))}</desc>{"".join(parts)}</svg>'
	)


def describe(pins, began=None, says=None):
	"""Return the picture in words, for who cannot see it."""
	says = says or Says()
	words = [] if began is None else [says.began_at.format(score=began)]
	words += [says.stands_at.format(name=pin.name, score=pin.score) for pin in pins]
	return " ".join(words) if words else says.nobody


def choose_lanes(pins):
	"""Return the height of each pin, 0 next to the road, so that no two names cover each other."""
	taken, lanes = [], []
	for pin in pins:
		lane = 0
		while any(lane == other and _touch(pin, standing) for standing, other in taken):
			lane += 1
		taken.append((pin, lane))
		lanes.append(lane)
	return lanes


def _touch(one, other):
	return abs(_x(one.score) - _x(other.score)) < (_width(one) + _width(other)) / 2 + 6


def _width(pin):
	return max(2 * HEAD + 4, len(pin.name) * LETTER)


def _x(score):
	return FIRST + score * STEP


def _bend(score):
	"""How far the road swings up or down at a score."""
	return BEND * sin(score * pi / 2.5)


def _line(first, last, middle):
	steps = [first + (last - first) * i / 60 for i in range(61)]
	return "M" + " L".join(f"{_x(step):.1f} {middle + _bend(step):.1f}" for step in steps)


def _road(middle, began, now):
	parts = [
		f'<path d="{_line(-0.45, HIGHEST + 0.45, middle)}" fill="none" stroke="{ROAD_GREY}"'
		f' stroke-width="{ROAD}" stroke-linecap="round" stroke-linejoin="round"/>'
	]
	if began is not None and now is not None and began != now:
		parts.append(
			f'<path d="{_line(began, now, middle)}" fill="none" stroke="{TEAL}"'
			f' stroke-width="{ROAD - 6}" stroke-linejoin="round"/>'
		)
	parts.append(
		f'<path d="{_line(-0.4, HIGHEST + 0.4, middle)}" fill="none" stroke="{PAPER}"'
		' stroke-width="2" stroke-dasharray="9 8"/>'
	)
	return parts


def _number(score, middle, began):
	"""A milestone under the road; both ends and the beginning stand out."""
	bold = ' font-weight="bold"' if score in (0, HIGHEST, began) else ""
	return (
		f'<text x="{_x(score):.1f}" y="{middle + BEND + ROAD / 2 + 20:.1f}" font-size="15"{bold}'
		f' text-anchor="middle" fill="{INK}">{score}</text>'
	)


def _start(began, middle, word):
	"""A ring on the road, and the word for it under its number, kept inside the picture."""
	half = len(word) * 6.6 / 2
	x = min(max(_x(began), half + 2), WIDTH - half - 2)
	return (
		f'<circle cx="{_x(began):.1f}" cy="{middle + _bend(began):.1f}" r="7" fill="{PAPER}"'
		f' stroke="{INK}" stroke-width="3"/>'
		f'<text x="{x:.1f}" y="{middle + BEND + ROAD / 2 + 39:.1f}" font-size="12"'
		f' text-anchor="middle" fill="{INK}">{escape(word)}</text>'
	)


def _top(lane, middle):
	return middle - BEND - ROAD / 2 - 8 - HEAD - lane * LANE


def _stem(pin, lane, middle):
	x = _x(pin.score)
	return (
		f'<line x1="{x:.1f}" y1="{_top(lane, middle):.1f}" x2="{x:.1f}" y2="{middle + _bend(pin.score):.1f}"'
		f' stroke="{TEAL}" stroke-width="2"/>'
		f'<circle cx="{x:.1f}" cy="{middle + _bend(pin.score):.1f}" r="3.5" fill="{PAPER}"'
		f' stroke="{TEAL}" stroke-width="2"/>'
	)


def _head(pin, lane, middle):
	"""The pin's head with its name above: filled for the score of all, a ring with a letter for one person."""
	x, y, half = _x(pin.score), _top(lane, middle), _width(pin) / 2
	left = min(max(x - half, 1), WIDTH - 2 * half - 1)
	fill = TEAL if pin.together else PAPER
	weight = ' font-weight="bold"' if pin.together else ""
	mark = _tick(x, y) if pin.together else _letter(x, y, pin.name)
	return (
		f'<rect x="{left:.1f}" y="{y - HEAD - 17:.1f}" width="{2 * half:.1f}" height="15" fill="{PAPER}"/>'
		f'<text x="{left + half:.1f}" y="{y - HEAD - 5:.1f}" font-size="12.5"{weight} text-anchor="middle"'
		f' fill="{INK}">{escape(pin.name)}</text>'
		f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{HEAD}" fill="{fill}" stroke="{TEAL}" stroke-width="2.5"/>'
		f"{mark}"
	)


def _tick(x, y):
	return (
		f'<path d="M{x - 4.5:.1f} {y + 0.5:.1f} L{x - 1:.1f} {y + 4:.1f} L{x + 5:.1f} {y - 4:.1f}" fill="none"'
		f' stroke="{PAPER}" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/>'
	)


def _letter(x, y, name):
	return (
		f'<text x="{x:.1f}" y="{y + 4.2:.1f}" font-size="11.5" font-weight="bold" text-anchor="middle"'
		f' fill="{INK}">{escape(name[:1].upper())}</text>'
	)
