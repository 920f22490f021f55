"""The part of JavaScript that values of filters may hold."""

import pytest

from minibench.web.desk.dynamic import check, dynamic, evaluate
from minibench.web.desk.expressions import ExpressionError

pytestmark = pytest.mark.usefixtures("site")


def today():
	from minibench.utils.dates import nowdate

	return nowdate()


def test_json_is_read_as_it_is():
	assert evaluate('[["A", "b", "=", "x", false], ["A", "n", ">", -2.5, null]]') == [
		["A", "b", "=", "x", False],
		["A", "n", ">", -2.5, None],
	]
	assert evaluate('{"status": ["in", ["a", "b"]]}') == evaluate("{status: ['in', ['a', 'b']]};")


def test_days_and_people_are_worked_out():
	from minibench.utils.dates import add_days, get_first_day, get_last_day

	assert evaluate("frappe.session.user") == "Administrator"
	assert evaluate("frappe.datetime.get_today()") == evaluate("frappe.datetime.nowdate()") == today()
	assert evaluate("frappe.datetime.add_days(frappe.datetime.get_today(), -7)") == add_days(today(), -7)
	assert evaluate("[frappe.datetime.month_start(), frappe.datetime.month_end()]") == [
		str(get_first_day(today())),
		str(get_last_day(today())),
	]
	assert evaluate('frappe.defaults.get_user_default("no such default")') is None


def test_rows_and_dictionaries_of_expressions_give_their_values():
	assert dynamic('[["ToDo", "owner", "=", "frappe.session.user"]]') == [
		["ToDo", "owner", "=", "Administrator"]
	]
	assert dynamic('{"to_date": "frappe.datetime.get_today()"}') == {"to_date": today()}
	assert dynamic("") == dynamic("[]") == []


@pytest.mark.parametrize(
	"text",
	["window.name", "frappe.call('x')", "1 + 1", "__import__('os')", "frappe.session.user.name", "x => x", "doc.a", "(((", "[" * 5000, "'\\0' and 1",
	 "frappe.datetime.get_today.__globals__", "frappe.datetime.add_days(*[1])", "f'{1}'", "[a for a in b]"],
)  # fmt: skip
def test_anything_else_is_refused(text):
	with pytest.raises(ExpressionError):
		evaluate(text)
	with pytest.raises(ExpressionError):
		check(
			'[["ToDo", "owner", "=", ' + repr(text).replace("'", '"') + "]]"
			if '"' not in text and "'" not in text
			else text,
			True,
		)
