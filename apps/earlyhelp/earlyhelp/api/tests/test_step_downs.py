"""B2.1: a manager begins the help of a family that social care hands over."""

import frappe

from earlyhelp.api.front_door import SEARCH
from earlyhelp.api.pages import keep
from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.permissions.family_access import IDENTITY, RECORD, reach_of
from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.schools.tests.portal import errors_behind, page, post
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	children_of,
	make_family,
	make_service,
	make_team,
	make_worker,
)
from earlyhelp.www import eh_search, eh_step_down

BEGIN = "step_downs.begin"


def a_team():
	return make_team(service=make_service().name).name


class TestStepDownPage(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.family, self.team = make_family(children=("Chloe", "Ben")), a_team()
		self.manager = make_worker(EHM, self.team)
		self.children = children_of(self.family)
		self.service = frappe.db.get_value("Early Help Team", self.team, "service")

	def said(self, **changed):
		return {
			"service": self.service,
			"team": self.team,
			"step_down_by": "Jo Whinney, 01632 960101",
			"step_down_plan": "Safety at home.",
			"step_down_family_agrees": "1",
			"step_down_social_care_stays": "1",
			**changed,
		}

	def known(self, **changed):
		children = {f"children-{number}": name for number, name in enumerate(self.children, start=1)}
		return self.said(family=self.family.name, **{**children, **changed})

	def begun(self, **values):
		"""Post as the manager, and return the episode that the post led to."""
		path, query = post(self.manager, BEGIN, **values)
		self.assertTrue(path.startswith("/app/early-help-episode/"), query)
		return frappe.get_doc("Early Help Episode", path.rpartition("/")[2])

	def test_a_manager_who_saw_the_card_alone_begins_it_and_reaches_the_record_then(self):
		self.assertEqual(reach_of(self.family.name, self.manager).level, IDENTITY)
		doc = self.begun(**self.known())
		self.assertEqual((doc.status, doc.step_down, doc.referral), ("Awaiting Allocation", 1, None))
		self.assertEqual([row.person for row in doc.children], self.children)
		self.assertTrue(doc.accepted_on and doc.allocation_due_on)
		self.assertEqual(reach_of(self.family.name, self.manager).level, RECORD)

	def test_for_another_team_the_manager_still_has_the_card_alone(self):
		other = a_team()
		theirs = make_worker(EHM, other)
		values = self.known(team=other, service=frappe.db.get_value("Early Help Team", other, "service"))
		path, query = post(self.manager, BEGIN, **values)
		self.assertEqual(path, "/eh-step-down")
		self.assertIn("done", query)
		self.assertEqual(reach_of(self.family.name, self.manager).level, IDENTITY)
		self.assertEqual(reach_of(self.family.name, theirs).level, RECORD)

	def test_the_page_knows_the_children_and_the_own_team(self):
		shown = {q.name: q for q in page(self.manager, eh_step_down, family=self.family.name).questions}
		self.assertEqual(sorted(shown["children"].value), sorted(self.children))
		self.assertEqual((shown["team"].value, shown["service"].value), (self.team, self.service))

	def test_everything_missing_is_said_at_once(self):
		given = self.known(step_down_family_agrees="", step_down_social_care_stays="")
		_path, query = post(self.manager, BEGIN, **given)
		self.assertEqual(
			errors_behind(query),
			["The family must agree.", "Social care stays until a lead practitioner is agreed."],
		)
		_path, query = post(self.manager, BEGIN, **self.said(family=self.family.name, step_down_by=""))
		said = errors_behind(query)
		self.assertIn("Say which children the help is for.", said)
		self.assertIn("Say who hands over.", said)
		self.assertFalse(frappe.db.exists("Early Help Episode", {"family": self.family.name}))

	def test_a_second_open_episode_of_the_service_is_refused(self):
		self.begun(**self.known())
		_path, query = post(self.manager, BEGIN, **self.known())
		self.assertIn("already has an open episode", errors_behind(query)[0])

	def test_a_new_family_is_made_of_the_children_named(self):
		names = {
			"first_1": "Ada",
			"last_1": "Rowan",
			"born_1": "2015-05-01",
			"first_2": "Tom",
			"last_2": "Rowan",
		}
		doc = self.begun(**self.said(**names))
		self.assertEqual((doc.family_name, len(doc.children)), ("Rowan", 2))
		self.assertEqual(reach_of(doc.family, self.manager).level, RECORD)

	def test_a_family_that_is_refused_leaves_no_records_behind(self):
		before = frappe.db.count("Family")
		_path, query = post(
			self.manager, BEGIN, **self.said(first_1="Ada", last_1="Rowan", step_down_family_agrees="")
		)
		self.assertEqual(errors_behind(query), ["The family must agree."])
		self.assertEqual(frappe.db.count("Family"), before)

	def test_the_search_offers_it_to_managers(self):
		sought = {"first_name": "Chloe", "last_name": "Ashdown", "date_of_birth": "2008-05-23"}
		for role, offered in ((EHM, True), (BSO, False)):
			user = make_worker(role, a_team())
			frappe.set_user(user)
			again = keep(SEARCH, sought, [])
			html = frappe.render_template("www/eh-search.html", page(user, eh_search, again=again))
			self.assertEqual("/eh-step-down" in html, offered, role)

	def test_it_is_for_managers(self):
		for role in (BSO, EHP, FSP):
			worker = make_worker(role, a_team())
			self.assertRefused(frappe.PermissionError, "not for your account", page, worker, eh_step_down)
			self.assertRefused(
				frappe.PermissionError, "for an Early Help Manager", post, worker, BEGIN, **self.known()
			)

	def test_a_family_that_is_shut_and_one_that_does_not_exist_answer_alike(self):
		scene = Scene()
		scene.restrict()
		for name in (scene.family.name, "FAM-2001-00001"):
			for ask in (
				lambda name=name: page(self.manager, eh_step_down, family=name),
				lambda name=name: post(self.manager, BEGIN, **self.said(family=name)),
			):
				self.assertRefused(frappe.DoesNotExistError, f"Family {name} not found", ask)
