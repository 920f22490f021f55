"""Hooks of the machine itself, in the form in which apps have theirs."""

permission_query_conditions = {
	"Activity Log": "minibench.core_access.query_conditions",
	"Comment": "minibench.core_access.query_conditions",
	"Deleted Document": "minibench.core_access.deleted_query_conditions",
	"DocShare": "minibench.core_access.query_conditions",
	"File": "minibench.files.permission_query_conditions",
	"Notification Log": "minibench.core_access.notification_query_conditions",
	"Tag Link": "minibench.core_access.query_conditions",
	"ToDo": "minibench.core_access.todo_query_conditions",
	"User": "minibench.core_access.user_query_conditions",
	"Version": "minibench.core_access.query_conditions",
	"View Log": "minibench.core_access.query_conditions",
}

has_permission = {
	"Activity Log": "minibench.core_access.has_permission",
	"Comment": "minibench.core_access.has_permission",
	"Dashboard Chart": "minibench.core_access.card_has_permission",
	"Deleted Document": "minibench.core_access.deleted_has_permission",
	"DocShare": "minibench.core_access.has_permission",
	"File": "minibench.files.has_permission",
	"Notification Log": "minibench.core_access.notification_has_permission",
	"Number Card": "minibench.core_access.card_has_permission",
	"Tag Link": "minibench.core_access.has_permission",
	"ToDo": "minibench.core_access.todo_has_permission",
	"User": "minibench.core_access.user_has_permission",
	"Version": "minibench.core_access.has_permission",
	"View Log": "minibench.core_access.has_permission",
}

doc_events = {"*": {"on_update": "minibench.files.attach_files_to_document"}}

scheduler_events = {
	"all": ["minibench.mail.flush"],
	# shortly after midnight, so that "days before" counts from the new day
	"daily": ["minibench.notifications.trigger_daily_alerts", "minibench.files.sweep"],
}
