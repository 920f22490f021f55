import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import AUD, EHA, EHP
from earlyhelp.planning.family_copy import in_words, may_be_shown
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	children_of,
	make,
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
		self.family = make_family("O'Brien", children=("Chloe", "Sam"))
		self.worker = make("Professional", full_name="Pat Norris", email="pat.test@example.com")
		allocation = {
			"professional": self.worker.name,
			"role": "Lead Practitioner",
			"from_date": "2019-01-26",
		}
		self.episode = make_episode(self.family, make_service(), allocations=[allocation])
		self.plan = make_plan(self.episode, worries="Shouting, <b>slamming</b> doors")
		self.goal = make_goal(self.plan, what_10_means="Breakfast together")

	def review(self, *scores, **fields):
		return make_review(self.plan, *((self.goal.name, *score) for score in scores), submit=True, **fields)

	def page(self):
		return frappe.get_print("My Family Plan", self.plan.name, "My Family Plan")

	def assertShows(self, *texts):
		page = self.page()
		for text in texts:
			self.assertIn(text, page)

	def test_it_shows_the_family_s_words_and_its_goals(self):
		self.assertShows("O&#39;Brien", self.plan.name, "Mornings without shouting", "Breakfast together")
		self.assertShows("Shouting, &lt;b", "For Chloe and Sam, with Joanne")
		self.assertNotIn("<b>slamming</b>", self.page())

	def test_everybody_who_scored_stands_on_the_road(self):
		child, mother = children_of(self.family)[0], self.family.members[0].person
		self.review(("6",), ("7", "Parent or carer", mother), ("4", "Child", child), ("5", "School"))
		self.assertShows("We began at 3. All of us: 6. Joanne: 7. Chloe: 4. School: 5.")

	def test_only_the_newest_finalised_review_of_a_goal_counts(self):
		self.review(("6",), held_on="2019-03-01")
		self.review(("8",), held_on="2019-05-01")
		make_review(self.plan, (self.goal.name, "9"), held_on="2019-06-01")
		self.assertShows("All of us: 8.")
		self.assertNotIn("All of us: 6.", self.page())
		self.assertNotIn("All of us: 9.", self.page())

	def test_a_goal_without_a_number_says_so(self):
		make_goal(self.plan, goal="Sam sleeps", baseline_on=None, baseline_score="")
		self.assertShows("Nobody has given a number yet.", "We have not put a number on this goal yet.")

	def test_it_says_who_helps_and_how_to_reach_them_but_not_who_helped_before(self):
		gone = make("Professional", full_name="Alex Thornaby", email="alex.test@example.com")
		self.episode.append(
			"allocations",
			{"professional": gone.name, "role": "Worker", "from_date": "2019-01-26", "to_date": "2019-02-01"},
		)
		self.episode.save()
		self.assertShows("Pat Norris", "pat.test@example.com", "Lead Practitioner")
		self.assertNotIn("Alex Thornaby", self.page())

	def test_it_never_shows_where_the_family_lives(self):
		self.family.update({"street": "7 Heron Way", "town": "Middleton", "postcode": "ZZ9 9ZZ"})
		self.family.save()
		for text in ("Heron Way", "ZZ9 9ZZ"):
			self.assertNotIn(text, self.page())

	def test_it_says_when_the_plan_is_looked_at_again(self):
		self.assertShows("is not set yet")
		make("Plan Review", plan=self.plan.name, due_on="2030-12-06")
		self.assertShows("again by Friday 6 December 2030")

	def test_an_approved_plan_is_no_working_copy(self):
		self.assertShows("Working copy, not approved yet")
		frappe.db.set_value("My Family Plan", self.plan.name, "approved_on", "2019-02-10")
		self.assertNotIn("Working copy", self.page())

	def test_every_page_has_its_number_and_who_printed_it(self):
		self.assertShows(
			'<div id="footer-html"', 'class="page"', 'class="topage"', "Printed by Administrator"
		)

	def test_what_somebody_is_not_to_see_stays_off_the_copy(self):
		self.assertTrue(may_be_shown(frappe._dict(words="I like the dog")))
		self.assertFalse(may_be_shown(frappe._dict(words="I hate it", not_to_be_shown_to="Dad")))

	def test_who_left_the_family_is_not_named(self):
		self.family.members[2].left_on = add_days(today(), -1)
		self.family.save()
		self.assertShows("For Chloe, with Joanne")

	def test_names_are_joined_as_people_say_them(self):
		self.assertEqual(in_words(["Chloe", "Sam", "Jo"]), "Chloe, Sam and Jo")
		self.assertEqual((in_words(["Jo"]), in_words([])), ("Jo", ""))

	def test_it_is_for_those_who_may_print_plans(self):
		for role, allowed in ((EHP, True), (AUD, False), (EHA, False)):
			frappe.set_user(make_user(role))
			if allowed:
				self.assertIn("Mornings without shouting", self.page())
			else:
				with self.assertRaises(frappe.PermissionError):
					self.page()
