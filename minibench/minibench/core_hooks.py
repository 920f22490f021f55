"""Hooks of the machine itself, in the form in which apps have theirs."""

from minibench.core_access import FOLLOWERS

_access = "minibench.core_access."
_import = "minibench.core.doctype.data_import.data_import."
permission_query_conditions = {
	**dict.fromkeys(FOLLOWERS, _access + "query_conditions"),
	**dict.fromkeys(("Data Import", "Data Import Log"), _import + "query_conditions"),
	"Deleted Document": _access + "deleted_query_conditions",
	"File": "minibench.files.permission_query_conditions",
	"List Filter": _access + "list_filter_query_conditions",
	"Notification Log": _access + "notification_query_conditions",
	"Notification Settings": _access + "settings_query_conditions",
	"Report": _access + "report_query_conditions",
	"ToDo": _access + "todo_query_conditions",
	"User": _access + "user_query_conditions",
}
has_permission = {
	**dict.fromkeys(FOLLOWERS, _access + "has_permission"),
	"Dashboard Chart": _access + "card_has_permission",
	**dict.fromkeys(("Data Import", "Data Import Log"), _import + "has_permission"),
	"Deleted Document": _access + "deleted_has_permission",
	"File": "minibench.files.has_permission",
	"List Filter": _access + "list_filter_has_permission",
	"Notification Log": _access + "notification_has_permission",
	"Notification Settings": _access + "settings_has_permission",
	"Number Card": _access + "card_has_permission",
	"Report": _access + "report_has_permission",
	"ToDo": _access + "todo_has_permission",
	"User": _access + "user_has_permission",
}

del FOLLOWERS, _access, _import  # what is left in this module is a hook

doc_events = {"*": {"on_update": "minibench.files.attach_files_to_document"}}

scheduler_events = {
	"all": ["minibench.mail.flush"],
	# shortly after midnight, so that "days before" counts from the new day
	"daily": [
		"minibench.notifications.trigger_daily_alerts",
		"minibench.files.sweep",
		"minibench.web.desk.importrun.sweep",
		"minibench.web.sessions.clear_expired_sessions",
		"minibench.dbvalues.analyze",
	],
}
