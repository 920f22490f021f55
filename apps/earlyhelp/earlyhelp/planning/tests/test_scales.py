"""Scores, without Frappe."""

from unittest import TestCase

from earlyhelp.planning.scales import ScoreError, to_score


class TestScores(TestCase):
	def test_whole_numbers_from_0_to_10_are_scores(self):
		for score in range(11):
			self.assertEqual([to_score(score), to_score(str(score)), to_score(f" {score} ")], [score] * 3)

	def test_no_score_is_not_a_score_of_0(self):
		self.assertEqual([to_score(None), to_score(""), to_score(" ")], [None] * 3)
		self.assertEqual(to_score("0"), 0)

	def test_anything_else_is_refused(self):
		for value in (11, "11", "-1", -1, "7.5", 7.5, "7.0", "seven", "\u0667", "1e1", "+3", "100", "5 " * 2):
			with self.assertRaises(ScoreError):
				to_score(value)
