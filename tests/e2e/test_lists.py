"""A long list: pages, filters, order, columns, and the file of exactly what is shown."""

import csv
import io
import re
from pathlib import Path

import pytest
from served import KEEPER, TOOLS

ALL = [f"Tool {number:02}" for number in range(1, TOOLS + 1)]
BROKEN_HAND = [f"Tool {number:02}" for number in range(1, TOOLS + 1) if number % 3 == 2 and number % 2 == 0]


@pytest.fixture
def keeper(person, shed):
	hands = person(shed, KEEPER)
	hands.page.goto("/app/tool")
	hands.fill("Search", "Tool ")
	hands.click(hands.button("Apply"))
	return hands


def titles(hands):
	hands.page.locator("table.rows").wait_for()
	return hands.page.locator("table.rows tbody th").all_inner_texts()


def counted(hands):
	return hands.page.locator(".foot span").first.inner_text()


def export(hands, name):
	"""What the menu of exports offers by this name."""
	hands.click(hands.page.locator("summary", has_text="Export"))
	return hands.link(name)


def download(hands, button):
	"""The rows of the CSV file that a button gives, head first."""
	with hands.page.expect_download() as file:
		hands.click(button)
	text = Path(file.value.path()).read_bytes().decode("utf-8-sig")
	return list(csv.reader(io.StringIO(text)))


def test_pages_show_every_record_once(keeper):
	keeper.click(keeper.link("Title"))
	seen = titles(keeper)
	assert counted(keeper) == f"1-20 of {TOOLS}"
	while keeper.page.locator("a[rel=next]").count():
		keeper.click(keeper.page.locator("a[rel=next]"))
		seen += titles(keeper)
	assert seen == ALL
	assert counted(keeper) == f"41-{TOOLS} of {TOOLS}"
	keeper.click(keeper.page.locator("a[rel=prev]"))
	assert titles(keeper) == ALL[20:40]
	keeper.click(keeper.link("100"))
	assert titles(keeper) == ALL


def test_a_head_sorts_one_way_and_then_the_other_and_says_so(keeper):
	keeper.click(keeper.link("Title"))
	assert titles(keeper) == ALL[:20]
	head = keeper.page.get_by_role("columnheader", name="Title")
	assert head.get_attribute("aria-sort") == "ascending"
	keeper.click(head.get_by_role("link"))
	assert titles(keeper) == ALL[:-21:-1]
	assert keeper.page.get_by_role("columnheader", name="Title").get_attribute("aria-sort") == "descending"


def test_filters_add_up_are_named_and_can_be_taken_out_one_by_one(keeper):
	filter_broken_hand(keeper)
	assert sorted(titles(keeper)) == BROKEN_HAND
	chips = keeper.page.get_by_role("list", name="Filters in use").locator(".chip").all_inner_texts()
	assert [chip.split("\n")[0].strip() for chip in chips] == ["Search: Tool", "Grade: Broken", "Kind: Hand"]
	keeper.click(keeper.page.get_by_role("link", name="Remove: Kind: Hand"))
	assert len(titles(keeper)) == len([n for n in range(1, TOOLS + 1) if n % 3 == 2])
	keeper.page.go_back()
	assert sorted(titles(keeper)) == BROKEN_HAND, "an address is a saved filter"


def filter_broken_hand(keeper):
	"""One filter by its own box, the other by the row that any field can be chosen in."""
	boxes = keeper.page.locator("form.filters").first
	keeper.box("Grade", boxes).select_option("Broken")
	keeper.click(keeper.button("Apply"))
	keeper.click(keeper.page.locator("summary", has_text="+ Filter"))
	keeper.box("Field", boxes).select_option("Kind")
	keeper.page.locator("select#_value").wait_for()
	keeper.box("Value", boxes).select_option("Hand")
	keeper.click(keeper.button("Add filter"))


def test_the_file_holds_exactly_what_is_filtered_in_its_order_and_columns(keeper):
	filter_broken_hand(keeper)
	keeper.click(keeper.page.locator("summary", has_text="Columns"))
	keeper.click(keeper.page.get_by_label("Price", exact=True))
	keeper.click(keeper.button("Show these columns"))
	keeper.click(keeper.link("Price"))
	keeper.click(keeper.link("Price"))
	head, *rows = download(keeper, export(keeper, f"CSV of all {len(BROKEN_HAND)}"))
	assert head == ["ID", "Title", "Shelf", "Price", "Last Changed"]
	assert [row[1] for row in rows] == BROKEN_HAND == titles(keeper)
	assert [float(row[3]) for row in rows] == [int(title[-2:]) for title in BROKEN_HAND]


def test_the_file_holds_all_pages_and_not_only_the_one_that_is_shown(keeper):
	_head, *rows = download(keeper, export(keeper, f"CSV of all {TOOLS}"))
	assert sorted(row[1] for row in rows) == ALL


def test_the_file_of_chosen_rows_holds_only_those(keeper):
	keeper.click(keeper.link("Title"))
	assert keeper.button("CSV of chosen").is_disabled()
	for title in ("Tool 03", "Tool 05"):
		keeper.click(keeper.page.get_by_label(f"Choose {title}", exact=True))
	_head, *rows = download(keeper, keeper.button("CSV of chosen"))
	assert sorted(row[1] for row in rows) == ["Tool 03", "Tool 05"]


def test_a_list_without_a_hit_says_so_and_leads_out(keeper):
	keeper.fill("Search", "no such tool")
	keeper.click(keeper.button("Apply"))
	assert "Nothing fits these filters." in keeper.page.locator("main").inner_text()
	keeper.click(keeper.link("Clear all filters"))
	assert len(titles(keeper)) == 20


def test_chosen_rows_are_deleted_only_after_a_question(keeper, shed):
	with shed.opened():
		from minibench.documents import get_doc

		for number in (1, 2):
			get_doc({"doctype": "Tool", "title": f"Rubbish {number}", "shelf": "S1"}).insert()
	keeper.page.goto("/app/tool?_q=Rubbish")
	keeper.click(keeper.page.get_by_label("Choose all on this page"))
	keeper.click(keeper.button("Delete chosen"))
	question = keeper.page.locator("main").inner_text()
	assert re.search(r"\b2\b", question), question
	keeper.page.goto("/app/tool?_q=Rubbish")
	assert len(titles(keeper)) == 2
	keeper.click(keeper.page.get_by_label("Choose Rubbish 1"))
	keeper.click(keeper.button("Delete chosen"))
	keeper.click(keeper.page.locator("main").get_by_role("button", name=re.compile("Delete")))
	keeper.page.goto("/app/tool?_q=Rubbish")
	assert titles(keeper) == ["Rubbish 2"]
