from unittest.mock import patch

import frappe

from earlyhelp.constants import SSL
from earlyhelp.schools.tests.portal import PortalTestCase, page
from earlyhelp.schools.waiting import remind
from earlyhelp.tests.factories import make_staff
from earlyhelp.www import school


class TestWaiting(PortalTestCase):
	def remind(self):
		with patch("frappe.sendmail") as mail:
			remind()
		return sorted(call.kwargs["recipients"][0] for call in mail.call_args_list)

	def logged_days_ago(self, days):
		name = self.logged()
		day = frappe.utils.add_days(frappe.utils.now_datetime(), -days)
		frappe.db.set_value("School Concern", name, "logged_on", day)
		return name

	def test_the_next_lead_hears_first_and_the_head_teacher_the_next_day(self):
		head, _staff = make_staff(self.school, SSL, is_head=1)
		self.second_staff.db_set("on_duty", 0)
		name = self.logged_days_ago(7)
		self.assertEqual(self.remind(), sorted([self.lead, self.second]))
		self.assertEqual(self.remind(), [])
		event = self.concern(name).events[-1]
		event.db_set("happened_on", frappe.utils.add_days(event.happened_on, -1))
		self.assertEqual(self.remind(), sorted([self.lead, self.second, head]))

	def test_what_was_logged_today_is_not_late(self):
		self.logged_days_ago(0)
		self.assertEqual(self.remind(), [])

	def test_who_may_not_read_it_hears_nothing(self):
		name = self.logged(excluded_staff=self.second_staff.name)
		day = frappe.utils.add_days(frappe.utils.now_datetime(), -7)
		frappe.db.set_value("School Concern", name, "logged_on", day)
		self.assertEqual(self.remind(), [self.lead])

	def test_the_inbox_shows_the_longest_wait_first(self):
		new, old = self.logged(), self.logged_days_ago(3)
		lines = page(self.lead, school).waiting
		self.assertEqual([line["name"] for line in lines], [old, new])
		self.assertEqual(lines[0]["waited"], "3 days")
