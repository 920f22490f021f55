"""Nothing that comes from a request becomes SQL."""

import pytest
from test_query import names

from minibench.errors import DataError, ValidationError
from minibench.query import get_all

pytest_plugins = ("town",)


@pytest.mark.parametrize(
	"field",
	[
		"nope", "(select 1)", "name; drop table x", "sleep(1)", "name, (select password from __Auth)", "`a``b`",
		"1 union select 2", "title--", "name/**/", "load_extension('x')", "name as `a` b", "count(", "tabUser.name",
		"`tabUser`.`name`", "items.nope", "school.nope", "status.x", "x'", "hex(randomblob(9))", "name\x00",
	],
)  # fmt: skip
def test_what_is_no_column_is_refused_everywhere(requests, field):
	with pytest.raises(ValidationError):
		get_all("Town Request", fields=[field])
	with pytest.raises(ValidationError):
		get_all("Town Request", order_by=field)
	with pytest.raises(ValidationError):
		get_all("Town Request", group_by=field)
	with pytest.raises(ValidationError):
		names({field: 1})
	with pytest.raises(ValidationError):
		names([["Town Request", field, "=", 1]])
	with pytest.raises(ValidationError):
		requests.db.get_value("Town Request", {field: 1})


@pytest.mark.parametrize(
	"value", ["' or 1=1 --", "\\' or 1=1 --", '" or "1"="1', "%s", "%(x)s", "?", "%%", "a\x00b"]
)
def test_values_are_only_ever_values(requests, value):
	assert names({"title": value}) == []
	assert names({"title": ["in", [value]]}) == []
	assert names({"title": ["like", value]}) in ([], list("ABC"))
	assert requests.db.get_value("Town Request", {"title": value}) is None
	requests.db.set_value("Town Request", "A", "title", value)
	assert names({"title": value}) == ["A"] == names([["title", "in", [value, "zz"]]])
	assert requests.db.get_value("Town Request", {"title": value}) == "A"
	assert (
		get_all("Town Request", fields=["ifnull(status, 'it''s') as s"], filters={"name": "D"})[0].s == "it's"
	)


def test_long_lists_of_values_are_no_problem(requests):
	many = [f"no {n}" for n in range(40_000)] + ["A"]
	assert names({"name": ["in", many]}) == ["A"]


def test_another_doctype_cannot_be_joined(requests):
	with pytest.raises(DataError):
		names([["User", "enabled", "=", 1]])
	with pytest.raises(DataError):
		get_all("System Settings")
