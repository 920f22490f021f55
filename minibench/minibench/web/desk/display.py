"""How a stored value is said: cells of lists and reports, dates as people say them, states with a word."""

import datetime
import re

from markupsafe import Markup

from minibench.local import local
from minibench.translate import _

NUMBERS = ("Int", "Float", "Currency", "Percent", "Long Int", "Duration")
RICH = ("Text Editor", "HTML Editor", "HTML")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COLOURS = {
	"blue": "blue", "light blue": "blue", "cyan": "blue", "purple": "blue", "primary": "blue", "info": "blue",
	"green": "green", "success": "green", "orange": "amber", "yellow": "amber", "warning": "amber",
	"red": "red", "pink": "red", "danger": "red",
}  # fmt: skip
STEPS = (
	(60, 1, "now"),
	(3600, 60, "min"),
	(86400, 3600, "h"),
	(1209600, 86400, "d"),
	(5184000, 604800, "wk"),
)


def as_date(value):
	"""date or datetime of a stored value or its text; None when it is neither."""
	if isinstance(value, datetime.date) or not value:
		return value or None
	try:
		text = str(value)
		return datetime.date.fromisoformat(text) if len(text) == 10 else datetime.datetime.fromisoformat(text)
	except ValueError:
		return None


def day(value):
	"""'Fri 4 Dec' in this year, '4 Dec 2027' in another."""
	month = _(MONTHS[value.month - 1])
	if value.year == datetime.date.today().year:
		return f"{_(DAYS[value.weekday()])} {value.day} {month}"
	return f"{value.day} {month} {value.year}"


def when(value):
	"""A date or moment as people say it, the whole of it on hover."""
	value = as_date(value)
	if value is None:
		return ""
	text = day(value)
	if isinstance(value, datetime.datetime):
		text += f" {value:%H:%M}"
	return Markup('<time datetime="{}" title="{}">{}</time>').format(value.isoformat(), full(value), text)


def full(value):
	text = f"{value.day} {_(MONTHS[value.month - 1])} {value.year}"
	return f"{text}, {value:%H:%M}" if isinstance(value, datetime.datetime) else text


def ago(value):
	"""'2 d' since a stored moment, the moment itself on hover."""
	value = as_date(value)
	if value is None:
		return ""
	from minibench.utils.dates import now_datetime

	seconds = max(0, (now_datetime().replace(tzinfo=None) - value).total_seconds())
	for limit, unit, word in STEPS:
		if seconds < limit:
			text = _(word) if unit == 1 else f"{int(seconds // unit)} {_(word)}"
			break
	else:
		days = seconds // 86400
		text = f"{int(days // 30)} {_('mo')}" if days < 720 else f"{int(days // 365)} {_('y')}"
	return Markup('<time datetime="{}" title="{}">{}</time>').format(value.isoformat(), full(value), text)


def number(df, value):
	"""A number in digits, grouped; whole when it is whole."""
	kind = df.get("fieldtype")
	value = float(value or 0)
	if kind == "Duration":
		return duration(value)
	if kind in ("Int", "Long Int"):
		return f"{int(value):,}"
	places = df.get("precision")
	places = int(places) if str(places or "").isdigit() else (2 if kind == "Currency" else 3)
	text = f"{value:,.{places}f}"
	if kind != "Currency" and "." in text:
		text = text.rstrip("0").rstrip(".")
	return f"{text}%" if kind == "Percent" else text


def duration(seconds):
	"""7380 -> '2h 3m'."""
	parts = []
	for unit, word in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")):
		count, seconds = divmod(int(seconds), unit)
		if count:
			parts.append(f"{count}{word}")
	return " ".join(parts)


def plain(df, value):
	"""A value as one line of text, for exports, versions and read-only fields."""
	kind = df.get("fieldtype")
	if value is None or value == "":
		return ""
	if kind == "Check":
		return _("Yes") if int(value) else _("No")
	if kind in NUMBERS and isinstance(value, int | float):
		return number(df, value)
	if kind in ("Date", "Datetime") and (moment := as_date(value)):
		return full(moment)
	if kind == "Time":
		return str(value)[:5].removesuffix(":")
	if kind == "Select":
		return _(str(value))
	if kind == "Password":
		return "*****"
	return strip(value) if kind in RICH else str(value)


def strip(html):
	"""The words of a piece of HTML."""
	import html as entities

	text = re.sub(r"<(br|/p|/div|/li|/tr|/h\d)[^>]*>", "\n", str(html))
	return entities.unescape(re.sub(r"<[^>]+>", "", text)).strip()


def clean(html):
	"""HTML that somebody wrote, with only harmless tags and links left in it."""
	import nh3

	return Markup(nh3.clean(str(html or ""), link_rel="noopener", attributes=_attributes()))


def _attributes():
	import nh3

	allowed = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
	for tag in ("span", "div", "p", "td", "th", "table", "ul", "ol", "li", "a"):
		allowed.setdefault(tag, set()).update({"class", "title"})
	return allowed


