"""Templates: one sandboxed Jinja environment for each set of installed apps, what it offers, rendering.

The environment lives as long as the process, so a template is compiled once. What a template sees of a
request (`frappe.session`, `frappe.form_dict`, ...) is looked up when it is used.
"""

import builtins
import inspect
from functools import cache, lru_cache

from minibench.apps import get_app_path, get_attr, get_hooks, get_installed_apps, get_module, scrub
from minibench.errors import NotOffered
from minibench.facade import offered, resolve
from minibench.local import _dict, local
from minibench.messages import throw
from minibench.safe import UNSAFE_ATTRIBUTES, is_closed
from minibench.translate import _
from minibench.utils.data import as_json
from minibench.utils.html import escape_html
from minibench.utils.numbers import cint, flt
from minibench.utils.text import cstr

PATHS = (".html", ".css", ".scss", ".py", ".md", ".json", ".js", ".xml", ".txt")
NOT_ESCAPED = (".txt", ".css", ".scss", ".js", ".json")
# names of `frappe` that a template may use, as Frappe's own list without what writes, sends or fetches
_NAMES = (
	"bold format format_value get_all get_cached_doc get_doc get_fullname get_hooks get_last_doc get_list"
	" get_meta get_print get_system_settings get_url new_doc sanitize_html throw"
)
NAMES = frozenset(_NAMES.split())
UTILITIES = ("get_fullname", "get_url", "sanitize_html")
_DB = "count escape exists get_all get_default get_list get_single_value get_value"
DB_NAMES = frozenset(_DB.split())
BUILTINS = "abs all any bool dict enumerate isinstance issubclass list max min range set sorted sum tuple"
# Frappe offers these in templates too; printing one here would otherwise look like a missing variable
_NOT_HERE = (
	"FrappeClient log dev_server get_toc get_next_link html2text run_script is_job_queued style web_block"
	" web_blocks guess_mimetype resolve_class include_script include_style include_icons bundled_asset inspect"
	" get_visible_columns"
)
NOT_HERE = frozenset(_NOT_HERE.split())


class Namespace:
	"""Attributes that are looked up by a function; one it does not know is not offered."""

	def __init__(self, name: str, look_up):
		self._name, self._look_up = name, look_up

	def __getattr__(self, name: str):
		if name.startswith("_"):
			raise AttributeError(name)
		try:
			return self._look_up(name)
		except KeyError:
			raise NotOffered(f"{self._name}.{name} in a template") from None


def _frappe(name: str):
	dynamic = DYNAMIC.get(name)
	if dynamic:
		return dynamic()
	if name in NAMES:
		return _offered("frappe.utils" if name in UTILITIES else "frappe", name)
	error = _offered("frappe.exceptions", name)
	if isinstance(error, type) and issubclass(error, Exception):
		return error
	raise KeyError(name)


def _offered(module: str, name: str):
	return resolve(offered()[module][name])


def _db(name: str):
	if name not in DB_NAMES:
		raise KeyError(name)
	return getattr(local.db, name)


def _session() -> _dict:
	data = local.session.data or {}
	return _dict(user=local.session.user, csrf_token=data.get("csrf_token") or "")


def _render_inside(template, context=None, is_path=None, safe_render=True):
	"""`frappe.render_template` inside a template gives markup that is not escaped again."""
	from markupsafe import Markup

	return Markup(render_template(template, context, is_path, safe_render))


UTILS = Namespace("frappe.utils", lambda name: _offered("frappe.utils", name))
DB = Namespace("frappe.db", _db)
DYNAMIC = {
	"db": lambda: DB,
	"utils": lambda: UTILS,
	"session": _session,
	"user": lambda: local.session.user,
	"form_dict": lambda: local.form_dict,
	"request": lambda: local.request or {},
	"lang": lambda: local.lang,
	"render_template": lambda: _render_inside,
}


def get_jenv():
	"""The Jinja environment of this site's apps."""
	return _environment(tuple(get_installed_apps()))


