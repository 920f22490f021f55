"""When the town's records were made and changed: in the order of the story, at work, never in days to come."""

import json
from datetime import timedelta

import frappe
from frappe.desk.doctype.number_card.number_card import get_percentage_difference, get_result
from frappe.utils import format_date, get_datetime, getdate

from earlyhelp.demo.people import PAT, ROBIN

# the day that a record of each kind tells of itself; what is made on that day or soon before or after it
OWN_DAYS = {
	"Early Help Referral": "received_on",
	"Early Help Episode": "accepted_on",
	"My Family Plan": "assessment_started_on",
	"Scaling Goal": "baseline_on",
	"Plan Version": "approved_on",
	"Agreed Action": "agreed_on",
	"TAC Meeting": "meeting_on",
	"Thank You Card": "given_on",
	"Professional Summary": "requested_on",
	"School Concern": "happened_on",
}
PATH = ("Family", *list(OWN_DAYS)[:4])


class InTime:
	"""Tests for whoever has loaded `self.town`."""

	def made(self, doctype, *fields):
		"""Return the town's records of a kind in the order in which they were made."""
		wanted = {"family": ["in", self.families()]} if frappe.get_meta(doctype).has_field("family") else {}
		fields = ["name", "owner", "creation", "modified", *fields]
		return frappe.get_all(
			doctype, filters=wanted, fields=fields, order_by="creation", limit_page_length=0
		)

	def test_records_were_made_in_the_order_of_their_own_days(self):
		for doctype, field in OWN_DAYS.items():
			days = [getdate(row[field]) for row in self.made(doctype, field) if row[field]]
			self.assertTrue(days, doctype)
			self.assertEqual(days, sorted(days), doctype)

	def test_what_a_family_has_follows_one_upon_the_other(self):
		for name in self.families():
			times = [frappe.db.get_value("Family", name, "creation")]
			times += [
				min(rows)
				for doctype in PATH[1:]
				if (rows := frappe.get_all(doctype, filters={"family": name}, pluck="creation"))
			]
			self.assertEqual(times, sorted(times), name)

	def test_nothing_of_a_family_is_older_than_the_family_and_nothing_lies_in_days_to_come(self):
		known = {row.name: row.creation for row in self.made("Family")}
		now, seen = get_datetime(), 0
		for doctype in (*OWN_DAYS, "Plan Review", "Case Supervision", "Person Relationship"):
			has_family = frappe.get_meta(doctype).has_field("family")
			for row in self.made(doctype, *(["family"] if has_family else [])):
				seen += 1
				earliest = known[row.family] if row.get("family") else row.creation
				self.assertTrue(earliest <= row.creation <= row.modified <= now, (doctype, row))
		self.assertGreater(seen, 75)

	def test_people_work_on_working_days_from_eight_to_six(self):
		today = getdate()
		for doctype in (*PATH, "Comment", "Version", "TAC Meeting", "School Concern", "Notification Log"):
			for row in self.made(doctype):
				if row.owner in ("Administrator", "Guest") or getdate(row.creation) == today:
					continue
				self.assertLess(row.creation.weekday(), 5, (doctype, row))
				self.assertTrue(8 <= row.creation.hour < 18, (doctype, row))

	def test_the_log_of_a_plan_tells_when_each_step_was_taken_and_by_whom(self):
		plan = frappe.get_doc("My Family Plan", self.town.plans["O'Brien"])
		wanted = {"reference_name": plan.name, "comment_type": "Workflow"}
		steps = frappe.get_all("Comment", filters=wanted, fields=["owner", "creation"], order_by="creation")
		self.assertEqual(
			[(step.owner, getdate(step.creation)) for step in steps][:2],
			[(PAT, plan.submitted_on), (ROBIN, plan.approved_on)],
		)

	def test_the_changes_of_a_plan_are_told_with_the_days_of_the_story(self):
		plan = frappe.get_doc("My Family Plan", self.town.plans["O'Brien"])
		versions = frappe.get_all("Version", filters={"docname": plan.name}, fields=["data", "creation"])
		if not versions:
			self.skipTest("Frappe keeps no versions in tests.")
		told = [
			row
			for row in versions
			if ["status", "Awaiting Approval", "Active"] in json.loads(row.data)["changed"]
		]
		self.assertEqual([getdate(row.creation) for row in told], [plan.approved_on])
		self.assertIn(format_date(plan.approved_on), told[0].data)
		self.assertNotIn(format_date(getdate()), told[0].data)

	def test_a_number_of_the_manager_shows_a_trend(self):
		frappe.set_user(ROBIN)
		card = frappe.get_doc("Number Card", "Referrals This Year").as_dict()
		# not of this year only: in January all of those are younger than a month
		filters = [row for row in json.loads(card.filters_json) if row[1] != "received_on"]
		change = get_percentage_difference(card, filters, get_result(card, filters))
		self.assertTrue(change, change)

	def test_rows_are_as_old_as_what_they_are_part_of(self):
		review = frappe.get_last_doc(
			"Plan Review", {"plan": self.town.plans["O'Brien"], "status": "Finalised"}
		)
		self.assertEqual({getdate(row.modified) for row in review.scores}, {getdate(review.modified)})
		self.assertEqual({row.creation for row in review.scores}, {review.creation})
		self.assertLess(review.modified, get_datetime() - timedelta(days=7))
