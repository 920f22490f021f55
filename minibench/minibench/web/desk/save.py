"""What a form's buttons do: save and what follows from it, rows without script, errors and conflicts."""

import re

from minibench import errors
from minibench.errors import DoesNotExistError, PermissionError, ValidationError
from minibench.files import save_file
from minibench.local import local
from minibench.messages import clear_messages
from minibench.meta import get_meta
from minibench.translate import _
from minibench.web.desk import (
	actions,
	conflict,
	display,
	expressions,
	fieldtext,
	formview,
	jump,
	layout,
	shell,
)
from minibench.web.desk.env import page, redirect, said, with_query
from minibench.web.uploads import received

REFUSALS = (ValidationError, PermissionError, DoesNotExistError, errors.NameError)


class Draft:
	"""A document, what was typed for it, and what this person may change in it."""

	def __init__(self, doctype, name, form):
		self.doctype, self.name, self.form = doctype, name, form
		self.is_new = name is None and not get_meta(doctype).issingle
		self.load()
		self.fields = self.access.writable()
		args = local.request.args if self.is_new else ()
		preset = {*args} - {df.fieldname for df in self.fields}
		# what the address presets may stand in no box
		self.preset = [df for df in self.doc.meta.fields if df.fieldname in preset]
		given = filter(formview.presettable, self.preset)
		self.values = fieldtext.of_document(self.doc, given) | self.posted()

	def load(self):
		args = local.request.args if self.is_new else ()
		self.doc = formview.new(self.doctype, args) if self.is_new else formview.load(self.doctype, self.name)
		self.access = layout.Access(self.doc, self.is_new)

	def posted(self):
		"""What was typed; where a conflict was settled for one's own text, that."""
		values = fieldtext.of_post(self.form, self.fields, resolve=self.resolve)
		for df in self.fields:
			if df.fieldname in values and df.fieldname in self.access.slim:
				values[df.fieldname] = self.completed(df, values[df.fieldname])
		return conflict.settle(values, self.form, self.fields)

	def completed(self, df, rows):
		"""Slim rows are sent without what was not opened, which stands as it is stored, and without unticked boxes."""
		ticks = [c for c in self.access.columns(df) if c.fieldtype == "Check" and self.access.free(c)]
		unticked = {c.fieldname: "0" for c in ticks}
		stored = fieldtext.of_document(self.doc, [df])[df.fieldname]
		known = {row["_key"]: row | unticked for row in stored}
		return [known.get(row["_key"], unticked) | row for row in rows]

	def attached(self):
		return [df for df in self.fields if layout.WIDGET_OF.get(df.fieldtype) == "attach"]

	def resolve(self, df, text):
		target = df.options if df.fieldtype == "Link" else self.form.get(df.options)
		return jump.name_of(target, text) if target else text

	def overtaken(self):
		"""Did somebody save since this form was opened?"""
		opened = self.form.get("_modified")
		return not self.is_new and bool(opened) and opened != str(self.doc.modified)

	def show(self, errors=None, problems=(), status=200, **more):
		"""The form again with what was typed. Nothing of the attempt stays in the database."""
		if status >= 400:
			forget()
			self.load()
			for df in self.attached():  # a file that came with the attempt was not kept
				if df.fieldname in self.values:
					self.values[df.fieldname] = self.form.get(df.fieldname, "")
		shown = {df.fieldname for df in self.access.shown()}
		values = {name: value for name, value in self.values.items() if name in shown}
		return formview.show(self.doc, self.is_new, values, errors, problems, status, **more)


def forget():
	"""Leave the transaction of an attempt that was refused; what follows only reads."""
	local.db.rollback()
	local.db.read_only = True
	local.request_cache.pop("desk", None)
	clear_messages()