@cache
def _environment(apps: tuple[str, ...]):
	from jinja2 import DebugUndefined
	from jinja2.sandbox import SandboxedEnvironment

	unsafe = UNSAFE_ATTRIBUTES - {"format", "format_map"}

	class Environment(SandboxedEnvironment):
		def is_safe_attribute(self, obj, attr, value):
			closed = attr in unsafe or is_closed(obj, attr)
			return not closed and super().is_safe_attribute(obj, attr, value)

	class Missing(DebugUndefined):
		"""Prints itself, as Frappe's do, unless it is a name that Frappe has and minibench lacks."""

		def __str__(self):
			if self._undefined_name in NOT_HERE:
				raise NotOffered(f"{self._undefined_name} in a template")
			return super().__str__()

	environment = Environment(
		loader=_loader(apps),
		undefined=Missing,
		autoescape=lambda name: not (name or "").endswith(NOT_ESCAPED),
	)
	environment.filters.update(template_filters() | _from_hooks("filters"))
	environment.globals.update(_globals() | _from_hooks("methods"))
	return environment


def _loader(apps: tuple[str, ...]):
	"""Templates by "app/path" and by "path", where the app installed last wins."""
	from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

	folders = {app: FileSystemLoader(get_app_path(app)) for app in reversed(apps)}
	return ChoiceLoader([PrefixLoader(folders), *folders.values()])


def template_filters() -> dict:
	def json(value, **options):
		"""Still JSON, and harmless inside a script element."""
		return as_json(value, **options).replace("<", "\\u003c")

	return {"json": json, "len": len, "int": cint, "str": cstr, "flt": flt}


def _globals() -> dict:
	functions = {name: getattr(builtins, name) for name in BUILTINS.split()}
	frappe = Namespace("frappe", _frappe)
	return {**functions, "frappe": frappe, "_": _, "_dict": _dict, "as_json": as_json, "scrub": scrub}


def _from_hooks(kind: str) -> dict:
	"""The functions that the hook `jinja` names: single ones, or all of a module."""
	found = {}
	for path in get_hooks("jinja", {}).get(kind, ()):
		try:
			target = get_module(path)
		except ModuleNotFoundError:
			target = get_attr(path)
		if inspect.ismodule(target):
			found.update(inspect.getmembers(target, inspect.isfunction))
		else:
			found[target.__name__] = target
	return found


@lru_cache(maxsize=256)
def _compiled(environment, source: str):
	return environment.from_string(source)


def compiled(source: str):
	"""The template of a text; the same text is compiled once."""
	return _compiled(get_jenv(), source)


def get_template(path: str):
	return get_jenv().get_template(path)


def guess_is_path(template: str) -> bool:
	return "\n" not in template and template.endswith(PATHS)


def render_template(template, context=None, is_path=None, safe_render=True) -> str:
	"""A template, given as its path or its text, with the context; values are escaped."""
	from jinja2 import TemplateError

	if not template:
		return ""
	if is_path or guess_is_path(template):
		return get_template(template).render(context or {})
	if safe_render and ".__" in template:
		throw(_("Illegal template"))
	try:
		return compiled(template).render(context or {})
	except TemplateError as error:
		reason = f"<pre>{escape_html(template)}</pre><pre>{escape_html(str(error))}</pre>"
		throw(reason, title="Jinja Template Error")


def render_text(template: str, context=None) -> str:
	"""A template whose result is plain text, as the subject of an e-mail: nothing is escaped."""
	plain = "{% autoescape false %}" + template + "{% endautoescape %}"
	return render_template(plain, context, is_path=False)


# what of the environment a template may use without reaching more than the record it is drawn for
OF_ITS_RECORD = frozenset((*BUILTINS.split(), "_", "_dict", "as_json", "cycler", "joiner", "namespace"))


def reaches_records(html: str | None) -> bool:
	"""Whether a template asks for more than what it is drawn with: it would read every table, and ask nobody."""
	from jinja2 import meta, nodes

	environment = get_jenv()
	tree = environment.parse(html or "")
	names = {name.name for name in tree.find_all(nodes.Name)} & {*environment.globals}
	return bool(names - OF_ITS_RECORD) or any(True for _template in meta.find_referenced_templates(tree))


def validate_template(html: str) -> None:
	"""Refuse a template with a mistake in its syntax."""
	from jinja2 import TemplateSyntaxError

	try:
		get_jenv().from_string(html or "")
	except TemplateSyntaxError as error:
		throw(f"Syntax error in template as line {error.lineno}: {error.message}")
