"""The script, the Procfile, the configurations and the workflow of a Frappe bench: what can be held without one."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "bench.sh"
BRANCH = "earlyhelp-app"
PATH_IN_TEXT = re.compile(r"`((?:config|docs|scripts|sites|apps)/[\w./-]+|Procfile)`")
OWN_OF_A_BENCH = ("config/systemd", "sites/S/", "sites/NAME/")

# Stand-ins for the programs of a bench: each writes down how it was called; bench makes what the script goes on with.
FAKES = {
	"id": 'echo "${FAKE_ID:-1000}"',
	"bench": (
		'echo "bench $*" >>"$CALLS"\n'
		'[ "$1" = init ] || exit 0\n'
		'read -r answer && echo "somebody answered $answer" >>"$CALLS"\n'
		'for folder; do :; done; mkdir -p "$folder/config" "$folder/sites" "$folder/env/bin" "$folder/logs"\n'
		'cp "$(dirname "$0")/env-python" "$folder/env/bin/python"; touch "$folder/config/redis_cache.conf"\n'
		'echo \'{"webserver_port": 8001, "live_reload": true}\' >"$folder/sites/common_site_config.json"\n'
	),
	"env-python": f'echo "python $*" >>"$CALLS"; [ "$1" != - ] || exec {sys.executable} "$@"',
	"crontab": '[ "$1" = -l ] || { echo "crontab"; cat; } >>"$CALLS"',
	**dict.fromkeys(("node", "yarn", "redis-server", "service", "apt-get"), "exit 0"),
}


def tracked(*arguments: str) -> list[str]:
	listed = subprocess.run(
		["git", "ls-files", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
	).stdout
	return [line for line in listed.splitlines() if (ROOT / line).is_file()]


SHELL = [
	name
	for name in tracked()
	if name.endswith(".sh") or (ROOT / name).read_bytes()[:40].startswith(b"#!/usr/bin/env bash")
]


@pytest.fixture
def run(tmp_path):
	"""Runs the script among stand-ins; answers the finished process and what they wrote down."""
	programs = tmp_path / "programs"
	programs.mkdir()
	for name, body in FAKES.items():
		(programs / name).write_text(f"#!/bin/sh\n{body}\n")
		(programs / name).chmod(0o755)
	calls = tmp_path / "calls"
	calls.touch()
	environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(tmp_path), "CALLS": str(calls)}

	def call(script: Path, *arguments: str, **more: str):
		command = [str(script), *arguments]
		answer = subprocess.run(
			command, env=environment | more, input="y\n", capture_output=True, text=True, timeout=60
		)
		return answer, calls.read_text().splitlines()

	return call


@pytest.fixture
def clone(tmp_path):
	"""A clone of this repository as it was last committed."""
	folder = tmp_path / "clone"
	subprocess.run(["git", "clone", "-q", f"file://{ROOT}", str(folder)], check=True)
	return folder


@pytest.mark.parametrize("name", SHELL)
def test_a_shell_script_parses_and_shellcheck_finds_nothing(name):
	subprocess.run(["bash", "-n", name], cwd=ROOT, check=True)
	found = subprocess.run(
		[str(Path(sys.executable).parent / "shellcheck"), "-x", name],
		cwd=ROOT,
		capture_output=True,
		text=True,
	)
	assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize(
	("arguments", "said"),
	[
		([], "I do not know ''."),
		(["remove"], "I do not know 'remove'."),
		(["machine"], "I do not know 'machine'."),
		(["make", "bench"], "make needs a FOLDER and a SITE."),
		(["make", "bench", "../x"], "SITE is a name of letters, digits, dots and dashes, not '../x'."),
		(["machine", "earlyhelp"], "'machine' changes the machine: run it with sudo."),
		(["production", "bench", "a.b", "c", "k"], "'production' changes the machine: run it with sudo."),
	],
)
def test_a_wrong_call_is_told_in_one_sentence(arguments, said, run):
	answer, calls = run(SCRIPT, *arguments)
	assert (answer.returncode, answer.stderr.splitlines()[-1], calls) == (1, said, [])


def test_root_makes_no_bench(run):
	answer, calls = run(SCRIPT, "make", "bench", "a.localhost", FAKE_ID="0")
	assert (answer.returncode, calls) == (1, [])
	assert answer.stderr == "'make' is for the user who runs the bench, never for root.\n"


def test_a_folder_that_is_there_is_left_alone(run, tmp_path):
	kept = tmp_path / "bench" / "a-year-of-work"
	kept.parent.mkdir()
	kept.touch()
	answer, calls = run(SCRIPT, "make", str(kept.parent), "a.localhost")
	assert (answer.returncode, calls, kept.exists()) == (1, [], True)
	assert "is there already" in answer.stderr


def test_making_asks_bench_in_order_and_answers_none_of_its_questions(run, clone, tmp_path):
	folder = tmp_path / "new"
	answer, calls = run(
		clone / "scripts" / "bench.sh", "make", str(folder), "a.localhost", "--db-type", "mariadb"
	)
	assert answer.returncode == 0, answer.stderr
	steps = [call.split() for call in calls if call.startswith("bench ")]
	assert [step[1] for step in steps] == ["init", "get-app", "new-site", "--site", "--site", "--site"]
	assert steps[0][2:] == ["--no-procfile", "--no-backups", "--frappe-branch", "version-15", str(folder)]
	assert steps[1][2:] == ["--branch", BRANCH, f"file://{clone}"]
	assert steps[2][3:] == ["--db-type", "mariadb", "--install-app", "earlyhelp", "--set-default"]
	assert [step[2:4] for step in steps[3:]] == [["a.localhost", "execute"]] * 3
	done = [step[4].rsplit(".", 1)[-1] for step in steps[3:]]
	assert done == ["setup_complete", "truncate", "sync_jobs"]
	assert not [call for call in calls if "somebody answered" in call]
	assert any("backup --with-files" in call for call in calls[calls.index("crontab") :])
	assert "127.0.0.1:8001" in (folder / "Procfile").read_text()
	config = json.loads((folder / "sites" / "common_site_config.json").read_text())
	assert (config["webserver_port"], config["live_reload"]) == (8001, False)


def test_the_release_branch_is_an_app_that_pip_builds_and_git_keeps_clean(run, clone, tmp_path):
	answer, _calls = run(clone / "scripts" / "bench.sh", "release")
	assert answer.returncode == 0, answer.stderr
	app = tmp_path / "app"
	subprocess.run(["git", "clone", "-q", "--branch", BRANCH, f"file://{clone}", str(app)], check=True)
	for name in (
		"pyproject.toml",
		"README.md",
		"LICENSE",
		*(f"earlyhelp/{n}" for n in ("hooks.py", "modules.txt")),
	):
		assert (app / name).is_file(), name
	assert (app / "earlyhelp" / "patches.txt").is_file()
	assert (app / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
	wheel = [
		sys.executable,
		"-m",
		"pip",
		"wheel",
		"--quiet",
		"--no-deps",
		"-w",
		str(tmp_path / "wheels"),
		str(app),
	]
	built = subprocess.run(wheel, capture_output=True, text=True, check=False)
	if "No matching distribution" in built.stderr and os.environ.get("REQUIRE_E2E") != "1":
		pytest.skip("no package index within reach")
	assert built.returncode == 0, built.stderr
	# what running and installing leave behind must not stand in the way of `bench update`
	subprocess.run(
		[sys.executable, "-m", "compileall", "-q", str(app / "earlyhelp" / "hooks.py")], check=True
	)
	(app / "earlyhelp.egg-info").mkdir()
	(app / "earlyhelp.egg-info" / "PKG-INFO").touch()
	left = subprocess.run(
		["git", "status", "--porcelain"], cwd=app, capture_output=True, text=True, check=True
	)
	assert left.stdout == ""


def test_the_procfile_runs_everything_on_this_machine_only():
	lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
	assert list(lines) == ["redis_cache", "redis_queue", "web", "socketio", "schedule", "worker"]
	assert "--bind 127.0.0.1:8000 " in lines["web"]
	for name, command in lines.items():
		assert command.split()[0] in ("redis-server", "env/bin/gunicorn", "bench"), name


def test_what_the_documents_name_is_there():
	for page in (
		"docs/operating.md",
		"docs/bench.md",
		"docs/growth.md",
		"config/README.md",
		"sites/README.md",
	):
		text = (ROOT / page).read_text()
		for name in PATH_IN_TEXT.findall(text):
			assert name.startswith(OWN_OF_A_BENCH) or (ROOT / name).exists(), (page, name)
		for target in re.findall(r"\]\(([^)#:]+)\)", text):
			assert (ROOT / page).parent.joinpath(target).exists(), (page, target)
	named = (ROOT / "config" / "README.md").read_text()
	assert all(path.name in named for path in (ROOT / "config").glob("m*"))


def test_web_server_and_service_of_the_embedded_bench_name_one_port_and_options_it_knows():
	service = (ROOT / "config" / "minibench.service").read_text()
	command = re.search(r"^ExecStart=(.+)$", service, re.M)[1].split()
	folder = re.search(r"^WorkingDirectory=(.+)$", service, re.M)[1]
	assert command[0] == f"{folder}/.venv/bin/minibench"
	assert f"ReadWritePaths={folder}/sites" in service
	port = command[command.index("--port") + 1]
	assert f"server 127.0.0.1:{port} " in (ROOT / "config" / "minibench.nginx.conf").read_text()
	asked = [sys.executable, "-c", "from minibench.commands import main; main()", *command[1:], "--help"]
	assert subprocess.run(asked, capture_output=True, text=True, check=False).returncode == 0


def test_the_workflow_pins_what_it_uses_and_runs_what_is_there():
	text = (ROOT / ".github" / "workflows" / "tests.yml").read_text()
	used = re.findall(r"uses: (.+)", text)
	assert used and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one) for one in used), (
		used
	)
	for name in re.findall(r"run: (\S+)", text) + re.findall(r"^ +(scripts/\S+)", text, re.M):
		if "/" in name:
			assert os.access(ROOT / name, os.X_OK), name
