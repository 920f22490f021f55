"""Files of records: where their bytes are, who may read them, and when they are deleted.

The bytes of every file, public or private, lie in private/files under their SHA-256 hash. They are on disk before
the transaction that names them commits, and are deleted after the one that forgets them has: a fault in between
leaves a file that no record names, never a record without its file. `sweep` removes such files.
"""

import hashlib
import mimetypes
import os
import tempfile
import time
from io import BytesIO
from pathlib import Path

from minibench import permissions
from minibench.core_access import readable_names
from minibench.documents import get_doc, new_doc
from minibench.errors import DoesNotExistError, LockTimeoutError, MaxFileSizeReachedError, PermissionError
from minibench.jobs import add_job
from minibench.local import get_site_path, local
from minibench.locks import filelock
from minibench.messages import clear_last_message, throw
from minibench.translate import _
from minibench.utils.numbers import cint
from minibench.utils.settings import get_system_settings

DEFAULT_LIMIT = 25 * 1024 * 1024
ORPHAN_SECONDS = 24 * 3600
MOST_PIXELS = 100_000_000


def is_local(url: str | None) -> bool:
	return (url or "").startswith(("/files/", "/private/files/"))


def path_of(content_hash: str) -> str:
	"""The path of a stored content."""
	return get_site_path("private", "files", os.path.basename(content_hash))


def file_type(file_name: str) -> str | None:
	"""The usual extension in capitals, from the name."""
	extension = mimetypes.guess_extension(mimetypes.guess_type(file_name)[0] or "")
	return extension.lstrip(".").upper() if extension else None


def get_max_file_size() -> int:
	"""The largest upload in bytes: System Settings (megabytes), then max_file_size of the configuration."""
	return cint(get_system_settings("max_file_size")) * 1048576 or local.conf.max_file_size or DEFAULT_LIMIT


def without_place(data: bytes, file_name: str) -> bytes:
	"""A JPEG without what the camera noted (place, time, device), upright as it was meant to be seen."""
	if file_type(file_name) != "JPG" or not get_system_settings("strip_exif_metadata_from_uploaded_images"):
		return data
	from PIL import Image, ImageOps

	try:
		picture = Image.open(BytesIO(data))
		if picture.width * picture.height > MOST_PIXELS:
			raise ValueError("too many pixels to hold in memory")
		if not picture.getexif():
			return data
		out = BytesIO()
		ImageOps.exif_transpose(picture).save(out, "JPEG", quality=92, exif=b"")
	except (OSError, ValueError, Image.DecompressionBombError):
		throw(_("The picture {0} cannot be read").format(file_name))
	return out.getvalue()


def check_size(size: int) -> None:
	if size > (limit := get_max_file_size()):
		message = _("File size exceeded the maximum allowed size of {0} MB")
		throw(message.format(limit / 1048576), MaxFileSizeReachedError)


def write(data: bytes) -> str:
	"""Store content durably and return its hash; a rollback removes it again.

	The transaction holds the write lock from here on, so nobody else can begin to use a file that the rollback
	is about to remove.
	"""
	content_hash = hashlib.sha256(data).hexdigest()
	path = path_of(content_hash)
	local.db.begin()
	if os.path.exists(path):
		return content_hash
	folder = os.path.dirname(path)
	with tempfile.NamedTemporaryFile(dir=folder, prefix=".new-", delete=False) as stream:
		stream.write(data)
		stream.flush()
		os.fsync(stream.fileno())
	os.replace(stream.name, path)
	_sync_folder(folder)
	local.db.before_rollback.add(lambda: Path(path).unlink(missing_ok=True))
	return content_hash


def _sync_folder(folder: str) -> None:
	descriptor = os.open(folder, os.O_RDONLY)
	os.fsync(descriptor)
	os.close(descriptor)


def free_url(file_name: str, content_hash: str, is_private) -> str:
	"""The URL for a file of this name: with part of the hash where another file has the plain one."""
	safe = "".join("_" if c in '/\\%?#"<>' or not c.isprintable() else c for c in file_name).lstrip(".")
	base, extension = os.path.splitext(safe or "file")
	folder = "/private/files/" if is_private else "/files/"
	for suffix in ("", content_hash[-6:], content_hash):
		url = f"{folder}{base}{suffix}{extension}"
		other = "select 1 from `tabFile` where file_url = %s and content_hash <> %s limit 1"
		if not local.db.sql(other, (url, content_hash)):
			break
	return url


def find_file_by_url(path: str, name: str | None = None):
	"""The first File of a URL (the one with this name, where it is given) that the person may read, or None."""
	rows = "select name from `tabFile` where file_url = %s order by creation"
	for found in local.db.sql(rows, (path,), pluck=True):
		if name in (None, found) and has_permission(doc := get_doc("File", found), "read"):
			return doc
	return None


