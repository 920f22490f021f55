"""Finding: the jump box, and what a link's box offers."""

import json

from minibench.errors import DoesNotExistError
from minibench.local import _dict
from minibench.meta import get_meta
from minibench.query import get_list
from minibench.translate import _
from minibench.web.desk import display, fieldtext, figures, formview, reports, shell
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
	names = (name for name in shell.reports() if fits(_(name)) and shell.may_run(name))
	found += [(_(name), _("Report"), figures.report_url(name)) for name in names]
	hits = [_dict(label=label, kind=kind, url=url) for label, kind, url in found if fits(label)]
	return sorted(hits, key=lambda hit: (not hit.label.lower().startswith(low), hit.label))


def records(text):
	"""Records whose title or ID holds the text, a few of each doctype that is meant to be found."""
	found = []
	for row in shell.doctypes().values():
		if row.issingle or row.module == "Core" or not shell.may(row.name):
			continue
		meta = get_meta(row.name)
		levels = meta.get_permlevel_access()
		found_by = (df for df in meta.fields if df.in_global_search or df.fieldname == meta.title_field)
		fields = [df.fieldname for df in found_by if df.fieldname and (df.permlevel or 0) in levels]
		if fields or meta.show_name_in_global_search:
			title = meta.title_field if meta.title_field in fields else "name"
			either = [[meta.name, name, "like", f"%{text}%"] for name in ("name", *fields)]
			columns = ["name", f"{title} as title"]
			hits = display.allowed(get_list, meta.name, fields=columns, or_filters=either, limit=EACH)
			found += [_hit(display.strip(hit.title or hit.name), meta.name, hit.name) for hit in hits or ()]
	return found


def _hit(label, doctype, name):
	return _dict(label=label, kind=_(doctype), url=doc_url(doctype, name), id=name)


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
	report = doctype.removeprefix("Report:") if doctype.startswith("Report:") else None
	if report is None:
		df = get_meta(doctype).get_field(name)
	else:
		rows = reports.filter_rows(report) if shell.may_run(report) else []
		df = next((row for row in rows if row.fieldname == name), None)
	target = df and {"Link": df.options, "Dynamic Link": args.get("of")}.get(df.fieldtype)
	if not target or shell.slug(target) not in shell.doctypes():
		raise DoesNotExistError(doctype)
	return df, target, doctype if report is None else None


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
	from minibench.web.methods import ask

	df, target, doctype = link_field(args)
	rows = ask(
		"frappe.desk.search.search_link", doctype=target, txt=args.get("txt", ""), filters=_json_filters(df, args),
		page_length=10, reference_doctype=doctype, ignore_user_permissions=bool(df.ignore_user_permissions),
	)  # fmt: skip
	hits = [
		{"value": r["value"], "label": r.get("label") or r["value"], "more": r.get("description") or ""}
		for r in rows or ()
	]
	for hit in hits:
		hit["more"] = hit["more"] if hit["more"] != hit["label"] else ""
	free = shell.may(target, "create") and not get_meta(target).in_create
	new = f"{list_url(target)}/new" if free else None
	return answer({"hits": hits, "new": new, "of": _("New {0}").format(_(target))})


def _json_filters(df, args):
	"""link_filters of the field; the form tells the value of `eval:doc.x` and `eval:parent.x` by that name."""
	try:
		rows = [row[:4] for row in json.loads(df.link_filters or "[]")]
	except ValueError:
		return None
	told = [
		[*row, args.get(str(value)[5:])] if str(value).startswith("eval:") else [*row, value]
		for *row, value in rows
	]
	return [row for row in told if row[3] is not None] or None


def fetch(args):
	"""JSON: the values that choosing a link brings along."""
	meta = get_meta(args.get("doctype", ""))
	found = formview.fetched(meta, args.get("field", ""), args.get("value", ""))
	fields = {name: meta.get_field(name) for name in found}
	texts = {name: fieldtext.to_text(df, found[name]) for name, df in fields.items()}
	links = {name: df for name, df in fields.items() if df.fieldtype == "Link"}
	return answer({"values": texts, "titles": {n: display.title(df, found[n]) for n, df in links.items()}})
