"""What a form's buttons do: save and what follows from it, rows without script, errors and conflicts."""

import re

from minibench.document import new_doc
from minibench.errors import DoesNotExistError, PermissionError, ValidationError
from minibench.local import _dict, local
from minibench.messages import clear_messages
from minibench.meta import get_meta
from minibench.translate import _
from minibench.web.desk import actions, display, expressions, fieldtext, formview, jump, layout, shell
from minibench.web.desk.env import page, redirect, said

MINE = "_mine."
ATTACHED = ("Attach", "Attach Image")
NUMERIC = ("Check", *display.NUMBERS, "Rating")


class Draft:
	"""A document, what was typed for it, and what this person may change in it."""

	def __init__(self, doctype, name, form):
		self.doctype, self.name, self.form = doctype, name, form
		self.is_new = name is None and not get_meta(doctype).issingle
		self.load()
		self.fields = self.access.writable()
		if self.is_new:  # what the address presets may stand in no box
			boxes = {df.fieldname for df in self.fields}
			self.values = {
				n: t for n, t in fieldtext.of_document(self.doc, self.preset()).items() if n not in boxes
			}
		else:
			self.values = {}
		self.values |= self.posted()

	def load(self):
		if self.is_new:
			self.doc = formview.new(self.doctype, local.request.args)
		else:
			self.doc = formview.load(self.doctype, self.name)
		self.access = layout.Access(self.doc, self.is_new)

	def preset(self):
		names = local.request.args
		return [
			df
			for df in self.doc.meta.fields
			if df.fieldname in names and df.fieldtype not in fieldtext.NO_VALUE
		]

	def posted(self):
		"""What was typed; where a conflict was settled for one's own text, that."""
		values = fieldtext.of_post(self.form, self.fields, resolve=self.resolve)
		chosen = set(self.form.getlist("_use_mine"))
		fields = [df for df in self.fields if df.fieldname in chosen]
		return values | fieldtext.of_post(self.form, fields, MINE)

	def resolve(self, df, text):
		"""The name behind what was typed into a link's box: a name, else the one record with that title."""
		target = df.options if df.fieldtype == "Link" else self.form.get(df.options)
		return jump.name_of(target, text.strip()) if target else text.strip()

	def overtaken(self):
		"""Did somebody save since this form was opened?"""
		opened = self.form.get("_modified")
		return not self.is_new and bool(opened) and opened != str(self.doc.modified)

	def show(self, errors=None, problems=(), status=200, **more):
		"""The form again with what was typed. Nothing of the attempt stays in the database."""
		if status >= 400:
			local.db.rollback()
			local.db.read_only = True
			local.request_cache.pop("desk", None)
			clear_messages()
			self.load()
			self.forget_files()
		values = {
			df.fieldname: self.values[df.fieldname]
			for df in self.access.shown()
			if df.fieldname in self.values
		}
		return formview.show(self.doc, self.is_new, values, errors, problems, status, **more)

	def forget_files(self):
		"""A file that came with the attempt was not kept, so its field says again what it said before."""
		for df in self.fields:
			if df.fieldtype in ATTACHED and df.fieldname in self.values:
				self.values[df.fieldname] = self.form.get(df.fieldname, "")


def post(doctype, name, request):
	"""Answer what a form sent."""
	form = request.form
	do, _colon, rest = form.get("_do", "save").partition(":")
	if local.flags.csrf_failed:
		notice = _("You were signed out in the meantime. Nothing is lost: check the form, then save it.")
		return Draft(doctype, name, form).show(status=400, notice=notice)
	if do in actions.SMALL:
		doc = formview.load(doctype, name)
		return guarded(lambda: actions.SMALL[do](doc, rest, request), doc)
	draft = Draft(doctype, name, form)
	if do == "row":
		change_rows(draft, *rest.split(":"))
		return draft.show()
	if do == "refresh":
		return draft.show()
	return save(draft, do, rest, request)


def guarded(step, doc):
	"""A small step; a refusal is said on the document's page."""
	try:
		return step()
	except (ValidationError, PermissionError) as error:
		problems = refusals(error)
		local.db.rollback()
		local.db.read_only = True
		clear_messages()
		return formview.show(
			formview.load(doc.doctype, None if doc.meta.issingle else doc.name), problems=problems, status=422
		)


