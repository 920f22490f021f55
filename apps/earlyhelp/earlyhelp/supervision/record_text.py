"""The words of a supervision as one text, and its hash: proof that what was finalised was not changed."""

import hashlib
import json

import frappe
from frappe.utils import cstr, getdate

FIELDS = ("family", "episode", "team", "kind", "planned_on", "chair_user", "discussion", "impact_of_support")
FIELDS += ("rating", "rating_why", "plan", "next_on")
TABLES = {
	"attendees": ("professional", "part", "attendance"),
	"stages": ("adult", "behaviour", "stage", "why_not"),
	"views": ("whose", "person", "words", "why_not"),
	"ratings": ("child", "rating", "why"),
	"decisions": ("decision", "why", "decided_by"),
	"actions": ("what", "who_kind", "person", "professional", "agency", "due_on", "answer", "answer_why"),
	"summaries": ("professional", "summary", "summary_status", "why_without"),
}
SUMMARY_FIELDS = ("author", "period_from", "period_to", "work_done", "change_seen", "what_next")
SUMMARY_TABLES = {
	"stages": ("adult", "behaviour", "stage", "why_not"),
	"children": ("child", "what_it_means"),
}
DATES = ("planned_on", "next_on", "due_on", "period_from", "period_to")


def text_of(doc):
	"""Return the words of a supervision and of the summaries it rests on, the same before and after storing."""
	summaries = [row.summary for row in doc.summaries if row.summary_status == "Finalised"]
	read = [
		words(frappe.get_doc("Professional Summary", name), SUMMARY_FIELDS, SUMMARY_TABLES)
		for name in summaries
	]
	return json.dumps(
		[words(doc, FIELDS, TABLES), read], sort_keys=True, ensure_ascii=False, separators=(",", ":")
	)


def words(doc, fields, tables):
	return {
		**{name: word(doc, name) for name in fields},
		**{
			table: [[word(row, name) for name in names] for row in doc.get(table)]
			for table, names in tables.items()
		},
	}


def word(row, name):
	value = row.get(name)
	return cstr(getdate(value)) if value and name in DATES else cstr(value)


def hash_of(doc):
	"""Return the SHA-256 of the text as 64 hexadecimal digits."""
	return hashlib.sha256(text_of(doc).encode("utf-8")).hexdigest()
