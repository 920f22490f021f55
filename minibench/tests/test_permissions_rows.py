"""What of a DocType a person sees: levels, the select right, child rows and User Permissions."""

import pytest
from town import OFFICER, PRINCIPAL, TEACHER, become, insert, names, person, refused

from minibench.documents import get_doc
from minibench.errors import DataError, PermissionError
from minibench.local import local
from minibench.permissions import get_permitted_fields, get_permlevel_access, has_permission
from minibench.query import get_all, get_count, get_list

pytest_plugins = ("town",)
pytestmark = pytest.mark.usefixtures("requests")


def allow(doctype, name, user=TEACHER, **more):
	values = {"doctype": "User Permission", "user": user, "allow": doctype, "for_value": name}
	get_doc({**values, "apply_to_all_doctypes": 1, **more}).insert()


# levels


def test_columns_of_a_level_are_left_out_for_those_without_it():
	become(TEACHER)
	row = get_list("Town Request", fields=["*"], filters={"name": "A"})[0]
	assert row.title == "First" and "notes" not in row
	assert get_list("Town Request", ["name", "notes", "max(notes) as n", "school.secret"], {"name": "A"}) == [
		{"name": "A"}
	]
	assert get_list("Town Request", ["name", "notes"], {"name": "A"}, as_list=True) == (("A", None),)
	assert get_list("Town Request", ["notes"]) == []
	become(OFFICER)
	assert get_list("Town Request", ["notes", "school.secret"], {"name": "A"}) == [
		{"notes": "dark", "secret": "code Hill"}
	]


@pytest.mark.parametrize(
	"more",
	[
		{"filters": {"notes": "dark"}},
		{"filters": [["Town Request", "notes", "like", "d%"]]},
		{"or_filters": {"notes": "dark"}},
		{"order_by": "notes"},
		{"order_by": "`tabTown Request`.`notes` desc"},
		{"order_by": "ifnull(notes, '')"},
		{"group_by": "notes"},
		{"filters": [["Town Item", "what", "=", "knife"]]},
	],
)
def test_a_level_cannot_be_read_by_filters_and_orders(more):
	"""On Frappe a filter finds the value letter by letter."""
	become(TEACHER)
	if more.get("filters") == [["Town Item", "what", "=", "knife"]]:
		assert get_list("Town Request", **more) == []
		return
	with pytest.raises(DataError, match="Field not permitted in query"):
		get_list("Town Request", **more)
	if "filters" in more:
		with pytest.raises(DataError):
			get_count("Town Request", more["filters"])
	become(OFFICER)
	get_list("Town Request", **more)


def test_levels_and_permitted_fields():
	from minibench.meta import get_meta

	assert get_permlevel_access(get_meta("Town Request"), user=TEACHER) == [0]
	assert get_permlevel_access(get_meta("Town Request"), "write", user=OFFICER) == [0, 1]
	assert "notes" not in get_permitted_fields("Town Request", user=TEACHER)
	assert "notes" in get_permitted_fields("Town Request", user=OFFICER)
	assert get_permitted_fields("Town Item", user=OFFICER) == []
	assert "amount" in get_permitted_fields("Town Item", parenttype="Town Request", user=OFFICER)


# select


def test_the_right_to_select_shows_names_and_search_fields_only():
	person("picker@example.com", "Town Picker")
	become("picker@example.com")
	rows = get_list("Town School", fields=["*"], filters={"name": "North"})
	assert rows == [{"name": "North", "area": "Hill", "school_name": "North School"}]
	assert not has_permission("Town School", "read", "North", raise_exception=False)
	refused(get_doc("Town School", "North").check_permission)
	get_doc(
		{"doctype": "Custom DocPerm", "parent": "Town Request", "role": "Town Picker", "select": 1, "read": 0}
	).insert(ignore_permissions=True)
	assert get_list("Town Request", ["name", "items.what"], {"name": "A"}, distinct=True) == [{"name": "A"}]
	with pytest.raises(DataError):
		get_list("Town Request", filters={"items.what": "ink"})


def test_fields_through_a_link_need_a_right_to_its_target(hook):
	become(PRINCIPAL)
	insert("Town Request", "Mine", school="North")
	with pytest.raises(PermissionError):
		get_list("Town Request", ["name", "school.area"])
	become(TEACHER)
	hook("permission_query_conditions", "Town School", lambda user: "`tabTown School`.area = 'Lake'")
	rows = get_list("Town Request", ["name", "school.area"], order_by="name")
	assert [(row.name, row.area) for row in rows] == [
		("A", None), ("B", "Lake"), ("C", None), ("D", None), ("Mine", None),
	]  # fmt: skip
	with pytest.raises(DataError, match="Field not permitted in query"):
		names(filters={"school.area": "Hill"})


# child rows


def test_child_rows_are_listed_with_the_parents_that_may_be_seen(hook):
	become(TEACHER)
	refused(get_list, "Town Item")
	refused(get_list, "Town Item", parent_doctype="Town School")
	refused(get_list, "Town Item", parent_doctype="User")
	hook("permission_query_conditions", "Town Request", lambda user: "`tabTown Request`.`school` = 'North'")
	rows = get_list(
		"Town Item", ["parent", "what"], parent_doctype="Town Request", order_by="what", as_list=True
	)
	assert rows == (("A", "ink"), ("A", "pen"))
	assert get_count("Town Item", {"what": "pen"}, parent_doctype="Town Request") == 1
	become(OFFICER)
	assert get_count("Town Item", {"what": "knife"}, parent_doctype="Town Request") == 1
	become(PRINCIPAL)
	assert get_list("Town Item", parent_doctype="Town Request") == []


