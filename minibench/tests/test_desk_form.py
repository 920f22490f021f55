"""The desk's form without script: what it shows to whom, what it saves, what it says when it does not."""

import re

import desk_town
from desk_client import Browser, Page, stored, url
from desk_town import WORKER, plan


def test_a_form_shows_labels_descriptions_and_titles_of_links(worker, fresh):
	page = worker.page(url(fresh))
	assert "As the family calls itself." in page.words
	assert page.form().get("school") == "Ashdown Primary"
	assert page.form().get("school:name") == "ASH"
	assert page.form().get("goals." + fresh.goals[0].name + ".goal") == "Bedtimes"
	assert "Plan of Ashdown . All plans" in page.words


def test_what_is_typed_is_saved_and_the_page_says_so(worker, fresh, desk_site):
	page = worker.page(url(fresh)).press(
		family="O'Brien", members="3", budget="1,250.50", agreed=["0", "1"],
		next_review="2027-02-28", started="2026-01-05T09:30", at="14:15", email="jo@example.com", story="<p>Once</p>",
	)  # fmt: skip
	assert "Saved" in page.words and "O'Brien" in page.words
	doc = stored(desk_site, fresh.name)
	assert (doc.family, doc.members, doc.budget, doc.agreed) == (
		"O'Brien",
		3,
		1250.5,
		1,
	)
	assert (str(doc.next_review), str(doc.started)[:16], str(doc.at)) == (
		"2027-02-28",
		"2026-01-05 09:30",
		"14:15:00",
	)


def test_saving_an_unchanged_form_changes_no_value(worker, fresh, desk_site):
	before = stored(desk_site, fresh.name).as_dict(no_default_fields=True, no_child_table_fields=True)
	worker.page(url(fresh)).press()
	after = stored(desk_site, fresh.name).as_dict(no_default_fields=True, no_child_table_fields=True)
	assert after == before


def test_what_was_typed_stays_and_each_error_links_to_its_field(worker, fresh, desk_site):
	form = worker.page(url(fresh)).form()
	for name, value in (("family", ""), ("members", "many"), ("status", "Closed")):
		form.fill(name, value)
	page = worker.page(url(fresh)).press(status=422, form=form)
	assert page.has(r'href="#f-family">Family: Fill this in') and page.has(
		r'href="#f-members">Members: Enter a whole number'
	)
	assert page.has(r'href="#f-closing_reason">Closing reason: Fill this in')
	assert page.form().get("members") == "many" and page.form().get("status") == "Closed"
	assert "Error:" in page.html.split("</title>")[0]
	assert stored(desk_site, fresh.name).status == "Active"


def test_a_rule_of_the_machine_is_said_at_the_field_it_names(worker, fresh):
	page = worker.page(url(fresh)).press(status=422, email="nobody")
	assert (
		page.has(r'class="why">nobody is not a valid Email Address')
		or "nobody is not a valid Email Address" in page.words
	)
	page = worker.page(url(fresh)).press(status=422, school="Nowhere School")
	assert page.has(r'href="#f-school">') and "Nowhere School" in page.words


def test_a_link_takes_its_name_or_its_title(worker, fresh, desk_site):
	worker.page(url(fresh)).press(school="Oakfield Academy")
	assert stored(desk_site, fresh.name).school == "OAK"
	worker.page(url(fresh)).press(school="ELM")
	assert stored(desk_site, fresh.name).school == "ELM"
	worker.page(url(fresh)).press(school="")
	assert not stored(desk_site, fresh.name).school


def test_rows_are_added_moved_copied_and_deleted_without_script(worker, fresh, desk_site):
	first = fresh.goals[0].name
	page = worker.page(url(fresh)).press("row:add:goals", status=200)
	form = page.form()
	form.fill("goals.new2.goal", "Mornings")
	page = page.press("row:up:goals:new2", status=200, form=form)
	page = page.press(f"row:dup:goals:{first}", status=200)
	assert len(stored(desk_site, fresh.name).goals) == 1
	page.press()
	assert [row.goal for row in stored(desk_site, fresh.name).goals] == ["Mornings", "Bedtimes", "Bedtimes"]
	kept = [row.name for row in stored(desk_site, fresh.name).goals]
	assert first in kept
	worker.page(url(fresh)).press(f"row:del:goals:{first}", status=200).press()
	assert first not in [row.name for row in stored(desk_site, fresh.name).goals]


