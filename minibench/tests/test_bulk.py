"""One step for many records: each by its own rules, and told one by one."""

import json

import pytest
from desk_town import WORKER, plan
from test_list_filters import forms, posts

from minibench import jobs
from minibench.documents import get_doc
from minibench.local import local, set_user
from minibench.web.desk import bulk, bulkwork

LIST = "/app/desk-plan"


@pytest.fixture
def plans(desk_site):
	"""Six plans; the second cannot be saved by anybody any more, the third is closed."""
	docs = [plan(f"Bulk {n}", members=70, school="ASH") for n in range(6)]
	desk_site.db.set_value("Desk Plan", docs[1].name, "email", "no address", update_modified=False)
	desk_site.db.set_value("Desk Plan", docs[2].name, {"status": "Closed", "closing_reason": "Moved"})
	desk_site.db.commit()
	yield [doc.name for doc in docs]
	desk_site.db.delete("Desk Plan", {"members": ["in", [70, 71]]})
	desk_site.db.commit()


def asked(browser, do, url=f"{LIST}?members=70", status=200, **values):
	"""The page that a bulk step asks on."""
	form = next(form for form in forms(browser.page(url)) if form.get("csrf_token"))
	pairs = [
		(key, each)
		for key, value in values.items()
		for each in ([value] if isinstance(value, str) else value)
	]
	answer = browser.post(url, [("csrf_token", form.get("csrf_token")), ("_do", do), *pairs], status)
	return answer.text


def change(browser, rows, field, value, **more):
	return posts(
		browser, "edit", f"{LIST}?members=70", row=rows, _field=field, _value=value, _sure="1", **more
	)


def values(desk_site, names, field):
	desk_site.db.rollback()
	return [desk_site.db.get_value("Desk Plan", name, field) for name in names]


def test_one_field_is_changed_in_all_by_the_ordinary_save(worker, desk_site, plans):
	rows = [plans[0], plans[2]]
	question = asked(worker, "edit", row=rows)
	assert "Change 2 records" in question and "Bulk 0" in question and "Bulk 1<" not in question
	assert (
		'value="school"' in question
		and 'value="school_phase"' not in question
		and 'value="manager_note"' not in question
	)
	boxed = asked(worker, "edit", row=rows, _field="school")
	assert 'data-combo="Desk Plan" data-field="school"' in boxed
	assert "2 changed" in change(worker, rows, "school", "Oakfield Academy").words
	assert values(desk_site, rows, "school") == ["OAK", "OAK"] and values(
		desk_site, [plans[3]], "school"
	) == ["ASH"]
	assert values(desk_site, rows, "school_phase") == ["Secondary"] * 2, "what a link brings along came too"
	assert values(desk_site, rows, "modified_by") == [WORKER] * 2
	assert desk_site.db.count("Version", {"ref_doctype": "Desk Plan", "docname": rows[0], "owner": WORKER})


def test_what_the_rules_refuse_stays_and_is_told_by_name(worker, desk_site, plans):
	page = change(worker, plans, "status", "Closed")
	assert page.url.startswith("/app/-/bulk?id=") and "0 changed, 1 were so already, 5 not" in page.words
	assert "Bulk 0 : Closing reason: Fill this in" in page.words, (
		"what the form would ask for is asked for here"
	)
	assert values(desk_site, plans, "status").count("Closed") == 1
	page = change(worker, plans, "phone", "01632 960001")
	assert "5 changed, 1 not" in page.words and "Bulk 1 :" in page.words and "no address" in page.words
	assert values(desk_site, plans, "phone") == ["01632 960001", None, *["01632 960001"] * 4]


def test_several_reasons_are_told_line_by_line(worker, plans, monkeypatch):
	from minibench.messages import throw
	from minibench.web.desk import bulkwork

	why = "Before this:<ul><li>say <b>when</b></li><li>ask</li></ul>"
	monkeypatch.setitem(bulkwork.STEPS, "edit", lambda doc, step: throw(why))
	page = change(worker, plans[:1], "phone", "01632 960001")
	assert "1 not" in page.words and "Before this: say when ask" in page.words
	assert "<li>say when</li><li>ask</li>" in page.html


