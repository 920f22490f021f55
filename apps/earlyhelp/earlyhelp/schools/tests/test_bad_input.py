"""What people and machines send by mistake or on purpose: answered with a sentence, nothing lost, no failure."""

import frappe

from earlyhelp.api.pages import go
from earlyhelp.api.pupils import in_words
from earlyhelp.schools.tests.portal import ENTRY, PortalTestCase, errors_behind, page, post, typed_behind
from earlyhelp.tests.factories import make_pupil
from earlyhelp.www import concern as concern_page
from earlyhelp.www import log_concern, pupils, school

ODD = "Zoë O'Brien \"3 < 4\" {{ 7*7 }} %s \\ 💧 ‮ ' OR 1=1 --"
LEAD_METHODS = (
	"see", "take_on", "note", "take_up", "reopen", "close", "share", "wrong_child", "transfer", "accept_file",
	"add_step", "finish_step", "add", "exclude",
)  # fmt: skip


class TestBadInput(PortalTestCase):
	def test_odd_characters_come_back_as_they_were_typed(self):
		name = self.logged(what_happened=ODD, child_words=ODD)
		doc = self.concern(name)
		self.assertEqual((doc.what_happened, doc.child_words), (ODD, ODD))

	def test_markup_is_never_markup_on_a_page(self):
		name = self.logged(what_happened="<script>alert(1)</script> <img src=x onerror=alert(1)>")
		self.assertNotRegex(self.concern(name).what_happened, "<script|onerror=alert")

	def test_control_characters_are_left_out(self):
		name = self.logged(what_happened="a\x00b\x07c\r\nd")
		self.assertEqual(self.concern(name).what_happened, "abc\nd")

	def test_wrong_dates_and_times_are_said_and_kept(self):
		name = self.draft()
		for field, value in (
			("happened_on", "2026-02-31"), ("happened_on", "0001-01-01"), ("happened_on", "2199-01-01"),
			("happened_on", "yesterday"), ("happened_at", "25:61"), ("happened_at", "noon"),
		):  # fmt: skip
			with self.subTest(field=field, value=value):
				form = {**ENTRY, field: value}
				_path, query = post(self.teacher, "concerns.what_happened", name=name, **form)
				self.assertEqual(len(errors_behind(query)), 1)
				self.assertEqual(typed_behind(query)[field], value)

	def test_dates_are_read_as_people_write_them(self):
		self.assertEqual(str(self.concern(self.logged(happened_on="02/03/2026")).happened_on), "2026-03-02")

	def test_huge_text_is_refused_and_kept(self):
		text = "word " * 30_000
		form = {**ENTRY, "what_happened": text}
		_path, query = post(self.teacher, "concerns.what_happened", name=self.draft(), **form)
		self.assertIn("Use 20,000 or fewer", errors_behind(query)[0])
		self.assertEqual(len(typed_behind(query)["what_happened"]), len(text.strip()))

	def test_choices_that_are_not_offered_are_refused(self):
		name = self.draft()
		for field in ("category", "kind", "reported_by", "excluded_staff"):
			_path, query = post(
				self.teacher, "concerns.what_happened", name=name, **{**ENTRY, field: "Nonsense"}
			)
			self.assertEqual(len(errors_behind(query)), 1, field)

	def test_methods_without_their_fields_answer_as_if_it_were_not_there(self):
		for method in LEAD_METHODS:
			for name in ("", "CON-0000-00000", "../../etc", ODD):
				with self.subTest(method=method, name=name):
					self.assertRaises(
						frappe.DoesNotExistError, post, self.lead, f"concern_lead.{method}", name=name
					)

	def test_what_no_name_can_be_is_not_sent_back_in_an_address(self):
		path, query = post(self.teacher, "concerns.about_child", pupil_name="", name="")
		self.assertEqual((path, sorted(query)), ("/log-concern", ["again", "step"]))
		go("/school", name="x" * 100_000, done="note")
		self.assertEqual(frappe.local.response["location"], "/school?done=note")

	def test_missing_and_forbidden_answer_alike(self):
		name = self.logged()
		for module in (concern_page, log_concern):
			refusals = []
			for wanted in (name, "CON-0000-00000"):
				with self.assertRaises(frappe.DoesNotExistError) as refusal:
					page(self.stranger, module, name=wanted, step="check")
				refusals.append(str(refusal.exception))
			self.assertEqual(refusals[0], refusals[1])

	def test_every_method_of_a_lead_is_closed_to_others(self):
		"""C3 work on concerns."""
		name = self.in_hand()
		for method in LEAD_METHODS:
			for other in (self.colleague, self.stranger):
				with self.subTest(method=method):
					self.assertRaises(
						frappe.DoesNotExistError, post, other, f"concern_lead.{method}", name=name
					)

	def test_pages_with_nonsense_in_their_address_open_or_lead_elsewhere(self):
		for query in ({"noted": "x"}, {"done": ODD}, {"again": ODD}, {"again": "0" * 5000}):
			page(self.lead, school, **query)
		name = self.seen()
		for query in ({"act": ODD}, {"act": "take-on", "again": ODD}, {"act": "finish-step", "row": ODD}):
			page(self.lead, concern_page, name=name, **query)
		for query in ({"step": ODD}, {"step": "child", "again": ODD}):
			page(self.teacher, log_concern, **query)
		for step in ("what", "check", "done"):
			self.assertRaises(frappe.Redirect, page, self.teacher, log_concern, step=step)

	def test_what_was_kept_for_one_person_is_not_shown_to_another(self):
		_path, query = post(self.teacher, "concerns.about_child", pupil_name="", pupil_class="4B secret")
		self.assertIn(
			"4B secret", str(page(self.teacher, log_concern, step="child", again=query["again"]).more)
		)
		self.assertNotIn(
			"secret", str(page(self.colleague, log_concern, step="child", again=query["again"]).more)
		)


