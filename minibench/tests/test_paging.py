"""Pages of a list: the same rows by the short way and by the walk along an index."""

import pytest
from desk_town import READER

from minibench import paging
from minibench.documents import get_doc
from minibench.local import set_user

FIELDS = ["name", "family", "members"]


@pytest.fixture(params=(3, 10_000), ids=("walked", "sorted"))
def most(request, monkeypatch):
	monkeypatch.setattr(paging, "MOST", request.param)
	return request.param


def listed(order, start=0, length=20, **where):
	names = paging.fitting("Desk Plan", **where)
	return [row.name for row in paging.page("Desk Plan", names, FIELDS, order, start, length, **where)]


@pytest.mark.parametrize(
	"order", [("modified", "desc"), ("family", "asc"), ("members", "desc"), ("name", "asc")]
)
@pytest.mark.parametrize("filters", [{}, {"status": "Active"}, [["Desk Goal", "theme", "=", "Home"]]])
def test_a_page_is_the_same_whichever_way_it_is_read(desk_site, most, order, filters):
	where = {"filters": filters, "distinct": isinstance(filters, list)}
	by = f"`tabDesk Plan`.{order[0]} {order[1]}, `tabDesk Plan`.name {order[1]}"
	every = desk_site.db.get_all("Desk Plan", filters, pluck="name", order_by=by, distinct=True)
	assert listed(order, **where) == every[:20]
	assert listed(order, 4, 3, **where) == every[4:7]
	pieces = paging.every("Desk Plan", FIELDS, order, **where)
	assert [row.name for rows in pieces for row in rows] == every


def test_counting_ends_at_the_bound(desk_site, most):
	total = desk_site.db.count("Desk Plan")
	assert len(paging.fitting("Desk Plan")) == min(total, most + 1)


def test_a_walk_shows_no_field_and_no_row_out_of_reach(desk_site, most):
	reach = {"user": READER, "allow": "Desk School", "for_value": "ASH"}
	get_doc({"doctype": "User Permission", **reach}).insert()
	set_user(READER)
	names = paging.fitting("Desk Plan")
	rows = paging.page("Desk Plan", names, [*FIELDS, "school", "manager_note"], ("modified", "desc"), 0, 50)
	assert {row.school for row in rows} <= {"ASH", "", None} and len(rows) > 3
	assert all("manager_note" not in row for row in rows)


def test_a_list_is_ordered_by_an_index_where_it_is_read_first(desk_site):
	assert paging.index_of("Desk Plan", "modified") and paging.index_of("Desk Plan", "family")
	assert paging.index_of("Desk Plan", "status") == "Desk Plan_status_modified_sums_index"
	assert paging.index_of("Desk Plan", "budget") is None


def test_what_groups_are_summed_by_and_what_is_looked_through_stands_in_an_index(desk_site):
	def reads_an_index_alone(query):
		return "COVERING INDEX" in desk_site.db.execute(f"explain query plan {query}").fetchone()[3]

	assert paging.index_of("Desk Plan", "status", "members", "budget", "share")
	assert paging.index_of("Desk Plan", "status", "story") is None
	table = "`tabDesk Plan`"
	assert reads_an_index_alone(f"select status, sum(budget), max(members) from {table} group by status")
	assert not reads_an_index_alone(f"select status, max(started) from {table} group by status")
	assert reads_an_index_alone(f"select name from {table} where name like '%x%' or family like '%x%'")
