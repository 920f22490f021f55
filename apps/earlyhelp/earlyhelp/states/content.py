"""What a person changed in a record, and whether the state allows it."""

import frappe
from frappe import _
from frappe.utils import cint, cstr, flt, get_datetime, getdate

from earlyhelp.states.errors import LockedError, StampChangedError
from earlyhelp.states.flow import ALL, Edit

TABLES = ("Table", "Table MultiSelect")
LAYOUT = ("Section Break", "Column Break", "Tab Break", "HTML", "Heading", "Button", "Fold")
PLAIN = {
	"Check": cint,
	"Int": cint,
	"Float": flt,
	"Currency": flt,
	"Percent": flt,
	"Date": lambda value: cstr(getdate(value)) if value else "",
	"Datetime": lambda value: cstr(get_datetime(value)) if value else "",
	"Time": lambda value: cstr(get_datetime(f"2000-01-01 {value}")) if value else "",
}


def plain(df, value):
	"""Return a value as it compares: a typed date is the date that is stored."""
	if df.fieldtype in TABLES:
		return [[plain(field, row.get(field.fieldname)) for field in typed(row.meta)] for row in value or ()]
	return PLAIN.get(df.fieldtype, cstr)(value)


def typed(meta):
	"""Return the fields of a doctype that a person fills."""
	return [df for df in meta.fields if not df.read_only and df.fieldtype not in LAYOUT]


def changed_fields(doc, before):
	"""Return the names of the fields that a person fills and that differ from what is stored."""
	return {
		df.fieldname
		for df in typed(doc.meta)
		if plain(df, doc.get(df.fieldname)) != plain(df, before.get(df.fieldname))
	}


def check_stamps(doc, before, stamps):
	"""Refuse a request that writes a date or a person that only steps write."""
	for name in stamps:
		df = doc.meta.get_field(name)
		if plain(df, doc.get(name)) != plain(df, before.get(name) if before else None):
			frappe.throw(
				_("{0} is written when the step is taken and cannot be changed by hand.").format(_(df.label)),
				StampChangedError,
				_("Written By The Step"),
			)


def check_content(doc, before, state, flow):
	"""Refuse changes of content that this person may not make in this state."""
	changed = changed_fields(doc, before) - {flow.field, "state_reason", *flow.stamps}
	if not changed:
		return
	allowed = editable_fields(doc, before, state)
	locked = set() if ALL in allowed else changed - allowed
	if locked:
		labels = ", ".join(sorted(_(doc.meta.get_label(name)) for name in locked))
		frappe.throw(
			_("While this is {0}, you cannot change: {1}.").format(_(state.name), labels),
			LockedError,
			_("Not Now"),
		)


def editable_fields(doc, before, state):
	"""Return the names of the fields that the person may change; {ALL} for every one."""
	user = frappe.session.user
	if doc.flags.on_portal:
		return {ALL} if state.portal == ALL else set(state.portal)
	if user == "Administrator":
		return {ALL} if state.edit else set()
	fields, roles = set(), set(frappe.get_roles(user))
	for role, edit in state.edit.items():
		edit = edit if isinstance(edit, Edit) else Edit(edit)
		if role in roles and (edit.named is None or edit.named(before, user)):
			fields |= {edit.fields} if edit.fields == ALL else set(edit.fields)
	return fields
