"""Who may do what: roles, owners, shares, and the words of a refusal."""

import town
from town import OFFICER, PRINCIPAL, TEACHER, become, insert, names, own_school, person, refused, said

from minibench.documents import get_doc
from minibench.local import local
from minibench.permissions import (
	check_permission,
	get_doc_permissions,
	get_role_permissions,
	get_roles,
	has_permission,
)
from minibench.query import get_count, get_list

pytest_plugins = ("town",)


# roles


def test_roles_include_what_everybody_has(requests):
	assert get_roles("Guest") == ["Guest"]
	assert set(get_roles(OFFICER)) == {"Town Officer", "All", "Guest", "Desk User"}
	assert get_roles(OFFICER, with_standard=False) == ["Town Officer"]
	assert {"System Manager", "Town Owner"} <= set(get_roles("Administrator"))
	person("parent@example.com")
	assert set(get_roles("parent@example.com")) == {"All", "Guest"}


def test_roles_given_in_a_request_count_at_once(requests):
	assert not has_permission("Town School", "write", user=TEACHER, raise_exception=False)
	get_doc("User", TEACHER).add_roles("Town Officer")
	assert has_permission("Town School", "write", user=TEACHER)


def test_rights_of_roles_are_joined(requests):
	found = get_role_permissions("Town Request", OFFICER)
	assert found.read and found.delete and found.share and not found.submit and not found.has_if_owner_enabled
	found = get_role_permissions("Town Request", PRINCIPAL)
	assert (found.read, found.write, found.create, found.delete) == (1, 0, 1, 0)
	assert found.if_owner == {"read": 0, "write": 0}
	assert get_role_permissions("Town Request", PRINCIPAL, is_owner=True).if_owner == {"read": 1, "write": 1}
	assert get_role_permissions("Town Request", "Administrator").submit == 1


def test_custom_rules_replace_those_of_the_doctype(requests):
	rule = {
		"doctype": "Custom DocPerm",
		"parent": "Town School",
		"role": "Town Teacher",
		"read": 1,
		"write": 1,
	}
	get_doc(rule).insert()
	assert has_permission("Town School", "write", user=TEACHER)
	assert not has_permission("Town School", "read", user=OFFICER, raise_exception=False)


# refusals


def test_a_doctype_is_refused_in_frappes_words(requests):
	become(TEACHER)
	doc = get_doc({"doctype": "Town School", "name": "New"})
	text = "User <strong>{}</strong> does not have doctype access via role permission for document <strong>{}</strong>"
	assert refused(doc.insert) == [text.format(TEACHER, "Town School")]
	assert local.flags.error_message == "No permission for Town School"
	become("Guest")
	assert refused(get_list, "Town School") == [text.format("Guest", "Town School")]
	assert refused(get_count, "Town School") == [text.format("Guest", "Town School")]


def test_a_document_is_refused_in_frappes_words(requests, hook):
	hook("has_permission", "Town Request", lambda doc, ptype, user: doc.school != "South")
	become(TEACHER)
	doc = get_doc("Town Request", "B")
	text = f"User <strong>{TEACHER}</strong> does not have access to this document: Town Request - B"
	assert refused(doc.check_permission, "write") == [
		f"Not allowed via controller permission check<br>{text}"
	]
	assert local.flags.error_message == (
		"You need the 'write' permission on <strong>Town Request</strong> B to perform this action."
	)
	assert get_doc("Town Request", "A").has_permission("write")


def test_a_question_does_not_speak_unless_it_throws(requests):
	become("Guest")
	assert not check_permission("Town Request")
	assert said() == []
	assert refused(check_permission, "Town Request", "read", "A", throw=True)
	assert not has_permission("Town Request", "read", "A", raise_exception=False)


def test_administrator_passes_everything(requests, hook):
	hook("has_permission", "Town Request", lambda doc: False)
	assert has_permission("Town Request", "delete", "A")
	assert get_doc_permissions(get_doc("Town Request", "A")).cancel == 1


def test_submit_and_import_need_a_doctype_that_knows_them(requests):
	town.doctype(
		"Town Plain", [town.field("x")], [{"role": "Town Officer", "read": 1, "submit": 1, "import": 1}]
	)
	assert not has_permission("Town Plain", "submit", user=OFFICER, raise_exception=False)
	assert not has_permission("Town Plain", "import", user=OFFICER, raise_exception=False)


# owners


def test_owners_see_and_change_their_own_only(requests):
	become(PRINCIPAL)
	mine = insert("Town Request", "Mine", title="x")
	assert names() == ["Mine"] and get_count("Town Request") == 1
	mine.title = "y"
	mine.save()
	other = get_doc("Town Request", "A")
	assert not other.has_permission("read")
	refused(other.save)
	refused(mine.delete)


def test_becoming_the_owner_in_the_request_does_not_help(requests):
	become(PRINCIPAL)
	doc = get_doc("Town Request", "A")
	doc.owner = PRINCIPAL
	assert not doc.has_permission("read") and not doc.has_permission("write")
	refused(doc.save)


# shares


def share(name, user=TEACHER, **rights):
	place = {"user": user, "share_doctype": "Town School", "share_name": name}
	local.db.delete("DocShare", place)
	doc = get_doc({"doctype": "DocShare", **place, "read": 1, **rights})
	doc.flags.ignore_share_permission = True
	doc.insert(ignore_permissions=True)


def test_a_share_opens_one_document(requests):
	share("North", PRINCIPAL)
	become(PRINCIPAL)
	assert names("Town School") == ["North"]
	assert has_permission("Town School", "read", "North") and has_permission("Town School", "print", "North")
	assert not has_permission("Town School", "write", "North")
	assert not has_permission("Town School", "read", "South")
	share("North", PRINCIPAL, write=1)
	assert has_permission("Town School", "write", "North")


def test_a_share_does_not_pass_a_hook(requests, hook):
	"""On Frappe it does."""
	share("North", PRINCIPAL)
	hook("permission_query_conditions", "Town School", lambda user: "`tabTown School`.area = 'Lake'")
	become(PRINCIPAL)
	assert names("Town School") == []
	assert not has_permission("Town School", "read", "North")


def test_shares_end_where_sharing_is_off(requests):
	share("North", PRINCIPAL)
	local.db.set_single_value("System Settings", "disable_document_sharing", 1)
	become(PRINCIPAL)
	assert not has_permission("Town School", "read", "North")
	refused(get_list, "Town School")
	become(OFFICER)
	assert not has_permission("Town School", "share", "North")
	assert has_permission("User", "read", OFFICER), "one's own record stays readable"
	assert not has_permission("User", "read", TEACHER)


# speed


def test_asking_about_a_document_takes_less_than_a_tenth_of_a_millisecond(requests, hook):
	from time import perf_counter

	become(TEACHER)
	doc, best = get_doc("Town Request", "A"), {}
	for kind in ("roles", "hook"):
		for _ in range(100):
			start = perf_counter()
			assert has_permission("Town Request", "read", doc)
			best[kind] = min(best.get(kind, 1), perf_counter() - start)
		hook("has_permission", "Town Request", own_school)
	assert best["roles"] < 0.00005 and best["hook"] < 0.0002, best
