"""Steps of a document besides saving: workflow, submit, delete, rename, actions, comments, files, tasks, e-mail."""

from markupsafe import escape

from minibench.comments import may_change
from minibench.documents import get_doc
from minibench.errors import PermissionError
from minibench.files import save_file
from minibench.local import local
from minibench.rename import rename_doc
from minibench.translate import _
from minibench.web import methods
from minibench.web.desk import beside, formview, passing
from minibench.web.desk.env import doc_url, list_url, page, redirect, said
from minibench.web.methods import ask
from minibench.web.uploads import received
from minibench.whitelist import is_whitelisted


def workflow(doc, action):
	ask("frappe.model.workflow.apply_workflow", doc=doc.as_json(), action=action)


def cancel(doc, _rest):
	doc.check_permission("cancel")
	doc.cancel()


def action(doc, number):
	"""A DocType Action: a whitelisted function that gets the document, as on Frappe."""
	chosen = [row for row in doc.meta.actions or () if not row.hidden]
	if not number.isdigit() or int(number) >= len(chosen):
		raise PermissionError
	row = chosen[int(number)]
	if row.action_type == "Route":
		return f"/app/{row.action.lstrip('/')}"
	_name, function = methods.find(row.action)
	is_whitelisted(function)
	doc.reload()
	return after(doc, methods.call_checked(function, {"doc": doc.as_json()}), _(row.label))


def button(doc, fieldname):
	"""A Button field whose options name a whitelisted method of the document."""
	df = doc.meta.get_field(fieldname)
	if not df or df.fieldtype != "Button" or not df.options:
		raise PermissionError
	methods.document_method(doc, df.options)
	return after(doc, doc.run_method(df.options), _(df.label))


def after(doc, answer, label):
	"""Say that it is done; another document that an action answers with is opened."""
	if not local.message_log:
		local.message_log.append({"message": _("{0}: done").format(label), "indicator": "green"})
	get = getattr(answer, "get", lambda _key: None)
	other = get("doctype") and get("name") and (get("doctype"), get("name")) != (doc.doctype, doc.name)
	return doc_url(get("doctype"), get("name")) if other else None


def delete(doc, _rest, request):
	"""Ask first, then delete."""
	name = formview.heading(doc)
	if not doc.has_permission("delete"):
		raise PermissionError
	if not request.form.get("_sure"):
		return page("confirm.html", title=_("Delete {0}?").format(name), names=[], action=request.path)
	doc.delete()
	told = {"text": _("{0} was deleted").format(escape(name)), "colour": "green"}
	return redirect(list_url(doc.doctype), [told, *said()])


def rename(doc, _rest, request):
	new = (request.form.get("_new_name") or "").strip()
	name = rename_doc(doc.doctype, doc.name, new) if new and new != doc.name else doc.name
	return redirect(doc_url(doc.doctype, name), said())


def comment(doc, _rest, request):
	text = (request.form.get("_comment") or "").strip()
	if text:
		doc.add_comment("Comment", "<br>".join(str(escape(line)) for line in text.splitlines()))
	return redirect(f"{doc_url(doc.doctype, doc.name)}#timeline")


def uncomment(doc, name, _request):
	row = get_doc("Comment", name)
	beside.check_same(doc, row.reference_doctype, row.reference_name)
	may_change(row)
	row.delete(ignore_permissions=True)
	return redirect(f"{doc_url(doc.doctype, doc.name)}#timeline")


def attach(doc, _rest, request):
	doc.check_permission("write")
	for upload in request.files.getlist("_file"):
		if upload.filename:
			save_file(*received(upload), doc.doctype, doc.name, is_private=1)
	return redirect(f"{doc_url(doc.doctype, doc.name)}#files")


def detach(doc, name, _request):
	doc.check_permission("write")
	if name not in {row.name for row in beside.files(doc)}:
		raise PermissionError
	get_doc("File", name).delete(ignore_permissions=True)
	return redirect(f"{doc_url(doc.doctype, doc.name)}#files")


def submit(doc, _rest):
	doc.submit()


AFTER_SAVE = {each.__name__: each for each in (workflow, submit, cancel, action, button)}
SMALL = (delete, rename, comment, uncomment, attach, detach, passing.assign, passing.unassign, passing.mail)
SMALL = {each.__name__: each for each in SMALL}
