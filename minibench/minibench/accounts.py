"""Passwords that may be chosen, and the links by which people set a first or a forgotten one."""

import hashlib
import secrets

from minibench.core.records import STANDARD_USERS
from minibench.errors import PermissionError, ValidationError
from minibench.jinja import render_template
from minibench.local import local
from minibench.mail import sendmail
from minibench.messages import throw
from minibench.translate import _
from minibench.utils.data import get_url
from minibench.utils.dates import date_diff, get_datetime, now, now_datetime, nowdate

SHORTEST = 10
COMMON = ("password", "passwort", "qwerty", "letmein", "welcome", "iloveyou", "administrator", "0123456789")


def check_strength(pwd: str, personal=()) -> None:
	"""Raise ValidationError for a password that is short, common or made of the user's own data."""
	text = pwd.lower()
	if len(pwd) < SHORTEST:
		throw(_("A password needs at least {0} characters.").format(SHORTEST), ValidationError)
	if len(set(text)) < 5 or text in "abcdefghijklmnopqrstuvwxyz" or text in "01234567890123456789":
		throw(_("This password is too easy to guess."), ValidationError)
	words = " ".join(value.lower().split("@")[0] for value in personal if value).split()
	own = [word for word in words if len(word) > 3]
	rest = text
	for word in (*COMMON, *own):
		rest = rest.replace(word, "")
	if len(rest) < SHORTEST // 2:
		throw(_("This password is too close to a common one or to your name."), ValidationError)


def _hashed(key: str) -> str:
	return hashlib.sha256(key.encode()).hexdigest()


def make_reset_link(user: str) -> str:
	"""A link that lets its holder set the password of a user once; earlier links stop working."""
	key = secrets.token_urlsafe(32)
	values = {"reset_password_key": _hashed(key), "last_reset_password_key_generated_on": now()}
	local.db.set_value("User", user, values, update_modified=False)
	return get_url(f"/update-password?key={key}", allow_header_override=False)


def user_of_key(key: str) -> str:
	"""The user whom a link belongs to. Raises PermissionError when it is unknown, used or too old."""
	fields = ["name", "last_reset_password_key_generated_on as made", "enabled"]
	wanted = {"reset_password_key": _hashed(key or "")}
	row = key and local.db.get_value("User", wanted, fields, as_dict=True)
	lasts = local.db.get_single_value("System Settings", "reset_password_link_expiry_duration") or 24 * 3600
	if not row or not row.enabled or (now_datetime() - get_datetime(row.made)).total_seconds() > lasts:
		throw(_("This link is no longer valid. Ask for a new one."), PermissionError)
	return row.name


def is_password_old(user: str) -> bool:
	"""Must this person choose a new password first? System Settings say after how many days."""
	days = int(local.db.get_single_value("System Settings", "force_user_to_reset_password") or 0)
	chosen = days and local.db.get_value("User", user, "last_password_reset_date")
	return user not in STANDARD_USERS and bool(chosen) and date_diff(nowdate(), chosen) > days


def use_up_key(user: str) -> None:
	local.db.set_value("User", user, "reset_password_key", None, update_modified=False)


def send_link(user, welcome: bool = False) -> str:
	"""Send a user the link to set the password; returns it."""
	site = local.db.get_single_value("System Settings", "app_name") or local.site
	args = {"name": user.first_name or user.name, "user": user.name, "site": site, "welcome": welcome}
	subject = _("Welcome to {0}") if welcome else _("Set a new password for {0}")
	link = make_reset_link(user.name)
	message = render_template(_LETTER, {**args, "link": link})
	sendmail(recipients=[user.email], subject=subject.format(site), message=message, delayed=False)
	return link


_LETTER = """<p>{{ _("Dear {0},").format(name) }}</p>
<p>{% if welcome %}{{ _("you can now sign in to {0} as {1}.").format(site, user) }}
{% else %}{{ _("somebody asked for a new password for {0}.").format(user) }}{% endif %}
{{ _("Choose your password here:") }}</p>
<p><a href="{{ link }}">{{ link }}</a></p>
<p>{{ _("If this was not meant for you, do nothing.") }}</p>
"""
