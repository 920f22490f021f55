"""E-mail: messages are rows of the caller's transaction; a job sends them, again and later when that fails.

The server is named by an Email Account, or by `mail_server` in the site's configuration. Where there is none, messages
wait in the out-box until somebody sends them from there. No lock is held while a server is talked to, so a crash between
sending and writing that down sends a message twice: each arrives at least once.
"""

import json
import smtplib
import ssl
from contextlib import closing
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid, parseaddr
from html import unescape
from mimetypes import guess_type

from minibench import printing
from minibench.documents import get_doc
from minibench.errors import (
	DoesNotExistError,
	InvalidEmailAddressError,
	LockTimeoutError,
	NotOffered,
	OutgoingEmailError,
)
from minibench.jobs import add_job, reading
from minibench.local import _dict, local
from minibench.locks import filelock
from minibench.messages import throw
from minibench.passwords import get_decrypted_password
from minibench.translate import _
from minibench.utils.dates import add_to_date, now, now_datetime
from minibench.utils.html import escape_html, strip_html

RETRY_LIMIT = 3
# a server that is away for a day holds messages up and loses none
AWAY_LIMIT = 12
RETRY_MINUTES, LONGEST_WAIT = 5, 240
BATCH = 50
HELD = 0  # the priority of what was written while no server was named: nothing old goes out by itself
REASONS = (
	(smtplib.SMTPAuthenticationError, "The mail server did not accept the name or the password."),
	(smtplib.SMTPRecipientsRefused, "The mail server refused this address."),
	(smtplib.SMTPSenderRefused, "The mail server refused the address of the sender."),
	(smtplib.SMTPDataError, "The mail server did not take the message."),
	(smtplib.SMTPServerDisconnected, "The mail server broke the connection."),
	(smtplib.SMTPException, "The mail server answered with an error."),
	(
		ssl.SSLError,
		"The mail server's certificate is not to be trusted, or it does not speak TLS on this port.",
	),
	(OSError, "The mail server cannot be reached."),
	(DoesNotExistError, "The document that was to be attached does not exist."),
)


def sendmail(
	recipients=None, sender="", subject="No Subject", message="No Message", reference_doctype=None,
	reference_name=None, attachments=None, cc=None, bcc=None, delayed=True, reply_to=None, **others,
):  # fmt: skip
	"""Queue a message in this transaction; returns the Email Queue document, or None without recipients.

	Each recipient gets a copy of their own. `attachments`: dictionaries with `fname` and `fcontent`; or with
	`print_format_attachment`, `doctype`, `name` and `print_format` of a document that is printed when the message
	is sent. Without a server to send it the message waits in the out-box, or raises OutgoingEmailError where somebody
	waits for it (`delayed` false). Raises InvalidEmailAddressError for an address that is none.
	"""
	if local.flags.mute_emails:
		return None
	if refused := [name for name in others if others[name]]:
		raise NotOffered(f"frappe.sendmail({', '.join(refused)})")
	everybody = list(dict.fromkeys([*_addresses(recipients), *_addresses(cc), *_addresses(bcc)]))
	if not everybody:
		return None
	account = outgoing_account()
	held = account is None and not is_muted()
	if held and not delayed:
		raise OutgoingEmailError(_("Please set up an outgoing e-mail account first"))
	mail = _compose(account, sender, subject, message)
	if reply_to:
		mail["Reply-To"] = ", ".join(_addresses(reply_to))
	printed = [entry for entry in attachments or () if entry.get("print_format_attachment")]
	for entry in attachments or ():
		if entry not in printed:
			_attach(mail, entry)
	place = {"reference_doctype": reference_doctype, "reference_name": reference_name}
	place |= {"priority": HELD if held else 1, "sender": str(mail["From"] or _own(account))}
	return _queue(mail, everybody, attachments=json.dumps(printed) if printed else None, **place)


def _addresses(value) -> list[str]:
	found = [part.strip() for part in value.split(",")] if isinstance(value, str) else list(value or ())
	found = [address for address in found if address]
	for address in found:
		if "@" not in parseaddr(address)[1] or any(c in address for c in "\r\n\0"):
			throw(
				_("{0} is not a valid Email Address").format(escape_html(address)), InvalidEmailAddressError
			)
	return found


def _compose(account, sender, subject, html) -> EmailMessage:
	mail = EmailMessage()
	mail["Subject"] = " ".join(str(subject).split())
	if sender or account:
		mail["From"] = (_addresses(sender) or [_own(account)])[0]
	mail["Date"] = formatdate(localtime=True)
	mail["Message-ID"] = make_msgid(domain=parseaddr(_own(account))[1].rpartition("@")[2])
	mail["Auto-Submitted"] = "auto-generated"
	mail.set_content(unescape(strip_html(html)))
	mail.add_alternative(f"<!doctype html><html><body>{html}</body></html>", subtype="html")
	return mail


