"""A family, its workers and its managers, and what a session writes down."""

from contextlib import contextmanager

import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.permissions.people import own_professionals
from earlyhelp.states.errors import MissingError, NotAllowedStepError
from earlyhelp.states.moves import press
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	children_of,
	make_episode,
	make_family,
	make_service,
	make_team,
	make_worker,
)


@contextmanager
def as_user(user):
	"""Work as a person, and be who one was before afterwards."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)


class SupervisionTestCase(EarlyHelpTestCase):
	"""A team with two managers and business support; an episode with a lead (EHP) and a second worker (FSP)."""

	def setUp(self):
		super().setUp()
		self.team = make_team()
		self.family = make_family()
		self.episode = make_episode(self.family, make_service(), team=self.team.name)
		self.chair, self.deputy = make_worker(EHM, self.team), make_worker(EHM, self.team)
		self.bso = make_worker(BSO, self.team)
		self.lead = make_worker(EHP, self.team, self.episode, lead=True)
		self.second = make_worker(FSP, self.team, self.episode)

	@property
	def mother(self):
		return self.family.members[0].person

	@property
	def child(self):
		return children_of(self.family)[0]

	def other_family(self):
		"""Return another family that the same team works with."""
		family = make_family("Elsewhere")
		make_episode(family, make_service(), team=self.team.name)
		return family

	def only_one_worker(self):
		"""The second worker's allocation ended yesterday."""
		self.end_allocation(self.second)

	def end_allocation(self, user):
		row = {"parent": self.episode.name, "professional": own_professionals(user)[0]}
		frappe.db.set_value("Practitioner Allocation", row, "to_date", add_days(today(), -1))

	def plan(self, user=None, **fields):
		"""Return a supervision of today that business support planned."""
		given = {"episode": self.episode.name, "planned_on": today(), "chair_user": self.chair}
		with as_user(user or self.bso):
			return frappe.get_doc({"doctype": "Case Supervision", **given, **fields}).insert()

	def press(self, user, doc, action, reason=None):
		with as_user(user):
			return press(doc, action, reason)

	def ask(self, **fields):
		return self.press(self.bso, self.plan(**fields), "Request Summaries")

	def summary_of(self, user, supervision, **filters):
		found = {"supervision": supervision.name, "author_user": user, **filters}
		return frappe.get_last_doc("Professional Summary", filters=found)

	def cover_of(self, user, supervision):
		"""Return the row of a stored supervision that covers this worker's summary."""
		doc = frappe.get_doc(supervision.doctype, supervision.name)
		return next(row for row in doc.summaries if row.professional == own_professionals(user)[0])

	def write_summary(self, user, summary, **fields):
		"""Return the summary, started if need be, with every part filled."""
		if summary.status == "Requested":
			summary = self.press(user, summary, "Start")
		given = {
			"period_from": "2019-02-01",
			"period_to": "2019-02-28",
			"work_done": "Four visits at home.",
			"change_seen": "Mornings are calmer.",
			"stages": [{"adult": self.mother, "behaviour": "Drinking", "stage": "Contemplation"}],
			"children": [{"child": self.child, "what_it_means": "She is on time."}],
			"what_next": "Two more visits.",
		}
		with as_user(user):
			summary.update({**given, **fields})
			return summary.save()

	def finalise_summary(self, user, supervision):
		summary = self.write_summary(user, self.summary_of(user, supervision))
		return self.press(user, summary, "Finalise")

	def ready(self, **fields):
		"""Return a family safeguarding supervision whose summaries are all in."""
		doc = self.ask(**fields)
		for user in (self.lead, self.second):
			self.finalise_summary(user, doc)
		return doc.reload()

	def held(self, user=None, **fields):
		return self.press(user or self.bso, self.ready(**fields), "Open Session")

	def traditional(self, **fields):
		self.only_one_worker()
		return self.press(self.lead, self.plan(**fields), "Open Session")

	def fill(self, user, doc, **fields):
		"""Write down everything that a session asks for."""
		worker, manager = (own_professionals(person)[0] for person in (self.lead, self.chair))
		given = {
			"attendees": [{"professional": worker, "part": "Worker", "attendance": "Present"}],
			"stages": [{"adult": self.mother, "behaviour": "Drinking", "stage": "Preparation"}],
			"views": [
				{"whose": "Child", "person": self.child, "words": "I like it at nan's."},
				{"whose": "Parent", "person": self.mother, "why_not": "She was in hospital."},
			],
			"impact_of_support": "School every day for three weeks.",
			"rating": "Amber",
			"rating_why": "The change is new.",
			"decisions": [{"decision": "Go on", "why": "It works", "decided_by": manager}],
			"plan": "Weekly visits.",
			"next_on": add_days(today(), 28),
		}
		with as_user(user):
			doc = frappe.get_doc(doc.doctype, doc.name)
			doc.update({**given, **fields})
			return doc.save()

	def minuted(self, **fields):
		"""Return a supervision that business support minuted and sent to the manager."""
		doc = self.fill(self.bso, self.held(), **fields)
		return self.press(self.bso, doc, "Send To Manager")

	def finalised(self, **fields):
		return self.press(self.chair, self.minuted(**fields), "Finalise")

	def assertNotYours(self, user, doc, action, reason=None):
		"""The step is refused: it is another's, or the role has no right to submit or to read."""
		with self.assertRaises((NotAllowedStepError, frappe.PermissionError)):
			self.press(user, doc, action, reason)

	def assertMissing(self, sentence, user, doc, action, reason=None):
		self.assertRefused(MissingError, sentence, self.press, user, doc, action, reason)
