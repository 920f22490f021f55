"""What lies ready, so that only words and numbers are typed: rows of a review, days of a plan, outcomes of a closing."""

import frappe
from frappe.utils import getdate, today

from earlyhelp.early_help_setup.timescales import due_on
from earlyhelp.planning.tests.cases import PlanningTestCase
from earlyhelp.states.errors import MissingError


class TestRowsOfAReview(PlanningTestCase):
	def held(self, **fields):
		return self.press(self.planned(**fields), "Hold", as_=self.lead).reload()

	def people(self, review):
		return [(row.scorer, row.person, row.professional) for row in review.scores]

	def fill(self, review, scorers):
		for row in review.scores:
			if row.scorer in scorers:
				row.update({"score": "6", "reason": "Most days.", "may_be_shown_to": "Everybody"})
		for row in review.voices:
			row.update({"words": "Better.", "may_be_shown_to": "The family"})
		written = {name: text for name, text in self.written().items() if name not in ("scores", "voices")}
		review.update(written)
		return review.save()

	def test_the_first_time_those_who_agreed_and_the_lead_are_asked(self):
		review = self.held()
		lead = self.professional(self.lead)
		self.assertEqual(
			self.people(review),
			[
				("Agreed", None, None),
				("Parent or carer", self.mother, None),
				*[("Child", child, None) for child in self.children],
				("Practitioner", None, lead),
			],
		)
		self.assertEqual({row.score for row in review.scores}, {""})
		self.assertEqual([row.person for row in review.voices], self.children)

	def test_who_was_not_asked_to_agree_is_not_asked_for_a_score(self):
		plan = self.complete("Active")
		frappe.db.set_value(
			"Plan Agreement", {"parent": plan.name, "person": self.mother}, "answer", "Not asked"
		)
		self.assertNotIn(self.mother, [row.person for row in self.held(plan=plan).scores])

	def test_later_those_who_scored_last_time_are_asked(self):
		first = self.final()
		review = self.held(plan=frappe.get_doc("My Family Plan", first.plan))
		self.assertEqual(
			self.people(review), [("Agreed", None, None), ("Parent or carer", self.mother, None)]
		)

	def test_rows_of_people_who_were_not_asked_go_when_it_is_sent(self):
		review = self.fill(self.held(), ("Agreed", "Parent or carer"))
		self.assertEqual(len(review.scores), 5)
		sent = self.press(review, "Send For Sign-Off", as_=self.lead).reload()
		self.assertEqual([row.scorer for row in sent.scores], ["Agreed", "Parent or carer"])
		self.assertEqual([row.idx for row in sent.scores], [1, 2])

	def test_the_agreed_score_is_never_left_out(self):
		review = self.fill(self.held(), ("Parent or carer",))
		said = "Row 1: give a score, or say why there is none"
		self.refused(MissingError, said, review, "Send For Sign-Off", as_=self.lead)

	def test_a_row_that_waits_gives_way_to_one_that_has_the_score(self):
		review = self.held()
		given = {"goal": self.goal.name, "scorer": "Agreed", "score": "6", "reason": "Most days."}
		review.append("scores", given)
		scores = [row.score for row in review.save().scores if row.scorer == "Agreed"]
		self.assertEqual(scores, ["6"])

	def test_the_next_day_is_the_one_by_which_it_is_due(self):
		self.assertEqual(getdate(self.held().next_review_on), due_on("Next Review", today()))

	def test_the_next_day_that_was_agreed_stays(self):
		review = self.planned()
		review.db_set("next_review_on", "2030-01-01")
		self.assertEqual(str(self.press(review, "Hold", as_=self.lead).next_review_on), "2030-01-01")


class TestWhatAPlanFillsIn(PlanningTestCase):
	def test_the_assessment_begins_with_the_plan_unless_another_day_is_given(self):
		for given, kept in ((None, today()), ("2019-02-01", "2019-02-01")):
			doc = {"doctype": "My Family Plan", "episode": self.episode(service=self.new_service()).name}
			frappe.set_user(self.lead)
			plan = frappe.get_doc({**doc, "assessment_started_on": given}).insert()
			self.assertEqual(str(plan.assessment_started_on), kept)
			frappe.set_user("Administrator")

	def new_service(self):
		return (
			frappe.get_doc({"doctype": "Early Help Service", "service_name": frappe.generate_hash(length=8)})
			.insert()
			.name
		)

	def test_a_first_score_without_a_day_was_given_today(self):
		plan = self.complete()
		theme = frappe.db.get_value("Scaling Goal", self.goal.name, "theme")
		frappe.set_user(self.lead)
		values = {"plan": plan.name, "theme": theme, "goal": "Breakfast.", "baseline_score": "3"}
		goal = frappe.get_doc({"doctype": "Scaling Goal", **values}).insert()
		self.assertEqual(str(goal.baseline_on), today())


class TestWhatAClosingFillsIn(PlanningTestCase):
	def test_a_row_lies_ready_for_the_outcome_of_each_need(self):
		episode = self.episode()
		self.complete("Active", episode=episode)
		episode = self.save_as(self.lead, episode, closing_summary="Mornings are calm.")
		rows = [(row.need, row.person, row.outcome or "") for row in episode.outcomes]
		self.assertEqual(rows, [("Parental mental health", self.mother, "")])
		episode.outcomes[0].outcome = "Met"
		episode = self.save_as(self.lead, episode.save(), closing_summary="All mornings are calm.")
		self.assertEqual([row.outcome for row in episode.outcomes], ["Met"])

	def test_no_row_is_put_in_before_somebody_writes_the_closing(self):
		episode = self.episode()
		self.complete("Active", episode=episode)
		self.assertFalse(self.save_as(self.lead, episode, first_visit_on="2019-02-02").outcomes)
