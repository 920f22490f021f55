"""The page of one document: its fields, what may be done with it, what hangs on it and what happened to it."""

from minibench.documents import copy_doc, get_doc, new_doc
from minibench.errors import DoesNotExistError, PermissionError
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.query import get_list
from minibench.translate import _
from minibench.web.desk import beside, designing, display, fieldtext, layout, shell
from minibench.web.desk.env import doc_url, page, part, with_query
from minibench.web.methods import ask


def load(doctype, name):
	"""The document, or DoesNotExistError: what may not be read does not exist."""
	count = len(local.message_log)
	try:
		doc = get_doc(doctype) if name is None else get_doc(doctype, name)
		doc.check_permission("read")
	except (PermissionError, DoesNotExistError):
		del local.message_log[count:]
		raise DoesNotExistError(name or doctype) from None
	return doc


def new(doctype, args):
	"""A new document with its defaults, what the address presets, or a copy of another."""
	if not shell.may(doctype, "create"):
		raise DoesNotExistError(doctype)
	doc = copy_doc(load(doctype, args["_copy"])) if args.get("_copy") else new_doc(doctype)
	fieldtext.put(doc, args, [df for df in doc.meta.fields if presettable(df)])
	for df in doc.meta.get_link_fields():
		for name, value in fetched(doc.meta, df.fieldname, doc.get(df.fieldname)).items():
			if not (doc.meta.get_field(name).fetch_if_empty and doc.get(name)):
				doc.set(name, value)
	return doc


def presettable(df):
	"""May an address give this field's value? Links also where they are read-only: a connection's + does so."""
	never = (*fieldtext.NO_VALUE, *fieldtext.TABLES, "Password")
	plain = df.fieldname and not df.permlevel and df.fieldtype not in never
	return plain and (df.fieldtype in fieldtext.LINKS or not df.read_only)


def fetched(meta, fieldname, name):
	"""{field to fill: value} that a chosen record brings along, as far as the person may read it."""
	df = meta.get_field(fieldname)
	targets = meta.get_fields_to_fetch(fieldname) if df and df.fieldtype == "Link" else []
	if not (name and targets and shell.may(df.options)):
		return {}
	readable = {*get_meta(df.options).get_permitted_fieldnames(), "name"}
	sources = {each.fieldname: each.fetch_from.split(".", 1)[1] for each in targets}
	wanted = list({"name", *sources.values()} & readable)
	rows = display.allowed(get_list, df.options, filters={"name": name}, fields=wanted, limit=1)
	return {key: rows[0].get(source) for key, source in sources.items() if source in readable} if rows else {}


def show(doc, is_new=False, values=None, errors=None, problems=(), status=200, place=None, **more):
	"""The form. `values`: what was typed, else what is stored; `errors`: {path: sentence}; `place`: id of `problems`."""
	access = layout.Access(doc, is_new)
	stored = fieldtext.of_document(doc, [df for df in access.shown() if df.fieldname])
	form = layout.Form(
		access, stored | (values or {}), errors, more.get("opened") or local.request.args.get("row")
	)
	base = (layout.Form(access, stored) if values else form).marks()
	stands = not is_new and not doc.meta.issingle
	known = stands and not doc.meta.hide_toolbar
	return page(
		"form.html", status=status, title=heading(doc, is_new), doc=doc, meta=doc.meta, form=form, is_new=is_new,
		tools=designing.tools(doc.meta, None if is_new else doc.name), action=address(doc, is_new),
		unsaved=values is not None, summary=summary(form, problems, place), base=base, more=_dict(more),
		state=display.state(doc.meta, doc) if stands else None, can=rights(doc, access, is_new), typed=local.request.form,
		buttons=transitions(doc) if stands else {}, formats=print_formats(doc) if known else [],
		actions=[a for a in doc.meta.actions or () if not a.hidden] if stands else [],
		beside=beside.everything(doc) if known else None,
		addresses=addresses(form) if stands else [],
	)  # fmt: skip


