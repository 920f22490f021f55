"""Charts as still pictures: tables and inline SVG that need no script, scale to any width and print in black and white.

Drawn here and not by a library: pygal, the nearest, writes 17 KB for three bars (its rules and a second theme inside
each picture, inline styles), letters that shrink with the picture on a telephone, colours that do not follow the dark
theme, and neither title, description nor the numbers. Here places across are in percent and places down in pixels, so
letters keep their size; series differ by tone, outline, dash and mark, never by colour alone.
"""

import datetime
import math

from markupsafe import Markup

from minibench.local import _dict
from minibench.translate import _
from minibench.web.desk import display
from minibench.web.desk.env import environment

TONES, LEVELS = 4, 4
TOP, HIGH, BOTTOM = 22, 180, 40  # pixels above, in and below a plot
WIDE, NARROW = 430, 230  # pixels that a plot has at least, and on a telephone
LETTER = 7  # pixels that a letter takes
# what Frappe calls a kind of chart, and what is drawn
SHAPES = {
	"bar": "rows", "column": "plot", "line": "plot", "pie": "share", "donut": "share", "percentage": "share",
	"heatmap": "matrix", "calendar": "calendar",
}  # fmt: skip
MARKS = (
	"M-4,0a4,4 0 1 0 8,0a4,4 0 1 0 -8,0z", "M-4,-4h8v8h-8z", "M0,-5l5,9h-10z", "M0,-6l5,6l-5,6l-5,-6z",
)  # fmt: skip


def draw(kind, title, labels, sets, urls=None):
	"""A chart as Markup with its numbers beside it; empty where there is nothing to draw.

	kind: bar (lines of bars, for labels of any length), column and line (along an axis, for time), pie, donut and
	percentage (parts of a whole, in order), heatmap (labels down, series across, a number in each cell), calendar
	(labels are the days of one year as 2026-03-31). labels: texts. sets: [(name, [number or None for each label])].
	urls: for each set the addresses that its numbers lead to, or None. ValueError for another kind.
	"""
	if kind not in SHAPES:
		raise ValueError(kind)
	labels, shape = [str(label) for label in labels], SHAPES[kind]
	series = [_series(at, each, labels, urls[at] if urls else None) for at, each in enumerate(sets)]
	if not labels or not any(point.value is not None for each in series for point in each.points):
		return Markup("")
	chart = _dict(kind=kind, title=title, labels=labels, series=series, linked=bool(urls), said=_said(series))
	SHAPERS[shape](chart)
	return Markup(getattr(environment().get_template("charts.html").module, shape)(chart))


def number(value):
	return "" if value is None else display.number({"fieldtype": "Float", "precision": 1}, value)


def _series(at, given, labels, urls):
	name, values = given
	values = [*values, *[None] * len(labels)][: len(labels)]
	points = [
		_dict(label=label, value=None if value is None else float(value), text=number(value), url=url)
		for label, value, url in zip(labels, values, urls or [None] * len(labels), strict=True)
	]
	return _dict(name=str(name or ""), points=points, tone=f"s{at % TONES}", mark=MARKS[at % TONES])


def _said(series):
	"""The chart in words: of each series the least, the most and the last."""
	words = []
	for each in series:
		known = [point for point in each.points if point.value is not None]
		if known:
			least, most = (pick(known, key=lambda point: point.value) for pick in (min, max))
			text = _("from {0} ({1}) to {2} ({3}); last {4} ({5})").format(
				*(part for point in (least, most, known[-1]) for part in (point.text, point.label))
			)
			words.append(f"{each.name}: {text}" if each.name else text)
	return ". ".join(words)


def _range(series):
	values = [point.value for each in series for point in each.points if point.value is not None]
	low, high = min(0, *values, 0), max(0, *values, 0)
	return low, high if high > low else low + 1


def _rows(chart):
	"""Bars that lie, each behind its number: from the line of nought to the left or right."""
	low, high = _range(chart.series)
	for point in (point for each in chart.series for point in each.points):
		first, last = sorted((0, point.value or 0))
		point.x, point.width = (round(part / (high - low) * 100, 2) for part in (first - low, last - first))


def _share(chart):
	"""Parts of a whole: a strip in order, and each part's number with its percentage."""
	chart.series = chart.series[:1]
	points, at = chart.series[0].points, 0.0
	whole = sum(max(0, point.value or 0) for point in points) or 1
	for index, point in enumerate(points):
		point.no, point.tone, point.x = index + 1, f"s{index % TONES}", round(at, 2)
		at += max(0, point.value or 0) / whole * 100
		point.width = round(at - point.x, 2)
		point.percent = f"{point.width:.0f}%"


