"""Every way to ask for a record, a list, a figure, a print or a file, as requests that a walker makes."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode
from zlib import crc32


@dataclass(frozen=True)
class Ask:
	"""One request: verb, address, and what is sent."""

	verb: str
	url: str
	data: dict = field(default_factory=dict, hash=False)


# Pages that every site of Frappe has.
OF_FRAPPE = (
	"/sitemap.xml",
	"/rss.xml",
	"/robots.txt",
	"/website_script.js",
	"/list?doctype=Family",
	"/Family",
	"/family",
	"/contact",
	"/apps",
	"/third_party_apps",
	"/update-profile",
	"/backups/database.sql",
	"/private/backups/database.sql",
)


def get(path, **query):
	return Ask("GET", f"{path}?{urlencode(query)}" if query else path)


def post(path, **data):
	return Ask("POST", path, data)


def call(method, **arguments):
	"""A method, each doctype in another of the ways in which it can be spelt."""
	ways = (
		post(f"/api/method/{method}", **arguments),
		get(f"/api/v2/method/{method}", **arguments),
		get("/", cmd=method, **arguments),
	)
	yield ways[crc32(f"{method} {arguments.get('doctype')}".encode()) % 3]


def of_row(doctype, name):
	"""The ways to ask for one row of a child table."""
	at, kind = quote(name), quote(doctype)
	yield get(f"/api/resource/{kind}/{at}")
	yield get(f"/api/v2/document/{kind}/{at}")
	yield Ask("PUT", f"/api/resource/{kind}/{at}", {"idx": 2})
	yield Ask("DELETE", f"/api/resource/{kind}/{at}")
	yield from call("frappe.client.get", doctype=doctype, name=name)
	yield from call("frappe.desk.form.load.getdoc", doctype=doctype, name=name)
	yield from call("frappe.client.has_permission", doctype=doctype, docname=name)
	yield post("/api/method/frappe.client.set_value", doctype=doctype, name=name, fieldname="idx", value=1)
	yield post("/api/method/run_doc_method", dt=doctype, dn=name, method="as_dict")
	yield get("/printview", doctype=doctype, name=name)


def of_record(doctype, name):
	"""Every way to ask for one record by its number."""
	yield from by_rest(doctype, name)
	yield from by_methods(doctype, name)
	yield from by_pages(doctype, name)


def by_rest(doctype, name):
	"""The ways below /api/resource, to the record itself and to what hangs on one."""
	kind, at = quote(doctype), quote(name)
	for base in (f"/api/resource/{kind}", f"/api/v1/resource/{kind}", f"/api/v2/document/{kind}"):
		yield get(f"{base}/{at}")
	yield get(f"/api/resource/{kind}/{at}", expand_links=1)
	yield Ask("PUT", f"/api/resource/{kind}/{at}", {"docstatus": 0})
	yield Ask("DELETE", f"/api/resource/{kind}/{at}")
	yield get(f"/api/resource/{kind}/{at}", run_method="as_dict")
	for column in ("name", "owner"):
		yield get(f"/api/resource/{kind}", filters=json.dumps([["name", "=", name]]), fields=f'["{column}"]')
	yield post("/api/resource/ToDo", reference_type=doctype, reference_name=name, description="x")
	yield post("/api/resource/Tag%20Link", document_type=doctype, document_name=name, tag="x")
	yield post(
		"/api/resource/DocShare", share_doctype=doctype, share_name=name, user="ehp@example.com", read=1
	)


def by_methods(doctype, name):
	"""The methods that are given the number, or a whole record that holds it."""
	named = {"doctype": doctype, "name": name}
	yield from call("frappe.client.get", **named)
	yield from call("frappe.desk.form.load.getdoc", **named)
	for method in ("delete", "cancel"):
		yield post(f"/api/method/frappe.client.{method}", **named)
	yield post("/api/method/frappe.client.set_value", **named, fieldname="idx", value=1)
	whole = json.dumps({"doctype": doctype, "name": name, "docstatus": 0})
	for method in ("save", "submit", "insert"):
		yield post(f"/api/method/frappe.client.{method}", doc=whole)
	yield post("/api/method/frappe.desk.form.save.savedocs", doc=whole, action="Save")
	for method in ("apply_workflow", "get_transitions"):
		yield post(f"/api/method/frappe.model.workflow.{method}", doc=whole, action="Submit")
	yield post("/api/method/run_doc_method", dt=doctype, dn=name, method="as_dict")
	yield post("/api/method/run_doc_method", docs=whole, method="as_dict")
	found = {"doctype": doctype, "filters": json.dumps({"name": name})}
	yield from call("frappe.client.get_value", fieldname="name", **found)
	yield from call("frappe.client.get_count", **found)
	yield from call("frappe.desk.reportview.get_count", **found)
	yield from call("frappe.client.validate_link", doctype=doctype, docname=name, fields='["owner"]')
	yield from call("frappe.client.has_permission", doctype=doctype, docname=name)
	yield from call("frappe.utils.print_format.download_pdf", **named)
	remark = {"content": "x", "comment_email": "", "comment_by": ""}
	about = {"reference_doctype": doctype, "reference_name": name}
	yield post("/api/method/frappe.desk.form.utils.add_comment", **about, **remark)
	yield post("/api/method/upload_file", doctype=doctype, docname=name, file_url="/files/x.txt")


def by_pages(doctype, name):
	"""The pages of the desk and the print."""
	slug, kind, at = doctype.lower().replace(" ", "-"), quote(doctype), quote(name)
	yield get(f"/app/{slug}/{at}")
	yield get(f"/app/{slug}", name=name)
	yield get(f"/app/print/{kind}/{at}")
	yield get("/printview", doctype=doctype, name=name)
	yield get("/app/-/jump", q=name)
	yield get("/app/-/why", doctype=doctype, name=name, user="ehp@example.com")
	yield post(f"/app/{slug}/{at}", _action="save")
	for do in ("edit", "delete", "export:csv"):
		yield post(f"/app/{slug}", _do=do, row=name)
	yield get("/app/-/people", doctype=doctype, field=name)
	yield post(f"/app/{slug}/{at}", _do="assign", _assignee="ehp@example.com")
	yield post(f"/app/{slug}/{at}", _do="mail", _mail_to="x@example.com", _mail_subject="x", _mail_text="x")


def of_doctype(doctype, marks):
	"""Every way to ask for many records of a doctype, also by a text that only secret ones hold."""
	slug, kind = doctype.lower().replace(" ", "-"), quote(doctype)
	yield get(f"/api/resource/{kind}", fields='["*"]', limit_page_length=0)
	yield get(f"/api/resource/{kind}", limit_page_length=0, order_by="name asc")
	yield get(f"/api/v2/document/{kind}", fields='["name"]', limit=500)
	like = json.dumps([["owner", "like", "%"], ["name", "like", "ZQX%"]])
	yield get(f"/api/resource/{kind}", filters=like)
	yield from call("frappe.client.get_list", doctype=doctype, fields='["*"]', limit_page_length=0)
	yield from call("frappe.client.get_count", doctype=doctype)
	yield from call("frappe.desk.reportview.get", doctype=doctype, fields='["*"]', page_length=500)
	yield from call("frappe.desk.reportview.get_list", doctype=doctype, fields='["name"]', page_length=500)
	yield from call(
		"frappe.desk.listview.get_group_by_count", doctype=doctype, current_filters="[]", field="owner"
	)
	for text in ("", *marks, "ZQX"):
		yield from call(
			"frappe.desk.search.search_link", doctype=doctype, txt=text, ignore_user_permissions=1
		)
	yield from call("frappe.desk.form.load.getdoctype", doctype=doctype)
	yield get(f"/app/{slug}", _length=500)
	yield get(f"/app/{slug}/view/report")
	yield get(f"/app/{slug}/new")
	for kind in ("csv", "xlsx"):
		yield get(f"/app/{slug}", _export=kind)
	for kind in ("Insert New Records", "Update Existing Records"):
		wanted = {"doctype": doctype, "kind": kind, "fields": "all", "rows": "all", "as": "csv"}
		yield get("/app/-/import/template", **wanted)


def of_rows(child, holders):
	"""Rows of a child table, through each record that holds such rows and through another."""
	for parent in (*holders, "User"):
		yield get(f"/api/resource/{quote(child)}", parent=parent, fields='["*"]', limit_page_length=0)
		yield from call(
			"frappe.client.get_list", doctype=child, parent=parent, fields='["*"]', limit_page_length=0
		)
		fields = json.dumps([f"`tab{child}`.`name`", f"`tab{child}`.`parent`"])
		yield from call("frappe.desk.reportview.get", doctype=parent, fields=fields, page_length=500)


def of_reports(reports, cards, charts):
	"""Every report with every period, every number and every chart."""
	wide = {"from_date": "2000-01-01", "to_date": "2030-01-01", "as_of": "2030-01-01", "basis": "All"}
	for name, services in reports.items():
		for service in services:
			filters = json.dumps({**wide, "service": service})
			yield from call("frappe.desk.query_report.run", report_name=name, filters=filters)
			yield get(f"/app/query-report/{quote(name)}", **wide, service=service)
			yield get(f"/app/query-report/{quote(name)}", **wide, service=service, _export="csv")
		yield from call("frappe.desk.query_report.get_script", report_name=name)
	for doc in cards:
		yield from call("frappe.desk.doctype.number_card.number_card.get_result", doc=doc, filters="[]")
		asked = {"doc": doc, "filters": "[]", "result": "1"}
		yield from call("frappe.desk.doctype.number_card.number_card.get_percentage_difference", **asked)
	for name in charts:
		yield from call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart_name=name)


def of_pages(folder: Path, names, workspaces, marks):
	"""Every page of the app, alone and with a number; every workspace; the tools of the desk."""
	for path in sorted(folder.glob("**/*.html")):
		route = "/" + str(path.relative_to(folder)).removesuffix(".html")
		yield get(route)
		for name in names:
			for key in ("name", "family", "meeting", "referral", "plan", "token"):
				yield get(route, **{key: name})
			yield get(f"{route}/{quote(name)}")
	for workspace in workspaces:
		yield get(f"/app/{quote(workspace.lower().replace(' ', '-'))}")
		page = json.dumps({"name": workspace, "title": workspace})
		yield from call("frappe.desk.desktop.get_desktop_page", page=page)
	for path in (
		"/",
		"/app",
		"/app/home",
		"/app/-/reports",
		"/app/-/import",
		"/app/-/system",
		"/app/-/notices",
		"/app/-/outbox",
		"/me",
		"/login",
		*OF_FRAPPE,
	):
		yield get(path)
	for text in (*marks, "ZQX"):
		yield get("/app/-/jump", q=text)
		yield get("/app/-/search", q=text)
		yield get("/search", q=text)
		yield from call("frappe.utils.global_search.search", text=text)
		yield from call("frappe.utils.global_search.web_search", text=text)
		yield from call("frappe.search.web_search", query=text)


def of_file(url):
	"""A private file by its address, and every way to make it one's own."""
	yield get(url)
	for method in ("download_file", "frappe.handler.download_file"):
		yield get(f"/api/method/{method}", file_url=url)
	yield post("/api/method/upload_file", file_url=url, is_private=1)
	yield post("/api/method/upload_file", library_file_name=url)
	file = {"file_url": url, "is_private": 1, "file_name": "mine.txt"}
	yield Ask("POST", "/api/resource/File", file)
	yield post("/api/method/frappe.client.insert", doc=json.dumps({"doctype": "File", **file}))
	for image in ("user_image", "banner_image"):
		yield Ask("PUT", "/api/resource/User/me", {image: url})
	yield post("/api/method/frappe.utils.print_format.report_to_pdf", html=f'<img src="{url}">')
	yield Ask("JSON", "/api/method/upload_file", {"library_file_name": {"file_url": url}})
