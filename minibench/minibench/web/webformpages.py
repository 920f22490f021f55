"""Web forms as pages: the list, one record, the form to fill, all of plain HTML that needs no script."""

import re
from urllib.parse import quote

from werkzeug.wrappers import Response

from minibench.errors import MandatoryError, PermissionError, ValidationError
from minibench.formatters import format_value
from minibench.local import _dict, local
from minibench.messages import clear_messages
from minibench.meta import get_meta
from minibench.query import get_list as query_list
from minibench.translate import _
from minibench.utils.html import sanitize_html, strip_html
from minibench.utils.numbers import cint
from minibench.web import responses, webforms
from minibench.web.desk.fieldtext import from_text, to_text
from minibench.web.pages import redirect, render_page
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
	signed_in = local.session.user != "Guest"
	if not rest:
		redirect(f"/{form.route}/{'list' if form.show_list and signed_in else 'new'}")
	if rest == "list":
		return _list(form) if form.show_list and signed_in else redirect(f"/{form.route}/new")
	name, _slash, action = rest.rpartition("/") if rest.endswith(("/edit", "/delete")) else (rest, "", "")
	if name == "new":
		return _new(form)
	doc = webforms.check_access(form, name, "write" if action == "edit" else "read")
	if action == "delete" and local.request.method == "POST":
		webforms.delete(form.name, doc.name)
		redirect(f"/{form.route}/list")
	if action != "edit":
		return _view(form, doc)
	if not form.allow_edit:
		redirect(f"/{form.route}/{quote(name)}")
	return _form(form, doc)


def _new(form) -> Response:
	if done := local.form_dict.get("done"):
		title, text = (
			form.success_title or _("Submitted"),
			sanitize_html(form.success_message or "", always_sanitize=True),
		)
		return render_page("templates/web_form_done.html", title=title, text=text, form=form, done=done[:140])
	if form.login_required and not form.allow_multiple and local.request.method == "GET":
		name = local.db.get_value(form.doc_type, {"owner": local.session.user}, "name")
		if name:
			redirect(f"/{form.route}/{quote(name)}")
	return _form(form, None)


def _context(form, **values) -> dict:
	"""What the templates are given, after the form's own module had its say."""
	context = _dict(form=form, title=form.title, route=form.route, **values)
	context.introduction = sanitize_html(form.introduction_text or "", always_sanitize=True)
	module = webforms.form_module(form)
	function = getattr(module, "get_context", None)
	if function:
		context.update(function(context) or {})
	return context


# the list


def _list(form) -> Response:
	start = max(cint(local.form_dict.get("start")), 0)
	columns = _columns(form)
	rows = _rows(form, columns, start)
	more = len(rows) > PAGE
	table = [
		(row.name, [_shown(column, row.get(column.fieldname)) for column in columns]) for row in rows[:PAGE]
	]
	context = _context(form, columns=columns, rows=table, start=start, more=more, page=PAGE)
	context.title = form.list_title or form.title
	return render_page("templates/web_form_list.html", **context)


def _columns(form) -> list[_dict]:
	meta = get_meta(form.doc_type)
	names = [row.fieldname for row in form.list_columns]
	names = names or [
		meta.title_field or "name",
		*(field.fieldname for field in meta.fields if field.in_list_view),
	]
	found = []
	for name in dict.fromkeys(names):
		field = meta.get_field(name)
		if field and not field.permlevel:
			found.append(field)
	return found or [_dict(fieldname="name", label=_("Number"), fieldtype="Data")]


