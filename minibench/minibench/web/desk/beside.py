"""What stands beside a document's fields: connections, files, comments and the history of its changes."""

import importlib

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
	single = bool(doc.meta.issingle)
	return _dict(
		connections=[] if single else connections(doc),
		files=[] if single else files(doc),
		timeline=[] if single else timeline(doc),
	)


def connections(doc):
	"""Groups of doctypes that point here, counted through the person's own permissions."""
	groups = {}
	for row in _links(doc.meta):
		if row.hidden or not shell.may(row.parent_doctype or row.link_doctype):
			continue
		entry = _connection(doc, row)
		if entry:
			groups.setdefault(row.group or "", []).append(entry)
	return list(groups.items())


def _links(meta):
	"""DocType Links, and those of the doctype's <name>_dashboard.py if it has one."""
	found = list(meta.links or ())
	data = _dashboard(meta)
	internal = data.get("non_standard_fieldnames") or {}
	for group in data.get("transactions") or ():
		for doctype in group.get("items") or ():
			field = internal.get(doctype) or data.get("fieldname")
			if field and doctype not in {row.link_doctype for row in found}:
				found.append(_dict(link_doctype=doctype, link_fieldname=field, group=group.get("label")))
	return found


def _dashboard(meta):
	from minibench.apps import get_module_path, scrub

	if not meta.module or meta.custom:
		return {}
	from pathlib import Path

	name = scrub(meta.name)
	path = Path(get_module_path(meta.module), "doctype", name, f"{name}_dashboard.py")
	if not path.exists():
		return {}
	from minibench.controllers import get_controller

	package = get_controller(meta.name).__module__.rpartition(".")[0]
	return importlib.import_module(f"{package}.{name}_dashboard").get_data() or {}


def _connection(doc, row):
	"""One doctype's count and addresses; links through a child table count the parents."""
	doctype = row.parent_doctype if row.is_child_table else row.link_doctype
	if row.is_child_table:
		where = {"link": f"{row.link_doctype}.{row.link_fieldname}"}
		query = [[row.link_doctype, row.link_fieldname, "=", doc.name]]
	else:
		where, query = {"link": row.link_fieldname}, [[doctype, row.link_fieldname, "=", doc.name]]
	found = display.allowed(get_count, doctype, query, distinct=bool(row.is_child_table))
	if found is None:
		return None
	new = None
	if not row.is_child_table and shell.may(doctype, "create") and not get_meta(doctype).in_create:
		new = with_query(f"{doc_url(doctype)}/new", {row.link_fieldname: doc.name})
	return _dict(label=_(doctype), count=found, url=list_url(doctype, {where["link"]: doc.name}), new=new)


def files(doc):
	where = {"attached_to_doctype": doc.doctype, "attached_to_name": str(doc.name)}
	fields = [
		"name",
		"file_name",
		"file_url",
		"file_size",
		"is_private",
		"owner",
		"creation",
		"attached_to_field",
	]
	rows = local.db.get_all("File", where, fields, order_by="creation desc", limit=SHOWN)
	visible = set(doc.meta.get_permitted_fieldnames())
	return [row for row in rows if not row.attached_to_field or row.attached_to_field in visible]


def timeline(doc):
	"""Comments and changes, the latest first, in words."""
	entries = [
		_dict(
			kind=row.comment_type,
			who=row.comment_email or row.owner,
			when=row.creation,
			html=row.content,
			name=row.name,
		)
		for row in comments.get_comments(doc.doctype, doc.name)
	]
	rows = (
		display.allowed(versions.get_versions, doc.doctype, doc.name) or [] if doc.meta.track_changes else []
	)
	entries += [
		_dict(kind="Version", who=row.owner, when=row.creation, lines=changes(doc.meta, row.data))
		for row in rows
	]
	entries.sort(key=lambda entry: str(entry.when), reverse=True)
	display.people([doc.owner, doc.modified_by, *(entry.who for entry in entries)])
	mine = local.session.user
	manager = "System Manager" in shell.roles()
	for entry in entries:
		entry.removable = entry.kind == "Comment" and (entry.who == mine or manager)
	return entries


def changes(meta, data):
	"""What a version says, as (label, from, to) lines."""
	lines = []
	for name, old, new in data.get("changed") or ():
		lines.append((_(meta.get_label(name)), _short(old), _short(new)))
	for table, at, _name, changed in data.get("row_changed") or ():
		child = get_meta(meta.get_field(table).options)
		where = _("{0}, row {1}").format(_(meta.get_label(table)), int(at) + 1)
		lines += [
			(f"{where}, {_(child.get_label(name))}", _short(old), _short(new)) for name, old, new in changed
		]
	for key, word in (("added", _("row added")), ("removed", _("row removed"))):
		for table, row in data.get(key) or ():
			words = _row_words(get_meta(meta.get_field(table).options), row)
			lines.append(
				(f"{_(meta.get_label(table))}, {word}", *((words, "") if key == "removed" else ("", words)))
			)
	return lines


def _row_words(meta, row):
	"""A row in a few words: what its list columns hold."""
	shown = [df for df in meta.fields if df.in_list_view and row.get(df.fieldname)]
	return _short(", ".join(display.plain(df, row[df.fieldname]) for df in shown[:3]))


def _short(value):
	text = display.strip(value) if value is not None else ""
	return text if len(text) < 200 else text[:200] + "\u2026"


def check_same(doc, doctype, name):
	"""A comment or file named in a request must hang on this document."""
	if (doctype, str(name)) != (doc.doctype, str(doc.name)):
		raise PermissionError
