from minibench.document import Document
from minibench.documents import get_doc, new_doc
from minibench.local import local


class NotificationSettings(Document):
	pass


def wants(user: str, field: str) -> bool:
	"""Whether a person wants to be told in this way; who never chose does."""
	chosen = local.db.get_value("Notification Settings", user, field)
	return chosen is None or bool(chosen)


def choose(user: str, values: dict[str, int]) -> None:
	"""Store what a person chose for himself or herself."""
	known = local.db.exists("Notification Settings", user)
	doc = get_doc("Notification Settings", known) if known else new_doc("Notification Settings", user=user)
	doc.update(values)
	doc.save(ignore_permissions=True)