def _matrix(chart):
	_low, high = _range(chart.series)
	for point in (point for each in chart.series for point in each.points):
		point.level = f"l{_level(point.value, high)}"


def _level(value, high):
	return max(0, math.ceil(LEVELS * (value or 0) / high))


def _ticks(low, high, whole):
	"""The steps of a scale: round numbers, at most six; no parts of what is counted."""
	rough = (high - low) / 4
	power = 10 ** math.floor(math.log10(rough))
	step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough)
	step = max(step, 1) if whole else step
	return [step * at for at in range(math.floor(low / step), math.ceil(high / step) + 1)]


def _short(tick):
	"""A step of a scale, short enough for the edge of a telephone: 1.5k, 20M."""
	units = ((1e9, "bn"), (1e6, "M"), (1e3, "k"), (0, ""))
	unit, letter = next(each for each in units if abs(tick) >= each[0])
	return f"{number(round(tick / (unit or 1), 1))}{letter}"


def _plot(chart):
	"""Columns or lines over an axis."""
	whole = all(float(point.value or 0).is_integer() for each in chart.series for point in each.points)
	ticks = _ticks(*_range(chart.series), whole)
	low, high = ticks[0], ticks[-1]
	left = 8 if max(len(_short(tick)) for tick in ticks) < 4 else 14
	slot, many = (100 - left) / len(chart.labels), len(chart.series)

	def down(value):
		return round(TOP + (high - value) / (high - low) * HIGH, 1)

	chart.update(left=left, height=TOP + HIGH + BOTTOM, base=down(max(0, low)), slot=round(slot, 2))
	chart.ticks = [_dict(y=down(tick), text=_short(tick)) for tick in ticks]
	wide = max(len(point.text) for each in chart.series for point in each.points) * len(chart.labels) * LETTER
	chart.written = many == 1 and wide <= WIDE and ("all" if wide <= NARROW else "wide")
	for at, each in enumerate(chart.series):
		for index, point in enumerate(each.points):
			point.x = round(left + slot * (index + 0.5), 2)
			point.y = None if point.value is None else down(point.value)
			if chart.kind == "column" and point.y is not None:
				point.left = round(left + slot * (index + 0.15 + 0.7 * at / many), 2)
				point.top, point.high = min(point.y, chart.base), round(abs(point.y - chart.base), 1)
		known = zip(each.points, each.points[1:], strict=False)
		each.lines = [pair for pair in known if None not in (pair[0].y, pair[1].y)]
	chart.width = round(slot * 0.7 / many, 2)
	chart.axis = _axis(chart.labels, left, slot)


def _axis(labels, left, slot):
	"""The words under a plot: a year that closes each of them stands below, once; as many as there is room for."""
	dated = all(len(label) > 5 and label[-5:-4] == " " and label[-4:].isdigit() for label in labels)
	split = [(label[:-5], label[-4:]) if dated else (label, "") for label in labels]
	longest = max(min(len(text), 14) for text, _year in split) * LETTER + LETTER
	some, few = (math.ceil(longest * len(labels) / room) for room in (WIDE, NARROW))
	found, before = [], None
	for at, (text, year) in enumerate(split):
		if at % some == 0:
			text = text if len(text) <= 14 else f"{text[:13]}…"
			x = round(left + slot * (at + 0.5), 2)
			found.append(_dict(x=x, text=text, year=year if year != before else "", less=bool(at % few)))
			before = year
	return found


def _calendar(chart):
	"""A year of days: weeks across, a square for each day, the larger the more."""
	chart.series = chart.series[:1]
	points = chart.series[0].points
	year = datetime.date.fromisoformat(points[0].label).year
	first = datetime.date(year, 1, 1).weekday()
	known = {point.label: point for point in points}
	_low, high = _range(chart.series)
	chart.days, chart.months = [], []
	for at in range(366):
		day = datetime.date(year, 1, 1) + datetime.timedelta(days=at)
		week, row = divmod(at + first, 7)
		x, point = round(6 + week * 1.76, 2), known.get(day.isoformat())
		if day.year == year:
			size = 2 + 2 * _level(point and point.value, high)
			said = f"{display.full(day)}: {point.text}" if point else None
			chart.days.append(_dict(x=x, y=26 + row * 13, size=size, said=said))
		if day.day == 1 and day.year == year:
			chart.months.append(_dict(x=x, text=_(display.MONTHS[day.month - 1])))
	chart.weekdays = [_dict(y=26 + row * 13, text=_(display.DAYS[row])) for row in (0, 2, 4, 6)]
	for point in points:
		point.label = display.full(datetime.date.fromisoformat(point.label))


SHAPERS = {"rows": _rows, "plot": _plot, "share": _share, "matrix": _matrix, "calendar": _calendar}
