"""The bell and the page of notices, how a person wants to be told, and the out-box."""

import re

import pytest
from desk_client import Browser, url
from desk_town import READER, WORKER

from minibench import mail
from minibench.documents import get_doc
from minibench.local import local


def notice(desk_site, doc=None, user=WORKER, subject="<b>Ring</b> Zoë", **more):
	place = {"document_type": doc.doctype, "document_name": doc.name} if doc else {}
	log = {"doctype": "Notification Log", "for_user": user, "from_user": READER, "type": "Alert", **place}
	made = get_doc({**log, "subject": subject, **more}).insert(ignore_permissions=True)
	desk_site.db.commit()
	return made


@pytest.fixture
def quiet(desk_site):
	"""No notices and no messages are left from other tests."""
	for table in (
		"Notification Log",
		"Notification Settings",
		"Email Account",
		"Email Queue",
		"Email Queue Recipient",
	):
		desk_site.db.sql(f"delete from `tab{table}`")
	desk_site.db.commit()
	return desk_site


def press(browser, path, do, **values):
	"""The page after a button of a page was pressed."""
	token = re.search(r'name="csrf_token" value="(\w+)"', browser.page(path).html)[1]
	answer = browser.post(path, [("csrf_token", token), ("_do", do), *values.items()], 303)
	return browser.page(answer.headers["Location"])


def test_the_bell_leads_to_the_notices_and_counts_what_was_not_read(worker, fresh, quiet):
	assert "(0) notices" in worker.page("/app/plans").words
	first = notice(quiet, fresh)
	page = worker.page("/app/-/notices")
	assert (
		"(1) notices" in page.words
		and "New Ring Zoë Rae Test, now" in page.words
		and "<b>Ring" not in page.html
	)
	answer = worker.get(f"/app/notification-log/{first.name}", 303)
	assert answer.headers["Location"] == url(fresh)
	answer.close()  # what is written after an answer is written then
	page = worker.page("/app/-/notices")
	assert "(0) notices" in page.words and "New Ring" not in page.words and "Ring Zoë" in page.words
	for _ in range(21):
		notice(quiet, fresh)
	page = press(worker, "/app/-/notices", "read")
	assert "(0) notices" in page.words and "All notices are read" in page.words
	assert page.words.count("Ring Zoë") == 20
	assert worker.page("/app/-/notices?_start=20").words.count("Ring Zoë") == 2


def test_everybody_sees_own_notices_only_and_of_records_that_are_theirs(worker, reader, quiet):
	review = get_doc(
		{"doctype": "Desk Review", "plan": get_doc("Desk Plan", {"family": "Family 07"}).name}
	).insert()
	notice(quiet, review, READER, "Held by Ann")
	page = reader.page("/app/-/notices")
	assert "About a record that is not yours to see" in page.words and "Held by Ann" not in page.words
	assert "Held by Ann" not in worker.page("/app/-/notices").words
	press(worker, "/app/-/notices", "read")
	assert quiet.db.count("Notification Log", {"read": 0}) == 1


def test_a_person_chooses_how_to_be_told(worker, reader, fresh, quiet):
	from minibench.core.doctype.notification_log.notification_log import make_notification_logs

	log = {
		"document_type": fresh.doctype,
		"document_name": fresh.name,
		"subject": "Yours now",
		"from_user": READER,
	}
	make_notification_logs({**log, "type": "Assignment"}, [WORKER])
	make_notification_logs({**log, "type": "Alert"}, [WORKER])
	assert quiet.db.count("Notification Log") == 2
	assert quiet.db.sql("select recipient from `tabEmail Queue Recipient`", pluck=True) == [WORKER]
	page = press(worker, "/app/-/notices", "choose", enabled="1")
	assert "Kept." in page.words and page.html.count(" checked") == 1
	make_notification_logs({**log, "type": "Assignment"}, [WORKER])
	assert (quiet.db.count("Notification Log"), quiet.db.count("Email Queue")) == (3, 1)
	press(worker, "/app/-/notices", "choose")
	make_notification_logs({**log, "type": "Alert"}, [WORKER, READER])
	assert (quiet.db.count("Notification Log"), quiet.db.count("Email Queue")) == (4, 1)
	quiet.db.commit()
	reader.get(f"/api/resource/Notification Settings/{WORKER}", 403)
	assert reader.get("/api/resource/Notification Settings").json["data"] == []
	assert worker.get(f"/api/resource/Notification Settings/{WORKER}").json["data"]["enabled"] == 0


