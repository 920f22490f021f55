import frappe
from frappe.utils import add_days, today

from earlyhelp.constants import BSO, EHM
from earlyhelp.early_help_setup.date_rules import DateOrderError
from earlyhelp.families.doctype.person_relationship.person_relationship import (
	ParentYoungerError,
	RelatedToOneselfError,
	RelationshipTwiceError,
	ResponsibilityHowError,
)
from earlyhelp.families.relations import INVERSE, stored_form
from earlyhelp.families.relationships import holders_of_responsibility, must_not_meet, relations_of
from earlyhelp.tests.factories import EarlyHelpTestCase, make, make_family, make_person, make_user


class TestRelations(EarlyHelpTestCase):
	def test_there_are_33_and_the_field_offers_exactly_them(self):
		options = frappe.get_meta("Person Relationship").get_field("relation").options.split("\n")[1:]
		self.assertEqual((len(options), set(options)), (33, set(INVERSE)))

	def test_what_is_turned_twice_is_as_before(self):
		for relation in set(INVERSE) - {"Foster support carer", "Support carer"}:
			self.assertEqual(INVERSE[INVERSE[relation]], relation)
			self.assertEqual(stored_form(*stored_form("a", relation, "b")), stored_form("a", relation, "b"))


class TestPersonRelationship(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.family = make_family()
		self.mother, self.chloe = (row.person for row in self.family.members)

	def relate(self, relation="Parent", person=None, other=None, **fields):
		given = {"person": person or self.mother, "other_person": other or self.chloe, "relation": relation}
		return make("Person Relationship", **{**given, **fields})

	def test_one_record_is_read_from_both_sides(self):
		doc = self.relate()
		self.assertEqual(doc.title, "Joanne Ashdown: parent of Chloe Ashdown")
		self.assertEqual(
			[(r.person, r.relation) for r in relations_of(self.chloe)], [(self.mother, "Parent")]
		)
		self.assertEqual([(r.person, r.relation) for r in relations_of(self.mother)], [(self.chloe, "Child")])

	def test_the_elder_side_is_stored_first(self):
		doc = self.relate("Child", self.chloe, self.mother)
		self.assertEqual((doc.person, doc.relation, doc.other_person), (self.mother, "Parent", self.chloe))

	def test_nobody_is_related_to_himself_or_herself(self):
		self.assertRefused(RelatedToOneselfError, "two people", self.relate, other=self.mother)

	def test_the_same_is_not_recorded_twice_from_either_side(self):
		first = self.relate()
		self.assertRefused(
			RelationshipTwiceError, "recorded already", self.relate, "Child", self.chloe, self.mother
		)
		first.made_in_error = 1
		first.save()
		self.assertTrue(self.relate("Child", self.chloe, self.mother).name)

	def test_partners_are_the_same_both_ways(self):
		father = make_person("David", date_of_birth="1988-01-01").name
		self.relate("Partner", other=father)
		self.assertRefused(
			RelationshipTwiceError, "recorded already", self.relate, "Partner", father, self.mother
		)

	def test_a_parent_was_born_before_the_child(self):
		self.assertRefused(
			ParentYoungerError, "not born before", self.relate, "Parent", self.chloe, self.mother
		)
		self.assertTrue(self.relate("Step-parent", self.chloe, self.mother).name)

	def test_it_does_not_end_before_it_begins(self):
		self.assertRefused(
			DateOrderError, "Ended On", self.relate, started_on="2019-02-01", ended_on="2019-01-01"
		)

	def test_parental_responsibility_comes_from_somewhere(self):
		self.assertRefused(
			ResponsibilityHowError, "how this person came", self.relate, parental_responsibility="Yes"
		)
		doc = self.relate(parental_responsibility="Yes", pr_how="Birth", pr_from="2008-05-23")
		self.assertEqual(doc.pr_how, "Birth")
		doc.parental_responsibility = "No"
		self.assertFalse(doc.save().pr_how)

	def test_responsibility_is_held_for_one_child_and_not_for_another(self):
		ben = make_person("Ben", date_of_birth="2010-01-01").name
		father = make_person("David", date_of_birth="1988-01-01").name
		self.relate("Parent", father, ben, parental_responsibility="Yes", pr_how="Birth registration")
		self.assertEqual(holders_of_responsibility(ben), [father])
		self.assertEqual(holders_of_responsibility(self.chloe), [self.mother])

	def test_a_relationship_that_says_no_counts_more_than_the_mark_in_the_family(self):
		self.assertEqual(holders_of_responsibility(self.chloe), [self.mother])
		self.relate(parental_responsibility="No")
		self.assertEqual(holders_of_responsibility(self.chloe), [])

	def test_what_ended_or_was_made_in_error_does_not_count(self):
		doc = self.relate("Foster carer", parental_responsibility="Yes", pr_how="Court order")
		doc.ended_on = add_days(today(), -1)
		doc.save()
		self.assertEqual(relations_of(self.chloe), [])
		self.assertEqual(len(relations_of(self.chloe, doc.ended_on)), 1)
		doc.db_set({"ended_on": None, "made_in_error": 1})
		self.assertEqual(relations_of(self.chloe), [])

	def test_who_must_not_meet_is_found_among_many(self):
		father = make_person("David", date_of_birth="1988-01-01").name
		self.relate("Ex-partner", other=father, must_not_meet=1)
		pair = tuple(sorted((self.mother, father)))
		self.assertEqual(must_not_meet([self.mother, self.chloe, father]), [pair])
		self.assertEqual(must_not_meet([self.mother, self.chloe]), [])
		self.assertEqual(must_not_meet([]), [])

	def test_only_a_manager_deletes_the_others_mark_it(self):
		"""D1 Person Relationship, narrower."""
		from earlyhelp.tests.factories import make_episode, make_service

		make_episode(self.family, make_service())
		doc = self.relate()
		frappe.set_user(make_user(BSO))
		self.assertRaises(frappe.PermissionError, frappe.delete_doc, doc.doctype, doc.name)
		doc.reload().made_in_error = 1
		self.assertTrue(doc.save().made_in_error)
		frappe.set_user(make_user(EHM))
		frappe.delete_doc(doc.doctype, doc.name)
		self.assertFalse(frappe.db.exists(doc.doctype, doc.name))
