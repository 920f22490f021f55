"""Users, roles and the rights that follow from them."""

import pytest
from core_factories import make_role, make_user

from minibench.documents import get_doc
from minibench.errors import PermissionError, ValidationError
from minibench.local import set_user
from minibench.permissions import has_permission


def test_an_address_in_small_letters_names_the_user(site):
	user = get_doc({"doctype": "User", "email": " Ann@Example.COM ", "first_name": "Ann"}).insert()
	assert (user.name, user.email) == ("ann@example.com", "ann@example.com")


def test_something_that_is_no_address_is_refused(site):
	with pytest.raises(ValidationError):
		get_doc({"doctype": "User", "email": "nobody", "first_name": "Ann"}).insert()


def test_the_full_name_joins_first_and_last_name_without_markup(site):
	user = make_user("ann")
	user.first_name = "<b>Ann</b>"
	user.save()
	assert user.full_name == "Ann Test"


def test_a_role_with_desk_access_makes_a_system_user(site):
	assert make_user("ann", "System Manager").user_type == "System User"


def test_a_role_without_desk_access_leaves_a_website_user(site):
	make_role("Visitor", desk_access=0)
	assert make_user("ann", "Visitor").user_type == "Website User"


def test_closing_the_desk_to_a_role_changes_the_type_of_its_users(site):
	role = make_role("Clerk")
	make_user("ann", "Clerk")
	role.desk_access = 0
	role.save()
	assert site.db.get_value("User", "ann@example.com", "user_type") == "Website User"


def test_a_role_that_is_switched_off_is_taken_from_everybody(site):
	role = make_role("Clerk")
	make_user("ann", "Clerk", "System Manager")
	role.disabled = 1
	role.save()
	user = get_doc("User", "ann@example.com")
	assert [row.role for row in user.roles] == ["System Manager"]


def test_a_role_given_twice_is_kept_once(site):
	assert len(make_user("ann", "System Manager", "System Manager").roles) == 1


def test_an_account_is_made_also_where_no_welcome_can_be_sent(site):
	site.flags.in_test = False
	user = {"doctype": "User", "email": "ann@example.com", "first_name": "Ann", "send_welcome_email": 1}
	get_doc(user).insert()
	site.flags.in_test = True
	assert site.db.exists("User", "ann@example.com")
	assert "No welcome e-mail" in site.message_log[-1].message


def test_a_password_is_hashed_and_stored_nowhere_else(site):
	user = make_user("ann")
	user.new_password = "correct horse battery"
	user.save(ignore_version=False)
	stored = site.db.sql("select * from `tabUser` where name = %s", user.name)
	version = site.db.sql("select data from `tabVersion` where docname = %s", user.name)
	hashes = site.db.sql("select password from `__Auth` where name = %s", user.name, pluck=True)
	assert "correct horse" not in str(stored) + str(version) + str(hashes)
	assert hashes[0].startswith("$argon2id$")


def test_hashing_takes_at_least_what_owasp_advises(cheap_passwords):
	hasher = cheap_passwords()
	assert (hasher.time_cost, hasher.memory_cost) == (2, 19 * 1024)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "password12", "anntest-ann", "0123456789"])
def test_a_weak_password_is_refused(site, password):
	from minibench.accounts import check_strength

	with pytest.raises(ValidationError):
		check_strength(password, ("Ann", "anntest", "ann@example.com"))


def test_a_long_password_is_accepted(site):
	from minibench.accounts import check_strength

	check_strength("purple-lorry-47", ("Ann", "Test", "ann@example.com"))


@pytest.mark.parametrize("name", ["Administrator", "Guest"])
def test_standard_users_cannot_be_deleted_or_switched_off(site, name):
	with pytest.raises(ValidationError):
		get_doc("User", name).delete()
	user = get_doc("User", name)
	user.enabled = 0
	with pytest.raises(ValidationError):
		user.save()


def test_a_user_reads_the_own_record_and_no_other(site):
	make_user("ann")
	make_user("bob")
	set_user("ann@example.com")
	assert has_permission("User", "write", "ann@example.com")
	assert not has_permission("User", "read", "bob@example.com")
	assert not has_permission("User", "read", "Administrator")


def test_a_user_cannot_give_the_own_record_a_role(site):
	make_user("ann")
	set_user("ann@example.com")
	user = get_doc("User", "ann@example.com")
	user.append("roles", {"role": "System Manager"})
	user.first_name = "Anna"
	user.save()
	set_user("Administrator")
	user = get_doc("User", "ann@example.com")
	assert (user.first_name, user.roles, user.user_type) == ("Anna", [], "Website User")


def test_a_link_for_the_password_works_for_its_user_until_it_is_used(site):
	from minibench import accounts

	user = make_user("ann")
	key = accounts.make_reset_link(user.name).partition("key=")[2]
	assert accounts.user_of_key(key) == user.name
	assert key not in str(site.db.sql("select reset_password_key from `tabUser`"))
	accounts.use_up_key(user.name)
	with pytest.raises(PermissionError):
		accounts.user_of_key(key)


def test_a_link_for_the_password_grows_old(site):
	from minibench import accounts

	user = make_user("ann")
	key = accounts.make_reset_link(user.name).partition("key=")[2]
	site.db.set_value("User", user.name, "last_reset_password_key_generated_on", "2020-01-01 00:00:00")
	with pytest.raises(PermissionError):
		accounts.user_of_key(key)


@pytest.mark.parametrize("key", ["", None, "unknown"])
def test_a_key_that_nobody_has_opens_nothing(site, key):
	from minibench import accounts

	with pytest.raises(PermissionError):
		accounts.user_of_key(key)


def test_api_keys_are_made_by_a_system_manager(site):
	from minibench.core.doctype.user.user import generate_keys

	user = make_user("ann")
	secret = generate_keys(user.name)["api_secret"]
	user = get_doc("User", user.name)
	assert user.api_key
	assert user.get_password("api_secret") == secret


def test_deleting_a_user_ends_shares_and_permissions(site):
	user = make_user("ann")
	get_doc({"doctype": "User Permission", "user": user.name, "allow": "Role", "for_value": "All"}).insert()
	user.delete()
	for doctype in ("DocShare", "User Permission"):
		assert not site.db.exists(doctype, {"user": "ann@example.com"})


def test_the_same_user_permission_twice_is_refused(site):
	from minibench.errors import DuplicateEntryError

	user = make_user("ann")
	row = {"doctype": "User Permission", "user": user.name, "allow": "Role", "for_value": "All"}
	get_doc(row).insert()
	with pytest.raises(DuplicateEntryError):
		get_doc(row).insert()


def test_a_request_cannot_set_the_own_password_without_the_old_one(site):
	from minibench.web.request import Request

	make_user("ann")
	set_user("ann@example.com")
	site.request = Request({"REQUEST_METHOD": "PUT"})
	user = get_doc("User", "ann@example.com")
	user.new_password = "purple-lorry-47"
	with pytest.raises(PermissionError):
		user.save()
	site.request = None