def post(doctype, name, request):
	"""Answer what a form sent."""
	form = request.form
	do, _colon, rest = form.get("_do", "save").partition(":")
	if local.flags.csrf_failed:
		notice = _("You were signed out in the meantime. Nothing is lost: check the form, then save it.")
		return Draft(doctype, name, form).show(status=400, notice=notice)
	if do in actions.SMALL:
		return small(do, formview.load(doctype, name), rest, request)
	draft = Draft(doctype, name, form)
	step, _colon, place = rest.partition(":")
	if do == "row" and step != "open":
		change_rows(draft, step, *place.split(":"))
	opened = place.replace(":", ".")
	return draft.show(opened=opened) if do in ("row", "refresh") else save(draft, do, rest, request)


PLACES = {"assign": "_assignee", "mail": "_mail_to", "attach": "_file", "comment": "_comment"}


def small(do, doc, rest, request):
	"""A step beside the form; a refusal is said on the document's page, with a link to where it was asked for."""
	try:
		return actions.SMALL[do](doc, rest, request)
	except REFUSALS as error:
		problems = refusals(error)
		forget()
		doc = formview.load(doc.doctype, None if doc.meta.issingle else doc.name)
		told = {"headline": _("This was not done"), "refused": do}
		return formview.show(doc, problems=problems, status=422, place=PLACES.get(do), **told)


def save(draft, do, rest, request):
	"""Save what was typed, then do what the button says, all in one transaction."""
	if draft.overtaken():
		return conflict.show(draft)
	doc = draft.doc
	try:
		take_files(draft, request)
		before = fieldtext.of_document(doc, draft.fields)
		errors = fieldtext.put(doc, draft.values, draft.fields + draft.preset) | missing(draft)
		if errors:
			return draft.show(errors, status=422)
		if draft.is_new:
			doc.name = doc.__dict__["__newname"] = request.form.get("__newname", "").strip() or None
			doc.insert()
		elif do == "save" or changed(before, draft.values):  # other buttons save only what was changed
			doc.save()
		url = actions.AFTER_SAVE[do](doc, rest) if do in actions.AFTER_SAVE else None
	except REFUSALS as error:
		return refused(draft, error)
	tab = re.sub(r"[^\w-]", "", request.form.get("_tab", ""))
	url = url or formview.address(doc) + (f"#{tab}" if tab else "")
	return redirect(url, [*said(), {"text": "", "colour": "saved"}])


def changed(before, values):
	return any(fieldtext.narrowed(before[name], value) != value for name, value in values.items())


def take_files(draft, request):
	"""Files chosen in attach fields are stored first; the field then holds their address."""
	for df in draft.attached():
		upload = request.files.get(f"{df.fieldname}:file")
		if draft.form.get(f"{df.fieldname}:remove"):
			draft.values[df.fieldname] = ""
		if upload and upload.filename:
			# a new record has no name yet: its file is attached to it when it is saved
			place = (None, None) if draft.is_new else (draft.doctype, draft.doc.name)
			private = 0 if df.make_attachment_public else 1
			stored = save_file(*received(upload), *place, is_private=private, df=df.fieldname)
			draft.values[df.fieldname] = stored.file_url


def missing(draft):
	"""{path: sentence} of required fields that stand empty, by the field and by mandatory_depends_on."""
	meta, values = draft.doc.meta, draft.values
	fields = [df for df in meta.fields if df.fieldname and df.fieldtype not in fieldtext.NO_VALUE]
	doc = fieldtext.typed(fieldtext.of_document(draft.doc, fields) | values, fields)
	errors = _missing(meta, draft.fields, values, "", doc, None)
	for df in draft.fields:
		if df.fieldtype == "Table":
			child = get_meta(df.options)
			inner = fieldtext.value_fields(child)
			for row in values.get(df.fieldname) or ():
				before = f"{df.fieldname}.{row['_key']}."
				errors |= _missing(child, inner, row, before, fieldtext.typed(row, inner), doc)
	return errors


def _missing(meta, fields, values, before, doc, parent):
	errors, rules = {}, layout.rules_of(meta)
	for df in fields:
		trees, value = rules.get(df.fieldname, {}), values.get(df.fieldname, "there")
		holds = {key: expressions.evaluate(tree, doc, parent, shell.roles()) for key, tree in trees.items()}
		empty = not value or (isinstance(value, str) and not display.strip(value) and "<img" not in value)
		if empty and df.fieldtype != "Check" and (df.reqd or holds.get("m")) and holds.get("d", True):
			errors[before + df.fieldname] = _(ASK.get(df.fieldtype, "Fill this in"))
	return errors


