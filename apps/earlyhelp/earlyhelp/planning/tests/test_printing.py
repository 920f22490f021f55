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
	make_history,
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
		"""A finalised review; each score is (score, scorer, person, who may be shown it)."""
		rows = [(self.goal.name, *score[:3]) for score in scores]
		doc = make_review(self.plan, *rows, submit=True, **fields)
		for row, score in zip(doc.scores, scores, strict=True):
			shown = score[3] if len(score) > 3 else ""
			frappe.db.set_value("Goal Score", row.name, "may_be_shown_to", shown)

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
		self.review(
			("6",),
			("7", "Parent or carer", mother, "The family"),
			("4", "Child", child, "Everybody"),
			("5", "School"),
		)
		self.assertShows("We began at 3. All of us: 6. Joanne: 7. Chloe: 4. School: 5.")

	def test_a_member_s_own_score_is_shown_only_when_it_may_be(self):
		child, mother = children_of(self.family)[0], self.family.members[0].person
		self.review(
			("6",), ("7", "Parent or carer", mother, "Professionals only"), ("4", "Child", child, "Nobody")
		)
		self.assertShows("We began at 3. All of us: 6.</desc>")

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
		"""C2.1."""
		self.family.update({"street": "7 Heron Way", "town": "Middleton", "postcode": "ZZ9 9ZZ"})
		self.family.save()
		for text in ("Heron Way", "ZZ9 9ZZ"):
			self.assertNotIn(text, self.page())

	def test_it_says_when_the_plan_is_looked_at_again(self):
		self.assertShows("is not set yet")
		make_history("Plan Review", plan=self.plan.name, due_on="2030-12-06")
		self.assertShows("again by Friday 6 December 2030")

	def test_it_says_who_does_what_by_when_but_not_what_is_for_one_person_s_card(self):
		mother = self.family.members[0].person
		for what, shown in (
			("Pack the bags", "Everybody"),
			("Ring your sister", "This person only"),
			("Check the lock", "Nobody"),
		):
			row = {"who_kind": "Family member", "person": mother, "due_on": "2030-12-06"}
			self.plan.append("actions", {"what": what, "show_on_card": shown, **row})
		self.plan.save()
		self.assertShows("Pack the bags", "6 December 2030", "What we agreed to do")
		for what in ("Ring your sister", "Check the lock"):
			self.assertNotIn(what, self.page())

	def test_an_approved_plan_is_no_working_copy(self):
		self.assertShows("Working copy, not approved yet")
		frappe.db.set_value("My Family Plan", self.plan.name, "approved_on", "2019-02-10")
		self.assertNotIn("Working copy", self.page())

	def test_every_page_has_its_number_and_who_printed_it(self):
		self.assertShows(
			'<div id="footer-html"', 'class="page"', 'class="topage"', "Printed by Administrator"
		)

	def test_what_somebody_is_not_to_see_stays_off_the_copy(self):
		"""C2.3."""
		child, mother = children_of(self.family)[0], self.family.members[0].person
		for words, fields in (
			("I like the dog", {"may_be_shown_to": "Everybody"}),
			("I hate it here", {"may_be_shown_to": "The family", "not_shown_to": mother}),
			("Nobody asked me", {}),
		):
			self.plan.append("voices", {"person": child, "words": words, "how": "In conversation", **fields})
		self.plan.save()
		self.assertShows("I like the dog")
		for words in ("I hate it here", "Nobody asked me"):
			self.assertNotIn(words, self.page())
		self.assertTrue(may_be_shown(frappe._dict(scorer="Agreed")))
		self.assertFalse(may_be_shown(frappe._dict(scorer="School", may_be_shown_to="Professionals only")))

	def test_it_shows_each_statement_under_its_question(self):
		self.plan.append("statements", {"column": "Working Well", "statement": "Gran comes on Sundays"})
		self.plan.save()
		self.assertShows("<li>Gran comes on Sundays</li>")

	def test_it_says_who_agrees_but_not_why_somebody_does_not(self):
		mother = self.family.members[0].person
		agreement = {"person": mother, "answer": "Partly agrees", "why": "Not with him in the room"}
		self.plan.append("agreements", {**agreement, "agreed_on": "2019-02-01"})
		self.plan.save()
		self.assertShows("Partly agrees", "Friday 1 February 2019")
		self.assertNotIn("Not with him", self.page())

	def test_who_left_the_family_is_not_named(self):
		self.family.members[2].left_on = add_days(today(), -1)
		self.family.save()
		self.assertShows("For Chloe, with Joanne")

	def test_who_has_died_is_not_named_beside_the_living(self):
		frappe.db.set_value("Early Help Person", self.family.members[2].person, "date_of_death", "2019-01-02")
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
				with self.assertRaises((frappe.PermissionError, frappe.DoesNotExistError)):
					self.page()
