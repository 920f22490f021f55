import frappe

from earlyhelp.constants import EHP
from earlyhelp.front_door.tests.cases import STEPPED_UP, ReferralTestCase


class TestHandOver(ReferralTestCase):
	def setUp(self):
		super().setUp()
		self.family.update({"street": "1 High Street", "town": "Easby", "postcode": "TS7 7ZZ"})
		self.family.save()
		adult = {
			"person": self.mother,
			"first_name": "Joanne",
			"relationship": "Mother",
			"telephone": "01632 960555",
		}
		self.doc = self.put("Screening", self.complete(worry="Hurt <b>again</b>", adults=[adult]))
		self.sign_in(EHP)
		self.press(self.doc, "Step Up")

	def page(self):
		return frappe.get_print("Early Help Referral", self.doc.name, "Step Up Hand-Over")

	def test_it_is_ready_at_once_and_says_what_is_still_to_be_added(self):
		page = self.page()
		for text in (
			"Hand-over to social care",
			"Chloe Ashdown",
			"1 High Street",
			"01632 960555",
			"still to be added",
		):
			self.assertIn(text, page)
		self.assertNotIn("<b>again</b>", page)
		self.doc.reload().update(STEPPED_UP)
		self.doc.save()
		self.assertNotIn("still to be added", self.page())

	def test_what_is_withheld_is_not_on_it(self):
		frappe.set_user("Administrator")
		person = frappe.get_doc("Early Help Person", self.mother)
		person.update({"telephone_withheld": 1, "address_withheld": 1})
		person.save()
		page = self.page()
		self.assertNotIn("01632 960555", page)
		self.assertNotIn("High Street", page)
		self.assertIn("not to be disclosed", page)
