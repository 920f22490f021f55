"""Notification records: messages sent when documents are made, saved, changed, or some days from a date.

A notification that fails is an Error Log; the save that set it off goes on.
"""

from datetime import timedelta
from pathlib import Path

from minibench.core.records import STANDARD_USERS
from minibench.errorlog import log_error
from minibench.errors import NotOffered
from minibench.local import _dict, local

EVENTS = {"on_update": "Save", "after_insert": "New", "on_submit": "Submit", "on_cancel": "Cancel"}
ENDINGS = {"HTML": ".html", "Markdown": ".md", "Plain Text": ".txt"}
_cache: dict[str, tuple[int, dict[str, list[_dict]]]] = {}


def of_doctype(doctype: str) -> list[_dict]:
	"""The enabled notifications of a DocType: name, event and method."""
	from minibench.meta import schema_version

	version = schema_version()
	entry = _cache.get(local.site_path)
	if entry is None or entry[0] != version:
		found: dict[str, list[_dict]] = {}
		query = (
			"select name, event, method, document_type from `tabNotification` where enabled = 1 order by name"
		)
		for row in local.db.sql(query, as_dict=True):
			found.setdefault(row.document_type, []).append(row)
		entry = _cache[local.site_path] = (version, found)
	return entry[1].get(doctype, [])


def run(doc, method: str) -> None:
	"""Send what a document event sets off; each notification at most once per save."""
	flags = local.flags
	if flags.in_install or flags.in_patch or (flags.in_import and flags.mute_emails):
		return
	alerts = of_doctype(doc.doctype)
	if not alerts:
		return
	event = EVENTS.get(method)
	if method == "on_change" and not doc.flags.in_insert and not doc.flags.in_delete:
		event = "Value Change"
	done = _sent_by_this_save(doc)
	for alert in alerts:
		wanted = alert.event == event or (alert.event == "Method" and alert.method == method)
		if wanted and alert.name not in done:
			done.append(alert.name)
			evaluate(doc, alert.name, alert.event)


def _sent_by_this_save(doc) -> list[str]:
	"""Names of the notifications that this save has set off; every save stamps the document anew."""
	sent = doc.flags.notifications_executed
	if not sent or sent[0] != str(doc.modified):
		sent = doc.flags.notifications_executed = (str(doc.modified), [])
	return sent[1]


def evaluate(doc, name: str, event: str) -> None:
	"""Send one notification for one document if its condition holds."""
	from minibench.document import get_doc

	kept = len(local.message_log)
	try:
		alert = get_doc("Notification", name)
		if event == "Value Change" and not _changed(doc, alert):
			return
		if event not in ("Value Change", "Method") and not doc.is_new():
			doc = get_doc(doc.doctype, doc.name)
		if holds(alert.condition, doc):
			send(alert, doc)
	except Exception:
		del local.message_log[kept:]
		log_error(f"Notification {name} failed", reference_doctype="Notification", reference_name=name)


def _changed(doc, alert) -> bool:
	if not doc.meta.has_field(alert.value_changed):
		local.db.set_value("Notification", alert.name, "enabled", 0)
		from minibench.meta import bump_schema

		bump_schema()
		raise LookupError(
			f"{doc.doctype} has no field {alert.value_changed}: the notification was switched off"
		)
	return doc.has_value_changed(alert.value_changed)


def holds(condition: str | None, doc) -> bool:
	"""True where an expression on `doc` does; an empty one always does."""
	from minibench.safe import safe_eval

	return not condition or bool(safe_eval(condition.strip(), None, get_context(doc)))


def get_context(doc) -> dict:
	"""What conditions may use: doc, nowdate and the helpers of frappe.utils that change nothing."""
	from minibench.jinja import UTILS
	from minibench.utils.dates import nowdate

	return {"doc": doc, "nowdate": nowdate, "frappe": _dict(utils=UTILS)}


def send(alert, doc) -> None:
	"""Put the message into the desk, the mail queue or both; set the alert's property on the document."""
	from minibench.jinja import render_template, render_text

	context = {"doc": doc, "alert": alert, "comments": None}
	template = _load_from_files(alert, context) if alert.is_standard else None
	subject = render_text(alert.subject or "", context)
	message = render_template(template or alert.message or "", context)
	if alert.channel == "Email":
		_send_mail(alert, doc, context, subject, message)
	if alert.channel == "System Notification" or alert.send_system_notification:
		_show(alert, doc, context, subject, message)
	if alert.set_property_after_alert and not doc.flags.in_notification_update:
		doc.flags.in_notification_update = True
		doc.db_set(alert.set_property_after_alert, alert.property_value)


def _load_from_files(alert, context: dict) -> str | None:
	"""The text beside the record's JSON; its module may add to the context."""
	from minibench.apps import get_module_app, get_module_path, scrub

	name = scrub(alert.name)
	folder = Path(get_module_path(alert.module, "notification", name))
	if folder.joinpath(f"{name}.py").exists():
		from minibench.apps import get_module

		module = get_module(
			f"{get_module_app(alert.module)}.{scrub(alert.module)}.notification.{name}.{name}"
		)
		context.update((module.get_context(context) if hasattr(module, "get_context") else None) or {})
	path = folder / (name + ENDINGS.get(alert.message_type, ".md"))
	if not path.exists():
		return None
	if path.suffix == ".md":
		raise NotOffered("A Notification with a message in Markdown")
	return path.read_text()


