"""Functions that a request may call: `@frappe.whitelist()`, their allowed verbs and the check of their arguments."""

import inspect
import typing
from functools import cache, lru_cache, wraps

from minibench.apps import get_attr
from minibench.errors import FrappeTypeError, PermissionError
from minibench.local import is_bound, local
from minibench.messages import bold, throw
from minibench.translate import _
from minibench.utils.html import sanitize_html

DEFAULT_METHODS = ("GET", "POST", "PUT", "DELETE")
_SLACK = {bool: (int, bool, float)}


class Rule(typing.NamedTuple):
	"""Who may call a whitelisted function, and with which verbs."""

	allow_guest: bool
	xss_safe: bool
	methods: frozenset[str]


_rules: dict = {}


def whitelist(allow_guest: bool = False, xss_safe: bool = False, methods=None):
	"""Decorator: make a function callable over HTTP, its annotated arguments checked."""
	rule = Rule(allow_guest, xss_safe, frozenset(methods or DEFAULT_METHODS))

	def register(function):
		checked = _checked(function)
		_rules[checked] = rule
		return checked

	return register


def read_only():
	"""Decorator: a function that only reads; a request that calls it never takes the write lock."""

	def mark(function):
		function.reads_only = True
		return function

	return mark


def rule_of(function) -> Rule | None:
	return _rules.get(getattr(function, "__func__", function))


def reads_only(function) -> bool:
	"""True for functions under `@frappe.read_only()`, in either order of the decorators."""
	return getattr(inspect.unwrap(function), "reads_only", False) or getattr(function, "reads_only", False)


def is_whitelisted(method, name: str | None = None) -> None:
	"""Raise PermissionError unless the person of this request may call the function at all."""
	rule = rule_of(method)
	guest = local.session.user == "Guest"
	if rule is None or (guest and not rule.allow_guest):
		name = bold(name or f"{getattr(method, '__module__', '')}.{getattr(method, '__name__', method)}")
		summary = _("You are not permitted to access this resource. Login to access")
		detail = _("Function {0} is not whitelisted.").format(name)
		message = f"<details><summary>{summary}</summary>{detail}</details>"
		throw(message, PermissionError, title=_("Method Not Allowed"))
	if guest and not rule.xss_safe:
		_clean_form()


def _clean_form() -> None:
	"""What a guest sends to functions that do not say they are safe loses its markup."""
	for key, value in local.form_dict.items():
		if isinstance(value, str) and "<" in value:
			local.form_dict[key] = sanitize_html(value)


def check_verb(function) -> None:
	"""Raise PermissionError where the function does not allow this request's verb."""
	verb = "GET" if local.request.method == "HEAD" else local.request.method
	if verb not in rule_of(function).methods:
		throw(_("Not permitted"), PermissionError)


def call(function, /, *args, **kwargs):
	"""Call with those keyword arguments that the function has; `ignore_permissions` is never passed on."""
	if isinstance(function, str):
		function = get_attr(function)
	return function(*args, **get_newargs(function, kwargs))


def get_newargs(function, kwargs: dict) -> dict:
	parameters = _parameters(function)
	takes_all = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
	never = ("self", "ignore_permissions")
	return {k: v for k, v in kwargs.items() if (takes_all or k in parameters) and k not in never}


@lru_cache(2048)
def _parameters(function) -> dict[str, inspect.Parameter]:
	return dict(inspect.signature(function).parameters)


def missing_arguments(function, given: dict) -> list[str]:
	"""Names of required parameters that a request did not send."""
	usual = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
	required = [p.name for p in _parameters(function).values() if p.kind in usual and p.default is p.empty]
	return [name for name in required if name not in given]


def _checked(function):
	@wraps(function)
	def checked(*args, **kwargs):
		if is_bound() and (local.request is not None or local.flags.in_test):
			args, kwargs = convert_arguments(function, args, kwargs)
		return function(*args, **kwargs)

	return checked


def convert_arguments(function, args, kwargs: dict) -> tuple:
	"""The arguments as their annotations say. Raises FrappeTypeError for one that cannot be."""
	args, kwargs = list(args), dict(kwargs)
	for name, (position, accepted, adapter) in _plan(function).items():
		if name in kwargs:
			kwargs[name] = _convert(name, kwargs[name], accepted, adapter)
		elif position < len(args):
			args[position] = _convert(name, args[position], accepted, adapter)
	return args, kwargs


def _convert(name: str, value, accepted, adapter):
	try:
		return adapter.validate_python(value)
	except (TypeError, ValueError):
		expected, given = _type_name(accepted), _type_name(value)
		message = f"Argument '{name}' should be of type '{expected}' but got '{given}' instead."
		raise FrappeTypeError(message) from None


def _type_name(thing) -> str:
	kind = thing if inspect.isclass(thing) else type(thing)
	if kind.__module__ in ("typing", "types"):
		return str(thing)
	return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


@lru_cache(2048)
def _plan(function) -> dict:
	"""{argument: (position, accepted type, adapter)} for the annotated arguments."""
	plan = {}
	for position, (name, parameter) in enumerate(_parameters(function).items()):
		annotation = function.__annotations__.get(name)
		if annotation is not None and not _unresolved(annotation):
			accepted = _accepted(annotation, parameter.default)
			plan[name] = (position, accepted, _adapter(accepted))
	return plan


def _unresolved(annotation) -> bool:
	parts = (annotation, *(getattr(annotation, "__args__", None) or ()))
	return any(isinstance(part, typing.ForwardRef | str) for part in parts)


def _accepted(annotation, default):
	"""The annotated type, a little slack for booleans, and whatever type the default has."""
	accepted = _SLACK.get(annotation, annotation)
	if isinstance(accepted, tuple):
		accepted = typing.Union[accepted]  # noqa: UP007
	if default is not inspect.Parameter.empty and default != annotation:
		accepted = typing.Union[accepted, type(default)]  # noqa: UP007
	return accepted


@cache
def _adapter(accepted):
	from pydantic import ConfigDict, PydanticUserError, TypeAdapter

	try:
		return TypeAdapter(accepted, config=ConfigDict(arbitrary_types_allowed=True))
	except PydanticUserError:
		return TypeAdapter(accepted)