def save(draft, do, rest, request):
	"""Save what was typed, then do what the button says, all in one transaction."""
	if draft.overtaken():
		return conflict(draft)
	doc = draft.doc
	try:
		take_files(draft, request)
		given = [df for df in draft.preset() if df.fieldname not in {f.fieldname for f in draft.fields}]
		errors = fieldtext.put(doc, draft.values, draft.fields + (given if draft.is_new else []))
		errors |= missing(draft)
		if errors:
			return draft.show(errors, status=422)
		if draft.is_new:
			if request.form.get("__newname"):
				doc.name = doc.__dict__["__newname"] = request.form["__newname"].strip()
			doc.insert()
		elif do != "cancel" and (do != "submit" or doc.docstatus):
			save_if_changed(draft)
		after = actions.AFTER_SAVE[do](doc, rest) if do in actions.AFTER_SAVE else None
	except (ValidationError, PermissionError, DoesNotExistError) as error:
		return refused(draft, error)
	if after is not None and not isinstance(after, str):
		return after
	url = after or formview.address(doc, False)
	tab = re.sub(r"[^\w-]", "", request.form.get("_tab", ""))
	return redirect(url + (f"#{tab}" if tab else ""), [*said(), {"text": "", "colour": "saved"}])


def save_if_changed(draft):
	"""A workflow button or an action on an unchanged form saves nothing by itself."""
	do = draft.form.get("_do", "save")
	now = (
		fieldtext.of_document(formview.load(draft.doctype, draft.name), draft.fields) if do != "save" else {}
	)
	changed = any(value != now.get(key) for key, value in draft.values.items())
	if do == "save" or changed:
		draft.doc.save()


def take_files(draft, request):
	"""Files chosen in attach fields are stored first; the field then holds their address."""
	from minibench.files import save_file

	for df in draft.fields:
		upload = request.files.get(f"{df.fieldname}:file")
		if df.fieldtype in ATTACHED:
			if draft.form.get(f"{df.fieldname}:remove"):
				draft.values[df.fieldname] = ""
			if upload and upload.filename:
				# a new record has no name yet: its file is attached to it when it is saved
				place = (None, None) if draft.is_new else (draft.doctype, draft.doc.name)
				private = 0 if df.make_attachment_public else 1
				stored = save_file(
					upload.filename, upload.read(), *place, is_private=private, df=df.fieldname
				)
				draft.values[df.fieldname] = stored.file_url


def missing(draft):
	"""{path: sentence} of required fields that stand empty, by the field and by mandatory_depends_on."""
	roles, values = shell.roles(), draft.values
	stored = fieldtext.of_document(draft.doc, [d for d in draft.doc.meta.fields if d.fieldname])
	doc = fieldtext.typed(
		stored | values, [d for d in draft.doc.meta.fields if d.fieldtype not in fieldtext.NO_VALUE]
	)
	errors = _missing(draft.fields, values, "", doc, None, layout.rules_of(draft.doc.meta), roles)
	for df in draft.fields:
		if df.fieldtype == "Table":
			child = get_meta(df.options)
			fields, rules = fieldtext.value_fields(child), layout.rules_of(child)
			for row in values.get(df.fieldname) or ():
				before = f"{df.fieldname}.{row['_key']}."
				errors |= _missing(fields, row, before, fieldtext.typed(row, fields), doc, rules, roles)
	return errors


def _missing(fields, values, before, doc, parent, rules, roles):
	errors = {}
	for df in fields:
		trees = rules.get(df.fieldname, {})
		need = df.reqd or ("m" in trees and expressions.evaluate(trees["m"], doc, parent, roles))
		shown = "d" not in trees or expressions.evaluate(trees["d"], doc, parent, roles)
		if not (need and shown and df.fieldname in values) or df.fieldtype == "Check":
			continue
		value = values[df.fieldname]
		if not value or (isinstance(value, str) and not display.strip(value) and "<img" not in value):
			errors[before + df.fieldname] = ask_for(df)
	return errors


def ask_for(df):
	if df.fieldtype == "Table":
		return _("Add at least one row")
	if df.fieldtype in ("Select", "Link", "Dynamic Link", "Table MultiSelect"):
		return _("Choose one")
	return _("Choose a file") if df.fieldtype in ATTACHED else _("Fill this in")


def refused(draft, error):
	"""The form with what the rules said, each sentence at the field it names."""
	problems, errors = refusals(error), {}
	fields = sorted((df for df in draft.fields if df.label), key=lambda df: -len(df.label))
	for problem in list(problems):
		words = display.strip(problem)
		named = next((df for df in fields if df.fieldname not in errors and _names(words, _(df.label))), None)
		if named:
			errors[named.fieldname] = problem
			problems.remove(problem)
	return draft.show(errors, problems, status=403 if isinstance(error, PermissionError) else 422)


