"""PDF from HTML, made by a child process that is kept warm: `frappe.utils.pdf.get_pdf`."""

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlparse

from minibench.apps import get_app_path, get_installed_apps
from minibench.errors import NotOffered, ValidationError
from minibench.files import find_file_by_url
from minibench.local import local
from minibench.pdf_worker import PAGE_OPTIONS, Frames
from minibench.utils.data import get_url

SECONDS = 60
REASONS = {
	"unavailable": "PDF needs the Pango library, which is missing on this machine. The browser prints without it.",
	"error": "The PDF could not be made.",
}
# what the child is told of this process: enough to find its libraries and fonts, no secret
ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "PYTHONPATH", "DYLD_FALLBACK_LIBRARY_PATH")


class PDFUnavailable(ValidationError):
	"""No PDF can be made here, or not of this document."""

	http_status_code = 503


class Worker:
	"""One child process; documents are made one after another."""

	def __init__(self):
		self.lock = threading.Lock()
		self.process: subprocess.Popen | None = None

	def make(self, html: str, options: dict, resource, seconds: float) -> bytes:
		"""The PDF. `resource(path)` gives (bytes, mime type) or None for a picture or style sheet.

		Raises PDFUnavailable without WeasyPrint's libraries, for a document that cannot be drawn, and
		when the time is over; the process is then replaced.
		"""
		with self.lock:
			frames = self._start()
			expired = threading.Event()
			process = self.process
			timer = threading.Timer(seconds, lambda: (expired.set(), process.kill()))
			timer.start()
			try:
				return self._converse(frames, html, options, resource)
			except (EOFError, OSError, ValueError) as error:
				self.stop()
				late = f"it took longer than {seconds:g} seconds"
				reason = late if expired.is_set() else "its process ended"
				raise PDFUnavailable(f"The PDF could not be made: {reason}") from error
			except BaseException:
				self.stop()
				raise
			finally:
				timer.cancel()

	def _start(self) -> Frames:
		if self.process is None or self.process.poll() is not None:
			script = Path(__file__).with_name("pdf_worker.py")
			self.process = subprocess.Popen(
				[sys.executable, "-P", str(script)],
				stdin=subprocess.PIPE,
				stdout=subprocess.PIPE,
				stderr=subprocess.DEVNULL,
				env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
				cwd=Path(sys.executable).anchor,
			)
		return Frames(self.process.stdout, self.process.stdin)

	def _converse(self, frames: Frames, html: str, options: dict, resource) -> bytes:
		frames.send("html", html.encode(errors="replace"), options=options)
		while True:
			about, body = frames.receive()
			if about["kind"] == "pdf":
				return body
			if about["kind"] != "url":
				raise PDFUnavailable(f"{REASONS[about['kind']]} ({body.decode()[:300]})")
			found = resource(body.decode())
			frames.send("resource", found[0], mime=found[1]) if found else frames.send("refused")

	def stop(self) -> None:
		"""End the process; the next document starts another."""
		process, self.process = self.process, None
		if process is None:
			return
		process.kill()
		process.wait()
		for stream in (process.stdin, process.stdout):
			with suppress(OSError):
				stream.close()


worker = Worker()


@atexit.register
def _end() -> None:
	with suppress(OSError, ValueError):
		worker.stop()


def get_pdf(html: str, options: dict | None = None, output=None) -> bytes:
	"""The PDF of an HTML page; options are page-size, orientation and margins as wkhtmltopdf names them.

	`#header-html` and `#footer-html` repeat on each page, with page numbers in `.page` and `.topage`.
	"""
	options = dict(options or {})
	if output is not None or options.get("password"):
		raise NotOffered("frappe.utils.pdf.get_pdf(output, password)")
	chosen = {name: str(options[name]) for name in PAGE_OPTIONS if options.get(name)}
	return worker.make(html, _site_options() | chosen, resource, local.conf.pdf_timeout or SECONDS)


def _site_options() -> dict:
	size = local.db.get_single_value("Print Settings", "pdf_page_size") if local.db else None
	return {"page-size": size} if size in ("A3", "A4", "A5", "Letter", "Legal") else {}


def resource(url: str) -> tuple[bytes, str] | None:
	"""What a document may show: assets of apps, and files of the site that this user may read."""
	site = get_url().rstrip("/")
	path = unquote(urlparse(url.removeprefix(site)).path) if url.startswith(("/", site + "/")) else ""
	kinds = {"/assets/": _asset, "/files/": _upload, "/private/files/": _upload}
	found = next((find(path) for start, find in kinds.items() if path.startswith(start)), None)
	if not found or not Path(found).is_file():
		return None
	return Path(found).read_bytes(), guess_type(path)[0] or "application/octet-stream"


def _asset(path: str) -> str | None:
	from werkzeug.security import safe_join

	app, _, rest = path.removeprefix("/assets/").partition("/")
	return safe_join(get_app_path(app, "public"), rest) if app in get_installed_apps() else None


def _upload(path: str) -> str | None:
	"""Where a file is kept, if this person may read its File."""
	doc = find_file_by_url(path)
	return doc.get_full_path() if doc and doc.exists_on_disk() else None
