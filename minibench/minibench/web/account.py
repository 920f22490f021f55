"""What people do with their own account on the website: sign in, choose a password, ask for a new one."""

import re

from minibench import accounts, passwords, twofactor
from minibench.documents import get_doc
from minibench.errors import (
	AuthenticationError,
	OutgoingEmailError,
	PermissionError,
	RateLimitExceededError,
	TooManyRequestsError,
	ValidationError,
)
from minibench.jobs import reading
from minibench.local import local
from minibench.messages import clear_messages, throw
from minibench.translate import _
from minibench.utils.dateformat import format_datetime
from minibench.utils.dates import nowdate
from minibench.web import auth, home, responses, sessions
from minibench.web.pages import redirect
from minibench.web.throttle import rate_limit
from minibench.whitelist import whitelist


def sign_in_page(context) -> None:
	"""GET asks, POST signs in and goes on; a refusal is the same page with what to do."""
	form = local.form_dict
	context.title = _("Sign in")
	context.redirect_to = responses.local_path(form.get("redirect-to"), "")
	context.usr = form.get("usr") or ""
	if local.request.method != "POST":
		if local.session.user != "Guest":
			redirect(context.redirect_to or home.landing_page())
		return
	asked = {name: form.get(name) for name in ("usr", "pwd", "otp", "tmp_id")}
	try:
		auth.login(**asked)
	except (AuthenticationError, TooManyRequestsError, OutgoingEmailError) as error:
		code = asked["tmp_id"] and local.response.pop("message", None)
		told = code or str(error) or _("The e-mail address or the password is not right.")
		clear_messages()
		context.errors = [{"field": "otp" if asked["tmp_id"] else "usr", "text": told}]
		context.http_status_code = getattr(error, "http_status_code", 500)
		_ask_code(context, asked["tmp_id"])
		return
	if not _ask_code(context, local.response.pop("tmp_id", None)):
		redirect(local.response.redirect_to or context.redirect_to or local.response.home_page)


def _ask_code(context, tmp_id) -> bool:
	"""Show the page for the code of a sign-in that waits for one; False when none does."""
	try:
		kept = twofactor.pending(tmp_id) if tmp_id else None
	except AuthenticationError:
		clear_messages()
		kept = None
	local.response.pop("verification", None)
	if kept:
		context.update(title=_("Your code"), tmp_id=tmp_id, by_mail=kept["method"] == twofactor.MAIL)
		if kept.get("uri"):
			context.update(
				qr=twofactor.qr_code(kept["uri"]), secret=" ".join(re.findall("....", kept["secret"]))
			)
	return bool(kept)


def sign_out_page(context) -> None:
	"""Only a POST with the session's token signs out."""
	if local.request.method == "POST":
		auth.sign_out()
		redirect("/login")
	context.title = _("Sign out")


def new_password_page(context) -> None:
	"""With the key of a link, or signed in with the old password."""
	form = local.form_dict
	context.update(title=_("Choose a password"), key=form.get("key") or "", shortest=accounts.SHORTEST)
	if local.request.method != "POST":
		_check_entry(context)
		return
	try:
		if form.get("new_password") != form.get("repeated"):
			throw(_("The two passwords are not the same."))
		proof = {"key": form.get("key"), "old_password": form.get("old_password")}
		target = update_password(form.get("new_password") or "", **proof)
	except (ValidationError, AuthenticationError) as error:
		_refused(context, "new_password", error)
		return
	redirect(target or home.landing_page())


def _refused(context, field: str, error: Exception) -> None:
	"""The same page again with what was wrong; whoever is signed in stays so."""
	clear_messages()
	context.errors = [{"field": field, "text": str(error)}]
	context.http_status_code = 417
	local.flags.clear_cookies = False


def _check_entry(context) -> None:
	if context.key:
		with reading():
			accounts.user_of_key(context.key)
	elif local.session.user == "Guest":
		redirect("/login?redirect-to=/update-password")


@whitelist(allow_guest=True, xss_safe=True, methods=["POST"])
def update_password(
	new_password: str, logout_all_sessions: int = 0, key: str | None = None, old_password: str | None = None
):
	"""Set the password of whoever holds the key or knows the old one, and sign that person in."""
	_count_change()
	with reading():
		user = accounts.user_of_key(key) if key else _signed_in_user()
		auth.check_place_and_hour(user)
		stored = passwords.stored_hash(user)
		person = local.db.get_value("User", user, ["first_name", "last_name", "email"])
	if not key and not passwords.verify(stored and stored[1], (old_password or "")[: passwords.MAX_LENGTH]):
		throw(_("The old password is not right."), AuthenticationError)
	if len(new_password) > passwords.MAX_LENGTH:
		throw(_("Password size exceeded the maximum allowed size"))
	accounts.check_strength(new_password, person)
	hashed = passwords.hash_password(new_password)
	if key:
		accounts.user_of_key(key)  # of two requests with one link, only the first finds it unused
	passwords.store_hash(user, hashed)
	accounts.use_up_key(user)
	local.db.set_value("User", user, "last_password_reset_date", nowdate(), update_modified=False)
	if key and twofactor.is_needed(user):
		return "/login"
	auth.login_as(user)
	return local.response.pop("home_page", None)


@rate_limit(limit=20, seconds=3600)
def _count_change() -> None:
	"""Guesses of keys and of old passwords are counted per address."""


def _signed_in_user() -> str:
	if local.session.user == "Guest":
		raise PermissionError
	return local.session.user


@whitelist(allow_guest=True, xss_safe=True, methods=["POST"])
@rate_limit(key="user", limit=3, seconds=3600)
def reset_password(user: str):
	"""Send the link for a new password. The answer is the same whether anybody has that name."""
	name = local.db.get_value("User", {"name": user, "enabled": 1})
	if name and name != "Guest":
		local.request.after_response.add(lambda: accounts.send_link(get_doc("User", name)))
	local.response["message"] = _("If there is an account with this address, an e-mail is on its way.")


def forgotten_page(context) -> None:
	context.title = _("Ask for a new password")
	if local.request.method == "POST":
		reset_password(user=(local.form_dict.get("user") or "").strip())
		context.sent = local.response.pop("message")


def me_page(context) -> None:
	"""One's own account: where one is signed in, and the app that shows codes."""
	user = local.session.user
	if user == "Guest":
		redirect("/login?redirect-to=/me")
	context.update(title=_("Your account"), email=local.db.get_value("User", user, "email"))
	if local.request.method == "POST":
		try:
			context.done = _change_own(user, local.form_dict)
		except (AuthenticationError, RateLimitExceededError) as error:
			_refused(context, "password", error)
	context.update(
		sessions=sessions.of_user(user), has_app=twofactor.has_app(user), format_datetime=format_datetime
	)


def _change_own(user: str, form) -> str:
	"""End sessions, or forget the app that shows codes; what was done, in words."""
	if form.get("forget"):
		_count_change()
		with reading():
			stored = passwords.stored_hash(user)
		if not passwords.verify(stored and stored[1], (form.get("password") or "")[: passwords.MAX_LENGTH]):
			throw(_("The password is not right."), AuthenticationError)
		twofactor.forget_app(user)
		sessions.clear_sessions(user, keep_current=True)
		return _("The app is removed. You set up the new one at your next sign-in.")
	if form.get("end") == "others":
		sessions.clear_sessions(user, keep_current=True)
		return _("You are signed out everywhere else.")
	ended = sessions.end_one(user, str(form.get("end") or ""))
	return _("You are signed out there.") if ended else _("That session has ended already.")
