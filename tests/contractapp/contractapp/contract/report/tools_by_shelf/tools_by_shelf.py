import frappe
from frappe import _
from frappe.utils import cint


def execute(filters=None):
	filters = frappe._dict(filters or {})
	rows = get_data(filters)
	return get_columns(), rows, None, get_chart(rows), get_summary(rows)


def get_columns():
	return [
		{"fieldname": "shelf", "label": _("Shelf"), "fieldtype": "Link", "options": "Shelf", "width": 120},
		{"fieldname": "tools", "label": _("Tools"), "fieldtype": "Int", "width": 90},
		{"fieldname": "worth", "label": _("Worth"), "fieldtype": "Currency", "width": 120},
	]


def get_data(filters):
	rows = frappe.get_list(
		"Tool",
		filters={"shelf": filters.shelf} if filters.shelf else {},
		fields=["shelf", "count(name) as tools", "sum(price) as worth"],
		group_by="shelf",
		order_by="shelf",
	)
	return [row for row in rows if row.tools >= cint(filters.at_least)]


def get_chart(rows):
	values = [row.tools for row in rows]
	return {"type": "bar", "data": {"labels": [r.shelf for r in rows], "datasets": [{"values": values}]}}


def get_summary(rows):
	total = sum(row.tools for row in rows)
	return [{"label": _("Tools"), "value": total, "datatype": "Int"}]
