"""Printing: who may, what is left out, formats and letter heads, and PDF from the child process."""

import os
import time

import pytest
import town

from minibench import pdf
from minibench.documents import get_doc
from minibench.errors import DoesNotExistError, NotOffered, PermissionError
from minibench.local import local
from minibench.pdf import PDFUnavailable, get_pdf
from minibench.printing import PrintFormatError, get_print

PAGE = "<html><head><style>{style}</style></head><body><div class='print-format'>{body}</div></body></html>"


@pytest.fixture
def request_doc(site):
	town.build()
	town.insert(
		"Town Request",
		"R 1",
		title="Ask <b>us</b>",
		school="North",
		due="2024-02-29",
		cost=1234.5,
		notes="only for level one",
		items=[{"what": "Chairs & tables", "amount": 2.5}, {"what": "Rope", "amount": 0}],
		private_items=[{"what": "a private row"}],
	)
	return get_doc("Town Request", "R 1")


def print_format(html: str, **values):
	values = {"name": "Town Card", "doc_type": "Town Request", "module": "Core", "custom_format": 1, **values}
	return get_doc({"doctype": "Print Format", "standard": "No", "html": html, **values}).insert()


def test_the_standard_layout_shows_labels_values_and_rows(request_doc):
	html = get_print("Town Request", "R 1")
	assert "29-02-2024" in html
	assert "£ 1,234.50" in html
	assert "Chairs &amp; tables" in html
	assert "Printed by Administrator" in html


def test_values_are_text_and_never_markup(request_doc):
	assert "Ask <b>us" not in get_print("Town Request", "R 1")


def test_fields_and_tables_above_a_persons_level_are_left_out(request_doc):
	for_all = get_print("Town Request", "R 1")
	town.become(town.TEACHER)
	for_teacher = get_print("Town Request", "R 1")
	for confidential in ("only for level one", "a private row"):
		assert confidential in for_all
		assert confidential not in for_teacher
	assert "Rope" in for_teacher


def test_reading_is_not_enough_to_print(request_doc):
	town.become(town.TEACHER)
	with pytest.raises(PermissionError):
		get_print("Town School", "North")
	town.become(town.OFFICER)
	assert "North School" in get_print("Town School", "North")


def test_a_format_draws_the_document_and_escapes_it(request_doc):
	print_format("<h1>{{ doc.title }} {{ doc.get_formatted('due')|e }}</h1>", css=".x { color: red }")
	html = get_print("Town Request", "R 1", "Town Card")
	assert "<h1>Ask &lt;b&gt;us&lt;/b&gt; 29-02-2024</h1>" in html
	assert ".x { color: red }" in html


def test_an_unknown_format_means_standard_and_a_disabled_one_is_refused(request_doc):
	assert "29-02-2024" in get_print("Town Request", "R 1", "No Such Format")
	print_format("x", disabled=1)
	with pytest.raises(DoesNotExistError, match="Print Format Town Card is disabled"):
		get_print("Town Request", "R 1", "Town Card")


def test_a_format_of_another_doctype_is_refused(request_doc):
	print_format("x")
	with pytest.raises(DoesNotExistError, match="is for Town Request"):
		get_print("Town School", "North", "Town Card")


def test_a_broken_format_says_its_line(request_doc):
	print_format("a\nb\n{{ 1 / 0 }}")
	with pytest.raises(PrintFormatError, match="on line 3: division by zero"):
		get_print("Town Request", "R 1", "Town Card")


def test_a_format_that_uses_what_is_not_offered_says_so(request_doc):
	print_format("{{ frappe.db.sql('select 1') }}")
	with pytest.raises(NotOffered, match=r"frappe\.db\.sql in a template"):
		get_print("Town Request", "R 1", "Town Card")


def test_the_default_letter_head_is_printed_unless_it_is_not_wanted(request_doc):
	get_doc(
		{
			"doctype": "Letter Head",
			"letter_head_name": "Council",
			"source": "HTML",
			"is_default": 1,
			"content": "<p>Council of {{ doc.school }}</p>",
		}
	).insert()
	assert "<p>Council of North</p>" in get_print("Town Request", "R 1")
	assert "Council of" not in get_print("Town Request", "R 1", no_letterhead=1)


def test_links_print_as_titles_where_their_doctype_says_so(request_doc):
	local.db.set_value("DocType", "Town School", "show_title_field_in_link", 1)
	request_doc.reload()
	assert request_doc.get_formatted("school") == "North"
	request_doc.flags.in_print = True
	assert request_doc.get_formatted("school") == "North School"


def test_before_print_may_change_what_is_printed(request_doc, monkeypatch):
	def before_print(self, settings):
		self.title = "Changed"

	monkeypatch.setattr(type(request_doc), "before_print", before_print, raising=False)
	assert "Changed" in get_print("Town Request", "R 1")


