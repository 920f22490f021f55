"""In which order a document's methods and the hooks of an app are called."""

import frappe

from contractapp.tests.factories import HELPER, ContractTestCase, make, make_people, make_tool, new

NAMED = ["before_insert", "*:before_insert", "before_naming", "autoname"]
VALIDATED = ["before_validate", "validate", "hook:validate", "second hook:validate", "*:validate"]
INSERTED = ["after_insert", "hook:after_insert"]
UPDATED = ["on_update", "*:on_update"]
SUBMITTED = ["on_submit", "hook:on_submit"]
CANCELLED = ["before_cancel", "on_cancel", "hook:on_cancel"]
CHANGED = ["on_change", "hook:on_change"]
DELETED = ["on_trash", "*:on_trash", *CHANGED, "after_delete", "hook:after_delete"]


def events_of(function, *args, **kwargs) -> list[str]:
	frappe.flags.trace = []
	function(*args, **kwargs)
	heard, frappe.flags.trace = frappe.flags.trace, None
	return heard


def record(label="A", **values):
	return new("Trace Record", label=label, **values)


class TestDocumentEvents(ContractTestCase):
	def test_an_insert_names_validates_stores_and_then_tells(self):
		expected = [*NAMED, *VALIDATED, "before_save", *INSERTED, *UPDATED, *CHANGED]
		self.assertEqual(events_of(record().insert), expected)

	def test_a_save_validates_stores_and_then_tells(self):
		doc = record().insert()
		self.assertEqual(events_of(doc.save), [*VALIDATED, "before_save", *UPDATED, *CHANGED])

	def test_a_submit_has_before_submit_in_place_of_before_save(self):
		doc = record().insert()
		expected = [*VALIDATED, "before_submit", *UPDATED, *SUBMITTED, *CHANGED]
		self.assertEqual(events_of(doc.submit), expected)

	def test_a_record_inserted_as_submitted_has_the_events_of_both(self):
		expected = [*NAMED, *VALIDATED, "before_submit", *INSERTED, *UPDATED, *SUBMITTED, *CHANGED]
		self.assertEqual(events_of(record(docstatus=1).insert), expected)

	def test_a_save_after_submit_is_not_validated_again(self):
		doc = record().insert().submit()
		doc.weight = 3
		expected = ["before_update_after_submit", "on_update_after_submit", *CHANGED]
		self.assertEqual(events_of(doc.save), expected)

	def test_a_cancel_is_not_validated(self):
		doc = record().insert().submit()
		self.assertEqual(events_of(doc.cancel), [*CANCELLED, *CHANGED])

	def test_an_amendment_does_not_ask_the_controller_for_a_name(self):
		doc = record().insert().submit()
		doc.cancel()
		amendment = frappe.copy_doc(doc)
		amendment.amended_from, amendment.docstatus = doc.name, 0
		expected = [*NAMED[:3], *VALIDATED, "before_save", *INSERTED, *UPDATED, *CHANGED]
		self.assertEqual(events_of(amendment.insert), expected)
		self.assertEqual(amendment.name, f"{doc.name}-1")

	def test_a_deletion_tells_before_and_after(self):
		doc = record().insert()
		self.assertEqual(events_of(frappe.delete_doc, "Trace Record", doc.name), DELETED)
		doc = record().insert()
		self.assertEqual(events_of(doc.delete), DELETED)

	def test_a_renaming_gives_old_name_new_name_and_merge(self):
		doc = record().insert()
		expected = [
			"before_rename",
			f"hook:before_rename {doc.name} TRACE-Z False",
			"after_rename",
			f"hook:after_rename {doc.name} TRACE-Z False",
		]
		self.assertEqual(events_of(frappe.rename_doc, "Trace Record", doc.name, "TRACE-Z"), expected)
		self.assertTrue(frappe.db.exists("Trace Record", "TRACE-Z"))
		self.assertFalse(frappe.db.exists("Trace Record", doc.name))

	def test_reading_and_writing_past_the_document_is_silent(self):
		doc = record().insert()
		self.assertEqual(events_of(frappe.get_doc, "Trace Record", doc.name), [])
		self.assertEqual(events_of(frappe.db.set_value, "Trace Record", doc.name, "weight", 9), [])
		self.assertEqual(events_of(doc.db_set, "weight", 4), CHANGED)

	def test_without_validation_only_before_validate_is_called(self):
		doc = record()
		doc.flags.ignore_validate = True
		expected = [*NAMED, "before_validate", *INSERTED, *UPDATED, *CHANGED]
		self.assertEqual(events_of(doc.insert), expected)

	def test_nothing_is_called_after_the_event_that_fails(self):
		frappe.flags.trace = []
		doc = record(fail_in="validate")
		self.assertRefused(frappe.ValidationError, "Told to fail in validate", doc.insert)
		self.assertEqual(frappe.flags.trace, [*NAMED, "before_validate", "validate"])

	def test_on_trash_can_refuse_a_deletion(self):
		doc = record(fail_in="on_trash").insert()
		self.assertRefused(frappe.ValidationError, "Told to fail in on_trash", doc.delete)
		self.assertTrue(frappe.db.exists("Trace Record", doc.name))

	def test_run_method_calls_controller_and_hooks_by_name(self):
		doc = record().insert()
		self.assertEqual(events_of(doc.run_method, "onload"), ["onload"])
		self.assertEqual(events_of(doc.run_method, "on_change"), CHANGED)
		self.assertEqual(events_of(doc.run_method, "no_such_method"), [])

	def test_a_document_knows_where_it_stands_in_its_life(self):
		self.assertTrue(frappe.new_doc("Trace Record").is_new())
		doc = record().insert()
		self.assertFalse(doc.is_new())
		self.assertIsNone(doc.get_doc_before_save())
		doc.weight = 5
		self.assertTrue(doc.has_value_changed("label"))
		doc.save()
		self.assertEqual(doc.get_doc_before_save().weight, 0)
		self.assertEqual([doc.has_value_changed(f) for f in ("weight", "label")], [True, False])


