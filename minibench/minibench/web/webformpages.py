"""Web forms as pages: the list, one record, the form to fill, all of plain HTML that needs no script."""

import re
from functools import partial
from urllib.parse import quote

from werkzeug.wrappers import Response

from minibench.errors import PermissionError, ValidationError
from minibench.local import _dict, local
from minibench.messages import clear_messages
from minibench.meta import get_meta
from minibench.query import get_list as query_list
from minibench.translate import _
from minibench.utils.dates import nowdate
from minibench.utils.html import sanitize_html, strip_html
from minibench.utils.numbers import cint
from minibench.web import responses, webforms
from minibench.web.desk import display
from minibench.web.desk.fieldtext import from_text, to_text
from minibench.web.desk.save import told
from minibench.web.pages import redirect, render_page
from minibench.web.uploads import received
from minibench.whitelist import call

PAGE = 20
_FORMS = "select name, route from `tabWeb Form` where published = 1 and route > ''"


def respond(path: str) -> Response | None:
	"""The page of a web form, or None where the path is none's."""
	for name, route in local.db.execute(_FORMS):
		if path == route or path.startswith(f"{route}/"):
			rest = path.removeprefix(route).strip("/")
			return _answer(webforms.get_form(name), rest)
	return None


def _answer(form, rest: str) -> Response:
	listed = form.show_list and local.session.user != "Guest"
	if not rest or (rest == "list" and not listed):
		redirect(f"/{form.route}/{'list' if listed else 'new'}")
	if rest in ("list", "new"):
		return _list(form) if rest == "list" else _new(form)
	name, _slash, action = rest.rpartition("/") if rest.endswith(("/edit", "/delete")) else (rest, "", "")
	doc = webforms.check_access(form, name, "write" if action == "edit" else "read")
	if action == "delete" and local.request.method == "POST":
		webforms.delete(form.name, doc.name)
		redirect(f"/{form.route}/list")
	if action != "edit":
		return _view(form, doc)
	return _form(form, doc) if form.allow_edit else redirect(f"/{form.route}/{quote(name)}")


def _new(form) -> Response:
	if done := local.form_dict.get("done"):
		title, text = form.success_title or _("Submitted"), clean(form.success_message)
		return render_page("templates/web_form_done.html", title=title, text=text, form=form, done=done[:140])
	if form.login_required and not form.allow_multiple and local.request.method == "GET":
		name = local.db.get_value(form.doc_type, {"owner": local.session.user}, "name")
		if name:
			redirect(f"/{form.route}/{quote(name)}")
	return _form(form, None)


def clean(text: str | None) -> str:
	return sanitize_html(text or "", always_sanitize=True)


def _asked(form, function: str, context: _dict) -> _dict:
	"""The context after the form's own module had its say."""
	own = getattr(webforms.form_module(form), function, None)
	context.update((own(context) if own else None) or {})
	return context


def _page(form, template: str, status: int = 200, **values) -> Response:
	"""A page of a form, with what its template uses of the code here."""
	context = _dict(form=form, title=form.title, route=form.route, clean=clean, shown=display.plain)
	context.update(values, introduction=clean(form.introduction_text), row_fields=webforms.row_fields)
	context.update(tables=webforms.TABLES, files=webforms.FILES)
	context = _asked(form, "get_context", context)
	own = context.get("template") if template == "web_form.html" else None
	return render_page(own or f"templates/{template}", status, **context)


# the list


def _list(form) -> Response:
	start = max(cint(local.form_dict.get("start")), 0)
	columns = _columns(form)
	rows, title = _rows(form, columns, start), form.list_title or form.title
	more = len(rows) > PAGE
	values = {"columns": columns, "rows": rows[:PAGE], "start": start, "more": more, "page": PAGE}
	return _page(form, "web_form_list.html", title=title, **values)


def _columns(form) -> list[_dict]:
	meta = get_meta(form.doc_type)
	names = [row.fieldname for row in form.list_columns] or [
		meta.title_field or "name", *(field.fieldname for field in meta.fields if field.in_list_view)
	]  # fmt: skip
	fields = [meta.get_field(name) for name in dict.fromkeys(names)]
	found = [field for field in fields if field and not field.permlevel]
	return found or [_dict(fieldname="name", label=_("Number"), fieldtype="Data")]


def _rows(form, columns: list, start: int) -> list:
	"""The app's own list, or what this person may see, or made."""
	wanted = {"limit_start": start, "limit_page_length": PAGE + 1}
	if own := _asked(form, "get_list_context", _dict()).get_list:
		wanted.update(filters={}, order_by="modified desc")
		return [_dict(row) for row in call(own, doctype=form.doc_type, txt=None, **wanted) or []]
	wanted["fields"] = list(dict.fromkeys(["name", *(column.fieldname for column in columns)]))
	rows = display.allowed(query_list, form.doc_type, **wanted)
	own = {"owner": local.session.user}
	return local.db.get_all(form.doc_type, filters=own, **wanted) if rows is None else rows


# one record


