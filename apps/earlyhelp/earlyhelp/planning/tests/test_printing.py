import frappe

from earlyhelp.constants import AUD, EHA
from earlyhelp.planning.printing import draw_scale, plan_goals
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	make_episode,
	make_family,
	make_goal,
	make_plan,
	make_review,
	make_service,
	make_user,
)


class TestPrintedPlan(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		episode = make_episode(make_family("O'Brien"), make_service())
		self.plan = make_plan(episode, worries="Shouting, <b>slamming</b> doors")
		self.goal = make_goal(self.plan)
		make_review(self.plan, (self.goal.name, "7"), submit=True)

	def test_it_shows_the_family_s_words_its_goals_and_their_scales(self):
		page = frappe.get_print("My Family Plan", self.plan.name, "My Family Plan")
		for text in ("O&#39;Brien", self.plan.name, "Mornings without shouting", "Shouting, &lt;b"):
			self.assertIn(text, page)
		self.assertIn("First score: 3. Latest score: 7.", page)
		self.assertIn("Working copy, not approved yet", page)
		self.assertNotIn("<b>slamming</b>", page)

	def test_an_approved_plan_is_no_working_copy(self):
		self.plan.approved_on = "2019-02-10"
		self.plan.save()
		self.assertNotIn("Working copy", frappe.get_print("My Family Plan", self.plan.name, "My Family Plan"))

	def test_goals_are_for_those_who_may_read_them(self):
		frappe.set_user(make_user(AUD))
		self.assertEqual(len(plan_goals(self.plan.name)), 1)
		frappe.set_user(make_user(EHA))
		with self.assertRaises(frappe.PermissionError):
			plan_goals(self.plan.name)

	def test_a_scale_says_in_words_what_it_shows(self):
		self.assertIn("First score: none yet. Latest score: none yet.", draw_scale(None, None))
		self.assertEqual(draw_scale(0, 10).count("<circle"), 2)
