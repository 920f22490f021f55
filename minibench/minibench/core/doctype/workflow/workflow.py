from minibench.core.records import SchemaRecord, check_expression
from minibench.documents import get_doc
from minibench.local import local
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.translate import _


class Workflow(SchemaRecord):
	def validate(self):
		self.switch_off_others()
		self.check_states()
		for row in self.transitions:
			check_expression(row.condition, _("Row {0}: the condition is not an expression.").format(row.idx))

	def switch_off_others(self):
		if self.is_active:
			others = {"document_type": self.document_type, "name": ["!=", self.name]}
			local.db.set_value("Workflow", others, "is_active", 0, update_modified=False)

	def check_states(self):
		"""Transitions join states of this workflow and never lead back from a later document status."""
		statuses = {row.state: str(row.doc_status or "0") for row in self.states}
		for row in self.transitions:
			for state in (row.state, row.next_state):
				if state not in statuses:
					throw(_("Row {0}: {1} is not a state of this workflow.").format(row.idx, state))
			step = statuses[row.state] + statuses[row.next_state]
			if step not in ("00", "01", "11", "12"):
				text = _("Row {0}: a draft is submitted, what was submitted is cancelled, nothing else.")
				throw(text.format(row.idx))

	def on_update(self):
		super().on_update()
		self.make_state_field()
		self.give_first_state()

	def make_state_field(self):
		field = self.workflow_state_field
		if get_meta(self.document_type).has_field(field):
			return
		custom = {"doctype": "Custom Field", "dt": self.document_type, "fieldname": field}
		custom |= {"label": field.replace("_", " ").title(), "fieldtype": "Link", "options": "Workflow State"}
		custom |= {"hidden": 1, "allow_on_submit": 1, "no_copy": 1}
		get_doc(custom).insert(ignore_permissions=True)

	def give_first_state(self):
		"""Records from before the workflow get the first state of their document status."""
		first = {}
		for row in self.states:
			first.setdefault(int(row.doc_status or 0), row.state)
		field = self.workflow_state_field
		for docstatus, state in first.items():
			without = {field: ["is", "not set"], "docstatus": docstatus}
			local.db.set_value(self.document_type, without, field, state, update_modified=False)
