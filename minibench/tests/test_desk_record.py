"""A record on the desk: made, copied, deleted, renamed, and what stands beside its form."""

import io

import desk_town
from desk_client import stored, url
from desk_town import plan


def test_a_new_record_takes_presets_defaults_and_what_a_link_brings(worker, desk_site):
	page = worker.page("/app/desk-plan/new?school=OAK&family=Preset")
	assert page.form().get("family") == "Preset" and page.form().get("status") == "Active"
	assert "Secondary" in page.words and "Not saved yet" in page.words
	page = page.press(family="New family")
	name = desk_site.db.get_value("Desk Plan", {"family": "New family"})
	assert name and name in page.words
	assert stored(desk_site, name).school_phase == "Secondary"


def test_a_copy_brings_values_and_rows_under_a_new_name(worker, fresh, desk_site):
	page = worker.page(f"/app/desk-plan/new?_copy={fresh.name}")
	page.press(family="Copied")
	doc = stored(desk_site, desk_site.db.get_value("Desk Plan", {"family": "Copied"}))
	assert (
		doc.name != fresh.name
		and doc.goals[0].goal == "Bedtimes"
		and doc.goals[0].name != fresh.goals[0].name
	)


def test_deleting_asks_first(worker, fresh, desk_site):
	page = worker.page(url(fresh))
	form = next(
		f
		for f in (page.form(n) for n in range(6))
		if f.action == url(fresh) and not f.id and len(f.pairs) == 1
	)
	asked = page.press("delete", status=200, form=form)
	assert "Delete Ashdown?" in asked.words and desk_site.db.exists("Desk Plan", fresh.name)
	form.pairs.append(("_sure", "1"))
	assert "Ashdown was deleted" in page.press("delete", form=form).words
	desk_site.db.rollback()
	assert not desk_site.db.exists("Desk Plan", fresh.name)


def test_a_record_is_renamed_from_its_menu(worker, fresh, desk_site):
	form = worker.page(url(fresh)).form()
	form.pairs = [pair for pair in form.pairs if pair[0] == "csrf_token"] + [("_new_name", "PLAN-ASH")]
	page = worker.page(url(fresh)).press("rename", form=form)
	assert page.has("/app/desk-plan/PLAN-ASH") and stored(desk_site, "PLAN-ASH").family == "Ashdown"


def test_comments_changes_and_files_stand_beside_the_form(worker, fresh, desk_site):
	page = worker.page(url(fresh))
	token = [pair for pair in page.form().pairs if pair[0] == "csrf_token"]
	page.press(family="Ashdown-Lee")
	worker.post(url(fresh), [*token, ("_do", "comment"), ("_comment", "Rang <b>mum</b>\nagain")], 303)
	worker.post(url(fresh), [*token, ("_do", "attach")], 303, _file=(io.BytesIO(b"hello"), "note.txt"))
	page = worker.page(url(fresh))
	assert "Jo Test changed Family from Ashdown to Ashdown-Lee" in page.words
	assert "Rang <b>mum</b> again" in page.words and "note.txt" in page.words and "Jo Test" in page.words
	file = desk_site.db.get_value(
		"File", {"attached_to_name": fresh.name}, ["name", "is_private"], as_dict=True
	)
	assert file.is_private
	comment = desk_site.db.get_value("Comment", {"reference_name": fresh.name, "comment_type": "Comment"})
	worker.post(url(fresh), [*token, ("_do", f"uncomment:{comment}")], 303)
	worker.post(url(fresh), [*token, ("_do", f"detach:{file.name}")], 303)
	desk_site.db.rollback()
	assert not desk_site.db.exists("Comment", comment) and not desk_site.db.exists("File", file.name)


def test_what_was_added_to_a_list_is_named_in_the_history(worker, fresh, desk_site):
	from minibench.documents import get_doc

	doc = get_doc("Desk Plan", fresh.name)
	doc.append("schools", {"school": "OAK"})
	doc.save()
	desk_site.db.commit()
	said = worker.page(url(fresh)).words
	assert "added to Schools: Oakfield Academy" in said and "added to Schools: OAK" not in said


def test_a_file_of_another_record_cannot_be_removed_from_here(worker, fresh, desk_site):
	from minibench.files import save_file

	other = plan("Other")
	file = save_file("x.txt", b"x", "Desk Plan", other.name)
	desk_site.db.commit()
	token = [pair for pair in worker.page(url(fresh)).form().pairs if pair[0] == "csrf_token"]
	worker.post(url(fresh), [*token, ("_do", f"detach:{file.name}")], 422)
	desk_site.db.rollback()
	assert desk_site.db.exists("File", file.name)


def test_a_file_chosen_in_an_attach_field_is_stored_and_linked(worker, fresh, desk_site):
	worker.page(url(fresh)).press(files={"letter:file": (io.BytesIO(b"letter"), "letter.txt")})
	address = stored(desk_site, fresh.name).letter
	assert address.startswith("/private/files/letter")
	assert worker.get(address).data == b"letter"
	form = worker.page(url(fresh)).form()
	form.pairs.append(("letter:remove", "1"))
	worker.page(url(fresh)).press(form=form)
	assert not stored(desk_site, fresh.name).letter


def test_connections_are_counted_and_begin_new_records(worker, fresh, desk_site):
	from minibench.documents import get_doc

	get_doc({"doctype": "Desk Review", "plan": fresh.name}).insert()
	desk_site.db.commit()
	page = worker.page(url(fresh))
	assert "Desk Review 1" in page.words and page.has(f"/app/desk-review/new\\?plan={fresh.name}")
	assert worker.page(f"/app/desk-review/new?plan={fresh.name}").form().get("plan") == fresh.name


def test_an_action_runs_its_function_and_its_words_are_shown(worker, fresh, monkeypatch):
	monkeypatch.setattr(
		"minibench.web.methods.get_attr", lambda name: getattr(desk_town, name.rpartition(".")[2])
	)
	assert "Reminder for Ashdown sent" in worker.page(url(fresh)).press("action:0").words


def test_a_single_has_one_form_and_no_list(worker, desk_site):
	page = worker.page("/app/desk-settings")
	assert "Saved" in page.press(line="Confidential", days="5").words
	desk_site.db.rollback()
	assert desk_site.db.get_single_value("Desk Settings", "line") == "Confidential"


def test_a_document_is_submitted_and_cancelled(worker, desk_site):
	page = worker.page("/app/desk-task/new").press(subject="Call school")
	page = page.press("submit")
	assert "Submitted" in page.words and not page.has('name="subject"') and page.has('name="remark"')
	page = page.press(remark="Later")
	assert page.form().get("remark") == "Later"
	page = page.press("cancel")
	assert "Cancelled" in page.words and "Amend" in page.words and not page.has('name="remark"')


def test_a_file_in_a_field_of_a_level_is_not_told_to_everybody(worker, fresh, desk_site):
	from minibench.files import save_file

	save_file("open.txt", b"x", "Desk Plan", fresh.name, df="letter")
	save_file("sealed.txt", b"y", "Desk Plan", fresh.name, df="manager_note")
	desk_site.db.commit()
	page = worker.page(url(fresh))
	assert "attached open.txt" in page.words and "sealed.txt" not in page.html
