"""What is done with several records of a list at once, and its export."""

from minibench.delete import delete_doc
from minibench.errors import PermissionError
from minibench.local import local
from minibench.translate import _
from minibench.views import make_access_log
from minibench.web.desk import display, export, listview, save, shell
from minibench.web.desk.env import page, redirect


def post(doctype, request):
	names = list(dict.fromkeys(request.form.getlist("row")))
	do, here = request.form.get("_do", ""), request.full_path.rstrip("?")
	if do == "export:csv":
		return download(doctype, request.args, "csv", names)
	if do != "delete":
		raise PermissionError
	if not names:
		return redirect(here, [{"text": _("Choose the records first."), "colour": "amber"}])
	if local.flags.csrf_failed or not request.form.get("_sure"):
		title = _("Delete {0} records?").format(len(names))
		return page("confirm.html", title=title, names=names, action=here)
	return redirect(here, delete(doctype, names))


def delete(doctype, names):
	"""Delete one by one; what is refused stays and is told. Returns messages."""
	gone, messages = 0, []
	for name in names:
		local.db.savepoint("desk_bulk")
		local.message_log = []
		try:
			delete_doc(doctype, name)
			gone += 1
		except save.REFUSALS as error:
			told = display.strip(save.refusals(error)[0])
			local.db.rollback(save_point="desk_bulk")
			messages.append({"text": f"{display.strip(name)}: {told}", "colour": "red"})
	local.message_log = []
	return [{"text": _("{0} deleted").format(gone), "colour": "green" if gone else "amber"}, *messages[:10]]


def download(doctype, args, kind, names=()):
	"""The list as a file: the records chosen, or all that its filters find."""
	if not shell.may(doctype, "export"):
		raise PermissionError
	make_access_log(doctype=doctype, file_type=kind.upper(), method="Export", filters=args.to_dict())
	view = listview.ListView(doctype, args)
	rows = [row for row in view.rows() if not names or row.name in names]
	states = [view.field(name) for name in display.state_fields(view.meta)]
	columns = {df.fieldname: df for df in [view.field("name"), view.lead, *states, *view.columns] if df}
	heads = [(_(df.label or name), df) for name, df in columns.items()]
	return export.table(kind, _(doctype), heads, ([row.get(name) for name in columns] for row in rows))
