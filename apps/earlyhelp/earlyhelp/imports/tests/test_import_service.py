"""Importing into a site: all or nothing, twice, and beside another service."""

import io
import shutil
import tempfile
from contextlib import redirect_stderr
from pathlib import Path

import frappe
from frappe.utils import getdate

from earlyhelp.commands import told_in_lines
from earlyhelp.demo.acting import working_day
from earlyhelp.demo.service import DEMO_FOLDER, DEMO_SERVICE, TOLD, load_service
from earlyhelp.imports.service import SheetsRefused, import_service, service_name
from earlyhelp.tests.factories import EarlyHelpTestCase

DOCTYPES = (
	"Early Help Service",
	"Professional",
	"School",
	"Locality",
	"Early Help Person",
	"Family",
	"Family Member",
	"Early Help Referral",
	"Early Help Episode",
	"Episode Child",
	"Practitioner Allocation",
	"My Family Plan",
	"Scaling Goal",
	"Plan Review",
	"Goal Score",
)
SERVICE = "Import Test Service"


def snapshot():
	"""Return (name, modified) of every record that an import can write."""
	return {
		doctype: set(frappe.get_all(doctype, fields=["name", "modified"], as_list=True))
		for doctype in DOCTYPES
	}


class TestImportService(EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.folder = Path(tempfile.mkdtemp()) / "service"
		shutil.copytree(DEMO_FOLDER, self.folder)
		self.addCleanup(shutil.rmtree, self.folder.parent)

	def change(self, sheet, old, new):
		path = self.folder / f"{sheet}.csv"
		text = path.read_text(encoding="utf-8")
		self.assertIn(old, text)
		path.write_text(text.replace(old, new, 1), encoding="utf-8")

	def keep_first_families(self, count):
		"""Leave only what belongs to the first families: quick to import."""
		wanted = {f"SFP-{number:03}" for number in range(1, count + 1)}
		goals = set()
		for sheet in ("families", "people", "referrals", "closures", "goals", "scores"):
			path = self.folder / f"{sheet}.csv"
			header, *lines = path.read_text(encoding="utf-8").splitlines()
			place = header.split(",").index("goal_ref" if sheet == "scores" else "family_ref")
			lines = [
				line for line in lines if line.split(",")[place] in (goals if sheet == "scores" else wanted)
			]
			if sheet == "goals":
				goals = {line.split(",")[0] for line in lines}
			path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")

	def test_bad_input_writes_nothing_and_is_named_all_at_once(self):
		before = snapshot()
		self.change("people", "G806900016001", "H806900016001")
		self.change("scores", "G001,2019-05-04,7,", "G001,2019-05-04,11,")
		self.change("goals", "G001,SFP-024,Stability in mental health (child),", "G001,SFP-024,Happiness,")
		self.change("scores", "G002,2019-04-06", "G002,2019-03-09")
		self.change("referrals", "REF-069,SFP-069", "REF-069,SFP-999")
		schools = self.folder / "schools.csv"
		schools.write_bytes(schools.read_bytes().replace(b"Easby Academy", b"Easby Acad\xe9my"))
		with self.assertRaises(SheetsRefused) as refusal:
			import_service(self.folder, SERVICE)
		places = [(problem.file, problem.line, problem.column) for problem in refusal.exception.problems]
		self.assertEqual(
			places,
			[
				("goals.csv", 2, "theme"),
				("people.csv", 4, "upn"),
				("referrals.csv", 70, "family_ref"),
				("schools.csv", 6, "school_name"),
				("scores.csv", 2, "agreed_score"),
				("scores.csv", 4, "reviewed_on"),
			],
		)
		self.assertEqual(snapshot(), before)

	def test_the_demo_puts_its_records_to_the_days_of_the_sheets(self):
		self.keep_first_families(6)
		load_service("Nine-Herons-Stand-Still", lambda _folder, service: import_service(self.folder, service))
		for doctype, (made, changed) in TOLD.items():
			wanted = {"service": DEMO_SERVICE, made: ["is", "set"]}
			rows = frappe.get_all(doctype, filters=wanted, fields=["creation", "modified", made, changed])
			self.assertTrue(rows, doctype)
			for row in rows:
				self.assertEqual(getdate(row.creation), working_day(row[made]), (doctype, row))
				self.assertEqual(
					getdate(row.modified), working_day(row[changed] or row[made]), (doctype, row)
				)
		first = frappe.get_last_doc("Family", {"import_ref": "SFP-001", "import_service": DEMO_SERVICE})
		person = frappe.db.get_value("Early Help Person", first.members[0].person, "creation")
		self.assertEqual({str(first.creation), str(person)}, {"2019-01-17 09:00:00"})

	def test_importing_twice_changes_nothing(self):
		self.keep_first_families(6)
		import_service(self.folder, SERVICE)
		before = snapshot()
		self.assertEqual(import_service(self.folder, SERVICE), {})
		self.assertEqual(snapshot(), before)

	def test_an_import_that_broke_off_is_finished_by_the_next(self):
		self.keep_first_families(6)
		done = []

		def break_off(kind, number, of):
			done.append(kind)
			if kind == "goals" and number == 3:
				raise InterruptedError

		with self.assertRaises(InterruptedError):
			import_service(self.folder, SERVICE, progress=break_off)
		added = import_service(self.folder, SERVICE)
		self.assertNotIn("families", added)
		whole = import_service(self.folder, "Import Test Service Two")
		for kind in ("goals", "reviews"):
			self.assertEqual(done.count(kind) + added[kind], whole[kind])

	def test_a_second_service_with_the_same_references_changes_nothing_of_the_first(self):
		self.keep_first_families(4)
		import_service(self.folder, SERVICE)
		before = snapshot()
		self.change("families", "Ashdown", "Otherwise")
		import_service(self.folder, "Import Test Service Two")
		after = snapshot()
		for doctype in DOCTYPES:
			self.assertLessEqual(before[doctype], after[doctype], doctype)
		named = {"import_ref": "SFP-001", "import_service": ["like", "Import Test Service%"]}
		names = frappe.get_all("Family", filters=named, pluck="family_name", order_by="import_service")
		self.assertEqual(names, ["Ashdown", "Otherwise"])

	def test_what_the_next_month_brings_is_added(self):
		self.keep_first_families(3)
		import_service(self.folder, SERVICE)
		with (self.folder / "closures.csv").open("a") as file:
			file.write("SFP-003,2019-07-10,Moved out of area,3\n")
		with (self.folder / "people.csv").open("a") as file:
			file.write("SFP-002,SFP-002-C6,Ivy,Birkbeck,2019-01-02,F,WBRI,Child,,,,\n")
		with (self.folder / "scores.csv").open("a") as file:
			goal = next(
				line for line in (self.folder / "goals.csv").read_text().splitlines() if "SFP-001" in line
			)
			file.write(f"{goal.split(',')[0]},2019-08-01,8,,\n")
		added = import_service(self.folder, SERVICE)
		self.assertEqual(added, {"people": 1, "families completed": 1, "episodes completed": 1, "reviews": 1})
		ended = {"service": SERVICE, "import_ref": "REF-003"}
		self.assertEqual(frappe.db.get_value("Early Help Episode", ended, "status"), "Closed")

	def test_a_final_score_is_not_changed_by_another_sheet(self):
		self.keep_first_families(2)
		import_service(self.folder, SERVICE)
		path = self.folder / "scores.csv"
		header, first, *rest = path.read_text().splitlines()
		goal, day, score, *others = first.split(",")
		other = "1" if score != "1" else "2"
		path.write_text("\n".join([header, ",".join([goal, day, other, *others]), *rest]) + "\n")
		with self.assertRaises(SheetsRefused) as refusal:
			import_service(self.folder, SERVICE)
		self.assertIn(f"holds the score {score}", str(refusal.exception))

	def test_a_referral_that_waited_is_decided_and_opened_by_a_later_sheet(self):
		self.keep_first_families(1)
		row = "Accepted,2019-01-20,2019-01-26,pat.norris@example.com"
		self.change("referrals", row, ",,,")  # the same four cells, empty
		for sheet in ("goals", "scores"):
			path = self.folder / f"{sheet}.csv"
			shutil.copy(path, path.with_suffix(".later"))
			path.write_text(path.read_text().splitlines()[0] + "\n")
		import_service(self.folder, SERVICE)
		self.assertFalse(frappe.db.exists("Early Help Episode", {"service": SERVICE}))
		self.change("referrals", ",,,,,Parental", f",{row},Parental")
		for sheet in ("goals", "scores"):
			(self.folder / f"{sheet}.later").replace(self.folder / f"{sheet}.csv")
		added = import_service(self.folder, SERVICE)
		self.assertEqual((added["referrals completed"], added["episodes"], added["plans"]), (1, 1, 1))

	def test_work_is_kept_in_bounded_pieces(self):
		self.keep_first_families(6)
		kept, written = [], []
		import_service(
			self.folder,
			SERVICE,
			keep=lambda: kept.append(len(written)),
			progress=lambda *_: written.append(1),
		)
		pieces = [after - before for before, after in zip([0, *kept], kept, strict=False)]
		self.assertLessEqual(max(pieces), 100)
		self.assertEqual(sum(pieces), len(written))

	def test_a_command_tells_what_is_wrong_line_by_line(self):
		problems, said = ["a.csv, line 2: one", "a.csv, line 3: two"], io.StringIO()
		with self.assertRaises(SystemExit) as ended, redirect_stderr(said), told_in_lines():
			raise SheetsRefused(problems)
		self.assertEqual(ended.exception.code, 1)
		self.assertEqual(said.getvalue().splitlines(), [*problems, "Nothing was written: 2 to put right."])

	def test_a_folder_s_name_is_the_service_s_name_when_none_is_given(self):
		self.assertEqual(
			service_name(Path("/x/school_family_practitioners_2019/")), "School Family Practitioners 2019"
		)
