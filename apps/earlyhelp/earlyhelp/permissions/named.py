"""What a request names: the method it calls, and the records that its path and its parameters speak of.

Nothing is decided here. A parameter in which one record is named may hold a filter as well: many of Frappe's methods
take either, and would find by it what the person may not list. Such a parameter is an error.
"""

import re
from urllib.parse import unquote

import frappe
from frappe import _

# The names under which Frappe's methods take a doctype and the name of a record, or several as a list.
NAMES = ("name", "docname", "doc_name", "names", "docnames", "old", "old_name", "new", "new_name", "docs")
WHOLE = ("docs",)
BESIDE = (*WHOLE, "attachments")  # here other things may stand beside names
NAMED_BY = (
	("doctype", NAMES),
	("dt", ("dn", "docs")),
	("ref_doctype", ("ref_docname", "ref_name")),
	("reference_doctype", ("reference_name", "reference_docname")),
	("reference_type", ("reference_name",)),
	("reminder_doctype", ("reminder_docname",)),
	("attached_to_doctype", ("attached_to_name",)),
	("share_doctype", ("share_name",)),
	("document_type", ("document_name",)),
)
# These parameters name a record of one kind, whatever the method.
OF_ONE_KIND = {
	"attachments": "File",
	"communication": "Communication",
	"fid": "File",
	"from_version": "Version",
	"library_file_name": "File",
	"to_version": "Version",
}
# And these in one method only: the field of the doctype, or the doctype itself, and the parameter.
OF_METHODS = {
	"frappe." + method: named
	for method, named in {
		"desk.form.utils.get_next": ("doctype", "value"),
		"desk.form.utils.update_comment": ("Comment", "name"),
		"desk.form.utils.update_comment_publicity": ("Comment", "name"),
		"desk.reportview.delete_items": ("doctype", "items"),
		"email.relink": ("Communication", "name"),
	}.items()
}
# A record that is to be made brings no name that means anything; a whole one that is sent to any other method does.
MAKES_NEW = {"frappe.client.insert", "frappe.client.insert_many"}
# Parameters that are the name of another method.
OTHER_METHODS = ("method", "query", "tree_method")
PRIVATE = "/private/files/"
ADDRESS = re.compile(r"/private/files/[^\"'<>?#\\\n]+")


def plain_path() -> str:
	"""Return the path that was asked for, without doubled, leading and closing slashes, in small letters."""
	return "/".join(_parts()).lower()


def _parts():
	return re.sub(r"/+", "/", frappe.request.path.replace("\\", "/")).strip("/").split("/")


def api_parts():
	"""Return the parts of a path below /api, after its version; None for another path."""
	parts = _parts()
	if parts[0].lower() != "api":
		return None
	return parts[2:] if len(parts) > 1 and re.fullmatch(r"v\d+", parts[1].lower()) else parts[1:]


def api_name():
	"""Return the method that a path below /api names; "" for anything else there, None for another path.

	Version 1 takes what stands before the next slash; version 2 a method of a doctype's module, which is not read.
	"""
	parts = api_parts()
	if parts is None:
		return None
	named = parts[:1] == ["method"] and len(parts) > 1 and not names_a_module()
	return parts[1] if named else ""


def names_a_module() -> bool:
	"""Say whether a path calls a method by the doctype in whose module it stands: /api/v2/method/Tag/get_tags."""
	parts = _parts()
	return [part.lower() for part in parts[:3]] == ["api", "v2", "method"] and len(parts) > 4


def called():
	"""Return the method that is called: `cmd` goes before the path, whatever that names."""
	return frappe.form_dict.get("cmd") or api_name()


def record_of_path():
	"""Return the (doctype, name) of a path that names one record, as /api/resource/Family/FAM-1 does; else None."""
	parts = api_parts() or ()
	if len(parts) < 3 or parts[0] not in ("resource", "document"):
		return None
	if parts[0] == "document" and len(parts) > 3:  # of version 2: …/copy and …/method/<method>
		parts = parts[: -1 if parts[-1] == "copy" else -2 if parts[-2] == "method" else None]
	return parts[1], "/".join(parts[2:])