def _rows(form, columns: list, start: int) -> list:
	"""The app's own list, or what this person may see, or made."""
	module = webforms.form_module(form)
	function = getattr(module, "get_list_context", None)
	context = _dict()
	if function:
		context.update(function(context) or {})
	if context.get_list:
		arguments = {
			"filters": {},
			"limit_start": start,
			"limit_page_length": PAGE + 1,
			"order_by": "modified desc",
		}
		return [
			_dict(row) for row in call(context.get_list, doctype=form.doc_type, txt=None, **arguments) or []
		]
	fields = list(dict.fromkeys(["name", *(column.fieldname for column in columns)]))
	try:
		return query_list(form.doc_type, fields=fields, limit_start=start, limit_page_length=PAGE + 1)
	except PermissionError:
		clear_messages()
		local.flags.error_message = None
	own = {"owner": local.session.user}
	return local.db.get_all(
		form.doc_type, filters=own, fields=fields, limit_start=start, limit_page_length=PAGE + 1
	)


def _shown(field, value) -> str:
	"""A value as people read it, without markup."""
	if value in (None, ""):
		return ""
	if field.fieldtype == "Check":
		return _("Yes") if value else _("No")
	if field.fieldtype in ("Text Editor", "HTML Editor", "Markdown Editor"):
		return strip_html(str(value))
	return str(format_value(value, field))


# one record


def _view(form, doc) -> Response:
	parts = []
	for field in webforms.shown_fields(form):
		if not field.own:
			parts.append(_dict(kind=field.fieldtype, label=field.label, html=_html_of(field)))
		elif field.fieldtype in webforms.TABLES:
			columns = webforms.row_fields(field)
			rows = [
				[_shown(column, row.get(column.fieldname)) for column in columns]
				for row in doc.get(field.fieldname)
			]
			parts.append(_dict(kind="Table", label=field.label, columns=columns, rows=rows))
		else:
			parts.append(_dict(kind="value", label=field.label, text=_shown(field, doc.get(field.fieldname))))
	mine = doc.owner == local.session.user
	context = _context(form, doc=doc, parts=parts, may_delete=form.allow_delete and mine)
	context.title = strip_html(str(doc.get(doc.meta.title_field or "name") or doc.name))
	context.may_edit = form.allow_edit and webforms.has_form_permission(form, doc, "write")
	return render_page("templates/web_form_view.html", **context)


def _html_of(field: _dict) -> str:
	return sanitize_html(field.options or "", always_sanitize=True) if field.fieldtype == "HTML" else ""


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
	if not errors:
		local.form_dict.web_form = form.name
		try:
			saved = webforms.take(form, data, _uploaded(form))
		except (ValidationError, PermissionError) as error:
			errors = _told(error)
	if errors:
		local.db.rollback()
		clear_messages()
		return _draw(form, doc, texts, errors)
	return _after(form, saved)


def _after(form, saved) -> Response:
	if form.success_url:
		return responses.redirect(responses.local_path(form.success_url), 303)
	return responses.redirect(f"/{form.route}/new?done={quote(str(saved.name))}", 303)


def _told(error: Exception) -> list[dict]:
	messages = [str(entry.get("message")) for entry in local.message_log] or [str(error)]
	if isinstance(error, MandatoryError) and not local.message_log:
		messages = [_("Something that is required is missing.")]
	return [{"field": "", "text": strip_html(message.replace("<br>", " "))} for message in messages]


def _stored_texts(form, doc) -> dict[str, str]:
	texts = {}
	for field in webforms.shown_fields(form):
		if not field.own:
			continue
		if field.fieldtype not in webforms.TABLES:
			given = doc.get(field.fieldname) if doc else local.form_dict.get(field.fieldname, _default(field))
			texts[field.fieldname] = to_text(field.own, given)
			continue
		for number, row in enumerate(doc.get(field.fieldname) if doc else ()):
			texts[f"{field.fieldname}-{number}-name"] = row.name
			for column in webforms.row_fields(field):
				texts[f"{field.fieldname}-{number}-{column.fieldname}"] = to_text(
					column, row.get(column.fieldname)
				)
	return texts


