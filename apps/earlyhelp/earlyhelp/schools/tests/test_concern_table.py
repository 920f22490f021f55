"""The table of steps is table B8: from, action, to and who."""

from unittest import TestCase

from earlyhelp.constants import SSL, SU
from earlyhelp.schools.concern_stamps import SCHOOLS_OWN
from earlyhelp.schools.concern_states import ANSWER_ROW, FLOW, MAY_BE_SHARED
from earlyhelp.states.errors import NoSuchStepError
from earlyhelp.states.moves import next_step

ROWS = {
	"B8.1": [("Draft", "Log", "Logged", (SU, SSL))],
	"B8.2": [("Logged", "See", "Seen", (SSL,))],
	"B8.3": [("Logged Seen", "Note", "Noted", (SSL,))],
	"B8.4": [("Seen", "Take On", "In Hand", (SSL,))],
	"B8.5": [("Noted", "Take Up", "In Hand", (SSL,))],
	"B8.6": [("In Hand", "Close", "Closed", (SSL,))],
	"B8.7": [("Closed", "Reopen", "In Hand", (SSL,))],
	"B8.8": [("Logged Seen In Hand Noted", "Wrong Child", "Moved", (SSL,))],
	"B8.9": [(state, "Share With Council", state, (SSL,)) for state in MAY_BE_SHARED],
	"B8.11": [("Closed", "Transfer File", "Closed", (SSL,)), ("Closed", "Accept File", "Closed", (SSL,))],
}


class Concern(dict):
	"""As much of a record as the search for a step looks at."""

	__getattr__ = dict.get


class TestTable(TestCase):
	def test_every_row_stands_in_the_table_and_no_other(self):
		found = {}
		for step in FLOW.steps:
			found.setdefault(step.row, []).append((" ".join(step.start), step.action, step.to, step.who))
		self.assertEqual(found, ROWS)
		self.assertEqual(ANSWER_ROW, "B8.10")

	def test_the_states_are_those_of_the_table_in_order(self):
		wanted = ["Draft", "Logged", "Seen", "In Hand", "Noted", "Closed", "Moved"]
		self.assertEqual([state.name for state in FLOW.states], wanted)

	def test_from_every_other_state_a_step_is_refused(self):
		for action in {step.action for step in FLOW.steps}:
			steps = [step for step in FLOW.steps if step.action == action]
			allowed = {state for step in steps for state in step.start}
			ends = {step.to for step in steps}
			for state in FLOW.states:
				with self.subTest(action=action, state=state.name):
					doc = Concern(status=state.name)
					if state.name in allowed:
						self.assertIn(next_step(doc, FLOW, action).to, ends)
					elif state.name in ends:
						self.assertIsNone(next_step(doc, FLOW, action))
					else:
						self.assertRaises(NoSuchStepError, next_step, doc, FLOW, action)

	def test_every_step_is_taken_by_the_app_for_a_person_of_the_portal_and_has_a_name(self):
		for step in FLOW.steps:
			self.assertTrue(step.system and step.named and step.stamp, step.action)

	def test_what_the_school_wrote_and_every_stamp_is_closed_to_requests(self):
		for field in (
			"what_happened",
			"pupil_name",
			"shared_on",
			"logged_on",
			"steps",
			"council_answered_on",
		):
			self.assertIn(field, SCHOOLS_OWN)
