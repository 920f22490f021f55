app_name = "earlyhelp"
app_title = "Early Help"
app_publisher = "Early Help contributors"
app_description = (
	"Early help for families: referrals, plans, scaling goals, reviews and the figures that follow"
)
app_email = "earlyhelp@example.com"
app_license = "mit"

# App screen: /app opens the first workspace of each job. Without the check a portal user would be sent there.
add_to_apps_screen = [
	{
		"name": "earlyhelp",
		"title": "Early Help",
		"logo": "/assets/earlyhelp/images/early-help.svg",
		"route": "/app",
		"has_permission": "earlyhelp.permissions.app_screen.may_open_desk",
	}
]

# Website: where portal people begin, and their menu; the pages ask who may do what once more.
role_home_page = {
	"School Safeguarding Lead": "school",
	"School User": "school",
	"Partner User": "my-referrals",
}
portal_menu_items = [
	{"title": "Concerns", "route": "/school", "role": "School User"},
	{"title": "Concerns", "route": "/school", "role": "School Safeguarding Lead"},
	{"title": "Log a concern", "route": "/log-concern", "role": "School User"},
	{"title": "Log a concern", "route": "/log-concern", "role": "School Safeguarding Lead"},
	{"title": "Pupils", "route": "/pupils", "role": "School Safeguarding Lead"},
	{"title": "Staff", "route": "/school-staff", "role": "School Safeguarding Lead"},
	{"title": "Families", "route": "/my-families", "role": "School Safeguarding Lead"},
	{"title": "Families", "route": "/my-families", "role": "Partner User"},
	{"title": "Refer a family", "route": "/refer", "role": "School Safeguarding Lead"},
	{"title": "Refer a family", "route": "/refer", "role": "Partner User"},
	{"title": "Referrals", "route": "/my-referrals", "role": "School Safeguarding Lead"},
	{"title": "Referrals", "route": "/my-referrals", "role": "Partner User"},
	{"title": "Meetings", "route": "/my-meetings", "role": "School User"},
	{"title": "Meetings", "route": "/my-meetings", "role": "School Safeguarding Lead"},
	{"title": "Meetings", "route": "/my-meetings", "role": "Partner User"},
]

# Install and migrate: look-ups from data/*.csv, never over what an administrator changed.
after_install = [
	"earlyhelp.install.install_lookups",
	"earlyhelp.install.switch_sharing_off",
	"earlyhelp.install.hide_tracebacks",
	"earlyhelp.install.add_indexes",
	"earlyhelp.install.search_for_words",
]
after_migrate = ["earlyhelp.install.install_lookups", "earlyhelp.install.add_indexes"]
before_uninstall = [
	"earlyhelp.install.forget_lookups",
	"earlyhelp.install.remove_workflows",
	"earlyhelp.install.remove_jobs",
	"earlyhelp.install.forget_words",
]

# Fixtures: roles only; what a site's administrator owns is never a fixture.
fixtures = [
	{
		"dt": "Role",
		"filters": [
			[
				"name",
				"in",
				[
					"Business Support Officer",
					"Early Help Practitioner",
					"Family Safeguarding Practitioner",
					"Early Help Manager",
					"Early Help Administrator",
					"Early Help Auditor",
					"School User",
					"School Safeguarding Lead",
					"Partner User",
				],
			]
		],
	}
]

# Permissions: one rule for every record that hangs from a family, whatever its doctype.
permission_query_conditions = {"*": "earlyhelp.permissions.guard.list_condition"}
has_permission = {"*": "earlyhelp.permissions.guard.document_permission"}
# In words for administrators, to a bench that asks for them.
explain_permission = {"*": "earlyhelp.permissions.explain.sentences"}

before_request = ["earlyhelp.permissions.doors.before_request"]

