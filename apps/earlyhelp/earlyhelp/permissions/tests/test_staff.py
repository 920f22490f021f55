"""Who may change what decides the reach of others; nobody widens the own."""

import frappe
from frappe.utils import today

from earlyhelp.constants import BSO, EHA, EHM, EHP
from earlyhelp.early_help_setup.doctype.professional.professional import OwnCoverError
from earlyhelp.permissions.staff import OwnReachError, ReachOfOthersError
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	make,
	make_stranger,
	make_team,
	make_worker,
)

BY_THE_MANAGER = "who leads the team or an administrator"


class TestStaff(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.team = make_team()
		self.other_team = make_team()
		self.manager = make_worker(EHM, self.team)
		self.worker = make_worker(EHP, self.team)
		self.record = self.professional(self.worker)

	def professional(self, user):
		return frappe.get_doc("Professional", {"user": user})

	def change(self, who, record, **fields):
		frappe.set_user(who)
		record = frappe.get_doc("Professional", record.name)
		record.update(fields)
		return record.save()

	def test_a_practitioner_adds_an_outside_professional_and_no_account(self):
		"""D9 Professional, narrower."""
		frappe.set_user(self.worker)
		person = make("Professional", full_name="Jo Marsh", post="Health Visitor", telephone="01632 960123")
		person.user = make_stranger(EHP)
		self.assertRefused(ReachOfOthersError, BY_THE_MANAGER, person.save)

	def test_nobody_puts_himself_or_herself_into_a_team(self):
		for user in (self.worker, self.manager, make_worker(EHA)):
			record = self.professional(user)
			with self.subTest(user=user):
				self.assertRefused(
					(OwnReachError, ReachOfOthersError),
					"Team",
					self.change,
					user,
					record,
					team=self.other_team.name,
				)

	def test_nobody_puts_the_own_record_into_use_again(self):
		self.change(self.manager, self.record, disabled=1)
		self.assertRefused(OwnReachError, "somebody else", self.change, self.worker, self.record, disabled=0)
		self.assertFalse(self.change(self.manager, self.record, disabled=0).disabled)
		frappe.set_user(self.worker)
		outside = make("Professional", full_name="Jo Marsh", post="Health Visitor", telephone="01632 960123")
		self.assertTrue(self.change(self.worker, outside, disabled=1).disabled)

	def test_nobody_takes_the_record_of_another(self):
		for user in [make_stranger(role) for role in (BSO, EHP, EHM, EHA)]:
			self.assertRefused(
				(OwnReachError, ReachOfOthersError), "User Account", self.change, user, self.record, user=user
			)

	def test_the_manager_and_an_administrator_keep_the_team(self):
		"""D9 Early Help Team, narrower."""
		self.change(self.manager, self.record, line_manager=self.professional(self.manager).name)
		self.change(make_stranger(EHA), self.record, team=self.other_team.name)
		self.assertEqual(self.professional(self.worker).team, self.other_team.name)
		self.assertRefused(
			ReachOfOthersError, BY_THE_MANAGER, self.change, self.manager, self.record, team=self.team.name
		)

	def test_cover_is_named_by_who_is_away_or_leads_and_never_by_who_gains(self):
		colleague = make_worker(EHP)
		rows = [{"covered_by": self.professional(colleague).name, "from_date": today(), "to_date": today()}]
		self.assertRefused(OwnReachError, "Covered By", self.change, colleague, self.record, cover=rows)
		self.change(self.worker, self.record, cover=rows)
		self.change(self.manager, self.record, cover=[])
		frappe.set_user("Administrator")
		administrator = make_worker(EHA)
		rows[0]["covered_by"] = self.professional(administrator).name
		self.assertRefused(OwnReachError, "Covered By", self.change, administrator, self.record, cover=rows)

	def test_nobody_covers_himself_or_herself(self):
		rows = [{"covered_by": self.record.name, "from_date": today(), "to_date": today()}]
		self.assertRefused(OwnCoverError, "somebody else", self.change, self.worker, self.record, cover=rows)

	def test_deputies_are_named_by_who_leads_the_team(self):
		"""D9 Early Help Team, narrower."""
		frappe.set_user(self.manager)
		team = frappe.get_doc("Early Help Team", self.team.name)
		team.append("deputies", {"user": make_stranger(EHM)})
		team.save()
		other = frappe.get_doc("Early Help Team", self.other_team.name)
		other.append("deputies", {"user": self.manager})
		self.assertRefused(OwnReachError, "Somebody else", other.save)

	def test_what_a_team_is_and_who_manages_it_is_changed_by_an_administrator(self):
		frappe.set_user(self.manager)
		team = frappe.get_doc("Early Help Team", self.team.name)
		team.is_front_door = 1
		self.assertRefused(ReachOfOthersError, "an administrator", team.save)
		frappe.set_user(make_stranger(EHA))
		team = frappe.get_doc("Early Help Team", self.team.name)
		team.is_front_door = 1
		team.save()
		team.manager = frappe.session.user
		self.assertRefused(OwnReachError, "Somebody else", team.save)
