"""The printed record of a supervision: complete, readable without colour, and only what the reader may read."""

import re

import frappe

from earlyhelp.supervision.tests.making import SupervisionTestCase, as_user
from earlyhelp.tests.factories import make_goal, make_plan


class TestSupervisionPrint(SupervisionTestCase):
	def printed(self, user, doc):
		with as_user(user):
			return frappe.get_print("Case Supervision", doc.name, print_format="Case Supervision")

	def test_it_holds_everything_that_was_written(self):
		doc = self.finalised(discussion="How sure is she?")
		page = self.printed(self.chair, doc)
		for text in (
			doc.number,
			doc.text_hash,
			"AMBER",
			"The change is new.",
			"Four visits at home.",
			"Contemplation",
			"Preparation",
			"How sure is she?",
			"I like it at nan&#39;s.",
			"She was in hospital.",
			"School every day for three weeks.",
			"Weekly visits.",
			"Printed by",
		):
			self.assertIn(text, page)
		self.assertNotIn("Not final", page)

	def test_a_record_that_is_not_final_or_set_aside_says_so(self):
		doc = self.held()
		self.assertIn("Not final: Held", self.printed(self.bso, doc))
		final = self.finalised()
		self.press(self.deputy, final, "Set Aside", "Wrong family")
		self.assertIn("Set aside, not valid", self.printed(self.bso, final))

	def test_earlier_ratings_and_decisions_are_shown(self):
		first = self.finalised(rating="Red", decisions=[self.decision("Call the school")])
		page = self.printed(self.chair, self.finalised())
		self.assertIn("Call the school", page)
		self.assertRegex(page, r"Before:[^;]*<b>Red</b>")
		self.assertNotIn("Decisions of the last supervision", self.printed(self.chair, first))

	def test_later_ratings_are_not_shown_as_earlier_ones(self):
		first = self.finalised(rating="Red")
		self.finalised(rating="Green")
		page = self.printed(self.chair, first)
		self.assertNotIn("Green", page)
		self.assertNotIn("Before:", page)

	def test_goals_are_shown_for_the_session_and_no_longer_once_it_is_final(self):
		goal = make_goal(make_plan(self.episode))
		doc = self.held()
		self.assertIn(goal.goal, self.printed(self.chair, doc))
		doc = self.press(self.bso, self.fill(self.bso, doc), "Send To Manager")
		self.assertNotIn(goal.goal, self.printed(self.chair, self.press(self.chair, doc, "Finalise")))

	def decision(self, text):
		name = frappe.db.get_value("Professional", {"user": self.chair}, "name")
		return {"decision": text, "why": "It is urgent", "decided_by": name}

	def test_a_draft_summary_is_not_printed_by_anybody_else(self):
		doc = self.ask()
		self.write_summary(self.lead, self.summary_of(self.lead, doc))
		for user in (self.chair, self.lead):
			self.assertNotIn("Four visits at home.", self.printed(user, doc))

	def test_no_layout_that_older_printers_do_not_know(self):
		page = self.printed(self.chair, self.finalised())
		# below the paper Frappe adds a script of its own to the page
		paper = re.split(r"<script>\s*document\.addEventListener", page[page.index('class="cs"') :])[0]
		self.assertNotRegex(paper, r"display:\s*(flex|grid)|<(script|img|svg)\b")
