"""The desk's own Jinja environment, its addresses and what every page is given."""

import base64
import json
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from werkzeug.wrappers import Response

from minibench.files import get_max_file_size
from minibench.local import local
from minibench.translate import _
from minibench.utils.dates import nowdate
from minibench.web import static

FLASH = "desk_flash"


@cache
def environment():
	from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

	from minibench.web.desk import display

	env = Environment(
		loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
		bytecode_cache=FileSystemBytecodeCache(), auto_reload=False, undefined=StrictUndefined,
	)  # fmt: skip
	env.globals.update(
		_=_, asset_url=static.asset_url, list_url=list_url, doc_url=doc_url, numbers=display.NUMBERS
	)
	env.globals.update(most_bytes=get_max_file_size, today=nowdate)
	said = (display.ago, display.when, display.clean, display.person, display.brief, display.records)
	env.globals.update({each.__name__: each for each in said})
	env.filters["tojson_text"] = lambda value: json.dumps(value, default=str, separators=(",", ":"))
	return env


def slug(doctype):
	return doctype.lower().replace(" ", "-")


def with_query(path, query):
	"""A path with a query; `query` is a dict or a list of pairs, empty values are left out."""
	pairs = query.items() if isinstance(query, dict) else query
	pairs = [(key, value) for key, value in pairs if value not in (None, "")]
	return f"{path}?{urlencode(pairs)}" if pairs else path


def list_url(doctype, query=()):
	return with_query(f"/app/{quote(slug(doctype))}", query)


def doc_url(doctype, name=None):
	path = f"/app/{quote(slug(doctype))}"
	return path if name in (None, doctype) else f"{path}/{quote(str(name), safe='')}"


def page(template, status=200, **context):
	"""A whole page of the desk, with the frame around it. As every answer it is never cached."""
	from minibench.web.desk import shell

	flashed = read_flash()
	html = environment().get_template(template).render(**shell.frame(), flashed=flashed, **context)
	response = Response(html, status=status, mimetype="text/html")
	if flashed:
		response.delete_cookie(FLASH, path="/app")
	return response


def part(template, **context):
	"""A piece of a page, for the desk's own script."""
	return Response(environment().get_template(template).render(**context), mimetype="text/html")


def answer(data, status=200):
	"""A JSON answer for the desk's own script."""
	return Response(json.dumps(data, default=str), status=status, mimetype="application/json")


def redirect(url, messages=()):
	"""See other, with messages that the next page shows once."""
	response = Response(status=303, headers={"Location": url})
	if messages:
		packed = base64.urlsafe_b64encode(json.dumps(list(messages))[:2800].encode()).decode()
		response.set_cookie(FLASH, packed, max_age=120, path="/app", httponly=True, samesite="Lax")
	return response


def stale(url=None):
	"""The answer to the form of an older session: it cannot be trusted, so nothing was done, and the page says so."""
	text = _("You were signed out in the meantime. Nothing was done: please do it again.")
	return redirect(url or local.request.full_path.rstrip("?"), [{"text": text, "colour": "amber"}])


def read_flash():
	"""Messages carried over a redirect. The cookie is the browser's word, so templates clean them."""
	try:
		packed = local.request.cookies.get(FLASH, "")
		found = json.loads(base64.urlsafe_b64decode(packed)) if packed else []
		return [{key: str(m.get(key, "")) for key in ("text", "colour")} for m in found]
	except (ValueError, TypeError, AttributeError):
		return [{"text": _("Done"), "colour": "blue"}]


def said():
	"""What the code behind this request told the person (msgprint), as flash messages."""
	colours = {"red": "red", "orange": "amber", "yellow": "amber", "green": "green"}
	told = [(m.get("message") or "", m.get("indicator")) for m in local.message_log if isinstance(m, dict)]
	return [{"text": str(text), "colour": colours.get(colour, "blue")} for text, colour in told]
