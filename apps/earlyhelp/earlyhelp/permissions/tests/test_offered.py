"""What a link's box offers where the record before it is of one family."""

import json

import frappe

from earlyhelp.constants import EHM
from earlyhelp.permissions.methods import search_link, search_widget
from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.tests.factories import EarlyHelpTestCase, make_worker


class TestOffered(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.one, self.other = Scene(), Scene("Arkwright")

	def offered(self, filters=None):
		"""Which of both children the box offers."""
		found = search_link("Early Help Person", "Chloe", filters=filters, page_length=500)
		return {row["value"] for row in found} & {self.one.child, self.other.child}

	def test_a_box_offers_the_people_of_the_family_that_the_form_names(self):
		for scene in (self.one, self.other):
			name = scene.family.name
			as_the_desk_asks = json.dumps({"family": ["=", name]})
			for filters in (as_the_desk_asks, [["Early Help Person", "family", "=", name]]):
				self.assertEqual(self.offered(filters), {scene.child})
				rows = search_widget("Early Help Person", "Chloe", filters=filters, as_dict=True)
				self.assertEqual({row["name"] for row in rows}, {scene.child})

	def test_a_form_that_names_no_family_yet_is_offered_whoever_is_within_reach(self):
		for filters in (None, {}, {"family": ["=", None]}, '[["Early Help Person", "family", "=", ""]]'):
			self.assertEqual(self.offered(filters), {self.one.child, self.other.child})
			frappe.set_user(make_worker(EHM, self.one.team))
			self.assertEqual(self.offered(filters), {self.one.child})
			frappe.set_user("Administrator")

	def test_naming_a_family_out_of_reach_says_nothing_of_who_is_in_it(self):
		frappe.set_user(make_worker(EHM, self.one.team))
		self.assertEqual(self.offered({"family": ["=", self.one.family.name]}), {self.one.child})
		for name in (self.other.family.name, "FAM-0000-00000"):
			self.assertEqual(self.offered({"family": ["=", name]}), {self.one.child})

	def test_other_filters_of_the_box_hold_beside_the_family(self):
		family = {"family": ["=", self.one.family.name]}
		self.assertEqual(self.offered({**family, "first_name": "Chloe"}), {self.one.child})
		self.assertEqual(self.offered({**family, "first_name": ["!=", "Chloe"]}), set())
