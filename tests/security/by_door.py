"""The doors of Frappe through which a record could be seen, by their names: requests that name one record each.

Each takes the kind of a record, its name and the address of a file that hangs on it.
"""

import json

from routes import Ask, get, of_file, post


def _call(method, **arguments):
	return post(f"/api/method/frappe.{method}", **arguments)


def _is(kind, name):
	return json.dumps([[kind, "name", "=", name]])


def counts(kind, name, url):
	for method in ("client.get_count", "desk.reportview.get_count"):
		yield _call(method, doctype=kind, filters=_is(kind, name))
	yield get(f"/api/v2/doctype/{kind}/count", filters=_is(kind, name))


def titles_of_links(kind, name, url):
	yield _call("desk.search.get_link_title", doctype=kind, docname=name)
	task = {"doctype": "ToDo", "description": "x", "reference_type": kind, "reference_name": name}
	yield _call("www.printview.get_html_and_style", doc=json.dumps(task))
	held = {"reference_doctype": kind, "reference_docname": name, "doctype": "Event Participants"}
	event = {"doctype": "Event", "subject": "x", "starts_on": "2026-01-01", "event_participants": [held]}
	yield _call("www.printview.get_html_and_style", doc=json.dumps(event))
	yield _call("desk.link_preview.get_preview_data", doctype=kind, docname=name)


def tags(kind, name, url):
	yield _call("desk.doctype.tag.tag.add_tag", tag="x", dt=kind, dn=name)
	yield _call("desk.doctype.tag.tag.add_tags", tags='["x"]', dt=kind, docs=json.dumps([name]))
	yield _call("desk.doctype.tag.tag.remove_tag", tag="x", dt=kind, dn=name)
	yield get("/api/resource/Tag Link", filters=json.dumps([["document_name", "=", name]]), fields='["*"]')


def files(kind, name, url):
	yield from of_file(url)
	yield _call("core.api.file.get_attached_images", doctype=kind, names=json.dumps([name]))
	held = {"doctype": kind, "docname": name}
	yield _call("client.attach_file", filename="x.txt", filedata="x", **held)
	yield post("/api/method/upload_file", file_url="/files/x.txt", **held)
	yield _call("utils.file_manager.add_attachments", doctype=kind, name=name, attachments="[]")
	yield get("/api/resource/File", filters=json.dumps([["attached_to_name", "=", name]]), fields='["*"]')


def shares(kind, name, url):
	held = {"doctype": kind, "name": name}
	yield _call("share.add", user="ehp@example.com", read=1, **held)
	yield _call("share.get_users", **held)
	yield _call("share.set_permission", user="ehp@example.com", permission_to="read", **held)


def connections(kind, name, url):
	yield _call("desk.notifications.get_open_count", doctype=kind, name=name)
	yield _call("desk.form.linked_with.get", doctype=kind, docname=name)
	yield _call("desk.form.linked_with.get_submitted_linked_docs", doctype=kind, name=name)


def values_that_follow_a_link(kind, name, url):
	yield _call("client.validate_link", doctype=kind, docname=name, fields='["owner", "creation"]')
	yield _call("client.get_value", doctype=kind, fieldname="owner", filters=json.dumps({"name": name}))
	yield _call("client.set_value", doctype=kind, name=name, fieldname="idx", value=1)


def child_rows(kind, name, url):
	of_parent = json.dumps([["Family Member", "parent", "=", name]])
	rows = {"doctype": "Family Member", "parent": "Family", "filters": of_parent}
	yield _call("client.get_list", fields='["*"]', **rows)
	yield _call("client.get", **rows)
	yield _call("client.get_value", fieldname="person", **rows)
	yield _call("desk.reportview.get", doctype="Family Member", filters=of_parent, fields='["*"]')
	yield get("/api/resource/Family Member", parent="Family", filters=of_parent, fields='["*"]')


def changed_links(kind, name, url):
	task = {"description": "x", "reference_type": kind, "reference_name": name}
	yield Ask("POST", "/api/resource/ToDo", task)
	yield Ask("POST", "/api/resource/Agreed Action", {"what": "Ring back", "family": name})
	yield _call("email.relink", name="none", reference_doctype=kind, reference_name=name)


def groups(kind, name, url):
	asked = {"doctype": kind, "filters": _is(kind, name)}
	yield _call(
		"desk.listview.get_group_by_count", doctype=kind, current_filters=_is(kind, name), field="owner"
	)
	for method in ("get_sidebar_stats", "get_stats"):
		yield _call(f"desk.reportview.{method}", stats='["owner"]', **asked)
	told = json.dumps([{"name": "owner", "type": "Data"}])
	yield _call("desk.reportview.get_filter_dashboard_data", stats=told, **asked)
	yield _call("desk.reportview.get", fields='["owner", "count(name) as n"]', group_by="owner", **asked)


