"""Where a person begins: the apps they may open, the page after signing in, the home page of the site."""

from minibench.apps import get_attr, get_hooks, get_installed_apps
from minibench.local import local
from minibench.permissions import get_roles


def is_system_user() -> bool:
	return local.session.user == "Administrator" or local.session.data.user_type == "System User"


def get_apps() -> list[dict]:
	"""The entries of `add_to_apps_screen` that this person may open."""
	found = []
	for app in get_installed_apps():
		for entry in get_hooks("add_to_apps_screen", app_name=app) if app != "frappe" else ():
			permission = entry.get("has_permission")
			if not permission or get_attr(permission)():
				found.append({"name": app} | {key: entry.get(key) for key in ("logo", "title", "route")})
	return found


def landing_page() -> str:
	"""The path to open after signing in."""
	apps = get_apps()
	if len(apps) == 1 and apps[0]["route"]:
		return apps[0]["route"]
	return "/app" if is_system_user() else f"/{get_home_page()}"


def get_home_page() -> str:
	"""The route that `/` stands for: by role, by hook, by Website Settings, else sign-in or account."""
	page = None
	if local.session.user != "Guest":
		page = _of_roles() or local.db.get_single_value("Portal Settings", "default_portal_home")
	page = page or _of_hooks() or local.db.get_single_value("Website Settings", "home_page")
	return (page or ("login" if local.session.user == "Guest" else "me")).strip("/")


def _of_roles() -> str | None:
	roles = get_roles()
	pages = dict(local.db.get_values("Role", {"name": ("in", roles)}, ["name", "home_page"], order_by=None))
	return next((pages[role] for role in roles if pages.get(role)), None)


def _of_hooks() -> str | None:
	by_function = get_hooks("get_website_user_home_page")
	page = get_attr(by_function[-1])(local.session.user) if by_function else None
	plain = get_hooks("website_user_home_page")
	page = page or (plain[-1] if plain and not by_function else None)
	by_role = get_hooks("role_home_page", default={})
	if not page and by_role:
		page = next((by_role[role][-1] for role in get_roles() if role in by_role), None)
	last = get_hooks("home_page")
	return page or (last[-1] if last else None)
