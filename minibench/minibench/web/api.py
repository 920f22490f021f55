"""The paths below /api: methods and documents, in Frappe's first and second version."""

from urllib.parse import unquote

from werkzeug.wrappers import Response

from minibench.documents import get_doc, new_doc
from minibench.errors import DoesNotExistError, PermissionError
from minibench.local import local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.permissions import check_doctype_permission
from minibench.translate import _
from minibench.utils.data import sbool
from minibench.web import client, methods, responses
from minibench.web.request import document_values, json_argument
from minibench.whitelist import call, get_newargs


def handle(request) -> Response:
	"""Answer a path below /api. Raises DoesNotExistError for one that means nothing."""
	parts = request.path.split("/")[2:]
	if parts[0] in ("v1", "v2"):
		local.flags.api_version = parts.pop(0)
	kind, rest = (parts[0], parts[1:]) if parts else ("", [])
	if not rest or not rest[0]:
		raise DoesNotExistError
	if kind == "method":
		return _method(rest)
	if kind == ("document" if local.flags.api_version == "v2" else "resource"):
		return _resource(request.method, unquote(rest[0]), "/".join(rest[1:]).strip("/"))
	raise DoesNotExistError


def _method(rest: list[str]) -> Response:
	name = rest[0]
	local.form_dict.cmd = name
	if local.flags.api_version != "v2":
		return methods.handle(name) or responses.build()
	data = methods.execute(name)
	return data if isinstance(data, Response) else _data(data)


def _data(data) -> Response:
	if data is not None:
		local.response["data"] = data
	return responses.build()


def _resource(verb: str, doctype: str, name: str) -> Response:
	if verb == "HEAD":
		verb = "GET"
	action = (_ON_DOCUMENT if name else _ON_DOCTYPE).get(verb)
	if not action:
		raise DoesNotExistError
	data = action(doctype, name) if name else action(doctype)
	return data if isinstance(data, Response) else _data(data)


def list_documents(doctype: str):
	"""The documents that this person may see; 20 of them unless asked otherwise."""
	form = local.form_dict
	for key in ("fields", "expand"):
		if form.get(key):
			form[key] = json_argument(key, form[key], list)
	form.setdefault("limit_page_length", form.get("limit") or 20)
	form.as_dict = sbool(form.get("as_dict", True))
	form.pop("debug", None)
	form.pop("doctype", None)
	return call(client.get_list, doctype, **form)


def create_document(doctype: str):
	data = document_values(_body(), doctype)
	data.pop("doctype", None)
	if get_meta(doctype).istable:
		return client.insert_child({**data, "doctype": doctype})
	doc = new_doc(doctype)
	doc.update(data)
	return doc.insert()


def read_document(doctype: str, name: str):
	if "run_method" in local.form_dict:
		return run_method(doctype, name)
	doc = get_doc(doctype, name)
	if not doc.has_permission("read"):
		check_doctype_permission(doctype)
		raise PermissionError(("read", doctype, doc.name))
	doc.apply_fieldlevel_read_permissions()
	if sbool(local.form_dict.get("expand_links") or 0):
		return client.expand_document_links(doc)
	return doc


def update_document(doctype: str, name: str):
	data = document_values(_body(), doctype)
	for key in ("doctype", "name"):
		data.pop(key, None)
	if get_meta(doctype).istable:
		return client.change_row(doctype, name, data)[1]
	doc = get_doc(doctype, name, for_update=True)
	doc.update(data)
	return doc.save()


def remove_document(doctype: str, name: str):
	client.delete(doctype, name)
	local.response.http_status_code = 202
	return "ok"


def run_method(doctype: str, name: str):
	"""A whitelisted method of one document: by GET for readers, by POST for writers."""
	form = local.form_dict
	method = form.pop("run_method", None)
	if not method:
		raise DoesNotExistError
	doc = get_doc(doctype, name)
	if not doc.has_permission("read" if local.request.reads_only else "write"):
		check_doctype_permission(doctype)
		throw(_("Not permitted"), PermissionError)
	function = methods.document_method(doc, method)
	methods.check_arguments(function, {"self": doc, **form})
	return doc.run_method(method, **get_newargs(function, form))


def _body() -> dict:
	"""The fields that were sent: in `data`, as JSON, or as a form."""
	data = local.form_dict.get("data")
	if isinstance(data, str):
		data = json_argument("data", data, dict)
	return dict(data if isinstance(data, dict) else local.form_dict)


_ON_DOCTYPE = {"GET": list_documents, "POST": create_document}
_ON_DOCUMENT = {"GET": read_document, "DELETE": remove_document, "POST": run_method}
_ON_DOCUMENT |= {"PUT": update_document, "PATCH": update_document}
