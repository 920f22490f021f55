"""Printing: a document as a page of HTML, by a Print Format or the Standard layout; `frappe.get_print`."""

from urllib.parse import urlencode

from markupsafe import Markup

from minibench import pdf
from minibench.apps import text_beside
from minibench.documents import get_cached_doc, get_doc
from minibench.errors import (
	DoesNotExistError,
	NotOffered,
	PermissionError,
	TemplateNotFoundError,
	ValidationError,
)
from minibench.jinja import compiled, get_template, render_template
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.permissions import has_permission, has_website_permission
from minibench.print_layout import make_layout
from minibench.translate import _, print_language
from minibench.utils.data import get_fullname
from minibench.utils.dateformat import format_datetime
from minibench.utils.dates import now_datetime


class PrintFormatError(ValidationError):
	pass


def get_print(
	doctype=None, name=None, print_format=None, style=None, as_pdf=False, doc=None, output=None, no_letterhead=0,
	password=None, pdf_options=None, letterhead=None, pdf_generator=None
):  # fmt: skip
	"""A document as a page of HTML, or as PDF. Raises PermissionError where it may not be printed."""
	html = print_page(doc or _get_doc(doctype, name), print_format, style, no_letterhead, letterhead)
	if not as_pdf:
		return html
	if password:
		raise NotOffered("frappe.get_print(password)")
	return pdf.get_pdf(html, pdf_options, output)


def attach_print(
	doctype, name, file_name=None, print_format=None, style=None, html=None, doc=None, lang=None,
	print_letterhead=True, password=None, letterhead=None
) -> dict:  # fmt: skip
	"""{fname, fcontent} of a document's PDF for an e-mail; no permission is asked, the sender is the site."""
	before = local.flags.ignore_print_permissions
	local.flags.ignore_print_permissions = True
	try:
		with print_language(lang):
			found = doc or _get_doc(doctype, name)
			html = html or print_page(found, print_format, style, not print_letterhead, letterhead)
			content = pdf.get_pdf(html, {"password": password} if password else None)
	finally:
		local.flags.ignore_print_permissions = before
	return {"fname": f"{file_name or name}".replace(" ", "").replace("/", "-") + ".pdf", "fcontent": content}


def _get_doc(doctype, name):
	return get_doc(doctype, name)


def print_page(
	doc, print_format=None, style=None, no_letterhead=None, letterhead=None, download=False
) -> str:
	"""The whole page; with `download` it has a link to its PDF for the screen."""
	found = find_print_format(print_format, doc.meta)
	body = render_body(doc, found, no_letterhead, letterhead)
	context = {
		"body": body,
		"title": f"{doc.get_title() or doc.name}",
		"lang": local.lang or "en",
		"style": print_style(style, found),
		"download": download and pdf_link(doc, found, no_letterhead, letterhead),
	}
	return get_template("frappe/templates/printing/page.html").render(context)


def pdf_link(doc, print_format, no_letterhead, letterhead) -> str:
	wanted = {"doctype": doc.doctype, "name": doc.name}
	wanted |= {"format": print_format.name if print_format else "Standard"}
	wanted |= {"no_letterhead": no_letterhead, "letterhead": letterhead}
	query = urlencode({key: value for key, value in wanted.items() if value not in (None, "")})
	return f"/api/method/frappe.utils.print_format.download_pdf?{query}"


def find_print_format(name: str | None, meta):
	"""The Print Format of that name, or the doctype's own; None for the Standard layout.

	An unknown name means Standard, as in Frappe. Raises DoesNotExistError for a disabled one.
	"""
	name = name or meta.get("default_print_format") or "Standard"
	if name == "Standard" or not local.db.exists("Print Format", name):
		return None
	found = get_cached_doc("Print Format", name)
	if found.disabled:
		throw(_("Print Format {0} is disabled").format(name), DoesNotExistError)
	if found.doc_type != meta.name:
		throw(_("Print Format {0} is for {1}").format(name, found.doc_type), DoesNotExistError)
	return found


