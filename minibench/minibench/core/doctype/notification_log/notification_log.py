from minibench.document import Document
from minibench.local import _dict, local


class NotificationLog(Document):
	pass


def enqueue_create_notification(users, doc: dict) -> None:
	"""Show a message to enabled users, given as addresses: a list, or one text with commas."""
	if local.flags.in_install:
		return
	if isinstance(users, str):
		users = [user.strip() for user in users.split(",") if user.strip()]
	make_notification_logs(_dict(doc), sorted(set(users)))


def make_notification_logs(doc: dict, users: list[str]) -> None:
	from minibench.document import new_doc

	if not users:
		return
	for user in local.db.get_values("User", {"enabled": 1, "email": ("in", users)}, "name", pluck=True):
		if user == doc.get("from_user") and doc.get("type") != "Alert":
			continue
		log = new_doc("Notification Log")
		log.update(doc)
		log.for_user = user
		log.insert(ignore_permissions=True)
