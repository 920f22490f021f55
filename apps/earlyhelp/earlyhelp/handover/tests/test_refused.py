"""A site that is in use takes no archive, whatever the archive is; nothing is written by asking."""

import hashlib
import json
import tempfile
import zipfile
from pathlib import Path

import frappe
from frappe.tests.utils import FrappeTestCase

from earlyhelp import __version__
from earlyhelp.handover.archive import Archive, HandoverRefused
from earlyhelp.handover.canonical import Sum
from earlyhelp.handover.checks import refusals
from earlyhelp.handover.site import STATE


class TestRefused(FrappeTestCase):
	def setUp(self):
		folder = tempfile.TemporaryDirectory()
		self.addCleanup(folder.cleanup)
		self.path = Path(folder.name) / "site.zip"

	def archive(self, rows=(), fields=None, **changes):
		"""An open archive with Localities."""
		data = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
		added = Sum()
		for row in rows:
			added.add(row)
		hashed = hashlib.sha256(data).hexdigest()
		entry = {"file": "l.jsonl", "count": added.count, "sum": added.text, "sha256": hashed}
		entry["fields"] = fields or dict.fromkeys(frappe.get_meta("Locality").get_valid_columns(), "Data")
		empty = {"file": "none", "count": 0, "sum": "0" * 64, "sha256": hashlib.sha256().hexdigest()}
		tables = {"Locality": {**entry, **changes}, **{name: empty for name in ("Custom Field", "File")}}
		manifest = {"format": 1, "tables": tables, "files": {}, "left_out_fields": {}}
		manifest["apps"] = {"frappe": frappe.__version__, "earlyhelp": __version__}
		with zipfile.ZipFile(self.path, "w") as packed:
			packed.writestr("l.jsonl", data)
			packed.writestr("none", b"")
			packed.writestr("manifest.json", json.dumps(manifest))
		return Archive(self.path)

	def test_a_site_that_holds_records_of_the_app_names_them(self):
		frappe.db.delete("DefaultValue", {"parent": "__global", "defkey": STATE})
		frappe.get_doc(doctype="Locality", locality_name="Handover Test").insert()
		count = frappe.db.count("Locality")
		self.assertIn(
			f"This site holds {count} Locality already: hand over into a new site.", refusals(self.archive())
		)
		self.assertEqual(frappe.db.count("Locality"), count)

	def test_fields_that_this_site_does_not_have_are_named(self):
		fields = {**dict.fromkeys(frappe.get_meta("Locality").get_valid_columns(), "Data"), "rainfall": "Int"}
		found = refusals(self.archive([{"name": "a"}], fields))
		self.assertEqual(
			found, ["Locality has no rainfall here: bring the apps of both sites to one version."]
		)

	def test_a_changed_check_sum_is_named(self):
		found = refusals(self.archive([{"name": "a"}], sum="0" * 64))
		self.assertEqual(len(found), 1)
		self.assertIn("Locality does not have the check-sum that was noted", found[0])

	def test_a_file_that_is_no_archive_is_named(self):
		self.path.write_text("no zip")
		with self.assertRaisesRegex(HandoverRefused, "is not the archive of a site"):
			Archive(self.path)
