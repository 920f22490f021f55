"""The words of a family are found by those who work with it, and tell nobody else that they stand anywhere.

People in many relations to a family ask the pages that search: what is found, quoted, counted and offered.
"""

import pytest
import remote
from walking import VOLATILE
from werkzeug.test import Client

pytestmark = pytest.mark.skipif(bool(remote.URL), reason="Frappe's search is asked by the app's own tests.")
SITE = "words.localhost"
WORD, NOWHERE = "lanternlight", "nowherelight"  # what is found, and a word as long that nobody wrote
QUIET = "hushedvoices"  # in what is never looked for
WHO = (
	"has_conflict", "is_of_the_family", "restricted_not_named", "restricted_and_named", "member",
	"allocation_ended_27_days_ago", "auditor", "business_support_elsewhere", "practitioner_elsewhere",
	"manager_of_another_team_of_the_service", "administrator", "opened_with_a_reason", "school_user",
	"lead_at_a_school_who_did_not_accept",
)  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory):
	"""[(browser, relation, its number, what is reached)] of people who stand like this to a family of their own."""
	import minibench

	minibench.activate()
	from minibench.connection import close_pool
	from minibench.install import new_site
	from minibench.local import destroy, local
	from minibench.web.app import make_app

	sites = tmp_path_factory.mktemp("words")
	(sites / "apps.txt").write_text("frappe\nearlyhelp\n")
	new_site(SITE, str(sites), admin_password="admin", install=["earlyhelp"])
	people = fill()
	local.db.commit()
	destroy()
	app = make_app(SITE, str(sites))
	yield [(Browser(app, sid), *rest) for sid, *rest in people]
	close_pool(str(sites / SITE / "site.db"))


class Browser:
	"""Somebody who is signed in: the session is written as signing in would write it."""

	def __init__(self, app, sid):
		self.client = Client(app)
		self.client.set_cookie("sid", sid)

	def get(self, url):
		answer = self.client.get(url)
		return answer.status_code, answer.text


def fill():
	"""A family for each relation, and who stands to it like this; the words of each end in its number."""
	import frappe

	from earlyhelp.permissions.tests.scene import RELATIONS, Scene
	from earlyhelp.tests.factories import make_stranger

	frappe.set_user("Administrator")
	people = []
	for number, (_row, person, level, _write) in enumerate(RELATIONS):
		if person.__name__ in WHO:
			scene = Scene(f"Quillfeather{number}")
			user = person(scene)
			say(scene, number)
			people.append((signed_in(user), person.__name__, number, level))
	people.append((signed_in(make_stranger("System Manager")), "system manager", people[0][2], "nothing"))
	assert len(people) == len(WHO) + 1
	return people


def say(scene, number):
	import frappe

	word, quiet, store = f"{WORD}{number}x", f"{QUIET}{number}x", frappe.db.set_value
	store("My Family Plan", scene.plan.name, "worries", f"{word} in the worries")
	store("Scaling Goal", scene.goal.name, "what_0_means", f"{word} at nothing")
	store("Family", scene.family.name, "street", quiet)
	store("Plan Review", scene.review.name, "childs_views", quiet)
	referral = {"worry": f"{word} in a referral", "health_note": quiet, "crime_note": quiet}
	store("Early Help Referral", scene.referral.name, referral)
	store("Early Help Episode", scene.episode.name, "step_up_reason", quiet)


def signed_in(user):
	from minibench.local import local, set_user
	from minibench.web import sessions

	before = local.session.user
	sessions.start(user)
	sid = local.session.sid
	set_user(before)
	return sid


def asked(browser, text, paths=("search", "jump")):
	"""What the pages that search answer, without what was asked for."""
	answers = [browser.get(f"/app/-/{path}?q={text}") for path in paths]
	return [(status, VOLATILE.sub("~", body.replace(text, "ASKED"))) for status, body in answers]


def test_words_are_found_by_those_who_reach_the_family_and_nobody_else_learns_that_they_are_there(town):
	for browser, relation, number, level in town:
		found, none = asked(browser, f"{WORD}{number}x"), asked(browser, f"{NOWHERE}{number}x")
		if level == "record":
			assert "<mark>ASKED</mark> in the worries" in found[0][1], relation
			assert "/app/scaling-goal/" in found[0][1] and "My Family Plan" in found[1][1], relation
		else:
			assert found == none, relation
			assert none[0][0] != 200 or "Nothing was found" in none[0][1], relation
		assert asked(browser, f"{QUIET}{number}x", ["search"]) == none[:1], (
			f"{relation}: what is not looked for"
		)


def test_a_beginning_that_all_families_hold_counts_those_within_reach(town):
	for browser, relation, _number, level in town:
		status, body = browser.get(f"/app/-/search?q={WORD[:8]}&kind=my-family-plan")
		shown = body.count("in the worries")
		assert shown == (level == "record") or (status != 200 and not shown), (relation, shown)
