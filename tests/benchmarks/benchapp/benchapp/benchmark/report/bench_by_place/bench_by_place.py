import frappe


def execute(filters=None):
	columns = [
		{"fieldname": "place", "label": "Place", "fieldtype": "Data", "width": 120},
		{"fieldname": "records", "label": "Records", "fieldtype": "Int", "width": 90},
		{"fieldname": "amount", "label": "Amount", "fieldtype": "Currency", "width": 120},
	]
	fields = ["place", "count(name) as records", "sum(amount) as amount"]
	return columns, frappe.get_list("Bench Plain", fields=fields, group_by="place", order_by="place")
