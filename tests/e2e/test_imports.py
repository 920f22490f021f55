"""Agencies from a file: what is wrong is said beforehand, the rest is saved, the remainder mended and sent again."""

import csv
import io
from pathlib import Path

import pytest
from rules import keeps_the_rules

LEE, BOSS = "lee.marsh@example.com", "Administrator"
LINES = """Agency,Telephone,Disabled,Borough
Zinnia Youth Club,01632 960101,No,East
Zinnia Carers,the office,No,East
Zinnia Families,01632 960103,perhaps,East
,01632 960104,,East
"""


@pytest.fixture
def lee(somebody, early_help):
	hands = somebody(LEE)
	yield hands
	with early_help.opened() as local:
		for doctype in ("Agency", "Data Import", "Data Import Log"):
			local.db.delete(
				doctype, {"name": ["like", "%"]} if doctype != "Agency" else {"name": ["like", "Zinnia%"]}
			)
		local.db.commit()


def work(site, hands, words):
	"""The jobs of the site run; the page notices by itself."""
	from minibench.jobs import run_pending

	hands.page.locator("[data-progress] progress").wait_for()
	run_pending(site.name, str(site.folder))
	hands.page.get_by_text(words).first.wait_for()


def send(hands, name, text):
	upload = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
	hands.page.get_by_label("CSV or Excel file").set_input_files(upload)
	hands.click(hands.button("Check the file"))


def names(site):
	with site.opened() as local:
		return local.db.get_all("Agency", {"name": ["like", "Zinnia%"]}, pluck="name", order_by="name")


def test_an_import_with_errors_from_the_template_to_the_last_mended_row(lee, early_help):
	page = lee.page
	lee.click(lee.link("Import data"))
	keeps_the_rules(page)
	lee.choose("What is in the file?", "Agency")
	lee.click(lee.button("Continue"))
	with page.expect_download() as file:
		lee.click(lee.button("CSV template"))
	assert Path(file.value.path()).read_text().strip() == "Agency"
	send(lee, "photo.pdf", "no table")
	page.locator(".errors[role=alert]").wait_for()
	keeps_the_rules(page)
	send(lee, "agencies.csv", LINES)
	keeps_the_rules(page)
	work(early_help, lee, "1 record can be saved. With errors: 3.")
	keeps_the_rules(page)
	said = [" ".join(row.split()) for row in page.locator("table.problems tbody tr").all_inner_texts()]
	assert said == [
		"3 Telephone the office is not a valid Phone Number",
		"4 Disabled perhaps is neither Yes nor No",
		"5 Agency Agency is required",
	]
	assert page.locator("td.wrong").count() == 3
	assert names(early_help) == []
	lee.click(lee.button("Import 1 record"))
	work(early_help, lee, "Rows with errors")
	keeps_the_rules(page)
	assert names(early_help) == ["Zinnia Youth Club"]
	with page.expect_download() as file:
		lee.click(lee.link("CSV"))
	rows = list(csv.reader(io.StringIO(Path(file.value.path()).read_text())))
	assert [row[0] for row in rows] == ["Agency", "Zinnia Carers", "Zinnia Families", ""]
	mended = [
		rows[0],
		["Zinnia Carers", "01632 960102", *rows[1][2:]],
		["Zinnia Families", "", "Yes", "", ""],
	]
	lee.click(lee.link("Import another file"))
	send(lee, "mended.csv", "\n".join(",".join(row) for row in mended))
	work(early_help, lee, "All 2 records can be saved.")
	lee.click(lee.button("Import 2 records"))
	work(early_help, lee, "Records that were saved")
	assert names(early_help) == ["Zinnia Carers", "Zinnia Families", "Zinnia Youth Club"]


def test_the_page_of_operators_keeps_the_rules(somebody):
	hands = somebody(BOSS)
	hands.page.goto("/app/-/system")
	hands.page.get_by_role("heading", name="Backups").wait_for()
	keeps_the_rules(hands.page)
