"""Everything that belongs to one request, job or command: `frappe.local`, init, connect, destroy.

The namespace hangs on a context variable, so threads and tasks of one process never see each other's.
"""

import os
from contextvars import ContextVar

from minibench.errors import IncorrectSitePath


class _dict(dict):
	"""A dictionary whose keys are attributes too; a missing one is None."""

	__slots__ = ()
	__getattr__ = dict.get
	__setattr__ = dict.__setitem__
	__delattr__ = dict.__delitem__

	def __setstate__(self, state):
		dict.update(self, state)

	def __getstate__(self):
		return self

	def update(self, other=None, **kwargs):
		"""Update in place and return itself, as Frappe's does."""
		super().update(other or {}, **kwargs)
		return self

	def copy(self):
		return _dict(self)


_state: ContextVar[dict] = ContextVar("minibench.local")


class Local:
	"""Attribute access to the state of the current context; AttributeError outside of one."""

	__slots__ = ()

	def __getattr__(self, name):
		try:
			return _state.get()[name]
		except LookupError:
			raise AttributeError(f"frappe.local.{name}: no site is open in this context") from None

	def __setattr__(self, name, value):
		try:
			_state.get()[name] = value
		except LookupError:
			_state.set({name: value})

	def __delattr__(self, name):
		try:
			del _state.get()[name]
		except LookupError:
			raise AttributeError(name) from None


local = Local()


def init(site: str, sites_path: str = ".", force: bool = False, new_site: bool = False) -> None:
	"""Begin a context for a site. Raises IncorrectSitePath where there is no such site."""
	from minibench.config import get_site_config

	sites_path = os.path.abspath(sites_path)
	folder = os.path.join(sites_path, site)
	if not new_site and not os.path.exists(os.path.join(folder, "site_config.json")):
		raise IncorrectSitePath(f"{site} does not exist")
	destroy()
	_state.set(
		dict(
			site=site,
			sites_path=sites_path,
			site_path=folder,
			conf=get_site_config(sites_path, folder),
			flags=_dict(
				in_test=False, in_install=False, in_migrate=False, in_import=False, mute_messages=False
			),
			db=None,
			lang="en",
			request=None,
			request_ip=None,
			response=_dict(docs=[]),
			form_dict=_dict(),
			cookies=[],
			message_log=[],
			role_permissions={},
			request_cache={},
			document_cache={},
			session=_dict(user="Guest", sid="Guest", data=_dict()),
		)
	)


def connect(site: str | None = None, db_name: str | None = None, set_admin_as_user: bool = True) -> None:
	"""Open the site's database for this context (it is taken from a pool), as Administrator by default."""
	from minibench.database import Database

	if site:
		init(site)
	local.db = Database(os.path.join(local.site_path, "site.db"))
	if set_admin_as_user:
		set_user("Administrator")


def destroy() -> None:
	"""End the context: what is not committed is rolled back, the connection goes back to its pool."""
	state = _state.get(None)
	if not state:
		return
	if state.get("db") is not None:
		state["db"].close()
	_state.set({})


def set_user(username: str) -> None:
	"""Become a user: everything cached for the one before is dropped."""
	local.session.user = username
	local.session.sid = username
	local.session.data = _dict()
	local.form_dict = _dict()
	local.role_permissions = {}
	local.request_cache = {}


def get_site_path(*joins: str) -> str:
	return os.path.join(local.site_path, *joins)


def is_bound() -> bool:
	return bool(_state.get(None))
