from minibench.document import Document
from minibench.documents import new_doc
from minibench.local import local


class NotificationLog(Document):
	pass


def make_notification_logs(doc: dict, users: list[str]) -> None:
	"""Show a message to those of the addresses whose users are enabled."""
	if not users:
		return
	for user in local.db.get_values("User", {"enabled": 1, "email": ("in", users)}, "name", pluck=True):
		log = new_doc("Notification Log")
		log.update({**doc, "for_user": user})
		log.insert(ignore_permissions=True)
