"""Charts: each number is in them in words, the pictures say what they show, and nothing in them needs script."""

import re
import xml.etree.ElementTree as ET

import pytest

from minibench.web.desk import charts

MONTHS = [f"{month} 2026" for month in ("Jan", "Feb", "Mar", "Apr")]
DAYS = ["2026-01-05", "2026-03-31", "2026-12-31"]
pytestmark = pytest.mark.usefixtures("site")


def drawn(kind, labels=MONTHS, sets=(("Letters", [3, 0, 14, 7]),), urls=None):
	return ET.fromstring(f"<div>{charts.draw(kind, 'Post by month', labels, list(sets), urls)}</div>")


def cells(tree):
	"""[(row's name, its numbers)] of the table in a chart."""
	rows = (
		([" ".join(each.itertext()).strip() for each in row if each.tag in ("th", "td")])
		for row in tree.iter("tr")
	)
	return [[text for text in row if text] for row in rows]


def words(tree, tag):
	return ["".join(each.itertext()) for each in tree.iter(tag)]


@pytest.mark.parametrize("kind", ["bar", "column", "line", "heatmap"])
def test_every_kind_has_its_numbers_in_a_table_with_a_caption(kind):
	tree = drawn(kind)
	assert [row for row in cells(tree) if len(row) > 1] == [
		[m, n] for m, n in zip(MONTHS, ["3", "0", "14", "7"], strict=True)
	]
	assert "Post by month" in words(tree, "caption")


@pytest.mark.parametrize("kind", ["pie", "donut", "percentage"])
def test_parts_of_a_whole_are_said_with_their_percentage(kind):
	rows = cells(drawn(kind, ["Yes", "No"], [("", [3, 1])]))
	assert [row[-2:] for row in rows] == [["Yes", "3 (75%)"], ["No", "1 (25%)"]]


@pytest.mark.parametrize("kind", ["column", "line"])
def test_a_plot_says_what_it_shows(kind):
	tree = drawn(kind)
	assert words(tree, "desc") == ["Letters: from 0 (Feb 2026) to 14 (Mar 2026); last 7 (Apr 2026)"]
	assert "Post by month" in words(tree, "title") and "Mar 2026: 14" in words(tree, "title")


def test_a_year_of_days_has_a_square_for_each_day_the_larger_the_more():
	tree = drawn("calendar", DAYS, [("", [1, 4, 2])])
	sizes = {each[0].text: each.get("width") for each in tree.iter("rect") if len(each)}
	assert sizes == {"5 Jan 2026: 1": "4", "31 Mar 2026: 4": "10", "31 Dec 2026: 2": "6"}
	assert len(list(tree.iter("rect"))) == 365
	assert cells(tree)[1] == ["31 Mar 2026", "4"]


def test_a_heat_map_holds_each_number_in_its_cell_and_its_shade_goes_with_it():
	tree = drawn("heatmap", ["Health", "School"], [("2025", [1, None]), ("2026", [8, 4])])
	assert cells(tree) == [["2025", "2026"], ["Health", "1", "8"], ["School", "4"]]
	assert [each.get("class") for each in tree.iter("td") if each.get("class")] == ["l1", "l4", "l0", "l2"]


@pytest.mark.parametrize("kind", ["bar", "column", "line", "pie", "heatmap"])
def test_numbers_lead_to_what_they_count(kind):
	tree = drawn(kind, urls=[["/app/a", None, "/app/c?x=1&y=2", "/app/d"]])
	assert {each.get("href") for each in tree.iter("a")} == {"/app/a", "/app/c?x=1&y=2", "/app/d"}
	assert all("".join(each.itertext()).strip() or each.get("aria-label") for each in tree.iter("a"))


def test_a_label_is_text_and_never_markup():
	markup = charts.draw("bar", "<b>T</b>", ["<script>alert(1)</script>"], [("", [1])], [['"><img>']])
	assert "<script" not in markup and "<img" not in markup and "<b>" not in markup


@pytest.mark.parametrize("kind", list(charts.SHAPES))
def test_no_chart_carries_script_or_style_of_its_own(kind):
	markup = charts.draw(kind, "T", DAYS, [("A", [1, 2, 3]), ("B", [-1, None, 0.5])])
	assert not re.search(r"<style|<script|\sstyle=|\son\w+=", markup)
	assert not re.search(r"nan|None|inf\b", markup)


def test_series_differ_by_dash_and_mark_and_not_by_colour_alone():
	tree = drawn("line", sets=[("North", [1, 2, 3, 4]), ("South", [2, 2, None, 1])])
	key = next(each for each in tree.iter("ul") if each.get("class") == "key")
	assert len({path.get("d") for path in key.iter("path")}) == 2
	assert [each.get("class") for each in key.iter("line")] == ["s0", "s1"]


def test_numbers_below_nought_lie_on_the_other_side_of_the_line():
	tree = drawn("bar", ["Up", "Down"], [("", [3, -1])])
	assert [(each.get("x"), each.get("width")) for each in tree.iter("rect")] == [
		("25.0%", "75.0%"),
		("0.0%", "25.0%"),
	]


def test_nothing_to_draw_is_empty_and_an_unknown_kind_is_an_error():
	assert charts.draw("line", "T", [], [("", [])]) == charts.draw("bar", "T", ["A"], [("", [None])]) == ""
	with pytest.raises(ValueError):
		charts.draw("bubble", "T", ["A"], [("", [1])])
