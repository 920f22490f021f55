from earlyhelp.early_help_setup.date_rules import DateOrderError, FutureDateError
from earlyhelp.planning.doctype.early_help_episode.early_help_episode import (
	ChildOfAnotherFamilyError,
	ChildTwiceError,
	ClosureReasonMissingError,
	NotOpenedError,
	OpenEpisodeExistsError,
	ReferralOfAnotherError,
)
from earlyhelp.states.moves import place
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	children_of,
	make,
	make_episode,
	make_family,
	make_plan,
	make_referral,
	make_service,
)

MOVED = {"closed_on": "2019-05-10", "closure_reason": "Moved out of area"}


class TestEarlyHelpEpisode(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.family, self.service = make_family(children=("Chloe", "Ben")), make_service()

	def open(self, **fields):
		return make_episode(self.family, self.service, **fields)

	def close(self, episode):
		"""End the help as history, with the dates of a closing that was pressed long ago."""
		episode.update(MOVED)
		episode.flags.by_system = True
		episode.save()
		return place(episode, "Closed")

	def test_its_dates_come_in_their_order(self):
		self.assertRefused(
			DateOrderError, "Opened On cannot be before Accepted On", self.open, accepted_on="2019-01-27"
		)
		self.assertRefused(
			DateOrderError,
			"Closed On cannot be before Opened On",
			self.open,
			**{**MOVED, "closed_on": "2019-01-25"},
		)
		self.assertRefused(FutureDateError, "Closed On", self.open, **{**MOVED, "closed_on": "2999-01-01"})
		self.assertRefused(NotOpenedError, "when the episode opened", self.open, opened_on=None, **MOVED)

	def test_a_family_has_one_open_episode_of_a_service(self):
		first = self.open()
		self.assertRefused(OpenEpisodeExistsError, "already has an open episode", self.open)
		self.close(first)
		self.assertEqual(self.open(opened_on="2019-06-01").status, "Open")
		first.closed_on = None
		self.assertRefused(OpenEpisodeExistsError, "already has", first.save)

	def test_another_service_may_help_the_same_family_at_the_same_time(self):
		self.open()
		self.assertEqual(make_episode(self.family, make_service()).status, "Open")

	def test_it_follows_from_an_accepted_referral_of_the_family_to_the_service_once(self):
		refused = make_referral(self.family, self.service, decision="Not Accepted")
		elsewhere = make_referral(self.family, make_service())
		for referral in (refused, elsewhere, make_referral(make_family("Birkbeck"), self.service)):
			self.assertRefused(ReferralOfAnotherError, "accepted referral", self.open, referral=referral.name)
		accepted = make_referral(self.family, self.service)
		self.assertEqual(self.open(referral=accepted.name, **MOVED).referral, accepted.name)
		self.assertRefused(ReferralOfAnotherError, "led to no episode yet", self.open, referral=accepted.name)

	def test_its_children_are_members_of_the_family_each_once(self):
		stranger = children_of(make_family("Birkbeck", ("Bethan",)))[0]
		self.assertRefused(
			ChildOfAnotherFamilyError, "Bethan Birkbeck", self.open, children=[{"person": stranger}]
		)
		twice = [{"person": children_of(self.family)[0]}] * 2
		self.assertRefused(ChildTwiceError, "only once", self.open, children=twice)

	def test_the_age_of_each_child_at_the_start_is_worked_out(self):
		self.assertEqual([row.age_at_start for row in self.open().children], [10, 10])

	def test_closing_ends_the_help_for_each_child_unless_it_ended_before(self):
		episode = self.open()
		episode.children[0].update({"ended_on": "2019-04-01", "closure_reason": "No contact possible"})
		self.close(episode)
		ends = [(str(row.ended_on), row.closure_reason) for row in episode.children]
		self.assertEqual(ends, [("2019-04-01", "No contact possible"), ("2019-05-10", "Moved out of area")])

	def test_nobody_is_closed_without_a_reason(self):
		self.assertRefused(ClosureReasonMissingError, "Chloe Ashdown", self.open, closed_on="2019-05-10")

	def test_the_lead_is_the_lead_practitioner_allocated_last(self):
		alex, jo = (make("Professional", full_name=name) for name in ("Alex Thornaby", "Jo Whinney"))
		rows = [
			{"professional": alex.name, "from_date": "2019-01-26", "to_date": "2019-03-01"},
			{"professional": jo.name, "from_date": "2019-03-01"},
		]
		self.assertEqual(self.open(allocations=rows).lead_practitioner, jo.name)

	def test_an_allocation_does_not_end_before_it_begins(self):
		alex = make("Professional", full_name="Alex Thornaby")
		rows = [{"professional": alex.name, "from_date": "2019-03-01", "to_date": "2019-02-01"}]
		self.assertRefused(DateOrderError, "To cannot be before From", self.open, allocations=rows)

	def test_a_plan_takes_family_and_service_from_its_episode(self):
		plan = make_plan(self.open())
		self.assertEqual(
			(plan.family, plan.family_name, plan.service, plan.status),
			(self.family.name, "Ashdown", self.service.name, "Draft"),
		)
