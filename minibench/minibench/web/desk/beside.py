"""What stands beside a document's fields: connections, files, comments and the history of its changes."""

from minibench import comments, versions
from minibench.errors import PermissionError
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.query import get_count
from minibench.translate import _
from minibench.web.desk import display, shell
from minibench.web.desk.env import doc_url, list_url, with_query

SHOWN = 100


def everything(doc):
	return _dict(connections=connections(doc), files=files(doc), timeline=timeline(doc))


def connections(doc):
	"""Groups of doctypes that point here, counted through the person's own permissions."""
	groups = {}
	for row in doc.meta.links or ():
		doctype = row.parent_doctype if row.is_child_table else row.link_doctype
		field = f"{row.link_doctype}.{row.link_fieldname}" if row.is_child_table else row.link_fieldname
		query = [[row.link_doctype, row.link_fieldname, "=", doc.name]]
		if row.hidden or not shell.may(doctype):
			continue
		count = display.allowed(get_count, doctype, query, distinct=bool(row.is_child_table))
		free = not row.is_child_table and shell.may(doctype, "create") and not get_meta(doctype).in_create
		new = with_query(f"{doc_url(doctype)}/new", {field: doc.name}) if free else None
		entry = _dict(label=_(doctype), count=count, url=list_url(doctype, {field: doc.name}), new=new)
		groups.setdefault(row.group or "", []).extend([entry] if count is not None else [])
	return list(groups.items())


def files(doc):
	where = {"attached_to_doctype": doc.doctype, "attached_to_name": str(doc.name)}
	fields = ["name", "file_name", "file_url", "creation", "attached_to_field"]
	rows = local.db.get_all("File", where, fields, order_by="creation desc", limit=SHOWN)
	visible = {None, "", *doc.meta.get_permitted_fieldnames()}
	return [row for row in rows if row.attached_to_field in visible]


def timeline(doc):
	"""Comments and changes, the latest first, in words."""
	mine, manager = local.session.user, "System Manager" in shell.roles()
	entries = []
	for row in comments.get_comments(doc.doctype, doc.name):
		kind, who = row.comment_type, row.comment_email or row.owner
		removable = kind == "Comment" and (who == mine or manager)
		about = {"when": row.creation, "html": row.content, "name": row.name}
		entries.append(_dict(about, kind=kind, who=who, removable=removable))
	rows = display.allowed(versions.get_versions, doc.doctype, doc.name) if doc.meta.track_changes else ()
	for row in rows or ():
		lines = changes(doc.meta, row.data)
		entries.append(_dict(kind="Version", who=row.owner, when=row.creation, lines=lines))
	display.people([doc.owner, doc.modified_by, *(entry.who for entry in entries)])
	return sorted(entries, key=lambda entry: str(entry.when), reverse=True)


def changes(meta, data):
	"""What a version says, as (label, from, to) lines."""
	lines = _lines("", meta, data.get("changed") or ())
	for table, at, _name, changed in data.get("row_changed") or ():
		where = _("{0}, row {1}").format(_(meta.get_label(table)), int(at) + 1)
		lines += _lines(f"{where}, ", get_meta(meta.get_field(table).options), changed)
	for key, word in (("added", _("row added")), ("removed", _("row removed"))):
		for table, row in data.get(key) or ():
			shown = [df for df in get_meta(meta.get_field(table).options).fields if df.in_list_view]
			words = (display.plain(df, row.get(df.fieldname)) for df in shown[:3])
			said = _short(", ".join(filter(None, words)))
			pair = ("", said) if key == "added" else (said, "")
			lines.append((f"{_(meta.get_label(table))}, {word}", *pair))
	return lines


def _lines(before, meta, changed):
	return [(before + _(meta.get_label(name)), _short(old), _short(new)) for name, old, new in changed]


def _short(value):
	text = display.strip(value) if value is not None else ""
	return text if len(text) < 200 else text[:200] + "\u2026"


def check_same(doc, doctype, name):
	"""A comment or file named in a request must hang on this document."""
	if (doctype, str(name)) != (doc.doctype, str(doc.name)):
		raise PermissionError
