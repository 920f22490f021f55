"""The page that says who can see a record and why: in words, for System Managers, about records that they may read."""

import re
from urllib.parse import quote

import pytest
from low_code_town import CLERK, MANAGER, open_site


@pytest.fixture(scope="module")
def visits(low_code):
	"""{title: name} of a plain visit, one that the app keeps from the clerk, one that it cannot explain."""
	from minibench.documents import get_doc

	with open_site(low_code[0]):
		titles = ("Plain", "Secret", "Broken")
		return {title: get_doc({"doctype": "Tiny Visit", "title": title}).insert().name for title in titles}


def url(name, user="", doctype="Tiny Visit"):
	return f"/app/-/why?doctype={quote(doctype)}&name={quote(name)}&user={quote(user)}"


def lines(page):
	"""What the page says, each line with its verdict."""
	return re.findall(r'<span class="out">(\w+): </span>(.*?)</span>', page.html)


def test_the_menu_of_a_record_leads_to_it_for_system_managers_alone(visits, manager, clerk):
	address = f"/app/-/why?doctype=Tiny+Visit&amp;name={visits['Plain']}"
	assert address in manager.page(f"/app/tiny-visit/{visits['Plain']}").html
	assert "/-/why" not in clerk.page(f"/app/tiny-visit/{visits['Plain']}").html
	clerk.get(url(visits["Plain"], CLERK), 404)


def test_without_a_person_it_lists_those_who_can_see_the_record(visits, manager):
	assert "Cleo Test Mags Test" in manager.page(url(visits["Plain"])).words
	secret = manager.page(url(visits["Secret"])).words
	assert "Mags Test" in secret and "Cleo Test" not in secret


def test_roles_levels_and_the_app_s_own_words_are_said(visits, manager):
	page = manager.page(url(visits["Plain"], CLERK))
	assert "Cleo Test can see Plain" in page.words and "✓ may change" in page.words
	assert lines(page) == [
		("gives", "The role Tiny Clerk gives: read, write, create, delete, print, report, export."),
		("refuses", "Fields of level 1 (Sealed) are hidden: no role of Cleo Test opens them."),
		("gives", "Its rule for lists shows this record to Cleo Test."),
		("says", f"{CLERK} walked to Plain."),
	]
	assert "Tiny" in re.findall(r"<h2>(.*?)</h2>", page.html)
	assert "Cleo Test can see Plain" in manager.page(url(visits["Plain"], "Cleo Test")).words


def test_what_the_app_refuses_is_said_and_why_not(visits, manager):
	page = manager.page(url(visits["Secret"], CLERK))
	assert "Cleo Test cannot see Secret" in page.words and "✕ may not see" in page.words
	assert ("refuses", "Its rule for single records refuses Cleo Test.") in lines(page)
	assert ("refuses", "Its rule for lists leaves this record out for Cleo Test.") in lines(page)
	assert ("says", "It could not say why: see the Error Log.") in lines(
		manager.page(url(visits["Broken"], CLERK))
	)


def test_a_record_without_a_right_by_role_names_the_roles_that_give_it(low_code, visits, manager):
	with open_site(low_code[0]):
		from desk_town import person

		from minibench.documents import get_doc

		get_doc({"doctype": "Role", "role_name": "Tiny Guest", "desk_access": 0}).insert()
		person("idle@example.com", "Ida", "Tiny Guest")
	page = manager.page(url(visits["Plain"], "idle@example.com"))
	assert "Ida Test cannot see Plain" in page.words
	assert any(
		"No role of Ida Test gives the right to read Tiny Visit" in text for _verdict, text in lines(page)
	)
	assert any("System Manager, Tiny Clerk" in text for _verdict, text in lines(page))
	assert (
		"refuses",
		"Ida Test has no role of the desk: this account opens pages of the portal only.",
	) in lines(page)


def test_user_permissions_shares_owners_and_switched_off_accounts_are_said(low_code, visits, manager):
	from minibench.documents import get_doc

	with open_site(low_code[0]) as local:
		get_doc(
			{
				"doctype": "User Permission",
				"user": CLERK,
				"allow": "Tiny Visit",
				"for_value": visits["Broken"],
			}
		).insert()
	page = manager.page(url(visits["Plain"], CLERK))
	assert "Cleo Test cannot see Plain" in page.words
	assert ("says", f"User Permissions limit Cleo Test to Tiny Visit: {visits['Broken']}.") in lines(page)
	assert ("refuses", f"Not allowed for Tiny Visit: {visits['Plain']}") in lines(page)
	from minibench.logrows import add_row

	with open_site(low_code[0]) as local:
		shared = {"share_doctype": "Tiny Visit", "share_name": visits["Plain"]}
		add_row("DocShare", user=CLERK, **shared, read=1)
		local.db.set_value("User", CLERK, "enabled", 0)
	page = manager.page(url(visits["Plain"], CLERK))
	assert "Cleo Test can see Plain" in page.words
	assert ("gives", "The record is shared with Cleo Test: read.") in lines(page)
	assert ("refuses", "The account of Cleo Test is switched off: nobody signs in with it.") in lines(page)
	with open_site(low_code[0]) as local:
		local.db.set_value("User", CLERK, "enabled", 1)
		for doctype in ("User Permission", "DocShare"):
			local.db.delete(doctype, {"user": CLERK})


def test_rights_that_only_the_owner_has_say_whose_record_it_is(low_code, visits, manager):
	from minibench.documents import get_doc

	with open_site(low_code[0]) as local:
		for role, owner in (("System Manager", 0), ("Tiny Clerk", 1)):
			get_doc(
				{
					"doctype": "Custom DocPerm",
					"parent": "Tiny Visit",
					"role": role,
					"read": 1,
					"if_owner": owner,
				}
			).insert()
		local.db.set_value("Tiny Visit", visits["Broken"], "owner", CLERK)
	mine, others = (lines(manager.page(url(visits[title], CLERK))) for title in ("Broken", "Plain"))
	assert mine[0] == (
		"gives",
		"The role Tiny Clerk gives, for records that one made oneself: read, export. Cleo Test made this one.",
	)
	assert others[0][0] == "says" and others[0][1].endswith("Cleo Test did not make this one.")
	with open_site(low_code[0]) as local:
		local.db.delete("Custom DocPerm", {"parent": "Tiny Visit"})
		from minibench.meta import bump_schema

		bump_schema()


def test_nothing_is_told_of_what_the_asker_may_not_read_or_what_does_not_exist(low_code, visits, manager):
	from minibench.documents import get_doc

	with open_site(low_code[0]):
		get_doc(
			{
				"doctype": "User Permission",
				"user": MANAGER,
				"allow": "Tiny Visit",
				"for_value": visits["Broken"],
			}
		).insert()
	hidden = manager.get(url(visits["Plain"], CLERK), 404).text
	assert hidden == manager.get(url("nowhere", CLERK), 404).text
	manager.get("/app/-/why?doctype=Nowhere&name=x", 404)
	assert "There is no account of this name: nobody" in manager.page(url(visits["Broken"], "nobody")).words
	with open_site(low_code[0]) as local:
		local.db.delete("User Permission", {"user": MANAGER})
