"""Who reads the words of a summary: its author alone until it is finalised, by whatever way it is asked for."""

import frappe

from earlyhelp.constants import AUD, BSO, EHM, EHP
from earlyhelp.supervision.tests.making import SupervisionTestCase, as_user
from earlyhelp.tests.factories import make_stranger, make_worker

WORDS = "Four visits at home."


class TestSummaryReading(SupervisionTestCase):
	def setUp(self):
		super().setUp()
		self.supervision = self.ask()
		self.summary = self.write_summary(self.lead, self.summary_of(self.lead, self.supervision))

	def words_by_list(self, doctype="Professional Summary", field="work_done", **filters):
		return frappe.get_list(doctype, filters=filters, fields=[f"{field} as words"], pluck="words")

	def assertReads(self, user):
		with as_user(user):
			frappe.get_doc("Professional Summary", self.summary.name).check_permission("read")
			self.assertIn(WORDS, self.words_by_list(name=self.summary.name))

	def assertReadsNothing(self, user):
		with as_user(user):
			with self.assertRaises((frappe.DoesNotExistError, frappe.PermissionError)):
				frappe.get_doc("Professional Summary", self.summary.name).check_permission("read")
			if frappe.has_permission("Professional Summary", "read"):
				self.assertEqual(self.words_by_list(name=self.summary.name), [])
				self.assertEqual(self.words_by_list(work_done=["like", "Four%"]), [])

	def test_a_draft_is_read_by_its_author_alone(self):
		"""C2.6 and D5 Professional Summary, narrower."""
		self.assertReads(self.lead)
		for user in (self.second, self.chair, self.deputy, self.bso):
			self.assertReadsNothing(user)

	def test_words_written_before_it_was_started_are_the_authors_too(self):
		frappe.db.set_value("Professional Summary", self.summary.name, "status", "Requested")
		self.assertReads(self.lead)
		self.assertReadsNothing(self.chair)

	def test_a_draft_that_was_excused_stays_the_authors(self):
		with as_user(self.chair):
			self.supervision.reload().excuse_summary(self.summary.author, "On sick leave")
		self.assertReads(self.lead)
		self.assertReadsNothing(self.chair)

	def test_a_finalised_one_is_read_by_all_who_reach_the_family(self):
		"""C2.6 and D5 Professional Summary, narrower."""
		self.press(self.lead, self.summary, "Finalise")
		for user in (self.lead, self.second, self.chair, self.bso, make_worker(EHP, self.team)):
			self.assertReads(user)

	def test_a_finalised_one_is_nothing_to_those_who_do_not_reach_the_family(self):
		self.press(self.lead, self.summary, "Finalise")
		for role in (BSO, EHP, EHM, AUD):
			self.assertReadsNothing(make_stranger(role))

	def test_rows_of_a_draft_are_hidden_with_it(self):
		for table, field in (("Summary Child", "what_it_means"), ("Supervision Stage", "behaviour")):
			for user, seen in ((self.lead, 1), (self.second, 0)):
				with as_user(user):
					rows = frappe.get_list(
						table,
						filters={"parent": self.summary.name},
						fields=[field],
						parent_doctype="Professional Summary",
					)
					self.assertEqual(len(rows), seen, (table, user))

	def test_others_see_who_was_asked_and_where_it_stands(self):
		for user in (self.second, self.chair, self.bso):
			with as_user(user):
				doc = frappe.get_doc("Case Supervision", self.supervision.name)
				doc.check_permission("read")
				stands = {row.summary: row.summary_status for row in doc.summaries}
			self.assertEqual(stands[self.summary.name], "Draft")

	def test_what_was_struck_out_of_a_draft_is_kept_nowhere(self):
		with as_user(self.lead):
			self.summary.work_done = "Something else."
			self.summary.save()
		self.press(self.lead, self.summary, "Finalise")
		versions = frappe.get_all("Version", filters={"docname": self.summary.name}, pluck="data")
		self.assertNotIn(WORDS, "".join(versions))
