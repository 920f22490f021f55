"""A record handed on from its form: assigned to a colleague, sent by e-mail; and what its history says of it."""

import json

import desk_town
import pytest
from desk_client import stored
from desk_town import READER, WORKER

from minibench.documents import get_doc


def url(doc):
	return f"/app/{doc.doctype.lower().replace(' ', '-')}/{doc.name}"


def token(browser, doc):
	return [pair for pair in browser.page(url(doc)).form().pairs if pair[0] == "csrf_token"]


def give(browser, doc, to, status=303, **more):
	pairs = [("_do", "assign"), ("_assignee", to), *((f"_assign_{key}", text) for key, text in more.items())]
	return browser.post(url(doc), [*token(browser, doc), *pairs], status)


def tasks(site, doc):
	site.db.rollback()
	where = {"reference_type": doc.doctype, "reference_name": doc.name}
	fields = ["allocated_to", "assigned_by", "status", "description", "date"]
	return site.db.get_all("ToDo", where, fields, order_by="creation")


@pytest.fixture
def outgoing(desk_site):
	account = {"doctype": "Email Account", "email_account_name": "Desk", "email_id": "desk@example.com"}
	account |= {"enable_outgoing": 1, "default_outgoing": 1, "smtp_server": "mail.example.com"}
	if not desk_site.db.exists("Email Account", "Desk"):
		get_doc(account).insert()
	desk_site.db.commit()


def test_an_assigned_colleague_gets_a_task_and_a_notice_and_the_record_knows_it(worker, fresh, desk_site):
	give(worker, fresh, "Rae Test", note="Ring <b>them</b>", by="2026-12-24")
	(task,) = tasks(desk_site, fresh)
	assert (task.allocated_to, task.assigned_by, task.status) == (READER, WORKER, "Open")
	assert str(task.date) == "2026-12-24"
	assert json.loads(desk_site.db.get_value("Desk Plan", fresh.name, "_assign")) == [READER]
	where = {"document_name": fresh.name, "for_user": READER}
	notice = desk_site.db.get_value("Notification Log", where, ["type", "subject"], as_dict=True)
	assert notice == {"type": "Assignment", "subject": "Jo Test gave you Desk Plan Ashdown"}
	page = worker.page(url(fresh))
	assert "Rae Test by Thu 24 Dec Ring <b>them</b>" in page.words
	assert "Jo Test gave this to Rae Test: Ring" in page.words
	assert "has this record to do already" in give(worker, fresh, READER, 422).text


def test_who_may_not_see_the_record_is_refused_in_words_and_nothing_is_shared(worker, desk_site):
	review = get_doc({"doctype": "Desk Review", "plan": desk_town.plan("Hidden").name}).insert()
	desk_site.db.commit()
	answer = give(worker, review, READER, 422)
	assert "Rae Test may not see this record, so it was not assigned. Nothing was shared." in answer.text
	assert not tasks(desk_site, review) and not desk_site.db.exists("DocShare", {"share_name": review.name})
	assert not desk_site.db.exists("Notification Log", {"document_name": review.name})
	offered = worker.get(f"/app/-/people?doctype=Desk Review&field={review.name}&txt=test").json["hits"]
	assert [hit["value"] for hit in offered] == [WORKER]


def test_a_task_by_rest_for_who_may_not_see_the_record_is_refused_too(worker, fresh, desk_site):
	review = get_doc({"doctype": "Desk Review", "plan": fresh.name}).insert()
	desk_site.db.commit()
	head = {"X-Frappe-CSRF-Token": dict(token(worker, fresh))["csrf_token"]}
	task = {"description": "x", "reference_type": "Desk Review", "reference_name": review.name}
	for person, status in ((READER, 403), (WORKER, 200)):
		answer = worker.client.post("/api/resource/ToDo", json={**task, "allocated_to": person}, headers=head)
		assert answer.status_code == status, answer.text


@pytest.mark.parametrize("typed", ("nobody", "", "Administrator", "Test"))
def test_only_a_colleague_is_assigned(worker, fresh, desk_site, typed):
	text = give(worker, fresh, typed, 422, note="Kept").text
	assert "choose one of the people who are offered" in text and "Kept" in text
	assert not tasks(desk_site, fresh)


def test_a_task_is_ended_by_its_two_people_and_the_other_one_is_told(worker, reader, fresh, desk_site):
	for who, status, told in ((reader, "Closed", WORKER), (worker, "Cancelled", READER)):
		give(worker, fresh, READER)
		name = desk_site.db.get_value("ToDo", {"reference_name": fresh.name, "status": "Open"})
		who.post(url(fresh), [*token(who, fresh), ("_do", f"unassign:{name}")], 303)
		desk_site.db.rollback()
		assert desk_site.db.get_value("ToDo", name, "status") == status
		assert not desk_site.db.get_value("Desk Plan", fresh.name, "_assign")
		where = {"document_name": fresh.name, "for_user": told, "type": "Assignment"}
		assert desk_site.db.count("Notification Log", where)


