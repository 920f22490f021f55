"""A code beside the password: from an app on the telephone, or by e-mail. Frappe's settings and HTTP answers.

Who needs one: holders of a role that is marked for it, where System Settings switch it on; never Administrator, who
lets everybody back in. A secret is stored, encrypted, only when a first code proved that the app has it.
"""

import hmac
import secrets
import time

from minibench import mail, passwords
from minibench.cache import cache
from minibench.errors import AuthenticationError, TooManyRequestsError
from minibench.local import local
from minibench.messages import throw
from minibench.permissions import get_roles
from minibench.translate import _

APP, MAIL = "OTP App", "Email"
SECONDS = 600  # a sign-in waits so long for its code
STEP = 30
WRONG_CODES = (5, 900)  # so many in so many seconds, for each person
FIELD = "otp_secret"


def settings():
	names = ("enable_two_factor_auth", "two_factor_method", "otp_issuer_name", "app_name")
	return {name: local.db.get_single_value("System Settings", name) for name in names}


def is_needed(user: str) -> bool:
	"""Must this person show a code after the password?"""
	if user == "Administrator" or not local.db.get_single_value("System Settings", "enable_two_factor_auth"):
		return False
	return bool(local.db.exists("Role", {"name": ("in", get_roles(user)), "two_factor_auth": 1}))


def has_app(user: str) -> bool:
	return bool(_secret(user))


def _secret(user):
	return passwords.get_decrypted_password("User", user, FIELD, raise_exception=False)


def forget_app(user: str) -> None:
	"""The next sign-in sets up an app anew."""
	passwords.remove_encrypted_password("User", user, FIELD)


def begin(user: str) -> dict:
	"""{"verification": {...}, "tmp_id": ...} for a person whose password was right; a code by e-mail is on its way.

	Raises OutgoingEmailError where a code must be sent and no e-mail can.
	"""
	import pyotp

	said = settings()
	kept = {"user": user, "method": said["two_factor_method"] or APP}
	verification = {"method": kept["method"], "setup": True}
	if kept["method"] == MAIL:
		kept["code"] = f"{secrets.randbelow(10**6):06}"
		_send(user, kept["code"], said)
		verification["prompt"] = _("Verification code has been sent to your registered email address.")
	elif not has_app(user):
		kept["secret"] = pyotp.random_base32()
		issuer = said["otp_issuer_name"] or said["app_name"] or local.site
		kept["uri"] = pyotp.TOTP(kept["secret"]).provisioning_uri(name=user, issuer_name=issuer)
		verification["setup"] = False
	tmp_id = secrets.token_urlsafe(24)
	cache.set_value(_key(tmp_id), kept, expires_in_sec=SECONDS)
	return {"verification": verification, "tmp_id": tmp_id}


def pending(tmp_id: str) -> dict:
	"""What is known of a sign-in that waits for its code. Raises AuthenticationError when it waited too long."""
	kept = cache.get_value(_key(tmp_id))
	if not kept:
		throw(_("This took too long. Sign in again."), AuthenticationError)
	return kept


def user_of(tmp_id: str) -> str | None:
	return (cache.get_value(_key(tmp_id)) or {}).get("user")


def _key(tmp_id: str) -> str:
	return f"second factor {tmp_id}"


def check(tmp_id: str, code: str) -> str:
	"""The name of the person whose code is right; the wait is over then.

	Raises AuthenticationError for a code that is wrong, used or late, TooManyRequestsError after too many.
	"""
	from minibench.web import throttle

	kept = pending(tmp_id)
	user, limit = kept["user"], (*WRONG_CODES, "second-factor", kept["user"])
	if not throttle.is_free(*limit):
		throw(_("Too many wrong codes. Try again in a quarter of an hour."), TooManyRequestsError)
	if not _is_right(kept, "".join(str(code or "").split())):
		throttle.hit(*limit)
		throw(_("This code is not right, or no longer. Use the newest one."), AuthenticationError)
	throttle.forget(*limit)
	cache.delete_value(_key(tmp_id))
	if kept.get("secret"):
		passwords.set_encrypted_password("User", user, kept["secret"], FIELD)
	return user


def _is_right(kept: dict, code: str) -> bool:
	if kept["method"] == MAIL:
		return hmac.compare_digest(kept["code"].encode(), code.encode())
	return _is_fresh(kept["user"], kept.get("secret") or _secret(kept["user"]), code)


def _is_fresh(user: str, secret: str | None, code: str) -> bool:
	"""Is it the code of now, of half a minute ago or ahead, and not used before?"""
	import pyotp

	now, used_key = int(time.time()), f"second factor used {user}"
	used = cache.get_value(used_key) or 0
	for moment in (now, now - STEP, now + STEP) if secret else ():
		right = hmac.compare_digest(pyotp.TOTP(secret).at(moment).encode(), code.encode())
		if right and moment // STEP > used:
			cache.set_value(used_key, moment // STEP, expires_in_sec=4 * STEP)
			return True
	return False


def qr_code(uri: str) -> str:
	"""The picture of an address for the app's camera, as SVG."""
	import segno

	return segno.make(uri, error="m").svg_inline(scale=5, light="white", title=_("Code to scan with the app"))


def _send(user: str, code: str, said: dict) -> None:
	from markupsafe import escape

	site = escape(said["app_name"] or local.site)
	lines = (
		_("Your code for signing in to {0}:").format(site),
		f"<b>{code}</b>",
		_(
			"It holds for ten minutes. If you are not signing in now, somebody knows your password: change it."
		),
	)
	message = "".join(f"<p>{line}</p>" for line in lines)
	subject = _("Code for signing in to {0}").format(said["app_name"] or local.site)
	address = local.db.get_value("User", user, "email")
	mail.sendmail(recipients=[address], subject=subject, message=message, delayed=False)
