"""The events in the life of a document: which come when, and who is asked: its controller, hooks, notifications."""

from functools import cache
from types import MappingProxyType

from minibench.apps import get_attr, get_hooks, get_installed_apps

BEFORE = MappingProxyType(
	{
		"save": ("validate", "before_save"),
		"submit": ("validate", "before_submit"),
		"cancel": ("before_cancel",),
		"update_after_submit": ("before_update_after_submit",),
	}
)
AFTER = MappingProxyType(
	{
		"save": ("on_update",),
		"submit": ("on_update", "on_submit"),
		"cancel": ("on_cancel",),
		"update_after_submit": ("on_update_after_submit",),
	}
)
_NOTIFIED = frozenset(
	("on_update", "after_insert", "on_submit", "on_cancel", "on_update_after_submit", "on_change", "on_trash",
	 "before_change", "validate", "before_insert")
)  # fmt: skip


def run(doc, method: str, *args, **kwargs):
	"""Run an event of a document; the answer of the controller's method, else the first of the hooks."""
	own = getattr(doc, method, None)
	result = own(*args, **kwargs) if callable(own) else None
	for path in _hooks(tuple(get_installed_apps()), doc.doctype, method):
		answer = get_attr(path)(doc, method, *args, **kwargs)
		result = answer if result is None else result
	if method in _NOTIFIED:
		from minibench import notifications

		notifications.run(doc, method)
	return result


@cache
def _hooks(apps: tuple[str, ...], doctype: str, method: str) -> tuple[str, ...]:
	events = get_hooks("doc_events", {}) or {}
	return tuple(path for key in (doctype, "*") for path in (events.get(key) or {}).get(method, ()))