@pytest.mark.parametrize(
	("field", "value", "told"),
	[
		("members", "many", "Members: Enter a whole number"),
		("next_review", "soon", "Next review: Enter a date such as 2026-12-31"),
		("family", "", "Family: fill this in"),
		("school", "Nowhere", "School: choose one that is offered"),
	],
)
def test_a_wrong_value_is_told_before_any_record_is_touched(worker, desk_site, plans, field, value, told):
	text = asked(worker, "edit", status=422, row=plans, _field=field, _value=value, _sure="1")
	assert told in text and f'value="{value}"' in text and 'aria-invalid="true"' in text
	assert not desk_site.db.count("Desk Plan", {"members": 70, "modified_by": WORKER})


def test_a_field_out_of_reach_is_not_changed(worker, desk_site, plans):
	for field in ("manager_note", "seal", "school_phase", "password", "owner"):
		assert "Change 6 records" in asked(worker, "edit", row=plans, _field=field, _value="x", _sure="1")
	assert values(desk_site, plans[:1], "manager_note") == [None]


def test_records_out_of_reach_are_told_like_those_that_do_not_exist(worker, desk_site, plans):
	rule = get_doc(
		{"doctype": "User Permission", "user": WORKER, "allow": "Desk School", "for_value": "OAK"}
	).insert()
	desk_site.db.commit()
	page = change(worker, [plans[0], "PLAN-none"], "phone", "01632 960002")
	assert "0 changed, 2 not" in page.words and "Bulk 0" not in page.words
	line = "You may not do this, or what it needs does not exist any more."
	assert page.words.count(line) == 2
	rule.delete()
	desk_site.db.commit()


def test_who_may_not_write_or_delete_changes_nothing(reader, desk_site, plans):
	page = reader.page(LIST)
	assert "Change a field" not in page.words and 'type="checkbox" name="row"' not in page.html
	for do in ("edit", "delete", "submit", "workflow:Ask", "nonsense", "export:csv"):
		asked(reader, do, status=404, row=plans, _field="phone", _value="1", _sure="1")
	assert values(desk_site, plans[:1], "phone") == [None] and desk_site.db.exists("Desk Plan", plans[0])


def test_nothing_is_done_without_the_token(worker, desk_site, plans):
	answer = worker.post(f"{LIST}?members=70", [("_do", "delete"), ("_sure", "1"), ("row", plans[0])], 303)
	assert "Nothing was done" in worker.page(answer.headers["Location"]).words
	assert desk_site.db.exists("Desk Plan", plans[0])


def test_all_that_fit_are_taken_where_they_can_be_counted(worker, desk_site, plans, monkeypatch):
	url = f"{LIST}?members=70&_len=20"
	assert "Change 6 records" in asked(worker, "edit", url, _all="1")
	posts(worker, "edit", url, _all="1", _field="phone", _value="01632 960003", _sure="1")
	assert desk_site.db.count("Desk Plan", {"phone": "01632 960003"}) == 5
	assert "Choose the records first." in posts(worker, "edit", url).words
	monkeypatch.setattr("minibench.paging.MOST", 3)
	assert "More than 3 records fit: filter more first" in asked(worker, "edit", url, status=417, _all="1")
	assert "filter to 3 at most" in worker.page(url).words


# many: a job


@pytest.fixture
def job(worker, desk_site, plans, monkeypatch):
	"""Work on six records that is left to a job, two at a time: its id."""
	monkeypatch.setattr(bulk, "AT_ONCE", 3)
	monkeypatch.setattr(bulkwork, "PIECE", 2)
	page = change(worker, plans, "phone", "01632 960004")
	assert "0 changed , 6 to go" in page.words and page.has("<progress") and page.has("data-poll")
	return page.url


def run_jobs(desk_site):
	desk_site.db.commit()
	jobs.run_pending(local.site, local.sites_path)


def test_many_are_done_by_a_job_and_the_page_follows(worker, desk_site, plans, job):
	assert desk_site.db.count("Desk Plan", {"phone": "01632 960004"}) == 0
	run_jobs(desk_site)
	page = worker.page(job)
	assert "5 changed, 1 not" in page.words and "Bulk 1 :" in page.words and not page.has("<progress")
	assert desk_site.db.get_value("Desk Plan", plans[0], "modified_by") == WORKER


