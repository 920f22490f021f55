"""A family, the people around it and a meeting: what the tests of this module begin with."""

import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import BSO, EHM, EHP
from earlyhelp.states.moves import press
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	children_of,
	make,
	make_episode,
	make_family,
	make_professional,
	make_service,
	make_team,
	make_worker,
)


class MeetingTestCase(EarlyHelpTestCase):
	"""The Ashdowns: mother Joanne, child Chloe; a worker who chairs, business support, a manager, one team."""

	def setUp(self):
		super().setUp()
		self.family = make_family()
		self.mother, self.child = self.family.members[0].person, children_of(self.family)[0]
		self.team = make_team()
		self.episode = make_episode(self.family, make_service(), team=self.team.name)
		self.worker = make_worker(EHP, self.team, self.episode, lead=True)
		self.support, self.manager = make_worker(BSO, self.team), make_worker(EHM, self.team)
		self.chair = frappe.db.get_value("Professional", {"user": self.worker}, "name")
		agency = make("Agency", agency_name=f"School Nurses {frappe.generate_hash(length=4)}").name
		self.nurse = make_professional(full_name="Sam Whinney", agency=agency).name
		self.agency = agency

	def meet(self, **fields):
		"""Return a meeting that has everything it needs for its invitations, made by the worker."""
		frappe.set_user(self.worker)
		given = {
			"episode": self.episode.name,
			"chair": self.chair,
			"meeting_on": today(),
			"starts_at": "14:00:00",
			"finishes_at": "15:00:00",
			"venue": "Acklam Library, room 2",
		}
		doc = make("TAC Meeting", **{**given, **fields})
		doc.append("attendees", {"professional": self.nurse, "invited": 1, "sharing_covered": 1})
		return doc.save()

	def begin(self, **fields):
		"""Return a meeting in progress with everybody there, the child heard and the next day found."""
		doc = press(self.meet(**fields), "Start")
		for row in doc.attendees:
			row.attended = "Yes"
		for row in doc.voices:
			row.update({"words": "I like breakfast club", "how": "In conversation"})
		doc.next_meeting_on = add_days(today(), 42)
		return doc.save()

	def agree(self, doc):
		"""Put two new actions into a meeting: one of the mother, one of the nurse."""
		doc.append("actions", {"what": "Bedtime at eight", "person": self.mother, "due_on": today()})
		doc.append(
			"actions", {"what": "Visit at home", "professional": self.nurse, "due_on": add_days(today(), 7)}
		)
		return doc.save()

	def end(self, doc=None):
		"""Return a meeting that is over, with two actions."""
		return press(self.agree(doc or self.begin()), "End Meeting")

	def fresh(self, doc):
		return frappe.get_doc(doc.doctype, doc.name)

	def change(self, doc, **fields):
		"""Save changed fields in the stored record and return it."""
		doc = self.fresh(doc)
		doc.update(fields)
		return doc.save()
