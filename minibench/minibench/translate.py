"""Translations: `_`, read from each app's locale/<language>.po and translations/<language>.csv."""

import csv
import re
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from minibench import apps
from minibench.local import is_bound, local
from minibench.utils.html import is_html, strip_html

# a language comes from the request too, and becomes part of a file's name
LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$")


def _(msg: str, lang: str | None = None, context: str | None = None) -> str:
	"""The message in the language of the request; itself where there is no translation."""
	lang = lang or (getattr(local, "lang", None) if is_bound() else None)
	known = get_all_translations(lang) if lang else None
	if not known:
		return msg
	key = (strip_html(msg) if is_html(msg) else str(msg or "")).strip()
	return (context and known.get(f"{key}:{context}")) or known.get(key) or msg


def get_all_translations(lang: str) -> dict[str, str]:
	"""{message: translation} of all installed apps; "message:context" comes before "message"."""
	if not LANGUAGE.match(lang) or not is_bound() or not local.db:
		return {}
	return _of_apps(lang, tuple(apps.get_installed_apps()))


@lru_cache(maxsize=32)
def _of_apps(lang: str, installed: tuple[str, ...]) -> dict[str, str]:
	parent = lang.replace("_", "-").partition("-")[0]
	known = {}
	for language in dict.fromkeys((parent, lang)):
		for app in installed:
			known |= _read_csv(Path(apps.get_app_path(app, "translations", f"{language}.csv")))
			known |= _read_po(Path(apps.get_app_path(app, "locale", f"{language.replace('-', '_')}.po")))
	return known


def _read_po(path: Path) -> dict[str, str]:
	if not path.exists():
		return {}
	from babel.messages.pofile import read_po

	with path.open("rb") as file:
		messages = [m for m in read_po(file) if m.id and m.string and isinstance(m.id, str) and not m.fuzzy]
	return {f"{m.id}:{m.context}" if m.context else m.id: m.string for m in messages}


def _read_csv(path: Path) -> dict[str, str]:
	if not path.exists():
		return {}
	with path.open(newline="", encoding="utf-8") as file:
		rows = [row for row in csv.reader(file) if len(row) in (2, 3)]
	return {":".join([row[0], *(context for context in row[2:] if context)]): row[1].strip() for row in rows}


def forget() -> None:
	"""Drop what was read: after an app was installed or its files changed."""
	_of_apps.cache_clear()


@contextmanager
def print_language(language: str | None):
	"""Within it, texts and dates are in this language."""
	before = local.lang
	local.lang = language if language and LANGUAGE.match(language) else before
	try:
		yield
	finally:
		local.lang = before
