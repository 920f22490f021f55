"""E-mail: messages are rows of the caller's transaction; a job sends them, again and later when that fails."""

import json
import smtplib
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid, parseaddr

from minibench.errors import InvalidEmailAddressError, NotOffered, OutgoingEmailError
from minibench.local import _dict, local

RETRY_LIMIT = 3
RETRY_MINUTES = 5
STUCK_MINUTES = 15
BATCH = 50


def sendmail(
	recipients=None,
	sender="",
	subject="No Subject",
	message="No Message",
	as_markdown=False,
	delayed=True,
	reference_doctype=None,
	reference_name=None,
	attachments=None,
	content=None,
	reply_to=None,
	cc=None,
	bcc=None,
	send_after=None,
	expose_recipients=None,
	send_priority=1,
	now=None,
	template=None,
	args=None,
	is_notification=False,
	**others,
):
	"""Queue a message in this transaction; returns the Email Queue document, or None without recipients.

	Each recipient gets a copy of their own. `attachments`: dictionaries with `fname` and `fcontent`; or `fid` or
	`file_url` of a File; or `print_format_attachment`, `doctype`, `name` and `print_format` of a document that is
	printed when the message is sent. Raises OutgoingEmailError when no account is set up, InvalidEmailAddressError for an address
	that is none.
	"""
	if as_markdown or any(others.values()):
		raise NotOffered(
			f"frappe.sendmail({', '.join(name for name in others if others[name]) or 'as_markdown'})"
		)
	copies = _addresses(cc)
	everybody = list(dict.fromkeys([*_addresses(recipients), *copies, *_addresses(bcc)]))
	if not everybody:
		return None
	account = outgoing_account()
	if account is None and not is_muted():
		raise OutgoingEmailError("Please set up an outgoing e-mail account first")
	html = _from_template(template, args) if template else content or message
	printed = [entry for entry in attachments or () if entry.get("print_format_attachment")]
	stored = [entry for entry in attachments or () if entry not in printed]
	mail = _compose(account, sender, subject, html, reply_to, stored)
	if expose_recipients == "header" and copies:
		mail["Cc"] = ", ".join(copies)
	return _queue(
		mail,
		everybody,
		reference_doctype=reference_doctype,
		reference_name=reference_name,
		send_after=send_after,
		priority=send_priority,
		expose_recipients=expose_recipients,
		attachments=json.dumps(printed) if printed else None,
	)


def _addresses(value) -> list[str]:
	if not value:
		return []
	found = [part.strip() for part in value.split(",")] if isinstance(value, str) else list(value)
	for address in found:
		plain = parseaddr(address)[1]
		if "@" not in plain or any(c in address for c in "\r\n\0"):
			raise InvalidEmailAddressError(f"{address!r} is not a valid Email Address")
	return [address for address in found if address]


def _from_template(template: str, args) -> str:
	from minibench.jinja import get_email_from_template

	return get_email_from_template(template, args)[0]


