"""The search page and the jump box, and that the index lives through a crash, a migration and a restore."""

import shutil

import desk_town
from core_factories import make_parcel, make_role
from test_full_text import ITEM, PARCEL

from minibench import fulltext, search_index
from minibench.backup import backup, restore
from minibench.documents import get_doc
from minibench.local import connect, destroy, init
from minibench.migrate import migrate


def names(text):
	return [hit.name for hit in fulltext.find(text)]


def test_the_page_groups_hits_by_kind_and_says_why(worker, desk_site):
	desk_town.plan("Quillfeather", school="ASH", notes="Ring <b>Tuesdays</b>")
	page = worker.page("/app/-/search?q=quill")
	assert "<h2>Desk Plan</h2>" in page.html and "<mark>Quillfeather</mark>" in page.html
	get_doc("Desk School", "ASH").db_set("school_name", "Ashdown <Primary> of Quillon")
	page = worker.page("/app/-/search?q=quill")
	assert "Ashdown &lt;Primary&gt; of <mark>Quillon</mark>" in page.html
	assert worker.get("/app/-/jump?q=quill").json[0]["kind"] in ("Desk Plan", "Desk School")
	get_doc("Desk School", "ASH").db_set("school_name", "Ashdown Primary", commit=True)


def test_more_of_a_kind_are_on_a_page_of_their_own(worker):
	page = worker.page("/app/-/search?q=family")
	assert page.html.count("/app/desk-plan/PLAN-") == 5
	page = worker.page("/app/-/search?q=family&kind=desk-plan")
	assert page.html.count("/app/desk-plan/PLAN-") >= 27 and "Places" not in page.words
	assert "All kinds of records" in page.words


def test_what_a_person_may_not_read_is_not_there(worker, reader, desk_site):
	review = get_doc(
		{"doctype": "Desk Review", "plan": get_doc("Desk Plan", {"family": "Family 07"}).name}
	).insert()
	assert "Desk Review" not in reader.page(f"/app/-/search?q={review.name}").words
	for text in ("secret+of+ASH", "secret"):
		for person in (worker, reader):
			page = person.page(f"/app/-/search?q={text}")
			assert "Nothing was found" in page.words and "Ashdown" not in page.words
	assert "Ashdown" in reader.page("/app/-/search?q=ashd").words


def test_what_was_typed_comes_back_as_text(worker):
	page = worker.page('/app/-/search?q=<script>alert(1)</script>"OR+NEAR(')
	assert "<script>alert" not in page.html and "Nothing was found" in page.words
	assert "Type at least two letters" in worker.page("/app/-/search?q=a").words
	worker.page("/app/-/search?q=family&kind=nothing-of-the-kind")
	worker.page("/app/-/search?q=family&kind=desk-settings")


def test_the_index_lives_through_a_crash_a_restore_and_a_migration(fresh_site, tmp_path):
	fresh_site("a.localhost")
	make_role("Clerk")
	for definition in (ITEM, PARCEL):
		get_doc(definition).insert()
	search_index.build()
	make_parcel(title="Before")
	from minibench.local import local

	local.db.commit()
	make_parcel(title="Crashed")
	search_index.refresh()
	destroy()
	init("a.localhost", str(tmp_path))
	connect()
	assert len(names("before")) == 1 and names("crashed") == []
	archive = backup()
	make_parcel(title="Later")
	local.db.commit()
	assert len(names("later")) == 1
	local.db.rollback()
	restore(archive)
	connect()
	assert names("later") == [] and len(names("before")) == 1
	for table in ("__search_words", "__search_titles", "__global_search", "__search_kind", "__search_due"):
		local.db.execute(f"drop table `{table}`")
	make_site_old(local.db)
	assert names("before") == []
	migrate(backup=False)
	assert len(names("before")) == 1
	make_parcel(title="Afterwards")
	local.db.commit()
	assert len(names("after")) == 1
	destroy()
	shutil.rmtree(tmp_path / "a.localhost")


def make_site_old(db):
	"""As a site that was made before there was an index: without tables and triggers."""
	for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
		db.execute(f"drop trigger `{name}`")
	db.commit()