ASK = dict.fromkeys(("Select", "Link", "Dynamic Link", "Table MultiSelect"), "Choose one")
ASK |= {"Table": "Add at least one row", "Attach": "Choose a file", "Attach Image": "Choose a file"}


LINE = re.compile(r"<li[^>]*>(.*?)</li>", re.S)
NAMED = re.compile(r'<(\w+)[^>]*(?:data-fieldname="|href="#)(\w+)"[^>]*>.*?</\1>:?\s*', re.S)


def refused(draft, error):
	"""The form with what the rules said, each sentence at the field it names; a list is taken line by line."""
	problems, errors, headline = [], {}, None
	fields = {df.fieldname: df for df in draft.access.shown() if df.label}
	mine = sorted((df for df in draft.fields if df.label), key=lambda df: -len(df.label))
	for problem in refusals(error):
		lines = LINE.findall(problem)
		headline = headline or (display.strip(problem.partition("<ul>")[0]) if lines else None)
		for line in lines or [problem]:
			named, words = NAMED.search(line), display.strip(line)
			df = fields.get(named[2]) if named else next((df for df in mine if names(words, df)), None)
			if df:
				told = line.replace(named[0], "") if named else line
				errors[df.fieldname] = " ".join(filter(None, (errors.get(df.fieldname), told)))
			else:
				problems.append(line)
	status = 403 if isinstance(error, PermissionError) else 422
	return draft.show(errors, problems, status, headline=headline)


def names(words, df):
	return re.search(rf"(?<!\w){re.escape(_(df.label))}(?!\w)", words, re.I)


def refusals(error):
	"""The sentences behind a refusal: what was thrown, else what was said, else what the exception says."""
	thrown = [entry.get("message") for entry in local.message_log if entry.get("raise_exception")]
	told = [str(text) for each in thrown for text in (each if isinstance(each, list) else [each])]
	told = told or [message["text"] for message in said() if message["text"]]
	if not told and isinstance(error, PermissionError | DoesNotExistError):
		told = [_("You may not do this, or what it needs does not exist any more.")]
	return [re.sub(r"^Error: ", "", each) for each in told or [str(error) or _("This could not be saved.")]]


def told(error):
	"""The same as plain text, and nothing of it is left to be said elsewhere."""
	texts = [display.strip(text) for text in refusals(error)]
	local.message_log = []
	return texts


def change_rows(draft, what, table="", key="", *_rest):
	"""Rows of a child table without script: add, delete, duplicate, up, down."""
	df = next((df for df in draft.fields if df.fieldname == table and df.fieldtype == "Table"), None)
	if not df:
		raise PermissionError
	rows = draft.values.setdefault(table, [])
	at = next((n for n, row in enumerate(rows) if row["_key"] == key), len(rows))
	numbers = [int(row["_key"][3:]) for row in rows if re.fullmatch(r"new\d+", row["_key"])]
	fresh = f"new{1 + max(numbers, default=len(rows))}"
	if what == "add":
		rows.append(fieldtext.blank_row(df.options, fresh))
	elif at < len(rows):
		row = rows[at] if what == "dup" else rows.pop(at)
		if what == "dup":
			rows.insert(at + 1, row | {"_key": fresh})
		elif what != "del":
			rows.insert(max(0, at + (1 if what == "down" else -1)), row)


def lost(request):
	"""A form came from somebody whose session has ended: the page keeps all that was typed."""
	here = request.full_path.rstrip("?")
	if request.method != "POST":
		return redirect(with_query("/login", {"redirect-to": here}))
	kept = [(k, v) for k, v in request.form.items(multi=True) if k not in ("csrf_token", "_do")]
	return page("lost.html", status=401, title=_("You were signed out"), kept=kept, action=here)
