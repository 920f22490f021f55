"""Link fields: what is offered, and what a typed name gives away."""

import pytest
from town import TEACHER, become, insert, person, refused

from minibench.documents import get_doc
from minibench.errors import DataError, PermissionError, ValidationError
from minibench.search import search_link, search_widget
from minibench.web.client import validate_link

pytest_plugins = ("town",)
pytestmark = pytest.mark.usefixtures("requests")
PICKER = "picker@example.com"


def values(*args, **more):
	return [row["value"] for row in search_link("Town School", *args, **more)]


def test_names_titles_and_search_fields_are_searched():
	become(TEACHER)
	assert values("north") == ["North"]
	assert values("Lake") == ["South"]
	assert values("o'h") == ["O'Hara"]
	assert values("SCHOOL") == ["North", "O'Hara", "South"]
	assert values("") == ["North", "O'Hara", "South"]
	assert values("%") == ["North", "O'Hara", "South"]
	assert values("zzz") == []
	assert search_link("Town School", "north") == [{"value": "North", "description": "North School, Hill"}]


def test_names_that_begin_with_the_text_come_first():
	insert("Town School", "Zouth", area="o-lane")
	become(TEACHER)
	assert values("o")[0] == "O'Hara"


def test_the_right_to_select_is_enough():
	person(PICKER, "Town Picker")
	become(PICKER)
	assert values("north") == ["North"]
	assert search_widget("Town School", "north")[0] == ("North", "North School", "Hill")
	become("Guest")
	refused(search_link, "Town School", "north")


def test_filters_paging_and_what_is_switched_off():
	get_doc("Town School", "South").update({"disabled": 1}).save()
	become(TEACHER)
	assert values("", filters={"area": "Hill"}) == ["North", "O'Hara"]
	assert values("", filters='[["Town School", "name", "!=", "North"]]') == ["O'Hara"]
	assert len(values("", page_length=1)) == 1
	assert search_widget("Town School", "hara", as_dict=True)[0].school_name == "O'Hara School"
	with pytest.raises(DataError):
		values("", filters={"secret": ["like", "c%"]})
	with pytest.raises(DataError):
		search_widget("Town School", "x", searchfield="name`--")


def test_rows_out_of_reach_are_not_offered(hook):
	hook("permission_query_conditions", "Town School", lambda user: "`tabTown School`.area = 'Lake'")
	become(TEACHER)
	assert values("") == ["South"]
	assert validate_link("Town School", "South", ["area", "school_name"]) == {
		"name": "South", "area": "Lake", "school_name": "South School",
	}  # fmt: skip


def test_a_typed_name_confirms_nothing_that_is_out_of_reach(hook):
	"""Frappe confirms any name to whoever may read some."""
	hook("permission_query_conditions", "Town School", lambda user: "`tabTown School`.area = 'Lake'")
	become(TEACHER)
	hidden, missing = validate_link("Town School", "North"), validate_link("Town School", "Nowhere")
	assert hidden == missing == {"name": None}
	assert validate_link("Town School", "North", '["area"]') == {"name": None}
	become("Guest")
	assert refused(validate_link, "Town School", "North")[-1] == (
		"You do not have Read or Select Permissions for <strong>Town School</strong>"
	)


def test_fields_of_a_level_are_not_fetched():
	become(TEACHER)
	assert validate_link("Town School", "North", ["secret", "area"]) == {"name": "North", "area": "Hill"}


def test_titles_in_place_of_names():
	from minibench.meta import get_meta, save_doctype

	save_doctype({**get_meta("Town School").as_dict(), "show_title_field_in_link": 1})
	become(TEACHER)
	assert search_link("Town School", "north") == [
		{"value": "North", "label": "North School", "description": "North, Hill"}
	]


def test_a_title_of_a_level_is_neither_shown_nor_searched():
	from minibench.meta import get_meta, save_doctype

	save_doctype({**get_meta("Town School").as_dict(), "title_field": "secret"})
	become(TEACHER)
	assert values("code") == []
	assert search_link("Town School", "north") == [{"value": "North", "description": "Hill"}]


def test_a_query_method_takes_over_if_it_is_whitelisted(monkeypatch):
	from minibench.web import methods
	from minibench.whitelist import whitelist

	def plain(doctype, txt, searchfield, start, page_len, filters):
		return [("found", txt)]

	found = {"town.plain": plain, "town.open": whitelist()(plain)}
	monkeypatch.setattr(methods, "get_attr", found.get)
	become(TEACHER)
	assert search_link("Town School", " x ", query="town.open") == [{"value": "found", "description": "x"}]
	with pytest.raises(PermissionError):
		search_link("Town School", "x", query="town.plain")
	found["town.other"] = whitelist()(lambda: "no search")
	with pytest.raises(ValidationError, match="is not a search"):
		search_link("Town School", "x", query="town.other")
