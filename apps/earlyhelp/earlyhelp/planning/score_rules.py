"""Scores in records: stored as the text of a whole number, refused with a sentence."""

import frappe
from frappe import _

from earlyhelp.planning.scales import ScoreError, to_score


class ScoreRefused(frappe.ValidationError):
	"""A score is not a whole number from 0 to 10."""


def keep_score(doc, fieldname):
	"""Store the score as text ('0' to '10', or empty), or refuse it."""
	try:
		score = to_score(doc.get(fieldname))
	except ScoreError as error:
		frappe.throw(_(str(error)), ScoreRefused, _(doc.meta.get_label(fieldname)))
	doc.set(fieldname, "" if score is None else str(score))
