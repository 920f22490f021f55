"""What was approved, frozen: the content of a plan as data and as a text that people read.

Asks for no rights: a version follows from an approval and is written by the app alone.
"""

import hashlib
import json

import frappe
from frappe import _
from frappe.utils import cstr, formatdate

TEXTS = ("worries", "working_well", "needs_to_happen")
TABLES = {
	"needs": ("need", "person", "detail"),
	"statements": ("column", "statement", "goal"),
	"voices": (
		"person", "words", "how", "said_on", "may_be_shown_to", "not_shown_to", "also_not_shown_to", "why_not",
	),
	"agreements": ("person", "answer", "why", "agreed_on"),
	"actions": ("what", "who_kind", "person", "professional", "agency", "due_on"),
}  # fmt: skip
WHO = ("person", "professional", "agency", "column")
LABELLED = ("goal", "may_be_shown_to", "not_shown_to", "also_not_shown_to", "why", "why_not")
TITLES = {"Early Help Person": "full_name", "Professional": "full_name", "Scaling Goal": "goal"}
GOAL = ("theme", "goal", "what_0_means", "what_10_means")


def content_of(plan):
	"""Return what a plan says, as data that compares: its texts, its rows and the wording of its goals."""
	content = {name: cstr(plan.get(name)) for name in TEXTS}
	for table, fields in TABLES.items():
		content[table] = [[cstr(row.get(name)) for name in fields] for row in plan.get(table) or []]
	goals = frappe.get_all(
		"Scaling Goal",
		filters={"plan": plan.name, "ended_on": ["is", "not set"]},
		fields=["name", *GOAL],
		order_by="creation, name",
	)
	content["goals"] = [[cstr(goal[name]) for name in ("name", *GOAL)] for goal in goals]
	return content


def as_text(content):
	return json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1)


def hash_of(text):
	return hashlib.sha256(text.encode()).hexdigest()


def freeze(plan):
	"""Write the Plan Version of an approval and return it."""
	text = as_text(content_of(plan))
	version = frappe.get_doc(
		{
			"doctype": "Plan Version",
			"plan": plan.name,
			"family": plan.family,
			"version_no": plan.version_no,
			"approved_on": plan.approved_on,
			"approved_by": plan.approved_by,
			"content": text,
			"content_hash": hash_of(text),
			"readable": readable(plan),
		}
	)
	return version.insert(ignore_permissions=True)


def equals_last_version(plan):
	"""Say whether a plan says what its last approved version says."""
	last = frappe.get_all(
		"Plan Version",
		filters={"plan": plan.name},
		fields=["content_hash"],
		order_by="version_no desc",
		limit=1,
	)
	return bool(last) and last[0].content_hash == hash_of(as_text(content_of(plan)))


def readable(plan):
	"""Return the plan as plain text under its headings."""
	parts = [_("My Family Plan {0}, version {1}").format(plan.name, plan.version_no)]
	parts.append(_("Approved on {0}").format(formatdate(plan.approved_on, "d MMMM yyyy")))
	for name in TEXTS:
		parts += ["", _(plan.meta.get_label(name)), cstr(plan.get(name))]
	for table, fields in TABLES.items():
		rows = plan.get(table) or []
		if rows:
			parts += ["", _(plan.meta.get_label(table))]
			parts += [line_of(row, fields) for row in rows]
	goals = frappe.get_all(
		"Scaling Goal",
		filters={"plan": plan.name, "ended_on": ["is", "not set"]},
		fields=[*GOAL, "baseline_score", "baseline_on"],
		order_by="creation, name",
	)
	if goals:
		parts += ["", _("Goals")]
	for goal in goals:
		first = _("first score {0}").format(goal.baseline_score) if goal.baseline_score else _("no score yet")
		parts.append(f"- {goal.theme}: {goal.goal} ({first})")
		parts.append(f"  0: {cstr(goal.what_0_means)} / 10: {cstr(goal.what_10_means)}")
	return "\n".join(parts).strip()


def line_of(row, fields):
	"""Return one row as a line: who first, then what, with names in place of numbers."""
	names = sorted(fields, key=lambda name: name not in WHO)
	said = [text for text in (in_words(row, name) for name in names) if text]
	return "- " + "; ".join(said)


def in_words(row, name):
	"""Return a value as people read it; who may be shown it says its label."""
	df, value = row.meta.get_field(name), row.get(name)
	if not value or name == "who_kind":
		return ""
	if df.fieldtype == "Date":
		return formatdate(value, "d MMMM yyyy")
	if df.options in TITLES:
		value = frappe.db.get_value(df.options, value, TITLES[df.options]) or value
	return f"{_(df.label)}: {value}" if name in LABELLED else cstr(value)
