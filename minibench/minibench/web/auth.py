"""Who is asking: the session cookie, a token, or nobody; signing in and out; the CSRF token."""

import base64
import binascii
import hmac

from minibench import accounts, passwords, twofactor
from minibench.apps import get_hooks
from minibench.documents import get_doc
from minibench.errors import AuthenticationError, CSRFTokenError
from minibench.jobs import reading
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.translate import _
from minibench.utils.dates import now, now_datetime
from minibench.web import home, sessions, throttle
from minibench.web.sessions import get_csrf_token
from minibench.whitelist import call, whitelist

_BY_KEY = "select name from `tabUser` where api_key = ? and enabled = 1"
_FIND = """select name, enabled from `tabUser` where name = ? or email = ? or (username = ? and exists (
	select 1 from `tabSingles` where doctype = 'System Settings' and field = 'allow_login_using_user_name'
	and value = '1')) limit 1"""


class InvalidAuthorizationToken(CSRFTokenError):
	"""A Basic token that cannot be read."""


def identify(request) -> None:
	"""Fill `frappe.session` for this request. Raises AuthenticationError for a token that is not right."""
	header = request.headers.get("Authorization", "")
	scheme, _space, value = header.partition(" ")
	if scheme and value:
		sessions.start_as_guest()
		_by_token(scheme.lower(), value.strip())
	else:
		sessions.resume(request.cookies.get("sid", ""))
	check_place(local.session.data.places)


def check_csrf(request) -> None:
	"""Raises CSRFTokenError for a write with a session cookie but without that session's token."""
	token = get_csrf_token()
	by_header = not token and request.headers.get("Authorization")
	if request.reads_only or by_header:
		return
	sent = local.form_dict.pop("csrf_token", None)
	sent = request.headers.get("X-Frappe-CSRF-Token") or sent or ""
	foreign = request.headers.get("Sec-Fetch-Site") == "cross-site"
	if not foreign and (not token or hmac.compare_digest(token.encode(), str(sent).encode())):
		return
	if is_desk(request.path) and not foreign:
		# The form of an older session: the desk shows it again, and nothing can be written.
		local.flags.csrf_failed = local.db.read_only = True
		return
	local.flags.disable_traceback = True
	throw(_("Invalid Request"), CSRFTokenError)


def is_desk(path: str) -> bool:
	return path == "/app" or path.startswith("/app/")


def _by_token(scheme: str, value: str) -> None:
	if scheme == "basic":
		try:
			value = base64.b64decode(value, validate=True).decode()
		except (binascii.Error, UnicodeDecodeError):
			message = _("Failed to decode token, please provide a valid base64-encoded token.")
			throw(message, InvalidAuthorizationToken)
	elif scheme != "token":
		raise AuthenticationError
	key, _colon, secret = value.partition(":")
	limits = throttle.SignInAttempts(f"token {key}")
	limits.check()
	user = _token_user(key, secret)
	if not user:
		limits.failed()
		raise AuthenticationError
	sessions.become("", sessions.person(user))


def _token_user(key: str, secret: str) -> str | None:
	row = local.db.execute(_BY_KEY, (key,)).fetchone() if key and secret else None
	stored = row and passwords.get_decrypted_password("User", row[0], "api_secret", raise_exception=False)
	return row[0] if stored and hmac.compare_digest(stored.encode(), secret.encode()) else None


@whitelist(allow_guest=True, xss_safe=True, methods=["POST"])
def login(usr: str | None = None, pwd: str | None = None, otp: str | None = None, tmp_id: str | None = None):
	"""Start a session, or ask for a code first: `tmp_id` and `verification` in the answer, `otp` in the next request.

	Raises AuthenticationError, told alike whatever was wrong.
	"""
	if tmp_id:
		begin(_second_factor(tmp_id, otp or ""))
	elif usr and pwd:
		sign_in(usr.strip(), pwd)
	else:
		_refuse(_("Incomplete login details"), usr)


def sign_in(usr: str, pwd: str) -> None:
	"""The password is checked before the write lock is taken."""
	name = authenticate(usr, pwd)
	if accounts.is_password_old(name):
		local.response.update(message="Password Reset", redirect_to=accounts.make_reset_link(name))
	elif twofactor.is_needed(name):
		local.response.update(twofactor.begin(name))
	else:
		begin(name)


