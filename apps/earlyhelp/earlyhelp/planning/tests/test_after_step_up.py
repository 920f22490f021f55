"""Row B2.8: what is asked after a step up, and stops nothing."""

import frappe

from earlyhelp.planning.tests.cases import PlanningTestCase

# the answers to what is asked after a step up, and the words in which each is asked
ANSWERS = {
	"step_up_reason": "A mark on his arm.",
	"step_up_to": "The duty worker",
	"step_up_how": "By telephone",
	"step_up_at": "2019-03-01 10:00:00",
	"step_up_family_knows": "No",
	"step_up_family_why_not": "It is not safe.",
}
QUESTIONS = {
	"step_up_reason": "Why social care is asked.",
	"step_up_to": "Whom at social care.",
	"step_up_how": "By telephone or by form.",
	"step_up_at": "At what time.",
	"step_up_family_knows": "Whether the family knows.",
	"step_up_family_why_not": "Why the family was not told.",
}


class TestAfterStepUp(PlanningTestCase):
	def asked_after(self, doc, **fields):
		"""Press Step Up with these answers given, and return what is still asked."""
		doc.db_set({"status": "Open", **ANSWERS, **fields})
		frappe.local.message_log.clear()
		self.press(doc, "Step Up", as_=self.lead)
		return str(frappe.local.message_log)

	def test_b2_8_each_question_is_asked_afterwards_until_it_is_answered(self):
		doc = self.episode()
		frappe.db.set_value("Episode Child", doc.children[0].name, "step_up", 1)
		self.assertNotIn("Now add", self.asked_after(doc))
		for name, words in QUESTIONS.items():
			with self.subTest(name):
				said = self.asked_after(doc, **{name: None})
				others = [other for other in QUESTIONS.values() if other != words]
				self.assertIn(f"<li>{words}</li>", said)
				self.assertFalse([other for other in others if other in said])
		self.assertNotIn(
			"was not told", self.asked_after(doc, step_up_family_knows="Yes", step_up_family_why_not=None)
		)
		frappe.db.set_value("Episode Child", doc.children[0].name, "step_up", 0)
		self.assertIn("<li>For which children.</li>", self.asked_after(doc))
