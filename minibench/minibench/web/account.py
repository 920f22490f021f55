"""What people do with their own account on the website: sign in, choose a password, ask for a new one."""

from minibench import accounts, passwords
from minibench.documents import get_doc
from minibench.errors import AuthenticationError, PermissionError, TooManyRequestsError, ValidationError
from minibench.local import local
from minibench.messages import clear_messages, throw
from minibench.translate import _
from minibench.utils.dates import nowdate
from minibench.web import auth, home, responses
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
	try:
		auth.login(usr=form.get("usr"), pwd=form.get("pwd"))
	except (AuthenticationError, TooManyRequestsError) as error:
		told = str(error) or _("The e-mail address or the password is not right.")
		context.errors = [{"field": "usr", "text": told}]
		context.http_status_code = error.http_status_code
		return
	redirect(context.redirect_to or local.response.home_page)


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
		update_password(form.get("new_password") or "", **proof)
	except (ValidationError, AuthenticationError) as error:
		clear_messages()
		context.errors = [{"field": "new_password", "text": str(error)}]
		context.http_status_code = 417
		local.flags.clear_cookies = False
		return
	redirect(home.landing_page())


def _check_entry(context) -> None:
	if context.key:
		with auth.before_writing():
			accounts.user_of_key(context.key)
	elif local.session.user == "Guest":
		redirect("/login?redirect-to=/update-password")


@whitelist(allow_guest=True, xss_safe=True, methods=["POST"])
def update_password(
	new_password: str, logout_all_sessions: int = 0, key: str | None = None, old_password: str | None = None
):
	"""Set the password of whoever holds the key or knows the old one, and sign that person in."""
	_count_change()
	with auth.before_writing():
		user = accounts.user_of_key(key) if key else _signed_in_user()
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
	if local.session.user == "Guest":
		redirect("/login?redirect-to=/me")
	context.title = _("Your account")
	context.email = local.db.get_value("User", local.session.user, "email")