class TestEventsOfCoreRecords(ContractTestCase):
	"""An app may stand beside the framework's own records, whoever makes them."""

	def listened(self, function):
		frappe.flags.core_trace = []
		made = function()
		heard, frappe.flags.core_trace = frappe.flags.core_trace, None
		return made, heard

	def core_records(self):
		tool = make_tool()
		place = {"reference_type": "Tool", "reference_name": tool.name}
		yield "Comment", lambda: tool.add_comment("Comment", "Rusty")
		yield "Comment", lambda: tool.add_comment("Workflow", "Shed Checking")
		yield "ToDo", lambda: make("ToDo", description="Oil it", allocated_to="Administrator", **place)
		tag = make("Tag", name="Rusty")
		link = {"document_type": "Tool", "document_name": tool.name, "tag": tag.name, "parenttype": "Tool"}
		yield "Tag Link", lambda: make("Tag Link", **link)
		attached = {"attached_to_doctype": "Tool", "attached_to_name": tool.name}
		yield "File", lambda: make("File", file_name="oil.txt", content="oil", is_private=1, **attached)

	def test_events_run_beside_core_records(self):
		for doctype, function in self.core_records():
			made, heard = self.listened(function)
			with self.subTest(doctype):
				self.assertIn(f"{doctype}:validate", heard)
				self.assertIn(f"{doctype}:after_insert", heard)
				self.assertIn(f"{doctype}:on_trash", self.listened(made.delete)[1])

	def test_events_run_beside_a_share(self):
		make_people()
		values = {"share_doctype": "Tool", "share_name": make_tool().name, "user": HELPER, "read": 1}
		share = new("DocShare", **values)
		share.flags.ignore_share_permission = True
		heard = self.listened(lambda: share.insert(ignore_permissions=True))[1]
		self.assertIn("DocShare:validate", heard)

	def test_what_an_event_refuses_is_not_stored(self):
		tool = make_tool()
		self.assertRefused(
			frappe.ValidationError, "Refused by the app", tool.add_comment, "Comment", "refuse me"
		)
		self.assertFalse(frappe.db.exists("Comment", {"content": "refuse me"}))
