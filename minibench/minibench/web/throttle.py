"""How often something may be tried: signing in per person and address, and `frappe.rate_limiter.rate_limit`.

Counts live in the memory of the one process that serves a site; a restart forgets them.
"""

import hashlib
from functools import cache, wraps

from minibench.errors import RateLimitExceededError, TooManyRequestsError
from minibench.local import local
from minibench.messages import throw
from minibench.translate import _

PER_ADDRESS = 5
_SETTINGS = """select field, value from `tabSingles` where doctype = 'System Settings'
	and field in ('allow_consecutive_login_attempts', 'allow_login_after_fail')"""


@cache
def _limiter():
	from limits.storage import MemoryStorage
	from limits.strategies import MovingWindowRateLimiter

	return MovingWindowRateLimiter(MemoryStorage())


@cache
def _item(amount: int, every: int):
	from limits import RateLimitItemPerSecond

	return RateLimitItemPerSecond(amount, every)


def _short(identity: tuple) -> str:
	"""One key of fixed length, whatever was sent; case and blanks around it make nobody somebody else."""
	text = "\n".join(part.strip().lower() for part in identity)
	return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def hit(amount: int, every: int, *identity: str) -> bool:
	"""Count one attempt; False when there were already `amount` within `every` seconds."""
	return _limiter().hit(_item(amount, every), local.site, _short(identity))


def is_free(amount: int, every: int, *identity: str) -> bool:
	return _limiter().test(_item(amount, every), local.site, _short(identity))


def forget(amount: int, every: int, *identity: str) -> None:
	_limiter().clear(_item(amount, every), local.site, _short(identity))


class SignInAttempts:
	"""Failed attempts of one person name and of one address."""

	def __init__(self, user: str):
		settings = dict(local.db.execute(_SETTINGS).fetchall())
		amount = int(settings.get("allow_consecutive_login_attempts") or 10)
		self.every = int(settings.get("allow_login_after_fail") or 60)
		self.keys = (
			(amount, self.every, "login-user", user),
			(amount * PER_ADDRESS, self.every, "login-address", local.request_ip or ""),
		)

	def check(self) -> None:
		"""Raises TooManyRequestsError while either is locked."""
		if not all(is_free(*key) for key in self.keys):
			message = _("Your account has been locked and will resume after {0} seconds").format(self.every)
			throw(message, TooManyRequestsError)

	def failed(self) -> None:
		for key in self.keys:
			hit(*key)

	def succeeded(self) -> None:
		forget(*self.keys[0])


def rate_limit(
	key: str | None = None, limit=5, seconds: int = 24 * 60 * 60, methods="ALL", ip_based: bool = True
):
	"""Decorator: at most `limit` calls within `seconds`, per address and per value of the field `key`."""

	def decorate(function):
		@wraps(function)
		def limited(*args, **kwargs):
			request = local.request
			if request is not None and (methods == "ALL" or request.method.upper() in methods):
				_count(function, key, limit() if callable(limit) else limit, seconds, ip_based)
			return function(*args, **kwargs)

		return limited

	return decorate


def _count(function, key, limit: int, seconds: int, ip_based: bool) -> None:
	who = [str(local.request_ip or "")] if ip_based else []
	who += [str(local.form_dict.get(key) or "")] if key else []
	if not any(who):
		throw(_("Either key or IP flag is required."))
	if not hit(limit, seconds, "rate", function.__module__, function.__qualname__, *who):
		message = _("You hit the rate limit because of too many requests. Please try after sometime.")
		throw(message, RateLimitExceededError)
