"""What pip makes of the project: dependencies that resolve, and wheels that hold what they should."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
APP = HERE.parents[1] / "apps" / "earlyhelp" / "pyproject.toml"


def pip(*arguments: str) -> subprocess.CompletedProcess:
	"""Run pip; skip where no package index is within reach, unless nothing may be left out."""
	command = [sys.executable, "-m", "pip", *arguments]
	answer = subprocess.run(command, capture_output=True, text=True, check=False)
	if "No matching distribution" in answer.stderr and os.environ.get("REQUIRE_E2E") != "1":
		pytest.skip("no package index within reach")
	return answer


def test_the_dependencies_of_the_app_resolve_under_frappes_pins():
	wanted = tomllib.loads(APP.read_text())["project"]["dependencies"]
	assert all(any(sign in one for sign in "<>=~") for one in wanted), "each needs a range"
	pins = str(HERE / "frappe_15_pins.txt")
	answer = pip("install", "--dry-run", "--ignore-installed", "--quiet", "-c", pins, *wanted)
	assert answer.returncode == 0, answer.stderr


def test_no_wheel_holds_a_package_frappe_and_the_facade_is_in_it_all_the_same(tmp_path):
	answer = pip("wheel", "--quiet", "--no-deps", "-w", str(tmp_path), str(APP.parents[2] / "minibench"))
	assert answer.returncode == 0, answer.stderr
	with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
		names = wheel.namelist()
	assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {
		"minibench",
		"minibench_facade",
	}
	assert "minibench_facade/frappe/offered.toml" in names
