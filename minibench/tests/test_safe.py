"""safe_eval: what expressions can do, and the ways out that are closed."""

import pytest

from minibench.local import _dict
from minibench.safe import safe_eval

VALUES = {"a": 10, "d": _dict(x=7, _y=1), "text": "abc"}


@pytest.mark.parametrize(
	("code", "expected"),
	[
		("a * 2 + d.x", 27),
		("[n for n in [1, 2, 3] if n > 1]", [2, 3]),
		("d.get('x') == 7 and not a < 5", True),
		("round(2.567, 1) + int('5') + float('1')", 8.6),
		("text.upper()", "ABC"),
		("'a' in text", True),
		("'%s' % a", "10"),
	],
)
def test_expressions_over_the_given_values_work(code, expected):
	assert safe_eval(code, None, VALUES) == expected


@pytest.mark.parametrize(
	"code",
	[
		"a.__class__",
		"().__class__.__bases__",
		"__import__('os')",
		"open('/etc/passwd')",
		"(a := 5)",
		"'{0.__class__}'.format(a)",
		"'{a}'.format_map(d)",
		"text.format",
		"d['_y']",
		"(n for n in [1]).gi_frame",
		"exec('1')",
		"getattr(a, 'real')",
		"len(text)",
		"a = 5",
		"import os",
		"print(1)",
		"(lambda f: f.__globals__)(text)",
		"text.\uff3f\uff3fclass\uff3f\uff3f",
	],
)
def test_ways_out_are_closed(code):
	with pytest.raises((SyntaxError, NameError, AttributeError)):
		safe_eval(code, None, VALUES)


def test_modules_given_by_mistake_are_closed_too():
	import os

	with pytest.raises(SyntaxError, match="Reading attributes of a module is not allowed"):
		safe_eval("os.environ", {"os": os})


def test_the_names_given_stay_as_they_are():
	given = {"f": max}
	assert safe_eval("f(1, 2)", given) == 2
	assert given == {"f": max}
