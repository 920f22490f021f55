"""People, relationships, pupils, concerns, and what names no family yet: each has a way of its own."""

import frappe
from frappe.utils import today

from earlyhelp.constants import BSO, EHA, EHM, EHP
from earlyhelp.permissions.guard import reaches
from earlyhelp.permissions.tests.scene import Scene, opened_with_a_reason
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	as_administrator,
	make,
	make_episode,
	make_family,
	make_person,
	make_professional,
	make_pupil,
	make_school,
	make_service,
	make_stranger,
	make_team,
	make_worker,
)


class CaseRecordsTestCase(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.scene = Scene()
		self.member = make_worker(EHP, self.scene.team)
		self.other = make_worker(EHP, make_team())

	def assertReached(self, doctype, name, *users):
		for user in users:
			self.assertTrue(reaches(doctype, name, user), user)
			self.assertIn(name, frappe.get_list(doctype, pluck="name", limit=0, user=user))

	def assertNotReached(self, doctype, name, *users):
		for user in users:
			self.assertFalse(reaches(doctype, name, user), user)
			self.assertNotIn(name, frappe.get_list(doctype, pluck="name", limit=0, user=user))


class TestPeople(CaseRecordsTestCase):
	def test_a_person_in_two_families_is_read_through_the_one_that_is_reached(self):
		second = make_family("Thornaby")
		second.append("members", {"person": self.scene.child, "relationship": "Child"})
		second.save()
		make_episode(second, self.scene.service, team=make_team().name)
		self.assertReached("Early Help Person", self.scene.child, self.member)
		self.assertNotReached("Family", second.name, self.member)
		self.scene.restrict()
		self.assertNotReached("Early Help Person", self.scene.child, self.member)

	def test_somebody_in_no_family_is_reached_by_who_wrote_the_record(self):
		frappe.set_user(self.member)
		person = make_person("Ellis", "Brook")
		self.assertReached("Early Help Person", person.name, self.member)
		self.assertNotReached("Early Help Person", person.name, self.other)

	def test_somebody_in_no_family_is_reached_through_a_relationship(self):
		father = make_person("Jason", "Stokes").name
		given = {"person": father, "relation": "Parent", "other_person": self.scene.child}
		relationship = make("Person Relationship", **given)
		self.assertReached("Early Help Person", father, self.member)
		self.assertReached("Person Relationship", relationship.name, self.member)
		self.assertNotReached("Early Help Person", father, self.other)
		self.assertNotReached("Person Relationship", relationship.name, self.other)

	def test_a_relationship_is_read_by_who_reaches_both_people(self):
		far = Scene("Farrow")
		given = {"person": self.scene.child, "relation": "Sibling", "other_person": far.child}
		relationship = make("Person Relationship", **given)
		self.assertNotReached("Person Relationship", relationship.name, self.member)
		far.allocate(frappe.db.get_value("Professional", {"user": self.member}))
		self.assertReached("Person Relationship", relationship.name, self.member)

	def test_nobody_reaches_the_own_record(self):
		mine = frappe.db.get_value("Professional", {"user": self.member})
		frappe.set_user(self.member)
		person = make_person("Test", "Worker")
		frappe.db.set_value("Early Help Person", person.name, "works_here_as", mine)
		self.assertNotReached("Early Help Person", person.name, self.member)

	def test_an_administrator_of_identities_reaches_people_without_a_family(self):
		self.assertReached("Early Help Person", make_person().name, make_stranger(EHA))


class TestPupils(CaseRecordsTestCase):
	def setUp(self):
		super().setUp()
		given = {
			"school": make_school().name,
			"first_name": "Chloe",
			"last_name": "Quill",
			"from_date": today(),
		}
		self.pupil = make("School Enrolment", **given)

	def test_one_who_is_not_known_is_reached_by_who_enters_pupils(self):
		self.assertReached("School Enrolment", self.pupil.name, make_worker(BSO), make_stranger(EHA))
		self.assertNotReached("School Enrolment", self.pupil.name, self.member, self.other)

	def test_one_who_is_known_is_reached_as_a_person(self):
		frappe.db.set_value("School Enrolment", self.pupil.name, "person", self.scene.child)
		self.assertReached("School Enrolment", self.pupil.name, self.member)
		self.assertNotReached("School Enrolment", self.pupil.name, self.other, make_worker(BSO))


class TestWhatNamesNoFamilyYet(CaseRecordsTestCase):
	def setUp(self):
		super().setUp()
		self.door = make_worker(BSO, make_team(is_front_door=1))
		frappe.set_user(self.other)
		self.referral = make("Early Help Referral", service=self.scene.service.name)
		frappe.set_user("Administrator")

	def test_a_referral_is_reached_by_the_front_door_and_by_who_wrote_it_down(self):
		self.assertReached("Early Help Referral", self.referral.name, self.door, self.other)
		self.assertNotReached("Early Help Referral", self.referral.name, self.member)

	def test_once_it_names_a_family_it_is_reached_with_that(self):
		given = {"family": self.scene.family.name, "status": "Screening"}
		frappe.db.set_value("Early Help Referral", self.referral.name, given)
		self.assertReached("Early Help Referral", self.referral.name, self.door, self.member)
		self.assertNotReached("Early Help Referral", self.referral.name, self.other)

	def test_people_that_it_names_are_reached_with_it(self):
		person = make_person("Ellis", "Brook").name
		row = {"parenttype": "Early Help Referral", "parent": self.referral.name, "parentfield": "children"}
		frappe.get_doc({"doctype": "Referral Child", "person": person, **row}).db_insert()
		self.assertReached("Early Help Person", person, self.door, self.other)
		self.assertNotReached("Early Help Person", person, self.member)

	def test_a_new_family_is_reached_by_who_made_it_until_help_is_asked_for(self):
		frappe.set_user(self.other)
		family = make_family("Brook")
		self.assertReached("Family", family.name, self.other)
		self.assertNotReached("Family", family.name, self.member, self.door)
		given = {"family": family.name, "owner": self.other, "status": "Draft"}
		frappe.db.set_value("Early Help Referral", self.referral.name, given)
		self.assertReached("Family", family.name, self.other)
		frappe.db.set_value("Early Help Referral", self.referral.name, "status", "Submitted")
		self.assertReached("Family", family.name, self.door)
		self.assertNotReached("Family", family.name, self.other)

	def test_an_episode_ends_what_its_familys_maker_reaches(self):
		frappe.set_user(self.other)
		family = make_family("Brook")
		with as_administrator():
			make_episode(family, self.scene.service, team=self.scene.team.name)
		self.assertNotReached("Family", family.name, self.other)
		self.assertReached("Family", family.name, self.member)


class TestConcerns(CaseRecordsTestCase):
	def test_a_concern_is_reached_once_the_school_shared_it(self):
		concern = frappe.get_doc(
			{"doctype": "School Concern", "name": "CON-TEST-1", "school": make_school().name}
		)
		concern.db_insert()
		door = make_worker(EHP, make_team(is_front_door=1))
		self.assertNotReached("School Concern", concern.name, door, self.member)
		concern.db_set("shared_on", today())
		self.assertReached("School Concern", concern.name, door)
		concern.db_set("family", self.scene.family.name)
		self.assertReached("School Concern", concern.name, self.member)
		self.assertNotReached("School Concern", concern.name, door, self.other)


class TestPaper(CaseRecordsTestCase):
	def test_what_is_read_is_printed_and_what_is_not_does_not_exist(self):
		frappe.set_user(self.member)
		self.assertIn(
			self.scene.plan.name, frappe.get_print("My Family Plan", self.scene.plan.name, "Standard")
		)
		frappe.set_user(self.other)
		words = f"{self.scene.plan.name} not found"
		doc = frappe.get_doc("My Family Plan", self.scene.plan.name)
		self.assertRefused(frappe.DoesNotExistError, words, doc.check_permission, "print")

	def test_a_file_is_there_for_those_who_reach_its_record(self):
		given = {"file_name": "letter.txt", "is_private": 1, "content": "Dear family"}
		given |= {"attached_to_doctype": "My Family Plan", "attached_to_name": self.scene.plan.name}
		file = frappe.get_doc({"doctype": "File", **given}).insert()
		self.assertTrue(file.has_permission("read", user=self.member))
		words = f"File {file.name} not found"
		self.assertRefused(frappe.DoesNotExistError, words, file.has_permission, "read", user=self.other)
		self.assertIn(file.name, frappe.get_list("File", pluck="name", user=self.member))
		self.assertNotIn(file.name, frappe.get_list("File", pluck="name", user=self.other))

	def test_a_notice_is_read_only_while_its_record_is_reached(self):
		from earlyhelp.permissions.notices import tell

		self.assertEqual(tell([self.member, self.other], self.scene.plan, "a plan waits."), [self.member])
		notice = frappe.get_last_doc("Notification Log")
		self.assertEqual(notice.subject, f"{self.scene.plan.name}: a plan waits.")
		self.scene.restrict()
		self.assertEqual(frappe.get_list("Notification Log", pluck="name", user=self.member), [])

	def test_whoever_covers_reaches_no_more_than_the_covered(self):
		away = make_professional()
		mine = frappe.db.get_value("Professional", {"user": self.other})
		away.append("cover", {"covered_by": mine, "from_date": today(), "to_date": today()})
		away.save()
		self.assertNotReached("Family", self.scene.family.name, self.other)
		self.scene.allocate(away.name)
		self.assertReached("Family", self.scene.family.name, self.other)


class TestWriting(CaseRecordsTestCase):
	def test_who_reads_for_a_day_writes_no_relationship_no_pupil_and_no_concern(self):
		child, mother = self.scene.child, self.scene.family.members[0].person
		relation = make("Person Relationship", person=mother, relation="Parent", other_person=child)
		pupil = make_pupil(make_school(), person=child)
		reader = opened_with_a_reason(self.scene)
		writer = make_worker(EHM, self.scene.team)
		for doc in (relation, pupil):
			for user, may in ((writer, True), (reader, False)):
				with self.subTest(doctype=doc.doctype, may=may):
					self.assertTrue(doc.has_permission("read", user=user))
					self.assertEqual(doc.has_permission("write", user=user), may)

	def test_who_made_a_family_writes_it_until_help_is_asked_for(self):
		user = make_worker(EHP, make_team())
		frappe.set_user(user)
		family = make_family("Birkbeck")
		self.assertTrue(family.has_permission("write"))
		frappe.set_user("Administrator")
		make_episode(family, make_service())
		self.assertFalse(reaches("Family", family.name, user))
