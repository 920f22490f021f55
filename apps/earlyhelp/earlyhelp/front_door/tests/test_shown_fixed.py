"""What may no longer be changed in a referral is shown as text by its form."""

import frappe

from earlyhelp.front_door.referral_flow import ANSWER, STATES, STEP_UP, TELLING
from earlyhelp.tests.factories import EarlyHelpTestCase

BEFORE = ("Draft", "Submitted", "Awaiting Information", "Screening", "Awaiting Decision")
LATER = {*TELLING, *STEP_UP, *ANSWER, "step_up_confirmed"}


class TestShownFixed(EarlyHelpTestCase):
	def rules(self):
		"""{field that people fill: the rule that shows it as text}"""
		fields = [
			df for df in frappe.get_meta("Early Help Referral").fields if not (df.read_only or df.hidden)
		]
		boxes = [
			df for df in fields if df.fieldtype not in ("Tab Break", "Section Break", "Column Break", "HTML")
		]
		kept = ("naming_series", "state_reason")
		return {df.fieldname: df.read_only_depends_on or "" for df in boxes if df.fieldname not in kept}

	def test_what_was_decided_upon_is_fixed_in_every_state_after_the_decision(self):
		after = {state.name for state in STATES} - set(BEFORE)
		for name, rule in self.rules().items():
			with self.subTest(name):
				said = {"Finished"} if name in LATER else after
				self.assertEqual({state.name for state in STATES if f'"{state.name}"' in rule}, said)

	def test_telling_stays_open_until_the_end(self):
		self.assertLessEqual(LATER, set(self.rules()))
