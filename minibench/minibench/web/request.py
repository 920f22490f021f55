"""The request: its form, its size limits, and whether its answer is for a program or a person."""

import json

from werkzeug.wrappers import Request as WerkzeugRequest

from minibench.controllers import get_controller
from minibench.database import Callbacks
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.meta import child_table_fields, default_fields, get_meta
from minibench.translate import _

READING = frozenset(("GET", "HEAD", "OPTIONS"))
MEGABYTE = 1024 * 1024


class AfterResponse(Callbacks):
	"""Functions to run once the answer is on its way."""

	def __bool__(self):
		return bool(self._functions)


class Request(WerkzeugRequest):
	"""A request of Werkzeug with Frappe's additions and limits for what a form may hold."""

	max_form_parts = 5_000
	max_form_memory_size = 25 * MEGABYTE

	def __init__(self, environ):
		super().__init__(environ, populate_request=False)
		self.after_response = AfterResponse()

	@property
	def reads_only(self) -> bool:
		return self.method in READING

	@property
	def wants_json(self) -> bool:
		"""Frappe's rule: an explicit wish, or a path below /api that no browser opened."""
		accept = self.headers.get("Accept", "")
		if accept and (
			self.headers.get("X-Requested-With") == "XMLHttpRequest" or "application/json" in accept
		):
			return True
		return self.path.startswith("/api/") and not accept.startswith("text")


def read_form(request: Request) -> _dict:
	"""What was sent, from query, form or JSON body. Raises ValidationError for a body that cannot be read."""
	megabytes = int(local.conf.max_file_size or 25 * MEGABYTE) / MEGABYTE
	request.max_content_length = int(megabytes * MEGABYTE) + MEGABYTE
	if request.is_json and (body := request.get_data()):
		return _dict(_from_json(body))
	form = _dict(request.args.to_dict())
	if not request.reads_only:
		form.update(request.form.to_dict())
		if not form and (body := request.get_data()).lstrip().startswith((b"{", b"[")):
			form.update(_from_json(body))  # JSON without a stated type, as some clients send it
	form.pop("_", None)
	return form


def _loads(text: str | bytes):
	"""What JSON stands for. Raises ValueError also for half a character (\\ud800), which no database stores."""
	data = json.loads(text)
	if (b"\\ud" if isinstance(text, bytes) else "\\ud") in text.lower():
		json.dumps(data, ensure_ascii=False).encode()
	return data


def _from_json(body: bytes) -> dict:
	try:
		data = _loads(body)
	except (ValueError, RecursionError):
		throw(_("The request does not hold valid JSON"))
	if isinstance(data, list):
		return {"data": data}
	if not isinstance(data, dict):
		throw(_("Invalid request arguments"))
	data.pop("_", None)
	return data


def json_argument(name: str, value, kinds=(list, dict)):
	"""A parameter that may come as JSON text. Raises ValidationError when it is neither."""
	if isinstance(value, str) and value:
		try:
			value = _loads(value)
		except (ValueError, RecursionError):
			throw(_("{0} is not valid JSON").format(name))
	if value and not isinstance(value, kinds):
		throw(_("{0} is not of the kind that is expected here").format(name))
	return value


def json_or_empty(text, kind: type):
	"""What JSON text holds where that is of this kind, else an empty one: for what is stored, or comes back from a page."""
	try:
		found = json.loads(text or "null")
	except (ValueError, RecursionError):
		return kind()
	return found if isinstance(found, kind) else kind()


# Keys beginning with an underscore that a form or a program may send with a document.
_MARKS = frozenset(("__islocal", "__unsaved", "__newname", "_user_tags", "_comments", "_assign", "_liked_by"))


def document_values(values: dict, doctype: str) -> dict:
	"""What of a sent document may reach a Document: values, never its flags, its methods or its inner state."""
	meta, controller = get_meta(doctype), get_controller(doctype)
	known = {*_MARKS, *default_fields, *child_table_fields}
	tables = {field.fieldname: field.options for field in meta.get_table_fields()}
	found = {}
	for key, value in values.items():
		inner = key == "flags" or key.startswith("_") or hasattr(controller, key)
		if key in tables:
			rows = value if isinstance(value, list) else []
			value = [document_values(row, tables[key]) for row in rows if isinstance(row, dict)]
		elif inner and key not in known and not meta.has_field(key):
			continue
		found[key] = value
	return found
