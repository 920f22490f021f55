"""What sort of file may be sent to an import, and what is said of one that may not."""

import datetime
import io
import random
import zipfile

import openpyxl
import pytest

from minibench import importfile
from minibench.errors import ValidationError


def workbook(*rows, **sheets):
	book = openpyxl.Workbook()
	for row in rows:
		book.active.append(row)
	for name, lines in sheets.items():
		sheet = book.create_sheet(name)
		for row in lines:
			sheet.append(row)
	out = io.BytesIO()
	book.save(out)
	return out.getvalue()


def changed(content, **parts):
	"""A workbook with parts put in place of its own."""
	out = io.BytesIO()
	with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
		for name in old.namelist():
			if name not in parts:
				new.writestr(name, old.read(name))
		for name, text in parts.items():
			new.writestr(name, text)
	return out.getvalue()


def refusal(name, content):
	with pytest.raises(ValidationError) as refused:
		importfile.read(name, content)
	return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_is_read_whatever_its_letters_and_its_separator(encoding, separator):
	text = separator.join(["Name", "Town"]) + "\r\n" + separator.join(["Zoë", '"a, b; c"']) + "\r\n\r\n"
	table = importfile.read("x.csv", text.encode(encoding))
	assert table.head == ["Name", "Town"]
	assert table.rows == [(2, ["Zoë", "a, b; c"])]


def test_a_workbook_gives_dates_numbers_and_truth_as_they_are_and_formulas_as_values():
	day = datetime.datetime(2026, 12, 31)
	content = workbook(["When", "How many", "Agreed", "Sum"], [day, 3, True, "=1+1"], [None], [None, 2.5])
	sheet = "xl/worksheets/sheet1.xml"
	with zipfile.ZipFile(io.BytesIO(content)) as package:
		text = package.read(sheet).decode().replace("<v />", "<v>2</v>").replace("<v></v>", "<v>2</v>")
	table = importfile.read("x.xlsx", changed(content, **{sheet: text}))
	assert table.rows == [(2, [day, 3, True, 2]), (4, [None, 2.5])]


def test_a_sheet_is_chosen_by_name():
	content = workbook(["a"], ["1"], Second=[["b"], ["2"]])
	assert importfile.read("x.xlsx", content).head == ["a"]
	table = importfile.read("x.xlsx", content, "Second")
	assert (table.head, table.sheets) == (["b"], ["Sheet", "Second"])


@pytest.mark.parametrize(
	("name", "content", "told"),
	[
		("x.csv", b"", "The file is empty"),
		("x.csv", b"\xef\xbb\xbf", "The file is empty"),
		("x.csv", b"\n\n ,, \n", "The file is empty"),
		("x.csv", b"Family\n", "only a row of headings"),
		("x.csv", b"\0\1\2 a,b", "not a CSV file"),
		("x.csv", b"\x81\x8d", "letters of the file cannot be read"),
		("x.csv", b"a\n" + b"x" * 200_000, "Line 2 of the file cannot be read"),
		("x.csv", b",".join([b"c"] * 1000) + b"\n1", "more than 300 columns"),
		("x.ods", b"PK", "Choose a CSV file or an Excel workbook"),
		("x.xlsm", b"PK", "Choose a CSV file or an Excel workbook"),
		("x.xlsx", b"Family\nA\n", "cannot be read as an Excel workbook"),
		("x.xlsx", workbook(["Family"]), "only a row of headings"),
		("x.xlsx", workbook(["c"] * 1000, ["1"] * 1000), "more than 300 columns"),
	],
)
def test_a_file_that_cannot_be_imported_is_refused_with_what_to_do(name, content, told):
	assert told in refusal(name, content)


def test_macros_are_refused_and_never_run():
	told = refusal("x.xlsx", changed(workbook(["a"], ["1"]), **{"xl/vbaProject.bin": "Sub Auto_Open()"}))
	assert "holds macros" in told


def test_a_package_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
	bomb = changed(workbook(["a"], ["1"]), **{"xl/media/big.xml": "0" * (importfile.MOST_UNPACKED + 1)})
	assert len(bomb) < 500_000
	assert "too much in this workbook" in refusal("x.xlsx", bomb)


def test_entities_that_grow_in_a_workbook_are_refused():
	lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
	words = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><worksheet>&l9;</worksheet>'
	content = changed(workbook(["a"], ["b"]), **{"xl/worksheets/sheet1.xml": words})
	assert "cannot be read" in refusal("x.xlsx", content)


def test_a_damaged_workbook_is_refused_wherever_the_damage_is():
	whole, dice = workbook(*[["Family", "Town"], *[[f"f{n}", "t"] for n in range(50)]]), random.Random(7)
	for _round in range(60):
		content = bytearray(whole)
		for _hit in range(20):
			content[dice.randrange(len(content))] = dice.randrange(256)
		try:
			importfile.read("x.xlsx", bytes(content))
		except ValidationError as refused:
			assert str(refused)


def test_a_sheet_that_claims_a_million_rows_is_read_as_far_as_it_goes():
	content = workbook(["a"], ["1"])
	sheet = "xl/worksheets/sheet1.xml"
	with zipfile.ZipFile(io.BytesIO(content)) as package:
		text = package.read(sheet).decode().replace('ref="A1:A2"', 'ref="A1:XFD1048576"')
	assert "XFD" in text
	assert importfile.read("x.xlsx", changed(content, **{sheet: text})).rows == [(2, ["1"])]
