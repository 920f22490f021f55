"""Comments, versions and tasks follow the record they belong to."""

import json

import pytest
from core_factories import make_doctype, make_parcel, make_user

from minibench.comments import may_change
from minibench.documents import get_doc
from minibench.errors import NotOffered, PermissionError, ValidationError
from minibench.local import set_user
from minibench.permissions import has_permission
from minibench.query import get_list
from minibench.web.formload import add_comment

CLERK, MANAGER = "clerk@example.com", "manager@example.com"


@pytest.fixture
def parcel(site):
	make_doctype()
	make_user("clerk", "Clerk")
	make_user("manager", "System Manager")
	return make_parcel()


def test_a_comment_stands_in_the_record_and_leaves_it_when_deleted(parcel, site):
	comment = parcel.add_comment("Comment", "Where is it? <script>x</script>")
	kept = json.loads(site.db.get_value("Parcel", parcel.name, "_comments"))
	assert (kept[0]["by"], kept[0]["comment"]) == (
		"Administrator",
		"Where is it? &lt;script&gt;x&lt;/script&gt;",
	)
	comment.delete()
	assert json.loads(site.db.get_value("Parcel", parcel.name, "_comments")) == []


def test_a_line_of_the_system_is_no_remark(parcel, site):
	parcel.add_comment("Workflow", "Sent")
	assert not site.db.get_value("Parcel", parcel.name, "_comments")


def test_a_remark_stands_under_the_name_of_its_writer(parcel, site):
	set_user(CLERK)
	comment = add_comment("Parcel", parcel.name, "Here", comment_email="boss@example.com", comment_by="Boss")
	assert (comment.comment_email, comment.comment_by, comment.owner) == (CLERK, "Clerk Test", CLERK)


def test_nobody_remarks_on_a_record_they_cannot_read(parcel, site):
	set_user(MANAGER)
	with pytest.raises(PermissionError):
		add_comment("Parcel", parcel.name, "Here")


def test_only_the_writer_changes_a_remark(parcel, site):
	set_user(CLERK)
	comment = add_comment("Parcel", parcel.name, "Here")
	may_change(comment)
	make_user_as_admin("other", "Clerk")
	set_user("other@example.com")
	with pytest.raises(PermissionError):
		may_change(comment)


def make_user_as_admin(*args):
	set_user("Administrator")
	make_user(*args)


def test_a_system_manager_lists_no_comment_or_version_of_records_out_of_reach(parcel, site):
	parcel.add_comment("Comment", "Secret")
	parcel.title = "Shoes"
	parcel.save(ignore_version=False)
	manager = get_doc("User", MANAGER)
	manager.first_name = "Max"
	manager.save(ignore_version=False)
	set_user(MANAGER)
	assert get_list("Comment") == []
	assert {row.ref_doctype for row in get_list("Version", fields=["ref_doctype"])} == {"User"}


def test_a_system_manager_who_is_a_clerk_lists_them(parcel, site):
	parcel.add_comment("Comment", "Secret")
	get_doc("User", MANAGER).add_roles("Clerk")
	set_user(MANAGER)
	assert [row.content for row in get_list("Comment", fields=["content"])] == ["Secret"]


def test_a_single_comment_is_closed_as_its_list_is(parcel, site):
	comment = parcel.add_comment("Comment", "Secret")
	set_user(MANAGER)
	assert not has_permission("Comment", "read", comment.name)


def test_a_copy_of_a_deleted_record_is_for_readers_of_its_type(parcel, site):
	parcel.delete()
	copy = site.db.get_value("Deleted Document", {"deleted_doctype": "Parcel"})
	set_user(MANAGER)
	assert get_list("Deleted Document") == []
	assert not has_permission("Deleted Document", "read", copy)


def assign(parcel, user=CLERK):
	task = {"doctype": "ToDo", "allocated_to": user, "description": "Send it"}
	return get_doc({**task, "reference_type": "Parcel", "reference_name": parcel.name}).insert()


def test_a_task_stands_in_the_record_until_it_is_finished(parcel, site):
	task = assign(parcel)
	assert json.loads(site.db.get_value("Parcel", parcel.name, "_assign")) == [CLERK]
	task.status = "Closed"
	task.save()
	assert not site.db.get_value("Parcel", parcel.name, "_assign")


def test_a_task_cannot_point_to_a_record_out_of_reach(parcel, site):
	set_user(MANAGER)
	task = {
		"doctype": "ToDo",
		"description": "Look",
		"reference_type": "Parcel",
		"reference_name": parcel.name,
	}
	with pytest.raises(PermissionError):
		get_doc(task).insert()


def test_a_task_is_seen_by_its_two_people_only(parcel, site):
	assign(parcel)
	for user, number in ((CLERK, 1), (MANAGER, 0)):
		set_user(user)
		assert len(get_list("ToDo")) == number


def test_nobody_shares_a_record(parcel, site):
	row = {"doctype": "DocShare", "user": CLERK, "share_doctype": "Parcel", "share_name": parcel.name}
	with pytest.raises(NotOffered):
		get_doc(row).insert()
	site.db.set_single_value("System Settings", "disable_document_sharing", 1)
	with pytest.raises(PermissionError):
		get_doc(row).insert()


def test_a_message_is_its_readers_alone(parcel, site):
	for user in (CLERK, MANAGER):
		get_doc({"doctype": "Notification Log", "for_user": user, "subject": user}).insert()
	set_user(CLERK)
	assert [row.subject for row in get_list("Notification Log", fields=["subject"])] == [CLERK]


def test_portal_menu_items_without_a_doctype_leave_the_menu(site):
	settings = get_doc("Portal Settings")
	settings.append("menu", {"title": "Gone", "route": "/gone", "reference_doctype": "Gone", "enabled": 1})
	settings.append(
		"menu", {"title": "People", "route": "/people", "reference_doctype": "User", "enabled": 1}
	)
	settings.flags.ignore_links = True
	settings.sync_menu()
	assert [row.title for row in get_doc("Portal Settings").menu] == ["People"]


def test_a_session_expiry_is_hours_and_minutes(site):
	settings = get_doc("System Settings")
	settings.session_expiry = "soon"
	with pytest.raises(ValidationError):
		settings.save()
	settings.session_expiry = "06:30"
	settings.save()
	assert site.db.get_default("session_expiry") == "06:30"


def test_a_report_with_a_query_is_made_by_nobody_but_administrator(parcel, site):
	site.flags.in_test = False
	report = {"doctype": "Report", "report_name": "All", "ref_doctype": "User", "report_type": "Query Report"}
	set_user(MANAGER)
	with pytest.raises(PermissionError):
		get_doc({**report, "query": "select 1", "is_standard": "No"}).insert()
	made = get_doc({**report, "report_type": "Report Builder", "is_standard": "No"}).insert()
	assert made.json == "{}"
