"""How a stored value is said: cells of lists and reports, dates as people say them, states with a word."""

import datetime
import html as entities
import re
from functools import cache

from markupsafe import Markup

from minibench.errors import PermissionError
from minibench.local import local
from minibench.meta import get_meta
from minibench.query import get_list
from minibench.translate import _
from minibench.utils.dateformat import format_duration
from minibench.utils.dates import now_datetime
from minibench.utils.numbers import cint
from minibench.web.desk.env import doc_url
from minibench.workflow import get_workflow

NUMBERS = ("Int", "Float", "Currency", "Percent", "Long Int")
RICH = ("Text Editor", "HTML Editor", "HTML")
LONG = (*RICH, "Text", "Small Text", "Long Text", "Code", "Markdown Editor")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COLOURS = {
	"blue": "blue light-blue cyan purple primary info",
	"green": "green success",
	"amber": "orange yellow warning",
	"red": "red pink danger",
}
STATUS = (("Draft", "grey"), ("Submitted", "blue"), ("Cancelled", "red"))
# seconds below which a unit is used, its length, its word
STEPS = ((3600, 60, "min"), (86400, 3600, "h"), (14 * 86400, 86400, "d"), (60 * 86400, 7 * 86400, "wk"),
	(720 * 86400, 30 * 86400, "mo"), (float("inf"), 365 * 86400, "y"))  # fmt: skip


def records(number):
	"""How many records, in words."""
	return _("1 record") if number == 1 else _("{0} records").format(f"{number:,}")


def as_date(value):
	"""date or datetime of a stored value or its text; None when it is neither."""
	if isinstance(value, datetime.date) or not value:
		return value or None
	try:
		kind = datetime.date if len(str(value)) == 10 else datetime.datetime
		return kind.fromisoformat(str(value))
	except ValueError:
		return None


def full(value):
	text = f"{value.day} {_(MONTHS[value.month - 1])} {value.year}"
	return f"{text}, {value:%H:%M}" if isinstance(value, datetime.datetime) else text


def _time(value, text):
	return Markup('<time datetime="{}" title="{}">{}</time>').format(value.isoformat(), full(value), text)


def when(value):
	"""A date or moment as people say it: 'Fri 4 Dec' in this year; the whole of it on hover."""
	value = as_date(value)
	if value is None:
		return ""
	month, this_year = _(MONTHS[value.month - 1]), value.year == datetime.date.today().year
	text = f"{value.day} {month}"
	text = f"{_(DAYS[value.weekday()])} {text}" if this_year else f"{text} {value.year}"
	return _time(value, f"{text} {value:%H:%M}" if isinstance(value, datetime.datetime) else text)


def ago(value):
	"""'2 d' since a stored moment, the moment itself on hover."""
	value = as_date(value)
	if value is None:
		return ""
	seconds = (now_datetime().replace(tzinfo=None) - value).total_seconds()
	unit, word = next((unit, word) for limit, unit, word in STEPS if seconds < limit)
	return _time(value, _("now") if seconds < 60 else f"{int(seconds // unit)} {_(word)}")


def number(df, value):
	"""A number in digits, grouped; whole when it is whole."""
	kind, value, places = df.get("fieldtype"), float(value or 0), str(df.get("precision") or "")
	if kind in ("Int", "Long Int"):
		return f"{int(value):,}"
	text = f"{value:,.{int(places) if places.isdigit() else 2 if kind == 'Currency' else 3}f}"
	if kind != "Currency" and "." in text:
		text = text.rstrip("0").rstrip(".")
	return f"{text}%" if kind == "Percent" else text


def plain(df, value):
	"""A value as text, for exports, versions and read-only fields."""
	kind = df.get("fieldtype")
	if value is None or value == "":
		return ""
	if kind == "Check":
		return _("Yes") if cint(value) else _("No")
	if kind in NUMBERS and isinstance(value, int | float):
		return number(df, value)
	if kind in ("Date", "Datetime") and (moment := as_date(value)):
		return full(moment)
	if kind == "Time":
		return str(value)[:5].removesuffix(":")
	if kind == "Rating":
		return _("{0} of {1}").format(round(float(value) * stars(df)), stars(df)) if float(value) else ""
	if kind == "Duration":
		return format_duration(value, df.get("hide_days"))
	if kind == "Password":
		return "*****"
	return strip(value) if kind in RICH else _(str(value)) if kind == "Select" else str(value)


def stars(df):
	"""How many stars a Rating has."""
	given = str(df.get("options") or "")
	return int(given) if given.isdigit() and 0 < int(given) < 100 else 5


def strip(html):
	"""The words of a piece of HTML."""
	text = re.sub(r"<(br|/p|/div|/li|/tr|/h\d)[^>]*>", "\n", str(html))
	return entities.unescape(re.sub(r"<[^>]+>", "", text)).strip()


def clean(html):
	"""HTML that somebody wrote, with only harmless tags and links left in it."""
	import nh3

	return Markup(nh3.clean(str(html or ""), link_rel="noopener", attributes=_attributes()))


