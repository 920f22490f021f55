"""Notification records: messages sent when documents are made, saved, changed, or some days from a date.

A notification that fails is an Error Log; the save that set it off goes on.
"""

from datetime import timedelta

from minibench.apps import text_beside
from minibench.core.doctype.role.role import get_users
from minibench.core.records import STANDARD_USERS
from minibench.core_access import reads_some
from minibench.documents import get_doc
from minibench.errorlog import log_error
from minibench.errors import NotOffered
from minibench.jinja import UTILS, render_template, render_text
from minibench.local import _dict, local
from minibench.mail import sendmail
from minibench.perschema import per_schema
from minibench.safe import safe_eval
from minibench.utils.dates import getdate, nowdate
from minibench.values import cast

EVENTS = {"on_update": "Save", "after_insert": "New", "on_submit": "Submit", "on_cancel": "Cancel"}
EVENTS |= {"on_change": "Value Change"}
ENDINGS = {"HTML": ".html", "Plain Text": ".txt"}


def of_doctype(doctype: str) -> list[_dict]:
	"""The enabled notifications of a DocType: name, event and method."""
	return _enabled().get(doctype, [])


@per_schema
def _enabled() -> dict[str, list[_dict]]:
	found: dict[str, list[_dict]] = {}
	fields = ["name", "event", "method", "document_type"]
	for row in local.db.get_values("Notification", {"enabled": 1}, fields, as_dict=True, order_by="name"):
		found.setdefault(row.document_type, []).append(row)
	return found


def run(doc, method: str) -> None:
	"""Send what a document event sets off; each notification at most once per save."""
	flags = local.flags
	alerts = of_doctype(doc.doctype)
	if not alerts or flags.in_install or flags.in_patch or flags.mute_emails:
		return
	event = EVENTS.get(method)
	if method == "on_change" and (doc.flags.in_insert or doc.flags.in_delete):
		event = None
	done = _sent_by_this_save(doc)
	for alert in alerts:
		wanted = alert.event == event or (alert.event == "Method" and alert.method == method)
		if wanted and alert.name not in done:
			done.append(alert.name)
			evaluate(doc, alert.name, alert.event)


def _sent_by_this_save(doc) -> list[str]:
	"""Names of the notifications that this save has set off; every save stamps the document anew."""
	if doc.flags.in_notification_update is not None:
		return doc.flags.in_notification_update
	sent = doc.flags.notifications_executed
	if not sent or sent[0] != str(doc.modified):
		sent = doc.flags.notifications_executed = (str(doc.modified), [])
	return sent[1]


def evaluate(doc, name: str, event: str) -> None:
	"""Send one notification for one document if its condition holds."""
	kept = len(local.message_log)
	try:
		alert = get_doc("Notification", name)
		if event == "Value Change" and not doc.has_value_changed(alert.value_changed):
			return
		latest = doc
		if event not in ("Value Change", "Method") and not doc.is_new():
			latest = get_doc(doc.doctype, doc.name)
		if holds(alert.condition, latest):
			send(alert, latest)
			if alert.set_property_after_alert and doc.flags.in_notification_update is None:
				set_property(alert, doc)
	except Exception:
		del local.message_log[kept:]
		_log(name)


def _log(name: str) -> None:
	log_error(f"Notification {name} failed", reference_doctype="Notification", reference_name=name)


def holds(condition: str | None, doc) -> bool:
	"""True where an expression on `doc` does; an empty one always does."""
	return not condition or bool(safe_eval(condition.strip(), None, get_context(doc)))


def get_context(doc) -> dict:
	"""What conditions may use: doc, nowdate and the helpers of frappe.utils that change nothing."""
	return {"doc": doc, "nowdate": nowdate, "frappe": _dict(utils=UTILS)}


def send(alert, doc) -> None:
	"""Put the message into the desk, the mail queue or both."""
	to = recipients(alert, doc)
	if not to:
		return
	context = {"doc": doc, "alert": alert, "comments": None}
	subject = render_text(alert.subject or "", context)
	template = _load_from_file(alert) if alert.is_standard else None
	message = render_template(template or alert.message or "", context)
	doctype, name = _reference(doc)
	if alert.channel == "Email":
		_send_mail(alert, doc, to, subject=subject, message=message)
	if alert.channel == "System Notification" or alert.send_system_notification:
		from minibench.core.doctype.notification_log.notification_log import make_notification_logs

		log = {"type": "Alert", "document_type": doctype, "document_name": name, "subject": subject}
		log |= {"from_user": doc.modified_by or doc.owner, "email_content": message}
		make_notification_logs(log, to)


