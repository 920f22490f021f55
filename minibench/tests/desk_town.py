"""Doctypes, records and people for the desk's tests: a plan with every kind of field, and what it links to."""

import json

from minibench import search_index
from minibench.documents import get_doc
from minibench.local import local, set_user
from minibench.messages import msgprint
from minibench.meta import save_doctype
from minibench.whitelist import whitelist

ALL = dict.fromkeys(
	("read", "write", "create", "delete", "print", "report", "export", "import", "email", "share"), 1
)
WORKER, READER, PASSWORD = "worker@example.com", "reader@example.com", "a long enough pass-phrase 9"


def field(fieldname, fieldtype="Data", label=None, **more):
	label = label or fieldname.replace("_", " ").capitalize()
	return {"fieldname": fieldname, "fieldtype": fieldtype, "label": label, **more}


SCHOOL = {
	"name": "Desk School", "autoname": "field:code", "title_field": "school_name", "show_title_field_in_link": 1,
	"search_fields": "school_name", "allow_rename": 1, "allow_import": 1,
	"fields": [
		field("code", reqd=1, unique=1), field("school_name", reqd=1, in_list_view=1, in_global_search=1),
		field("phase", "Select", options="\nPrimary\nSecondary", in_standard_filter=1),
		field("secret", permlevel=1),
	],
}  # fmt: skip
GOAL = {
	"name": "Desk Goal", "istable": 1,
	"fields": [
		field("goal", reqd=1, in_list_view=1), field("theme", "Select", options="\nHome\nSchool", in_list_view=1),
		field("score", "Int", in_list_view=1), field("done", "Check", in_list_view=1),
		field("school", "Link", options="Desk School"),
		field("hidden_word", hidden=1, default="kept"),
		field("why", "Small Text", depends_on="eval:doc.done", description="Why it is done."),
	],
}  # fmt: skip
CHOICE = {
	"name": "Desk Plan School",
	"istable": 1,
	"fields": [field("school", "Link", options="Desk School", in_list_view=1)],
}
SETTINGS = {
	"name": "Desk Settings",
	"issingle": 1,
	"fields": [field("line", label="Confidentiality line"), field("days", "Int")],
}
PLAN = {
	"name": "Desk Plan", "autoname": "format:PLAN-{####}", "title_field": "family", "track_changes": 1, "allow_rename": 1, "allow_import": 1,
	"search_fields": "family", "description": "A plan of a family.",
	"states": [{"title": "Active", "color": "Blue"}, {"title": "Closed", "color": "Green"}, {"title": "Overdue", "color": "Red"}],
	"actions": [{"label": "Remind", "action_type": "Server Action", "action": "desk_town.remind"}],
	"links": [{"link_doctype": "Desk Review", "link_fieldname": "plan", "group": "Work"}],
	"fields": [
		field("tab_family", "Tab Break", "The family"),
		field("family", reqd=1, in_list_view=1, in_global_search=1, description="As the family calls itself."),
		field("school", "Link", options="Desk School", in_list_view=1, in_standard_filter=1),
		field("school_phase", "Data", read_only=1, fetch_from="school.phase"),
		field("cb1", "Column Break"),
		field("status", "Select", options="Active\nClosed\nOverdue", default="Active", in_list_view=1, in_standard_filter=1),
		field("closing_reason", "Small Text", depends_on="eval:doc.status=='Closed'", mandatory_depends_on="eval:doc.status=='Closed'"),
		field("next_review", "Date", in_list_view=1, default="Today"),
		field("members", "Int", in_list_view=1, non_negative=1),
		field("sb_more", "Section Break", "More about the plan", collapsible=1, description="Seldom needed."),
		field("email", options="Email"), field("phone", options="Phone"),
		field("started", "Datetime"), field("at", "Time"), field("budget", "Currency"), field("share", "Percent"),
		field("cb2", "Column Break"),
		field("agreed", "Check"), field("password", "Password"),
		field("letter", "Attach"), field("schools", "Table MultiSelect", options="Desk Plan School"),
		field("link_doctype", "Link", options="DocType"), field("link_name", "Dynamic Link", options="link_doctype"),
		field("tab_goals", "Tab Break", "Goals"),
		field("story", "Text Editor"), field("notes", "Text"), field("data", "JSON"),
		field("goals", "Table", options="Desk Goal", label="Scaling goals", read_only_depends_on="eval:doc.status=='Closed'", description="What the family wants to change."),
		field("hint", "HTML", options="<p>Plan of <b>{{ doc.family or 'nobody' }}</b>. <a href='/app/desk-plan'>All plans</a></p>"),
		field("sealed", read_only_depends_on="eval:doc.seal=='shut'"), field("seal", hidden=1),
		field("hidden_note", hidden=1, depends_on="eval:doc.manager_note=='x'"), field("manager_note", "Small Text", permlevel=1),
	],
}  # fmt: skip
REVIEW = {
	"name": "Desk Review", "autoname": "hash",
	"fields": [field("plan", "Link", options="Desk Plan", reqd=1, in_list_view=1), field("held_on", "Date", in_list_view=1)],
}  # fmt: skip
TASK = {
	"name": "Desk Task", "autoname": "format:TASK-{####}", "is_submittable": 1, "title_field": "subject",
	"fields": [field("subject", reqd=1, in_list_view=1), field("remark", allow_on_submit=1), field("workflow_state", "Link", options="Workflow State", hidden=1, allow_on_submit=1, no_copy=1), field("amended_from", "Link", options="Desk Task", read_only=1, no_copy=1)],
}  # fmt: skip


