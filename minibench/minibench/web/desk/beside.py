"""What stands beside a document's fields: connections, files, comments and the history of its changes."""

import re

from minibench import comments, versions
from minibench.errors import PermissionError
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.query import get_count
from minibench.translate import _
from minibench.utils.dateformat import get_user_date_format
from minibench.web.desk import display, shell
from minibench.web.desk.env import doc_url, list_url, with_query

SHOWN = 100


def everything(doc):
	return _dict(connections=connections(doc), files=files(doc), timeline=timeline(doc), tasks=tasks(doc))


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
	fields = ["name", "file_name", "file_url", "creation", "attached_to_field", "is_private"]
	rows = local.db.get_all("File", where, fields, order_by="creation desc", limit=SHOWN)
	visible = {None, "", *doc.meta.get_permitted_fieldnames()}
	return [row for row in rows if row.attached_to_field in visible]


def timeline(doc):
	"""What happened to a document, the latest first: remarks, steps, e-mails and changes, in words."""
	mine, manager = local.session.user, "System Manager" in shell.roles()
	entries = []
	for row in comments.get_comments(doc.doctype, doc.name):
		kind, who = row.comment_type, row.comment_email or row.owner
		removable = kind == "Comment" and (who == mine or manager)
		about = {"when": row.creation, "html": row.content, "name": row.name}
		entries.append(_dict(about, kind=kind, who=who, removable=removable))
	entries += mails(doc)
	rows = display.allowed(versions.get_versions, doc.doctype, doc.name) if doc.meta.track_changes else ()
	found = [(row, changes(doc.meta, row.data)) for row in rows or ()]
	told = [line for _row, lines in found for line in lines]
	links = [(line.df, name) for line in told if line.link for name in (line.old, line.new)]
	links += [cell for line in told for cell in line.cells or () if cell[0].fieldtype == "Link"]
	titles = display.link_titles((df.options, name) for df, name in links)
	for row, lines in found:
		for line in lines:
			line.old, line.new = _short(line, line.old, titles), _short(line, line.new, titles)
		entries.append(_dict(kind="Version", who=row.owner, when=row.creation, lines=lines))
	display.people([doc.owner, doc.modified_by, *(entry.who for entry in entries)])
	return sorted(entries, key=lambda entry: str(entry.when), reverse=True)


def mails(doc):
	where = {"reference_doctype": doc.doctype, "reference_name": str(doc.name)}
	fields = ["name", "owner as who", "creation as `when`", "subject", "content as html", "recipients"]
	mailed = {**where, "communication_medium": "Email"}
	rows = local.db.get_all("Communication", mailed, fields, order_by="creation desc", limit=SHOWN)
	return [_dict(row, kind="Email") for row in rows]


def changes(meta, data):
	"""What a version says: [{df, label, old, new, where}], rows of tables too; `where` names a row that changed."""
	lines = _lines(meta, data.get("changed") or ())
	for table, at, _name, changed in data.get("row_changed") or ():
		where = _("{0}, row {1}").format(_(meta.get_label(table)), int(at) + 1)
		lines += _lines(get_meta(meta.get_field(table).options), changed, where)
	for key in ("added", "removed"):
		for table, row in data.get(key) or ():
			shown = [df for df in get_meta(meta.get_field(table).options).fields if df.in_list_view]
			cells = [(df, row[df.fieldname]) for df in shown[:3] if row.get(df.fieldname)]
			lines.append(_dict(row=key, df=_dict(), label=_(meta.get_label(table)), cells=cells))
	return lines


def _lines(meta, changed, where=None):
	found = []
	for name, old, new in changed:
		df = meta.get_field(name) or _dict(fieldname=name)
		link = df.fieldtype == "Link" and df.options
		found.append(_dict(df=df, label=_(meta.get_label(name)), old=old, new=new, where=where, link=link))
	return found


def _short(line, value, titles):
	"""One side of a change in words: a person's name for an account, Yes for 1, a row by its first columns."""
	if line.row:
		words = (titles.get((df.options, cell)) or display.plain(df, cell) for df, cell in line.cells)
		return ", ".join(filter(None, words))
	if line.df.fieldname == "docstatus":
		return _(display.STATUS[int(value or 0)][0])
	if line.link and value:
		known = display.person(value) if line.df.options == "User" else value
		return titles.get((line.df.options, value)) or known
	if line.df.fieldtype in ("Date", "Datetime") and get_user_date_format() == "dd-mm-yyyy":
		value = re.sub(
			r"^(\d\d)-(\d\d)-(\d{4})", r"\3-\2-\1", value or ""
		)  # a version keeps what people read
	if line.df.fieldtype in ("Check", "Select", "Date", "Datetime"):
		return display.plain(line.df, value)
	text = display.strip(value) if value is not None else ""
	return text if len(text) < 200 else text[:200] + "\u2026"


def tasks(doc):
	"""The open tasks about a record, and whether this person may end them."""
	where = {"reference_type": doc.doctype, "reference_name": str(doc.name), "status": "Open"}
	fields = ["name", "allocated_to", "assigned_by", "date", "description"]
	rows = local.db.get_all("ToDo", where, fields, order_by="creation", limit=SHOWN)
	display.people([row.allocated_to for row in rows])
	for row in rows:
		row.mine, row.ends = row.allocated_to == local.session.user, may_end(doc, row)
	return rows


def may_end(doc, task):
	me = local.session.user
	return me in (task.allocated_to, task.assigned_by) or bool(doc.has_permission("write"))


def check_same(doc, doctype, name):
	"""A comment or file named in a request must hang on this document."""
	if (doctype, str(name)) != (doc.doctype, str(doc.name)):
		raise PermissionError
