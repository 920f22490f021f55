"""Saved filters of a list: Frappe's List Filter records, one's own and those for everybody."""

import json
from contextlib import suppress

from minibench.documents import new_doc
from minibench.errors import ValidationError
from minibench.local import _dict, local
from minibench.query import get_list
from minibench.translate import _
from minibench.web.desk import filters, formview, shell
from minibench.web.desk.env import list_url

KEPT = ("_sort", "_cols", "_len")


def tabs(view):
	"""The list's tabs: all, assigned to me, what was saved; each as label, url, whether it is shown now and its record."""
	mine = [("_assign", filters.address("like", f"%{local.session.user}%"))]
	found = [(_("All"), [], None), (_("Assigned to me"), mine, None)]
	for row in rows(view.doctype):
		with suppress(ValueError, TypeError):  # what a program has stored there may be no filters
			found.append((row.filter_name, filters.from_json(view.doctype, row.filters)[1], row))
	kept = [(key, view.args[key]) for key in KEPT if key in view.args]
	now = sorted((name, filters.address(*how)) for name, _df, *how in view.filters)
	searched = view.args.get("_q", "").strip()
	tabs = []
	for label, pairs, row in found:
		shown = sorted(pairs) == now and not searched
		tabs.append(_dict(label=label, url=list_url(view.doctype, pairs + kept), row=row, now=shown))
	return tabs


def rows(doctype):
	"""What this person has saved for a list, and what is there for everybody."""
	fields = ["name", "filter_name", "for_user", "filters"]
	where = {"reference_doctype": doctype}
	found = get_list("List Filter", fields=fields, filters=where, order_by="filter_name asc", limit=100)
	own = {"", None, local.session.user}  # Administrator reads those of others, too
	found = [row for row in found if row.for_user in own]
	for row in found:
		row.mine = bool(row.for_user) or may_share()
	return found


def may_share():
	"""As on Frappe, a System Manager saves filters for everybody."""
	return "System Manager" in shell.roles()


def remember(view, form):
	"""Save the filters in use under a name. Returns what to tell. Raises ValidationError without name or filters."""
	label = form.get("_name", "").strip()
	if not view.filters:
		raise ValidationError(_("There are no filters to save"))
	if not label:
		raise ValidationError(_("Give the filters a name"))
	if any(row.filter_name.lower() == label.lower() for row in rows(view.doctype)):
		raise ValidationError(_("There are saved filters of that name: choose another"))
	stored = json.dumps([[*row, False] for row in filters.as_query(view.meta, view.filters)], default=str)
	for_user = "" if form.get("_shared") and may_share() else local.session.user
	doc = new_doc("List Filter", reference_doctype=view.doctype, filter_name=label, for_user=for_user)
	doc.filters = stored
	doc.insert()
	return _("Saved: {0}").format(label)


def forget(name):
	"""Delete saved filters that the person may delete."""
	doc = formview.load("List Filter", name)
	doc.delete()
	return _("{0} was deleted").format(doc.filter_name)
