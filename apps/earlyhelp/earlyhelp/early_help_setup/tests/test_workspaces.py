"""Each job has its page, every part of it leads somewhere, and the saved lists open."""

import json
from pathlib import Path

import frappe
from frappe.desk import desktop
from frappe.desk.desktop import get_desktop_page
from frappe.desk.reportview import get as read_report_view

from earlyhelp.constants import AUD, BSO, DESK_ROLES, EHA, EHM, EHP, FSP
from earlyhelp.permissions.methods import get_chart, get_workspace_sidebar_items
from earlyhelp.tests.factories import EarlyHelpTestCase, make_user

APP = Path(__file__).parents[2]
PAGES = {
	BSO: ["Business Support", "Early Help"],
	EHP: ["Practitioner", "Early Help"],
	FSP: ["Practitioner", "Early Help"],
	EHM: ["Manager", "Early Help"],
	EHA: ["Early Help"],
	AUD: ["Auditor", "Early Help"],
}
ROWS = {
	"shortcut": ("shortcut_name", "shortcuts"),
	"number_card": ("number_card_name", "number_cards"),
	"chart": ("chart_name", "charts"),
	"quick_list": ("quick_list_name", "quick_lists"),
	"card": ("card_name", "links"),
}


def files(kind):
	found = [json.loads(path.read_text(encoding="utf-8")) for path in APP.glob(f"*/{kind}/*/*.json")]
	return {doc["name"]: doc for doc in found}


def saved_reports():
	return [doc for doc in files("report").values() if doc["report_type"] == "Report Builder"]


def filters_of(workspace):
	"""Every filter of a workspace's shortcuts and quick lists, as (doctype, fieldname, operator, value)."""
	texts = [row.get("stats_filter") for row in workspace["shortcuts"]]
	texts += [row.get("quick_list_filter") for row in workspace["quick_lists"]]
	return [each[:4] for text in texts if text for each in json.loads(text)]


class TestWorkspaces(EarlyHelpTestCase):
	def test_each_role_sees_the_page_of_its_job_first_and_no_other(self):
		for role in DESK_ROLES:
			frappe.set_user(make_user(role))
			pages = [row["name"] for row in get_workspace_sidebar_items()["pages"]]
			self.assertEqual(pages, PAGES[role], role)
			frappe.set_user("Administrator")

	def test_who_holds_a_role_beyond_this_app_s_is_shown_the_pages_that_frappe_shows(self):
		frappe.set_user(make_user(EHM, "System Manager"))
		pages = [row["name"] for row in get_workspace_sidebar_items()["pages"]]
		self.assertEqual(pages, [row["name"] for row in desktop.get_workspace_sidebar_items()["pages"]])
		self.assertLessEqual(set(PAGES[EHM]), set(pages))

	def test_each_block_stands_for_a_row_and_each_row_is_shown(self):
		for name, doc in files("workspace").items():
			blocks = json.loads(doc["content"])
			self.assertEqual(len({block["id"] for block in blocks}), len(blocks), name)
			for kind, (key, table) in ROWS.items():
				shown = [block["data"][key] for block in blocks if block["type"] == kind]
				rows = [row["label"] for row in doc[table] if row.get("type") != "Link"]
				self.assertEqual(shown, rows, (name, kind))

	def test_every_filter_names_a_field_and_states_that_there_are(self):
		docs = files("workspace")
		filters = [each for doc in docs.values() for each in filters_of(doc)]
		for figure in (*files("number_card").values(), *files("dashboard_chart").values()):
			texts = (figure["filters_json"], figure["dynamic_filters_json"])
			filters += [each[:4] for text in texts for each in json.loads(text)]
		self.assertGreater(len(filters), 30)
		for doctype, fieldname, operator, value in filters:
			field = frappe.get_meta(doctype).get_field(fieldname)
			self.assertTrue(field, (doctype, fieldname))
			if field.fieldtype == "Select" and operator in ("=", "!=", "in"):
				values = value if isinstance(value, list) else [value]
				self.assertLessEqual(set(values), set(field.options.split("\n")), (doctype, fieldname))

	def test_every_link_leads_to_something_that_is_there(self):
		for name, doc in files("workspace").items():
			links = [(row["link_type"], row["link_to"]) for row in doc["links"] if row["type"] == "Link"]
			links += [(row["type"], row["link_to"]) for row in doc["shortcuts"] if row["type"] != "URL"]
			for kind, target in links:
				self.assertTrue(frappe.db.exists(kind, target), (name, target))

	def test_a_new_referral_begins_with_the_search(self):
		urls = [
			row["url"] for row in files("workspace")["Business Support"]["shortcuts"] if row["type"] == "URL"
		]
		self.assertEqual(urls, ["/eh-search"])

	def test_what_a_person_may_not_read_is_not_offered(self):
		frappe.set_user(make_user(EHA))
		page = get_desktop_page(json.dumps({"name": "Early Help", "title": "Early Help"}))
		offered = {item["link_to"] for card in page["cards"]["items"] for item in card["links"]}
		self.assertIn("Impact Theme", offered)
		self.assertFalse(offered & {"My Family Plan", "TAC Meeting", "Caseload"})


