"""Patches of apps: patches.txt, its two sections, and the Patch Log that says what was run."""

from configparser import ConfigParser, Error
from pathlib import Path

from minibench.apps import get_app_path, get_attr, get_installed_apps
from minibench.errors import NotOffered, ValidationError
from minibench.local import local
from minibench.logrows import add_row

SECTIONS = ("pre_model_sync", "post_model_sync")


def get_patches(app: str) -> dict[str, list[str]]:
	"""{section: lines} of an app's patches.txt; ValidationError when a section is missing."""
	path = Path(get_app_path(app, "patches.txt"))
	if not path.exists():
		return {name: [] for name in SECTIONS}
	parser = ConfigParser(allow_no_value=True, delimiters="\n", interpolation=None)
	parser.optionxform = str
	try:
		parser.read(path)
	except Error as error:
		raise ValidationError(f"{path}: {error}") from None
	if sorted(parser.sections()) != sorted(SECTIONS):
		raise ValidationError(f"{path}: the sections must be [pre_model_sync] and [post_model_sync]")
	return {name: list(parser[name]) for name in SECTIONS}


def _pending(app: str, section: str) -> list[str]:
	done = set(local.db.sql("select patch from `tabPatch Log` where skipped = 0", pluck=True))
	return [line for line in get_patches(app)[section] if line not in done]


def mark_all(app: str) -> None:
	"""Mark every patch of an app as done: a new installation has nothing to repair."""
	for section in SECTIONS:
		for line in _pending(app, section):
			add_row("Patch Log", patch=line)


def run(section: str) -> None:
	"""Run the pending patches of a section for all apps; each is committed with its log row."""
	for app in get_installed_apps():
		for line in _pending(app, section):
			if line.startswith(("execute:", "finally:")):
				raise NotOffered(f"{app}/patches.txt: {line}")
			local.flags.in_patch = True
			try:
				get_attr(f"{line.split()[0]}.execute")()
			finally:
				local.flags.in_patch = False
			add_row("Patch Log", patch=line)
			local.db.commit()
