from minibench.core.doctype.notification_settings.notification_settings import wants
from minibench.document import Document
from minibench.documents import new_doc
from minibench.local import local
from minibench.mail import sendmail
from minibench.utils.data import get_link_to_form
from minibench.utils.html import sanitize_html, strip_html


class NotificationLog(Document):
	def after_insert(self):
		if self.type == "Assignment" and all(
			wants(self.for_user, field) for field in ("enable_email_notifications", "enable_email_assignment")
		):
			self.write_to_person()

	def write_to_person(self):
		place = {"reference_doctype": self.document_type, "reference_name": self.document_name}
		link = get_link_to_form(self.document_type, self.document_name) if self.document_name else ""
		text = f"<p>{sanitize_html(self.subject)}</p>{sanitize_html(self.email_content or '')}<p>{link}</p>"
		address = local.db.get_value("User", self.for_user, "email")
		sendmail(recipients=[address], subject=strip_html(self.subject), message=text, **place)


def make_notification_logs(doc: dict, users: list[str]) -> None:
	"""Show a message to those of the addresses whose users are enabled and want notices."""
	if not users:
		return
	for user in local.db.get_values("User", {"enabled": 1, "email": ("in", users)}, "name", pluck=True):
		if wants(user, "enabled"):
			log = new_doc("Notification Log")
			log.update({**doc, "for_user": user})
			log.insert(ignore_permissions=True)