def searches(kind, name, url):
	yield _call("utils.global_search.search", text=name)
	yield _call("desk.search.search_link", doctype=kind, txt=name)
	yield _call("desk.search.search_widget", doctype=kind, txt=name, ignore_user_permissions=1)
	yield _call(
		"desk.search.search_widget", doctype=kind, txt=_is(kind, name), query="frappe.client.get_count"
	)
	yield get("/search", q=name)


def boards_calendars_and_trees(kind, name, url):
	shape = json.dumps({"start": "creation", "end": "modified", "id": "name", "title": "name"})
	span = {"start": "2000-01-01", "end": "2040-01-01"}
	yield _call("desk.calendar.get_events", doctype=kind, field_map=shape, filters=_is(kind, name), **span)
	moved = json.dumps({"doctype": kind, "name": name, "start": "2026-01-01", "id": name})
	yield _call("desk.calendar.update_event", args=moved, field_map=shape)
	yield _call("desk.gantt.update_task", args=moved, field_map=shape)
	yield _call("desk.doctype.kanban_board.kanban_board.add_card", board_name="x", docname=name, colname="x")
	tree = {"doctype": kind, "label": "x", "parent": name}
	yield _call("desk.treeview.get_all_nodes", tree_method="frappe.client.get_count", **tree)
	yield _call("desk.treeview.get_children", doctype=kind, parent=name)


def figures(kind, name, url):
	card = {"doctype": "Number Card", "type": "Document Type", "document_type": kind, "function": "Count"}
	cards = "desk.doctype.number_card.number_card.get_result"
	yield _call(cards, doc=json.dumps(card), filters=_is(kind, name))
	chart = {"name": "x", "chart_type": "Group By", "document_type": kind, "group_by_based_on": "owner"}
	chart |= {"group_by_type": "Count", "type": "Bar", "filters_json": "[]"}
	charts = "desk.doctype.dashboard_chart.dashboard_chart.get"
	yield _call(charts, chart=json.dumps(chart), filters=_is(kind, name))


def exports(kind, name, url):
	export = {"doctype": kind, "filters": _is(kind, name), "file_format_type": "CSV", "title": "x"}
	yield _call("desk.reportview.export_query", fields='["name", "owner"]', **export)
	data = {"doctype": kind, "with_data": 1, "file_type": "CSV", "filters": json.dumps({"name": name})}
	yield _call("core.doctype.data_export.exporter.export_data", **data)
	some = {"doctype": kind, "export_fields": json.dumps({kind: ["name"]}), "export_records": "by_filter"}
	template = "core.doctype.data_import.data_import.download_template"
	yield _call(template, export_filters=_is(kind, name), **some)


def prints(kind, name, url):
	held, paper = {"doctype": kind, "name": name}, "utils.print_format."
	yield get("/printview", **held)
	yield _call(paper + "download_pdf", **held)
	yield _call(paper + "download_multi_pdf", doctype=kind, name=json.dumps([name]))
	both = {"doctype": {kind: [name]}, "name": "papers"}
	yield Ask("JSON", f"/api/method/frappe.{paper}download_multi_pdf", both)
	yield _call("www.printview.get_html_and_style", doc=kind, name=name)
	yield _call("www.printview.get_html_and_style", doc=json.dumps(held))
	yield _call("www.printview.get_rendered_raw_commands", doc=json.dumps(held))
	plan = {"doctype": "My Family Plan", "family": name, "title": "x"}
	yield _call("www.printview.get_html_and_style", doc=json.dumps(plan))
	yield _call("utils.weasyprint.download_pdf", print_format="Standard", **held)


def mails(kind, name, url):
	mail = {"content": "x", "subject": "x", "recipients": "a@example.com"}
	make = "core.doctype.communication.email.make"
	yield _call(make, doctype=kind, name=name, print_format="Standard", **mail)
	yield _call(make, attachments=json.dumps([url]), **mail)


def what_happened(kind, name, url):
	held = {"doctype": kind, "name": name}
	yield _call("desk.form.load.getdoc", **held)
	yield _call("desk.form.load.get_docinfo", **held)
	yield _call("desk.form.load.get_communications", **held)
	for follower, field in (
		("Comment", "reference_name"),
		("Version", "docname"),
		("View Log", "reference_name"),
	):
		about = json.dumps([[field, "=", name]])
		yield get(f"/api/resource/{follower}", filters=about, fields='["*"]')


def tasks(kind, name, url):
	to = {"doctype": kind, "name": name, "assign_to": '["ehp@example.com"]'}
	yield _call("desk.form.assign_to.add", **to)
	yield _call("desk.form.assign_to.add_multiple", doctype=kind, name=json.dumps([name]), assign_to="[]")
	yield _call("desk.form.assign_to.close", doctype=kind, name=name, assign_to="ehp@example.com")
	yield _call("desk.form.assign_to.remove", doctype=kind, name=name, assign_to="ehp@example.com")
	yield _call("desk.form.assign_to.remove_multiple", doctype=kind, names=json.dumps([name]))


