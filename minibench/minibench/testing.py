"""Tests on minibench: Frappe's FrappeTestCase, and what comes before them."""

import copy
import unittest
from contextlib import contextmanager

from minibench import apps
from minibench.documents import get_doc
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


def before_tests(names: list[str]) -> None:
	for app in names:
		for path in apps.get_hooks("before_tests", app_name=app):
			apps.get_attr(path)()
	local.db.commit()
