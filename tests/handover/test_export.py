"""The archive holds the whole site, plain to read, and nothing that opens a door."""

import json
import stat
import zipfile
from datetime import date, datetime, timedelta

import pytest
from pilot import SECRETS

BESIDE = (
	*("comment", "version", "view_log", "todo", "tag", "report", "custom_field", "property_setter", "file"),
	*("user_permission", "notification_log", "deleted_document", "has_role", "series", "defaults"),
)


@pytest.fixture(scope="module")
def manifest(archive):
	with zipfile.ZipFile(archive) as packed:
		return json.loads(packed.read("manifest.json"))


def rows(archive, table: str) -> list[dict]:
	with zipfile.ZipFile(archive) as packed, packed.open(f"records/{table}.jsonl") as stream:
		return [json.loads(line) for line in stream]


def test_only_its_owner_reads_the_archive(archive):
	assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_it_holds_records_with_name_owner_dates_and_child_rows(archive):
	(family,) = [row for row in rows(archive, "family") if row.get("custom_bus_pass")]
	assert family["custom_bus_pass"] == "50% \\ “gold” 'x'"
	assert family["owner"] and datetime.fromisoformat(family["creation"]) and family["docstatus"] == 0
	members = [row for row in rows(archive, "family_member") if row["parent"] == family["name"]]
	assert members and all(row["name"] and row["idx"] and row["parentfield"] for row in members)


@pytest.mark.parametrize(
	"table",
	BESIDE,
)
def test_it_holds_what_stands_beside_the_records(archive, table):
	assert rows(archive, table)


def test_it_holds_people_with_roles_but_not_the_standard_users(archive):
	people = {row["name"] for row in rows(archive, "user")}
	assert "pat.norris@example.com" in people and not people & {"Administrator", "Guest"}
	assert {row["parent"] for row in rows(archive, "has_role") if row["parenttype"] == "User"} == people


def test_it_holds_each_content_once(archive, manifest):
	assert len([row for row in rows(archive, "file") if not row["is_folder"]]) == 3
	with zipfile.ZipFile(archive) as packed:
		contents = {packed.read(f"files/{content_hash}") for content_hash in manifest["files"]}
	assert contents == {b"a letter \xff", b"<svg/>"}


def test_no_password_key_or_session_is_in_it(archive):
	with zipfile.ZipFile(archive) as packed:
		whole = b"".join(packed.read(name) for name in packed.namelist())
	assert [secret for secret in SECRETS if secret.encode() in whole] == []


def test_it_says_which_passwords_to_enter_again(manifest):
	assert manifest["to_enter_again"] == [
		"Email Account Out: password",
		"User pat.norris@example.com: api_secret",
	]


def test_every_doctype_is_in_it_or_left_out_with_a_reason(sites, archive, manifest):
	local = sites.opened("pilot.localhost")
	tables = local.db.sql("select name from `tabDocType` where issingle = 0 and is_virtual = 0", pluck=True)
	left_out = manifest["left_out"]
	empty = {name for name in tables if not local.db.count(name)}
	assert set(tables) - set(manifest["tables"]) - set(left_out) <= empty
	assert all(entry["reason"] for entry in left_out.values())


def test_counts_are_those_of_the_tables(sites, archive, manifest):
	local = sites.opened("pilot.localhost")
	for table in ("Family", "Goal Score", "Comment", "Version", "School Concern"):
		assert manifest["tables"][table]["count"] == local.db.count(table) > 0


def test_what_the_apps_bring_stays_behind(archive, manifest):
	assert [row["name"] for row in rows(archive, "report")] == ["Mine"]
	assert not rows(archive, "workflow") and not rows(archive, "workspace") and not rows(archive, "role")
	assert "DocType" in manifest["left_out"]


def test_an_archive_is_never_written_over(sites, archive):
	from minibench.errors import ValidationError
	from minibench.handover import export_site

	sites.opened("pilot.localhost")
	before = archive.read_bytes()
	with pytest.raises(ValidationError, match="exists already"):
		export_site(str(archive))
	assert archive.read_bytes() == before


def test_a_doctype_that_people_made_is_named_and_refused(sites, tmp_path):
	from minibench.errors import ValidationError
	from minibench.handover import export_site

	local = sites.new("made.localhost")
	local.db.sql("update `tabDocType` set custom = 1 where name = 'Agency'")
	with pytest.raises(ValidationError, match=r"export-doctype.*or delete them, first: Agency"):
		export_site(str(tmp_path))
	assert list(tmp_path.iterdir()) == []


def test_a_value_that_is_no_date_is_named_and_nothing_is_left(sites, tmp_path):
	from minibench.errors import ValidationError
	from minibench.handover import export_site

	local = sites.new("dateless.localhost")
	local.db.sql("update `tabAgency` set creation = 'soon' where name = 'CAMHS'")
	with pytest.raises(ValidationError, match="Agency CAMHS: creation holds 'soon', which is no Datetime"):
		export_site(str(tmp_path))
	assert list(tmp_path.iterdir()) == []


VALUES = [
	(None, "Data", None),
	("", "Data", ""),
	("", "Date", None),
	(0, "Check", 0),
	(12, "Int", 12),
	(0.0, "Float", "0"),
	(-0.0, "Float", "0"),
	(0.1 + 0.2, "Float", "0.3"),
	(2 / 3, "Percent", "0.666666667"),
	(1200.5, "Currency", "1200.5"),
	(0.7, "Rating", "0.7"),
	(date(2026, 2, 28), "Date", "2026-02-28"),
	(datetime(2026, 2, 28, 9), "Datetime", "2026-02-28 09:00:00.000000"),
	(timedelta(hours=9, minutes=5), "Time", "09:05:00.000000"),
	("Zoë's ☂", "Data", "Zoë's ☂"),
]


@pytest.mark.parametrize(("value", "kind", "text"), VALUES)
def test_both_benches_write_a_value_alike(sites, value, kind, text):
	from earlyhelp.handover import canonical
	from minibench import handover

	assert handover.plain(value, kind) == canonical.plain(value, kind) == text


@pytest.mark.parametrize("row", [{}, {"name": "x"}, {"b": 1, "a": "Zoë", "c": "", "d": None}])
def test_both_benches_count_the_same_check_sum(sites, row):
	from earlyhelp.handover import canonical
	from minibench import handover

	assert handover.digest(row) == canonical.digest(row)
	assert handover.digest({**row, "name": "y"}) != canonical.digest(row)
