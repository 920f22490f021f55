"""Printed documents over HTTP: the page /printview and the method that downloads a PDF."""

from minibench.documents import get_doc
from minibench.errors import ValidationError
from minibench.local import local
from minibench.messages import throw
from minibench.printing import check_print_permission, get_print, print_page
from minibench.translate import _, print_language
from minibench.views import make_access_log
from minibench.whitelist import whitelist


def printview() -> str:
	"""The HTML of /printview?doctype=&name=&format=&no_letterhead=&letterhead=&_lang=."""
	form = local.form_dict
	if not form.doctype or not form.name:
		throw(_("Parameters doctype and name required"), ValidationError)
	doc = get_doc(form.doctype, form.name)
	with print_language(form.get("_lang")):
		choice = (form.format, form.style, form.no_letterhead or None, form.letterhead)
		html = print_page(doc, *choice, download=True)
	_record(doc, "HTML", form.format)
	return html


@whitelist(allow_guest=True)
def download_pdf(
	doctype: str, name: str, format=None, doc=None, no_letterhead=0, language=None, letterhead=None,
	pdf_generator: str | None = None,
):  # fmt: skip
	"""Answer with the PDF of a document."""
	document = get_doc(doctype, name)
	check_print_permission(document)
	options = {"as_pdf": True, "letterhead": letterhead, "no_letterhead": no_letterhead}
	with print_language(language):
		content = get_print(doctype, name, format, doc=document, **options)
	_record(document, "PDF", format)
	name = f"{name}.pdf".replace(" ", "-").replace("/", "-")
	local.response.update(filename=name, filecontent=content, type="pdf")


def _record(doc, file_type: str, print_format: str | None) -> None:
	page = f"Print Format: {print_format or doc.meta.get('default_print_format') or 'Standard'}"
	make_access_log(doctype=doc.doctype, document=doc.name, file_type=file_type, method="Print", page=page)