def _compose(account, sender, subject, html, reply_to, attachments) -> EmailMessage:
	from minibench.utils.html import strip_html_tags, unescape_html

	mail = EmailMessage()
	mail["Subject"] = " ".join(str(subject).split())
	address = account.email_id if account else f"no-reply@{local.site}"
	wanted = _addresses(sender)[:1]
	mail["From"] = wanted[0] if wanted else formataddr((account.sender_name if account else "", address))
	mail["Date"] = formatdate(localtime=True)
	mail["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
	mail["Auto-Submitted"] = "auto-generated"
	if reply_to:
		mail["Reply-To"] = ", ".join(_addresses(reply_to))
	mail.set_content(unescape_html(strip_html_tags(html)))
	mail.add_alternative(f"<!doctype html><html><body>{html}</body></html>", subtype="html")
	for attachment in attachments:
		_attach(mail, attachment)
	return mail


def _attach(mail: EmailMessage, attachment: dict) -> None:
	from mimetypes import guess_type

	from minibench.document import get_doc

	if attachment.get("fid") or attachment.get("file_url"):
		name = attachment.get("fid") or local.db.get_value("File", {"file_url": attachment["file_url"]})
		doc = get_doc("File", name)
		attachment = {"fname": doc.file_name, "fcontent": doc.get_content()}
	if "fcontent" not in attachment:
		raise NotOffered(f"frappe.sendmail(attachments={sorted(attachment)})")
	data, name = attachment["fcontent"], attachment["fname"]
	main, _, sub = (guess_type(name)[0] or "application/octet-stream").partition("/")
	mail.add_attachment(
		data.encode() if isinstance(data, str) else data, maintype=main, subtype=sub, filename=name
	)


def _queue(mail: EmailMessage, recipients: list[str], **values):
	from minibench.document import get_doc

	queue = get_doc(
		{
			"doctype": "Email Queue",
			"sender": str(mail["From"]),
			"message": mail.as_string(),
			"message_id": mail["Message-ID"].strip("<>"),
			"status": "Not Sent",
			"recipients": [{"recipient": address, "status": "Not Sent"} for address in recipients],
			**values,
		}
	).insert(ignore_permissions=True)
	_wake_sender()
	return queue


def _wake_sender() -> None:
	from minibench.jobs import add_job

	waiting = "select 1 from `__job` where job_id = 'mail' and state = 'queued' and due <= 0"
	if not local.db.sql(waiting):
		add_job(flush, {}, job_id="mail")


def is_muted() -> bool:
	"""True where nothing may be sent: in tests, and with `mute_emails` in the configuration."""
	return bool(local.conf.mute_emails or local.flags.mute_emails or local.flags.in_test)


def outgoing_account() -> _dict | None:
	"""The default outgoing Email Account, else the mail settings of the site's configuration."""
	from minibench.passwords import get_decrypted_password
	from minibench.utils.numbers import cint

	rows = local.db.sql(
		"select * from `tabEmail Account` where enable_outgoing = 1 order by default_outgoing desc limit 1",
		as_dict=True,
	)
	conf = local.conf
	if rows:
		row = rows[0]
		return _dict(
			email_id=row.email_id,
			sender_name=row.email_account_name,
			server=row.smtp_server,
			port=cint(row.smtp_port),
			tls=row.use_tls,
			ssl=row.use_ssl_for_outgoing,
			login=None if row.no_smtp_authentication else row.login_id or row.email_id,
			password=get_decrypted_password("Email Account", row.name, raise_exception=False),
		)
	if not conf.mail_server:
		return None
	return _dict(
		email_id=conf.auto_email_id or conf.mail_login,
		sender_name=conf.email_sender_name or "",
		server=conf.mail_server,
		port=cint(conf.mail_port),
		tls=conf.use_tls,
		ssl=conf.use_ssl,
		login=conf.mail_login,
		password=conf.mail_password,
	)


def open_smtp(account: _dict) -> smtplib.SMTP:
	"""A connection that is ready to send; TLS certificates are checked."""
	import ssl

	context = ssl.create_default_context()
	if account.ssl:
		server = smtplib.SMTP_SSL(account.server, account.port or 465, timeout=30, context=context)
	else:
		server = smtplib.SMTP(account.server, account.port or (587 if account.tls else 25), timeout=30)
		if account.tls:
			server.starttls(context=context)
	if account.login and account.password:
		server.login(account.login, account.password)
	return server


def flush() -> int:
	"""Send what is due, without holding a transaction meanwhile; the number of messages sent completely."""
	account = outgoing_account()
	if account is None or is_muted():
		return 0
	claimed = _claim()
	local.db.commit()
	if not claimed:
		return 0
	sent = 0
	try:
		server = open_smtp(account)
	except (OSError, smtplib.SMTPException) as error:
		for queue in claimed:
			_finish(queue, error)
		return 0
	try:
		for queue in claimed:
			sent += _send(server, account, queue)
	finally:
		server.close()
	return sent


def _claim() -> list[_dict]:
	"""Mark what is due as being sent, and what a crash left half sent as due again."""
	from minibench.utils.dates import add_to_date, now, now_datetime

	stuck = add_to_date(now_datetime(), minutes=-STUCK_MINUTES)
	local.db.sql(
		"update `tabEmail Queue` set status = 'Not Sent' where status = 'Sending' and modified < %s", (stuck,)
	)
	return local.db.sql(
		"update `tabEmail Queue` set status = 'Sending', modified = %s where name in (select name from `tabEmail Queue`"
		" where status in ('Not Sent', 'Partially Sent') and (send_after is null or send_after <= %s)"
		" order by priority desc, creation limit %s) returning name, message, retry, attachments",
		(now(), now_datetime(), BATCH),
		as_dict=True,
	)


def _send(server: smtplib.SMTP, account: _dict, queue: _dict) -> bool:
	from email import message_from_string, policy

	local.db.commit()
	rows = local.db.sql(
		"select name, recipient from `tabEmail Queue Recipient` where parent = %s and status <> 'Sent'",
		(queue.name,),
	)
	local.db.commit()
	problem = None
	try:
		printed = _print(queue.attachments)
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


def _print(attachments: str | None) -> list[dict]:
	"""The documents that a message carries, printed; reading them holds no write lock."""
	from minibench.printing import attach_print

	local.db.read_only = True
	try:
		return [
			attach_print(entry["doctype"], entry["name"], print_format=entry.get("print_format"))
			for entry in json.loads(attachments or "[]")
		]
	finally:
		local.db.rollback()
		local.db.read_only = False


def _finish(queue: _dict, error: Exception | None) -> None:
	from minibench.utils.dates import add_to_date, now_datetime

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
