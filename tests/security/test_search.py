"""The search page and the jump box name no record of a family out of reach, whatever words of it somebody knows."""

import planted
import pytest
import remote
from routes import get
from walking import leaks

pytestmark = pytest.mark.skipif(
	bool(remote.URL), reason="Frappe's desk searches by methods: the walk asks them."
)


def pages(text):
	yield get("/app/-/search", q=text)
	yield get("/app/-/jump", q=text)
	for kind in ("family", "scaling-goal", "todo"):
		yield get("/app/-/search", q=text, kind=kind)


@pytest.mark.parametrize("walker", ("ehp", "ehm", "sysman", "lead"))
def test_nobody_finds_a_family_out_of_reach(walk, walker):
	client = walk.client(walker)
	for kind in planted.WALKERS[walker][1]:
		secret = walk.secrets[kind]
		for text in (secret.mark, f'"{secret.mark} family name"', planted.MARK[:5], secret.names["Family"]):
			for ask in pages(text):
				assert not leaks(walk, walker, walk.ask(walker, client, ask), text), ask


def test_a_hidden_hit_answers_as_none(walk):
	"""Neither a number nor a page more tells that there is something."""
	client, secret = walk.client("ehp"), walk.secrets["shut"]
	for ask, twin in zip(pages(secret.mark), pages("Qwvx" + secret.mark[4:]), strict=True):
		answers = [walk.ask("ehp", client, one)[:2] for one in (ask, twin)]
		assert answers[0][0] == answers[1][0]
		assert answers[0][1].replace(secret.mark, "X") == answers[1][1].replace("Qwvx" + secret.mark[4:], "X")


def test_who_may_reads_of_it_in_the_search(walk):
	from minibench import fulltext
	from minibench.local import connect, destroy, init

	for secret in walk.secrets.values():
		init("walk.localhost", str(walk.folder))
		connect()
		found = fulltext.find(secret.mark)
		destroy()
		assert ("Family", secret.names["Family"]) in [(hit.doctype, hit.name) for hit in found]
	client = walk.client("ehp")
	status, body, _location = walk.ask("ehp", client, get("/app/-/search", q=walk.near))
	assert status == 200 and f"/app/family/{walk.near}" in body
