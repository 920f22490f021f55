"""Whoever only reads a family adds nothing to it; whose record is out of use reaches nothing."""

import frappe
from frappe.utils import add_days, add_to_date, now_datetime, today

from earlyhelp.constants import EHM, EHP
from earlyhelp.permissions.family_access import reach_of
from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.tests.factories import EarlyHelpTestCase, make_team, make_worker


class TestAdding(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.scene = Scene()
		self.family = self.scene.family.name
		self.mother, self.child = (row.person for row in self.scene.family.members)

	def readers(self):
		"""A manager who opened the family with a reason, and somebody whose allocation is over."""
		manager, former = make_worker(EHM, make_team()), make_worker(EHP, make_team())
		values = {"family": self.family, "user": manager, "until": add_to_date(now_datetime(), hours=1)}
		frappe.get_doc({"doctype": "Opened With A Reason", "name": "OPN-T", **values}).db_insert()
		professional = frappe.db.get_value("Professional", {"user": former})
		self.scene.allocate(professional, to_date=add_days(today(), -1))
		return manager, former

	def additions(self):
		family, person = {"family": self.family}, {"person": self.child}
		yield {"doctype": "Early Help Referral", **family, "worry": "x"}
		yield {"doctype": "TAC Meeting", **family, "meeting_on": today(), "meeting_type": "TAC"}
		yield {"doctype": "Agreed Action", **family, "what": "x", "who_kind": "Agency"}
		yield {"doctype": "Person Relationship", **person, "relation": "Friend", "other_person": self.mother}
		yield {"doctype": "Family", "family_name": "Mine", "members": [{**person, "relationship": "Child"}]}

	def test_nothing_new_hangs_on_what_is_only_read(self):
		for user in self.readers():
			frappe.set_user(user)
			reach = reach_of(self.family)
			self.assertEqual((reach.level, reach.write), ("record", False))
			for values in self.additions():
				with self.assertRaises(frappe.PermissionError, msg=values["doctype"]) as refusal:
					frappe.get_doc(values).insert()
				self.assertIn("add nothing to it", str(refusal.exception))

	def test_nor_what_is_read_on_what_is_written(self):
		manager, _former = self.readers()
		frappe.set_user(manager)
		mine = frappe.get_doc({"doctype": "Family", "family_name": "Mine"}).insert()
		mine.append("members", {"person": self.child, "relationship": "Child"})
		self.assertRaises(frappe.PermissionError, mine.save)

	def test_who_writes_the_family_adds_to_it(self):
		frappe.set_user(make_worker(EHP, self.scene.team, self.scene.episode))
		doc = frappe.get_doc({"doctype": "Early Help Referral", "family": self.family, "worry": "x"}).insert()
		self.assertEqual(doc.family, self.family)

	def test_a_remark_and_a_task_are_put_beside_what_is_read(self):
		frappe.set_user(self.readers()[0])
		place = {"reference_type": "Family", "reference_name": self.family}
		mine = {"description": "Ask the lead.", "allocated_to": frappe.session.user}
		task = frappe.get_doc({"doctype": "ToDo", **mine, **place}).insert()
		self.assertTrue(task.name)


class TestOutOfUse(EarlyHelpTestCase):
	def test_a_record_out_of_use_ends_the_reach_of_allocation_and_team(self):
		scene = Scene()
		for user in (make_worker(EHP, None, scene.episode), make_worker(EHP, scene.team)):
			self.assertEqual(reach_of(scene.family.name, user).level, "record")
			frappe.db.set_value("Professional", {"user": user}, "disabled", 1)
			self.assertNotEqual(reach_of(scene.family.name, user).level, "record")

	def test_it_does_not_end_that_the_person_is_of_the_family(self):
		scene = Scene()
		user = make_worker(EHM, scene.team)
		mine = frappe.db.get_value("Professional", {"user": user})
		frappe.db.set_value("Early Help Person", scene.family.members[0].person, "works_here_as", mine)
		frappe.db.set_value("Professional", mine, "disabled", 1)
		frappe.db.set_value("Early Help Team", scene.team.name, "manager", user)
		self.assertEqual(reach_of(scene.family.name, user).level, "nothing")
