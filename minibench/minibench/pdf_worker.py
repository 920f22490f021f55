"""The child process that makes PDF: it alone imports WeasyPrint, and it opens no file and no connection.

It reads frames from its standard input and writes frames to its standard output: one line of JSON with the
size of what follows, then that many bytes. Pictures and style sheets are asked for from the parent, which
checks what the person may see. Run by path, so nothing of minibench is imported here.
"""

import json
import os
import re
import resource
import sys
from contextlib import suppress

BASE = "http://site.invalid/"
MARGINS = ("margin-top", "margin-bottom", "margin-left", "margin-right")
PAGE_OPTIONS = (*MARGINS, "page-size", "page-width", "page-height", "orientation")
MEMORY = 2 << 30
RUNNING = {"header-html": "top", "footer-html": "bottom"}
PRINT_RULES = """
.hidden-pdf, .print-hide { display: none !important }
.print-format { margin: 0 !important; padding: 0 !important }
span.page::before { content: counter(page) } span.topage::before { content: counter(pages) }
"""


class Frames:
	"""Reading and writing on two binary streams."""

	def __init__(self, incoming, outgoing):
		self.incoming, self.outgoing = incoming, outgoing

	def send(self, kind: str, body: bytes = b"", **about) -> None:
		line = json.dumps({"kind": kind, "size": len(body), **about})
		self.outgoing.write(line.encode() + b"\n" + body)
		self.outgoing.flush()

	def receive(self) -> tuple[dict, bytes]:
		"""The next frame; EOFError when the other side is gone."""
		line = self.incoming.readline()
		if not line:
			raise EOFError
		about = json.loads(line)
		body = self.incoming.read(about["size"])
		if len(body) < about["size"]:
			raise EOFError
		return about, body


def ask_parent(frames: Frames, url: str) -> tuple[bytes, str]:
	"""What the parent gives for an address. Raises ValueError where it gives nothing."""
	frames.send("url", url.removeprefix(BASE.rstrip("/")).encode())
	about, body = frames.receive()
	if about["kind"] != "resource":
		raise ValueError("not allowed")
	return body, about["mime"]


def fetcher(frames: Frames):
	"""A WeasyPrint fetcher for data: addresses and what the parent hands out."""
	from weasyprint import urls

	class Fetcher(urls.URLFetcher):
		def fetch(self, url, headers=None):
			if url.startswith("data:"):
				return super().fetch(url, headers)
			body, mime = ask_parent(frames, url)
			return urls.URLFetcherResponse(url, body, {"Content-Type": mime})

	return Fetcher(allowed_protocols=["data"])


def declared_options(html) -> dict:
	"""Page options that the document's own styles give to `.print-format`."""
	import tinycss2

	found = {}
	for style in html.etree_element.iter("style"):
		for rule in tinycss2.parse_stylesheet(style.text or "", skip_comments=True, skip_whitespace=True):
			selectors = tinycss2.serialize(rule.prelude or ()) if rule.type == "qualified-rule" else ""
			if ".print-format" not in map(str.strip, selectors.split(",")):
				continue
			for line in tinycss2.parse_declaration_list(rule.content):
				if line.type == "declaration" and line.name in PAGE_OPTIONS:
					found[line.name] = tinycss2.serialize(line.value).strip()
	return found


def take_running(html) -> list:
	"""Move header and footer to the front of the body, so that every page has them; the elements."""
	import cssselect2

	root, found = html.etree_element, {}
	for parent in list(root.iter()):
		for child in list(parent):
			name = child.get("id")
			if name in RUNNING:
				parent.remove(child)
				found.setdefault(name, child)
	for child in found.values():
		child.tail = None
		child.set("class", (child.get("class") or "").replace("hidden-pdf", ""))
		root.find("body").insert(0, child)
	# WeasyPrint has wrapped the tree before it was changed
	html.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
	return list(found.values())


def page_rules(options: dict, running: list[str]) -> str:
	"""The options of wkhtmltopdf as rules for the page."""
	size = options.get("page-size") or "A4"
	if options.get("page-width") and options.get("page-height"):
		size = f"{options['page-width']} {options['page-height']}"
	elif str(options.get("orientation", "")).lower() == "landscape":
		size += " landscape"
	margins = " ".join(f"{side}: {options.get(side) or '15mm'};" for side in MARGINS)
	rules = [f"@page {{ size: {size}; {margins}"]
	for name in running:
		rules.append(f"@{RUNNING[name]}-center {{ content: element({name}); width: 100%; margin: 0 }}")
	rules.append("}")
	rules.extend(f"#{name} {{ position: running({name}); display: block !important }}" for name in running)
	return " ".join(rules) + PRINT_RULES


def render(source: str, options: dict, fetch, fonts) -> bytes:
	import weasyprint

	html = weasyprint.HTML(string=source, base_url=BASE, url_fetcher=fetch)
	options = options | declared_options(html)
	running = take_running(html)
	names = [child.get("id") for child in running]
	style = weasyprint.CSS(string=page_rules(options, names), font_config=fonts)
	return html.write_pdf(stylesheets=[style], font_config=fonts, presentational_hints=True)


def limit_memory() -> None:
	"""A document that needs more fails alone; not every system can be asked for this."""
	with suppress(ImportError, ValueError, OSError):
		resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
	frames = Frames(sys.stdin.buffer, os.fdopen(os.dup(1), "wb"))
	os.dup2(2, 1)
	limit_memory()
	try:
		from weasyprint.text.fonts import FontConfiguration

		fonts, fetch = FontConfiguration(), fetcher(frames)
	except (ImportError, OSError) as error:
		frames.send("unavailable", str(error).encode())
		return
	while True:
		about, body = frames.receive()
		try:
			pdf = render(body.decode(), about["options"], fetch, fonts)
		except EOFError:
			raise
		except Exception as error:
			frames.send("error", re.sub(r"\s+", " ", f"{type(error).__name__}: {error}")[:500].encode())
		else:
			frames.send("pdf", pdf)


if __name__ == "__main__":
	with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
		main()