def row_name(what, parent="A"):
	return local.db.get_value("Town Item", {"what": what, "parent": parent})


def test_a_child_row_stands_and_falls_with_its_stored_parent(hook):
	hook("has_permission", "Town Request", lambda doc: doc.school == "North")
	own, other = row_name("ink"), row_name("pen", "B")
	become(TEACHER)
	assert has_permission("Town Item", "read", own) and has_permission(
		"Town Item", "write", get_doc("Town Item", own)
	)
	assert not has_permission("Town Item", "read", other)
	moved = get_doc("Town Item", other)
	moved.parent = "A"
	assert not has_permission("Town Item", "write", moved)
	moved = get_doc("Town Item", own)
	moved.parent = "B"
	assert not moved.has_permission("write")
	new = get_doc(
		{"doctype": "Town Item", "parent": "B", "parenttype": "Town Request", "parentfield": "items"}
	)
	assert not new.has_permission("create")
	new.parent = "A"
	assert new.has_permission("create")


def test_a_child_row_of_a_table_with_a_level_needs_the_level():
	row = row_name("knife")
	assert not has_permission("Town Item", "read", row, user=TEACHER)
	assert has_permission("Town Item", "read", row, user=OFFICER)


def test_a_child_row_without_a_true_place_is_refused():
	become(TEACHER)
	for place in (
		{},
		{"parent": "A", "parenttype": "Town School", "parentfield": "items"},
		{"parent": "A", "parenttype": "Town Request", "parentfield": "title"},
		{"parent": "A", "parenttype": "Town Request"},
		{"parent": OFFICER, "parenttype": "User", "parentfield": "roles"},
	):
		assert not has_permission("Town Item", "write", get_doc({"doctype": "Town Item", **place}))


# User Permissions


def test_user_permissions_confine_lists_and_documents():
	allow("Town School", "North")
	become(TEACHER)
	assert names() == ["A", "C", "D"] and names("Town School") == ["North"]
	assert get_count("Town Request") == 3
	assert has_permission("Town Request", "read", "A") is False, "one of its rows is linked to South"
	assert has_permission("Town Request", "write", "C") and has_permission("Town Request", "read", "D")
	text = (
		"You are not allowed to access this Town Request record because it is linked to Town School 'South' "
		"in field School"
	)
	assert text in refused(get_doc("Town Request", "B").check_permission)[0]
	assert not has_permission("Town School", "read", "South")


def test_user_permissions_look_at_the_stored_document_too():
	"""Frappe looks at the changed one only."""
	allow("Town School", "North")
	become(TEACHER)
	doc = get_doc("Town Request", "B")
	doc.school = "North"
	refused(doc.save)
	doc = get_doc("Town Request", "C")
	doc.school = "South"
	refused(doc.save)
	refused(get_doc({"doctype": "Town Request", "name": "E", "school": "South"}).insert)


def test_strict_user_permissions_exclude_empty_links():
	allow("Town School", "North")
	local.db.set_single_value("System Settings", "apply_strict_user_permissions", 1)
	become(TEACHER)
	assert names() == ["A", "C"]
	assert not has_permission("Town Request", "read", "D")


def test_user_permissions_for_one_doctype_leave_the_others():
	allow("Town School", "North", apply_to_all_doctypes=0, applicable_for="Town School")
	become(TEACHER)
	assert names() == list("ABCD") and names("Town School") == ["North"]


def test_a_link_may_ignore_user_permissions():
	from minibench.meta import get_meta, save_doctype

	definition = get_meta("Town Request").as_dict()
	next(row for row in definition.fields if row.fieldname == "school").ignore_user_permissions = 1
	save_doctype(definition)
	allow("Town School", "North")
	become(TEACHER)
	assert names() == list("ABCD") and has_permission("Town Request", "read", "B")


def test_a_user_permission_on_the_document_itself():
	allow("Town Request", "B")
	become(TEACHER)
	assert names() == ["B"]
	assert not has_permission("Town Request", "read", "A") and has_permission("Town Request", "read", "B")


def test_a_share_adds_to_user_permissions():
	allow("Town School", "North")
	row = {
		"doctype": "DocShare",
		"user": TEACHER,
		"share_doctype": "Town Request",
		"share_name": "B",
		"read": 1,
	}
	share = get_doc(row)
	share.flags.ignore_share_permission = True
	share.insert(ignore_permissions=True)
	become(TEACHER)
	assert names() == list("ABCD") and has_permission("Town Request", "read", "B")


def test_conditions_as_one_text_hold_any_value(hook):
	from minibench.rowaccess import build_match_conditions

	for name in ("50%s", "it's %", "\\", "%(x)s"):
		insert("Town School", name)
		allow("Town School", name)
		insert("Town Request", f"of {name}", school=name)
	hook(
		"permission_query_conditions",
		"Town Request",
		lambda user: "`tabTown Request`.title is null or 'x%s' = ''",
	)
	become(TEACHER)
	text = build_match_conditions("Town Request")
	expected = sorted(names())
	assert expected == sorted(["D", *(f"of {name}" for name in ("50%s", "it's %", "\\", "%(x)s"))])
	query = f"select name from `tabTown Request` where docstatus = %s and {text}"
	assert sorted(local.db.sql(query, [0], pluck=True)) == expected
	inner = f"select name from `tabTown Request` where {text}"
	assert (
		len(
			local.db.sql(
				f"select name from `tabTown Request` where docstatus = %s and name in ({inner})", [0]
			)
		)
		== 5
	)


def test_get_all_asks_nobody():
	become("Guest")
	assert len(get_all("Town Request", filters={"notes": "dark"})) == 1
	assert len(get_all("Town Item")) == 4