def set_property(alert, doc) -> None:
	"""Write the value that a notification leaves behind, by a save of its own that sets off what is still to be sent."""
	field = doc.meta.get_field(alert.set_property_after_alert)
	if doc.docstatus.is_submitted() and not field.allow_on_submit:
		return
	latest = get_doc(doc.doctype, doc.name)
	latest.flags.in_notification_update = _sent_by_this_save(doc)
	latest.set(field.fieldname, cast(field.fieldtype, alert.property_value))
	latest.save(ignore_permissions=True)
	doc.update({name: latest.get(name) for name in (field.fieldname, "modified", "modified_by")})
	doc.flags.notifications_executed = (str(doc.modified), latest.flags.in_notification_update)


def _load_from_file(alert) -> str | None:
	"""The text beside the record's JSON."""
	ending = ENDINGS.get(alert.message_type)
	if ending is None:
		raise NotOffered("A Notification with a message in Markdown")
	return text_beside(alert.module, "notification", alert.name, ending)


def _reference(doc) -> tuple[str, str]:
	return (doc.parenttype, doc.parent) if doc.meta.istable else (doc.doctype, doc.name)


def _send_mail(alert, doc, to: list[str], **parts) -> None:
	doctype, name = _reference(doc)
	attachments = []
	if alert.attach_print:
		attachments.append({"print_format_attachment": 1, "doctype": doc.doctype, "name": doc.name})
		attachments[0]["print_format"] = alert.print_format or None
	sendmail(recipients=to, reference_doctype=doctype, reference_name=name, attachments=attachments, **parts)


def recipients(alert, doc) -> list[str]:
	"""Addresses from fields, roles, templates and assignments, each told alone.

	A person with an account is told only of what he or she may read, and not while the account is switched off.
	"""
	to = set()
	for row in alert.recipients:
		if holds(row.condition, doc):
			to.update(_from_field(row.receiver_by_document_field, doc))
			to.update(_with_role(row.receiver_by_role, doc))
			copies = render_text(f"{row.cc or ''},{row.bcc or ''}", {"doc": doc, "alert": alert})
			to.update(entry for entry in _entries(copies) if "@" in entry)
	if alert.send_to_all_assignees:
		doctype, name = _reference(doc)
		given = {"reference_type": doctype, "reference_name": name, "status": "Open"}
		to.update(_emails(local.db.get_values("ToDo", given, "allocated_to", pluck=True)))
	return _may_be_told(sorted(to - {None}), doc)


def _may_be_told(addresses: list[str], doc) -> list[str]:
	accounts = local.db.get_values("User", {"email": ("in", addresses)}, ["email", "name", "enabled"])
	doc = get_doc(*_reference(doc)) if accounts and doc.meta.istable else doc
	refused = {
		email.lower()
		for email, user, enabled in accounts
		if not enabled or not reads_some(doc.doctype, user, doc)
	}
	return [address for address in addresses if address.lower() not in refused]


def _entries(text: str) -> list[str]:
	return [entry.strip() for entry in text.replace(",", "\n").split("\n")]


def _emails(users: list[str]) -> list[str]:
	return (
		local.db.get_values("User", {"name": ("in", users), "enabled": 1}, "email", pluck=True)
		if users
		else []
	)


def _from_field(field: str | None, doc) -> list[str]:
	"""Addresses in a field; `field,table` names a field of child rows."""
	name, _comma, table = (field or "").partition(",")
	texts = [row.get(name) for row in doc.get(table) or ()] if table else [doc.get(name)] if name else []
	found = [entry for text in texts for entry in _entries(str(text or ""))]
	emails = {user: local.db.get_value("User", user, "email") for user in set(found) & set(STANDARD_USERS)}
	return [address for address in (emails.get(entry, entry) for entry in found) if "@" in (address or "")]


def _with_role(role: str | None, doc) -> list[str]:
	return _emails([user for user in get_users(role) if user not in STANDARD_USERS]) if role else []


def trigger_daily_alerts() -> None:
	"""Send the notifications that count days from a date; once a day, from the schedule."""
	daily = {"enabled": 1, "event": ("in", ["Days Before", "Days After"])}
	for name in local.db.get_values("Notification", daily, "name", pluck=True):
		try:
			alert = get_doc("Notification", name)
			due = documents_for_today(alert)
		except Exception:
			_log(name)
			continue
		for docname in due:
			evaluate(get_doc(alert.document_type, docname), name, alert.event)


def documents_for_today(alert) -> list[str]:
	"""Names of the documents whose date lies as many days ahead, or back, as the notification says."""
	days = alert.days_in_advance if alert.event == "Days Before" else -alert.days_in_advance
	day = getdate() + timedelta(days=days)
	filters = {alert.date_changed: ("between", [f"{day} 00:00:00.000000", f"{day} 23:59:59.999999"])}
	return local.db.get_values(alert.document_type, filters, "name", pluck=True)
