"""A form of the app's pages that was sent: read, done, or shown again with everything that was typed."""

import re
from html import unescape

import frappe

from earlyhelp.api.pages import go, keep
from earlyhelp.api.questions import read

ITEM = re.compile(r'<li>(?:<b data-fieldname="(\w+)">.*?</b>: )?(.*?)</li>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def answer(form, page, questions, act, /, **query):
	"""Read the answers of `form` and do `act(answers)`, which leads on to another page.

	What is wrong with an answer, or refused with a sentence, leads back to `page` with what was typed.
	A refusal leaves nothing half done. What a person may not do at all is raised as it is.
	"""
	answers, typed, errors = read(questions, frappe.form_dict)
	if not errors:
		errors = attempt(act, answers, {q.name for q in questions})
	if errors:
		go(page, again=keep(form, typed, errors), **query)


def attempt(act, answers, names):
	"""Do it, and return the errors of a refusal; [] when it is done."""
	frappe.db.savepoint("earlyhelp_form")
	try:
		act(answers)
	except (frappe.PermissionError, frappe.DoesNotExistError):
		raise
	except frappe.ValidationError as refusal:
		frappe.db.rollback(save_point="earlyhelp_form")
		frappe.clear_messages()
		return sentences(str(refusal), names)
	return []


def sentences(text, names):
	"""Return the errors that a refusal names; each with the question it belongs to, where there is one."""
	items = [(name, plain(sentence)) for name, sentence in ITEM.findall(text)]
	items = items or [("", plain(text))]
	return [{"name": name if name in names else "", "sentence": sentence} for name, sentence in items]


def plain(text):
	return " ".join(unescape(TAG.sub(" ", text)).split())
