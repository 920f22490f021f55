"""How a step is refused: one class for each rule."""

import frappe
from frappe import _
from frappe.utils import escape_html


class NoSuchStepError(frappe.ValidationError):
	"""No step of this name or to this state leads from where the record stands."""


class NotAllowedStepError(frappe.ValidationError):
	"""The step belongs to another role, or to another person of that role."""


class MissingError(frappe.ValidationError):
	"""Something is missing before the step; the message lists everything at once."""


class ReasonMissingError(frappe.ValidationError):
	"""The step asks for a reason."""


class OwnStepError(frappe.ValidationError):
	"""Nobody decides about what was sent by the same person."""


class LockedError(frappe.ValidationError):
	"""The content may not be changed by this person in this state."""


class StampChangedError(frappe.ValidationError):
	"""A date or person that steps write was changed by hand."""


class KeptError(frappe.ValidationError):
	"""The record may not be deleted or cancelled."""


def refuse_person(doc, steps):
	"""Refuse a step to the person signed in, and say whose it is. `steps`: all rows that it may be taken by."""
	action = escape_html(_(steps[0].action or steps[0].to))
	said = _("This step is not yours to take: {0}.").format(action)
	people = list(dict.fromkeys(people_of(doc, steps)))
	if people:
		said += " " + _("It is for {0}.").format(_(" or ").join(people))
	frappe.throw(said, NotAllowedStepError, _("Somebody Else's Step"))


def people_of(doc, steps):
	"""Yield who may take a step: in the words of the function that names the person, else by their roles."""
	for step in steps:
		phrase = getattr(step.named, "phrase", None)
		if phrase:
			yield from filter(None, [escape_html(phrase(doc) or "")])
		elif not step.named:
			yield from (f"{_('an') if role[0] in 'AEIOU' else _('a')} {_(role)}" for role in step.who)


def refuse_missing(doc, action, missing):
	"""Refuse a step with one message that lists everything missing, each with the label of its field."""
	if not missing:
		return
	items = "".join(item_of(doc, *item) for item in missing)
	heading = _("Before this step ({0}):").format(escape_html(_(action)))
	frappe.throw(f"{heading}<ul>{items}</ul>", MissingError, _("Still Missing"))


def item_of(doc, fieldname, sentence):
	"""Return one line of the list; the name of the field goes along so that a page can lead to it."""
	label = escape_html(_(doc.meta.get_label(fieldname))) if fieldname else ""
	start = f'<b data-fieldname="{escape_html(fieldname)}">{label}</b>: ' if label else ""
	return f"<li>{start}{escape_html(sentence)}</li>"