def _own(account: _dict | None) -> str:
	"""The address that the site itself writes from."""
	if account:
		return formataddr((account.email_account_name or "", account.email_id))
	site = local.site.replace("_", "-")
	return local.conf.auto_email_id or f"no-reply@{site}{'' if '.' in site else '.localhost'}"


def _attach(mail: EmailMessage, attachment: dict) -> None:
	if "fcontent" not in attachment:
		raise NotOffered(f"frappe.sendmail(attachments={sorted(attachment)})")
	data, name = attachment["fcontent"], attachment["fname"]
	main, _slash, sub = (guess_type(name)[0] or "application/octet-stream").partition("/")
	mail.add_attachment(
		data.encode() if isinstance(data, str) else data, maintype=main, subtype=sub, filename=name
	)


def _queue(mail: EmailMessage, recipients: list[str], **values):
	rows = [{"recipient": address, "status": "Not Sent"} for address in recipients]
	values |= {"message_id": mail["Message-ID"].strip("<>"), "recipients": rows}
	queue = get_doc({"doctype": "Email Queue", "message": mail.as_string(), "status": "Not Sent", **values})
	queue.insert(ignore_permissions=True)
	if values["priority"] != HELD:
		flush_soon()
	return queue


def flush_soon() -> None:
	"""Let a job send what is due, after this transaction."""
	if not local.db.sql("select 1 from `__job` where job_id = 'mail' and state = 'queued' and due <= 0"):
		add_job(flush, {}, job_id="mail")


def send_again(names: list[str]) -> None:
	"""Have messages sent to those of their recipients who did not get them."""
	values = {"status": "Not Sent", "retry": 0, "send_after": None, "error": None, "priority": 1}
	local.db.set_value("Email Queue", {"name": ["in", names or [""]]}, values)
	flush_soon()


def is_muted() -> bool:
	"""True where nothing may be sent: in tests, and with `mute_emails` in the configuration."""
	return bool(local.conf.mute_emails or local.flags.mute_emails or local.flags.in_test)


def outgoing_account() -> _dict | None:
	"""The outgoing Email Account, the default one first, or else what the site's configuration says; None without.

	Its password is in plain. The keys of the configuration are Frappe's, and `use_ssl`.
	"""
	options = {"as_dict": True, "order_by": "default_outgoing desc", "limit": 1}
	rows = local.db.get_values("Email Account", {"enable_outgoing": 1}, "*", **options)
	for row in rows:
		row.password = get_decrypted_password("Email Account", row.name, raise_exception=False)
	return rows[0] if rows else _configured(local.conf)


def _configured(conf: _dict) -> _dict | None:
	if not conf.mail_server:
		return None
	return _dict(
		email_account_name=conf.email_sender_name,
		email_id=conf.auto_email_id or conf.mail_login or parseaddr(_own(None))[1],
		smtp_server=conf.mail_server,
		smtp_port=conf.mail_port,
		use_tls=not conf.use_ssl and (conf.mail_login if conf.use_tls is None else conf.use_tls),
		use_ssl_for_outgoing=conf.use_ssl,
		login_id=conf.mail_login,
		password=conf.mail_password,
		no_smtp_authentication=conf.disable_mail_smtp_authentication,
		always_use_account_email_id_as_sender=conf.always_use_account_email_id_as_sender,
	)


def open_smtp(account: _dict) -> smtplib.SMTP:
	"""A connection that is ready to send; TLS certificates are checked."""
	context, port = ssl.create_default_context(), int(account.smtp_port or 0)
	if account.use_ssl_for_outgoing:
		server = smtplib.SMTP_SSL(account.smtp_server, port or 465, timeout=30, context=context)
	else:
		server = smtplib.SMTP(account.smtp_server, port or (587 if account.use_tls else 25), timeout=30)
	try:
		if account.use_tls and not account.use_ssl_for_outgoing:
			server.starttls(context=context)
		if account.password and not account.no_smtp_authentication:
			server.login(account.login_id or account.email_id, account.password)
	except BaseException:
		server.close()
		raise
	return server


def flush() -> int:
	"""Send what is due, without holding a transaction meanwhile; the number of messages sent completely."""
	try:
		with filelock("mail", timeout=0):
			return _flush()
	except LockTimeoutError:
		return 0


def _flush() -> int:
	account = None if is_muted() else outgoing_account()
	claimed = _claim() if account else []
	local.db.commit()
	if not claimed:
		return 0
	try:
		server = open_smtp(account)
	except (OSError, smtplib.SMTPException) as error:
		for queue in claimed:
			_finish(queue, [error], AWAY_LIMIT)
		return 0
	with closing(server):
		done = 0
		for number, queue in enumerate(claimed, 1):
			lost = _send(server, account, queue)
			done += lost is None and queue.status == "Sent"
			if lost:
				_release(claimed[number:])
				break
	return done


