"""Tests on minibench: Frappe's FrappeTestCase, and the runner of `minibench run-tests`."""

import copy
import importlib
import unittest
from contextlib import contextmanager
from pathlib import Path

from minibench import apps
from minibench.documents import get_doc
from minibench.errors import ValidationError
from minibench.local import local


class FrappeTestCase(unittest.TestCase):
	"""What a class of tests writes is rolled back after its last test, as in Frappe: not after each."""

	maxDiff = 10_000

	@classmethod
	def setUpClass(cls):
		local.db.commit()
		cls.addClassCleanup(_restore_flags, copy.deepcopy(local.flags))
		cls.addClassCleanup(local.db.rollback)
		return super().setUpClass()

	@contextmanager
	def assertQueryCount(self, count):
		"""Fail when the block runs more statements than this."""
		queries, db = [], local.db
		plain = db.execute

		def counted(query, values=()):
			queries.append(query)
			return plain(query, values)

		db.execute = counted
		try:
			yield
		finally:
			del db.execute
		self.assertLessEqual(len(queries), count, msg="Queries executed: \n" + "\n\n".join(queries))


def _restore_flags(flags):
	local.flags, local.message_log, local.lang = flags, [], "en"


@contextmanager
def change_settings(doctype, settings_dict=None, /, commit=False, **settings):
	"""Change fields of a single doctype for the block (or decorated function), then put them back."""
	wanted = settings_dict or settings
	before = {key: get_doc(doctype).get(key) for key in wanted}
	try:
		_save_settings(doctype, wanted, commit)
		yield
	finally:
		_save_settings(doctype, before, commit)


def _save_settings(doctype, values, commit):
	get_doc(doctype).update(values).save(ignore_permissions=True)
	if commit:
		local.db.commit()


def test_modules(app: str) -> list[str]:
	"""The dotted paths of the `test_*.py` below the package of an installed app."""
	if app not in apps.get_installed_apps():
		raise ValidationError(f"App {app} is not installed on {local.site}")
	folder = Path(apps.get_app_path(app))
	found = sorted(folder.rglob("test_*.py"))
	return [".".join([app, *path.relative_to(folder).with_suffix("").parts]) for path in found]


def run(app: str | None = None, module: str | None = None) -> bool:
	"""Run tests on the open site; True when all passed. Calls the apps' `before_tests` hooks first."""
	local.flags.in_test = True
	chosen = [app] if app else [name for name in apps.get_installed_apps() if name != "frappe"]
	before_tests(chosen)
	paths = [module] if module else [path for name in chosen for path in test_modules(name)]
	loader = unittest.TestLoader()
	suites = [loader.loadTestsFromModule(importlib.import_module(path)) for path in paths]
	return unittest.TextTestRunner().run(unittest.TestSuite(suites)).wasSuccessful()


def before_tests(names: list[str]) -> None:
	for app in names:
		for path in apps.get_hooks("before_tests", app_name=app):
			apps.get_attr(path)()
	local.db.commit()
