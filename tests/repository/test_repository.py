"""What holds for the repository as a whole: sizes, lists and documents that must stay true."""

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import code_lines  # noqa: E402
import write_docs  # noqa: E402
import write_permissions  # noqa: E402

import minibench  # noqa: E402

minibench.activate()
from minibench import facade  # noqa: E402

RECORDED = json.loads((ROOT / "minibench" / "tests" / "frappe_15_92.json").read_text())
OFFERED = [(module, name) for module, names in facade.offered().items() for name in names]


def tracked(*endings: str) -> list[Path]:
	listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
	return [ROOT / line for line in listed.splitlines() if line.endswith(endings) and (ROOT / line).exists()]


@pytest.mark.parametrize("part", list(code_lines.parts()))
def test_each_part_stays_below_its_ceiling(part):
	lines, ceiling = code_lines.totals()[part]
	assert lines <= ceiling


def test_the_page_of_offered_names_is_what_the_list_says():
	assert write_docs.TARGET.read_text() == write_docs.text()


def test_the_page_of_permissions_is_what_the_tables_say():
	assert write_permissions.TARGET.read_text() == write_permissions.text()


@pytest.mark.parametrize(("module", "name"), OFFERED, ids=[f"{m}.{n}" for m, n in OFFERED])
def test_an_offered_name_is_there_and_is_frappes(module, name):
	assert f"{module}.{name}" in RECORDED, "15.92 has no such name"
	target = facade.offered()[module][name]
	if target.startswith("state:"):
		return
	value = facade.resolve(target)
	recorded = RECORDED[f"{module}.{name}"]
	if recorded is None or not callable(value) or inspect.isclass(value):
		return
	assert takes(value, recorded) == []


def takes(function, recorded: list[str]) -> list[str]:
	"""The parameters of Frappe's function that ours does not take."""
	try:
		own = inspect.signature(function).parameters
	except ValueError:
		return []
	kinds = {parameter.kind for parameter in own.values()}
	any_keyword = inspect.Parameter.VAR_KEYWORD in kinds
	return [name for name in recorded if not name.startswith("*") and name not in own and not any_keyword]


def test_importing_the_facade_opens_nothing_and_loads_no_heavy_library():
	code = (
		"import sys, minibench; minibench.activate(); import frappe; frappe.throw; frappe._dict;"
		"heavy = {'jinja2', 'pydantic', 'pypika', 'weasyprint', 'babel', 'openpyxl', 'werkzeug', 'sqlite3'};"
		"print(sorted(heavy & set(sys.modules)))"
	)
	answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
	assert answer.stdout.strip() == "[]"


def test_a_name_that_is_not_offered_says_so():
	import frappe

	from minibench.errors import NotOffered

	with pytest.raises(NotOffered, match=r"frappe\.no_such_name is not offered by minibench"):
		frappe.no_such_name  # noqa: B018
	with pytest.raises(NotOffered, match=r"frappe\.no_such_module"):
		__import__("frappe.no_such_module")


def test_the_app_knows_no_bench_and_the_bench_no_app():
	for path in tracked(".py", ".html", ".toml"):
		text = path.read_text()
		if path.is_relative_to(ROOT / "apps"):
			assert not re.search(r"^\s*(import|from) minibench\b", text, re.M), path
		if path.is_relative_to(ROOT / "minibench" / "minibench"):
			assert not re.search(r"earlyhelp|My Family Plan|Scaling Goal|TAC Meeting", text), path


def test_personal_data_is_fictional():
	for path in tracked(".py", ".csv", ".json", ".md", ".html"):
		text = path.read_text(errors="replace")
		for number in re.findall(r"\b0\d{4} \d{6}\b", text):
			assert number.startswith("01632 960"), (path, number)
		for address in re.findall(r"[\w.+-]+@[\w-]+\.[\w.]+", text):
			assert re.search(
				r"@([\w-]+\.)*(example\.(com|org|net)|[\w-]+\.(example|test|invalid|localhost))$",
				address.lower().rstrip("."),
			), (path, address)