# deleting


def delete_later(content_hash: str | None) -> None:
	"""Delete a content after this transaction, if no File row uses it then."""
	if content_hash:
		add_job(delete_unused, {"content_hash": content_hash})


def delete_unused(content_hash: str) -> bool:
	"""Delete a content that no File row uses. During a backup it stays, for `sweep` to find."""
	try:
		with filelock("files", timeout=0):
			if local.db.sql("select 1 from `tabFile` where content_hash = %s limit 1", (content_hash,)):
				return False
			Path(path_of(content_hash)).unlink(missing_ok=True)
			return True
	except LockTimeoutError:
		return False


def sweep() -> int:
	"""Delete what no File row uses and is a day old; the number of deleted files."""
	folder, count = get_site_path("private", "files"), 0
	for entry in os.scandir(folder):
		if entry.is_file() and entry.stat().st_mtime < time.time() - ORPHAN_SECONDS:
			count += delete_unused(entry.name)
	return count


def remove_attachments(doctype: str, name: str) -> None:
	"""Delete the files of a document that is being deleted."""
	from minibench.delete import delete_doc

	place = "select name from `tabFile` where attached_to_doctype = %s and attached_to_name = %s"
	for file in local.db.sql(place, (doctype, str(name)), pluck=True):
		delete_doc("File", file, ignore_permissions=True)


# permissions


def has_permission(doc, ptype="read", user=None, debug=False) -> bool:
	"""Public files are everybody's to read, a person's own are theirs, an attached one follows its document."""
	user = user or local.session.user
	if user == "Administrator":
		return True
	if ptype == "create":
		return permissions.has_permission("File", "create", user=user)
	if not doc.is_private and ptype in ("read", "select"):
		return True
	if user != "Guest" and doc.owner == user:
		return True
	if not (doc.attached_to_doctype and doc.attached_to_name):
		return False
	wanted = "write" if ptype in ("write", "delete") else "read"
	try:
		attached = get_doc(doc.attached_to_doctype, doc.attached_to_name)
		return bool(attached.has_permission(wanted, user=user))
	except DoesNotExistError:
		clear_last_message()
		return False


def check_place(doctype: str, name: str | None) -> None:
	"""Raises PermissionError unless the person may write the document, or make it where a form is still new."""
	if not name:
		permissions.check_permission(doctype, "write", throw=True)
		return
	try:
		get_doc(doctype, name).check_permission("write")
	except DoesNotExistError:
		if not name.startswith("new-"):  # a form's name for what is not saved yet
			raise
		clear_last_message()
		new_doc(doctype).check_permission("write")


def permission_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""The same rule for lists: attached files are looked up in the lists of their documents."""
	user = user or local.session.user
	if user == "Administrator":
		return ""
	own = f"`tabFile`.`owner` = {local.db.escape(user)}"
	if "Desk User" not in permissions.get_roles(user):
		return own
	parts = [own, "`tabFile`.`is_private` = 0"]
	attached = (
		"select distinct attached_to_doctype from `tabFile` where attached_to_doctype > '' and is_private = 1"
	)
	for parent in local.db.sql(attached, pluck=True):
		names = readable_names(parent, user)
		if names:
			kind = f"`tabFile`.`attached_to_doctype` = {local.db.escape(parent)}"
			parts.append(f"({kind} and `tabFile`.`attached_to_name` in ({names}))")
	return " or ".join(parts)


# storing and attaching


def save_file(fname, content, dt, dn, is_private=1, df=None):
	"""Store a file and attach it to a document; returns the File."""
	place = {"attached_to_doctype": dt, "attached_to_name": dn, "attached_to_field": df}
	doc = get_doc(
		{"doctype": "File", "file_name": fname, "is_private": is_private, "content": content, **place}
	)
	return doc.insert(ignore_permissions=True)


def attach_files_to_document(doc, event=None) -> None:
	"""What an Attach field of a saved document names becomes a file of that document.

	Raises PermissionError for a private file that the person cannot read: naming it must not give it away.
	"""
	for field in doc.meta.fields:
		if field.fieldtype in ("Attach", "Attach Image") and is_local(doc.get(field.fieldname)):
			_attach(doc, field.fieldname, doc.get(field.fieldname))


def _attach(doc, fieldname: str, url: str) -> None:
	place = {"attached_to_doctype": doc.doctype, "attached_to_name": str(doc.name)}
	place["attached_to_field"] = fieldname
	if local.db.exists("File", {"file_url": url, **place}):
		return
	known = find_file_by_url(url)
	if known is None:
		raise PermissionError(_("File {0} does not exist").format(url))
	if not known.attached_to_doctype and not known.attached_to_name:
		local.db.set_value("File", known.name, place)
		return
	get_doc({"doctype": "File", "file_url": url, **place}).insert(ignore_permissions=True)
