"""Which words of families are looked for, and that Frappe's search over all records finds no more than lists show."""

import frappe

from earlyhelp.constants import AUD, BSO, EHA, EHM, EHP
from earlyhelp.install import forget_words, search_for_words, searched_doctypes
from earlyhelp.permissions.case_records import case_doctypes
from earlyhelp.permissions.tests.scene import Scene, has_conflict
from earlyhelp.permissions.tests.test_relations import door
from earlyhelp.permissions.words import holds, search, words_of
from earlyhelp.tests.factories import EarlyHelpTestCase, make_stranger, make_team, make_worker

# Never in an index: what is said in supervision, what a school has not shared, addresses and telephones, what was
# said under a condition, health and offences, and reasons that concern safety.
NEVER_DOCTYPES = {
	"Case Supervision", "Opened With A Reason", "Plan Version", "Professional Summary", "School Concern",
	"Supervision Addendum", "Plan Voice", "Goal Score", "TAC Kept Apart", "Family Conflict", "Family Restriction",
}  # fmt: skip
NEVER_FIELDS = {
	"street", "town", "postcode", "telephone", "email", "upn", "nhs_number", "safe_contact", "safe_contact_note",
	"childs_view", "childs_views", "family_says", "health_note", "crime_note", "step_up_reason", "venue", "online_link",
	"state_reason", "restricted_reason",
}  # fmt: skip
WORDS = "Lanternlight waits"
SEARCH = "frappe." + "utils.global_search."


def marked():
	"""{doctype of this app: the fields whose words are looked for}"""
	modules = frappe.get_all("Module Def", filters={"app_name": "earlyhelp"}, pluck="name")
	mine, found = frappe.get_all("DocType", filters={"module": ["in", modules]}, pluck="name"), {}
	where = {"in_global_search": 1, "parent": ["in", mine]}
	for row in frappe.get_all("DocField", filters=where, fields=["parent", "fieldname"]):
		found.setdefault(row.parent, set()).add(row.fieldname)
	return found


class TestMarks(EarlyHelpTestCase):
	def test_what_is_not_to_be_quoted_is_in_no_index(self):
		for doctype, fields in marked().items():
			self.assertNotIn(doctype, NEVER_DOCTYPES)
			self.assertFalse(fields & NEVER_FIELDS, doctype)

	def test_every_field_that_is_marked_is_read_by_whoever_reads_the_record(self):
		for doctype, fields in marked().items():
			meta = frappe.get_meta(doctype)
			self.assertFalse([name for name in fields if meta.get_field(name).permlevel], doctype)
		self.assertIn("worries", marked()["My Family Plan"])

	def test_a_bench_with_a_list_of_what_is_searched_is_given_the_doctypes(self):
		self.assertEqual(set(searched_doctypes()), set(marked()) & set(case_doctypes()))


class TestWords(EarlyHelpTestCase):
	def test_a_text_holds_all_words_whole_and_the_last_one_perhaps_begun(self):
		text = "Worries : Zoë waits for the <b>bus</b>, O'Brien's"
		for sought in ("zoe", "WAITS bus", "bus wai", "o'bri", "the b"):
			self.assertTrue(holds(text, words_of(sought)), sought)
		for sought in ("wai bus", "train", "bus train", "zo waits"):
			self.assertFalse(holds(text, words_of(sought)), sought)

	def test_the_app_answers_in_place_of_frappes_search(self):
		self.assertIs(door(SEARCH + "search"), search)


class TestFrappesSearch(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		if not frappe.db.exists("DocType", "Global Search DocType"):
			self.skipTest("This bench has a search of its own.")
		self.scene, self.other = Scene(), Scene("Farrow")
		for scene in (self.scene, self.other):
			frappe.db.set_value("My Family Plan", scene.plan.name, "worries", WORDS)
			doc = frappe.get_doc("My Family Plan", scene.plan.name)
			frappe.get_attr(SEARCH + "sync_value")(
				{
					"doctype": doc.doctype,
					"name": doc.name,
					"content": f"Worries : {WORDS} Secretly",
					"published": 0,
				}
				| {"title": "", "route": ""}
			)
		search_for_words()

	def tearDown(self):
		"""Frappe's copy of words knows no transaction."""
		for scene in (getattr(self, "scene", None), getattr(self, "other", None)):
			if scene:
				frappe.db.delete("__global_search", {"name": scene.plan.name})
		super().tearDown()

	def searched(self):
		return set(frappe.get_all("Global Search DocType", pluck="document_type"))

	def test_the_app_is_searched_from_its_installation_until_it_goes(self):
		mine = set(searched_doctypes())
		self.assertGreaterEqual(self.searched(), mine)
		others = self.searched() - mine
		forget_words()
		self.assertEqual(self.searched(), others)
		self.assertFalse(
			frappe.db.sql("select 1 from `__global_search` where name = %s", self.scene.plan.name)
		)

	def found(self, user, text="lanternlight", **more):
		frappe.set_user(user)
		hits = door(SEARCH + "search")(text, **more)
		return [hit.name for hit in hits if hit.name in (self.scene.plan.name, self.other.plan.name)], str(
			hits
		)

	def test_who_works_with_a_family_finds_its_words_and_those_of_no_other(self):
		for role in (EHP, BSO, EHM):
			names, told = self.found(make_worker(role, self.scene.team))
			self.assertEqual(names, [self.scene.plan.name], role)
			self.assertIn(WORDS, told)

	def test_nobody_else_finds_anything_nor_learns_how_much_there_is(self):
		people = [
			make_worker(EHP, make_team()), make_worker(BSO, make_team()), make_worker(EHM, make_team()),
			make_stranger(AUD), make_stranger(EHA), make_stranger("System Manager"),
		]  # fmt: skip
		for user in people:
			for more in ({}, {"limit": 1}, {"start": 1}, {"doctype": "My Family Plan"}):
				self.assertEqual(self.found(user, **more)[0], [], (user, more))

	def test_a_relative_and_whoever_is_not_named_find_nothing_of_a_family(self):
		relative, named = has_conflict(self.scene), make_worker(EHP, self.other.team)
		self.assertEqual(self.found(relative)[0], [])
		frappe.set_user("Administrator")
		self.other.restrict(named)
		self.assertEqual(self.found(make_worker(EHP, self.other.team))[0], [])
		self.assertEqual(self.found(named)[0], [self.other.plan.name])

	def test_a_page_is_full_whatever_lies_between_out_of_reach(self):
		user = make_worker(EHP, self.scene.team)
		self.assertEqual(self.found(user, limit=1)[0], [self.scene.plan.name])
		self.assertEqual(self.found(user, start=1)[0], [])

	def test_a_word_that_is_only_in_the_copy_is_not_found(self):
		user = make_worker(EHP, self.scene.team)
		self.assertEqual(self.found(user, "secretly")[0], [])
		self.assertEqual(self.found(user, "LANTERNLIGHT wai")[0], [self.scene.plan.name])

	def test_a_field_above_the_persons_level_is_neither_found_nor_quoted(self):
		user, field = make_worker(EHP, self.scene.team), {"parent": "My Family Plan", "fieldname": "worries"}
		frappe.db.set_value("DocField", field, "permlevel", 1)
		frappe.clear_cache(doctype="My Family Plan")
		try:
			self.assertEqual(self.found(user)[0], [])
		finally:
			frappe.set_user("Administrator")
			frappe.db.set_value("DocField", field, "permlevel", 0)
			frappe.clear_cache(doctype="My Family Plan")
