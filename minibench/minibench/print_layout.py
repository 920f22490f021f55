"""The Standard print of any document: what of it is shown, as sections of columns of fields."""

from markupsafe import Markup, escape

from minibench.jinja import render_template
from minibench.local import _dict
from minibench.meta import get_meta
from minibench.translate import _
from minibench.utils.html import sanitize_html, strip_html

NEVER = ("Section Break", "Column Break", "Tab Break", "Button", "Fold", "Password")
NUMBERS = ("Int", "Float", "Currency", "Percent")
MARKUP = ("Text Editor", "HTML Editor")
FORMATTED = ("Select", "Link", "Dynamic Link", "Date", "Datetime", "Time")


def make_layout(doc) -> list[_dict]:
	"""Sections with something to show; what is hidden, empty, or above this person's level is left out."""
	sections = [_dict(label=None, columns=[[]])]
	for df in doc.meta.fields:
		if df.fieldtype in ("Section Break", "Tab Break"):
			sections.append(_dict(label=_(df.label or ""), columns=[[]]))
		elif df.fieldtype == "Column Break":
			sections[-1].columns.append([])
		elif is_visible(df, doc) and (df.fieldtype == "HTML" or has_value(doc, df)):
			field = _table(doc, df) if df.fieldtype == "Table" else _field(doc, df)
			if field:
				sections[-1].columns[-1].append(field)
	for section in sections:
		section.columns = [column for column in section.columns if column]
	return [section for section in sections if section.columns]


def is_visible(df, doc, row=None) -> bool:
	"""Whether this person sees the field on paper; a child row has the levels of its document."""
	if df.fieldtype in NEVER or df.hidden or df.print_hide:
		return False
	if df.permlevel and not doc.has_permlevel_access_to(df.fieldname, df):
		return False
	hidden = getattr(row or doc, "print_hide", None) or ()
	return df.fieldname not in hidden


def has_value(doc, df) -> bool:
	value = doc.get(df.fieldname)
	if isinstance(value, str):
		return bool(strip_html(value).strip()) or "<img" in value
	if value == 0:
		return df.fieldtype != "Check" and not df.print_hide_if_no_value
	return value not in (None, [])


def _field(doc, df) -> _dict:
	return _dict(fieldname=df.fieldname, label=_(df.label or ""), value=shown(doc, df))


def _table(doc, df) -> _dict | None:
	rows = doc.get(df.fieldname)
	columns = [column for column in get_meta(df.options).fields if _is_column(column, rows, doc)]
	if not columns:
		return None
	return _dict(
		label=_(df.label),
		head=[_dict(label=_(column.label), number=column.fieldtype in NUMBERS) for column in columns],
		rows=[[shown(row, column, doc) for column in columns] for row in rows],
	)


def _is_column(df, rows, doc) -> bool:
	filled = any(has_value(row, df) and row.get(df.fieldname) != 0 for row in rows)
	return filled and is_visible(df, doc, rows[0])


def shown(doc, df, parent=None) -> Markup:
	"""The value of a field as safe HTML."""
	value = doc.get(df.fieldname)
	if df.fieldtype == "HTML":
		return Markup(render_template(df.options or "", {"doc": doc}, is_path=False))
	if df.fieldtype == "Check":
		return escape(_("Yes") if value else "")
	if df.fieldtype in MARKUP:
		return Markup(sanitize_html(value or "", always_sanitize=True))
	if df.fieldtype == "Image":
		value = doc.get(df.options)
	if df.fieldtype in ("Image", "Attach Image"):
		return Markup('<img src="{}" alt="{}">').format(value, _(df.label or "")) if value else Markup()
	if isinstance(value, str) and df.fieldtype not in FORMATTED:
		return escape(value)
	text = doc.get_formatted(df.fieldname, parent or doc, translated=bool(df.translatable))
	return escape("" if text is None else text)
