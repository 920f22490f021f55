"""The blind match: who must know is told, and whoever wrote it down learns nothing."""

import frappe
from frappe.utils import today

from earlyhelp.constants import BSO, EHM, EHP
from earlyhelp.front_door.tests.cases import CALL, ReferralTestCase
from earlyhelp.states.moves import move
from earlyhelp.tests.factories import make_episode, make_service, make_stranger, make_team, make_worker

CHLOE = [{"first_name": "Chloe", "last_name": "Ashdown", "date_of_birth": "2008-05-23"}]


class TestPossibleMatches(ReferralTestCase):
	def restrict(self, *users):
		frappe.db.set_value("Family", self.family.name, "restricted", 1)
		for user in users:
			place = {"parent": self.family.name, "parenttype": "Family", "parentfield": "restricted_to"}
			frappe.get_doc({"doctype": "Family Restriction", "user": user, **place}).db_insert()

	def submitted(self, role=BSO, children=CHLOE):
		user = self.sign_in(role)
		doc = self.searched(self.draft(children=children))
		return user, self.press(doc, "Submit")

	def send_in(self, values):
		"""As the page for the public does."""
		frappe.set_user("Guest")
		doc = frappe.get_doc({"doctype": "Early Help Referral", **values}).insert(ignore_permissions=True)
		move(doc, "Send In")
		frappe.set_user("Administrator")

	def tasks(self, user):
		return frappe.get_all(
			"ToDo", {"allocated_to": user}, ["name", "description", "owner", "reference_name"]
		)

	def test_those_named_on_a_restriction_get_a_task(self):
		"""C1 blind match."""
		named = make_stranger(EHP)
		self.restrict(named)
		_user, doc = self.submitted()
		task = self.tasks(named)[0]
		self.assertIn(doc.name, task.description)
		self.assertIn(self.family.name, task.description)
		self.assertNotIn("Ashdown", task.description)

	def test_whoever_wrote_it_down_sees_no_sign_of_it(self):
		"""C1 blind match."""
		self.restrict(make_stranger(EHP))
		frappe.local.message_log.clear()
		user, doc = self.submitted()
		self.assertEqual(frappe.local.message_log, [])
		self.assertEqual(frappe.get_list("ToDo", pluck="name"), [])
		self.assertEqual(frappe.get_list("Notification Log", {"for_user": user}), [])
		self.assertFalse(doc.get("_assign") or doc.family)
		everything = str(doc.as_dict()) + str(
			frappe.get_all("Comment", {"reference_name": doc.name}, ["content"])
		)
		self.assertNotIn(self.family.name, everything)

	def test_somebody_else_brings_no_task(self):
		named = make_stranger(EHP)
		self.restrict(named)
		other = [{"first_name": "Bethan", "last_name": "Birkbeck", "date_of_birth": "2015-01-01"}]
		self.submitted(children=other)
		self.assertEqual(self.tasks(named), [])

	def test_a_family_that_is_linked_or_within_reach_brings_no_task(self):
		manager = make_worker(EHM, self.team)
		make_episode(self.family, make_service()).db_set("team", self.team.name)
		self.submitted(BSO)
		self.assertEqual(self.tasks(manager), [])

	def test_for_a_family_out_of_reach_the_manager_of_its_team_is_told(self):
		manager = make_worker(EHM, self.team)
		make_episode(self.family, make_service()).db_set("team", self.team.name)
		frappe.db.set_value("Early Help Team", self.front_door.name, "is_front_door", 0)
		user = self.sign_in(EHP)
		conflict = {
			"parent": self.family.name,
			"parenttype": "Family",
			"parentfield": "conflicts",
			"user": user,
		}
		frappe.get_doc({"doctype": "Family Conflict", **conflict}).db_insert()
		doc = self.searched(self.draft(children=CHLOE))
		self.press(doc, "Submit")
		self.assertEqual(len(self.tasks(manager)), 1)

	def test_a_page_of_the_portal_asks_for_restricted_families_only(self):
		named, manager = make_stranger(EHP), make_worker(EHM, self.team)
		make_episode(self.family, make_service()).db_set("team", self.team.name)
		values = {**CALL, "service": self.service.name, "children": CHLOE}
		self.send_in(values)
		self.assertEqual(self.tasks(manager), [])
		self.restrict(named)
		self.send_in(values)
		self.assertEqual(len(self.tasks(named)), 1)

	def test_a_step_up_tells_them_as_well_and_nobody_twice(self):
		named = make_stranger(EHP)
		self.restrict(named)
		user, doc = self.submitted()
		frappe.set_user(user)
		self.press(doc, "Step Up")
		self.assertEqual(len(self.tasks(named)), 1)
		bare = self.draft(children=CHLOE)
		self.press(bare, "Step Up")
		self.assertEqual(len(self.tasks(named)), 2)
		self.assertEqual(
			frappe.db.get_value("Early Help Referral", bare.name, "received_on"),
			frappe.utils.getdate(today()),
		)

	def test_many_teams_may_hold_a_family_and_each_manager_is_told_once(self):
		from earlyhelp.front_door.possible_matches import who_is_told

		other = make_team()
		managers = {make_worker(EHM, self.team), make_worker(EHM, other)}
		for team in (self.team, other):
			make_episode(self.family, make_service()).db_set("team", team.name)
		self.assertEqual(set(who_is_told(self.family.name)), managers)
