"""How a person gets in, for System Managers: sessions, codes, links for a password, keys for programs.

What is secret is shown once, in the answer to the request that made it, and kept only as a hash or encrypted.
"""

from minibench import accounts, twofactor
from minibench.core.doctype.user.user import generate_keys
from minibench.errors import DoesNotExistError, OutgoingEmailError, ValidationError
from minibench.local import _dict, local
from minibench.translate import _
from minibench.web import sessions
from minibench.web.desk import formview, shell
from minibench.web.desk.env import page

NOT_HERE = ("", "Guest")


def show(request):
	"""GET shows; POST takes one step and shows what came of it."""
	name, told = (request.args.get("user") or "").strip(), _dict()
	if "System Manager" not in shell.roles() or name in NOT_HERE:
		raise DoesNotExistError(name)
	user = formview.load("User", name)
	user.check_permission("write")
	if request.method == "POST":
		told = _take(request.form.get("_do"), user)
		user.reload()
	since = {"user": user.name, "operation": "Login"}
	log = local.db.get_all("Activity Log", since, ["subject", "status", "ip_address", "creation"],
		order_by="creation desc", limit=10)  # fmt: skip
	return page(
		"access.html", title=_("Access of {0}").format(user.full_name or user.name), of=user, told=told, log=log,
		sessions=sessions.of_user(user.name), needs_code=twofactor.is_needed(user.name), has_app=twofactor.has_app(user.name),
	)  # fmt: skip


def _take(step, user):
	if step not in STEPS:
		raise ValidationError(_("There is no such step."))
	return _dict(STEPS[step](user))


def _send(user):
	try:
		accounts.send_link(user, welcome=not user.last_login)
	except OutgoingEmailError:
		problem = _("No e-mail can be sent: an outgoing Email Account is not set up. Make a link instead.")
		return {"problem": problem}
	return {"done": _("An e-mail with a link is on its way to {0}.").format(user.email)}


def _link(user):
	return {"secret": accounts.make_reset_link(user.name),
		"about": _("Hand this link over yourself. It works once, and earlier links do not work any more.")}  # fmt: skip


def _end(user):
	sessions.clear_sessions(user.name, keep_current=True)
	return {"done": _("All sessions have ended.")}


def _forget(user):
	twofactor.forget_app(user.name)
	sessions.clear_sessions(user.name, keep_current=True)
	done = _("The app is removed, and all sessions have ended. A new one is set up at the next sign-in.")
	return {"done": done}


def _key(user):
	made = generate_keys(user.name)
	return {"secret": f"{made['api_key']}:{made['api_secret']}",
		"about": _("A program sends this as: Authorization: token ... It can do all that this user can.")}  # fmt: skip


def _no_key(user):
	user.update({"api_key": None, "api_secret": None})
	user.save()
	return {"done": _("The key is taken away.")}


STEPS = {"send": _send, "link": _link, "end": _end, "forget": _forget, "key": _key, "no_key": _no_key}
