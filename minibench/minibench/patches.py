"""Patches of apps: patches.txt, its two sections, and the Patch Log that says what was run."""

from pathlib import Path

from minibench.apps import get_app_path, get_attr, get_installed_apps
from minibench.errors import NotOffered, ValidationError
from minibench.local import local

SECTIONS = ("pre_model_sync", "post_model_sync")


def get_patches(app: str) -> dict[str, list[str]]:
	"""{section: lines} of an app's patches.txt; ValidationError when a section is missing."""
	path = Path(get_app_path(app, "patches.txt"))
	found: dict[str, list[str]] = {}
	section = None
	for raw in path.read_text().splitlines() if path.exists() else ():
		line = raw.strip()
		if line.startswith("[") and line.endswith("]"):
			section = found.setdefault(line[1:-1], [])
		elif line and not line.startswith("#"):
			if section is None:
				section = found.setdefault("pre_model_sync", [])
			section.append(line)
	if found and set(found) != set(SECTIONS):
		raise ValidationError(f"{path}: the sections must be [pre_model_sync] and [post_model_sync]")
	return found or {name: [] for name in SECTIONS}


def _log(line: str) -> None:
	from minibench.document import get_doc

	get_doc({"doctype": "Patch Log", "patch": line}).insert(ignore_permissions=True)


def _executed() -> set[str]:
	return {row[0] for row in local.db.sql("select patch from `tabPatch Log` where skipped = 0")}


def mark_all(app: str) -> None:
	"""Mark every patch of an app as done: a new installation has nothing to repair."""
	done = _executed()
	for lines in get_patches(app).values():
		for line in lines:
			if line not in done:
				_log(line)


def run(section: str) -> list[str]:
	"""Run the pending patches of a section for all apps; each is committed with its log row."""
	done, ran = _executed(), []
	for app in get_installed_apps():
		for line in get_patches(app)[section]:
			if line in done:
				continue
			if line.startswith(("execute:", "finally:")):
				raise NotOffered(f"{app}/patches.txt: {line}")
			local.flags.in_patch = True
			try:
				get_attr(f"{line.split()[0]}.execute")()
			finally:
				local.flags.in_patch = False
			_log(line)
			local.db.commit()
			ran.append(line)
	return ran