@whitelist(methods=["POST"])
def remind(doc: str):
	"""A DocType Action: says so."""
	msgprint(f"Reminder for {json.loads(doc)['family']} sent")
	return True


def build():
	"""Make the doctypes, people and records in the open site, as Administrator."""
	get_doc({"doctype": "Module Def", "module_name": "Desk Town", "app_name": "frappe", "custom": 1}).insert()
	for role in ("Desk Worker", "Desk Reader"):
		get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert()
	for definition in (SCHOOL, GOAL, CHOICE, SETTINGS, PLAN, REVIEW, TASK):
		rights = [] if definition.get("istable") else permissions(definition)
		save_doctype(
			{
				"module": "Desk Town",
				"custom": 1,
				"sort_field": "modified",
				"sort_order": "DESC",
				**definition,
				"permissions": rights,
			}
		)
	for email, first, role in ((WORKER, "Jo", "Desk Worker"), (READER, "Rae", "Desk Reader")):
		person(email, first, role)
	search_index.build(commit=False)
	records()
	workspace()
	reports()


def permissions(definition):
	rights = [
		{"role": "System Manager", **ALL},
		{"role": "System Manager", "permlevel": 1, "read": 1, "write": 1},
	]
	rights[0].update(submit=definition.get("is_submittable", 0), cancel=definition.get("is_submittable", 0))
	worker = {"role": "Desk Worker", **ALL, "submit": rights[0]["submit"], "cancel": rights[0]["cancel"]}
	reader = (
		[]
		if definition["name"] in ("Desk Settings", "Desk Review")
		else [{"role": "Desk Reader", "read": 1, "report": 1}]
	)
	return [*rights, worker, *reader]


def person(email, first, role):
	user = get_doc(
		{
			"doctype": "User",
			"email": email,
			"first_name": first,
			"last_name": "Test",
			"send_welcome_email": 0,
			"enabled": 1,
			"user_type": "System User",
		}
	)
	user.append("roles", {"role": role})
	user.new_password = PASSWORD
	user.insert()


def records():
	for code, name, phase in (
		("ASH", "Ashdown Primary", "Primary"),
		("OAK", "Oakfield Academy", "Secondary"),
		("ELM", "Elm Road", "Primary"),
	):
		get_doc(
			{
				"doctype": "Desk School",
				"code": code,
				"school_name": name,
				"phase": phase,
				"secret": f"secret of {code}",
			}
		).insert()
	for number in range(1, 28):
		plan(f"Family {number:02}", school=("ASH", "OAK", "ELM")[number % 3], status=("Active", "Closed", "Overdue")[number % 3 if number % 4 else 0],
			members=number % 6 + 1, closing_reason="Needs met", goals=[{"goal": "Mornings without shouting", "theme": "Home", "score": number % 10}])  # fmt: skip


def plan(family, **more):
	return get_doc({"doctype": "Desk Plan", "family": family, **more}).insert()


def make(doctype, **values):
	return get_doc({"doctype": doctype, **values}).insert()


QUERY = """select `tabDesk Plan`.`school` as "School:Link/Desk School:160", count(*) as "Plans:Int:80", sum(`tabDesk Plan`.`members`) as "Members:Int:80",
	'<a href="/app/desk-plan?status=' || %(status)s || '">list</a><script>x</script>' as "More:Data:100"
	from `tabDesk Plan` where `tabDesk Plan`.`status` = %(status)s group by `tabDesk Plan`.`school`"""
ASKED = [
	{"label": "Status", "fieldname": "status", "fieldtype": "Select", "options": "Active\nClosed\nOverdue", "default": "Active", "mandatory": 1},
	{"label": "School", "fieldname": "school", "fieldtype": "Link", "options": "Desk School", "default": ""},
	{"label": "On", "fieldname": "on", "fieldtype": "Date", "default": "Today"},
]  # fmt: skip


def reports():
	"""A query with filters, one for managers, and one of the report builder."""
	common = {"ref_doctype": "Desk Plan", "is_standard": "No", "module": "Desk Town"}
	query = {**common, "report_type": "Query Report"}
	make("Report", **query, report_name="Plans by School", query=QUERY, filters=ASKED, add_total_row=1)
	spec = {
		"filters": [["Desk Plan", "status", "=", "Overdue", False]],
		"fields": [["name", "Desk Plan"], ["members", "Desk Plan"]],
	}
	built = {**common, "report_type": "Report Builder", "json": json.dumps(spec)}
	make("Report", **built, report_name="Overdue Plans")
	managers = [{"role": "System Manager"}]
	make("Report", **query, report_name="Managers Report", query="select 1", roles=managers)


