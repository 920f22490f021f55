"""Passwords: argon2id for signing in, Fernet for Password fields; both in the table `__Auth`."""

import os
from functools import cache

from minibench.config import update_site_config
from minibench.errors import AuthenticationError, ValidationError
from minibench.local import local
from minibench.messages import throw
from minibench.translate import _

_TABLE = """create table if not exists `__Auth` (
	doctype text not null, name text not null collate nocase, fieldname text not null,
	password text not null, encrypted integer not null default 0,
	primary key (doctype, name, fieldname)) without rowid"""
_READ = (
	"select name, password from `__Auth` where doctype = ? and name = ? and fieldname = ? and encrypted = ?"
)
_WRITE = (
	"insert or replace into `__Auth` (doctype, name, fieldname, password, encrypted) values (?, ?, ?, ?, ?)"
)
MAX_LENGTH = 512


def create_auth_table() -> None:
	"""The tables that signing in needs: this one and that of the sessions."""
	from minibench.web.sessions import create_session_table

	local.db.execute(_TABLE)
	create_session_table()


@cache
def _hasher():
	"""argon2id with 19 MiB, two passes and one lane, the least that OWASP advises."""
	from argon2 import PasswordHasher

	return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash() -> str:
	return _hasher().hash("nobody has this password")


@cache
def _lane():
	"""Two hashes at a time, in threads of their own: each takes 19 MiB, which many threads would all keep."""
	from concurrent.futures import ThreadPoolExecutor

	return ThreadPoolExecutor(2, "hashing")


os.register_at_fork(after_in_child=_lane.cache_clear)


def hash_password(pwd: str) -> str:
	return _lane().submit(_hasher().hash, pwd[:MAX_LENGTH]).result()


def stored_hash(user: str, doctype: str = "User", fieldname: str = "password") -> tuple[str, str] | None:
	"""(name in its stored spelling, hash), or None."""
	return local.db.execute(_READ, (doctype, user, fieldname, 0)).fetchone()


def verify(stored: str | None, pwd: str) -> bool:
	"""Compare with a stored hash. Without one it takes just as long, so that time tells nobody who exists."""
	from argon2.exceptions import InvalidHashError, VerificationError

	try:
		return (
			_lane().submit(_hasher().verify, stored or _nobodys_hash(), pwd).result() and stored is not None
		)
	except (VerificationError, InvalidHashError):
		return False


def check_password(
	user: str, pwd: str, doctype="User", fieldname="password", delete_tracker_cache=True
) -> str:
	"""The user's name as stored. Raises AuthenticationError when the password is wrong or nobody is there."""
	found = stored_hash(user, doctype, fieldname)
	if not verify(found and found[1], pwd[:MAX_LENGTH]):
		raise AuthenticationError(_("Incorrect User or Password"))
	return found[0]


def update_password(
	user: str, pwd: str, doctype="User", fieldname="password", logout_all_sessions: bool = False
) -> None:
	"""Store a new password; a person's other sessions end with the old one."""
	store_hash(user, hash_password(pwd), doctype, fieldname)


def store_hash(user: str, hashed: str, doctype: str = "User", fieldname: str = "password") -> None:
	"""The part of `update_password` that needs the write lock: hash before, with `hash_password`."""
	local.db.execute(_WRITE, (doctype, user, fieldname, hashed, 0))
	if doctype == "User":
		from minibench.web.sessions import clear_sessions

		clear_sessions(user, keep_current=True)


def set_encrypted_password(doctype: str, name: str, pwd: str, fieldname: str = "password") -> None:
	local.db.execute(_WRITE, (doctype, name, fieldname, encrypt(pwd), 1))


def get_decrypted_password(
	doctype: str, name: str, fieldname: str = "password", raise_exception: bool = True
):
	"""The plain text of a Password field; None without one, or ValidationError with `raise_exception`."""
	found = local.db.execute(_READ, (doctype, name, fieldname, 1)).fetchone()
	if found:
		return decrypt(found[1])
	if raise_exception:
		throw(_("Password not found for {0} {1} {2}").format(doctype, name, fieldname))
	return None


def remove_encrypted_password(doctype: str, name: str, fieldname: str = "password") -> None:
	where = "doctype = ? and name = ? and fieldname = ?"
	local.db.execute(f"delete from `__Auth` where {where}", (doctype, name, fieldname))


def get_encryption_key() -> str:
	"""The site's key for Password fields; made on first use."""
	if not local.conf.encryption_key:
		from cryptography.fernet import Fernet

		update_site_config("encryption_key", Fernet.generate_key().decode())
	return local.conf.encryption_key


def encrypt(txt: str) -> str:
	return _cipher().encrypt(txt.encode()).decode()


def decrypt(txt: str) -> str:
	"""Raises ValidationError when the text was encrypted under another key."""
	from cryptography.fernet import InvalidToken

	try:
		return _cipher().decrypt(txt.encode()).decode()
	except InvalidToken:
		raise ValidationError(
			"This was encrypted with another encryption key: put the old encryption_key into site_config.json"
		) from None


def _cipher():
	from cryptography.fernet import Fernet

	try:
		return Fernet(get_encryption_key().encode())
	except ValueError:
		raise ValidationError("Encryption key is in invalid format!") from None
