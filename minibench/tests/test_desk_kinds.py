"""What a form makes of every kind of field, and of rows that two people changed."""

import json

import pytest
from desk_client import stored, url
from desk_town import field

from minibench.documents import get_doc
from minibench.meta import save_doctype

KINDS = (
	field("lasted", "Duration"), field("stars", "Rating"), field("of_ten", "Rating", options="10"),
	field("colour", "Color"), field("town", "Autocomplete", options="Leek\nStone"), field("photo", "Attach Image"),
	field("seen", "Image", options="photo"), field("said", "Heading", label="What was said"),
)  # fmt: skip


@pytest.fixture(scope="module")
def gauge(desk_sites):
	from minibench.local import connect, destroy, init, local

	init("desk.localhost", str(desk_sites))
	connect()
	rights = [{"role": "Desk Worker", "read": 1, "write": 1, "create": 1}]
	definition = {"name": "Desk Gauge", "module": "Desk Town", "custom": 1, "autoname": "hash"}
	save_doctype({**definition, "fields": [dict(df) for df in KINDS], "permissions": rights})
	name = get_doc({"doctype": "Desk Gauge"}).insert().name
	local.db.commit()
	destroy()
	return f"/app/desk-gauge/{name}"


def values(desk_site, address):
	desk_site.db.rollback()
	return get_doc("Desk Gauge", address.rsplit("/", 1)[1])


def test_a_length_of_time_is_typed_as_people_say_it(worker, gauge, desk_site):
	page = worker.page(gauge).press(lasted="1d 2h 30m")
	assert values(desk_site, gauge).lasted == 95400
	assert page.form().get("lasted") == "1d 2h 30m"
	assert "Lasted: Enter a length of time such as 1d 2h 30m" in page.press(status=422, lasted="soon").words
	worker.page(gauge).press(lasted="")
	assert not values(desk_site, gauge).lasted


def test_stars_are_chosen_by_their_number_and_kept_as_frappe_keeps_them(worker, gauge, desk_site):
	page = worker.page(gauge)
	assert "3 of 5" in page.words and "7 of 10" in page.words
	page.press(stars="0.6", of_ten="0.7")
	doc = values(desk_site, gauge)
	assert (doc.stars, doc.of_ten) == (0.6, 0.7)
	assert page.browser.page(gauge).has('<option value="0.6" selected>3 of 5</option>')
	doc.db_set("stars", 0.59)
	desk_site.db.commit()
	page = worker.page(gauge)
	assert page.has('<option value="0.59" selected>3 of 5</option>'), (
		"what was stored otherwise is not changed"
	)
	page.press(colour="#112233")
	assert values(desk_site, gauge).stars == 0.59


def test_a_picture_is_shown_and_words_are_offered(worker, gauge, desk_site):
	page = worker.page(gauge)
	assert page.has('<option value="Leek">') and "What was said" in page.words and not page.has("<img")
	page.press(town="Uttoxeter")
	doc = values(desk_site, gauge)
	assert doc.town == "Uttoxeter"
	doc.db_set("photo", "javascript:alert(1)")
	desk_site.db.commit()
	assert not worker.page(gauge).has("<img")
	doc.db_set("photo", "/private/files/face.png")
	desk_site.db.commit()
	assert worker.page(gauge).html.count('src="/private/files/face.png"') == 2


def clash(worker, fresh, desk_site, mine, theirs):
	"""The page that the second of two gets; `theirs(doc)` changes the stored record, `mine(form)` the form."""
	page = worker.page(url(fresh))
	form = page.form()
	mine(form)
	doc = stored(desk_site, fresh.name)
	theirs(doc)
	doc.save()
	desk_site.db.commit()
	return page.press(status=409, form=form)


def goals(desk_site, fresh):
	return [(row.goal, row.score) for row in stored(desk_site, fresh.name).goals]


def test_different_cells_of_one_row_are_both_kept(worker, fresh, desk_site):
	row = fresh.goals[0].name
	page = clash(
		worker, fresh, desk_site,
		lambda form: form.fill(f"goals.{row}.score", "9"), lambda doc: doc.goals[0].set("goal", "Teeth"),
	)  # fmt: skip
	assert "Use mine" not in page.words and "Scaling goals" in page.words
	page.press()
	assert goals(desk_site, fresh) == [("Teeth", 9)]


@pytest.mark.parametrize(("mine", "left"), ((True, [("Mine", 4)]), (False, [])))
def test_a_row_that_the_other_deleted_is_offered_to_who_changed_it(worker, fresh, desk_site, mine, left):
	row = fresh.goals[0].name
	page = clash(
		worker, fresh, desk_site,
		lambda form: form.fill(f"goals.{row}.goal", "Mine"), lambda doc: doc.set("goals", []),
	)  # fmt: skip
	assert "Scaling goals, row 1 The row was deleted" in page.words and "Mine" in page.words
	form = page.form()
	form.pairs += [("_use_mine", f"goals.{row}")] if mine else []
	page.press(form=form)
	assert goals(desk_site, fresh) == left


@pytest.mark.parametrize(("mine", "left"), ((True, []), (False, [("Theirs", 4)])))
def test_a_row_that_was_deleted_here_and_changed_there_is_asked_about(worker, fresh, desk_site, mine, left):
	def drop(form):
		form.pairs = [pair for pair in form.pairs if pair[0] != "goals" and not pair[0].startswith("goals.")]

	page = clash(worker, fresh, desk_site, drop, lambda doc: doc.goals[0].set("goal", "Theirs"))
	assert "Scaling goals, row 1" in page.words and "Theirs" in page.words
	form = page.form()
	form.pairs += [("_use_mine", f"goals.{fresh.goals[0].name}")] if mine else []
	page.press(form=form)
	assert goals(desk_site, fresh) == left


def test_rows_that_both_added_stand_one_after_the_other(worker, fresh, desk_site):
	def add(form):
		form.pairs += [("goals", "new1"), ("goals.new1.goal", "Mine"), ("goals.new1.score", "1")]

	page = clash(
		worker, fresh, desk_site, add, lambda doc: doc.append("goals", {"goal": "Theirs", "score": 2})
	)
	page.press()
	assert goals(desk_site, fresh) == [("Bedtimes", 4), ("Theirs", 2), ("Mine", 1)]


def test_a_broken_sum_of_what_was_opened_loses_nothing(worker, fresh, desk_site):
	page = worker.page(url(fresh))
	for base in ("{", "[]", '"x"', json.dumps({"goals": "x", "family": 3}), '{"goals": [3, [], [[]]]}'):
		form = worker.page(url(fresh)).form()
		form.fill("_base", base)
		form.fill("_modified", "2020-01-01 00:00:00.000000")
		form.fill("family", "Mine")
		assert "Mine" in page.press(status=409, form=form).words