def test_somebody_elses_task_is_not_ended_by_who_only_reads(worker, reader, fresh, desk_site):
	give(worker, fresh, WORKER)
	name = desk_site.db.get_value("ToDo", {"reference_name": fresh.name, "status": "Open"})
	assert f"unassign:{name}" not in reader.page(url(fresh)).html
	reader.post(url(fresh), [*token(reader, fresh), ("_do", f"unassign:{name}")], 422)
	assert tasks(desk_site, fresh)[0].status == "Open"


def write(browser, doc, status, **more):
	mail = {"to": "mum@example.com", "subject": "Your plan", "text": "Dear <Mum>\nsee you"} | more
	pairs = [("_do", "mail"), *((f"_mail_{key}", text) for key, text in mail.items())]
	return browser.post(url(doc), [*token(browser, doc), *pairs], status)


def test_an_e_mail_goes_through_the_queue_with_a_print_and_is_kept_with_the_record(
	worker, fresh, outgoing, desk_site, monkeypatch
):
	monkeypatch.setattr("minibench.pdf.get_pdf", lambda html, *rest: b"%PDF " + html.encode())
	fresh.db_set("manager_note", "Only for managers")
	desk_site.db.commit()
	write(worker, fresh, 303, to="mum@example.com; dad@example.com", print="Standard")
	desk_site.db.rollback()
	queue = get_doc("Email Queue", {"reference_name": fresh.name})
	assert [row.recipient for row in queue.recipients] == ["mum@example.com", "dad@example.com"]
	assert f'filename="{fresh.name}.pdf"' in queue.message
	assert f"Reply-To: {WORKER}" in queue.message
	kept = get_doc("Communication", {"reference_name": fresh.name})
	assert (kept.sender, kept.subject, kept.communication_medium) == (WORKER, "Your plan", "Email")
	assert "Dear &lt;Mum&gt;<br>\nsee you" in kept.content and "Dear <Mum>\nsee you\n" in queue.message
	page = worker.page(url(fresh))
	assert "Jo Test sent an e-mail to mum@example.com, dad@example.com" in page.words


def test_a_print_in_an_e_mail_holds_no_more_than_the_sender_may_read(
	worker, fresh, outgoing, desk_site, monkeypatch
):
	printed = []
	monkeypatch.setattr("minibench.pdf.get_pdf", lambda html, *rest: printed.append(html) or b"%PDF")
	fresh.db_set("manager_note", "Only for managers")
	desk_site.db.commit()
	write(worker, fresh, 303, print="Standard")
	assert "Ashdown" in printed[0] and "Only for managers" not in printed[0]


@pytest.mark.parametrize(
	("wrong", "said"),
	(
		({"to": ""}, "To: fill this in"),
		({"to": "mum"}, "not a valid Email Address"),
		({"text": ""}, "Message: fill this in"),
		({"print": "Nothing"}, "may not"),
	),
)
def test_a_mail_that_cannot_go_says_why_and_keeps_what_was_typed(worker, fresh, outgoing, wrong, said):
	page = write(worker, fresh, 422, **({"subject": "Typed subject"} | wrong)).text
	assert said in page and "Typed subject" in page and 'href="#_mail_to"' in page


def test_who_has_no_right_to_e_mail_sees_no_form_for_it_and_sends_nothing(
	reader, worker, fresh, outgoing, desk_site
):
	assert 'id="email"' in worker.page(url(fresh)).html
	assert 'id="email"' not in reader.page(url(fresh)).html
	write(reader, fresh, 422)
	desk_site.db.rollback()
	assert not desk_site.db.exists("Email Queue", {"reference_name": fresh.name})


def test_e_mails_about_a_record_go_with_it(worker, fresh, outgoing, desk_site):
	write(worker, fresh, 303)
	desk_site.db.rollback()
	stored(desk_site, fresh.name).delete()
	assert not desk_site.db.exists("Communication", {"reference_name": fresh.name})


def test_the_history_says_changes_in_words_also_of_rows(worker, fresh):
	page = worker.page(url(fresh))
	row = fresh.goals[0].name
	form = page.form()
	form.fill("status", "Overdue")
	page.press(form=form, **{"phone": "01632 960000", f"goals.{row}.score": "7", f"goals.{row}.done": "1"})
	said = worker.page(url(fresh)).words
	assert "changed Status from Active to Overdue" in said
	assert "set Phone to 01632 960000" in said
	assert "Scaling goals, row 1: changed Score from 4 to 7" in said
	assert "Scaling goals, row 1: changed Done from No to Yes" in said
	page = worker.page(url(fresh))
	page.press(phone="", next_review="2026-02-28")
	assert " to 28 Feb 2026" in worker.page(url(fresh)).words
	assert "emptied Phone, which was 01632 960000" in worker.page(url(fresh)).words