def figures():
	"""Two cards, a chart, and a board with some of them."""
	card = {"type": "Document Type", "is_public": 1, "document_type": "Desk Plan"}
	overdue = json.dumps([["Desk Plan", "status", "=", "Overdue", False]])
	for name, values in {
		"Overdue plans": {"function": "Count", "filters_json": overdue},
		"Members": {"function": "Sum", "aggregate_function_based_on": "members", "filters_json": "[]"},
	}.items():
		make("Number Card", **card, name=name, label=name, **values)
	chart = {"document_type": "Desk Plan", "type": "Bar", "filters_json": "[]", "is_public": 1}
	chart |= {"chart_type": "Group By", "group_by_type": "Count", "group_by_based_on": "status"}
	span = {"timespan": "Last Year", "time_interval": "Monthly"}
	make("Dashboard Chart", **chart, **span, chart_name="Plans by status")
	shown = {"charts": [{"chart": "Plans by status", "width": "Half"}], "cards": [{"card": "Members"}]}
	make("Dashboard", dashboard_name="Plan board", **shown)


BLOCKS = [
	("header", {"text": "<span class='h4'><b>My work</b></span>", "col": 12}),
	*(("shortcut", {"shortcut_name": name, "col": 3}) for name in ("Open plans", "New plan", "Plan board", "Website", "Settings")),
	("number_card", {"number_card_name": "Overdue", "col": 4}), ("number_card", {"number_card_name": "Members", "col": 4}),
	("header", {"text": "Figures", "col": 12}), ("chart", {"chart_name": "By status", "col": 6}),
	("card", {"card_name": "Lists", "col": 4}), ("quick_list", {"quick_list_name": "Latest", "col": 4}),
	("paragraph", {"text": "Ask <b>Pat</b> if in doubt.<script>x</script>", "col": 4}),
]  # fmt: skip
PLACES = {
	"shortcuts": [
		{"type": "DocType", "label": "Open plans", "link_to": "Desk Plan", "format": "{} open", "stats_filter": json.dumps([["Desk Plan", "status", "=", "Active"]])},
		{"type": "DocType", "label": "New plan", "link_to": "Desk Plan", "doc_view": "New"},
		{"type": "Dashboard", "label": "Plan board", "link_to": "Plan board"},
		{"type": "URL", "label": "Website", "url": "/eh-screen"},
		{"type": "DocType", "label": "Settings", "link_to": "Desk Settings"},
	],
	"number_cards": [{"number_card_name": "Overdue plans", "label": "Overdue"}, {"number_card_name": "Members", "label": "Members"}],
	"charts": [{"chart_name": "Plans by status", "label": "By status"}],
	"quick_lists": [{"document_type": "Desk Plan", "label": "Latest", "quick_list_filter": "[]"}],
	"links": [
		{"type": "Card Break", "label": "Lists"}, {"type": "Link", "label": "Plans", "link_type": "DocType", "link_to": "Desk Plan"},
		{"type": "Link", "label": "Schools", "link_type": "DocType", "link_to": "Desk School"},
		{"type": "Link", "label": "Reviews", "link_type": "DocType", "link_to": "Desk Review"},
	],
}  # fmt: skip


def workspace():
	"""One for everybody with every kind of block, and an empty one for managers."""
	figures()
	content = [{"id": str(at), "type": kind, "data": data} for at, (kind, data) in enumerate(BLOCKS)]
	common = {"public": 1, "module": "Desk Town"}
	plans = {"label": "Plans", "title": "Plans", "content": json.dumps(content), "sequence_id": 1}
	make("Workspace", **common, **plans, **PLACES)
	managers = {"label": "Managers only", "title": "Managers only", "content": "[]"}
	make("Workspace", **common, **managers, roles=[{"role": "System Manager"}])


def flow():
	"""A workflow on Desk Task: draft, asked, agreed."""
	for name, style in (("Being written", ""), ("Asked", "Warning"), ("Agreed", "Success")):
		get_doc({"doctype": "Workflow State", "workflow_state_name": name, "style": style}).insert()
	for name in ("Ask", "Agree", "Send back"):
		get_doc({"doctype": "Workflow Action Master", "workflow_action_name": name}).insert()
	common = {"allow_edit": "Desk Worker"}, {"allowed": "Desk Worker", "allow_self_approval": 1}

	def state(name, status):
		return {"state": name, "doc_status": str(status), **common[0]}

	def step(now, action, then):
		return {"state": now, "action": action, "next_state": then, **common[1]}

	get_doc({
		"doctype": "Workflow", "workflow_name": "Desk Task Flow", "document_type": "Desk Task", "is_active": 1, "workflow_state_field": "workflow_state",
		"states": [state("Being written", 0), state("Asked", 0), state("Agreed", 1)],
		"transitions": [step("Being written", "Ask", "Asked"), step("Asked", "Send back", "Being written"), step("Asked", "Agree", "Agreed")],
	}).insert()  # fmt: skip


def as_worker():
	set_user(WORKER)
	local.db.read_only = False
