"""What `./start` refuses and what it leaves alone, with a bench that only writes down what it is asked."""

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECTS = ("minibench", "apps/earlyhelp")
BENCH = '#!/bin/sh\necho "$*" >>asked\ncase "$*" in *new-site*) mkdir -p "sites/$4" ;; esac\n'


@pytest.fixture
def copy(tmp_path):
	"""A copy of what ./start reads, in which everything seems to be installed."""
	for name in ("start", "scripts/environment.sh", *(f"{project}/pyproject.toml" for project in PROJECTS)):
		(tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
		shutil.copy(ROOT / name, tmp_path / name)
	venv = tmp_path / ".venv"
	(venv / "bin").mkdir(parents=True)
	(venv / "bin" / "python").symlink_to(sys.executable)
	(venv / "bin" / "minibench").write_text(BENCH)
	(venv / "bin" / "minibench").chmod(0o755)
	listed = "cat minibench/pyproject.toml apps/earlyhelp/pyproject.toml scripts/environment.sh | cksum"
	(venv / "installed").write_text(subprocess.check_output(listed, shell=True, cwd=tmp_path, text=True))
	(tmp_path / "sites").mkdir()
	return tmp_path


def start(copy, *arguments):
	command = ["./start", "--port", "64997", *arguments]
	environment = {"PATH": "/usr/bin:/bin", "PYTHON": sys.executable}
	return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=30)


def asked(copy):
	words = (copy / "asked").read_text().split() if (copy / "asked").exists() else []
	return [word for word in words if word in ("new-site", "install-app", "load-demo", "migrate", "serve")]


@pytest.mark.parametrize(
	("arguments", "said"),
	[
		(["--port"], "--port needs a number from 1 to 65535, not ''."),
		(["--port", "abc"], "--port needs a number from 1 to 65535, not 'abc'."),
		(["--port", "0"], "--port needs a number from 1 to 65535, not '0'."),
		(["--port", "65536"], "--port needs a number from 1 to 65535, not '65536'."),
		(["--site"], "--site needs a name of letters, digits, dots and dashes, not ''."),
		(["--site", "../x"], "--site needs a name of letters, digits, dots and dashes, not '../x'."),
		(["8001"], "I do not know the option 8001."),
	],
)
def test_a_wrong_argument_is_told_in_one_sentence(arguments, said, copy):
	answer = start(copy, *arguments)
	assert (answer.returncode, answer.stderr.splitlines()[-1]) == (1, said)
	assert asked(copy) == []


def test_a_new_site_is_made_once_and_served(copy):
	answer = start(copy)
	assert answer.returncode == 0, answer.stderr
	assert asked(copy) == ["new-site", "install-app", "load-demo", "serve"]
	assert answer.stderr.splitlines()[-1] == "Early Help: http://127.0.0.1:64997   (stop with Ctrl C)"
	(copy / "asked").unlink()
	start(copy)
	assert asked(copy) == ["serve"]


def test_a_site_that_somebody_made_by_hand_is_left_alone(copy):
	kept = copy / "sites" / "pilot.localhost" / "site.db"
	kept.parent.mkdir()
	kept.write_text("a year of work")
	answer = start(copy, "--site", "pilot.localhost")
	assert (answer.returncode, asked(copy), kept.read_text()) == (1, [], "a year of work")
	assert "left alone" in answer.stderr


def test_what_a_broken_start_left_is_made_anew(copy):
	(copy / "sites" / "early-help.localhost").mkdir()
	(copy / "sites" / ".making-early-help.localhost").touch()
	assert start(copy).returncode == 0
	assert asked(copy)[0] == "new-site"
	assert not (copy / "sites" / ".making-early-help.localhost").exists()


@pytest.mark.parametrize("name", ["look_up.csv", "patches.txt", "hooks.py", "a.json"])
def test_changed_code_brings_the_site_up_to_date(name, copy):
	start(copy)
	(copy / "asked").unlink()
	(copy / "apps" / name).touch()
	start(copy)
	assert asked(copy) == ["migrate", "serve"]


def test_a_site_that_is_being_served_is_not_reset(copy):
	start(copy, "--no-demo")
	lock = copy / "sites" / "early-help.localhost" / "locks" / "worker.lock"
	lock.parent.mkdir(exist_ok=True)
	with open(lock, "a+") as held:
		fcntl.flock(held, fcntl.LOCK_EX)
		answer = start(copy, "--reset", "--no-demo")
		assert (answer.returncode, "is being served: stop that first" in answer.stderr) == (1, True)
		assert lock.exists()
	assert start(copy, "--reset", "--no-demo").returncode == 0
	assert not lock.exists()
