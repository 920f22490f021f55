"""Who opened which document (View Log), and who exported or printed what (Access Log)."""

from minibench.local import local
from minibench.logrows import add_row, write_after_answer
from minibench.utils.data import as_json
from minibench.utils.dates import now


def add_viewed(doc, user: str | None = None, force: bool = False) -> None:
	"""Record that a document was opened, where its doctype has `track_views`."""
	if not (force or doc.meta.track_views):
		return
	row = {"reference_doctype": doc.doctype, "reference_name": str(doc.name)}
	row["viewed_by"] = user or local.session.user
	write_after_answer(lambda: add_row("View Log", **row))


def make_access_log(doctype=None, document=None, report_name=None, filters=None, **values) -> None:
	"""Record an export or a print: who, what, its method, file_type and page, and with which filters."""
	row = {"user": local.session.user, "timestamp": now(), "export_from": doctype, **values}
	row |= {"reference_document": document, "report_name": report_name}
	row["filters"] = as_json(filters) if filters else None
	write_after_answer(lambda: add_row("Access Log", **row))