def test_a_row_of_another_record_cannot_be_taken_over(worker, fresh, desk_site):
	other = plan("Other", goals=[{"goal": "Theirs"}])
	desk_site.db.commit()
	form = worker.page(url(fresh)).form()
	theirs = other.goals[0].name
	form.pairs += [("goals", theirs), (f"goals.{theirs}.goal", "Mine now")]
	worker.page(url(fresh)).press(form=form)
	assert stored(desk_site, other.name).goals[0].goal == "Theirs"
	assert stored(desk_site, fresh.name).goals[1].name != theirs


def test_choices_of_a_table_multiselect_are_kept_and_changed(worker, fresh, desk_site):
	worker.page(url(fresh)).press(schools=["ASH", "ELM", ""])
	assert [row.school for row in stored(desk_site, fresh.name).schools] == ["ASH", "ELM"]
	page = worker.page(url(fresh))
	assert "Elm Road" in page.words
	page.press(schools=["ELM"])
	assert [row.school for row in stored(desk_site, fresh.name).schools] == ["ELM"]


def test_who_saved_first_is_told_and_both_texts_stand_side_by_side(worker, fresh, desk_site):
	mine = worker.page(url(fresh))
	form = mine.form()
	form.fill("family", "My name for them")
	form.fill("notes", "Only I wrote notes")
	form.fill(f"goals.{fresh.goals[0].name}.goal", "My goal")
	theirs = stored(desk_site, fresh.name)
	theirs.family = "Their name"
	theirs.goals[0].goal = "Their goal"
	theirs.members = 9
	theirs.save()
	desk_site.db.commit()
	page = mine.press(status=409, form=form)
	assert "Administrator saved this record while you were working on it" in page.words
	assert "Their name" in page.words and "My name for them" in page.words and "My goal" in page.words
	again = page.form()
	assert (again.get("family"), again.get("notes"), again.get("members")) == (
		"Their name",
		"Only I wrote notes",
		"9",
	)
	again.pairs.append(("_use_mine", "family"))
	again.pairs.append(("_use_mine", f"goals.{fresh.goals[0].name}.goal"))
	page.press(form=again)
	doc = stored(desk_site, fresh.name)
	assert (doc.family, doc.notes, doc.members, doc.goals[0].goal) == (
		"My name for them",
		"Only I wrote notes",
		9,
		"My goal",
	)


def test_a_table_that_only_the_other_changed_is_no_conflict(worker, fresh, desk_site):
	mine = worker.page(url(fresh))
	form = mine.form()
	form.fill("notes", "Only notes")
	theirs = stored(desk_site, fresh.name)
	theirs.goals[0].goal = "Their goal"
	theirs.save()
	page = mine.press(status=409, form=form)
	assert "You changed different fields." in page.words and "Use mine" not in page.words
	page.press()
	doc = stored(desk_site, fresh.name)
	assert (doc.notes, doc.goals[0].goal, doc.goals[0].hidden_word) == ("Only notes", "Their goal", "kept")


def test_a_rule_on_a_hidden_level_does_not_bring_its_value_into_the_page(worker, fresh, desk_site):
	fresh.db_set("manager_note", "Only for managers")
	assert "Only for managers" not in worker.page(url(fresh)).html


def test_an_action_on_an_unchanged_form_saves_nothing_by_itself(worker, fresh, desk_site, monkeypatch):
	monkeypatch.setattr(
		"minibench.web.methods.get_attr", lambda name: getattr(desk_town, name.rpartition(".")[2])
	)
	before = stored(desk_site, fresh.name).modified
	worker.page(url(fresh)).press("action:0")
	assert stored(desk_site, fresh.name).modified == before


def test_a_field_of_a_higher_level_is_neither_shown_nor_taken(worker, fresh, desk_site):
	fresh.db_set("manager_note", "Only for managers")
	desk_site.db.commit()
	page = worker.page(url(fresh))
	assert "Only for managers" not in page.html
	form = page.form()
	form.pairs.append(("manager_note", "Changed"))
	page.press(form=form)
	assert stored(desk_site, fresh.name).manager_note == "Only for managers"


def test_who_may_only_read_gets_no_boxes_and_no_buttons(reader, fresh, desk_site):
	page = reader.page(url(fresh))
	assert "Ashdown" in page.words and not page.has('name="family"') and not page.has("data-save>")
	form = page.form()
	form.pairs.append(("family", "Mine"))
	page.press(status=403, form=form)
	assert stored(desk_site, fresh.name).family == "Ashdown"


