"""Work on many records: a row that says what is to be done and how far it is, done piece by piece.

A piece and the row are written in one transaction, so that work that was cut short goes on where it stood.
"""

import json
import time

from werkzeug.datastructures import MultiDict

from minibench.delete import delete_doc
from minibench.errorlog import log_error
from minibench.errors import ValidationError
from minibench.jobs import make_way
from minibench.local import _dict, local
from minibench.meta import get_meta
from minibench.translate import _
from minibench.utils.text import generate_hash
from minibench.web.desk import actions, display, fieldtext, formview, save

TABLE = """create table if not exists `__bulk` (id text primary key, user text not null, doctype text not null,
	step text not null, names text not null, started real not null, state text not null default 'waiting',
	at integer not null default 0, done integer not null default 0, same integer not null default 0,
	refused text not null default '[]')"""
PROGRESS = """at = %s, done = %s, same = %s, refused = %s,
	state = case state when 'stopped' then state else %s end"""
PIECE = 25
KEPT = 7 * 86400  # seconds


def add(doctype, step, names):
	"""Write down what is to be done; the id of the work. What is a week old is forgotten."""
	work = generate_hash(length=20)
	local.db.sql("delete from `__bulk` where started < %s", (time.time() - KEPT,))
	row = (work, local.session.user, doctype, json.dumps(step), json.dumps(names), time.time())
	local.db.sql("insert into `__bulk` (id, user, doctype, step, names, started) values %s", (row,))
	return work


def mine(work):
	"""The work as the person who began it may see it, or None."""
	whose = (work, local.session.user)
	for row in local.db.sql("select * from `__bulk` where id = %s and user = %s", whose, as_dict=True):
		row.update({name: json.loads(row[name]) for name in ("step", "names", "refused")})
		row.step = _dict(row.step)
		return row
	return None


def stop(work):
	"""What was done stays; the rest is left alone."""
	running = "state in ('waiting', 'running')"
	local.db.sql(f"update `__bulk` set state = 'stopped' where id = %s and {running}", (work,))


def run_job(work):
	run(work, make_way)


def run(work, after_piece=lambda: None):
	"""Go on with the work to its end, or until it is stopped; the work as it stands then."""
	while (row := mine(work)) and row.state in ("waiting", "running"):
		piece = row.names[row.at : row.at + PIECE]
		for name in piece:
			one(row, name)
		row.at += len(piece)
		state = "running" if row.at < len(row.names) else "done"
		values = (row.at, row.done, row.same, json.dumps(row.refused), state, work)
		local.db.sql(f"update `__bulk` set {PROGRESS} where id = %s", values)
		after_piece()
	return row


def one(row, name):
	"""Take one record in hand. What its rules refuse is undone and said; the others go on."""
	local.message_log, title = [], name
	local.db.savepoint("desk_bulk")
	try:
		doc = formview.load(row.doctype, name)
		title = display.strip(str(doc.get_title() or name))
		if STEPS[row.step.do](doc, row.step) is False:
			row.same += 1
		else:
			row.done += 1
	except Exception as error:
		known = isinstance(error, save.REFUSALS)
		told = save.refusals(error)[0] if known else _("An error that was not expected. It was logged.")
		local.db.rollback(save_point="desk_bulk")
		reasons = [display.strip(line) for line in save.LINE.findall(told)]
		said = display.strip(told.partition("<ul")[0] if reasons else told)
		row.refused.append([name, title, said, *reasons])
		if not known:
			log_error(title=f"Bulk {row.step.do}: {row.doctype} {name}")
	local.db.release_savepoint("desk_bulk")
	local.message_log = []


def edit(doc, step):
	"""Set one field as its form would, with all that the form asks for. False where it says so already."""
	draft = save.Draft(doc.doctype, doc.name, MultiDict())
	df = next((df for df in draft.fields if df.fieldname == step.field), None)
	if not df:
		label = _(get_meta(doc.doctype).get_field(step.field).label)
		raise ValidationError(_("{0} cannot be changed here, in its present state or by you").format(label))
	before = fieldtext.of_document(draft.doc, draft.fields)
	draft.values = before | {df.fieldname: step.text}
	errors = fieldtext.put(draft.doc, {df.fieldname: step.text}, [df])
	if fieldtext.of_document(draft.doc, [df])[df.fieldname] == before[df.fieldname] and not errors:
		return False
	for path, sentence in (errors or save.missing(draft)).items():
		label = next((_(each.label) for each in draft.fields if each.fieldname == path.split(".")[0]), path)
		raise ValidationError(f"{label}: {sentence}")
	draft.doc.save()
	return True


def submit(doc, _step):
	if doc.docstatus == 1:
		return False
	doc.check_permission("submit")
	return doc.submit()


def cancel(doc, _step):
	return False if doc.docstatus == 2 else actions.cancel(doc, None)


def delete(doc, _step):
	delete_doc(doc.doctype, doc.name)


def workflow(doc, step):
	actions.workflow(doc, step.rest)


STEPS = {each.__name__: each for each in (edit, submit, cancel, delete, workflow)}
