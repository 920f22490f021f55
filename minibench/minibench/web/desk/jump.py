"""Finding: the jump box, and what a link's box offers."""

from minibench.errors import DoesNotExistError
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.query import get_list
from minibench.translate import _
from minibench.web.desk import display, figures, formview, shell
from minibench.web.desk.env import answer, doc_url, list_url, page

SHORTEST = 2
EACH = 5


def places(text):
	"""(label, kind, url) of workspaces, lists, new records and reports whose name holds every word of the text."""
	low, found = text.lower(), []

	def fits(label):
		return all(word in label.lower() for word in low.split())

	found += [(_(row.title or row.name), _("Workspace"), row.url) for row in shell.workspaces()]
	for row in shell.doctypes().values():
		new = _("New {0}").format(_(row.name))
		if fits(new) and shell.may(row.name):
			found.append((_(row.name), _("Settings") if row.issingle else _("List"), list_url(row.name)))
			if not row.issingle and not row.in_create and shell.may(row.name, "create"):
				found.append((new, _("New"), f"{list_url(row.name)}/new"))
	found += [
		(_(n), _("Report"), figures.report_url(n))
		for n in shell.reports()
		if fits(_(n)) and shell.may_run(n)
	]
	hits = [_dict(label=label, kind=kind, url=url) for label, kind, url in found if fits(label)]
	return sorted(hits, key=lambda hit: (not hit.label.lower().startswith(low), hit.label))


def records(text):
	"""Records whose title or ID holds the text, a few of each doctype that is meant to be found."""
	found = []
	for row in shell.doctypes().values():
		if row.issingle or row.module == "Core" or not shell.may(row.name):
			continue
		meta = get_meta(row.name)
		names = {meta.title_field} | {df.fieldname for df in meta.fields if df.in_global_search}
		levels = meta.get_permlevel_access("read")
		fields = [
			f for f in names if f and meta.has_field(f) and int(meta.get_field(f).permlevel or 0) in levels
		]
		if fields or meta.show_name_in_global_search:
			found += _records_of(meta, text, fields)
	return found


def _records_of(meta, text, fields):
	title = meta.title_field if meta.title_field in fields else None
	either = [[meta.name, name, "like", f"%{text}%"] for name in ("name", *fields)]
	columns = ["name", *([f"{title} as title"] if title else [])]
	rows = display.allowed(get_list, meta.name, fields=columns, or_filters=either, limit=EACH) or []
	return [
		_dict(
			label=display.strip(row.get("title") or row.name),
			kind=_(meta.name),
			url=doc_url(meta.name, row.name),
			id=row.name,
		)
		for row in rows
	]


def search_page(args):
	text = args.get("q", "").strip()
	enough = len(text) >= SHORTEST
	return page(
		"search.html", title=_("Search"), text=text, enough=enough,
		places=places(text)[:30] if enough else [], records=records(text) if enough else [],
	)  # fmt: skip


def suggest(args):
	"""JSON for the jump box while typing: places at once, records from the third letter."""
	text = args.get("q", "").strip()
	hits = places(text)[:8] if text else []
	if len(text) > SHORTEST:
		hits += records(text)[:8]
	return answer(hits)


def link_field(args):
	"""The field a link's box belongs to and the doctype it looks in; DoesNotExistError otherwise."""
	doctype, name = args.get("doctype", ""), args.get("field", "")
	if doctype.startswith("Report:"):
		df = _report_filter(doctype.removeprefix("Report:"), name)
	else:
		df = get_meta(doctype).get_field(name)
	if not df or df.fieldtype not in ("Link", "Dynamic Link"):
		raise DoesNotExistError(doctype)
	target = df.options if df.fieldtype == "Link" else args.get("of", "")
	if not target or shell.slug(target) not in shell.doctypes():
		raise DoesNotExistError(target)
	return df, target


def _report_filter(report, name):
	if not shell.may_run(report):
		raise DoesNotExistError(report)
	fields = ["fieldname", "fieldtype", "options"]
	return local.db.get_value("Report Filter", {"parent": report, "fieldname": name}, fields, as_dict=True)


def name_of(target, text):
	"""The name behind what was typed into a link's box: a name, else the one record with that title."""
	if shell.slug(target) not in shell.doctypes():
		return text
	title = get_meta(target).title_field
	for key in ["name", *([title] if title else [])]:
		found = display.allowed(get_list, target, filters={key: text}, pluck="name", limit=2) or []
		if len(found) == 1:
			return found[0]
	return text


def link(args):
	"""JSON: what a link's box offers for the typed text."""
	from minibench.search import search_link

	df, target = link_field(args)
	doctype = args.get("doctype", "")
	rows = search_link(
		target, args.get("txt", ""), filters=_json_filters(df), page_length=10,
		reference_doctype=None if doctype.startswith("Report:") else doctype,
		ignore_user_permissions=bool(df.get("ignore_user_permissions")),
	)  # fmt: skip
	hits = [
		{
			"value": row["value"],
			"label": row.get("label") or row["value"],
			"more": row.get("description") or "",
		}
		for row in rows or ()
	]
	can_create = shell.may(target, "create") and not get_meta(target).in_create
	return answer(
		{
			"hits": hits,
			"new": f"{list_url(target)}/new" if can_create else None,
			"of": _("New {0}").format(_(target)),
		}
	)


def _json_filters(df):
	"""link_filters of the field that hold plain values; those with eval: are for a browser."""
	import json

	try:
		rows = json.loads(df.get("link_filters") or "[]")
	except ValueError:
		return None
	return [row[:4] for row in rows if not str(row[3]).startswith("eval:")] or None


def fetch(args):
	"""JSON: the values that choosing a link brings along."""
	from minibench.web.desk import fieldtext

	meta = get_meta(args.get("doctype", ""))
	found = formview.fetched(meta, args.get("field", ""), args.get("value", ""))
	texts, titles = {}, {}
	for name, value in found.items():
		df = meta.get_field(name)
		texts[name] = fieldtext.to_text(df, value)
		if df.fieldtype == "Link":
			titles[name] = display.link_titles([(df.options, value)]).get((df.options, value), value)
	return answer({"values": texts, "titles": titles})
