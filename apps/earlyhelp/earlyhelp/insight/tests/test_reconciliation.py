"""What became of the children, without Frappe."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from unittest import TestCase

from earlyhelp.insight.reconciliation import (
	CLOSED,
	LATER,
	NO_REASON,
	NOT_STARTED,
	OPEN,
	WAITING,
	Child,
	Referral,
	reconcile,
)

DAY = date(2019, 5, 31)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def places(*referrals):
	children, _referrals, differences = reconcile(list(referrals), DAY)
	return dict(children), sum(differences.values())


def opened(*children, number=None, opened_on=BEFORE):
	return Referral(number or len(children), "Accepted", BEFORE, opened_on, children)


class TestReconciliation(TestCase):
	def test_every_answer_has_its_place(self):
		self.assertEqual(places(Referral(2)), ({WAITING: 2}, 0))
		self.assertEqual(places(Referral(3, "Signposted", BEFORE)), ({"Signposted": 3}, 0))
		self.assertEqual(places(Referral(4, "Accepted", BEFORE)), ({LATER: 4}, 0))
		self.assertEqual(places(opened(Child(BEFORE), Child(BEFORE))), ({OPEN: 2}, 0))

	def test_what_happens_later_has_not_happened(self):
		self.assertEqual(places(Referral(2, "Signposted", AFTER)), ({WAITING: 2}, 0))
		self.assertEqual(places(opened(Child(AFTER), opened_on=AFTER)), ({LATER: 1}, 0))
		self.assertEqual(places(opened(Child(BEFORE, AFTER, "Moved"))), ({OPEN: 1}, 0))

	def test_help_ends_on_the_day_it_is_closed(self):
		self.assertEqual(places(opened(Child(BEFORE, DAY, "Moved"))), ({CLOSED + "Moved": 1}, 0))
		self.assertEqual(places(opened(Child(DAY))), ({OPEN: 1}, 0))

	def test_a_closure_that_was_taken_back_still_stands_on_the_days_between(self):
		past = ((BEFORE, AFTER, "Moved"),)
		self.assertEqual(places(opened(Child(BEFORE, past=past))), ({CLOSED + "Moved": 1}, 0))
		self.assertEqual(places(opened(Child(BEFORE, past=((BEFORE, DAY, "Moved"),)))), ({OPEN: 1}, 0))
		self.assertEqual(places(opened(Child(BEFORE, past=((AFTER, AFTER, "Moved"),)))), ({OPEN: 1}, 0))

	def test_help_that_never_began_is_counted_apart(self):
		dropped = Referral(2, "Accepted", BEFORE, None, (Child(None),), dropped_on=DAY)
		self.assertEqual(places(dropped), ({NOT_STARTED: 2}, 0))
		self.assertEqual(places(replace(dropped, dropped_on=AFTER)), ({LATER: 2}, 0))

	def test_children_of_one_family_may_be_in_different_places(self):
		found = places(
			opened(Child(BEFORE), Child(BEFORE, BEFORE, "Moved"), Child(AFTER), Child(BEFORE, BEFORE))
		)
		self.assertEqual(found, ({OPEN: 1, CLOSED + "Moved": 1, LATER: 1, CLOSED + NO_REASON: 1}, 0))

	def test_children_who_were_referred_and_are_in_no_record_are_the_difference(self):
		self.assertEqual(places(opened(Child(BEFORE), number=3)), ({OPEN: 1}, 2))
		self.assertEqual(places(opened(Child(BEFORE), Child(BEFORE), number=1)), ({OPEN: 2}, -1))

	def test_the_places_and_the_difference_always_add_up_to_what_was_referred(self):
		random = Random(3)

		def day():
			return random.choice((None, BEFORE, DAY, AFTER))

		for _ in range(300):
			referrals = [
				Referral(
					random.randint(0, 5),
					random.choice(("", "Accepted", "Accepted", "Signposted", "Withdrawn")),
					day(),
					day(),
					tuple(
						Child(day(), day(), random.choice((None, "Moved")))
						for _ in range(random.randint(0, 5))
					),
				)
				for _ in range(8)
			]
			named = [replace(one, name=str(number)) for number, one in enumerate(referrals)]
			found, difference = places(*named)
			referred = sum(one.number_of_children for one in named)
			self.assertEqual(sum(found.values()) + difference, referred)

	def test_differences_that_cancel_out_are_still_named(self):
		missing = replace(opened(Child(BEFORE), number=2), name="REF-1")
		over = replace(opened(Child(BEFORE), Child(BEFORE), number=1), name="REF-2")
		self.assertEqual(reconcile([missing, over], DAY)[2], {"REF-1": 1, "REF-2": -1})
