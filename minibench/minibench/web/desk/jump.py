"""Finding: the jump box, and what a link's box offers."""

from minibench import fulltext
from minibench.errors import DoesNotExistError
from minibench.local import _dict
from minibench.meta import get_meta
from minibench.query import get_list
from minibench.translate import _
from minibench.web.desk import display, fieldtext, figures, filters, formview, reports, shell
from minibench.web.desk.env import answer, doc_url, list_url, page, slug, with_query
from minibench.web.methods import ask
from minibench.web.request import json_or_empty

SHORTEST = 2
EACH = 5
ALL = 50
LONGEST = 140


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
	found.append((_("Notices"), _("Page"), "/app/-/notices"))
	if shell.may("Email Queue"):
		found.append((_("Out-box"), _("Page"), "/app/-/outbox"))
	names = (name for name in shell.reports() if fits(_(name)) and shell.may_run(name))
	found += [(_(name), _("Report"), figures.report_url(name)) for name in names]
	hits = [_dict(label=label, kind=kind, url=url) for label, kind, url in found if fits(label)]
	return sorted(hits, key=lambda hit: (not hit.label.lower().startswith(low), hit.label))


def records(text, each, doctype=None):
	"""Records that hold the words, as [(doctype, its hits)]: those found by their title first."""
	groups = {}
	for hit in fulltext.find(text, each, doctype):
		hit.update(kind=_(hit.doctype), url=doc_url(hit.doctype, hit.name))
		groups.setdefault(hit.doctype, []).append(hit)
	return list(groups.items())


def search_page(args):
	text = args.get("q", "").strip()[:LONGEST]
	enough, kind = len(text) >= SHORTEST, shell.doctypes().get(args.get("kind", ""))
	each = ALL if kind else EACH
	groups = records(text, each + 1, kind and kind.name) if enough else []
	found = []
	for doctype, hits in groups:
		more = list_url(doctype) if kind else with_query("/app/-/search", {"q": text, "kind": slug(doctype)})
		found.append(_dict(label=_(doctype), hits=hits[:each], more=more if len(hits) > each else None))
	return page(
		"search.html", title=_("Search"), text=text, enough=enough, groups=found, kind=kind,
		places=places(text)[:30] if enough and not kind else [],
	)  # fmt: skip


def suggest(args):
	"""JSON for the jump box while typing: places at once, records from the third letter."""
	text = args.get("q", "").strip()[:LONGEST]
	hits = places(text)[:8] if text else []
	if len(text) > SHORTEST:
		found = [hit for _doctype, group in records(text, 3) for hit in group][:8]
		hits += [{"label": _said(hit.label), "kind": _why(hit), "url": hit.url} for hit in found]
	return answer(hits)


def _said(pieces):
	return "".join(text for text, _sought in pieces)


def _why(hit):
	"""What kind of record it is, and where the words stand if not in its title."""
	if not hit.excerpt or any(sought for _text, sought in hit.label):
		return hit.kind
	return f"{hit.kind}, {_(hit.field)}: {_said(hit.excerpt)}"


def link_field(args):
	"""The field a link's box belongs to and the doctype it looks in; DoesNotExistError otherwise."""
	doctype, name = args.get("doctype", ""), args.get("field", "")
	report = doctype.removeprefix("Report:") if doctype.startswith("Report:") else None
	if report is None:
		df = filters.field(get_meta(doctype), name)
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
	df, target, doctype = link_field(args)
	rows = ask(
		"frappe.desk.search.search_link", doctype=target, txt=args.get("txt", ""), filters=_json_filters(df, args),
		page_length=10, reference_doctype=doctype, ignore_user_permissions=bool(df.ignore_user_permissions),
	)  # fmt: skip
	hits = []
	for row in rows or ():
		label, more = row.get("label") or row["value"], row.get("description") or ""
		hits.append({"value": row["value"], "label": label, "more": more if more != label else ""})
	free = shell.may(target, "create") and not get_meta(target).in_create
	new = f"{list_url(target)}/new" if free else None
	meta = get_meta(target)
	named = meta.title_field or (meta.autoname or "").partition("field:")[2]
	preset = named if named and (df := meta.get_field(named)) and formview.presettable(df) else None
	return answer({"hits": hits, "new": new, "preset": preset, "of": _("New {0}").format(_(target))})


def _json_filters(df, args):
	"""link_filters of the field; the form tells the value of `eval:doc.x` and `eval:parent.x` by that name."""
	rows = [row[:4] for row in json_or_empty(df.link_filters, list) if len(row) > 3]
	for row in rows:
		if str(row[3]).startswith("eval:"):
			row[3] = args.get(str(row[3])[5:])
	return [row for row in rows if row[3] is not None] or None


def fetch(args):
	"""JSON: the values that choosing a link brings along."""
	meta = get_meta(args.get("doctype", ""))
	found = formview.fetched(meta, args.get("field", ""), args.get("value", ""))
	fields = {name: meta.get_field(name) for name in found}
	texts = {name: fieldtext.to_text(df, found[name]) for name, df in fields.items()}
	links = {name: df for name, df in fields.items() if df.fieldtype == "Link"}
	return answer({"values": texts, "titles": {n: display.title(df, found[n]) for n, df in links.items()}})