def test_a_job_that_was_cut_short_goes_on_where_it_stood(worker, desk_site, plans, job, monkeypatch):
	work, taken, one = job.partition("id=")[2], [], bulkwork.one

	def stumble(row, name):
		taken.append(name)
		if len(taken) == 4:
			raise KeyboardInterrupt
		one(row, name)

	monkeypatch.setattr(bulkwork, "one", stumble)
	set_user(WORKER)
	with pytest.raises(KeyboardInterrupt):
		bulkwork.run_job(work)
	local.db.rollback()
	assert "1 changed, 1 not , 4 to go" in worker.page(job).words
	monkeypatch.setattr(bulkwork, "one", one)
	run_jobs(desk_site)
	assert "5 changed, 1 not" in worker.page(job).words


def test_a_job_is_stopped_and_says_what_was_left(worker, reader, desk_site, plans, job, monkeypatch):
	reader.get(job, 404)
	token = next(
		form for form in forms(worker.page(job)) if form.get("csrf_token") and form.action == job
	).get("csrf_token")
	one = bulkwork.one

	def stopping(row, name):
		one(row, name)
		if name == plans[2]:
			bulkwork.stop(row.id)

	monkeypatch.setattr(bulkwork, "one", stopping)
	run_jobs(desk_site)
	page = worker.page(job)
	assert "3 changed, 1 not . Stopped: 2 were left alone." in page.words and not page.has("data-poll")
	worker.post(job, [("csrf_token", token)], 303)
	assert "Stopped: 2" in worker.page(job).words


def test_an_error_that_nobody_expected_is_logged_and_the_others_go_on(worker, desk_site, plans, monkeypatch):
	from minibench.document import Document

	save = Document.save
	monkeypatch.setattr(
		Document, "save", lambda doc, *a: 1 / 0 if doc.get("family") == "Bulk 4" else save(doc, *a)
	)
	page = change(worker, plans, "phone", "01632 960005")
	assert (
		"4 changed, 2 not" in page.words
		and "Bulk 4 : An error that was not expected. It was logged." in page.words
	)
	assert desk_site.db.exists("Error Log", {"method": ["like", "Bulk edit: Desk Plan%"]})


# workflow and submitting


def test_records_are_submitted_and_cancelled(worker, desk_site):
	tasks = [get_doc({"doctype": "Desk Task", "subject": f"Plain {n}"}).insert().name for n in range(2)]
	desk_site.db.commit()
	url = "/app/desk-task?subject=" + json.dumps(["like", "Plain%"])
	assert "Submit 2 records?" in asked(worker, "submit", url, row=tasks)
	assert "2 submitted" in posts(worker, "submit", url, row=tasks, _sure="1").words
	assert "0 submitted, 2 were so already" in posts(worker, "submit", url, row=tasks, _sure="1").words
	assert "2 cancelled" in posts(worker, "cancel", url, row=tasks, _sure="1").words
	desk_site.db.delete("Desk Task", {"name": ["in", tasks]})
	desk_site.db.commit()


def test_a_step_of_a_workflow_is_taken_by_those_that_stand_before_it(worker, desk_site, with_flow):
	names = [get_doc({"doctype": "Desk Task", "subject": f"Flow {n}"}).insert().name for n in range(3)]
	desk_site.db.commit()
	url = "/app/desk-task?subject=" + json.dumps(["like", "Flow%"])
	page = worker.page(url)
	assert (
		page.has('value="workflow:Ask"')
		and page.has('value="workflow:Agree"')
		and not page.has('value="submit"')
	)
	assert "Ask: 2 records?" in asked(worker, "workflow:Ask", url, row=names[:2])
	assert "2 done" in posts(worker, "workflow:Ask", url, row=names[:2], _sure="1").words
	page = posts(worker, "workflow:Agree", url, row=names, _sure="1")
	assert "2 done, 1 not" in page.words and "Flow 2 : Not a valid Workflow Action" in page.words
	desk_site.db.rollback()
	rows = desk_site.db.get_all(
		"Desk Task", {"name": ["in", names]}, ["docstatus", "workflow_state"], order_by="subject"
	)
	assert [(row.docstatus, row.workflow_state) for row in rows] == [
		(1, "Agreed"),
		(1, "Agreed"),
		(0, "Being written"),
	]
	asked(worker, "workflow:Nonsense", url, status=404, row=names, _sure="1")
	desk_site.db.delete("Desk Task", {"name": ["in", names]})