def named_records():
	"""Yield the (doctype, name) of every record that the request names. Raises ValidationError where a filter
	stands in place of a name."""
	if path := record_of_path():
		yield path
	form, method = frappe.form_dict, called()
	for kind_field, name_fields in NAMED_BY:
		yield from _in_fields(form, form.get(kind_field), name_fields)
	for field, kind in OF_ONE_KIND.items():
		yield from _in_fields(form, kind, (field,))
	if method in OF_METHODS:
		kind, field = OF_METHODS[method]
		yield from _in_fields(form, form.get(kind) if kind == "doctype" else kind, (field,))
	if isinstance(form.get("doctype"), dict):  # several papers in one: {doctype: [names]}
		yield from ((kind, name) for kind, value in form.doctype.items() for name in names_in(value))
	if not _makes_new(method):
		yield from named_as_whole(form)


def _makes_new(method):
	"""Say whether the request is to make a record: a name that is sent with it says nothing."""
	below = (api_parts() or [""])[0] in ("resource", "document") and not record_of_path()
	return method in MAKES_NEW or (below and frappe.request.method == "POST")


def _in_fields(form, kind, fields):
	for field in fields if isinstance(kind, str) and kind else ():
		for name in names_in(form.get(field), field):
			yield kind, name


def names_in(value, field="name"):
	"""Yield the names in a parameter: one, or a list, also as JSON; the working name of an unsaved record is none.

	What is sent beside names in a list is for the method itself: contents of a file, or a record.
	"""
	if isinstance(value, str) and value.lstrip().startswith("["):
		value = parsed(value)
	if field in WHOLE and not isinstance(value, list):
		return  # a record as a whole: see `named_as_whole`
	found = value if isinstance(value, list) else [value]
	if field not in BESIDE and any(isinstance(one, dict | list) for one in found):
		frappe.throw(_("{0}: give the name of one record.").format(field), frappe.ValidationError)
	for name in found:
		if isinstance(name, str | int) and name != "" and not str(name).startswith("new-"):
			yield str(name)


def named_as_whole(form):
	"""Yield the (doctype, name) of the stored records that are sent as a whole, alone or in a list."""
	for field, value in form.items():
		value = parsed(value)
		for record in value if isinstance(value, list) else [value]:
			if not isinstance(record, dict) or record.get("__islocal"):
				continue
			kind = record.get("doctype") or (form.get("doctype") if field == "docs" else None)
			for name in (record.get("name"), record.get("docname")) if isinstance(kind, str) else ():
				yield from ((kind, one) for one in names_in(name))


def parsed(value):
	"""Return what a text of JSON holds; anything else as it is."""
	if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "["):
		return value
	try:
		return frappe.parse_json(value)
	except ValueError:
		return value


def private_addresses() -> set[frozenset]:
	"""Return the private files that the request speaks of, however that is written: each as all that it may mean."""
	texts = [frappe.request.path, *texts_in(dict(frappe.form_dict))]
	written = {re.sub(r"/+", "/", one) for text in texts for one in _unquoted(text)}
	return {_meant(address) for text in written for address in ADDRESS.findall(text)}


def _unquoted(text):
	return text, unquote(text), unquote(unquote(text))


def _meant(address):
	"""An address stands alone, or other words follow it."""
	ends = (address, address.rstrip(), address.split()[0], re.split(r"[\s),.;]", address)[0])
	return frozenset(one for end in ends for one in _unquoted(end))


def texts_in(value):
	"""Yield every text in a value of plain things, also those inside of JSON."""
	value = parsed(value)
	if isinstance(value, dict):
		value = list(value.values())
	if isinstance(value, list | tuple):
		for one in value:
			yield from texts_in(one)
	elif isinstance(value, str):
		yield value


def own_name(method):
	"""Return the name under which a function is written, for any name that leads to it; None for no function."""
	if not isinstance(method, str) or "." not in method:
		return None
	told = len(frappe.local.message_log)
	try:
		function = frappe.get_attr(method)
	except Exception:  # whoever answers the request says what is wrong with the name
		del frappe.local.message_log[told:]
		return None
	return f"{getattr(function, '__module__', '')}.{getattr(function, '__name__', '')}"
