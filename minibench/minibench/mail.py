"""E-mail: messages are rows of the caller's transaction; a job sends them, again and later when that fails."""

import json
import smtplib
from contextlib import closing
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid, parseaddr

from minibench.errors import InvalidEmailAddressError, NotOffered, OutgoingEmailError
from minibench.jobs import add_job, reading
from minibench.local import _dict, local
from minibench.utils.dates import add_to_date, now, now_datetime

RETRY_LIMIT = 3
RETRY_MINUTES = 5
STUCK_MINUTES = 15
BATCH = 50


def sendmail(
	recipients=None, sender="", subject="No Subject", message="No Message", reference_doctype=None,
	reference_name=None, attachments=None, cc=None, bcc=None, delayed=True, **others,
):  # fmt: skip
	"""Queue a message in this transaction; returns the Email Queue document, or None without recipients.

	Each recipient gets a copy of their own. `attachments`: dictionaries with `fname` and `fcontent`; or with
	`print_format_attachment`, `doctype`, `name` and `print_format` of a document that is printed when the message
	is sent. Raises OutgoingEmailError when no account is set up, InvalidEmailAddressError for an address that is none.
	"""
	if refused := [name for name in others if others[name]]:
		raise NotOffered(f"frappe.sendmail({', '.join(refused)})")
	everybody = list(dict.fromkeys([*_addresses(recipients), *_addresses(cc), *_addresses(bcc)]))
	if not everybody:
		return None
	account = outgoing_account()
	if account is None and not is_muted():
		raise OutgoingEmailError("Please set up an outgoing e-mail account first")
	mail = _compose(account, sender, subject, message)
	printed = [entry for entry in attachments or () if entry.get("print_format_attachment")]
	for entry in attachments or ():
		if entry not in printed:
			_attach(mail, entry)
	place = {"reference_doctype": reference_doctype, "reference_name": reference_name}
	return _queue(mail, everybody, attachments=json.dumps(printed) if printed else None, **place)


def _addresses(value) -> list[str]:
	found = [part.strip() for part in value.split(",")] if isinstance(value, str) else list(value or ())
	found = [address for address in found if address]
	for address in found:
		if "@" not in parseaddr(address)[1] or any(c in address for c in "\r\n\0"):
			raise InvalidEmailAddressError(f"{address!r} is not a valid Email Address")
	return found


def _compose(account, sender, subject, html) -> EmailMessage:
	from html import unescape

	from minibench.utils.html import strip_html

	mail = EmailMessage()
	mail["Subject"] = " ".join(str(subject).split())
	site = local.site.replace("_", "-")
	account = account or _dict(email_id=f"no-reply@{site}{'' if '.' in site else '.localhost'}")
	own = formataddr((account.email_account_name or "", account.email_id))
	mail["From"] = (_addresses(sender) or [own])[0]
	mail["Date"] = formatdate(localtime=True)
	mail["Message-ID"] = make_msgid(domain=account.email_id.rpartition("@")[2])
	mail["Auto-Submitted"] = "auto-generated"
	mail.set_content(unescape(strip_html(html)))
	mail.add_alternative(f"<!doctype html><html><body>{html}</body></html>", subtype="html")
	return mail


def _attach(mail: EmailMessage, attachment: dict) -> None:
	from mimetypes import guess_type

	if "fcontent" not in attachment:
		raise NotOffered(f"frappe.sendmail(attachments={sorted(attachment)})")
	data, name = attachment["fcontent"], attachment["fname"]
	main, _, sub = (guess_type(name)[0] or "application/octet-stream").partition("/")
	mail.add_attachment(
		data.encode() if isinstance(data, str) else data, maintype=main, subtype=sub, filename=name
	)


def _queue(mail: EmailMessage, recipients: list[str], **values):
	from minibench.documents import get_doc

	rows = [{"recipient": address, "status": "Not Sent"} for address in recipients]
	values |= {"sender": str(mail["From"]), "message_id": mail["Message-ID"].strip("<>"), "recipients": rows}
	queue = get_doc({"doctype": "Email Queue", "message": mail.as_string(), "status": "Not Sent", **values})
	queue.insert(ignore_permissions=True)
	if not local.db.sql("select 1 from `__job` where job_id = 'mail' and state = 'queued' and due <= 0"):
		add_job(flush, {}, job_id="mail")
	return queue


def is_muted() -> bool:
	"""True where nothing may be sent: in tests, and with `mute_emails` in the configuration."""
	return bool(local.conf.mute_emails or local.flags.mute_emails or local.flags.in_test)


