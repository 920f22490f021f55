"""The page of one document: its fields, what may be done with it, what hangs on it and what happened to it."""

from minibench.document import copy_doc, get_doc, new_doc
from minibench.errors import DoesNotExistError, PermissionError
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.translate import _
from minibench.web.desk import beside, display, fieldtext, layout, shell
from minibench.web.desk.env import doc_url, list_url, page, with_query


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
	if args.get("_copy"):
		doc = copy_doc(load(doctype, args["_copy"]))
	else:
		doc = new_doc(doctype)
	for name, text in args.items():
		df = doc.meta.get_field(name)
		if df and presettable(df):
			fieldtext.put(doc, {name: text}, [df])
	for df in doc.meta.get_link_fields():
		fill(doc, df)
	return doc


def presettable(df):
	"""May an address give this field's value? Links also where they are read-only: a connection's + does so."""
	if df.fieldtype in (*fieldtext.NO_VALUE, *fieldtext.TABLES, "Password") or df.permlevel:
		return False
	return df.fieldtype in ("Link", "Dynamic Link") or not df.read_only


def fill(doc, df):
	"""fetch_from: the values that a link brings along, as far as the person may read its record."""
	for name, value in fetched(doc.meta, df.fieldname, doc.get(df.fieldname)).items():
		target = doc.meta.get_field(name)
		if not (target.fetch_if_empty and doc.get(name)):
			doc.set(name, value)


def fetched(meta, fieldname, name):
	"""{field to fill: value} for a chosen record."""
	df = meta.get_field(fieldname)
	targets = meta.get_fields_to_fetch(fieldname) if df and df.fieldtype == "Link" else []
	if not (name and targets and shell.may(df.options)):
		return {}
	sources = {each.fieldname: each.fetch_from.split(".", 1)[1] for each in targets}
	readable = set(get_meta(df.options).get_permitted_fieldnames()) | {"name"}
	sources = {key: source for key, source in sources.items() if source in readable}
	from minibench.query import get_list

	rows = display.allowed(
		get_list, df.options, filters={"name": name}, fields=list({"name", *sources.values()}), limit=1
	)
	return {key: rows[0].get(source) for key, source in sources.items()} if rows else {}


def show(doc, is_new=False, values=None, errors=None, problems=(), status=200, conflict=None, notice=None):
	"""The form. `values`: what was typed, else what is stored; `errors`: {path: sentence}."""
	access = layout.Access(doc, is_new)
	shown = [df for df in access.shown() if df.fieldname]
	stored = fieldtext.of_document(doc, shown)
	form = layout.Form(access, stored | (values or {}), errors)
	meta = doc.meta
	return page(
		"form.html",
		status=status,
		title=heading(doc, is_new),
		doc=doc,
		meta=meta,
		form=form,
		access=access,
		is_new=is_new,
		action=with_query(address(doc, is_new), local.request.args if is_new else ()),
		crumbs=crumbs(doc),
		state=None if is_new or meta.issingle else display.state(meta, doc),
		summary=summary(form, errors or {}, problems),
		base={
			df.fieldname: fieldtext.mark(stored[df.fieldname])
			for df in access.writable()
			if df.fieldname in stored
		},
		conflict=conflict,
		notice=notice,
		can=rights(doc, access, is_new),
		buttons=transitions(doc) if not is_new else [],
		actions=[a for a in meta.actions or () if not a.hidden] if not is_new else [],
		beside=None if is_new else beside.everything(doc),
		print_url=None if is_new or meta.issingle else print_urls(doc),
		rename=bool(meta.allow_rename) and access.can_write and not is_new,
		prompt=is_new and (meta.autoname or "").lower() == "prompt",
		typed_name=local.request.form.get("__newname", ""),
		typed_comment=local.request.form.get("_comment", ""),
	)


def heading(doc, is_new):
	if is_new:
		return _("New {0}").format(_(doc.doctype))
	title = doc.get(doc.meta.title_field) if doc.meta.title_field else None
	return display.strip(title) if title else str(doc.name)


def address(doc, is_new):
	if doc.meta.issingle:
		return doc_url(doc.doctype)
	return f"{doc_url(doc.doctype)}/new" if is_new else doc_url(doc.doctype, doc.name)


def crumbs(doc):
	"""The list, then the record by its ID when the title says something else."""
	if doc.meta.issingle:
		return []
	return [(list_url(doc.doctype), _(doc.doctype))]


def summary(form, errors, problems):
	"""[(sentence, id of the field or None)] in the order of the form."""
	found = [(problem, None) for problem in problems]
	for tab in form.tabs:
		for section in tab.sections:
			for item in (item for column in section.columns for item in column):
				if item.error:
					found.append((sentence(item.label, item.error), item.id))
				for row in item.get("rows") or ():
					at = next(i for i, each in enumerate(item.rows, 1) if each is row)
					for cell in (*row.cells, *row.rest):
						if cell.error:
							where = _("{0}, row {1}, {2}").format(item.label, at, cell.label)
							found.append((sentence(where, cell.error), cell.id))
	linked = {path for path in errors if any(True for _t, i in found if i)}
	return (
		found
		if found or not errors
		else [(text, None) for path, text in errors.items() if path not in linked]
	)


def sentence(label, error):
	return error if label and label.lower() in display.strip(error).lower() else f"{label}: {error}"


def rights(doc, access, is_new):
	meta, allowed = doc.meta, _dict(save=access.can_write)
	if is_new:
		return allowed
	single = bool(meta.issingle)
	allowed.delete = not single and access.docstatus != 1 and bool(doc.has_permission("delete"))
	allowed.duplicate = not single and not meta.in_create and shell.may(doc.doctype, "create")
	no_flow = bool(meta.is_submittable) and not display.workflow_of(meta)
	allowed.submit = no_flow and access.docstatus == 0 and bool(doc.has_permission("submit"))
	allowed.cancel = no_flow and access.docstatus == 1 and bool(doc.has_permission("cancel"))
	allowed.comment = not single
	allowed.attach = access.may_write and access.docstatus < 2
	return allowed


def transitions(doc):
	"""Workflow actions that this person may take now, the first is the main one."""
	if not display.workflow_of(doc.meta):
		return []
	from minibench.workflow import get_transitions

	return list(dict.fromkeys(row.action for row in display.allowed(get_transitions, doc) or ()))


def print_urls(doc):
	if not doc.has_permission("print"):
		return None
	query = {"doctype": doc.doctype, "name": doc.name}
	formats = local.db.get_all(
		"Print Format", {"doc_type": doc.doctype, "disabled": 0}, pluck="name", order_by="name"
	)
	names = [*formats, "Standard"]
	if doc.meta.default_print_format in names:
		names.sort(key=lambda name: name != doc.meta.default_print_format)
	pdf = "/api/method/frappe.utils.print_format.download_pdf"
	return [
		_dict(
			label=_(name),
			html=with_query("/printview", query | {"format": name}),
			pdf=with_query(pdf, query | {"format": name}),
		)
		for name in names
	]
