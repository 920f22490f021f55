"""Steps of a document besides saving: workflow, submit, delete, rename, actions, comments, files."""

from minibench.errors import PermissionError
from minibench.local import local
from minibench.translate import _
from minibench.web.desk import beside, formview
from minibench.web.desk.env import doc_url, list_url, page, redirect, said


def take_workflow(doc, action):
	from minibench.workflow import apply_workflow

	apply_workflow(doc, action)


def submit(doc, _rest):
	doc.submit()


def cancel(doc, _rest):
	doc.check_permission("cancel")
	doc.cancel()


def run_action(doc, number):
	"""A DocType Action: a whitelisted function that gets the document, as on Frappe."""
	chosen = [row for row in doc.meta.actions or () if not row.hidden]
	if not number.isdigit() or int(number) >= len(chosen):
		raise PermissionError
	row = chosen[int(number)]
	if row.action_type == "Route":
		return f"/app/{row.action.lstrip('/')}"
	from minibench.web import methods
	from minibench.whitelist import is_whitelisted

	_name, function = methods.find(row.action)
	is_whitelisted(function)
	doc.reload()
	answer = methods.call_checked(function, {"doc": doc.as_json()})
	if not local.message_log:
		local.message_log.append({"message": _("{0}: done").format(_(row.label)), "indicator": "green"})
	return where_to(doc, answer)


def where_to(doc, answer):
	"""Another document that an action answers with is opened; this one otherwise."""
	get = getattr(answer, "get", lambda _key: None)
	if get("doctype") and get("name") and (get("doctype"), get("name")) != (doc.doctype, doc.name):
		return doc_url(get("doctype"), get("name"))
	return None


def run_button(doc, fieldname):
	"""A Button field whose options name a whitelisted method of the document."""
	df = doc.meta.get_field(fieldname)
	if not df or df.fieldtype != "Button" or not df.options:
		raise PermissionError
	from minibench.web import methods

	methods.document_method(doc, df.options)
	answer = doc.run_method(df.options)
	if isinstance(answer, str) and not local.message_log:
		local.message_log.append({"message": answer})
	return where_to(doc, answer)


def delete(doc, _rest, request):
	"""Ask first, then delete."""
	if not doc.has_permission("delete"):
		raise PermissionError
	if not request.form.get("_sure"):
		return page(
			"confirm.html",
			title=_("Delete {0}?").format(formview.heading(doc, False)),
			doc=doc,
			action=request.path,
		)
	name = formview.heading(doc, False)
	doc.delete()
	return redirect(list_url(doc.doctype), [{"text": _("{0} was deleted").format(name), "colour": "green"}])


def rename(doc, _rest, request):
	from minibench.rename import rename_doc

	new = (request.form.get("_new_name") or "").strip()
	if not new or new == doc.name:
		return redirect(doc_url(doc.doctype, doc.name))
	name = rename_doc(doc.doctype, doc.name, new)
	return redirect(doc_url(doc.doctype, name), said())


def comment(doc, _rest, request):
	text = (request.form.get("_comment") or "").strip()
	if text:
		from markupsafe import escape

		doc.add_comment("Comment", "<br>".join(str(escape(line)) for line in text.splitlines()))
	return redirect(back(doc, "timeline"))


def uncomment(doc, name, _request):
	from minibench.document import get_doc

	row = get_doc("Comment", name)
	beside.check_same(doc, row.reference_doctype, row.reference_name)
	from minibench.comments import may_change

	may_change(row)
	row.delete(ignore_permissions=True)
	return redirect(back(doc, "timeline"))


def attach(doc, _rest, request):
	from minibench.files import save_file

	doc.check_permission("write")
	for upload in request.files.getlist("_file"):
		if upload.filename:
			save_file(upload.filename, upload.read(), doc.doctype, doc.name, is_private=1)
	return redirect(back(doc, "files"))


def detach(doc, name, _request):
	from minibench.document import get_doc

	doc.check_permission("write")
	file = get_doc("File", name)
	beside.check_same(doc, file.attached_to_doctype, file.attached_to_name)
	file.delete(ignore_permissions=True)
	return redirect(back(doc, "files"))


def back(doc, part):
	return f"{doc_url(doc.doctype, doc.name)}#{part}"


AFTER_SAVE = {
	"workflow": take_workflow,
	"submit": submit,
	"cancel": cancel,
	"action": run_action,
	"button": run_button,
}
SMALL = {
	"delete": delete,
	"rename": rename,
	"comment": comment,
	"uncomment": uncomment,
	"attach": attach,
	"detach": detach,
}