def outgoing_account() -> _dict | None:
	"""The outgoing Email Account, the default one first, with its password in plain."""
	from minibench.passwords import get_decrypted_password

	rows = local.db.sql(
		"select * from `tabEmail Account` where enable_outgoing = 1 order by default_outgoing desc limit 1",
		as_dict=True,
	)
	for row in rows:
		row.password = get_decrypted_password("Email Account", row.name, raise_exception=False)
	return rows[0] if rows else None


def open_smtp(account: _dict) -> smtplib.SMTP:
	"""A connection that is ready to send; TLS certificates are checked."""
	import ssl

	context, port = ssl.create_default_context(), int(account.smtp_port or 0)
	if account.use_ssl_for_outgoing:
		server = smtplib.SMTP_SSL(account.smtp_server, port or 465, timeout=30, context=context)
	else:
		server = smtplib.SMTP(account.smtp_server, port or (587 if account.use_tls else 25), timeout=30)
		if account.use_tls:
			server.starttls(context=context)
	if account.password and not account.no_smtp_authentication:
		server.login(account.login_id or account.email_id, account.password)
	return server


def flush() -> int:
	"""Send what is due, without holding a transaction meanwhile; the number of messages sent completely."""
	account = None if is_muted() else outgoing_account()
	claimed = _claim() if account else []
	local.db.commit()
	if not claimed:
		return 0
	try:
		server = open_smtp(account)
	except (OSError, smtplib.SMTPException) as error:
		for queue in claimed:
			_finish(queue, error)
		return 0
	with closing(server):
		return sum([_send(server, account, queue) for queue in claimed])


def _claim() -> list[_dict]:
	"""Mark what is due as being sent, and what a crash left half sent as due again."""
	stuck = add_to_date(now_datetime(), minutes=-STUCK_MINUTES)
	local.db.sql(
		"update `tabEmail Queue` set status = 'Not Sent' where status = 'Sending' and modified < %s", (stuck,)
	)
	return local.db.sql(
		"update `tabEmail Queue` set status = 'Sending', modified = %s where name in (select name from `tabEmail Queue`"
		" where status = 'Not Sent' and (send_after is null or send_after <= %s)"
		" order by creation limit %s) returning name, message, retry, attachments",
		(now(), now_datetime(), BATCH),
		as_dict=True,
	)


def _send(server: smtplib.SMTP, account: _dict, queue: _dict) -> bool:
	from email import message_from_string, policy

	problem = None
	try:
		rows, printed = _parts(queue)
	except Exception as error:  # the document is gone or its format broken: others are still to be sent
		_finish(queue, error)
		return False
	for name, recipient in rows:
		mail = message_from_string(queue.message, policy=policy.SMTP)
		mail["To"] = recipient
		for attachment in printed:
			_attach(mail, attachment)
		try:
			server.send_message(mail, account.email_id, [parseaddr(recipient)[1]])
		except (OSError, smtplib.SMTPException, ValueError) as error:
			problem = error
		else:
			local.db.sql("update `tabEmail Queue Recipient` set status = 'Sent' where name = %s", (name,))
			local.db.commit()
	_finish(queue, problem)
	return problem is None


def _parts(queue: _dict) -> tuple[list, list[dict]]:
	"""Who is still to get a message, and the documents it carries, printed; no write lock is held."""
	from minibench.printing import attach_print

	waiting = "select name, recipient from `tabEmail Queue Recipient` where parent = %s and status <> 'Sent'"
	with reading():
		return local.db.sql(waiting, (queue.name,)), [
			attach_print(entry["doctype"], entry["name"], print_format=entry.get("print_format"))
			for entry in json.loads(queue.attachments or "[]")
		]


def _finish(queue: _dict, error: Exception | None) -> None:
	values = {"status": "Sent", "error": None}
	if error is not None:
		retry = (queue.retry or 0) + 1
		later = add_to_date(now_datetime(), minutes=RETRY_MINUTES * 2**retry)
		status = "Error" if retry > RETRY_LIMIT else "Not Sent"
		values = {"status": status, "retry": retry, "send_after": later, "error": _reason(error)}
	local.db.set_value("Email Queue", queue.name, values)
	local.db.commit()


def _reason(error: Exception) -> str:
	"""What failed, without what the server was told: that may hold the password or a name."""
	code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
	return f"{type(error).__name__} {code}" if code else type(error).__name__
