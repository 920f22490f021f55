"""A record handed on: given to somebody as a task, or sent by e-mail. Neither shows it to who may not see it here."""

from markupsafe import Markup, escape

from minibench.core.doctype.notification_log.notification_log import make_notification_logs
from minibench.core_access import may_read
from minibench.documents import get_doc
from minibench.errors import PermissionError
from minibench.jobs import reading
from minibench.local import _dict, local
from minibench.mail import sendmail
from minibench.messages import throw
from minibench.printing import get_print
from minibench.translate import _
from minibench.utils.dates import now, nowdate
from minibench.utils.text import split_emails
from minibench.web.desk import beside, display, fieldtext, formview
from minibench.web.desk.env import answer, doc_url, redirect

OFFERED, LOOKED_AT = 10, 25
COLLEAGUES = "enabled = 1 and user_type = 'System User' and name not in ('Administrator', 'Guest')"


def people(args):
	"""JSON: colleagues with the typed text in their name or address who may see the record (`field` is its name)."""
	doc = formview.load(args.get("doctype", ""), args.get("field", ""))
	like = f"%{args.get('txt', '').strip()}%"
	rows = local.db.sql(
		f"select name, full_name from `tabUser` where {COLLEAGUES} and (name like %s or full_name like %s)"
		" order by full_name limit %s",
		(like, like, LOOKED_AT),
	)
	found = [row for row in rows if may_read(doc.doctype, doc.name, row[0])]
	hits = [{"value": name, "label": title or name, "more": name} for name, title in found[:OFFERED]]
	return answer({"hits": hits, "new": None})


def assign(doc, _rest, request):
	"""Give the record to a colleague who may see it: a ToDo, `_assign`, and a notice."""
	form, me = request.form, local.session.user
	user = chosen(form)
	who, task = display.person(user), {"reference_type": doc.doctype, "reference_name": str(doc.name)}
	if not may_read(doc.doctype, doc.name, user):
		throw(_("{0} may not see this record, so it was not assigned. Nothing was shared.").format(who))
	if local.db.exists("ToDo", {**task, "allocated_to": user, "status": "Open"}):
		throw(_("{0} has this record to do already.").format(who))
	try:
		day = fieldtext.from_text(_dict(fieldtype="Date"), form.get("_assign_by", ""))
	except ValueError as error:
		throw(f"{_('By when')}: {error}")
	text = escape(form.get("_assign_note", "").strip()) or f"{_(doc.doctype)} {doc.name}"
	task |= {"allocated_to": user, "assigned_by": me, "date": day or nowdate(), "description": str(text)}
	get_doc({"doctype": "ToDo", **task}).insert(ignore_permissions=True)
	tell(user, doc, _("{0} gave you {1} {2}"))
	return back(doc, "assigned", _("{0} has this record to do now.").format(who))


def unassign(doc, name, _request):
	"""End a task: the one who has it is done with it, others take it away."""
	task = get_doc("ToDo", name)
	beside.check_same(doc, task.reference_type, task.reference_name)
	if not beside.may_end(doc, task):
		raise PermissionError
	mine = task.allocated_to == local.session.user
	task.status = "Closed" if mine else "Cancelled"
	task.save(ignore_permissions=True)
	if mine:
		tell(task.assigned_by, doc, _("{0} is done with {1} {2}"))
	else:
		tell(task.allocated_to, doc, _("{0} took {1} {2} from you"))
	return back(doc, "assigned", _("The task is ended."))


def chosen(form):
	"""The colleague in the box: who was picked, or whose address or whole name was typed."""
	text = form.get("_assignee", "").strip()
	if text == form.get("_assignee:title"):
		text = form.get("_assignee:name")
	where = f"select name from `tabUser` where {COLLEAGUES} and (name = %s or full_name = %s) limit 2"
	found = local.db.sql(where, (text, text), pluck=True) if text else ()
	if len(found) != 1:
		throw(_("Assign to: choose one of the people who are offered."))
	return found[0]


def tell(user, doc, sentence):
	"""A notice for somebody else; it names the record as its form does, where everybody may read that."""
	if user == local.session.user or not may_read(doc.doctype, doc.name, user):
		return
	title = doc.meta.get_field(doc.meta.title_field) if doc.meta.title_field else None
	called = doc.name if title and title.permlevel else formview.heading(doc)
	subject = escape(sentence.format(display.person(local.session.user), _(doc.doctype), called))
	log = {"type": "Assignment", "document_type": doc.doctype, "document_name": str(doc.name)}
	log |= {"from_user": local.session.user, "subject": str(subject)}
	make_notification_logs(log, [local.db.get_value("User", user, "email")])


def mail(doc, _rest, request):
	"""Send a message about the record, with a print of it where that is wanted; it is kept as a Communication."""
	doc.check_permission("email")
	to, subject, text, wanted = (
		request.form.get(f"_mail_{key}", "").strip() for key in ("to", "subject", "text", "print")
	)
	people = split_emails(to.replace(";", ","))
	for value, label in ((people, _("To")), (subject, _("Subject")), (text, _("Message"))):
		if not value:
			throw(_("{0}: fill this in to send the e-mail.").format(label))
	attached = [printed(doc, wanted)] if wanted else []
	place = {"reference_doctype": doc.doctype, "reference_name": str(doc.name)}
	me = local.db.get_value("User", local.session.user, ["name", "email", "full_name"], as_dict=True)
	html = Markup("<p>{}</p>\n").format(Markup("<br>\n").join(text.splitlines()))
	signed = html + Markup("\n<p>{}<br>\n{}</p>").format(me.full_name, me.email)
	message = {"subject": subject, "message": str(signed), "attachments": attached, "reply_to": me.email}
	queued = sendmail(recipients=people, **message, **place)
	html += Markup("<p>{}</p>").format(_("Attached: {0}").format(attached[0]["fname"])) if attached else ""
	fact = {"communication_medium": "Email", "sent_or_received": "Sent", "status": "Linked"}
	fact |= {"subject": subject, "content": str(html), "recipients": ", ".join(people), "sender": me.email}
	fact |= {"sender_full_name": me.full_name, "user": me.name, "has_attachment": int(bool(attached))}
	fact |= {"communication_date": now(), "message_id": queued.message_id, **place}
	get_doc({"doctype": "Communication", **fact}).insert(ignore_permissions=True)
	return back(doc, "timeline", _("The e-mail to {0} goes out now.").format(", ".join(people)))


def printed(doc, wanted):
	"""The record's PDF as this person may print it, made before anything is written: no lock is held meanwhile."""
	if wanted not in formview.print_formats(doc):
		raise PermissionError
	with reading():
		content = get_print(doc.doctype, doc.name, wanted, as_pdf=True)
	return {"fname": f"{doc.name}.pdf".replace("/", "-"), "fcontent": content}


def back(doc, place, text):
	told = {"text": str(escape(text)), "colour": "green"}
	return redirect(f"{doc_url(doc.doctype, doc.name)}#{place}", [told])
