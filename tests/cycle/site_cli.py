"""A site by the command line of its bench: a minibench of its own, or a site of the Frappe bench in FRAPPE_BENCH."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
MINIBENCH = "from minibench.commands import main; main()"


@dataclass
class Site:
	"""One site; `python` is the bench's interpreter, `command` what its command line begins with."""

	name: str
	sites: Path
	python: str
	command: list[str]
	kind: str = "minibench"

	def run(self, *arguments: str) -> str:
		"""What the command printed; a command that fails fails the test with its last words."""
		done = subprocess.run([*self.command, *arguments], cwd=self.sites, capture_output=True, text=True)
		assert done.returncode == 0, f"{arguments}: {(done.stdout + done.stderr)[-2000:]}"
		return done.stdout

	def uninstall(self, app: str) -> None:
		self.run("uninstall-app", app, "--yes", *(["--no-backup"] if self.kind == "frappe" else []))

	def look(self, app: str) -> dict:
		"""What the site holds, as look.py gives it."""
		script = [self.python, str(HERE / "look.py"), self.kind, self.name, app]
		done = subprocess.run(script, cwd=self.sites, capture_output=True, text=True)
		assert done.returncode == 0, done.stderr[-2000:]
		return json.loads(done.stdout.splitlines()[-1])


def make_site(sites: Path) -> Site:
	"""A Frappe site that has none of the apps, where FRAPPE_BENCH and FRAPPE_SITE name one; else a new minibench."""
	if os.environ.get("FRAPPE_BENCH"):
		bench, name = Path(os.environ["FRAPPE_BENCH"]), os.environ["FRAPPE_SITE"]
		python = str(bench / "env" / "bin" / "python")
		command = [python, "-m", "frappe.utils.bench_helper", "frappe", "--site", name]
		return Site(name, bench / "sites", python, command, "frappe")
	(sites / "apps.txt").write_text("frappe\nearlyhelp\ncontractapp\n")
	command = [sys.executable, "-c", MINIBENCH, "--sites-path", str(sites), "--site", "cycle.localhost"]
	site = Site("cycle.localhost", sites, sys.executable, command)
	site.run("new-site", site.name, "--admin-password", "admin")
	return site
