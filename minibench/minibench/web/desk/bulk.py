"""What is done with several records of a list at once."""

from minibench.delete import delete_doc
from minibench.errors import PermissionError
from minibench.local import local
from minibench.translate import _
from minibench.web.desk import display, listfile, save
from minibench.web.desk.env import page, redirect


def post(doctype, request):
	names = list(dict.fromkeys(request.form.getlist("row")))
	do, here = request.form.get("_do", ""), request.full_path.rstrip("?")
	if do == "export:csv":
		return listfile.download(doctype, request.args, "csv", names)
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
