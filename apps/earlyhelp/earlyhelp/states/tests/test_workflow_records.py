"""The workflows that a site holds are the ones that the tables say."""

import json
import re
from pathlib import Path
from unittest import TestCase

import frappe

from earlyhelp.states.workflow_records import STYLES, flows, records

FIXTURES = Path(frappe.get_app_path("earlyhelp")) / "fixtures"


class TestWorkflowRecords(TestCase):
	def test_the_fixtures_are_written_from_the_tables(self):
		for name, rows in records().items():
			stored = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
			self.assertEqual(stored, rows, f"{name}: run scripts/write_workflows.py")

	def test_a_state_has_one_colour_everywhere(self):
		names = [name for states in STYLES.values() for name in states]
		self.assertEqual(len(names), len(set(names)))

	def test_every_step_leads_from_and_to_a_state_of_its_table(self):
		for flow in flows():
			names = {state.name for state in flow.states}
			for step in flow.steps:
				self.assertLessEqual({step.to, *step.start}, names, step.row)

	def test_the_field_of_a_doctype_holds_exactly_the_states_in_order(self):
		for flow in flows():
			options = frappe.get_meta(flow.doctype).get_field(flow.field).options.split("\n")
			self.assertEqual(options, [state.name for state in flow.states], flow.doctype)

	def test_every_stamp_is_a_field_that_nobody_types(self):
		for flow in flows():
			for name in flow.stamps:
				df = frappe.get_meta(flow.doctype).get_field(name)
				self.assertTrue(df and df.read_only and df.no_copy, f"{flow.doctype}: {name}")

	def test_a_reason_is_asked_for_where_a_step_needs_one_and_nowhere_else(self):
		for flow in (one for one in flows() if one.doctype != "Professional Summary"):
			asked = {state for step in flow.steps if step.reason for state in step.start}
			shown = frappe.get_meta(flow.doctype).get_field("state_reason").depends_on
			named = {state.name for state in flow.states if re.search(rf"['\"]{state.name}['\"]", shown)}
			self.assertEqual(named, asked, flow.doctype)
