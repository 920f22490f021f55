"""C3 work as lead: a school that is lead writes the plan with the family, and the council's manager approves it."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.api.tests.leading import LeadPagesTestCase
from earlyhelp.constants import PU
from earlyhelp.schools.tests.portal import post
from earlyhelp.tests.factories import make_history, make_person, make_professional, make_stranger

GOAL = {
	"theme": "Parenting improved", "goal": "Calm mornings", "what_0_means": "Shouting every day",
	"what_10_means": "Calm every day", "baseline_score": "3",
}  # fmt: skip


class TestPlan(LeadPagesTestCase):
	def written(self):
		"""Return a plan that the school wrote with everything that an approval asks for."""
		plan = self.begin_plan()
		plan = self.saved(plan, "words", worries="Late.", working_well="Gran helps.", needs_to_happen="Calm.")
		self.saved(plan, "new-goal", "new", **GOAL)
		for row in plan.voices:
			self.saved(plan, "voice", row.name, words="I want it quiet.", may_be_shown_to="Everybody")
		for row in plan.agreements:
			self.saved(plan, "agreement", row.name, answer="Agrees")
		who = f"person|{self.mother}"
		return self.saved(plan, "action", "new", what="Pack bags.", who=who, due_on=add_days(today(), 7),
			show_on_card="Everybody")  # fmt: skip

	def test_a_plan_is_written_sent_and_approved(self):
		"""C3 work as lead."""
		plan = self.press(self.written(), "Send For Approval", as_=self.safeguarding)
		self.assertEqual(self.said(self.answered), [])
		self.assertEqual((plan.status, plan.submitted_by), ("Awaiting Approval", self.safeguarding))
		told = {"for_user": self.manager, "document_name": plan.name}
		self.assertTrue(frappe.db.exists("Notification Log", told))
		plan = self.press(plan, "Approve")
		self.assertEqual((plan.status, plan.version_no), ("Active", 1))
		action = frappe.get_doc("Agreed Action", {"agreed_in": plan.name})
		self.assertEqual((action.person, action.what), (self.mother, "Pack bags."))

	def test_everything_missing_is_listed_at_once_with_its_part(self):
		plan = self.press(self.begin_plan(), "Send For Approval", as_=self.safeguarding)
		self.assertEqual(plan.status, "Draft")
		said = self.said(self.answered)
		for sentence in ("Answer this question", "Add a goal", "Write what Chloe", "agrees"):
			self.assertTrue(any(sentence in line for line in said), sentence)
		shown = self.opened("lead_record", kind="plan", of=plan.name, again=self.answered["again"])
		self.assertLessEqual({"words", "voice", "agreement"}, {error["name"] for error in shown.errors})

	def test_all_leads_of_the_school_write_and_others_find_nothing(self):
		"""C3 work as lead."""
		plan = self.begin_plan()
		self.send(plan, "words", user=self.deputy, worries="Late.")
		self.assertEqual(plan.reload().worries, "Late.")
		for user in (self.teacher, self.stranger, self.partner, make_stranger(PU)):
			wanted = frappe.PermissionError if user == self.teacher else frappe.DoesNotExistError
			for module, query in (
				("lead", {"of": self.led.name}),
				("lead_record", {"kind": "plan", "of": plan.name}),
				("lead_part", {"part": "words", "of": plan.name}),
			):
				with self.assertRaises(wanted):
					self.opened(module, user, **query)
			for method, form in (
				("save", {"part": "words", "of": plan.name, "worries": "x"}),
				("press", {"kind": "plan", "of": plan.name, "action": "Send For Approval"}),
				("remove", {"part": "need", "of": plan.name, "row": "x"}),
				("begin_plan", {"episode": self.led.name}),
				("accept", {"episode": self.led.name}),
				("decline", {"episode": self.led.name, "reason": "x"}),
			):
				with self.assertRaises(wanted):
					post(user, f"leading.steps.{method}", **form)

	def test_a_plan_that_waits_for_approval_is_read_and_not_changed(self):
		plan = self.press(self.written(), "Send For Approval", as_=self.safeguarding)
		shown = self.opened("lead_part", part="words", of=plan.name)
		self.assertTrue(shown.closed)
		_path, query = self.send(plan, "words", worries="Changed.")
		self.assertIn("you cannot change", self.said(query)[0])
		_path, query = self.send(plan, "new-goal", "new", **GOAL)
		self.assertIn("nothing can be added here", self.said(query)[0])
		self.assertEqual(plan.reload().worries, "Late.")

	def test_what_somebody_else_wrote_meanwhile_is_not_written_over_unread(self):
		plan = self.begin_plan()
		seen = self.opened("lead_part", part="words", of=plan.name).seen
		self.send(plan, "words", user=self.deputy, worries="Theirs.")
		form = {"part": "words", "of": plan.name, "worries": "Ours."}
		_path, query = post(self.safeguarding, "leading.steps.save", seen=seen, **form)
		self.assertIn("Theirs.", self.said(query)[0])
		self.assertEqual(plan.reload().worries, "Theirs.")
		shown = self.opened("lead_part", part="words", of=plan.name, again=query["again"])
		self.assertEqual(shown.questions[0].value, "Ours.")
		post(self.safeguarding, "leading.steps.save", seen=shown.seen, **form)
		self.assertEqual(plan.reload().worries, "Ours.")

	def test_rows_are_added_changed_and_taken_out(self):
		plan = self.begin_plan()
		plan = self.saved(plan, "need", "new", need="Parental mental health", person=self.mother)
		plan = self.saved(plan, "need", plan.needs[0].name, detail="She says it's hard.")
		self.assertEqual((plan.needs[0].person, plan.needs[0].detail), (self.mother, "She says it's hard."))
		post(self.safeguarding, "leading.steps.remove", part="need", of=plan.name, row=plan.needs[0].name)
		self.assertEqual(plan.reload().needs, [])

	def test_nobody_of_another_family_can_be_chosen(self):
		plan, other = self.begin_plan(), make_person("Somebody", "Else")
		_path, query = self.send(plan, "need", "new", need="Parental mental health", person=other.name)
		self.assertIn("Choose one of the answers", self.said(query)[0])
		self.assertEqual(plan.reload().needs, [])

	def test_bad_input_names_the_field_and_keeps_what_was_typed(self):
		plan = self.begin_plan()
		_path, query = self.send(plan, "new-goal", "new", **{**GOAL, "goal": "", "baseline_on": "yesterday"})
		self.assertIn("Goal: this is needed.", self.said(query))
		self.assertTrue(any("must be a real date" in line for line in self.said(query)))
		shown = self.opened("lead_part", part="new-goal", of=plan.name, again=query["again"])
		self.assertEqual({q.name: q.value for q in shown.questions}["what_0_means"], "Shouting every day")
		_path, query = self.send(plan, "new-goal", "new", **GOAL, too_early="1")
		self.assertIn("too early to scale", self.said(query)[0])
		self.assertFalse(frappe.db.exists("Scaling Goal", {"plan": plan.name}))

	def test_a_withheld_address_is_hidden_and_its_text_is_left_to_the_team(self):
		"""C3 work as lead."""
		frappe.db.set_value(
			"Early Help Person", self.mother, {"address_withheld": 1, "street": "7 Harbour Lane"}
		)
		plan = self.begin_plan()
		frappe.db.set_value("My Family Plan", plan.name, "worries", "He waits at 7 Harbour Lane.")
		shown = self.opened("lead_record", kind="plan", of=plan.name)
		texts = str([part["lines"] for part in shown.parts])
		self.assertNotIn("Harbour", texts)
		self.assertIn("(withheld)", texts)
		self.assertTrue(self.opened("lead_part", part="words", of=plan.name).closed)
		form = {"part": "words", "of": plan.name, "worries": "x"}
		with self.assertRaises(frappe.PermissionError):
			post(self.safeguarding, "leading.steps.save", **form)

	def test_pages_show_nothing_that_other_workers_keep(self):
		"""C3 work as lead."""
		make_history("Early Help Episode", family=self.family.name, service=self.other_service(),
			opened_on="2019-01-01", closing_summary="Secret of another service")  # fmt: skip
		frappe.db.set_value("Early Help Episode", self.led.name, "closing_summary", "Draft of the summary")
		shown = str(self.opened("lead", of=self.led.name).shown)
		self.assertIn("Chloe", shown)
		self.assertNotIn("Secret", shown)
		self.assertNotIn("Draft of", shown)

	def test_somebody_is_added_to_those_who_work_with_the_family(self):
		"""C3 work as lead."""
		path, query = self.send(
			self.led, "helper", "new", full_name="Ann D'Arcy", role="Runs the breakfast club"
		)
		self.assertEqual((path, query["done"]), ("/lead", "saved"))
		names = [row["name"] for row in self.opened("lead", of=self.led.name).shown["network"]]
		self.assertIn("Ann D'Arcy", names)
		row = self.family.reload().family_professionals[-1]
		self.assertEqual((row.role, str(row.from_date)), ("Runs the breakfast club", today()))

	def test_who_is_known_by_the_address_is_not_made_twice_nor_written_over(self):
		known = make_professional(None, full_name="Ann D'Arcy", email="ann@example.com")
		for _time in range(2):
			self.send(self.led, "helper", "new", full_name="Anne", role="Helps", email="Ann@Example.com")
		rows = [row.professional for row in self.family.reload().family_professionals]
		self.assertEqual(rows, [known.name])
		self.assertEqual(known.reload().full_name, "Ann D'Arcy")
		_path, query = self.send(self.led, "helper", "new", full_name="", role="")
		self.assertEqual(self.said(query), ["Write the name.", "Say what they do for the family."])

	def test_who_opened_it_is_written_down(self):
		plan = self.begin_plan()
		self.opened("lead", of=self.led.name)
		self.opened("lead_record", kind="plan", of=plan.name)
		for doctype, name in (("Early Help Episode", self.led.name), ("My Family Plan", plan.name)):
			seen = {"viewed_by": self.safeguarding, "reference_doctype": doctype, "reference_name": name}
			self.assertTrue(frappe.db.exists("View Log", seen), doctype)

	def other_service(self):
		from earlyhelp.tests.factories import make_service

		return make_service().name