def _claim() -> list[_dict]:
	"""Mark what is due as being sent, and with it what a crash left half sent: only one process sends at a time."""
	return local.db.sql(
		"update `tabEmail Queue` set status = 'Sending', modified = %s where name in (select name from `tabEmail Queue`"
		" where (status = 'Sending' or (status = 'Not Sent' and priority <> %s and (send_after is null or send_after <= %s))"
		" or (status = 'Partially Sent' and send_after <= %s)) order by creation limit %s)"
		" returning name, message, retry, attachments",
		(now(), HELD, now_datetime(), now_datetime(), BATCH),
		as_dict=True,
	)


def _release(queues: list[_dict]) -> None:
	"""Give back what was claimed and not tried."""
	if queues:
		names = [queue.name for queue in queues]
		local.db.sql("update `tabEmail Queue` set status = 'Not Sent' where name in %s", (names,))
		local.db.commit()


def _send(server: smtplib.SMTP, account: _dict, queue: _dict) -> Exception | None:
	"""Send a message to each who waits for it; the error that ended the connection, if one did."""
	from email import message_from_string, policy

	problems = []
	try:
		rows, printed = _parts(queue)
	except Exception as error:  # the document is gone or its format broken: others are still to be sent
		_finish(queue, [error], RETRY_LIMIT)
		return None
	for name, recipient in rows:
		mail = message_from_string(queue.message, policy=policy.SMTP)
		mail["To"] = recipient
		if not mail["From"] or account.always_use_account_email_id_as_sender:
			del mail["From"]
			mail["From"] = _own(account)
		for attachment in printed:
			_attach(mail, attachment)
		try:
			server.send_message(mail, account.email_id, [parseaddr(recipient)[1]])
		except (OSError, smtplib.SMTPException, ValueError) as error:
			problems.append(error)
			_mark(name, "Not Sent", _reason(error))
			if _is_lost(error):
				_finish(queue, problems, AWAY_LIMIT)
				return error
		else:
			_mark(name, "Sent", None)
	_finish(queue, problems, RETRY_LIMIT)
	return None


def _is_lost(error: Exception) -> bool:
	"""Whether the connection is gone; an SMTPException is an OSError, too."""
	gone = isinstance(error, smtplib.SMTPServerDisconnected) or not isinstance(error, smtplib.SMTPException)
	return isinstance(error, OSError) and gone


def _mark(row: str, status: str, reason: str | None) -> None:
	local.db.sql(
		"update `tabEmail Queue Recipient` set status = %s, error = %s where name = %s", (status, reason, row)
	)
	local.db.commit()


def _parts(queue: _dict) -> tuple[list, list[dict]]:
	"""Who is still to get a message, and the documents it carries, printed; no write lock is held."""
	waiting = "select name, recipient from `tabEmail Queue Recipient` where parent = %s and status <> 'Sent' order by idx"
	with reading():
		return local.db.sql(waiting, (queue.name,)), [
			printing.attach_print(entry["doctype"], entry["name"], print_format=entry.get("print_format"))
			for entry in json.loads(queue.attachments or "[]")
		]


def _finish(queue: _dict, problems: list[Exception], limit: int) -> None:
	"""Write down what became of a message: sent, to be tried again later, or given up where it is of no use."""
	values = {"status": "Sent", "error": None, "send_after": None}
	if problems:
		retry = (queue.retry or 0) + 1
		some = local.db.exists("Email Queue Recipient", {"parent": queue.name, "status": "Sent"})
		again = retry <= limit and not all(500 <= _code(error) < 600 for error in problems)
		later = add_to_date(now_datetime(), minutes=min(RETRY_MINUTES * 2**retry, LONGEST_WAIT))
		status = "Partially Sent" if some else "Not Sent" if again else "Error"
		values = {"status": status, "retry": retry, "send_after": later if again else None}
		values["error"] = _reason(problems[0])
	queue.status = values["status"]
	local.db.set_value("Email Queue", queue.name, values)
	local.db.commit()


def _code(error: Exception) -> int:
	"""What the server answered, 0 where it did not; a wrong password is put right by somebody, so it is not final."""
	if isinstance(error, smtplib.SMTPRecipientsRefused):
		return next((code for code, _text in error.recipients.values()), 0)
	return 0 if isinstance(error, smtplib.SMTPAuthenticationError) else getattr(error, "smtp_code", 0)


def _reason(error: Exception) -> str:
	"""What failed, in words, without what the server was told: that may hold the password or a name."""
	words = next((text for kind, text in REASONS if isinstance(error, kind)), None)
	if words is None:
		return f"The message could not be made. ({type(error).__name__})"
	code = _code(error) or getattr(error, "smtp_code", None) or getattr(error, "errno", None)
	return f"{words} ({code})" if code else words
