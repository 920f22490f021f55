"""The buttons of a workflow, for every record that has states."""

import frappe

from earlyhelp.states.moves import press
from earlyhelp.states.registry import FLOWS


@frappe.whitelist(methods=["POST", "PUT"])
def apply_workflow(doc: str | dict, action: str):
	"""Take a step of any workflow. In place of Frappe's own, which does not tell a record which button it was:
	two buttons may lead to the same state. Raises what `states.moves.press` raises.
	"""
	from frappe.model import workflow

	values = frappe.parse_json(doc)
	if values.get("doctype") not in FLOWS:
		return workflow.apply_workflow(values, action)
	return press(frappe.get_doc(values["doctype"], values["name"]), action)
