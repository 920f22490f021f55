"""Referrals for tests: taken down completely, and put where a step leads from."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.states.moves import place, press
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	children_of,
	make,
	make_family,
	make_history,
	make_person,
	make_service,
	make_team,
	make_worker,
)

CALL = {
	"source": "Health visitor",
	"referrer_name": "Mary Whitby",
	"referrer_telephone": "01632 960123",
	"worry": "Mornings are hard, and Chloe is often late.",
	"family_agrees": "Yes",
	"children": [{"first_name": "Chloe", "last_name": "Ashdown"}],
}
TOLD = {
	f"{who}_told_{what}": answer
	for who in ("referrer", "family")
	for what, answer in {
		"on": today(),
		"by": "Jo Worker",
		"how": "Telephone",
		"what": "What was decided.",
	}.items()
}
STEPPED_UP = {
	"step_up_reason": "Chloe was hurt.",
	"step_up_to": "The duty social worker",
	"step_up_how": "Telephone",
	"step_up_at": "2019-01-17 10:00:00",
	"step_up_family_knows": "Yes",
}
WAITING = ("Draft", "Submitted", "Awaiting Information", "Screening", "Awaiting Decision")
DECIDED = ("Accepted", "Signposted", "Not Accepted", "Stepped Up", "Already Open", "Withdrawn")


class ReferralTestCase(EarlyHelpTestCase):
	"""A family with a mother and a child of nine, a service, a team, and a front door with its people."""

	def setUp(self):
		super().setUp()
		self.service, self.team = make_service(), make_team()
		self.front_door = make_team(is_front_door=1)
		self.family = make_family()
		self.mother, self.chloe = (row.person for row in self.family.members)

	def worker(self, role):
		"""Return a person of the front door with this role."""
		return make_worker(role, self.front_door)

	def sign_in(self, role):
		user = self.worker(role)
		frappe.set_user(user)
		return user

	def draft(self, **fields):
		"""Return a referral as the telephone call gives it, taken down by whoever is signed in."""
		return make("Early Help Referral", **{"service": self.service.name, **CALL, **fields})

	def searched(self, doc):
		"""The search was made, as its page notes it."""
		doc.db_set({"search_done_on": "2019-01-17 09:00:00", "search_done_by": frappe.session.user})
		return doc

	def complete(self, **fields):
		"""Return a draft of the administrator that holds what every step up to a decision asks for."""
		known = {
			"family": self.family.name,
			"children": [{"first_name": "Chloe", "last_name": "Ashdown", "person": self.chloe}],
			"level_of_need": "Tier 2: Targeted Early Help",
			"descriptors_met": "More than one agency has to work together.",
			"level_agreed_by": "Jo Worker and Mary Whitby",
			"recommendation": "Accept",
			"recommendation_why": "The family asks for it.",
			"agreed_by": self.mother,
			"agreed_as": "Adult with parental responsibility",
			"agreed_on": today(),
			"team": self.team.name,
			"information_asked_of": "The school",
			"information_asked_what": "How often Chloe is late",
			"information_due_on": add_days(today(), 5),
			"advice_given": "The family hub is open on Mondays.",
			"decision_reason_code": "One agency can help alone",
			"withdrawn_because": "Referrer withdrew",
		}
		return self.searched(self.draft(**{**known, **fields}))

	def put(self, state, doc=None, **stamps):
		"""Return a complete referral placed in a state, with the stamps that led there."""
		doc = doc or self.complete()
		if state != "Draft":
			stamps = {"received_on": today(), "history_seen_on": "2019-01-18 09:00:00", **stamps}
		if state in DECIDED:
			stamps = {"decision": state, "decided_on": today(), **stamps}
		place(doc, state, **stamps)
		return doc.reload()

	def press(self, doc, action, reason=None):
		return press(doc, action, reason).reload()

	def open_episode(self, **fields):
		"""Return an episode of the family that is open, of another service than the referral's."""
		given = {"family": self.family.name, "service": make_service().name, "opened_on": "2019-01-26"}
		children = [{"person": person} for person in children_of(self.family)]
		doc = make_history("Early Help Episode", **{**given, "children": children, **fields})
		return place(doc, "Open")

	def young_person(self, born):
		"""Return a further child of the family, born on this day."""
		person = make_person("Sam", date_of_birth=born)
		self.family.reload()
		self.family.append("members", {"person": person.name, "relationship": "Child"})
		self.family.save()
		return person.name
