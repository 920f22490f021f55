app_name = "contractapp"
app_title = "Contract App"
app_publisher = "Early Help contributors"
app_description = "A small app whose own tests pin what Frappe 15 does"
app_email = "contract@example.com"
app_license = "mit"

# Website

role_home_page = {"Shed Visitor": "shed-portal"}
portal_menu_items = [{"title": "Shed portal", "route": "/shed-portal", "role": "Shed Visitor"}]
website_route_rules = [{"from_route": "/shed/<path:shelf>", "to_route": "shed-hello"}]
website_redirects = [{"source": "/old-shed", "target": "/shed-hello"}]

# Install

after_install = "contractapp.install.after_install"
before_uninstall = "contractapp.install.before_uninstall"
after_migrate = ["contractapp.install.after_migrate"]

# Permissions

permission_query_conditions = {
	"Visit": "contractapp.permissions.visit_query",
	"Visit Line": "contractapp.permissions.visit_line_query",
}
has_permission = {
	"Visit": "contractapp.permissions.visit_has_permission",
	"Member": "contractapp.permissions.member_has_permission",
}

# Requests, methods and classes of others

before_request = ["contractapp.doors.close"]
after_request = ["contractapp.doors.sign"]
override_whitelisted_methods = {
	"frappe.client.get_time_zone": "contractapp.doors.time_zone",
	"frappe.model.workflow.apply_workflow": "contractapp.doors.apply_workflow",
}
override_doctype_class = {"Shelf": "contractapp.doors.LabelledShelf"}

# Document events

_CORE = {event: "contractapp.events.note_core" for event in ("validate", "after_insert", "on_trash")}
doc_events = {
	**dict.fromkeys(("Comment", "DocShare", "File", "Tag Link", "ToDo"), _CORE),
	"*": {
		"before_insert": "contractapp.events.note_any",
		"validate": "contractapp.events.note_any",
		"on_update": "contractapp.events.note_any",
		"on_trash": "contractapp.events.note_any",
	},
	"Trace Record": {
		"validate": ["contractapp.events.note_one", "contractapp.events.note_two"],
		"after_insert": "contractapp.events.note_one",
		"on_submit": "contractapp.events.note_one",
		"on_cancel": "contractapp.events.note_one",
		"on_change": "contractapp.events.note_one",
		"after_delete": "contractapp.events.note_one",
		"before_rename": "contractapp.events.note_rename",
		"after_rename": "contractapp.events.note_rename",
	},
}

# Schedule

scheduler_events = {
	"daily": ["contractapp.events.every_day"],
	"cron": {"*/10 * * * *": ["contractapp.events.every_ten_minutes"]},
}

# Templates

jinja = {
	"methods": ["contractapp.jinja_helpers.shout"],
	"filters": ["contractapp.jinja_helpers.in_brackets"],
}

# A hook of our own, to see how hooks are read

shed_greetings = ["good morning", "good evening"]
shed_limits = {"loans": 3}

# Tests

before_tests = "contractapp.install.before_tests"