def cell(df, value, titles=None):
	"""A value as the content of a table cell or of a read-only field."""
	from minibench.web.desk.env import doc_url

	kind = df.get("fieldtype")
	if value is None or value == "":
		return ""
	if kind == "Link" and df.get("options"):
		title = (titles or {}).get((df.get("options"), value)) or _text_of(df, value)
		return Markup('<a href="{}">{}</a>').format(doc_url(df.get("options"), value), title)
	if kind in ("Date", "Datetime"):
		return when(value) or str(value)
	if kind == "Check":
		return _("Yes") if int(value) else ""
	if kind in RICH:
		return clean(value)
	if kind in ("Attach", "Attach Image"):
		return Markup('<a href="{}">{}</a>').format(safe_href(value), str(value).rsplit("/", 1)[-1])
	return plain(df, value)


def _text_of(df, value):
	return person(value) if df.get("options") == "User" else str(value)


def safe_href(url):
	"""An address that cannot run script: a path or http(s), else '#'."""
	return url if re.match(r"(/|https?://)", str(url)) else "#"


def brief(df, value, titles=None, limit=80):
	"""A cell of a list: long text is cut."""
	if df.get("fieldtype") in (*RICH, "Text", "Small Text", "Long Text", "Code", "Markdown Editor"):
		text = " ".join(strip(value).split()) if value else ""
		return text if len(text) <= limit else text[:limit] + "\u2026"
	return cell(df, value, titles)


def person(user):
	"""The full name behind a user id; read once a request."""
	names = local.request_cache.setdefault("desk_people", {})
	if user not in names:
		names[user] = local.db.get_value("User", user, "full_name") if user else ""
	return names[user] or user or ""


def people(users):
	"""Read the names of several users at once, for `person`."""
	names = local.request_cache.setdefault("desk_people", {})
	wanted = {user for user in users if user} - names.keys()
	if wanted:
		names.update(dict.fromkeys(wanted, ""))
		rows = local.db.get_all("User", {"name": ["in", list(wanted)]}, ["name", "full_name"])
		names.update({row.name: row.full_name for row in rows})


def link_titles(pairs):
	"""{(doctype, name): title} of links whose doctype shows titles: one query for each doctype.

	A title is shown only to who may read the record; others keep the name that the field holds.
	"""
	from minibench.meta import get_meta
	from minibench.query import get_list

	wanted, titles = {}, {}
	for doctype, name in pairs:
		if doctype and name:
			wanted.setdefault(doctype, set()).add(name)
	people(wanted.pop("User", ()))
	for doctype, names in wanted.items():
		meta = get_meta(doctype)
		if not (meta.show_title_field_in_link and meta.title_field):
			continue
		fields = ["name", f"{meta.title_field} as title"]
		rows = allowed(get_list, doctype, fields=fields, filters={"name": ["in", list(names)]}, limit=0)
		titles.update({(doctype, row.name): row.title for row in rows or () if row.title})
	return titles


def allowed(function, *args, **kwargs):
	"""The function's result, or None where the person may not; its message is not shown."""
	from minibench.errors import PermissionError

	count = len(local.message_log)
	try:
		return function(*args, **kwargs)
	except PermissionError:
		del local.message_log[count:]
		return None


def state(meta, row):
	"""(word, colour) of a record: workflow state, DocType state, docstatus or being disabled; or None."""
	workflow = workflow_of(meta)
	if workflow and row.get(workflow.workflow_state_field):
		word = row.get(workflow.workflow_state_field)
		return _(word), workflow_colours().get(word, "grey")
	for each in meta.get("states") or ():
		if each.title == row.get("status"):
			return _(each.title), COLOURS.get((each.color or "").lower(), "grey")
	if meta.is_submittable:
		return ((_("Draft"), "grey"), (_("Submitted"), "blue"), (_("Cancelled"), "red"))[
			int(row.get("docstatus") or 0)
		]
	if row.get("status"):
		return _(row.get("status")), "grey"
	if row.get("disabled") or (meta.has_field("enabled") and row.get("enabled") in (0, "0")):
		return _("Disabled"), "grey"
	return None


def state_fields(meta):
	"""The columns that `state` wants to see."""
	workflow = workflow_of(meta)
	names = [workflow.workflow_state_field] if workflow else []
	return names + [name for name in ("status", "disabled", "enabled") if meta.has_field(name)]


def workflow_of(meta):
	from minibench.workflow import get_workflow

	name = meta.get_workflow() if not meta.istable else None
	return get_workflow(meta.name) if name else None


def workflow_colours():
	found = local.request_cache.get("desk_workflow_colours")
	if found is None:
		rows = local.db.get_all("Workflow State", fields=["name", "style"])
		found = {row.name: COLOURS.get((row.style or "").lower(), "grey") for row in rows}
		local.request_cache["desk_workflow_colours"] = found
	return found
