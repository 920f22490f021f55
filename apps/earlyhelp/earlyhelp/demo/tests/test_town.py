"""The small town: who sees what of it, what it holds, and that it goes as it came."""

import json

import frappe

from earlyhelp.demo.ledger import AddedSinceError, remove_added
from earlyhelp.demo.people import ASH, DEE, FEMI, JO, KIM, LEE, NOOR, PAT, ROBIN, VAL
from earlyhelp.demo.tests.in_time import InTime
from earlyhelp.demo.town import SETTINGS, load_once
from earlyhelp.insight.tests.reading import number, run_report
from earlyhelp.permissions.family_access import may_read
from earlyhelp.tests.factories import EarlyHelpTestCase, make

PASSWORD = "Nine-Herons-Stand-Still"
NOT_COUNTED = ("Error Log", "Scheduled Job Log")


def counts():
	"""Return {doctype: records} of everything in the site, child tables included."""
	names = frappe.get_all("DocType", filters={"issingle": 0, "is_virtual": 0}, pluck="name")
	return {name: frappe.db.count(name) for name in names if name not in NOT_COUNTED}


def settings():
	return frappe.db.get_value("Early Help Settings", "Early Help Settings", list(SETTINGS), as_dict=True)


class TestTown(InTime, EarlyHelpTestCase):
	"""The town is loaded once for all of these; each test leaves it as it was."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		cls.before, cls.settings = counts(), settings()
		cls.town = load_once(PASSWORD)

	def tearDown(self):
		super().tearDown()
		frappe.cache.delete_value("defaults")  # where the ledger is kept: taking back does not reach it

	def seen(self, email, doctype="Family", field="family_name"):
		frappe.set_user(email)
		return set(frappe.get_list(doctype, pluck=field, limit_page_length=0))

	def test_the_restricted_family_is_there_for_two_people_only(self):
		for email in (KIM, PAT, JO, ROBIN, FEMI, LEE, ASH):
			self.assertNotIn("Kaye", self.seen(email), email)
		for email in (NOOR, VAL):
			self.assertIn("Kaye", self.seen(email), email)

	def test_who_has_a_conflict_of_interest_sees_nothing_of_that_family(self):
		self.assertNotIn("Meredith", self.seen(PAT))
		self.assertIn("Meredith", self.seen(JO))
		self.assertNotIn("Meredith", self.seen(PAT, "Early Help Episode"))

	def test_each_team_works_with_its_own_families(self):
		self.assertIn("O'Brien", self.seen(PAT))
		self.assertNotIn("O'Brien", self.seen(NOOR))
		self.assertIn("Quinn", self.seen(NOOR))
		self.assertNotIn("Quinn", self.seen(JO))

	def test_the_auditor_and_people_of_schools_read_no_family(self):
		self.assertEqual(self.seen(ASH), set())
		frappe.set_user(DEE)
		with self.assertRaises(frappe.PermissionError):
			frappe.get_list("Family")

	def test_what_a_list_shows_is_exactly_what_opens(self):
		everybody = (KIM, PAT, JO, NOOR, FEMI, ROBIN, VAL, ASH)
		held = {
			"Family": self.town.families,
			"Early Help Referral": self.town.referrals,
			"Early Help Episode": self.town.episodes,
			"My Family Plan": self.town.plans,
			"TAC Meeting": self.town.meetings,
			"Case Supervision": self.town.supervisions,
		}
		for doctype, names in held.items():
			for email in everybody:
				listed = self.seen(email, doctype, "name")
				opens = {name for name in names.values() if may_read(frappe.get_doc(doctype, name))}
				self.assertEqual(opens, listed & set(names.values()), (email, doctype))
				frappe.set_user("Administrator")

	def states(self, doctype):
		return set(frappe.get_all(doctype, filters={"family": ["in", self.families()]}, pluck="status"))

	def families(self):
		return list(self.town.families.values())

	def test_referrals_stand_in_many_states(self):
		found = {
			frappe.db.get_value("Early Help Referral", name, "status")
			for name in self.town.referrals.values()
		}
		self.assertEqual(
			found,
			{
				"Draft", "Submitted", "Screening", "Awaiting Information", "Awaiting Decision", "Accepted",
				"Signposted", "Stepped Up", "Finished",
			},
		)  # fmt: skip

	def test_episodes_plans_meetings_and_supervisions_stand_in_many_states(self):
		self.assertEqual(
			self.states("Early Help Episode"),
			{"Awaiting Allocation", "Handing Over", "Open", "Closure Requested", "Closed"},
		)
		self.assertEqual(self.states("My Family Plan"), {"Draft", "Awaiting Approval", "Active"})
		self.assertEqual(
			self.states("TAC Meeting"), {"Planned", "Invited", "Minutes To Check", "Issued", "Cancelled"}
		)
		self.assertLessEqual({"Ready", "Finalised", "Planned"}, self.states("Case Supervision"))
		self.assertEqual(self.states("Professional Summary"), {"Finalised"})

	def test_the_o_briens_goals_were_scored_by_everybody(self):
		review = frappe.get_last_doc(
			"Plan Review", {"family": self.town.families["O'Brien"], "status": "Finalised"}
		)
		scorers = {row.scorer for row in review.scores}
		self.assertEqual(scorers, {"Agreed", "Parent or carer", "Child", "School", "Practitioner"})
		self.assertEqual(len(review.scores), 15)
		latest = frappe.get_all(
			"Scaling Goal", {"plan": review.plan}, pluck="latest_score", order_by="creation"
		)
		self.assertEqual(latest, ["6", "5", "2"])

	def test_the_issued_meeting_gave_each_parent_a_card(self):
		cards = frappe.get_all(
			"Thank You Card", {"meeting": self.town.meetings["issued"]}, ["given_on", "person"]
		)
		self.assertEqual(len(cards), 2)
		self.assertTrue(all(card.given_on for card in cards))

	def test_schools_noticed_things_and_their_leads_are_at_different_points_with_them(self):
		status = {
			name: frappe.db.get_value("School Concern", row, "status")
			for name, row in self.town.concerns.items()
		}
		wanted = {
			"logged": "Logged",
			"seen": "Seen",
			"in hand": "In Hand",
			"shared": "In Hand",
			"closed": "Closed",
		}
		self.assertEqual({name: status[name] for name in wanted}, wanted)
		frappe.set_user(PAT)
		self.assertEqual(frappe.get_list("School Concern", pluck="name"), [self.town.concerns["shared"]])

	def test_a_long_list_of_pupils_belongs_to_the_school(self):
		school = self.town.schools["Northgate Primary School"]
		self.assertEqual(frappe.db.count("School Enrolment", {"school": school}), 62)

	def test_each_saved_list_shows_its_manager_something(self):
		saved = frappe.get_all(
			"Report", {"report_type": "Report Builder", "module": "Insight"}, ["ref_doctype", "json"]
		)
		self.assertEqual(len(saved), 6)
		for report in saved:
			spec = json.loads(report.json)
			frappe.set_user(ROBIN)
			rows = frappe.get_list(report.ref_doctype, filters=spec["filters"], order_by=spec["order_by"])
			self.assertTrue(rows, report)
			frappe.set_user("Administrator")

	def test_the_reports_of_a_manager_have_something_to_say(self):
		frappe.set_user(ROBIN)
		workers = {row["worker"] for row in run_report("Caseload", service=self.town.service)["result"]}
		self.assertLessEqual({"Pat Norris", "Jo Whinney", "Nobody yet"}, workers)
		self.assertNotIn("Noor Aldous", workers)
		owners = {
			row["who"]: number(row["overdue"]) for row in run_report("Actions Overdue by Owner")["result"]
		}
		self.assertGreater(sum(owners.values()), 0)
		steps = {
			row["step"]: row for row in run_report("Plan Timeliness", service=self.town.service)["result"]
		}
		self.assertGreater(number(steps["Assessment"]["on_time"]), 0)
		rows = run_report("Closures by Reason", service=self.town.service)["result"]
		self.assertEqual([number(row["children"]) for row in rows], [1, 1, 6, 1, 9])

	def test_a_review_is_overdue_and_one_is_to_come(self):
		due = frappe.get_all(
			"Plan Review", {"status": "Planned", "family": ["in", self.families()]}, pluck="due_on"
		)
		today = frappe.utils.getdate()
		self.assertTrue(min(due) < today < max(due))

	def test_the_family_s_copy_of_a_plan_prints(self):
		frappe.set_user(PAT)
		page = frappe.get_print("My Family Plan", self.town.plans["O'Brien"], "My Family Plan")
		self.assertIn("All of us: 6.", page)
		self.assertIn("I want to see Maisie at break.", page)
		self.assertNotIn("when dad comes", page)

	# -- and it goes as it came ---------------------------------------------------
	def test_loading_it_again_adds_nothing(self):
		loaded = counts()
		self.assertFalse(load_once(PASSWORD))
		self.assertEqual(counts(), loaded)

	def test_what_was_added_goes_and_nothing_else(self):
		mine = make("Family", family_name="Elsewhere")
		removed = remove_added()
		self.assertTrue(frappe.db.exists("Family", mine.name))
		frappe.db.delete("Version", {"docname": mine.name})
		frappe.db.delete("Family", {"name": mine.name})
		self.assertEqual(self.changed(), {})
		self.assertEqual(settings(), self.settings)
		self.assertEqual(removed["Family"], len(self.town.families))
		self.assertEqual(remove_added(), {})

	def test_what_somebody_added_since_is_not_torn_away_unasked(self):
		family = frappe.get_doc("Family", self.town.families["Hartley"])
		family.add_comment("Comment", "Rang twice.")
		action = {"who_kind": "Agency", "agency": "CAMHS", "agreed_on": "2019-02-01"}
		make("Agreed Action", family=family.name, what="Ring back", due_on="2019-03-01", **action)
		with self.assertRaises(AddedSinceError) as refusal:
			remove_added()
		self.assertIn("1 Agreed Action", str(refusal.exception))
		remove_added(also_since=True)
		self.assertEqual(self.changed(), {})

	def changed(self):
		"""Return {doctype: (records before, records now)} where they differ."""
		return {name: (self.before[name], now) for name, now in counts().items() if now != self.before[name]}
