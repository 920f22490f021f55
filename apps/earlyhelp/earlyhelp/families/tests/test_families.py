import frappe

from earlyhelp.early_help_setup.date_rules import DateOrderError, FutureDateError, NoSuchDayError
from earlyhelp.families.doctype.early_help_person.early_help_person import (
	BornAndExpectedError,
	NHSNumberRefused,
	UPNAreaRefused,
	UPNLetterRefused,
)
from earlyhelp.families.doctype.family.family import (
	ChildWithResponsibilityError,
	FamilyPostcodeError,
	MemberTwiceError,
)
from earlyhelp.families.safe_contact import may_be_sent_to
from earlyhelp.patches.write_how_names_sound import execute
from earlyhelp.permissions.child_rows import RowOfAnotherRecordError
from earlyhelp.tests.factories import (
	EarlyHelpTestCase,
	make,
	make_episode,
	make_family,
	make_person,
	make_plan,
	make_service,
)


class TestEarlyHelpPerson(EarlyHelpTestCase):
	def test_the_full_name_is_put_together(self):
		self.assertEqual(make_person(" Chloe ", "Ashdown").full_name, "Chloe Ashdown")

	def test_identifiers_are_stored_in_one_form(self):
		person = make_person(upn=" x845212818005 ", nhs_number="943 476 5919")
		self.assertEqual((person.upn, person.nhs_number), ("X845212818005", "9434765919"))

	def test_a_upn_with_a_wrong_letter_is_refused(self):
		self.assertRefused(UPNLetterRefused, "should begin with Q", make_person, upn="R247962919251")

	def test_a_upn_of_no_local_authority_is_refused_by_another_rule(self):
		self.assertRefused(UPNAreaRefused, "local authority", make_person, upn="A950000178301")

	def test_an_nhs_number_with_a_wrong_digit_is_refused(self):
		self.assertRefused(NHSNumberRefused, "ten digits", make_person, nhs_number="9434765918")

	def test_birth_comes_before_death(self):
		dates = {"date_of_birth": "1990-01-02", "date_of_death": "1990-01-01"}
		self.assertRefused(DateOrderError, "Date of Death cannot be before", make_person, **dates)
		self.assertRefused(FutureDateError, "Date of Death", make_person, date_of_death="2999-01-01")
		self.assertTrue(make_person(date_of_birth="1990-01-02", date_of_death="2019-01-01").date_of_death)

	def test_who_was_born_is_no_longer_expected(self):
		self.assertRefused(
			BornAndExpectedError, "Not Born Yet", make_person, unborn=1, date_of_birth="2019-01-01"
		)
		self.assertTrue(make_person(unborn=1, expected_on="2999-01-01").unborn)

	def test_nothing_is_sent_after_a_death_or_where_no_contact_is_safe(self):
		alive, dead = make_person(), make_person(date_of_death="2019-01-01")
		unsafe = make_person(safe_contact="Not safe to contact")
		answers = [may_be_sent_to(person.name) for person in (alive, dead, unsafe)]
		self.assertEqual(answers, [True, False, False])

	def test_names_recorded_before_the_search_get_their_sound(self):
		person = make_person("Chloe", "Ashdown")
		heard = person.sounds_like
		person.db_set("sounds_like", None)
		execute()
		self.assertEqual(frappe.db.get_value("Early Help Person", person.name, "sounds_like"), heard)

	def test_nobody_is_born_tomorrow(self):
		self.assertRefused(FutureDateError, "Date of Birth", make_person, date_of_birth="2999-01-01")
		for year in ("0001", "0015", "1815"):
			self.assertRefused(NoSuchDayError, "Date of Birth", make_person, date_of_birth=f"{year}-01-01")

	def test_a_second_record_with_the_same_upn_tells_nobody_that_there_is_a_first(self):
		first, second = (make_person(upn="X845212818005") for _ in range(2))
		self.assertNotEqual(first.name, second.name)


class TestFamily(EarlyHelpTestCase):
	def test_members_bring_their_names_and_dates_of_birth(self):
		row = make_family().members[1]
		self.assertEqual((row.full_name, str(row.date_of_birth)), ("Chloe Ashdown", "2008-05-23"))

	def test_a_person_stands_in_a_family_once(self):
		family = make_family()
		family.append("members", {"person": family.members[1].person, "relationship": "Child"})
		self.assertRefused(MemberTwiceError, "Chloe Ashdown is in this family twice", family.save)

	def test_a_person_may_belong_to_two_families(self):
		chloe = make_family().members[1].person
		other = make("Family", family_name="Birkbeck", members=[{"person": chloe, "relationship": "Child"}])
		self.assertEqual(other.members[0].full_name, "Chloe Ashdown")

	def test_a_child_has_no_parental_responsibility(self):
		family = make_family()
		family.members[1].parental_responsibility = "Yes"
		self.assertRefused(ChildWithResponsibilityError, "Chloe Ashdown is a child", family.save)

	def test_nobody_leaves_before_joining(self):
		family = make_family()
		family.members[0].update({"joined_on": "2019-02-01", "left_on": "2019-01-01"})
		self.assertRefused(DateOrderError, "Left On cannot be before Joined On", family.save)

	def test_a_postcode_is_checked(self):
		self.assertEqual(make_family(postcode="ts77zz").postcode, "TS7 7ZZ")
		self.assertRefused(FamilyPostcodeError, "not a postcode", make_family, postcode="Middlesbrough")

	def test_a_new_family_name_shows_on_what_hangs_from_the_family(self):
		family = make_family()
		plan = make_plan(make_episode(family, make_service()))
		family.family_name = "Ashdown-Garbutt"
		family.save()
		plan.reload()
		self.assertEqual(plan.family_name, "Ashdown-Garbutt")

	def test_a_row_of_another_family_cannot_be_taken_over(self):
		mine, theirs = make_family(), make_family("Birkbeck", ("Bethan",))
		taken = theirs.members[1].as_dict()
		mine.append("members", {"name": taken.name, "person": taken.person, "relationship": "Child"})
		mine.members[-1].set("__islocal", 0)
		self.assertRefused(RowOfAnotherRecordError, "another record", mine.save)
		theirs.reload()
		self.assertEqual(len(theirs.members), 2)