def check_print_permission(doc) -> None:
	"""Raises PermissionError unless this person may read and print it, or the website shows it to them."""
	if local.flags.ignore_print_permissions:
		return
	if all(has_permission(doc.doctype, ptype, doc) for ptype in ("read", "print")):
		return
	if not has_website_permission(doc):
		doc.raise_no_permission_to("print")


def render_body(doc, print_format=None, no_letterhead=None, letterhead=None) -> str:
	"""What is inside the page: the Print Format's template, or the Standard layout."""
	check_print_permission(doc)
	settings = _settings()
	_check_state(doc, settings)
	doc.flags.in_print = True
	doc.flags.print_settings = settings
	doc.run_method("before_print", settings)
	if no_letterhead is None:
		no_letterhead = not int(settings.with_letterhead or 0)
	heads = _letter_head(doc, letterhead) if not int(no_letterhead or 0) else _dict()
	args = {
		"doc": doc,
		"meta": doc.meta,
		"no_letterhead": int(no_letterhead or 0),
		"letter_head": heads.content or "",
		"footer": heads.footer or "",
		"print_settings": settings,
	}
	return _render(print_format, args)


def _render(print_format, args: dict) -> str:
	try:
		if print_format:
			return compiled(template_source(print_format)).render(args)
		args |= _standard(args["doc"])
		return get_template("frappe/templates/printing/standard.html").render(args)
	except (NotOffered, PermissionError):
		raise
	except Exception as error:
		message = _("Error in print format on line {0}: {1}").format(_line(error), error)
		throw(message, exc=PrintFormatError, title=_("Print Format Error"))


def _line(error: Exception) -> int | None:
	"""The line of the template where an error came from."""
	line, trace = getattr(error, "lineno", None), error.__traceback__
	while trace:
		if trace.tb_frame.f_code.co_filename.endswith((".html", "<template>", "<unknown>")):
			line = trace.tb_lineno
		trace = trace.tb_next
	return line


def _standard(doc) -> dict:
	states = {0: _("DRAFT"), 2: _("CANCELLED")} if doc.meta.is_submittable else {}
	return {
		"layout": make_layout(doc),
		"heading": _(doc.get("print_heading") or doc.doctype),
		"state": states.get(int(doc.docstatus or 0)),
		"printed_by": get_fullname(),
		"printed_at": format_datetime(now_datetime()),
	}


def _settings() -> _dict:
	defaults = {"with_letterhead": 1, "allow_print_for_draft": 1, "allow_print_for_cancelled": 0}
	return _dict({**defaults, **local.db.get_singles_dict("Print Settings", cast=True)})


def _check_state(doc, settings: _dict) -> None:
	if doc.meta.is_submittable and doc.docstatus == 0 and not settings.allow_print_for_draft:
		throw(_("Not allowed to print draft documents"), PermissionError)
	if doc.docstatus == 2 and not settings.allow_print_for_cancelled:
		throw(_("Not allowed to print cancelled documents"), PermissionError)


def template_source(print_format) -> str:
	"""The template in the module's folder if there is one, else the record's own."""
	if print_format.raw_printing:
		raise NotOffered("Print Format.raw_printing")
	place = (print_format.module, "print_format", print_format.name, ".html")
	found = (text_beside(*place) if print_format.module else None) or print_format.html
	if not found:
		throw(_("No template found for Print Format {0}").format(print_format.name), TemplateNotFoundError)
	return found


def print_style(style: str | None, print_format) -> str:
	"""The Print Format's own rules. Raises NotOffered for a Print Style."""
	if style:
		raise NotOffered("Print Style")
	return (print_format.css or "" if print_format else "").replace("</", "<\\/")


def _letter_head(doc, letterhead: str | None) -> _dict:
	"""Header and footer of the named letter head, the document's own, or the default one, rendered."""
	wanted = letterhead or doc.get("letter_head") or {"is_default": 1, "disabled": 0}
	found = local.db.get_value("Letter Head", wanted, ["content", "footer"], as_dict=True) or _dict()
	values = {"doc": doc.as_dict()}
	heads = {part: render_template(text, values, is_path=False) for part, text in found.items() if text}
	return _dict({part: Markup(html) for part, html in heads.items()})
