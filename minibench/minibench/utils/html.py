"""HTML: what is markup, taking it out, escaping it, and keeping only what is harmless."""

import json
import re
from functools import cache
from html.parser import HTMLParser

TAG = re.compile(r"<[^>]+>")
TAG_OR_COMMENT = re.compile(r"<!--.*?-->|<[^>]*>")
ESCAPES = str.maketrans({"&": "&amp;", '"': "&quot;", "'": "&apos;", ">": "&gt;", "<": "&lt;"})
_TAGS = (
	"a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd"
	" del details dfn div dl dt em figcaption figure footer font h1 h2 h3 h4 h5 h6 header hr i img ins kbd"
	" label li mark nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table"
	" tbody td tfoot th thead time tr tt u ul var wbr"
)
HARMLESS_TAGS = set(_TAGS.split())
# real markup that is taken out; a tag that is neither is a person's own words, as <mum>, and stays as text
_TAKEN_OUT = (
	"html head body meta link style title o:p form fieldset legend input select option optgroup textarea button"
	" datalist output progress meter dialog menu map area audio video source track canvas noscript svg g path"
	" circle rect line polyline polygon ellipse text tspan defs use desc math"
)
MARKUP_TAGS = HARMLESS_TAGS | set(_TAKEN_OUT.split())
TAG_START = re.compile(r"<(?=/?([a-zA-Z][^\s/>]*))")
ANYWHERE = {"class", "dir", "id", "lang", "role", "style", "title", "align", "width", "height", "valign"}
ATTRIBUTES = {
	"a": {"href", "name", "target", "rel"},
	"img": {"src", "alt"},
	"col": {"span"},
	"colgroup": {"span"},
	"td": {"colspan", "rowspan", "headers"},
	"th": {"colspan", "rowspan", "headers", "scope"},
	"ol": {"start", "type"},
	"li": {"value"},
	"time": {"datetime"},
	"font": {"color", "face", "size"},
	"table": {"border", "cellpadding", "cellspacing"},
}
_STYLES = (
	"background-color border border-bottom border-collapse border-color border-left border-radius"
	" border-right border-style border-top border-width clear color direction display float font font-family"
	" font-size font-style font-variant font-weight height letter-spacing line-height list-style-type margin"
	" margin-bottom margin-left margin-right margin-top max-width overflow padding padding-bottom"
	" padding-left padding-right padding-top text-align text-decoration text-indent vertical-align"
	" white-space width"
)
STYLES = set(_STYLES.split())


def is_html(text: str) -> bool:
	return isinstance(text, str) and bool(TAG.search(text))


def strip_html(text: str) -> str:
	"""Without anything in angle brackets, and without comments."""
	return TAG_OR_COMMENT.sub("", text)


def escape_html(text: str) -> str:
	return text.translate(ESCAPES) if isinstance(text, str) else text


class _TagFinder(HTMLParser):
	found = False

	def handle_starttag(self, tag, attrs):
		self.found = True


def _has_tags(text: str) -> bool:
	if "<" not in text:
		return False
	finder = _TagFinder()
	finder.feed(text)
	finder.close()
	return finder.found


def _is_json(text: str) -> bool:
	try:
		json.loads(text)
	except ValueError:
		return False
	return True


@cache
def _cleaner():
	"""One prepared sanitizer for what an editor writes."""
	import nh3

	return nh3.Cleaner(
		tags=HARMLESS_TAGS,
		attributes={tag: ANYWHERE | ATTRIBUTES.get(tag, set()) for tag in HARMLESS_TAGS},
		generic_attribute_prefixes={"data-"},
		url_schemes={"cid", "http", "https", "mailto", "tel"},
		filter_style_properties=STYLES,
		strip_comments=False,
		link_rel=None,
	)


def sanitize_html(html, linkify=False, always_sanitize=False):
	"""Only harmless markup; text without any tag, and JSON, is left alone unless `always_sanitize`."""
	if not isinstance(html, str):
		return html
	if not always_sanitize and (not _has_tags(html) or _is_json(html)):
		return html
	words_kept = TAG_START.sub(lambda found: "<" if found[1].lower() in MARKUP_TAGS else "&lt;", html)
	return _cleaner().clean(words_kept)
