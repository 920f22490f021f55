"""Every function that a site lets a request call, with arguments that name a secret record in every way."""

import json

from routes import Ask, post

WITH_DOCTYPE = [
	"_doctype",
	"child_type",
	"document_type",
	"doctype",
	"doctype_name",
	"dt",
	"for_doctype",
	"goal_doctype",
	"kind",
	"parent_doctype",
	"parenttype",
	"ref_doctype",
	"reference_doctype",
	"reference_type",
	"reminder_doctype",
	"share_doctype",
]
WITH_NAMES = ["doc_names", "docnames", "files", "items", "names", "queues", "reports", "source_names"]
PLAIN = {
	"action": "Approve",
	"as_dict": 1,
	"date_range": "2020-01-01",
	"end": "2030-01-01",
	"field_map": '{"start": "creation", "end": "modified", "title": "name", "id": "name"}',
	"fields": '["*"]',
	"fieldname": "owner",
	"field": "owner",
	"file_type": "CSV",
	"from_date": "2020-01-01",
	"is_private": 1,
	"limit": 100,
	"method": "as_dict",
	"page_len": 100,
	"page_length": 100,
	"prev": 0,
	"searchfield": "name",
	"start": 0,
	"stats": '["owner", "_user_tags"]',
	"to_date": "2030-01-01",
	"tree_method": "frappe.client.get_count",
	"type": "coordinates",
	"with_data": 1,
}
STARTS = {"start": "2020-01-01"}  # of a calendar, which has an end as well


def arguments(parameters, kind, name):
	"""Return {parameter: text} that name one record in whatever the parameters are called."""
	whole = {"doctype": kind, "name": name, "docname": name}
	calendar = STARTS if "end" in parameters else {}
	given = {}
	for parameter in parameters:
		if parameter in WITH_DOCTYPE:
			given[parameter] = kind
		elif parameter in WITH_NAMES:
			given[parameter] = json.dumps([name])
		elif parameter in ("doc", "docs", "document", "args", "data"):
			one = {**whole, "assign_to": ["ehp@example.com"], "fieldname": "owner"}
			given[parameter] = json.dumps(one if parameter in ("doc", "args") else [one])
		elif parameter in ("filters", "current_filters", "doc_filters"):
			given[parameter] = json.dumps([[kind, "name", "=", name]])
		elif parameter in ("txt", "text", "search_term"):
			given[parameter] = name
		elif parameter not in ("self", "kwargs", "ignore_permissions", "cmd"):
			given[parameter] = {**PLAIN, **calendar}.get(parameter, name)
	return given


def as_filters(given, name):
	"""Return the same arguments as JSON, with a filter where one name stood: Frappe often takes either."""
	changed = {key: {"name": name} if value == name else value for key, value in given.items()}
	return {key: [name] if value == json.dumps([name]) else value for key, value in changed.items()}


def of_functions(functions, kind, name, in_json=True):
	"""Every function with arguments that name a record, as a form and as JSON."""
	for path, parameters in functions.items():
		given = arguments(parameters, kind, name)
		yield Ask("POST", f"/api/method/{path}", given)
		if in_json and name in given.values():
			yield Ask("JSON", f"/api/method/{path}", as_filters(given, name))


def of_forms(kind, name):
	"""The methods that read a request's form by themselves, and those that call another by its name."""
	like = json.dumps([[kind, "name", "like", f"{name}%"]])
	fields = json.dumps(["name", "owner"])
	for method in ("get", "get_list", "get_count"):
		yield post(f"/api/method/frappe.desk.reportview.{method}", doctype=kind, filters=like, fields=fields)
	export = {"doctype": kind, "filters": like, "fields": fields, "file_format_type": "CSV", "title": kind}
	yield post("/api/method/frappe.desk.reportview.export_query", **export)
	yield post("/api/method/frappe.desk.reportview.delete_items", doctype=kind, items=json.dumps([name]))
	yield post("/api/method/frappe.desk.form.utils.remove_attach", fid=name)
	yield post("/api/method/frappe.desk.treeview.add_node", doctype=kind, parent=name, name=name)
	counted = {"doctype": kind, "txt": like, "searchfield": "name"}
	for query in ("frappe.client.get_count", "frappe.desk.search.get_link_title"):
		yield post("/api/method/frappe.desk.search.search_widget", query=query, **counted)
		tree = {"doctype": kind, "label": "x", "parent": name, "tree_method": query}
		yield post("/api/method/frappe.desk.treeview.get_all_nodes", **tree)
	yield post("/api/method/frappe.client.get", doctype=kind, filters=json.dumps({"name": name}))
	yield post("/api/method/frappe.client.get_list", doctype=kind, filters=like, group_by="owner")
	yield post("/api/method/frappe.client.bulk_update", docs=json.dumps([{"doctype": kind, "docname": name}]))
	yield Ask("JSON", "/api/method/frappe.client.get", {"doctype": kind, "name": {"name": name}})
	yield Ask("JSON", "/api/method/frappe.client.get", {"doctype": kind, "name": [["name", "=", name]]})
	yield Ask("JSON", "/api/method/run_doc_method", {"dt": kind, "dn": {"name": name}, "method": "as_dict"})
	yield from _printed(kind, name)


def _printed(kind, name):
	"""Papers of a record, of several, and of one that the request makes up around a link to it."""
	several = json.dumps([name])
	yield post("/api/method/frappe.utils.print_format.download_multi_pdf", doctype=kind, name=several)
	both = {"doctype": {kind: [name]}, "name": "papers"}
	yield Ask("JSON", "/api/method/frappe.utils.print_format.download_multi_pdf", both)
	made_up = json.dumps(
		{"doctype": "ToDo", "description": "x", "reference_type": kind, "reference_name": name}
	)
	yield post("/api/method/frappe.www.printview.get_html_and_style", doc=made_up)
	yield post("/api/method/frappe.www.printview.get_html_and_style", doc=kind, name=name)
	yield post("/printview", doctype=kind, name=name, doc=made_up)
	mail = {"doctype": kind, "name": name, "content": "x", "recipients": "a@example.com", "subject": "x"}
	yield post("/api/method/frappe.core.doctype.communication.email.make", **mail)
	files = json.dumps([name])
	yield post("/api/method/frappe.core.doctype.communication.email.make", content="x", attachments=files)
	child = json.dumps([{"doctype": kind, "docname": name, "name": name, "assign_to": ["ehp@example.com"]}])
	yield post("/api/method/frappe.desk.form.assign_to.add_multiple", args=child)
