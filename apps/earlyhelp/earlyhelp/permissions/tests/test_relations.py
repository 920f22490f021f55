"""Every relation of a person to a family, asked through the doors of the desk."""

import frappe
from frappe.desk.reportview import get_count as list_count

from earlyhelp.constants import EHA
from earlyhelp.install import INDEXES, add_indexes
from earlyhelp.permissions.case_records import IDENTITY_RECORDS
from earlyhelp.permissions.explain import HOLDS, sentences
from earlyhelp.permissions.family_access import NOT_REACHED, reach_of, record_condition
from earlyhelp.permissions.tests.scene import RELATIONS, Scene, administrator
from earlyhelp.tests.factories import EarlyHelpTestCase


def door(method):
	"""Return what a call of one of Frappe's methods reaches on a site with this app."""
	return frappe.get_attr(frappe.get_hooks("override_whitelisted_methods")[method][-1])


class TestRelations(EarlyHelpTestCase):
	@classmethod
	def setUpClass(cls):
		"""Make a family, and somebody who stands to it like this, for every relation; the tests only read them."""
		super().setUpClass()
		frappe.set_user("Administrator")
		cls.scenes = [(row, Scene()) for row in RELATIONS]
		cls.people = [make_person(scene) for (_number, make_person, *_rest), scene in cls.scenes]

	def each(self):
		"""Yield (row, scene, user, level, write) for every relation, each with a family of its own."""
		for ((number, make_person, level, write), scene), user in zip(self.scenes, self.people, strict=True):
			frappe.set_user(user)
			with self.subTest(row=number, person=make_person.__name__):
				yield number, scene, user, level, write
		frappe.set_user("Administrator")

	def test_the_first_relation_that_holds_says_what_is_reached(self):
		for number, scene, user, level, write in self.each():
			reach = reach_of(scene.family.name)
			shut = number in (1, 2)
			self.assertEqual((reach.level, reach.write), (level, write))
			self.assertEqual(reach.relation, NOT_REACHED if shut else number)
			self.assertEqual(reach_of(scene.family.name, user), reach)

	def test_an_administrator_is_told_in_words_which_relation_holds_or_that_none_does(self):
		for number, scene, user, level, write in self.each():
			frappe.set_user("Administrator")
			family, name = scene.family.name, frappe.utils.get_fullname(user)
			*told, last = sentences(scene.family, user)
			holds = [text.format(name=name, family=family) for text in HOLDS.values()]
			self.assertEqual(bool(set(told) & set(holds)), level == "record", told)
			if level == "record":
				self.assertIn("may change it" if write else "does not change it", last)
			elif not self.corrects(user, "Family"):
				self.assertIn("does not reach this record", last)
			self.assertEqual(any("conflict of interest" in text for text in told), number == 1, told)
			self.assertEqual(any("none of them" in text for text in told), number == 2, told)

	def test_lists_show_the_records_of_families_reached_and_of_no_other(self):
		for _number, scene, user, level, _write in self.each():
			for doctype, name in scene.records():
				if not frappe.has_permission(doctype, "read"):
					continue
				wanted = level == "record" or self.corrects(user, doctype)
				self.assertEqual(name in frappe.get_list(doctype, pluck="name", limit=0), wanted, doctype)

	def corrects(self, user, doctype):
		"""Row 12: an administrator reads what tells who somebody is."""
		return EHA in frappe.get_roles(user) and doctype in IDENTITY_RECORDS

	def test_a_record_out_of_reach_answers_like_one_that_does_not_exist(self):
		for _number, scene, user, level, _write in self.each():
			for doctype, name in scene.records():
				doc = frappe.get_doc(doctype, name)
				if level == "record" or self.corrects(user, doctype):
					self.assertEqual(
						doc.has_permission("read"), frappe.has_permission(doctype, "read"), doctype
					)
				else:
					self.assertRefused(
						frappe.DoesNotExistError, f"{doctype} {name} not found", doc.check_permission, "read"
					)

	def test_what_may_only_be_read_is_not_written(self):
		for number, scene, _user, level, write in self.each():
			if level != "record":
				continue
			for doctype, name in scene.records():
				# Row 7: those who track write the closed episode, which `reach.tracks` says.
				if doctype == "Early Help Episode" and number == 7:
					continue
				may = frappe.has_permission(doctype, "write")
				written = frappe.get_doc(doctype, name).has_permission("write")
				self.assertEqual(written, write and may, doctype)

	def test_search_finds_the_families_reached_and_no_other(self):
		for _number, scene, user, level, _write in self.each():
			wanted = level == "record" or self.corrects(user, "Family")
			if not frappe.has_permission("Family", "read"):
				continue
			search = door("frappe.desk.search.search_link")
			found = [row["value"] for row in search("Family", "Quillfeather", page_length=500)]
			self.assertEqual(scene.family.name in found, wanted)
			link = door("frappe.client.validate_link")("Family", scene.family.name)
			self.assertEqual(link.get("name") is not None, wanted)

	def test_counts_leave_out_what_is_out_of_reach(self):
		for _number, scene, _user, level, _write in self.each():
			if not frappe.has_permission("Scaling Goal", "read"):
				continue
			filters = {"name": scene.goal.name, "goal": ["like", "Morn%"]}
			count = door("frappe.client.get_count")
			self.assertEqual(count("Scaling Goal", filters), int(level == "record"))
			frappe.local.form_dict = frappe._dict(doctype="Scaling Goal", filters=filters)
			self.assertEqual(list_count(), int(level == "record"))

	def test_rows_of_child_tables_come_with_their_records(self):
		for _number, scene, user, level, _write in self.each():
			if not frappe.has_permission("Family", "read"):
				continue
			wanted = level == "record" or self.corrects(user, "Family")
			rows = frappe.get_list("Family Member", parent_doctype="Family", pluck="parent", limit=0)
			self.assertEqual(scene.family.name in rows, wanted)

	def test_the_condition_for_reports_is_the_same_rule(self):
		for _number, scene, user, level, _write in self.each():
			rows = frappe.db.sql(f"select name from `tabFamily` where {record_condition(user)}", pluck=True)
			self.assertEqual(scene.family.name in rows, level == "record")


class TestAdministratorsOfIdentities(EarlyHelpTestCase):
	def test_they_read_no_conflict_and_no_restricted_family(self):
		for shut in ("conflict", "restriction"):
			scene = Scene()
			user = administrator(scene)
			if shut == "conflict":
				scene.family.append("conflicts", {"user": user, "kind": "Relative"})
				scene.family.save()
			else:
				scene.restrict()
			for doctype, name in (("Family", scene.family.name), ("Early Help Person", scene.child)):
				self.assertNotIn(name, frappe.get_list(doctype, pluck="name", limit=0, user=user), shut)


class TestIndexes(EarlyHelpTestCase):
	"""A list costs what its reader reaches, however many families there are, as long as these are there."""

	def test_what_the_rule_looks_up_in_every_list_has_its_index(self):
		add_indexes()
		for doctype, fields in INDEXES:
			self.assertIn(list(fields), self.indexes_of(f"tab{doctype}"), doctype)

	def indexes_of(self, table):
		"""The columns of each index of a table."""
		rows = frappe.db.sql(
			"select list.name, info.name from pragma_index_list(%s) list join pragma_index_info(list.name) info"
			" order by list.name, info.seqno"
			if frappe.db.db_type == "sqlite"
			else "select index_name, column_name from information_schema.statistics"
			" where table_schema = database() and table_name = %s order by index_name, seq_in_index",
			(table,),
		)
		found = {}
		for index, column in rows:
			found.setdefault(index, []).append(column)
		return list(found.values())
