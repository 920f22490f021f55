"""Paper: a record as PDF."""

import io
from ctypes.util import find_library

import pytest
from served import KEEPER

ROBIN, VAL = "robin.hale@example.com", "val.orton@example.com"
needs_pango = pytest.mark.skipif(
	not find_library("pango-1.0"), reason="Pango is not installed, so no PDF can be made"
)


def pdf_text(hands, path, label):
	"""The text of the first page of the file that a record's print menu leads to."""
	from pypdf import PdfReader

	hands.page.goto(path)
	hands.click(hands.page.locator("summary", has_text="Print"))
	answer = hands.page.request.get(hands.link(f"{label} (PDF)").get_attribute("href"))
	assert answer.headers["content-type"] == "application/pdf", answer.text()
	assert answer.body().startswith(b"%PDF-")
	return PdfReader(io.BytesIO(answer.body())).pages[0].extract_text()


@needs_pango
def test_a_record_is_downloaded_as_pdf_whose_first_page_can_be_searched(person, shed):
	with shed.opened():
		from minibench.documents import get_doc

		tool = get_doc({"doctype": "Tool", "title": "O'Neill's <b>awl</b>", "shelf": "S1"}).insert().name
	text = pdf_text(person(shed, KEEPER), f"/app/tool/{tool}", "Standard")
	assert "O'Neill's" in text and tool in text


@needs_pango
def test_every_print_format_of_early_help_makes_a_page_with_its_record(person, early_help):
	for name, doctype, who, record in printed(early_help):
		path = f"/app/{doctype.lower().replace(' ', '-')}/{record}"
		assert record in pdf_text(person(early_help, who), path, name), name


def printed(site):
	"""(print format, doctype, who, record): one record of each that a manager reaches."""
	from minibench.local import set_user
	from minibench.query import get_list

	found = []
	with site.opened() as local:
		formats = local.db.get_all("Print Format", {"standard": "Yes"}, ["name", "doc_type"])
		for who in (ROBIN, VAL):
			set_user(who)
			for row in formats:
				names = get_list(row.doc_type, pluck="name", limit=1)
				if names and row.name not in [each[0] for each in found]:
					found.append((row.name, row.doc_type, who, names[0]))
	assert len(found) == len(formats)
	return found


def test_the_page_to_print_opens_beside_the_form(person, shed):
	hands = person(shed, KEEPER)
	hands.page.goto("/app/tool?_q=Tool+01")
	hands.click(hands.link("Tool 01"))
	hands.click(hands.page.locator("summary", has_text="Print"))
	with hands.page.context.expect_page() as opened:
		hands.click(hands.link("Standard"))
	assert "Tool 01" in opened.value.locator("body").inner_text()