# Document events: what a form shows read-only is not typed by a request; shares, tags, tasks and following are
# refused where they would leak; an accepted referral may be over once its episode has a lead.
doc_events = {
	"*": {
		"before_validate": "earlyhelp.permissions.typed.keep_read_only",
		"validate": "earlyhelp.permissions.around.check_carried",
		"before_print": "earlyhelp.permissions.viewed.log_print",
		"before_rename": "earlyhelp.permissions.around.check_renamed",
		"on_trash": "earlyhelp.permissions.around.check_unused",
	},
	"File": {
		"before_validate": "earlyhelp.permissions.around.check_changed_address",
		"validate": "earlyhelp.permissions.around.check_private",
	},
	"Notification Log": {"before_insert": "earlyhelp.permissions.around.plain_notice"},
	"Error Log": {"before_insert": "earlyhelp.permissions.around.drop_values"},
	"DocShare": {"validate": "earlyhelp.permissions.guard.check_shared"},
	"Document Follow": {"validate": "earlyhelp.permissions.guard.check_followed"},
	"ToDo": {"validate": "earlyhelp.permissions.guard.check_assigned"},
	"Tag Link": {"validate": "earlyhelp.permissions.guard.check_tagged"},
	"Early Help Episode": {
		"on_update": "earlyhelp.front_door.referral_steps.finish_referral_of_episode",
	},
}

# Methods of Frappe: a button tells the record which step it is (their fixtures: scripts/write_workflows.py); what
# counts, names or searches asks the rule of access.
override_whitelisted_methods = {
	"frappe.model.workflow.apply_workflow": "earlyhelp.states.buttons.apply_workflow",
	"frappe.client.get": "earlyhelp.permissions.methods.get",
	"frappe.client.get_count": "earlyhelp.permissions.methods.get_count",
	"frappe.client.validate_link": "earlyhelp.permissions.methods.validate_link",
	"frappe.desk.search.search_link": "earlyhelp.permissions.methods.search_link",
	"frappe.desk.search.search_widget": "earlyhelp.permissions.methods.search_widget",
	"frappe.desk.listview.get_group_by_count": "earlyhelp.permissions.methods.get_group_by_count",
	"frappe.client.is_document_amended": "earlyhelp.permissions.methods.is_document_amended",
	"frappe.desk.search.get_link_title": "earlyhelp.permissions.methods.get_link_title",
	"frappe.desk.doctype.tag.tag.get_tagged_docs": "earlyhelp.permissions.methods.get_tagged_docs",
	"frappe.desk.desktop.get_workspace_sidebar_items": "earlyhelp.permissions.methods.get_workspace_sidebar_items",
	"frappe.desk.notifications.get_open_count": "earlyhelp.permissions.methods.get_open_count",
	"frappe.desk.form.load.getdoc": "earlyhelp.permissions.methods.getdoc",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "earlyhelp.permissions.methods.get_chart",
	"frappe.utils.global_search.search": "earlyhelp.permissions.words.search",
	"frappe.utils.print_format.report_to_pdf": "earlyhelp.permissions.methods.report_to_pdf",
	"frappe.realtime.can_subscribe_doctype": "earlyhelp.permissions.methods.can_subscribe_doctype",
	"frappe.www.printview.get_html_and_style": "earlyhelp.permissions.printed.get_html_and_style",
	"frappe.www.printview.get_rendered_raw_commands": "earlyhelp.permissions.printed.get_rendered_raw_commands",
}

# Search: which records the search over all looks for, by the rule all the same, and their order in what it finds.
global_search_doctypes = {
	"Default": [
		{"doctype": name}
		for name in (
			*("Family", "Early Help Person", "Early Help Episode", "My Family Plan", "Early Help Referral"),
			*("TAC Meeting", "Scaling Goal", "Agreed Action", "Plan Review", "TAC Addendum"),
		)
	]
}

# Schedule: in the night, so that what changed lies there when the day begins: what became of children whose
# help ended, entries of schools that nobody has seen, and requests for summaries.
scheduler_events = {
	"daily": [
		"earlyhelp.planning.tracked.refresh_tracking",
		"earlyhelp.schools.waiting.remind",
		"earlyhelp.supervision.daily.ask_for_summaries",
	]
}

# Templates: what print formats ask for.
jinja = {
	"methods": [
		"earlyhelp.front_door.printing.hand_over_sheet",
		"earlyhelp.planning.family_copy.family_copy",
		"earlyhelp.planning.family_copy.long_date",
		"earlyhelp.planning.printing.paper_settings",
		"earlyhelp.supervision.printing.short_day",
		"earlyhelp.supervision.printing.short_time",
		"earlyhelp.supervision.printing.supervision_paper",
		"earlyhelp.team_around.printing.card_paper",
		"earlyhelp.team_around.printing.minutes_paper",
	]
}

# Tests: no test records of linked doctypes are made.
before_tests = "earlyhelp.tests.factories.before_tests"