class TestPupils(PortalTestCase):
	LIST = "first_name,last_name,date_of_birth,class,year,upn\nAda,Quill,05/06/2015,5A,5,\nZoë,O'Brien,2014-01-02,6B,6,\n"

	def test_a_lead_imports_a_list_and_again_without_doubles(self):
		_path, query = post(self.lead, "pupils.import_list", school=self.school.name, list=self.LIST)
		self.assertEqual((query["added"], query["changed"]), ("2", "0"))
		_path, query = post(self.lead, "pupils.import_list", school=self.school.name, list=self.LIST)
		self.assertEqual((query["added"], query["changed"]), ("0", "2"))

	def test_a_long_list_is_searched_and_paged(self):
		lines = [f"Ada,Quill{number:02},2015-06-05,5A,5," for number in range(60)]
		text = self.LIST + "\n".join(lines)
		post(self.lead, "pupils.import_list", school=self.school.name, list=text)
		first, last = (page(self.lead, pupils, page=number) for number in ("1", "99"))
		self.assertEqual((len(first.pupils), last.number, first.everybody), (50, 2, 60 + 2 + self.before()))
		self.assertFalse({row["name"] for row in first.pupils} & {row["name"] for row in last.pupils})
		found = page(self.lead, pupils, q=" o'brien ").pupils
		self.assertEqual([row["full_name"] for row in found], ["Zoë O'Brien"])
		self.assertEqual(page(self.lead, pupils, q="nobody at all").pupils, [])

	def before(self):
		"""Return how many pupils the school had before the list."""
		held = {
			"school": self.school.name,
			"last_name": ["not like", "Quill%"],
			"full_name": ["!=", "Zoë O'Brien"],
		}
		return frappe.db.count("School Enrolment", held)

	def test_a_list_from_a_spreadsheet_with_tabs_is_read(self):
		text = self.LIST.replace(",", "\t")
		_path, query = post(self.lead, "pupils.import_list", school=self.school.name, list=text)
		self.assertEqual(query["added"], "2")

	def test_a_file_is_read_in_the_letters_of_spreadsheets(self):
		for content in ("Zoë".encode(), "Zoë".encode("cp1252"), "\ufeffZoë".encode()):
			self.assertEqual(in_words(content), "Zoë")
		text = self.LIST.replace("first_name,last_name,date_of_birth", "First Name,Last Name,Date of birth")
		_path, query = post(self.lead, "pupils.import_list", school=self.school.name, list=text)
		self.assertEqual(query["added"], "2")

	def test_without_a_list_it_asks_for_one(self):
		_path, query = post(self.lead, "pupils.import_list", school=self.school.name)
		self.assertEqual(errors_behind(query), ["Choose a file, or paste the list of pupils."])

	def test_a_wrong_line_is_named_and_nothing_is_written(self):
		text = self.LIST + "Robin,,2015-01-01,5A,5,\nKim,Zed,31/02/2015,5A,5,\n"
		_path, query = post(self.lead, "pupils.import_list", school=self.school.name, list=text)
		self.assertEqual([sentence[:7] for sentence in errors_behind(query)], ["Line 4:", "Line 5:"])
		self.assertEqual(typed_behind(query)["list"], text.strip())
		self.assertFalse(
			frappe.db.exists("School Enrolment", {"school": self.school.name, "first_name": "Ada"})
		)

	def test_nonsense_is_no_list(self):
		for text in (
			"hello",
			"\n\n,,,\n",
			'"',
			"first_name,last_name\n",
			"first_name\tlast_name\n" + "x" * 5000,
		):
			_path, query = post(self.lead, "pupils.import_list", school=self.school.name, list=text)
			self.assertTrue(errors_behind(query), text[:20])

	def test_only_leads_enter_and_change_pupils_and_only_of_their_school(self):
		"""C3 enter pupils."""
		form = {"first_name": "Ada", "last_name": "Quill"}
		for other, school_name in (
			(self.teacher, self.school.name), (self.lead, self.elsewhere.name), (self.lead, "nowhere"),
		):  # fmt: skip
			self.assertRaises(frappe.PermissionError, post, other, "pupils.save", school=school_name, **form)
		foreign = make_pupil(self.elsewhere)
		self.assertRaises(frappe.DoesNotExistError, post, self.lead, "pupils.save", name=foreign.name, **form)
		self.assertRaises(frappe.DoesNotExistError, page, self.lead, pupils, edit=foreign.name)
		post(self.lead, "pupils.save", school=self.school.name, **form)
		self.assertTrue(
			frappe.db.exists("School Enrolment", {"school": self.school.name, "first_name": "Ada"})
		)

	def test_a_school_does_not_say_who_a_pupil_is_on_record(self):
		form = {"first_name": "Chloe", "last_name": "Ashdown", "person": "PER-1"}
		post(self.lead, "pupils.save", name=self.pupil.name, **form)
		self.assertIsNone(frappe.db.get_value("School Enrolment", self.pupil.name, "person"))