# PDF


def test_a_document_becomes_a_pdf(request_doc):
	content = get_print("Town Request", "R 1", as_pdf=True)
	assert content.startswith(b"%PDF-")


def test_pages_are_quick_once_the_process_is_warm(site):
	body = "".join(f"<p>line {n}</p>" for n in range(30))
	get_pdf(PAGE.format(style="", body=body))
	started = time.perf_counter()
	get_pdf(PAGE.format(style="", body=body))
	assert time.perf_counter() - started < 2


def test_weasyprint_is_never_loaded_here(request_doc):
	import subprocess
	import sys

	get_print("Town Request", "R 1", as_pdf=True)
	code = "import sys, minibench.pdf; print('weasyprint' in sys.modules)"
	out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
	assert out.stdout.strip() == "False"


@pytest.fixture
def asked(site, monkeypatch):
	"""The addresses that a document asked for."""
	found = []
	original = pdf.resource

	def resource(url):
		found.append((url, original(url)))
		return found[-1][1]

	monkeypatch.setattr(pdf, "resource", resource)
	return found


def test_a_document_opens_no_file_and_no_connection(asked):
	body = (
		'<img src="file:///etc/passwd"><img src="http://127.0.0.1:1/x.png"><img src="/private/files/no.png">'
		'<img src="/assets/frappe/../hooks.py"><link rel="stylesheet" href="https://example.org/x.css">'
	)
	assert get_pdf(PAGE.format(style="@import url(file:///etc/hosts);", body=body)).startswith(b"%PDF-")
	assert len(asked) >= 5
	assert all(given is None for _url, given in asked)


def test_a_private_file_is_drawn_for_who_may_read_it_only(asked, request_doc):
	picture = (
		b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
		b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x03\x00\x08\xfc\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
	)
	file = get_doc({"doctype": "File", "file_name": "dot.png", "content": picture, "is_private": 1}).insert()
	page = PAGE.format(style="", body=f'<img src="{file.file_url}">')
	get_pdf(page)
	assert asked[-1][1] == (picture, "image/png")
	town.become(town.TEACHER)
	get_pdf(page)
	assert asked[-1][1] is None


def test_only_known_page_options_are_passed_on(site, monkeypatch):
	made = []
	monkeypatch.setattr(pdf.worker, "make", lambda html, options, *rest: made.append(options) or b"%PDF-")
	get_pdf("<p>x</p>", {"orientation": "Landscape", "unknown": 1, "margin-top": "3cm"})
	made[0].pop("page-size", None)
	assert made == [{"orientation": "Landscape", "margin-top": "3cm"}]


def test_header_and_footer_move_to_the_front_and_decide_the_margins():
	import weasyprint

	from minibench import pdf_worker

	body = '<p>text</p><div id="header-html" class="hidden-pdf">H</div><div id="footer-html">F</div>'
	style = ".print-format, p { margin-top: 42mm } .print-format p { margin-bottom: 1mm }"
	html = weasyprint.HTML(string=PAGE.format(style=style, body=body))
	assert pdf_worker.declared_options(html) == {"margin-top": "42mm"}
	running = pdf_worker.take_running(html)
	assert {child.get("id") for child in list(html.etree_element.find("body"))[:2]} == set(pdf_worker.RUNNING)
	assert running[0].get("class") == ""
	rules = pdf_worker.page_rules({"margin-top": "42mm", "orientation": "Landscape"}, ["footer-html"])
	assert "size: A4 landscape; margin-top: 42mm; margin-bottom: 15mm;" in rules
	assert "@bottom-center { content: element(footer-html)" in rules


def test_a_process_that_takes_too_long_is_stopped_and_replaced(site):
	def slow(url):
		time.sleep(1)

	with pytest.raises(PDFUnavailable, match=r"took longer than 0\.4 seconds"):
		pdf.worker.make('<img src="/x.png">', {}, slow, 0.4)
	assert get_pdf("<p>after</p>").startswith(b"%PDF-")


def test_a_process_that_dies_is_replaced(site):
	get_pdf("<p>x</p>")
	before = pdf.worker.process.pid
	os.kill(before, 9)
	pdf.worker.process.wait()
	assert get_pdf("<p>again</p>").startswith(b"%PDF-")
	assert pdf.worker.process.pid != before


def test_what_the_child_is_told_holds_no_secret(site, monkeypatch):
	monkeypatch.setenv("DATABASE_PASSWORD", "hidden")
	pdf.worker.stop()
	get_pdf("<p>x</p>")
	with open(f"/proc/{pdf.worker.process.pid}/environ", "rb") as file:
		assert b"hidden" not in file.read()


def test_passwords_and_joined_documents_are_not_offered(site):
	with pytest.raises(NotOffered):
		get_pdf("<p>x</p>", {"password": "x"})
