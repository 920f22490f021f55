"""The out-box: what was written, to whom, whether it went, and each message as it is read. For System Managers."""

from email import message_from_string, policy

from minibench import mail
from minibench.errors import DoesNotExistError
from minibench.local import local
from minibench.query import get_list
from minibench.translate import _
from minibench.utils.numbers import cint
from minibench.web.desk import display, formview, shell
from minibench.web.desk.env import doc_url, list_url, page, redirect, stale, with_query

HERE = "/app/-/outbox"
EACH = 20
HEAD = 4000  # letters at the front of a message in which its headers stand
COLOURS = {"Sent": "green", "Sending": "blue", "Partially Sent": "amber", "Error": "red"}


def index(request):
	"""GET shows the latest messages; POST sends those that wait because no server was named."""
	if not shell.may("Email Queue"):
		raise DoesNotExistError("Email Queue")
	account = mail.outgoing_account()
	if request.method == "POST":
		return _send_all(account)
	start = max(cint(request.args.get("_start")), 0)
	rows = get_list("Email Queue", fields=["name", "status", "creation", "error", "priority", "send_after"],
		order_by="creation desc", start=start, limit=EACH + 1)  # fmt: skip
	names = [row.name for row in rows]
	sql = f"select name, substr(message, 1, {HEAD}) from `tabEmail Queue` where name in %s"
	subjects = dict(local.db.sql(sql, (names,))) if names else {}
	people = _people(names)
	for row in rows:
		row.subject = _parsed(subjects[row.name])["Subject"] or _("No subject")
		row.to, row.state = ", ".join(people.get(row.name, ())), state(row)
	return page(
		"outbox.html", title=_("Out-box"), rows=rows[:EACH], account=account, muted=mail.is_muted(), doc_url=doc_url,
		held=bool(_held(limit=1)), all=list_url("Email Queue"), before=start and with_query(HERE, {"_start": start - EACH}),
		after=len(rows) > EACH and with_query(HERE, {"_start": start + EACH}), ago=display.ago,
	)  # fmt: skip


def _held(limit=None):
	waiting = {"status": "Not Sent", "priority": mail.HELD}
	return get_list("Email Queue", filters=waiting, pluck="name", limit=limit, order_by=None)


def _send_all(account):
	if not account:
		return redirect(HERE)
	names = _held()
	mail.send_again(names)
	return redirect(HERE, [{"text": _("{0} messages go out now.").format(len(names)), "colour": "green"}])


def _people(names):
	found = {}
	where = {"parent": ["in", names], "parenttype": "Email Queue"}
	for row in local.db.get_all("Email Queue Recipient", where, ["parent", "recipient"], order_by="idx"):
		found.setdefault(row.parent, []).append(row.recipient)
	return found


def state(row):
	"""(word, colour) of a message: one that waits for a server says so."""
	if row.status == "Not Sent" and row.priority == mail.HELD:
		return _("Waiting"), "amber"
	word = _("To be tried again") if row.status == "Not Sent" and row.send_after else _(row.status)
	return word, COLOURS.get(row.status, "grey")


def _parsed(text):
	return message_from_string(text, policy=policy.default)


def message(name, request):
	"""One message as it is read; POST sends it to those who did not get it."""
	doc = formview.load("Email Queue", name)
	if local.flags.csrf_failed:
		return stale()
	if request.method == "POST":
		if doc.status != "Sent":
			mail.send_again([doc.name])
			local.message_log.clear()
		return redirect(doc_url("Email Queue", doc.name), [{"text": _said(), "colour": "blue"}])
	parsed = _parsed(doc.message or "")
	html, plain = (parsed.get_body([kind]) for kind in ("html", "plain"))
	body = display.clean(html.get_content()) if html else None
	return page(
		"message_sent.html", title=parsed["Subject"] or _("No subject"), doc=doc, state=state(doc), body=body,
		text=plain.get_content() if plain and not html else "", sender=parsed["From"] or doc.sender,
		files=[part.get_filename() or _("A file") for part in parsed.iter_attachments()], prints=bool(doc.attachments),
		when=display.when, about=doc.reference_name and doc_url(doc.reference_doctype, doc.reference_name),
		held=doc.priority == mail.HELD, waits=not (mail.outgoing_account() and not mail.is_muted()),
	)  # fmt: skip


def _said():
	if mail.outgoing_account() is None:
		return _("No mail server is named yet: the message waits.")
	return _("The message goes out now.")
