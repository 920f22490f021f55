"""How a document moves between draft, submitted and cancelled, and what may change in each."""

from minibench import errors
from minibench.messages import bold, throw
from minibench.meta import table_fields
from minibench.translate import _
from minibench.utils.numbers import cint
from minibench.versions import comparable

ACTIONS = {(0, 0): "save", (0, 1): "submit", (1, 1): "update_after_submit", (1, 2): "cancel"}


def check_if_latest(doc) -> None:
	"""Refuse to overwrite what somebody else saved meanwhile; sets `_action`."""
	doc._action = "save"
	doc.load_doc_before_save(raise_exception=True)
	before = doc.get_doc_before_save()
	if not doc.meta.issingle and str(before.modified) != str(doc._original_modified):
		message = _("Error: Document has been modified after you have opened it")
		message += f" ({before.modified}, {doc.modified}). "
		throw(message + _("Please refresh to get the latest document."), errors.TimestampMismatchError)
	if not doc.meta.issingle:
		check_docstatus(doc, before.docstatus)


def check_docstatus(doc, before: int = 0) -> None:
	"""Set `_action` by how docstatus moves: 0 draft, 1 submitted, 2 cancelled."""
	doc.docstatus = after = cint(doc.docstatus)
	if before == 2:
		throw(_("Cannot edit cancelled document"), errors.ValidationError)
	action = ACTIONS.get((before, after))
	if action is None:
		throw(
			_("Cannot change docstatus from {0} to {1}").format(_status(before), _status(after)),
			errors.DocstatusTransitionError,
		)
	doc._action = action
	if action != "save":
		doc.check_permission("cancel" if action == "cancel" else "submit")


def _status(docstatus: int) -> str:
	names = ("Draft", "Submitted", "Cancelled")
	return f"{docstatus} ({names[docstatus]})" if docstatus in (0, 1, 2) else str(docstatus)


def refuse_changes_after_submit(doc) -> None:
	"""A submitted document changes only in fields that allow it, its rows too."""
	before = doc.get_doc_before_save()
	for field in _changed(doc, before):
		text = _("{0} Not allowed to change {1} after submission from {2} to {3}")
		values = (bold(old.get(field.fieldname)) for old in (before, doc))
		_refuse(text.format("", bold(_(field.label)), *values))
	for field in doc.meta.get_table_fields():
		stored = {row.name: row for row in before.get(field.fieldname) or ()}
		_refuse_rows(field, stored, doc.get(field.fieldname))


def _refuse(text: str) -> None:
	throw(text, errors.UpdateAfterSubmitError, title=_("Cannot Update After Submit"))


def _changed(doc, before) -> list:
	"""The fields that changed though they may not."""
	return [
		field
		for field in doc.meta.column_fields
		if not field.allow_on_submit
		and field.fieldtype not in table_fields
		and comparable(doc, field.fieldname) != comparable(before, field.fieldname)
	]


def _refuse_rows(field, old: dict, rows) -> None:
	if not field.allow_on_submit and {row.name for row in rows or ()} != set(old):
		_refuse(_("Not allowed to change {0} after submission").format(bold(_(field.label))))
	for row in rows or ():
		for changed in _changed(row, old[row.name]) if row.name in old else ():
			text = _("Row #{0}: Not allowed to change {1} after submission from {2} to {3}")
			values = (each.get(changed.fieldname) for each in (old[row.name], row))
			_refuse(text.format(row.idx, bold(_(changed.label)), *values))
