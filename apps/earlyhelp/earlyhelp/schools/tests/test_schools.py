from earlyhelp.schools.doctype.school.school import LAESTABError, SchoolPostcodeError, URNError
from earlyhelp.tests.factories import EarlyHelpTestCase, make


def make_school(**fields):
	return make("School", **{"urn": "899900", "school_name": "Test Primary School", **fields})


class TestSchool(EarlyHelpTestCase):
	def test_a_school_is_known_by_its_urn(self):
		school = make_school(laestab="806/2001", postcode="ts77zz")
		self.assertEqual((school.name, school.laestab, school.postcode), ("899900", "8062001", "TS7 7ZZ"))

	def test_a_wrong_number_is_refused_by_its_own_rule(self):
		self.assertRefused(URNError, "six digits", make_school, urn="89990")
		self.assertRefused(LAESTABError, "seven digits", make_school, laestab="806200")
		self.assertRefused(LAESTABError, "names a local authority", make_school, laestab="950/2001")
		self.assertRefused(SchoolPostcodeError, "not a postcode", make_school, postcode="nowhere")
