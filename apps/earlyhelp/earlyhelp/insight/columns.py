"""Columns and cards of reports, written as rows."""

NUMBER = "Number"  # a number that is a link: text for a desk, but on the side of numbers


def columns(*rows):
	"""Return the columns of a report from rows of (fieldname, label, fieldtype, width)."""
	names = ("fieldname", "label", "fieldtype", "width")
	found = [dict(zip(names, row, strict=True)) for row in rows]
	for column in found:
		column["width"] = max(
			column["width"], 8 * len(column["label"]) + 45
		)  # a head that is cut off says nothing
		if column["fieldtype"] == NUMBER:
			column.update(fieldtype="Data", align="right")
	return found


def cards(*rows):
	"""Return the figures above a report from rows of (label, number, colour)."""
	return [
		{"label": label, "value": value, "datatype": "Int", "indicator": colour}
		for label, value, colour in rows
	]
