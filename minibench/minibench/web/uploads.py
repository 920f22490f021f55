"""`upload_file`: what people send is checked by size, name and content, and is private unless they may publish."""

import mimetypes
from pathlib import PurePath

from minibench import files
from minibench.documents import get_doc
from minibench.errors import NotOffered, PermissionError, ValidationError
from minibench.local import local
from minibench.messages import throw
from minibench.translate import _
from minibench.utils.numbers import cint
from minibench.web.home import is_system_user
from minibench.whitelist import whitelist

# What people without desk access may send, as Frappe has it.
ALLOWED = {
	"image/png", "image/jpeg", "application/pdf", "application/msword", "text/plain", "text/csv",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.ms-excel",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "video/quicktime", "video/mp4",
	"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
}  # fmt: skip
# Names that a browser or a desktop would run.
REFUSED = {
	".html", ".htm", ".xhtml", ".svg", ".xml", ".js", ".mjs", ".exe", ".bat", ".cmd", ".com", ".msi", ".scr", ".ps1",
	".vbs", ".jar", ".hta", ".lnk", ".sh", ".php",
}  # fmt: skip
# Kinds of content that go under several extensions.
_ALIKE = {"jpeg": "jpg", "tiff": "tif", "docm": "docx", "xlsm": "xlsx"}
_CONTAINERS = {
	"zip": {"docx", "xlsx", "pptx", "odt", "ods", "odp", "docm", "xlsm", "jar", "epub"},
	"mov": {"mp4", "qt"},
}


@whitelist(allow_guest=True, methods=["POST", "PUT"])
def upload_file():
	"""Store an uploaded file and return its File."""
	form = local.form_dict
	guest = local.session.user == "Guest"
	if guest and not cint(local.db.get_single_value("System Settings", "allow_guests_to_upload_files")):
		raise PermissionError
	if form.get("doctype") and not guest:
		files.check_place(form.doctype, form.get("docname"))
	sent = local.request.files.get("file")
	name, content = received(sent) if sent else (form.get("file_name"), None)
	if form.get("method"):
		raise NotOffered("upload_file with a method")
	return _store(name, content, guest)


def received(sent) -> tuple[str, bytes]:
	"""(name, bytes) of a sent file. Raises ValidationError for one that is too large or of a refused type."""
	name = PurePath((sent.filename or "file").replace("\\", "/")).name
	content = sent.stream.read(files.get_max_file_size() + 1)
	files.check_size(len(content))
	check_type(name, content)
	return name, content


def check_type(name: str, content: bytes) -> None:
	"""Raises ValidationError for a name that could run, or content that is not what the name says."""
	suffix = PurePath(name).suffix.lower()
	if suffix in REFUSED:
		throw(_("Files of the type {0} cannot be uploaded.").format(suffix), ValidationError)
	if not is_system_user() and mimetypes.guess_type(name)[0] not in ALLOWED:
		throw(_("You can only upload JPG, PNG, PDF, TXT, CSV or Microsoft documents."), ValidationError)
	if not _fits(suffix.lstrip("."), content):
		throw(_("The content of {0} is not what its name says.").format(name), ValidationError)


def _fits(extension: str, content: bytes) -> bool:
	import filetype

	kind = filetype.guess_extension(content)
	wanted = _ALIKE.get(extension, extension)
	known = {_ALIKE.get(t.extension, t.extension) for t in filetype.TYPES}
	if kind is None:
		return wanted not in known or wanted in ("doc", "xls", "ppt")
	kind = _ALIKE.get(kind, kind)
	same = kind == wanted or wanted in _CONTAINERS.get(kind, ())
	return same or (wanted not in known and kind not in ("exe", "elf"))


def _store(name: str | None, content: bytes | None, guest: bool):
	form = local.form_dict
	public = is_system_user() and form.get("is_private") in ("0", 0, False)
	values = {"file_name": name, "content": content, "is_private": 0 if public else 1}
	place = {"attached_to_doctype": form.get("doctype"), "attached_to_name": form.get("docname")}
	place |= {"attached_to_field": form.get("fieldname"), "folder": form.get("folder") or "Home"}
	url = form.get("file_url") if content is None else None
	return get_doc({"doctype": "File", "file_url": url, **values, **place}).save(ignore_permissions=guest)
