"""What a person was told: the notices behind the bell, read and unread, and how he or she wants to be told."""

from minibench.core.doctype.notification_settings.notification_settings import choose, wants
from minibench.local import local
from minibench.query import get_list
from minibench.translate import _
from minibench.utils.numbers import cint
from minibench.web.desk import display
from minibench.web.desk.env import page, redirect, with_query

HERE = "/app/-/notices"
EACH = 20
CHOICES = {
	"enabled": "Show me notices here",
	"enable_email_notifications": "Send me e-mails, too",
	"enable_email_assignment": "Send me an e-mail when somebody gives me a record to do",
}


def show(request):
	"""GET shows a page of notices; POST marks all of them read, or keeps what the person chose."""
	if request.method == "POST":
		return _post(request.form)
	start = max(cint(request.args.get("_start")), 0)
	fields = ["name", "subject", "read", "creation", "from_user", "document_type", "document_name"]
	rows = get_list("Notification Log", fields=fields, filters={"for_user": local.session.user},
		order_by="creation desc", start=start, limit=EACH + 1)  # fmt: skip
	seen = _readable(rows)
	display.people([row.from_user for row in rows])
	for row in rows:
		row.open = not row.document_name or (row.document_type, row.document_name) in seen
		row.text = (
			display.strip(row.subject or "") if row.open else _("About a record that is not yours to see.")
		)
	return page(
		"notices.html", title=_("Notices"), rows=rows[:EACH], before=start and with_query(HERE, {"_start": start - EACH}),
		after=len(rows) > EACH and with_query(HERE, {"_start": start + EACH}), person=display.person, ago=display.ago,
		choices=[(name, _(label), wants(local.session.user, name)) for name, label in CHOICES.items()],
	)  # fmt: skip


def _readable(rows):
	"""{(doctype, name)} of the records that the person may still read: one query for each doctype."""
	wanted = {}
	for row in rows:
		if row.document_name:
			wanted.setdefault(row.document_type, []).append(row.document_name)
	return {
		(doctype, name)
		for doctype, names in wanted.items()
		for name in display.allowed(get_list, doctype, filters={"name": ["in", names]}, pluck="name") or ()
	}


def _post(form):
	if form.get("_do") == "choose":
		choose(local.session.user, {name: int(name in form) for name in CHOICES})
		return redirect(HERE, [{"text": _("Kept."), "colour": "green"}])
	unread = {"for_user": local.session.user, "read": 0}
	local.db.set_value("Notification Log", unread, "read", 1)
	return redirect(HERE, [{"text": _("All notices are read."), "colour": "green"}])
