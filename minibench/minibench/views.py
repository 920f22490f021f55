"""Who opened which document (View Log), and who exported or printed what (Access Log)."""

from minibench.local import local
from minibench.logrows import add_row, write_after_answer


def add_viewed(doc, user: str | None = None, force: bool = False) -> None:
	"""Record that a document was opened, where its doctype has `track_views`."""
	if not (force or doc.meta.track_views):
		return
	row = {
		"viewed_by": user or local.session.user,
		"reference_doctype": doc.doctype,
		"reference_name": str(doc.name),
	}
	write_after_answer(lambda: add_row("View Log", **row))


def make_access_log(
	doctype=None,
	document=None,
	method=None,
	file_type=None,
	report_name=None,
	filters=None,
	page=None,
	columns=None,
) -> None:
	"""Record an export or a print: who, what, in which form and with which filters."""
	from minibench.utils.data import as_json
	from minibench.utils.dates import now

	row = {
		"user": local.session.user,
		"export_from": doctype,
		"reference_document": document,
		"file_type": file_type,
		"report_name": report_name,
		"method": method,
		"timestamp": now(),
		"page": page,
		"filters": as_json(filters) if isinstance(filters, dict | list) else filters,
		"columns": as_json(columns) if isinstance(columns, dict | list) else columns,
	}
	write_after_answer(lambda: add_row("Access Log", **row))