def _reference(doc) -> tuple[str, str]:
	return (doc.parenttype, doc.parent) if doc.meta.istable else (doc.doctype, doc.name)


def _show(alert, doc, context: dict, subject: str, message: str) -> None:
	from minibench.core.doctype.notification_log.notification_log import make_notification_logs

	to, cc, bcc = recipients(alert, doc, context)
	doctype, name = _reference(doc)
	log = {
		"type": "Alert",
		"document_type": doctype,
		"document_name": name,
		"subject": subject,
		"from_user": doc.modified_by or doc.owner,
		"email_content": message,
	}
	make_notification_logs(_dict(log), sorted({*to, *cc, *bcc}))


def _send_mail(alert, doc, context: dict, subject: str, message: str) -> None:
	from minibench.mail import sendmail

	to, cc, bcc = recipients(alert, doc, context)
	if not (to or cc or bcc):
		return
	doctype, name = _reference(doc)
	sender = None
	if alert.sender:
		sender = local.db.get_value("Email Account", alert.sender, "email_id")
	sendmail(
		recipients=to,
		cc=cc,
		bcc=bcc,
		sender=sender,
		subject=subject,
		message=message,
		reference_doctype=doctype,
		reference_name=name,
		attachments=_attachments(alert, doc),
	)


def _attachments(alert, doc) -> list[dict]:
	found = []
	if alert.attach_print:
		print_format = alert.print_format or None
		found.append(
			{
				"print_format_attachment": 1,
				"doctype": doc.doctype,
				"name": doc.name,
				"print_format": print_format,
			}
		)
	if alert.attach_files == "From Field" and doc.get(alert.from_attach_field):
		found.append({"file_url": doc.get(alert.from_attach_field)})
	if alert.attach_files == "All":
		attached = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
		found.extend(
			{"file_url": url} for url in local.db.get_values("File", attached, "file_url", pluck=True)
		)
	return found


def recipients(alert, doc, context: dict) -> tuple[list[str], list[str], list[str]]:
	"""(to, cc, bcc): addresses from fields, roles and assignments.

	Of a role, only those get a message who may read the document.
	"""
	to, cc, bcc = set(), set(), set()
	for row in alert.recipients:
		if not holds(row.condition, doc):
			continue
		to.update(_from_field(row.receiver_by_document_field, doc))
		to.update(_with_role(row.receiver_by_role, doc))
		cc.update(_written(row.cc, context))
		bcc.update(_written(row.bcc, context))
	if alert.send_to_all_assignees:
		filters = {"status": "Open", "reference_type": doc.doctype, "reference_name": doc.name}
		to.update(local.db.get_values("ToDo", filters, "allocated_to", pluck=True))
	return sorted(to - {None}), sorted(cc), sorted(bcc)


def _from_field(field: str | None, doc) -> list[str]:
	"""Addresses in a field; `field,table` names a field of child rows."""
	name, _comma, table = (field or "").partition(",")
	texts = [row.get(name) for row in doc.get(table) or ()] if table else [doc.get(name)] if name else []
	found = []
	for text in texts:
		for entry in str(text or "").replace(",", "\n").split("\n"):
			address = entry.strip()
			if address in STANDARD_USERS:
				address = local.db.get_value("User", address, "email")
			if address and "@" in address:
				found.append(address)
	return found


def _with_role(role: str | None, doc) -> list[str]:
	if not role:
		return []
	from minibench.core.doctype.role.role import get_users
	from minibench.core_access import reads_some

	doctype, name = _reference(doc)
	if doc.meta.istable:
		from minibench.document import get_doc

		doc = get_doc(doctype, name)
	users = [user for user in get_users(role) if user not in STANDARD_USERS]
	readers = [user for user in users if reads_some(doctype, user, doc)]
	if not readers:
		return []
	return local.db.get_values("User", {"name": ("in", readers), "enabled": 1}, "email", pluck=True)


def _written(template: str | None, context: dict) -> list[str]:
	from minibench.jinja import render_text

	text = render_text(template, context) if template else ""
	return [part.strip() for part in text.replace(",", "\n").split("\n") if part.strip()]


def trigger_daily_alerts() -> None:
	"""Send the notifications that count days from a date; once a day, from the schedule."""
	from minibench.document import get_doc

	query = "select name from `tabNotification` where enabled = 1 and event in ('Days Before', 'Days After')"
	for name in local.db.sql(query, pluck=True):
		try:
			alert = get_doc("Notification", name)
			due = documents_for_today(alert)
		except Exception:
			log_error(f"Notification {name} failed", reference_doctype="Notification", reference_name=name)
			continue
		for docname in due:
			evaluate(get_doc(alert.document_type, docname), name, alert.event)


def documents_for_today(alert) -> list[str]:
	"""Names of the documents whose date lies as many days ahead, or back, as the notification says."""
	from minibench.utils.dates import getdate

	days = alert.days_in_advance if alert.event == "Days Before" else -alert.days_in_advance
	day = getdate() + timedelta(days=days)
	filters = {alert.date_changed: ("between", [f"{day} 00:00:00.000000", f"{day} 23:59:59.999999"])}
	return local.db.get_values(alert.document_type, filters, "name", pluck=True)
