"""The desk does what is asked of it only for whom, and from where, it may; and bad input is told, not a fault."""

import re

import desk_town
import pytest
from desk_client import SITE, Browser

OPERATOR = "keeper@example.com"


@pytest.fixture(scope="module")
def keeper(desk_sites):
	"""A System Manager."""
	from minibench.local import connect, destroy, init, local

	init(SITE, str(desk_sites))
	connect()
	desk_town.person(OPERATOR, "Kay", "System Manager")
	local.db.commit()
	destroy()
	return Browser(desk_sites, OPERATOR)


def token_of(browser):
	return re.search(r'name="csrf_token" value="(\w+)"', browser.get("/app/-/notices").text)[1]


def press(browser, path, do, status, token=None):
	return browser.post(path, [("csrf_token", token or token_of(browser)), ("_do", do)], status)


@pytest.mark.parametrize("do", ["link", "key", "end", "forget"])
def test_a_system_manager_gets_no_way_into_the_account_of_administrator(keeper, desk_site, do):
	before = desk_site.db.get_value("User", "Administrator", ["reset_password_key", "api_key"])
	assert "secret" not in press(keeper, "/app/-/access?user=Administrator", do, 404).text
	desk_site.db.rollback()
	assert desk_site.db.get_value("User", "Administrator", ["reset_password_key", "api_key"]) == before
	assert "secret" in press(keeper, f"/app/-/access?user={desk_town.WORKER}", "link", 200).text


TOOLS = {
	"system": "backup",
	"notices": "read",
	f"access?user={desk_town.WORKER}": "link",
	"outbox": "",
	"import": "upload",
}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_form_of_an_older_session_does_nothing_and_says_so(keeper, desk_site, tool):
	path = f"/app/-/{tool}"
	answer = press(keeper, path, TOOLS[tool], 303, token="0" * 56)
	assert answer.headers["Location"] == path
	assert "Nothing was done: please do it again" in keeper.page(path).words
	desk_site.db.rollback()
	assert not desk_site.db.sql("select 1 from `__job` where method like '%backup%'")


def test_who_signs_out_by_the_page_of_an_older_session_is_asked_again(keeper):
	press(keeper, "/app/-/logout", "", 303, token="0" * 56)
	assert "Nothing was done" in keeper.page("/app/-/notices").words
