"""Tests on minibench: Frappe's FrappeTestCase, and the runner of `minibench run-tests`."""

import copy
import importlib
import unittest
from contextlib import contextmanager
from pathlib import Path

from minibench import apps
from minibench.errors import ValidationError
from minibench.local import local, set_user


class FrappeTestCase(unittest.TestCase):
	"""What a class of tests writes is rolled back after its last test, as in Frappe: not after each."""

	TEST_SITE = "test_site"
	maxDiff = 10_000

	@classmethod
	def setUpClass(cls):
		cls.TEST_SITE = local.site
		local.db.commit()
		cls.addClassCleanup(_restore_flags, copy.deepcopy(local.flags))
		cls.addClassCleanup(local.db.rollback)
		return super().setUpClass()

	def assertDocumentEqual(self, expected, actual):
		"""Compare the fields that `expected` names, child rows in order."""
		expected = expected.as_dict() if hasattr(expected, "as_dict") else expected
		for field, value in expected.items():
			found = actual.get(field)
			if isinstance(value, list):
				self.assertEqual(len(value), len(found), msg=f"{field} length should be same")
				for wanted, row in zip(value, found, strict=True):
					self.assertDocumentEqual(wanted, row)
			elif isinstance(value, float):
				self.assertAlmostEqual(
					value, found, places=actual.precision(field), msg=f"{field} should be same."
				)
			elif isinstance(value, bool | int):
				self.assertEqual(value, int(found or 0), msg=f"{field} should be same.")
			else:
				same_kind = isinstance(value, str) or value is None
				self.assertEqual(
					value if same_kind else str(value), found if same_kind else str(found), msg=field
				)

	@contextmanager
	def assertQueryCount(self, count):
		"""Fail when the block runs more statements than this."""
		queries = []
		connection = local.db
		plain = connection.execute

		def counted(query, values=()):
			queries.append(query)
			return plain(query, values)

		connection.execute = counted
		try:
			yield
		finally:
			del connection.execute
		self.assertLessEqual(len(queries), count, msg="Queries executed: \n" + "\n\n".join(queries))

	@contextmanager
	def set_user(self, user):
		"""Be another person inside the block."""
		before = local.session.user
		try:
			set_user(user)
			yield
		finally:
			set_user(before)


def _restore_flags(flags):
	local.flags = flags
	local.error_log, local.message_log = [], []
	local.lang = "en"


@contextmanager
def change_settings(doctype, settings_dict=None, /, commit=False, **settings):
	"""Change fields of a single doctype for the block (or decorated function), then put them back."""
	from minibench.document import get_doc

	wanted = settings_dict or settings
	before = {key: get_doc(doctype).get(key) for key in wanted}
	try:
		_save_settings(doctype, wanted, commit)
		yield
	finally:
		_save_settings(doctype, before, commit)


def _save_settings(doctype, values, commit):
	from minibench.document import get_doc

	doc = get_doc(doctype)
	doc.update(values)
	doc.save(ignore_permissions=True)
	if commit:
		local.db.commit()


def test_modules(app: str) -> list[str]:
	"""The dotted paths of the `test_*.py` below an app's package."""
	folder = Path(apps.get_app_path(app))
	found = sorted(folder.rglob("test_*.py"))
	return [".".join([app, *path.relative_to(folder).with_suffix("").parts]) for path in found]


def _wanted_modules(app, module, doctype) -> list[str]:
	if module:
		return [module]
	if doctype:
		from minibench.meta import get_meta

		name, owner = apps.scrub(doctype), apps.get_module_app(get_meta(doctype).module)
		return [f"{owner}.{apps.scrub(get_meta(doctype).module)}.doctype.{name}.test_{name}"]
	if app and app not in apps.get_installed_apps():
		raise ValidationError(f"App {app} is not installed on {local.site}")
	chosen = [app] if app else [name for name in apps.get_installed_apps() if name != "frappe"]
	return [path for name in chosen for path in test_modules(name)]


def run(app=None, module=None, doctype=None, names=(), failfast=False) -> bool:
	"""Run tests on the open site; True when all passed. Calls the apps' `before_tests` hooks first."""
	local.flags.in_test = True
	before_tests([app] if app else apps.get_installed_apps())
	suite = unittest.TestSuite()
	loader = unittest.TestLoader()
	if names:
		loader.testNamePatterns = [f"*.{name}" for name in names]
	for path in _wanted_modules(app, module, doctype):
		suite.addTests(loader.loadTestsFromModule(importlib.import_module(path)))
	return unittest.TextTestRunner(failfast=failfast, verbosity=1).run(suite).wasSuccessful()


def before_tests(names: list[str]) -> None:
	for app in names:
		for path in apps.get_hooks("before_tests", app_name=app):
			apps.get_attr(path)()
	local.db.commit()
