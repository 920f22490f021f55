"""`frappe.safe_eval`: one expression without statements, builtins, underscores or formatting tricks."""

import ast
import types
import unicodedata
from functools import lru_cache

_UNSAFE = (
	"gi_frame gi_code gi_yieldfrom cr_frame cr_code cr_origin cr_await ag_code ag_frame tb_frame tb_next"
	" format format_map f_back f_builtins f_code f_globals f_locals f_trace"
)
UNSAFE_ATTRIBUTES = frozenset(_UNSAFE.split())
CLOSED_OBJECTS = (types.ModuleType, types.CodeType, types.TracebackType, types.FrameType)
_MISSING = object()


def safe_eval(code, eval_globals=None, eval_locals=None):
	"""The value of an expression. Raises SyntaxError for what an expression may not do."""
	names = {**(eval_globals or {}), "__builtins__": {}, **_guards()}
	return eval(compiled(unicodedata.normalize("NFKC", code)), names, eval_locals)


@lru_cache(maxsize=512)
def compiled(code: str) -> types.CodeType:
	"""The checked byte code of an expression."""
	from RestrictedPython import compile_restricted

	for node in ast.walk(ast.parse(code, mode="eval")):
		if isinstance(node, ast.NamedExpr):
			raise SyntaxError(f"Operation not allowed: line {node.lineno} column {node.col_offset}")
	return compile_restricted(code, filename="<safe_eval>", mode="eval", policy=_policy())


@lru_cache(maxsize=1)
def _policy() -> type:
	from RestrictedPython.transformer import RestrictingNodeTransformer

	class Policy(RestrictingNodeTransformer):
		def check_name(self, node, name, *args, **kwargs):
			if name != "_dict":
				super().check_name(node, name, *args, **kwargs)

	return Policy


@lru_cache(maxsize=1)
def _guards() -> dict:
	from RestrictedPython.Guards import guarded_iter_unpack_sequence

	return {
		"int": int,
		"float": float,
		"long": int,
		"round": round,
		"_getattr_": _get_attribute,
		"_getitem_": _get_item,
		"_getiter_": iter,
		"_iter_unpack_sequence_": guarded_iter_unpack_sequence,
	}


def is_closed(obj, name: str) -> bool:
	"""Whether a method of a document is not for those who write templates and conditions."""
	return name in getattr(type(obj), "_closed", ())


def _get_attribute(obj, name, default=_MISSING):
	if name in UNSAFE_ATTRIBUTES or is_closed(obj, name):
		raise SyntaxError(f"{name} is an unsafe attribute")
	if isinstance(obj, CLOSED_OBJECTS):
		raise SyntaxError(f"Reading attributes of a {type(obj).__name__} is not allowed")
	if name.startswith("_"):
		raise AttributeError(f'"{name}" is an invalid attribute name because it starts with "_"')
	return getattr(obj, name) if default is _MISSING else getattr(obj, name, default)


def _get_item(obj, key):
	if isinstance(key, str) and key.startswith("_"):
		raise SyntaxError("Key starts with _")
	return obj[key]
