"""Columns and cards of reports, written as rows."""


def columns(*rows):
	"""Return the columns of a report from rows of (fieldname, label, fieldtype, width)."""
	names = ("fieldname", "label", "fieldtype", "width")
	return [dict(zip(names, row, strict=True)) for row in rows]


def cards(*rows):
	"""Return the figures above a report from rows of (label, number, colour)."""
	return [
		{"label": label, "value": value, "datatype": "Int", "indicator": colour}
		for label, value, colour in rows
	]