def follows_likes_and_comments(kind, name, url):
	yield _call("desk.form.document_follow.update_follow", doctype=kind, doc_name=name, following=1)
	yield _call("desk.form.document_follow.get_follow_users", doctype=kind, doc_name=name)
	yield _call("desk.like.toggle_like", doctype=kind, name=name, add="Yes")
	said = {"content": "x", "comment_email": "", "comment_by": ""}
	yield _call("desk.form.utils.add_comment", reference_doctype=kind, reference_name=name, **said)


def steps(kind, name, url):
	whole, names = json.dumps({"doctype": kind, "name": name}), json.dumps([name])
	yield _call("model.workflow.get_transitions", doc=whole)
	yield _call("model.workflow.apply_workflow", doc=whole, action="Submit")
	yield _call("model.workflow.bulk_workflow_approval", docnames=names, doctype=kind, action="Submit")
	yield _call("model.workflow.get_common_transition_actions", docs=f"[{whole}]", doctype=kind)
	imported = "workflow.doctype.workflow_action.workflow_action.apply_workflow"
	yield _call(imported, doc=whole, action="Submit")


def many_at_once(kind, name, url):
	names, one = json.dumps([name]), {"doctype": kind, "docname": name, "idx": 1}
	yield _call("desk.reportview.delete_items", doctype=kind, items=names)
	yield _call("client.bulk_update", docs=json.dumps([one]))
	update = "desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	yield _call(update, doctype=kind, docnames=names, action="update", data='{"idx": 1}')
	yield _call("automation.doctype.assignment_rule.assignment_rule.bulk_apply", doctype=kind, docnames=names)
	yield _call(
		"desk.form.linked_with.cancel_all_linked_docs", docs=json.dumps([{"doctype": kind, "name": name}])
	)


def new_names(kind, name, url):
	for old, new in ((name, "X-1"), ("X-1", name)):
		yield _call("client.rename_doc", doctype=kind, old_name=old, new_name=new)
		yield _call("rename_doc", doctype=kind, old=old, new=new, force=1, merge=1)
		yield _call("model.rename_doc.update_document_title", doctype=kind, docname=old, name=new, merge=1)


def one_record(kind, name, url):
	held = {"doctype": kind, "name": name}
	for method in ("get", "delete", "cancel"):
		yield _call(f"client.{method}", **held)
	yield _call("client.get", doctype=kind, filters=json.dumps({"name": name}))
	yield Ask("JSON", "/api/method/frappe.client.get", {"doctype": kind, "name": {"name": name}})
	for method in ("has_permission", "get_doc_permissions", "is_document_amended"):
		yield _call(f"client.{method}", doctype=kind, docname=name)
	yield _call("client.get_password", doctype=kind, name=name, fieldname="owner")
	yield _call("desk.form.utils.get_next", doctype=kind, value=name, prev=0)


def web_forms(kind, name, url):
	form = "website.doctype.web_form.web_form."
	data = json.dumps({"doctype": kind, "name": name})
	yield _call(form + "accept", web_form="x", data=data)
	yield _call(form + "get_form_data", doctype=kind, docname=name, web_form_name="x")
	yield _call(form + "delete", web_form_name="x", docname=name)


def site_wide_pages(kind, name, url):
	slug = kind.lower().replace(" ", "-")
	for path in ("sitemap.xml", "rss.xml", f"list?doctype={kind}", f"{slug}/{name}", f"{kind}/{name}"):
		yield get(f"/{path}")
	yield _call(
		"website.doctype.discussion_topic.discussion_topic.submit_discussion", doctype=kind, docname=name
	)


def news_of_changes(kind, name, url):
	yield _call("realtime.can_subscribe_doc", doctype=kind, docname=name)


def of_what_families_use(kind, name):
	"""The ways in which a look-up could tell which records name it."""
	yield _call("desk.form.load.getdoc", doctype=kind, name=name)
	yield from connections(kind, name, "")
	yield _call("client.delete", doctype=kind, name=name)
	yield Ask("DELETE", f"/api/resource/{kind}/{name}")
	yield Ask("DELETE", f"/api/v2/document/{kind}/{name}")
	yield _call("desk.reportview.delete_items", doctype=kind, items=json.dumps([name]))
	yield get(f"/app/{kind.lower().replace(' ', '-')}/{name}")


DOORS = (
	counts,
	titles_of_links,
	tags,
	files,
	shares,
	connections,
	values_that_follow_a_link,
	child_rows,
	changed_links,
	groups,
	searches,
	boards_calendars_and_trees,
	figures,
	exports,
	prints,
	mails,
	what_happened,
	tasks,
	follows_likes_and_comments,
	steps,
	many_at_once,
	new_names,
	one_record,
	web_forms,
	site_wide_pages,
	news_of_changes,
)
