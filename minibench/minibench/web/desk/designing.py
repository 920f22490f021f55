"""The short ways from a list or a form to what changes its record type, for those who may."""

from minibench.customised import CORE
from minibench.meta import get_meta
from minibench.translate import _
from minibench.web.desk import shell
from minibench.web.desk.env import doc_url, list_url, with_query


def tools(meta, name=None):
	"""[(label, address)] for the menu of a list, or of the form of the record of this name."""
	if meta.name == "Customize Form":
		records = (_("The list of {0}").format(_(name)), list_url(name))
		return [records, (_("The record type"), doc_url("DocType", name))]
	found = []
	if name is not None and not meta.issingle and "System Manager" in shell.roles():
		about = with_query("/app/-/why", {"doctype": meta.name, "name": name})
		found.append((_("Who can see this, and why?"), about))
	if meta.name == "DocType" and name not in (None, *CORE) and not get_meta(name).custom:
		found.append((_("Customise the form of {0}").format(_(name)), doc_url("Customize Form", name)))
	if meta.name in CORE or not shell.may("Customize Form", "write"):
		return found
	if meta.custom:
		return [*found, (_("Change this record type"), doc_url("DocType", meta.name))]
	new = with_query(f"{doc_url('Custom Field')}/new", {"dt": meta.name})
	return [*found, (_("Add a field"), new), (_("Customise this form"), doc_url("Customize Form", meta.name))]
