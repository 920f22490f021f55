"""Methods of Frappe that count, name or search past the rule of access, as they are with it; and a calmer sidebar.

Named in `override_whitelisted_methods`. Each answers as Frappe's own does, from the rows that a list would show.
"""

import frappe
from frappe import _, client
from frappe.desk import desktop, listview, search

from earlyhelp.constants import DESK_ROLES
from earlyhelp.permissions.case_records import is_case
from earlyhelp.permissions.guard import list_condition, refuse_as_missing
from earlyhelp.permissions.viewed import drop_titles
from earlyhelp.team_around.people import may_take_part

AUTOMATIC_ROLES = ("All", "Guest", "Desk User")


def _check_reads(doctype):
	if frappe.get_meta(doctype).istable or not (
		frappe.has_permission(doctype, "read") or frappe.has_permission(doctype, "select")
	):
		frappe.throw(_("No permission for {0}").format(_(doctype)), frappe.PermissionError)


def _parsed(value):
	return frappe.parse_json(value) if isinstance(value, str) else value


@frappe.whitelist()
def get(
	doctype: str,
	name: str | int | None = None,
	filters: str | dict | list | None = None,
	parent: str | None = None,
):
	"""Return a record by its name, or the first that fits of those that the person's list would show."""
	if not name and filters and list_condition(None, doctype):
		asked = {"filters": _parsed(filters), "parent_doctype": parent, "order_by": None}
		names = frappe.get_list(doctype, pluck="name", limit=1, **asked)
		if not names:
			refuse_as_missing(doctype, "")
		name, filters = names[0], None
	found = client.get(doctype, name, filters, parent)
	if name and is_case(doctype):
		frappe.get_doc(doctype, name).add_viewed()
	return found


@frappe.whitelist()
def get_count(
	doctype: str, filters: str | dict | list | None = None, debug: bool = False, cache: bool = False
):
	"""Return how many records of a doctype fit that the person's list would show."""
	_check_reads(doctype)
	return len(frappe.get_list(doctype, filters=_parsed(filters), pluck="name", limit=0, order_by=None))


@frappe.whitelist()
def validate_link(doctype: str, docname: str, fields: str | list | None = None):
	"""Return the name, and wanted values, of a record that the person may link to; no name for any other."""
	_check_reads(doctype)
	names = frappe.get_list(doctype, filters={"name": docname}, pluck="name", limit=1)
	values = frappe._dict(name=names[0] if names else None)
	wanted = _parsed(fields)
	if names and wanted:
		values.update(client.get_value(doctype, wanted, docname))
	return values


def _of_family(doctype, filters):
	"""Return the filters of a link's box, as rows. `family` narrows people to those of a family within reach; as
	long as the form names none, everybody within reach is offered."""
	filters = _parsed(filters)
	if doctype != "Early Help Person" or not filters:
		return filters
	if isinstance(filters, dict):
		filters = [[key, *(told if isinstance(told, list) else ["=", told])] for key, told in filters.items()]
	families = [row[-1] for row in filters if row[-3] == "family"]
	rows = [[doctype, *row[-3:]] for row in filters if row[-3] != "family"]
	found = frappe.get_list("Family", filters={"name": ["in", families or [""]]}, pluck="name")
	return [*rows, *([doctype, "name", "in", sorted(may_take_part(name))] for name in found)]


@frappe.whitelist()
def search_link(
	doctype: str,
	txt: str,
	query: str | None = None,
	filters: str | dict | list | None = None,
	page_length: int = 10,
	searchfield: str | None = None,
	reference_doctype: str | None = None,
	ignore_user_permissions: bool = False,
):
	"""Return what a link field offers for a text. `ignore_user_permissions` is not passed on: with it the search
	would look at every record."""
	filters = _of_family(doctype, filters)
	return search.search_link(doctype, txt, query, filters, page_length, searchfield, reference_doctype)


@frappe.whitelist()
def search_widget(
	doctype: str,
	txt: str,
	query: str | None = None,
	searchfield: str | None = None,
	start: int = 0,
	page_length: int = 10,
	filters: str | dict | list | None = None,
	filter_fields: str | None = None,
	as_dict: bool = False,
	reference_doctype: str | None = None,
	ignore_user_permissions: bool = False,
):
	"""Return the rows behind `search_link`, with the same omission."""
	return search.search_widget(
		doctype,
		txt,
		query,
		searchfield,
		start,
		page_length,
		_of_family(doctype, filters),
		filter_fields,
		as_dict,
		reference_doctype,
	)


@frappe.whitelist()
def get_link_title(doctype: str, docname: str):
	"""Return the title of a record that the person may see in a list, else the name that was asked for."""
	_check_reads(doctype)
	meta = frappe.get_meta(doctype)
	if not meta.show_title_field_in_link or not meta.title_field:
		return docname
	rows = frappe.get_list(doctype, filters={"name": docname}, pluck=meta.title_field, limit=1)
	return rows[0] if rows else docname


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: str, field: str):
	"""Return how many records there are for each value of a field, or for each person they are assigned to."""
	_check_reads(doctype)
	if field != "assigned_to":
		return listview.get_group_by_count(doctype, current_filters, field)
	names = frappe.get_list(doctype, filters=_parsed(current_filters), pluck="name", limit=0, order_by=None)
	given = {
		"reference_type": doctype,
		"reference_name": ["in", names or [""]],
		"status": ["!=", "Cancelled"],
	}
	counts = {}
	for person in frappe.get_all("ToDo", filters=given, pluck="allocated_to"):
		counts[person] = counts.get(person, 0) + 1
	rows = [frappe._dict(name=person, count=count) for person, count in counts.items() if person]
	return sorted(rows, key=lambda row: -row.count)[:50]