@pytest.fixture(scope="module")
def boss(desk_sites):
	from minibench.local import connect, destroy, init

	init("desk.localhost", str(desk_sites))
	connect()
	import desk_town

	person = {
		"doctype": "User",
		"email": "boss@example.com",
		"first_name": "Bo",
		"new_password": desk_town.PASSWORD,
	}
	get_doc({**person, "user_type": "System User", "roles": [{"role": "System Manager"}]}).insert()
	local.db.commit()
	destroy()
	return Browser(desk_sites, "boss@example.com")


def write(desk_site, doc=None, **more):
	place = {"reference_doctype": doc.doctype, "reference_name": doc.name} if doc else {}
	html = "<p>See <b>you</b></p><script>alert(1)</script><img src=x onerror=alert(1)>"
	given = {"recipients": ["mum@example.com"], "subject": "Soon <now>", "message": html}
	queue = mail.sendmail(**(given | place | more))
	desk_site.db.commit()
	return queue


def test_the_out_box_shows_what_waits_and_a_message_as_it_is_read(boss, worker, quiet):
	queue = write(quiet, attachments=[{"fname": "plan.pdf", "fcontent": b"%PDF"}])
	page = boss.page("/app/-/outbox")
	assert "No mail server is named" in page.words and "Soon <now> Waiting mum@example.com" in page.words
	page = boss.page(f"/app/email-queue/{queue.name}")
	assert "<p>See <b>you</b></p>" in page.html and "alert(1)" not in page.html and "plan.pdf" in page.words
	assert (
		"Send From no-reply"
		in page.words.replace("Nothing is sent now: no mail server is named, or e-mail is switched off. ", "")
		and "mum@example.com Not Sent" in page.words
	)
	worker.page("/app/-/outbox", 404)
	worker.page(f"/app/email-queue/{queue.name}", 404)
	assert any(hit["url"] == "/app/-/outbox" for hit in boss.get("/app/-/jump?q=out-box").json)
	assert worker.get("/app/-/jump?q=out-box").json == []


def test_a_message_about_a_record_out_of_reach_is_not_in_the_out_box(boss, quiet, fresh):
	task = get_doc({"doctype": "Desk Review", "plan": fresh.name}).insert()
	quiet.db.sql(
		"update `tabDocPerm` set `read` = 0 where parent = 'Desk Review' and role = 'System Manager'"
	)
	from minibench.meta import bump_schema

	bump_schema()
	queue = write(quiet, task)
	try:
		assert "Soon" not in boss.page("/app/-/outbox").words
		boss.page(f"/app/email-queue/{queue.name}", 404)
	finally:
		quiet.db.sql(
			"update `tabDocPerm` set `read` = 1 where parent = 'Desk Review' and role = 'System Manager'"
		)
		bump_schema()
		quiet.db.commit()
	assert "Soon" in boss.page("/app/-/outbox").words


def test_a_message_that_failed_says_why_and_is_sent_again(boss, worker, quiet):
	queue = write(quiet)
	queue.db_set({"status": "Error", "error": "The mail server refused this address. (550)", "retry": 4})
	quiet.db.commit()
	path = f"/app/email-queue/{queue.name}"
	assert "refused this address" in boss.page("/app/-/outbox").words
	boss.post(path, [("_do", "again")])
	assert get_doc("Email Queue", queue.name).status == "Error", "a request without the token changes nothing"
	quiet.db.rollback()
	page = press(boss, path, "again")
	assert "No mail server is named yet" in page.words and "Not Sent" in page.words
	quiet.db.rollback()
	again = get_doc("Email Queue", queue.name)
	assert (again.status, again.retry, again.error, again.priority) == ("Not Sent", 0, None, 1)
	worker.post(path, [("_do", "again"), ("csrf_token", "x")], 404)


def test_what_waits_is_sent_together_once_there_is_a_server(boss, quiet):
	write(quiet)
	write(quiet, recipients=["dad@example.com"])
	account = {"doctype": "Email Account", "email_account_name": "Late", "email_id": "late@example.com"}
	made = get_doc({**account, "enable_outgoing": 1, "smtp_server": "smtp.example.com"}).insert()
	quiet.db.commit()
	page = boss.page("/app/-/outbox")
	assert "They go only if you send them" in page.words
	page = press(boss, "/app/-/outbox", "all")
	assert "2 messages go out now" in page.words and "Send all that wait" not in page.words
	made.delete()
	quiet.db.commit()
