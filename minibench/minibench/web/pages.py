"""Pages of the website: `www` folders of apps, redirects, routes of hooks, the portal menu, plain messages."""

import base64
import hashlib
import inspect
import re
from functools import lru_cache
from pathlib import Path

from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

from minibench.apps import get_app_path, get_attr, get_hooks, get_installed_apps, get_module
from minibench.errors import PageDoesNotExistError, Redirect
from minibench.jinja import get_template, render_template
from minibench.local import _dict, local
from minibench.permissions import get_roles
from minibench.utils.html import sanitize_html
from minibench.web import home, printview, responses
from minibench.web.sessions import get_csrf_token
from minibench.web.static import asset_url

FOLDERS = ("www", "templates/pages")
ENDINGS = (".html", "/index.html")
# A print format is an administrator's text: it may show pictures and style, and run nothing.
PRINT_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self'"
EXTENDS = re.compile(r"{%-?\s*extends\b")


def respond(request) -> Response:
	"""The page of a path. A redirect raised while it is made is an ordinary answer, so what it wrote stays."""
	from minibench.web import webformpages

	try:
		path = resolve(request.path)
		return _print() if path == "printview" else webformpages.respond(path) or _www_page(path)
	except Redirect as error:
		target = local.flags.redirect_location or local.response.get("location") or "/"
		status = 303 if request.method == "POST" and error.http_status_code == 302 else error.http_status_code
		return responses.redirect(target, status)


def redirect(url: str):
	"""Raise the redirect to another page."""
	local.flags.redirect_location = url
	raise Redirect(302)


def resolve(path: str) -> str:
	"""The route behind a path: redirects are raised, `/` is the home page, routes of hooks are followed."""
	path = path.strip("/ ")
	_redirected(path)
	path = path.removesuffix(".html") or "index"
	if path == "index":
		path = home.get_home_page()
	local.path = path
	rules = get_hooks("website_route_rules")
	if not rules:
		return path
	try:
		key = tuple((rule["from_route"], rule["to_route"]) for rule in rules)
		route, values = _routes(key).bind("").match(f"/{path}")
	except NotFound:
		return path
	local.form_dict.update(values)
	return route


@lru_cache(16)
def _routes(rules: tuple) -> Map:
	return Map([Rule(source, endpoint=target) for source, target in rules], redirect_defaults=False)


def _redirected(path: str) -> None:
	"""Follow Website Settings' and the hooks' redirects: regular expressions over the whole path."""
	fields = ["source", "target", "redirect_http_status"]
	stored = local.db.get_all("Website Route Redirect", fields=fields, order_by="idx")
	for rule in [*get_hooks("website_redirects"), *stored]:
		pattern = rule["source"].strip("/ ") + "$"
		try:
			found = re.match(pattern, path)
		except re.error:
			continue
		if found:
			local.flags.redirect_location = re.sub(pattern, rule["target"], path)
			raise Redirect(int(rule.get("redirect_http_status") or 301))


def _print() -> Response:
	answer = page_response(printview.printview())
	answer.headers["Content-Security-Policy"] = PRINT_POLICY
	return answer


def _www_page(path: str) -> Response:
	found = find_page(path)
	if not found:
		raise PageDoesNotExistError
	app, name = found
	context = base_context(path)
	module = _page_module(app, name)
	if module:
		marks = (key for key in ("no_cache", "template") if hasattr(module, key))
		context.update({key: getattr(module, key) for key in marks})
		_run_get_context(module, context)
	local.lang = context.lang or local.lang
	return _rendered(app, context.template or name, context)


def find_page(path: str) -> tuple[str, str] | None:
	"""(app, template path inside it); the app installed last wins."""
	if any(part.startswith(("_", ".")) for part in path.split("/")):
		return None
	for app in reversed(get_installed_apps()):
		root = get_app_path(app)
		for folder in FOLDERS:
			for ending in ENDINGS:
				file = safe_join(root, folder, f"{path}{ending}")
				if file and Path(file).is_file():
					return app, f"{folder}/{path}{ending}"
	return None


