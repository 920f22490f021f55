"""Conflicts of interest, restriction, and opening a family with a reason."""

import frappe

from earlyhelp.constants import BSO, EHA, EHM, EHP
from earlyhelp.families.restriction import (
	ConflictKeptError,
	ConflictOfOthersError,
	RestrictedConflictError,
	RestrictionPeopleError,
	RestrictionReasonError,
)
from earlyhelp.permissions.family_access import reach_of
from earlyhelp.permissions.identity import NotIdentityError
from earlyhelp.permissions.openings import OpeningReasonError, open_with_a_reason
from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.tests.factories import EarlyHelpTestCase, make_stranger, make_team, make_worker

WHY = "The family complained, and I answer for the team that is away."


class TestRestriction(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.scene = Scene()
		self.manager = make_worker(EHM, self.scene.team)
		self.worker = make_worker(EHP, self.scene.team)

	def family(self, user):
		frappe.set_user(user)
		return frappe.get_doc("Family", self.scene.family.name)

	def restrict(self, user, **fields):
		family = self.family(user)
		given = {"restricted": 1, "restricted_reason": "Ordered by the court.", **fields}
		given.setdefault("restricted_to", [{"user": self.manager}])
		family.update(given)
		return family.save()

	def test_a_manager_restricts_a_family_and_lifts_that(self):
		"""D1 Family, narrower."""
		family = self.restrict(self.manager)
		self.assertEqual(family.restricted_by, self.manager)
		self.assertEqual(reach_of(family.name, self.worker).level, "nothing")
		family.restricted = 0
		family.save()
		self.assertIsNone(family.restricted_by)
		self.assertEqual(reach_of(family.name, self.worker).level, "record")

	def test_nobody_else_restricts_a_family(self):
		"""D1 Family, narrower."""
		self.restrict(self.worker)
		stored = frappe.get_doc("Family", self.scene.family.name)
		self.assertEqual((stored.restricted, stored.restricted_to), (0, []))

	def test_a_named_practitioner_neither_lifts_nor_reads_the_restriction(self):
		self.restrict(self.manager, restricted_to=[{"user": self.manager}, {"user": self.worker}])
		family = self.family(self.worker)
		family.update({"restricted": 0, "restricted_to": []})
		family.save()
		self.assertEqual(frappe.db.get_value("Family", family.name, "restricted"), 1)
		family.apply_fieldlevel_read_permissions()
		self.assertFalse(family.get("restricted_reason"))

	def test_it_says_why(self):
		self.assertRefused(
			RestrictionReasonError, "say why", self.restrict, self.manager, restricted_reason=" "
		)

	def test_it_names_a_manager_who_can_lift_it(self):
		named = [{"user": self.worker}]
		self.assertRefused(
			RestrictionPeopleError, "at least one manager", self.restrict, self.manager, restricted_to=named
		)

	def test_it_names_nobody_with_a_conflict_of_interest(self):
		conflicts = [{"user": self.manager, "kind": "Friend"}]
		self.assertRefused(
			RestrictedConflictError,
			"conflict of interest",
			self.restrict,
			"Administrator",
			conflicts=conflicts,
		)

	def test_a_conflict_is_noted_and_taken_away_by_a_manager(self):
		family = self.family(self.manager)
		family.append("conflicts", {"user": self.worker, "kind": "Neighbour"})
		family.save()
		self.assertTrue(family.conflicts[0].noted_on)
		self.assertEqual(reach_of(family.name, self.worker).level, "nothing")
		family.conflicts = []
		family.save()
		self.assertEqual(reach_of(family.name, self.worker).level, "record")

	def test_nobody_shuts_a_colleague_out(self):
		family = self.family(self.worker)
		family.append("conflicts", {"user": self.manager, "kind": "Friend"})
		self.assertRefused(ConflictOfOthersError, "ask yours", family.save)
		self.assertEqual(reach_of(family.name, self.manager).level, "record")

	def test_the_conflict_of_a_colleague_stays_when_somebody_else_saves_the_family(self):
		family = self.family(self.manager)
		family.append("conflicts", {"user": make_stranger(BSO), "kind": "Neighbour"})
		family.save()
		family = self.family(self.worker)
		family.postcode = "OL1 1AA"
		family.save()
		family.conflicts = []
		self.assertRefused(ConflictKeptError, "only a manager", family.save)

	def test_who_notes_the_own_conflict_is_shut_out_at_once(self):
		family = self.family(self.worker)
		family.append("conflicts", {"user": self.worker, "kind": "Relative"})
		family.save()
		self.assertRefused(frappe.DoesNotExistError, "not found", family.check_permission, "read")


class TestIdentities(EarlyHelpTestCase):
	def test_an_administrator_corrects_a_name_and_nothing_of_the_case(self):
		"""D1 Family, narrower."""
		scene = Scene()
		frappe.set_user(make_stranger(EHA))
		family = frappe.get_doc("Family", scene.family.name)
		family.family_name = "Quillfether"
		family.save()
		family.append("conflicts", {"user": make_stranger(BSO), "kind": "Friend"})
		self.assertRefused(NotIdentityError, "Administrators correct identities", family.save)

	def test_an_administrator_reads_nothing_but_identities(self):
		scene = Scene()
		frappe.set_user(make_stranger(EHA))
		for doctype, name in scene.records():
			wanted = doctype in ("Family", "Early Help Person")
			if frappe.has_permission(doctype, "read"):
				self.assertEqual(name in frappe.get_list(doctype, pluck="name", limit=0), wanted, doctype)


class TestOpenings(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.scene = Scene()
		self.holder = make_worker(EHM, self.scene.team)
		self.lead = make_worker(EHP, None, self.scene.episode, lead=True)
		self.other = make_worker(EHM, make_team())

	def open(self, user, reason=WHY):
		frappe.set_user(user)
		return open_with_a_reason(self.scene.family.name, reason)

	def test_a_manager_of_another_team_reads_for_a_day_and_those_who_hold_it_are_told(self):
		self.assertIsNotNone(self.open(self.other)["until"])
		family = frappe.get_doc("Family", self.scene.family.name)
		self.assertTrue(family.has_permission("read"))
		self.assertFalse(family.has_permission("write"))
		told = frappe.get_all(
			"Notification Log", {"document_type": "Opened With A Reason"}, ["for_user", "subject"]
		)
		self.assertEqual({row.for_user for row in told}, {self.holder, self.lead})
		self.assertNotIn("Quillfeather", " ".join(row.subject for row in told))

	def test_those_who_hold_it_read_who_opened_it_and_why(self):
		self.open(self.other)
		frappe.set_user(self.lead)
		rows = frappe.get_list("Opened With A Reason", fields=["user", "reason"])
		self.assertEqual([(row.user, row.reason) for row in rows], [(self.other, WHY)])

	def test_it_needs_a_reason(self):
		for reason in ("see  file", "." * 20, "x" * 20, "12 34 56 78 90 12"):
			self.assertRefused(OpeningReasonError, "say in a sentence", self.open, self.other, reason)

	def test_nobody_but_a_manager_opens(self):
		for user in [make_worker(role) for role in (BSO, EHP, EHA, "School User")]:
			self.assertRefused(frappe.PermissionError, "Only managers", self.open, user)

	def test_a_family_that_is_shut_answers_like_none(self):
		self.scene.restrict()
		words = f"Family {self.scene.family.name} not found"
		self.assertRefused(frappe.DoesNotExistError, words, self.open, self.other)

	def test_an_opening_stays_on_record(self):
		self.open(self.other)
		frappe.set_user("Administrator")
		opening = frappe.get_last_doc("Opened With A Reason")
		self.assertRefused(frappe.ValidationError, "stays on record", opening.delete)