def _default(field: _dict):
	value = field.default or field.own.default
	if value == "Today" or value == "today":
		from minibench.utils.dates import nowdate

		return nowdate()
	return value


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
	data = {}
	for field in webforms.shown_fields(form):
		if not field.own or field.read_only or field.fieldtype in webforms.FILES:
			continue
		if field.fieldtype not in webforms.TABLES:
			data[field.fieldname] = _one(field.own, field.label, field.fieldname, texts, errors)
			continue
		rows = []
		for number in _numbers(texts, field.fieldname):
			prefix = f"{field.fieldname}-{number}-"
			row = {"name": texts.get(f"{prefix}name")}
			for column in webforms.row_fields(field):
				row[column.fieldname] = _one(column, column.label, prefix + column.fieldname, texts, errors)
			rows.append(row)
		data[field.fieldname] = rows
	return data


def _one(field, label: str, key: str, texts: dict, errors: list):
	try:
		return from_text(field, texts.get(key, ""))
	except ValueError as error:
		errors.append({"field": key, "text": f"{_(label)}: {error}"})
		return None


def _uploaded(form) -> dict[str, tuple[str, bytes]]:
	found = {}
	for field in webforms.shown_fields(form):
		sent = local.request.files.get(field.fieldname or "") if field.fieldtype in webforms.FILES else None
		if sent and sent.filename:
			found[field.fieldname] = (sent.filename.replace("\\", "/").rpartition("/")[2], sent.stream.read())
	return found


def _draw(form, doc, texts: dict, errors: list | None = None) -> Response:
	fields = []
	for field in webforms.shown_fields(form):
		if not field.own:
			fields.append(
				_dict(kind=field.fieldtype, label=field.label, html=_html_of(field), help=field.description)
			)
		elif field.fieldtype in webforms.TABLES:
			columns = webforms.row_fields(field)
			rows = [
				(number, texts.get(f"{field.fieldname}-{number}-name") or "",
				[_box(form, c, f"{field.fieldname}-{number}-{c.fieldname}", texts, errors) for c in columns])
				for number in _numbers(texts, field.fieldname)
			]  # fmt: skip
			fields.append(_dict(kind="Table", name=field.fieldname, label=field.label, rows=rows))
		else:
			fields.append(_box(form, field, field.fieldname, texts, errors))
	values = _context(
		form, doc=doc, fields=fields, errors=errors, has_files=any(f.kind == "file" for f in fields)
	)
	template = values.get("template") or "templates/web_form.html"
	return render_page(template, 417 if errors else 200, **values)


_KINDS = {
	"Check": "check", "Date": "date", "Datetime": "datetime-local", "Time": "time", "Int": "number", "Float": "text",
	"Currency": "text", "Percent": "text", "Small Text": "area", "Text": "area", "Long Text": "area", "Code": "area",
	"Text Editor": "area", "Markdown Editor": "area", "HTML Editor": "area", "Select": "select", "Link": "select",
	"Attach": "file", "Attach Image": "file", "Phone": "tel",
}  # fmt: skip


def _box(form, field, key: str, texts: dict, errors: list | None) -> _dict:
	"""One input: what it is, what stands in it, what was wrong with it."""
	box = _dict(
		kind=_KINDS.get(field.fieldtype, "text"), name=key, label=_(field.label or ""), help=field.description
	)
	box.text, box.reqd, box.read_only = texts.get(key, ""), field.reqd, field.read_only
	box.error = next((error["text"] for error in errors or () if error["field"] == key), None)
	if field.fieldtype == "Select":
		choices = field.options if isinstance(field.options, str) else ""
		box.choices = [(choice, _(choice)) for choice in choices.split("\n") if choice]
	elif field.fieldtype == "Link":
		box.choices = webforms.link_options(form, _dict(options=field.options))
		if box.text and box.text not in dict(box.choices):
			box.choices.append((box.text, box.text))
	if field.fieldtype == "Data" and field.options == "Email":
		box.kind = "email"
	return box
