"""Nothing of a family out of reach is in any answer to anybody, and no answer tells that it exists.

Two families are planted: one of another team, one that is restricted. Every text of theirs holds a mark, every
number a prefix. Each role walks through every route, method, doctype, report, page and file. An answer holds no
mark; an answer for a secret number is the answer for a number that does not exist.

With SITE_URL the walk goes through a site of Frappe (see planted.py).
"""

import planted
import pytest
import remote
import routes
from walking import leaks, plain

AT_LEAST = 45_000  # requests of the whole walk
EACH_WALKER = 1_500
WALKERS = [name for name in planted.WALKERS if name != planted.LEADS_FAR]


@pytest.mark.parametrize("walker", WALKERS)
def test_no_answer_holds_anything_of_a_secret_family(walk, walker):
	client, wrong = walk.client(walker), []
	marks = [secret.mark for secret in walk.secrets.values()]
	for ask in walk.at_large(marks):
		if found := leaks(walk, walker, walk.ask(walker, client, ask), ask.url + str(ask.data)):
			wrong.append((ask, found[:3]))
	assert wrong == []


@pytest.mark.parametrize("walker", WALKERS)
def test_a_secret_record_answers_like_one_that_does_not_exist(walk, walker):
	client, wrong = walk.client(walker), []
	for kind in planted.WALKERS[walker][2]:
		secret = walk.secrets[kind]
		pairs = zip(walk.everything(walker, secret, 1), walk.everything(walker, secret, 0), strict=True)
		for (_doctype, name, ask), (_other, missing, twin) in pairs:
			answer, none = walk.ask(walker, client, ask), walk.ask(walker, client, twin)
			if plain(answer, name) != plain(none, missing) or leaks(
				walk, walker, answer, ask.url + str(ask.data)
			):
				wrong.append((ask, plain(answer, name)[:2], plain(none, missing)[:2]))
	assert wrong == []


def test_the_walk_is_as_long_as_it_was(walk):
	assert walk.count >= AT_LEAST, walk.count
	assert min(walk.by_walker[walker] for walker in WALKERS) >= EACH_WALKER, walk.by_walker


@pytest.mark.skipif(bool(remote.URL), reason="The rule is broken inside of this process.")
@pytest.mark.parametrize("broken", ["reached", "refuse_as_missing"])
def test_a_broken_rule_turns_the_walk_red(walk, monkeypatch, broken):
	"""With the rule taken away lists leak; with a refusal in other words a record tells that it exists.

	The door before a request answers for both alike, so for the second it stands open.
	"""
	from earlyhelp.permissions import case_records, doors, guard

	def forbid(doctype, name):
		raise PermissionError

	if broken == "reached":
		for module in (case_records, guard):
			monkeypatch.setattr(module, broken, lambda *_given, **_named: "1 = 1")
	else:
		monkeypatch.setattr(guard, broken, forbid)
		monkeypatch.setattr(doors, broken, lambda *_given: None)
	client, secret = walk.client("ehp"), walk.secrets["far"]
	if broken == "reached":
		asks = routes.of_doctype("Scaling Goal", [secret.mark])
		assert any(leaks(walk, "ehp", walk.ask("ehp", client, ask)) for ask in asks)
	goal = secret.names["Scaling Goal"]
	pairs = zip(
		routes.of_record("Scaling Goal", goal), routes.of_record("Scaling Goal", goal[:-1] + "0"), strict=True
	)
	told = [
		ask.url
		for ask, twin in pairs
		if plain(walk.ask("ehp", client, ask), goal) != plain(walk.ask("ehp", client, twin), goal[:-1] + "0")
	]
	assert told
