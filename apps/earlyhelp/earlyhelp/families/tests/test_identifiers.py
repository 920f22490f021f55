"""Identifiers, without Frappe: test vectors of the census rules and of the NHS data dictionary."""

from unittest import TestCase

from earlyhelp.families.identifiers import (
	IdentifierError,
	UPNAreaError,
	UPNLetterError,
	check_laestab,
	check_laestab_area,
	check_nhs_number,
	check_postcode,
	check_upn_area,
	check_upn_letter,
	check_urn,
)


class TestUPN(TestCase):
	def test_right_letters_are_accepted_whatever_the_local_authority(self):
		for number in ("A950000178301", "H243278544154", "X845212818005"):
			self.assertEqual(check_upn_letter(number), number)

	def test_a_wrong_letter_is_refused_and_the_right_one_named(self):
		for number, letter in (("R247962919251", "Q"), ("X428558133462", "W")):
			with self.assertRaises(UPNLetterError) as refusal:
				check_upn_letter(number)
			self.assertIn(f"should begin with {letter}", str(refusal.exception))

	def test_the_local_authority_is_a_rule_of_its_own(self):
		self.assertEqual(check_upn_area("X845212818005"), "X845212818005")
		for number in ("A950000178301", "H243278544154"):
			with self.assertRaises(UPNAreaError):
				check_upn_area(number)

	def test_a_temporary_number_ends_in_a_letter_that_counts(self):
		# 8x2 + 0x3 + 1x4 + 2x5 + 5x10 + 0x13 for the A is 80; 80 mod 23 is 11, and 11 is M.
		self.assertEqual(check_upn_letter("M80120000500A"), "M80120000500A")
		with self.assertRaises(UPNLetterError):
			check_upn_letter("M80120000500B")

	def test_spaces_and_small_letters_are_put_right(self):
		self.assertEqual(check_upn_letter(" x845 2128 18005 "), "X845212818005")

	def test_every_single_slip_in_a_digit_is_noticed(self):
		number = "X845212818005"
		for place in range(1, 13):
			for digit in set("0123456789") - {number[place]}:
				with self.assertRaises(UPNLetterError):
					check_upn_letter(number[:place] + digit + number[place + 1 :])

	def test_too_short_too_long_and_letters_that_are_not_used_are_refused(self):
		for number in ("X84521281800", "X8452128180055", "I845212818005", "X84521281800O", "X8452128I8005"):
			with self.assertRaises(UPNLetterError):
				check_upn_letter(number)

	def test_no_number_stays_no_number(self):
		self.assertEqual([check_upn_letter(""), check_upn_area("")], ["", ""])


class TestOtherNumbers(TestCase):
	def test_nhs_numbers_with_the_right_check_digit_are_accepted(self):
		for number in ("9434765919", "401 023 2137", "999-000-0018"):
			self.assertEqual(len(check_nhs_number(number)), 10)

	def test_nhs_numbers_with_another_last_digit_are_refused(self):
		for last in "012345678":
			with self.assertRaises(IdentifierError):
				check_nhs_number(f"943476591{last}")

	def test_a_urn_has_six_digits(self):
		self.assertEqual(check_urn(" 900106 "), "900106")
		for number in ("90010", "9001066", "90010A", "\u0669\u0660\u0660\u0661\u0660\u0666"):
			with self.assertRaises(IdentifierError):
				check_urn(number)

	def test_a_laestab_has_seven_digits_with_or_without_its_stroke(self):
		self.assertEqual([check_laestab("806/2001"), check_laestab("8062001")], ["8062001", "8062001"])
		with self.assertRaises(IdentifierError):
			check_laestab("806201")

	def test_a_laestab_begins_with_the_code_of_a_local_authority(self):
		self.assertEqual([check_laestab_area("806/2001"), check_laestab_area("")], ["8062001", ""])
		with self.assertRaises(IdentifierError):
			check_laestab_area("9502001")

	def test_postcodes_are_written_in_one_way(self):
		for text in ("ts7 7zz", "TS77ZZ", " TS7  7ZZ"):
			self.assertEqual(check_postcode(text), "TS7 7ZZ")
		for text in ("TS7", "12345", "TS7 ZZZ"):
			with self.assertRaises(IdentifierError):
				check_postcode(text)