def _view(form, doc) -> Response:
	values = {
		"title": strip_html(str(doc.get(doc.meta.title_field or "name") or doc.name)),
		"may_delete": form.allow_delete and doc.owner == local.session.user,
		"may_edit": form.allow_edit and webforms.has_form_permission(form, doc, "write"),
	}
	return _page(form, "web_form_view.html", doc=doc, fields=webforms.shown_fields(form), **values)


# the form to fill


def _form(form, doc) -> Response:
	if local.request.method != "POST":
		return _draw(form, doc, _stored_texts(form, doc))
	sent = local.request.form
	texts = {key: values[-1] for key, values in sent.lists()}
	if sent.get("_do", "save") != "save":
		return _draw(form, doc, _change_rows(texts, sent["_do"]))
	errors: list[dict] = []
	data = _read(form, texts, errors)
	if doc:
		data["name"] = doc.name
	try:
		local.form_dict.web_form = form.name
		saved = None if errors else webforms.take(form, data, _uploaded(form))
	except (ValidationError, PermissionError) as error:
		saved, errors = None, [{"field": "", "text": text} for text in told(error)]
	if saved and form.success_url:
		return responses.redirect(responses.local_path(form.success_url), 303)
	if saved:
		return responses.redirect(f"/{form.route}/new?done={quote(str(saved.name))}", 303)
	local.db.rollback()
	clear_messages()
	return _draw(form, doc, texts, errors)


def _stored_texts(form, doc) -> dict[str, str]:
	texts = {}
	for field in webforms.own_fields(form):
		name, table = field.fieldname, field.fieldtype in webforms.TABLES
		if not table:
			given = doc.get(name) if doc else local.form_dict.get(name, _default(field))
			texts[name] = to_text(field.own, given)
		for number, row in enumerate(doc.get(name) if doc and table else ()):
			before = f"{name}-{number}-"
			cells = ((c, row.get(c.fieldname)) for c in webforms.row_fields(field))
			texts |= {before + c.fieldname: to_text(c, value) for c, value in cells}
			texts[f"{before}name"] = row.name
	return texts


def _default(field: _dict):
	value = field.default or field.own.default
	return nowdate() if value in ("Today", "today") else value


def _numbers(texts: dict, table: str) -> list[int]:
	"""The numbers of the rows of a table that were sent."""
	found = {int(match[1]) for key in texts if (match := re.match(rf"{re.escape(table)}-(\d{{1,4}})-", key))}
	return sorted(found)


def _change_rows(texts: dict, do: str) -> dict:
	"""Without script, a row is added ("add:items") or taken out ("drop:items:2") by sending the form."""
	action, _colon, rest = do.partition(":")
	table, _colon, number = rest.partition(":")
	if action == "add":
		texts[f"{table}-{max(_numbers(texts, table), default=-1) + 1}-name"] = ""
	if action == "drop":
		return {key: text for key, text in texts.items() if not key.startswith(f"{table}-{number}-")}
	return texts


def _read(form, texts: dict, errors: list) -> dict:
	"""The values that the sent texts stand for; what cannot be read is told."""

	def one(field, label, key):
		try:
			return from_text(field, texts.get(key, ""))
		except ValueError as error:
			errors.append({"field": key, "text": f"{_(label)}: {error}"})

	data = {}
	for field in webforms.own_fields(form):
		name, table = field.fieldname, field.fieldtype in webforms.TABLES
		if field.read_only or field.fieldtype in webforms.FILES:
			continue
		data[name] = [] if table else one(field.own, field.label, name)
		for number in _numbers(texts, name) if table else ():
			before = f"{name}-{number}-"
			row = {c.fieldname: one(c, c.label, before + c.fieldname) for c in webforms.row_fields(field)}
			data[name].append({"name": texts.get(f"{before}name"), **row})
	return data


def _uploaded(form) -> dict[str, tuple[str, bytes]]:
	"""{field: (name, content)} of the files that were sent. Raises ValidationError for one that is refused."""
	names = [field.fieldname for field in webforms.own_fields(form) if field.fieldtype in webforms.FILES]
	sent = {name: local.request.files.get(name) for name in names}
	return {name: received(file) for name, file in sent.items() if file and file.filename}


def _draw(form, doc, texts: dict, errors=()) -> Response:
	fields = webforms.shown_fields(form)
	values = {
		"wrong": {error["field"]: error["text"] for error in errors},
		"has_files": any(field.fieldtype in webforms.FILES for field in fields),
		"numbers": partial(_numbers, texts),
		"choices": partial(_choices, form),
	}
	status = 417 if errors else 200
	return _page(form, "web_form.html", status, doc=doc, fields=fields, texts=texts, errors=errors, **values)


def _choices(form, field, text: str) -> list[tuple[str, str]]:
	"""(value, label) of what a Select or Link offers, with the one that stands in it."""
	if field.fieldtype == "Select":
		return [(choice, _(choice)) for choice in (field.options or "").split("\n") if choice]
	found = webforms.link_options(form, field)
	return found if not text or text in dict(found) else [*found, (text, text)]