def test_what_may_not_be_read_does_not_exist(reader, worker, desk_site):
	hidden = reader.page("/app/desk-review/some-name", 404)
	missing = reader.page("/app/desk-plan/NO-SUCH", 404)
	assert hidden.words.split("Not found")[1:] == missing.words.split("Not found")[1:]
	reader.page("/app/desk-review", 404)
	reader.page("/app/desk-settings", 404)
	reader.page("/app/desk-plan/new", 404)
	reader.page("/app/no-such-thing", 404)


def test_a_form_from_an_ended_session_comes_back_with_what_was_typed(desk_sites, fresh, desk_site):
	browser = Browser(desk_sites, WORKER)
	page = browser.page(url(fresh))
	form = page.form()
	form.fill("notes", "Typed before the session ended")
	browser.client.delete_cookie("sid")
	lost = page.press(status=401, form=form)
	assert "You were signed out" in lost.words and "Typed before the session ended" in lost.html
	browser.post("/api/method/login", [("usr", WORKER), ("pwd", "a long enough pass-phrase 9")], 200)
	again = Page(browser, url(fresh), lost.html).press("refresh", status=400, form=lost.form(0))
	assert again.form().get("notes") == "Typed before the session ended" and "Nothing is lost" in again.words
	again.press()
	assert stored(desk_site, fresh.name).notes == "Typed before the session ended"


def test_a_foreign_token_saves_nothing(worker, fresh, desk_site):
	form = worker.page(url(fresh)).form()
	form.fill("csrf_token", "0" * 56)
	form.fill("family", "Forged")
	worker.page(url(fresh)).press(status=400, form=form)
	assert stored(desk_site, fresh.name).family == "Ashdown"


def test_markup_that_somebody_stored_is_shown_harmless(worker, fresh, desk_site):
	evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
	for name in ("family", "story", "notes", "hidden_note"):
		fresh.db_set(name, f"{name} {evil}")
	desk_site.db.commit()
	for address in (url(fresh), "/app/desk-plan", "/app/-/search?q=family", "/app/plans"):
		html = worker.get(address).text
		assert "<script>alert" not in html and "onerror=alert" not in html.replace(
			"&lt;img src=x onerror=alert", ""
		)


def test_what_nobody_can_fill_in_here_and_holds_nothing_is_not_drawn(reader, fresh):
	html = reader.page(url(fresh)).html
	assert re.search(r'data-f="notes" hidden', html) and not re.search(r'data-f="family" hidden', html)


def test_a_rule_draws_no_empty_field_that_nobody_can_fill_in_here(reader, worker, fresh, desk_site):
	"""A field that the rule would show, and a table: both stand empty, then both hold something."""
	fresh.db_set("status", "Closed")
	desk_site.db.delete("Desk Goal", {"parent": fresh.name})
	desk_site.db.commit()
	drawn = re.compile(r'data-f="(closing_reason|goals)">')
	page = reader.page(url(fresh))
	assert drawn.findall(page.html) == []
	assert '"closing_reason"' not in page.html.partition('"rules": {')[2].partition('"tables"')[0]
	assert drawn.findall(worker.page(url(fresh)).html) == ["closing_reason", "goals"]
	fresh.db_set("closing_reason", "All is well")
	fresh.append("goals", {"goal": "Bedtimes"}).db_insert()
	desk_site.db.commit()
	assert drawn.findall(reader.page(url(fresh)).html) == ["closing_reason", "goals"]


def test_a_section_that_holds_nothing_but_an_empty_table_is_drawn(worker):
	html = worker.page("/app/desk-plan/new").html
	assert re.search(r'data-grid="goals"', html) and not re.search(
		r'<section class="section"[^>]* hidden', html
	)


def test_what_nothing_in_the_form_can_unlock_is_text_and_is_not_taken_from_a_request(
	worker, fresh, desk_site
):
	fresh.db_set("sealed", "As it was")
	desk_site.db.commit()
	form = worker.page(url(fresh)).form()
	assert form.get("sealed") == "As it was"
	fresh.db_set("seal", "shut")
	desk_site.db.commit()
	page = worker.page(url(fresh))
	assert "As it was" in page.words and not page.has('name="sealed"')
	form = page.form()
	form.pairs.append(("sealed", "Otherwise"))
	page.press(form=form)
	assert stored(desk_site, fresh.name).sealed == "As it was"
