"""Answers: JSON as Frappe writes it, files, redirects and pages, and the headers that every answer carries."""

import json
import mimetypes
from urllib.parse import urlsplit

from werkzeug.wrappers import Response

from minibench.local import local
from minibench.utils.data import json_handler
from minibench.web.sessions import cookies

# Style may stand in the page: charts and pictures carry theirs. Script never does.
CONTENT_POLICY = (
	"default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
	" object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
SECURITY_HEADERS = (
	("X-Content-Type-Options", "nosniff"),
	("X-Frame-Options", "SAMEORIGIN"),
	("Referrer-Policy", "strict-origin-when-cross-origin"),
	("Content-Security-Policy", CONTENT_POLICY),
	("Cross-Origin-Opener-Policy", "same-origin"),
)
BINARY = "application/octet-stream"
TRANSPORT = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def build() -> Response:
	"""The answer that `frappe.response` describes."""
	response = local.response
	kind = response.get("type")
	if not response.get("docs"):
		response.pop("docs", None)
	if kind in (None, "json"):
		return as_json()
	if kind == "redirect":
		return redirect(response.location, response.get("http_status_code") or 302)
	if kind == "page":
		from minibench.web.pages import render_message

		return render_message(response.get("http_status_code") or 200)
	return _as_file(kind)


def as_json() -> Response:
	response = local.response
	status = response.pop("http_status_code", None) or 200
	if local.flags.api_version != "v2":
		if local.message_log:
			response["_server_messages"] = json.dumps([json.dumps(entry) for entry in local.message_log])
		if local.flags.error_message:
			response["_error_message"] = local.flags.error_message
	elif local.message_log:
		response["messages"] = local.message_log
	return json_response(response, status)


def json_response(content, status: int = 200) -> Response:
	text = json.dumps(content, default=json_handler, separators=(",", ":"))
	return Response(text, status, mimetype="application/json")


def _as_file(kind: str) -> Response:
	"""The kinds csv, txt, download, pdf and binary: always with their stated type, never guessed by a browser."""
	response = local.response
	name = response.get("filename") or f"{response.get('doctype') or 'download'}.{kind}"
	types = {"csv": "text/csv", "txt": "text/plain", "pdf": "application/pdf", "binary": BINARY}
	mimetype = types.get(kind) or response.get("content_type") or mimetypes.guess_type(name)[0]
	content = response.get("result") if kind in ("csv", "txt") else response.get("filecontent")
	inline = kind == "pdf" or (kind == "download" and response.get("display_content_as") == "inline")
	answer = Response(content, mimetype=mimetype or BINARY)
	answer.headers.add("Content-Disposition", "inline" if inline else "attachment", filename=name)
	return answer


def redirect(location: str, status: int = 302) -> Response:
	return Response(status=status, headers={"Location": location})


def local_path(target: str | None, fallback: str = "/") -> str:
	"""A path on this site to go on to; anything that leads elsewhere becomes the fallback."""
	target = (target or "").strip()
	parts = urlsplit(target)
	plain = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc
	return target if plain and target.isprintable() and "\\" not in target else fallback


def respond_as_web_page(
	title, html, success=None, http_status_code=None, context=None, indicator_color=None,
	primary_action="/", primary_label=None, fullpage=False, width=None, template="message",
):  # fmt: skip
	"""Answer with a page that says one thing. `html` is shown as it is: it must not hold what people typed."""
	local.response.update(type="page", route=template)
	if http_status_code:
		local.response.http_status_code = http_status_code
	local.response.context = dict(context or {}, title=title, message=html, primary_action=primary_action)
	local.response.context.update(primary_label=primary_label, indicator_color=indicator_color)


def finish(response: Response, request) -> None:
	"""Cookies and security headers."""
	headers = response.headers
	secure = request.scheme == "https" or bool(local.conf.force_https)
	for name, value in cookies(secure):
		headers.add(name, value)
	for name, value in SECURITY_HEADERS:
		headers.setdefault(name, value)
	if secure:
		headers.setdefault(*TRANSPORT)
	headers.setdefault("Cache-Control", "no-store")