class TestFigures(EarlyHelpTestCase):
	def test_each_card_and_chart_is_shown_somewhere(self):
		pages = [*files("workspace").values(), *files("insight_dashboard").values()]
		for kind, table, keys in (
			("number_card", ("number_cards", "cards"), ("number_card_name", "card")),
			("dashboard_chart", ("charts",), ("chart_name", "chart")),
		):
			rows = [row for page in pages for name in table for row in page.get(name, ())]
			shown = {row.get(key) for row in rows for key in keys} - {None}
			self.assertEqual(shown, set(files(kind)), kind)

	def test_each_chart_is_drawn_for_each_role_that_reads_what_it_counts(self):
		for name, chart in files("dashboard_chart").items():
			for role in DESK_ROLES:
				user = make_user(role)
				if not frappe.has_permission(chart["document_type"], "read", user=user):
					continue
				frappe.set_user(user)
				with self.subTest(chart=name, role=role):
					drawn = get_chart(chart_name=name)
					if chart["chart_type"] != "Group By":
						self.assertEqual(len(drawn["labels"]), 13)
				frappe.set_user("Administrator")

	def test_a_chart_is_not_drawn_for_who_reads_nothing_of_it(self):
		frappe.set_user(make_user(EHA))
		with self.assertRaises(frappe.PermissionError):
			get_chart(chart_name="Referrals Received by Month")

	def test_every_page_of_figures_counts_no_day_of_all_families(self):
		"""Frappe counts the days of a heat map past every rule of who may see what."""
		self.assertNotIn("Heatmap", {chart["type"] for chart in files("dashboard_chart").values()})


class TestSavedReports(EarlyHelpTestCase):
	def test_there_are_six(self):
		self.assertEqual(len(saved_reports()), 6)

	def test_each_opens_for_each_of_its_roles_with_its_columns_and_filters(self):
		for report in saved_reports():
			spec, doctype = json.loads(report["json"]), report["ref_doctype"]
			fields = [f"`tab{of}`.`{name}`" for name, of in spec["fields"]]
			for role in [row["role"] for row in report["roles"]]:
				frappe.set_user(make_user(role))
				with self.subTest(report=report["name"], role=role):
					frappe.local.form_dict = frappe._dict(
						doctype=doctype,
						fields=json.dumps(fields),
						filters=json.dumps(spec["filters"]),
						order_by=spec["order_by"],
						start=0,
						page_length=20,
						view="Report",
					)
					answer = read_report_view()
					self.assertIn(
						answer.get("values", []) if answer else [], ([], answer and answer["values"])
					)
				frappe.set_user("Administrator")

	def test_no_role_has_a_list_whose_records_it_may_not_report_on(self):
		for report in saved_reports():
			for role in [row["role"] for row in report["roles"]]:
				user = make_user(role)
				self.assertTrue(frappe.has_permission(report["ref_doctype"], "report", user=user), role)
