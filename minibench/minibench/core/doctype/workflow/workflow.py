from minibench.document import Document, get_doc
from minibench.local import local
from minibench.messages import throw
from minibench.meta import bump_schema, get_meta
from minibench.translate import _


class Workflow(Document):
	def validate(self):
		self.switch_off_others()
		self.check_states()
		self.check_conditions()

	def switch_off_others(self):
		if self.is_active:
			local.db.sql(
				"update `tabWorkflow` set is_active = 0 where document_type = %s and name != %s",
				(self.document_type, self.name),
			)

	def check_states(self):
		"""Transitions join states of this workflow and never lead back from a later document status."""
		statuses = {row.state: str(row.doc_status or "0") for row in self.states}
		for row in self.transitions:
			for state in (row.state, row.next_state):
				if state not in statuses:
					throw(_("Row {0}: {1} is not a state of this workflow.").format(row.idx, state))
			before, after = statuses[row.state], statuses[row.next_state]
			if before == "2":
				throw(_("Row {0}: nothing follows a cancelled state.").format(row.idx))
			if (before, after) == ("1", "0"):
				throw(_("Row {0}: what was submitted cannot become a draft again.").format(row.idx))
			if (before, after) == ("0", "2"):
				throw(_("Row {0}: only what was submitted can be cancelled.").format(row.idx))

	def check_conditions(self):
		import ast

		for row in self.transitions:
			try:
				ast.parse((row.condition or "None").strip(), mode="eval")
			except SyntaxError:
				throw(_("Row {0}: the condition is not an expression.").format(row.idx))

	def on_update(self):
		bump_schema()
		self.make_state_field()
		self.give_first_state()

	def make_state_field(self):
		field = self.workflow_state_field
		if get_meta(self.document_type).has_field(field):
			return
		get_doc(
			{
				"doctype": "Custom Field",
				"dt": self.document_type,
				"fieldname": field,
				"label": field.replace("_", " ").title(),
				"fieldtype": "Link",
				"options": "Workflow State",
				"hidden": 1,
				"allow_on_submit": 1,
				"no_copy": 1,
			}
		).insert(ignore_permissions=True)

	def give_first_state(self):
		"""Records from before the workflow get the first state of their document status."""
		first = {}
		for row in self.states:
			first.setdefault(int(row.doc_status or 0), row.state)
		field = self.workflow_state_field
		for docstatus, state in first.items():
			local.db.sql(
				f"update `tab{self.document_type}` set `{field}` = %s"
				f" where ifnull(`{field}`, '') = '' and docstatus = %s",
				(state, docstatus),
			)

	def after_delete(self):
		bump_schema()
