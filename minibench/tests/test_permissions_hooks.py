"""What apps and controllers say about a document, stored and changed, and about lists."""

import pytest
from town import OFFICER, TEACHER, become, insert, names, own_school, refused

from minibench.documents import get_doc
from minibench.errors import DoesNotExistError
from minibench.local import local
from minibench.permissions import (
	get_doc_permissions,
	has_permission,
)
from minibench.query import get_all, get_count

pytest_plugins = ("town",)


def test_a_stored_document_cannot_be_taken_by_changing_it(requests, hook):
	"""Frappe asks the hook about the changed document only."""
	hook("has_permission", "Town Request", own_school)
	become(TEACHER)
	doc = get_doc("Town Request", "B")
	doc.school = "North"
	assert not doc.has_permission("read") and not doc.has_permission("write")
	refused(doc.save)
	assert not get_doc_permissions(doc).write
	doc = get_doc("Town Request", "A")
	doc.school = "South"
	refused(doc.save)
	assert local.db.get_value("Town Request", "A", "school") == "North"


def test_child_rows_that_a_request_made_up_do_not_help(requests, hook):
	hook("has_permission", "Town Request", lambda doc: any(row.what == "knife" for row in doc.private_items))
	become(TEACHER)
	doc = get_doc("Town Request", "B")
	doc.append("private_items", {"what": "knife"})
	refused(doc.save)
	assert get_doc("Town Request", "A").has_permission("write")


def test_hooks_refuse_and_never_grant(requests, hook):
	hook("has_permission", "Town School", lambda doc: True)
	assert not has_permission("Town School", "write", "North", user=TEACHER, raise_exception=False)
	hook("has_permission", "*", lambda doc: None)
	assert has_permission("Town School", "read", "North", user=TEACHER)
	hook("has_permission", "Town School", lambda doc: False)
	hook("has_permission", "Town School", lambda doc: True)
	assert not has_permission("Town School", "read", "North", user=TEACHER, raise_exception=False)


def test_a_hook_that_fails_refuses_and_is_logged(requests, hook):
	hook("has_permission", "Town School", lambda doc: 1 / 0)
	hook("permission_query_conditions", "Town Request", lambda user: 1 / 0)
	become(TEACHER)
	assert not has_permission("Town School", "read", "North", raise_exception=False)
	assert names() == [] and get_count("Town Request") == 0
	logged = local.db.get_values("Error Log", {"method": ["like", "%failed%"]}, "error", pluck=True)
	assert len(logged) >= 2 and all("ZeroDivisionError" in text for text in logged)


def test_a_condition_that_is_no_sql_shows_nothing(requests, hook):
	hook("permission_query_conditions", "Town Request", lambda user: "no such thing")
	become(TEACHER)
	assert not has_permission("Town Request", "read", "A", raise_exception=False)


def test_a_hook_may_say_that_nothing_is_there(requests, hook):
	def deny(doc):
		raise DoesNotExistError

	hook("has_permission", "Town School", deny)
	become(TEACHER)
	with pytest.raises(DoesNotExistError):
		get_doc("Town School", "North").check_permission("read")


def test_conditions_are_bracketed_and_hold_for_single_documents(requests, hook):
	hook(
		"permission_query_conditions",
		"Town Request",
		lambda user: "`tabTown Request`.`school` = 'North' or 1=0",
	)
	hook("permission_query_conditions", "*", lambda user, doctype: f"`tab{doctype}`.`name` != 'C'")
	hook("permission_query_conditions", "Town Request", lambda user: None)
	hook("permission_query_conditions", "Town Request", lambda user: "")
	become(TEACHER)
	assert names() == ["A"]
	assert names(or_filters={"status": ["!=", "zzz"]}) == ["A"]
	assert get_count("Town Request", {"school": "South"}) == 0
	assert get_doc("Town Request", "A").has_permission("write")
	assert not get_doc("Town Request", "B").has_permission("read")
	doc = get_doc("Town Request", "B")
	doc.school = "North"
	refused(doc.save)
	insert("Town Request", "E", school="South")
	assert len(get_all("Town Request")) == 5


def test_conditions_hold_for_single_documents_beside_a_hook_for_everything(requests, hook):
	hook("permission_query_conditions", "Town Request", lambda user: "`tabTown Request`.`school` = 'North'")
	hook("has_permission", "*", lambda doc: None)
	become(TEACHER)
	assert has_permission("Town Request", "read", "A")
	assert not has_permission("Town Request", "read", "B", raise_exception=False)
	hook("permission_query_conditions", "*", lambda user: "1=1")
	assert has_permission("System Settings", "read", user="Administrator")


def test_conditions_may_hold_any_text(requests, hook):
	local.db.set_value("Town Request", "A", "title", "50%% of \\ 'it' \"x\" %s")
	text = local.db.escape("50%% of \\ 'it' \"x\" %s")
	hook("permission_query_conditions", "Town Request", lambda user: f"`tabTown Request`.title = {text}")
	become(TEACHER)
	assert names() == ["A"] and names(filters={"age": 5}) == ["A"]
	assert has_permission("Town Request", "read", "A")


def test_a_controller_may_refuse(requests, monkeypatch):
	from minibench import documents

	class Closed(documents.Document):
		def has_permission(self, permtype="read", *, debug=False, user=None):
			return self.school == "North" and super().has_permission(permtype, debug=debug, user=user)

	monkeypatch.setattr(
		documents, "get_controller", lambda name: Closed if name == "Town Request" else documents.Document
	)
	become(TEACHER)
	assert has_permission("Town Request", "read", "A")
	assert not has_permission("Town Request", "read", "B", raise_exception=False)
	doc = get_doc("Town Request", "B")
	doc.school = "North"
	refused(doc.check_permission, "write")


def test_website_permission_needs_all_hooks(requests, hook):
	from minibench.permissions import has_website_permission

	doc = get_doc("Town Request", "A")
	assert not has_website_permission(doc, user=TEACHER)
	hook("has_website_permission", "Town Request", lambda doc, ptype, user: user == TEACHER)
	assert has_website_permission(doc, user=TEACHER) and not has_website_permission(doc, user=OFFICER)
	assert has_website_permission("A", user=TEACHER, doctype="Town Request")
	hook("has_website_permission", "Town Request", lambda doc: 1 / 0)
	assert not has_website_permission(doc, user=TEACHER)
