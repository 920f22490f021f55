"""Bands and counting, without Frappe."""

from random import Random
from unittest import TestCase

from earlyhelp.insight.bands import BANDS, POINTS_MOVED, SHARE_OF_THE_WAY, band_of
from earlyhelp.insight.impact import IMPROVED, UNCHANGED, WORSE, ScaledGoal, count_goals, impact_table


def goal(name, family="F1", theme="Parenting improved", baseline=3, latest=6):
	return ScaledGoal(name, family, theme, baseline, latest)


class TestBands(TestCase):
	def test_one_point_is_ten_percent(self):
		self.assertEqual([band_of(3, latest) for latest in (4, 6, 10)], [10, 30, 70])
		self.assertEqual(band_of(0, 10), 100)

	def test_the_share_of_the_way_is_in_full_tens_and_at_least_ten(self):
		self.assertEqual(
			[band_of(3, latest, SHARE_OF_THE_WAY) for latest in (4, 6, 9, 10)], [10, 40, 80, 100]
		)
		self.assertEqual(band_of(0, 1, SHARE_OF_THE_WAY), 10)
		self.assertEqual(band_of(9, 10, SHARE_OF_THE_WAY), 100)

	def test_what_did_not_get_better_is_in_no_band(self):
		for rule in (POINTS_MOVED, SHARE_OF_THE_WAY):
			self.assertEqual([band_of(5, 5, rule), band_of(5, 4, rule), band_of(10, 10, rule)], [0, 0, 0])

	def test_every_pair_of_scores_has_a_band_and_both_rules_agree_on_getting_better(self):
		for baseline in range(11):
			for latest in range(11):
				bands = {band_of(baseline, latest, rule) for rule in (POINTS_MOVED, SHARE_OF_THE_WAY)}
				self.assertLessEqual(bands, set(BANDS) if latest > baseline else {0})

	def test_all_of_the_way_is_only_reached_at_ten(self):
		for baseline in range(10):
			full = [latest for latest in range(11) if band_of(baseline, latest, SHARE_OF_THE_WAY) == 100]
			self.assertEqual(full, [10])


class TestCounting(TestCase):
	def test_a_family_counts_once_under_a_theme_by_its_best_goal(self):
		counted = count_goals([goal("A"), goal("B", latest=8), goal("C", latest=4)], POINTS_MOVED)
		self.assertEqual([one.name for one in counted if one.counted], ["B"])
		self.assertEqual(impact_table(counted), {"Parenting improved": [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]})

	def test_another_family_and_another_theme_count_for_themselves(self):
		goals = [goal("A"), goal("B", family="F2"), goal("C", theme="Managing debt")]
		self.assertEqual(sum(one.counted for one in count_goals(goals, POINTS_MOVED)), 3)

	def test_goals_that_stayed_or_got_worse_are_no_impact(self):
		counted = count_goals([goal("A", latest=3), goal("B", latest=2), goal("C")], POINTS_MOVED)
		self.assertEqual([one.outcome for one in counted], [UNCHANGED, WORSE, IMPROVED])
		self.assertEqual([one.counted for one in counted], [False, False, True])

	def test_the_order_of_the_goals_does_not_matter(self):
		random = Random(7)
		goals = [
			goal(f"G{n}", f"F{n % 5}", f"T{n % 3}", random.randint(0, 10), random.randint(0, 10))
			for n in range(60)
		]
		first = impact_table(count_goals(goals, POINTS_MOVED))
		for _ in range(5):
			random.shuffle(goals)
			self.assertEqual(impact_table(count_goals(goals, POINTS_MOVED)), first)