@cache
def _attributes():
	import nh3

	tags = {"span", "div", "p", "td", "th", "table", "ul", "ol", "li", "a"}
	known = nh3.ALLOWED_ATTRIBUTES
	return known | {tag: known.get(tag, set()) | {"class", "title"} for tag in tags}


def cell(df, value, titles=None):
	"""A value as the content of a table cell or of a read-only field."""
	kind, options = df.get("fieldtype"), df.get("options")
	if value is None or value == "":
		return ""
	if kind == "Link" and options:
		return Markup('<a href="{}">{}</a>').format(doc_url(options, value), named(options, value, titles))
	if kind in ("Date", "Datetime"):
		return when(value) or str(value)
	if kind == "Check":
		return _("Yes") if cint(value) else ""
	if kind in ("Attach", "Attach Image"):
		return Markup('<a href="{}">{}</a>').format(safe_href(value), str(value).rsplit("/", 1)[-1])
	return clean(value) if kind in RICH else plain(df, value)


def named(doctype, name, titles):
	"""What a link is called: by its title, an account by its person, else by its name."""
	return (titles or {}).get((doctype, name)) or (person(name) if doctype == "User" else name)


def brief(df, value, titles=None, limit=80):
	"""A cell of a list: long text is cut."""
	if df.get("fieldtype") not in LONG:
		return cell(df, value, titles)
	text = " ".join(strip(value or "").split())
	return text if len(text) <= limit else text[:limit] + "\u2026"


def safe_href(url):
	"""An address that cannot run script: a path or http(s), else '#'."""
	return url if re.match(r"(/|https?://)", str(url)) else "#"


def person(user):
	"""The full name behind a user id; read once a request."""
	people([user])
	return local.request_cache["desk_people"].get(user) or user or ""


def people(users):
	"""Read the names of several users at once, for `person`."""
	names = local.request_cache.setdefault("desk_people", {})
	wanted = {user for user in users if user} - names.keys()
	if wanted:
		names.update(dict.fromkeys(wanted, ""))
		where = {"name": ["in", list(wanted)]}
		names.update(local.db.get_all("User", where, ["name", "full_name"], as_list=True))


def link_titles(pairs):
	"""{(doctype, name): title} of links whose doctype shows titles: one query for each doctype.

	A title is shown only to who may read the record; others keep the name that the field holds.
	"""
	wanted, titles = {}, {}
	for doctype, name in pairs:
		if doctype and name:
			wanted.setdefault(doctype, set()).add(name)
	people(wanted.pop("User", ()))
	for doctype, names in wanted.items():
		meta = get_meta(doctype)
		if meta.show_title_field_in_link and meta.title_field:
			fields = ["name", f"{meta.title_field} as title"]
			rows = allowed(get_list, doctype, fields=fields, filters={"name": ["in", list(names)]}, limit=0)
			titles.update({(doctype, row.name): row.title for row in rows or () if row.title})
	return titles


def title(df, name):
	"""The title of what a field names where that is a link, else the name itself."""
	return link_titles([(df.options, name)] if df.fieldtype == "Link" else ()).get((df.options, name), name)


def allowed(function, *args, **kwargs):
	"""The function's result, or None where the person may not; its message is not shown."""
	count = len(local.message_log)
	try:
		return function(*args, **kwargs)
	except PermissionError:
		del local.message_log[count:]
		return None


def colour(name):
	"""One of the five colours of states, from Frappe's names of colours and styles."""
	name = (name or "").lower().replace(" ", "-")
	return next((ours for ours, theirs in COLOURS.items() if name in theirs.split()), "grey")


def state(meta, row):
	"""(word, colour) of a record: workflow state, DocType state, docstatus or being disabled; or None."""
	workflow = workflow_of(meta)
	word = row.get(workflow.workflow_state_field) if workflow else None
	if word:
		return _(word), workflow_colours().get(word, "grey")
	word = row.get("status")
	known = next((each for each in meta.states or () if each.title == word), None)
	if known:
		return _(word), colour(known.color)
	if meta.is_submittable:
		word, tone = STATUS[int(row.get("docstatus") or 0)]
		return _(word), tone
	if not word and (row.get("disabled") or row.get("enabled") in (0, "0")):
		word = "Disabled"
	return (_(word), "grey") if word else None


def state_fields(meta):
	"""The columns that `state` wants to see."""
	workflow = workflow_of(meta)
	names = [workflow.workflow_state_field] if workflow else []
	return names + [name for name in ("status", "disabled", "enabled") if meta.has_field(name)]


def workflow_of(meta):
	return get_workflow(meta.name) if not meta.istable and meta.get_workflow() else None


def workflow_colours():
	known = local.request_cache.setdefault("desk_workflow_colours", {})
	if not known:
		rows = local.db.get_all("Workflow State", fields=["name", "style"])
		known.update({row.name: colour(row.style) for row in rows})
	return known