def _names(sentence, label):
	return bool(re.search(rf"(?<!\w){re.escape(label)}(?!\w)", sentence, re.I))


def refusals(error):
	"""The sentences behind a refusal: what was thrown, else what the exception says."""
	told = [str(entry.get("message")) for entry in local.message_log if entry.get("raise_exception")]
	told = told or [message["text"] for message in said() if message["text"]]
	if not told and isinstance(error, PermissionError):
		told = [_("You may not do this with this record.")]
	if not told and isinstance(error, DoesNotExistError):
		told = [_("Something that this record points to does not exist any more.")]
	return [re.sub(r"^Error: ", "", each) for each in told or [str(error) or _("This could not be saved.")]]


def change_rows(draft, what, table, key=""):
	"""Rows of a child table without script: add, delete, duplicate, up, down."""
	df = next((df for df in draft.fields if df.fieldname == table and df.fieldtype == "Table"), None)
	if not df:
		raise PermissionError
	rows = draft.values.setdefault(table, [])
	at = next((n for n, row in enumerate(rows) if row["_key"] == key), None)
	numbers = [int(row["_key"][3:]) for row in rows if re.fullmatch(r"new\d+", row["_key"])]
	fresh = f"new{1 + max(numbers, default=len(rows))}"
	if what == "add":
		empty, child = new_doc(df.options), get_meta(df.options)
		texts = {
			c.fieldname: fieldtext.to_text(c, empty.get(c.fieldname)) for c in fieldtext.value_fields(child)
		}
		rows.append(texts | {"_key": fresh})
	elif at is None:
		return
	elif what == "del":
		rows.pop(at)
	elif what == "dup":
		rows.insert(at + 1, rows[at] | {"_key": fresh})
	elif what in ("up", "down"):
		row = rows.pop(at)
		rows.insert(max(0, at + (1 if what == "down" else -1)), row)


def conflict(draft):
	"""Somebody saved first. Theirs stands in the form; where both changed a field, both texts are shown."""
	import json

	try:
		base = json.loads(draft.form.get("_base") or "{}")
	except ValueError:
		base = {}
	stored = fieldtext.of_document(draft.doc, draft.fields)
	lines, mine = [], {}
	for df in draft.fields:
		name, typed = df.fieldname, draft.values.get(df.fieldname)
		if typed is None or typed == stored[name] or fieldtext.mark(typed) == base.get(name):
			continue
		if fieldtext.mark(stored[name]) == base.get(name):
			mine[name] = typed  # only this person changed it: it stays in its box
		else:
			lines.append(
				_dict(
					df=df,
					theirs=in_words(df, stored[name]),
					mine=in_words(df, typed),
					pairs=pairs(name, typed),
				)
			)
	draft.values = mine
	who = display.person(draft.doc.modified_by)
	return draft.show(
		status=409, conflict=_dict(lines=lines, who=who, when=draft.doc.modified, kept=len(mine))
	)


def in_words(df, value):
	if df.fieldtype == "Table":
		names = {c.fieldname: c for c in fieldtext.value_fields(get_meta(df.options))}
		return "\n".join(
			"; ".join(
				text
				for key, text in row.items()
				if text and key in names and names[key].fieldtype not in NUMERIC
			)
			for row in value
		)
	return ", ".join(value) if isinstance(value, list) else display.strip(value)


def pairs(name, value):
	"""The loser's text as hidden boxes, so that it can still be chosen."""
	if not isinstance(value, list):
		return [(MINE + name, value)]
	found = [(f"{MINE}{name}:on", "1")]
	for row in value:
		if isinstance(row, str):
			found.append((MINE + name, row))
		else:
			found.append((MINE + name, row["_key"]))
			found += [
				(f"{MINE}{name}.{row['_key']}.{key}", text) for key, text in row.items() if key != "_key"
			]
	return found


def lost(request):
	"""A form came from somebody whose session has ended: the page keeps all that was typed."""
	kept = [(k, v) for k, v in request.form.items(multi=True) if k not in ("csrf_token", "_do")]
	return page(
		"lost.html",
		status=401,
		title=_("You were signed out"),
		kept=kept,
		action=request.full_path.rstrip("?"),
	)
