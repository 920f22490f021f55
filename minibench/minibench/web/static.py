"""Files over HTTP: an app's public folder and our own style and script, uploaded files behind their permission."""

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.utils import send_file
from werkzeug.wrappers import Response

from minibench.apps import get_all_apps, get_app_path
from minibench.errors import PermissionError
from minibench.files import find_file_by_url
from minibench.local import local
from minibench.whitelist import whitelist

OWN = str(Path(__file__).parent / "static")
FAR = "public, max-age=31536000, immutable"
# Shown by a browser without running anything; everything else is handed over as a file to keep.
INLINE = {
	"application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp", "text/plain", "audio/mpeg", "video/mp4",
}  # fmt: skip


def asset_url(name: str) -> str:
	"""The address of one of our own files, with its content's hash, so that browsers may keep it."""
	path = _file(OWN, name)
	return f"/assets/minibench/{name}?v={_hash(str(path), path.stat().st_mtime_ns)}" if path else ""


@lru_cache(64)
def _hash(path: str, changed: int) -> str:
	return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def _file(folder: str, name: str) -> Path | None:
	path = safe_join(folder, name)
	return Path(path) if path and Path(path).is_file() else None


def asset(request, sites_path: str) -> Response:
	"""A file below /assets/<app>/: public, with an ETag, kept for long when its address holds its hash."""
	if request.method not in ("GET", "HEAD"):
		return NotFound().get_response()
	app, _slash, name = request.path.removeprefix("/assets/").partition("/")
	path = _file(OWN, name) if app == "minibench" else _app_file(app, name, sites_path)
	if path is None:
		return NotFound().get_response()
	answer = _send(path, request, mimetypes.guess_type(path.name)[0] or "application/octet-stream")
	answer.headers["Cache-Control"] = FAR if request.args.get("v") else "public, max-age=600"
	return answer


def _app_file(app: str, name: str, sites_path: str) -> Path | None:
	if app == "frappe" or app not in get_all_apps(sites_path):
		return None
	return _file(get_app_path(app, "public"), name)


def _send(path: Path, request, mimetype: str) -> Response:
	answer = send_file(path, request.environ, mimetype=mimetype, conditional=True, max_age=None)
	answer.headers["X-Content-Type-Options"] = "nosniff"
	return answer


def site_file(request) -> Response:
	"""An uploaded file: a public one for everybody, a private one for who may read its File."""
	url = unquote(request.path)
	return send_upload(stored_file(url, local.form_dict.get("fid")), request)


def stored_file(url: str, name: str | None = None):
	"""The File behind an address. Raises PermissionError for a private and NotFound for a public one."""
	private = url.startswith("/private/files/")
	guest = local.session.user == "Guest"
	doc = None if private and guest else find_file_by_url(url, name)
	if doc is None or not doc.exists_on_disk():
		raise PermissionError if private else NotFound
	return doc


def send_upload(doc, request) -> Response:
	"""Send a stored file so that nothing in it can run on this site."""
	name = doc.file_name or doc.name
	mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
	answer = _send(Path(doc.get_full_path()), request, mimetype)
	answer.headers.remove("Content-Disposition")
	answer.headers.add("Content-Disposition", "inline" if mimetype in INLINE else "attachment", filename=name)
	answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
	answer.headers["Cache-Control"] = "private, no-cache" if doc.is_private else "public, max-age=3600"
	return answer


@whitelist(allow_guest=True)
def download_file(file_url: str):
	"""The content of a file that this person may read, as a download."""
	doc = stored_file(file_url)
	content = Path(doc.get_full_path()).read_bytes()
	local.response.update(type="download", filename=doc.file_name, filecontent=content)