def row(doc, path):
	"""The piece of a page that a slim row leaves out; `path`: table and key of the row."""
	access = layout.Access(doc, False)
	stored = fieldtext.of_document(
		doc, [df for df in access.shown() if df.fieldname == path.partition(".")[0]]
	)
	form = layout.Form(access, stored, opened=path)
	tables = (item for item in form.items if item.slim)
	rows = ((item, row) for item in tables for row in item.rows or () if f"{item.path}.{row.key}" == path)
	if not (found := next(rows, None)):
		raise DoesNotExistError(path)
	return part("row.html", form=form, f=found[0], row=found[1])


def addresses(form):
	"""E-mail addresses that stand in the form, to write to."""
	kinds = ((item.text, item.df.options) for item in form.items if item.df.fieldtype == "Data")
	return list(dict.fromkeys(text for text, options in kinds if options == "Email" and text))


def heading(doc, is_new=False):
	title = doc.get(doc.meta.title_field) if doc.meta.title_field else None
	return _("New {0}").format(_(doc.doctype)) if is_new else display.strip(title or doc.name)


def address(doc, is_new=False):
	if is_new:
		return with_query(f"{doc_url(doc.doctype)}/new", local.request.args)
	return doc_url(doc.doctype, None if doc.meta.issingle else doc.name)


def summary(form, problems, place=None):
	"""[(sentence, id of the field or None)] in the order of the form."""
	found = [(problem, place) for problem in problems]
	for item in form.items:
		if item.error:
			found.append((sentence(item.label, item.error), item.id))
		for at, row in enumerate(item.rows or (), 1):
			where = _("{0}, row {1}").format(item.label, at)
			cells = [cell for cell in (*row.cells, *row.rest) if cell.error]
			found += [(f"{where}, {cell.label}: {cell.error}", cell.id) for cell in cells]
	return found or [(text, None) for text in form.errors.values()]


def sentence(label, error):
	named = label.lower() in display.strip(error).lower()
	return error if named else f"{label}{'' if label.endswith('?') else ':'} {error}"


def rights(doc, access, is_new):
	"""What may be done with the document as a whole."""
	meta, status = doc.meta, access.docstatus
	can = _dict(save=bool(access.can_write and access.writable()))
	if is_new or meta.issingle:
		return can
	plain = bool(meta.is_submittable) and not display.workflow_of(meta)
	can.delete = status != 1 and bool(doc.has_permission("delete"))
	can.duplicate = not meta.in_create and shell.may(doc.doctype, "create")
	can.submit = plain and status == 0 and bool(doc.has_permission("submit"))
	can.cancel = plain and status == 1 and bool(doc.has_permission("cancel"))
	can.rename = bool(meta.allow_rename) and access.can_write
	can.attach = access.may_write and status < 2
	can.email = bool(doc.has_permission("email"))
	return can


def transitions(doc):
	"""{workflow action that this person may take now: is it the ordinary next step?}, those that lead on first.

	The ordinary step leads to the next state in the workflow's order, never to one of risk (red). What is in hand
	(blue) or at risk is worked on and saved: no step is the ordinary one there.
	"""
	workflow, colours = display.workflow_of(doc.meta), display.workflow_colours()
	order = [row.state for row in workflow.states] if workflow else []
	now = workflow and doc.get(workflow.workflow_state_field)
	if now not in order:
		return {}
	rows = display.allowed(ask, "frappe.model.workflow.get_transitions", doc=doc.as_json())
	rows = sorted(rows or (), key=lambda row: order.index(row["next_state"]) <= order.index(now))
	ways = {row.next_state for row in workflow.transitions if row.state == now}
	ways = {state for state in ways - {now} if colours.get(state) != "red"}
	ahead = [state for state in order[order.index(now) :] if state in ways]
	ordinary = ahead[0] if ahead and colours.get(now) not in ("blue", "red") else None
	main = {row["action"] for row in rows if row["next_state"] == ordinary}
	return {row["action"]: row["action"] in main for row in rows}


def print_formats(doc):
	"""Names of the formats that the document may be printed in, its own first."""
	if not doc.has_permission("print"):
		return []
	where = {"doc_type": doc.doctype, "disabled": 0}
	names = [*local.db.get_all("Print Format", where, pluck="name", order_by="name"), "Standard"]
	return sorted(names, key=lambda name: name != doc.meta.default_print_format)