@frappe.whitelist()
def get_tagged_docs(doctype: str, tag: str):
	"""Return the names of records with a tag that the person's list would show."""
	_check_reads(doctype)
	return frappe.get_list(
		doctype, filters={"_user_tags": ["like", tag]}, fields=["name"], as_list=True, limit=0
	)


@frappe.whitelist()
def is_document_amended(doctype: str, docname: str):
	"""Return the record that amends another, of those that the person's list would show. Nothing here is amended."""
	_check_reads(doctype)
	if not frappe.get_meta(doctype).has_field("amended_from"):
		return False
	names = frappe.get_list(doctype, filters={"amended_from": docname}, pluck="name", limit=1)
	return names[0] if names else False


@frappe.whitelist()
def get_open_count(doctype: str, name: str, items: str | list | None = None):
	"""Return the counts beside a record. Case records are counted only beside a record of the same family."""
	frappe.get_doc(doctype, name).check_permission("read")
	counts = frappe.get_attr("frappe." + "desk.notifications.get_open_count")(doctype, name, items)
	if is_case(doctype):
		return counts
	for kind in ("external_links_found", "internal_links_found"):
		found = (counts.get("count") or {}).get(kind) if isinstance(counts.get("count"), dict) else None
		if found:
			counts["count"][kind] = [row for row in found if not is_case(row.get("doctype"))]
	return counts


@frappe.whitelist()
def getdoc(doctype: str, name: str):
	"""Load a record for its form; what it links to is called by its number where the person does not reach it."""
	frappe.get_attr("frappe." + "desk.form.load.getdoc")(doctype, name)
	drop_titles(frappe.response.get("_link_titles"))


@frappe.whitelist()
def get_chart(
	chart_name: str | None = None,
	chart: str | dict | None = None,
	no_cache: bool | None = None,
	filters: str | dict | list | None = None,
	from_date: str | None = None,
	to_date: str | None = None,
	timespan: str | None = None,
	time_interval: str | None = None,
	heatmap_year: str | int | None = None,
	refresh: bool | None = None,
):
	"""Return a chart worked out for this person: Frappe keeps the one that the person before was shown."""
	work_out = frappe.get_attr("frappe." + "desk.doctype.dashboard_chart.dashboard_chart.get")
	given = {"filters": filters, "from_date": from_date, "to_date": to_date, "timespan": timespan}
	given |= {"time_interval": time_interval, "heatmap_year": heatmap_year, "refresh": 1}
	drawn = work_out(chart_name=chart_name, chart=chart, **given)
	if drawn and drawn.get("labels"):
		asked = frappe.get_doc("Dashboard Chart", chart_name) if chart_name else frappe._dict(_parsed(chart))
		drawn["labels"] = _titled(drawn["labels"], asked)
	return drawn


def _titled(labels, chart) -> list:
	"""Return the groups of a chart by the titles of the records that they are, as far as the person reads these;
	Frappe writes their numbers."""
	by_group = chart.chart_type == "Group By"
	field = by_group and frappe.get_meta(chart.document_type).get_field(chart.group_by_based_on)
	linked = field and field.fieldtype == "Link" and frappe.get_meta(field.options)
	titles = {}
	if linked and linked.show_title_field_in_link and frappe.has_permission(linked.name, "read"):
		names = {"filters": {"name": ["in", [label for label in labels if label]]}, "limit": len(labels)}
		found = frappe.get_list(linked.name, fields=["name", f"{linked.title_field} as title"], **names)
		titles = {row.name: row.title for row in found}
	return [titles.get(label, label) or (_("Not Set") if by_group else label) for label in labels]


@frappe.whitelist(allow_guest=True)
def can_subscribe_doctype(doctype: str) -> bool:
	"""Say whether the person is told of every change to records of a doctype. Of those of families nobody is: the
	news would name them to all who may read any."""
	if is_case(doctype) or not frappe.has_permission(doctype, "read"):
		raise frappe.PermissionError
	return True


@frappe.whitelist()
def report_to_pdf(html: str, orientation: str = "Landscape"):
	"""Return a page as PDF. Frappe would keep all of the page in its log of access."""
	get_pdf = frappe.get_attr("frappe." + "utils.pdf.get_pdf")
	frappe.get_attr("frappe." + "core.doctype.access_log.access_log.make_access_log")(
		file_type="PDF", method="PDF"
	)
	answer = {"filename": "report.pdf", "filecontent": get_pdf(html, {"orientation": orientation})}
	frappe.local.response.update({**answer, "type": "pdf"})


@frappe.whitelist()
def get_workspace_sidebar_items():
	"""Return the pages of the sidebar. Frappe's own, of building and integrating, are for those who hold a role
	beyond this app's."""
	told = desktop.get_workspace_sidebar_items()
	if set(frappe.get_roles()) <= {*DESK_ROLES, *AUTOMATIC_ROLES}:
		modules = frappe.get_all("Module Def", filters={"app_name": "frappe"}, pluck="name")
		told["pages"] = [page for page in told["pages"] if page.get("module") not in modules]
	return told