def _page_module(app: str, name: str):
	"""The module beside a template: hyphens become underscores."""
	file = Path(name.removesuffix(".html"))
	file = file.parent / f"{file.name.replace('-', '_')}.py"
	if not Path(get_app_path(app, str(file))).is_file():
		return None
	package = "minibench" if app == "frappe" else app
	return get_module(f"{package}.{'.'.join(file.with_suffix('').parts)}")


def _run_get_context(module, context: _dict) -> None:
	function = getattr(module, "get_context", None)
	if function:
		wants = inspect.signature(function).parameters
		context.update((function(context) if wants else function()) or {})


def base_context(path: str) -> _dict:
	"""What every page's template may use."""
	user = local.session.user
	context = _dict(path=path, pathname=path, route=path, name=path.rpartition("/")[2], lang=local.lang)
	context.update(user=user, fullname=local.session.data.full_name or user, signed_in=user != "Guest")
	context.update(csrf_token=get_csrf_token() or "", desk=home.is_system_user(), site_title=site_title())
	context.update(menu=portal_menu() if context.signed_in else [], asset_url=asset_url)
	context.update(style_sheets=get_hooks("web_include_css"), scripts=get_hooks("web_include_js"))
	for function in get_hooks("update_website_context"):
		context.update(get_attr(function)(context) or {})
	return context


def site_title() -> str:
	"""The name in Website Settings, or that of the app installed last."""
	titles = get_hooks("app_title")
	name = local.db.get_single_value("Website Settings", "app_name") if local.db else None
	return name if name and name != "Frappe" else (titles[-1] if titles else local.site)


def portal_menu() -> list[dict]:
	"""The entries of Portal Settings and of the hook `portal_menu_items` for this person's roles, each page once."""
	roles = get_roles()
	hidden = local.db.get_single_value("Portal Settings", "hide_standard_menu")
	fields = ["title", "route", "role", "enabled"]
	items = [] if hidden else local.db.get_all("Portal Menu Item", fields=fields, order_by="idx")
	items += [{"enabled": 1, **item} for item in get_hooks("portal_menu_items")]
	mine = (item for item in items if item["enabled"] and (not item.get("role") or item["role"] in roles))
	return list({item["route"]: item for item in mine}.values())


def _rendered(app: str, name: str, context: _dict) -> Response:
	path = Path(get_app_path(app, name))
	source = path.read_text()
	inline = {}
	for kind in ("css", "js"):
		beside = path.with_suffix(f".{kind}")
		if beside.is_file():
			inline[f"colocated_{kind}"] = beside.read_text()
	context.update(inline)
	if EXTENDS.search(source) or "</body>" in source:
		html = get_template(f"{app}/{name}").render(context)
	else:
		frame = "{% extends 'templates/web.html' %}{% block page_content %}"
		html = render_template(f"{frame}{source}{{% endblock %}}", context, is_path=False)
	return page_response(html, context.http_status_code or 200, inline.get("colocated_js"))


def page_response(html: str, status: int = 200, script: str | None = None) -> Response:
	"""A page; one script that stands in it is allowed by its hash."""
	answer = Response(html, status, mimetype="text/html")
	if script:
		digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
		policy = responses.CONTENT_POLICY.replace("script-src 'self'", f"script-src 'self' 'sha256-{digest}'")
		answer.headers["Content-Security-Policy"] = policy
	return answer


def render_page(template: str, status: int = 200, **values) -> Response:
	"""One of our own pages."""
	context = base_context(getattr(local, "path", None) or local.request.path.strip("/"))
	return page_response(get_template(template).render(context | values), status)


def message_page(title: str, text: str, status: int, told=(), **values) -> Response:
	"""A page in plain words; `told` are messages that may hold harmless markup."""
	told = [sanitize_html(str(entry), always_sanitize=True) for entry in told]
	values.setdefault("reference", None)
	return render_page("templates/message.html", status, title=title, text=text, told=told, **values)


def render_message(status: int = 200) -> Response:
	"""The page that `respond_as_web_page` asked for."""
	context = local.response.get("context") or {}
	text = sanitize_html(str(context.get("message") or ""), always_sanitize=True)
	values = {key: context.get(key) for key in ("primary_action", "primary_label")}
	return message_page(context.get("title") or "", "", status, [text], **values)