def _second_factor(tmp_id: str, code: str) -> str:
	"""The name of the person whose code this is; a wrong one is kept in the Activity Log."""
	user = twofactor.user_of(tmp_id)
	try:
		return twofactor.check(tmp_id, code)
	except AuthenticationError as error:
		_refuse(str(error), user)


def begin(name: str) -> None:
	"""Begin the session of somebody who has shown all that is asked."""
	for hook in get_hooks("on_login"):
		call(hook, login_manager=_dict(user=name))
	login_as(name)


def check_place_and_hour(user: str) -> None:
	"""Raises AuthenticationError outside the addresses and hours that are set for a user."""
	row = local.db.get_value("User", user, ["restrict_ip", "login_after", "login_before"], as_dict=True)
	check_place(row.restrict_ip)
	hour, last = now_datetime().hour, row.login_before
	if (last and hour >= int(last)) or hour < int(row.login_after or 0):
		throw(_("Login not allowed at this time"), AuthenticationError)


def check_place(places: str | None) -> None:
	"""Raises AuthenticationError where addresses are listed (their beginnings, one a line) and this is none of them."""
	known = tuple(filter(None, map(str.strip, (places or "").replace("\n", ",").split(","))))
	if known and not (local.request_ip or "").startswith(known):
		throw(_("Access not allowed from this IP Address") + f": {local.request_ip}", AuthenticationError)


def authenticate(usr: str, pwd: str) -> str:
	"""The name of the user that these belong to. Holds no transaction while it hashes."""
	with reading():
		limits = throttle.SignInAttempts(usr)
		limits.check()
		row = local.db.execute(_FIND, (usr, usr, usr)).fetchone()
		stored = row and passwords.stored_hash(row[0])
	right = passwords.verify(stored and stored[1], pwd[: passwords.MAX_LENGTH])
	if not right or not row[1] or row[0] == sessions.GUEST:
		limits.failed()
		_refuse("Invalid login credentials", row[0] if row else usr)
	limits.succeeded()
	return row[0]


def login_as(user: str) -> None:
	"""Begin a session for a user who has proved who they are, and say where to go.

	Raises AuthenticationError where this is no place or hour for it.
	"""
	check_place_and_hour(user)
	sessions.start(user)
	seen = {"last_login": now(), "last_ip": local.request_ip, "last_active": now()}
	local.db.set_value("User", user, seen, update_modified=False)
	_log(user, _("{0} logged in").format(local.session.data.full_name or user), "Success")
	for hook in get_hooks("on_session_creation"):
		call(hook, login_manager=_dict(user=user))
	_tell_home_page()


def _tell_home_page() -> None:
	data = local.session.data
	message = "Logged In" if data.user_type == "System User" else "No App"
	name = data.full_name or local.session.user
	local.response.update(message=message, home_page=home.landing_page(), full_name=name)


@whitelist(allow_guest=True, methods=["POST"])
def logout():
	"""End this session."""
	sign_out()


def sign_out() -> None:
	user = local.session.user
	for hook in get_hooks("on_logout"):
		call(hook, login_manager=_dict(user=user))
	if user != sessions.GUEST:
		_log(user, _("{0} logged out").format(user), "Success", "Logout")
	sessions.end()
	_tell_home_page()


@whitelist()
def get_logged_user():
	return local.session.user


def _refuse(message: str, user: str | None) -> None:
	local.response.message = message
	local.flags.clear_cookies = True
	local.db.rollback()
	_log(user or _("Unknown User"), message, "Failed")
	local.db.commit()
	raise AuthenticationError


def _log(user: str, subject: str, status: str, operation: str = "Login") -> None:
	"""Keep who signed in, or tried to, in the Activity Log."""
	entry = {"subject": subject, "status": status, "operation": operation, "ip_address": local.request_ip}
	known = local.db.exists("User", user)
	get_doc({"doctype": "Activity Log", "user": known, **entry}).insert(ignore_permissions=True)
