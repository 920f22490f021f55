"""E-mail: queued with the transaction, sent by a job, again later when the server fails, never with extra headers."""

import smtplib
from datetime import timedelta
from email import message_from_string, policy

import pytest

from minibench import jobs, mail
from minibench.config import update_site_config
from minibench.documents import get_doc
from minibench.errors import InvalidEmailAddressError, NotOffered, OutgoingEmailError
from minibench.install import new_site
from minibench.local import connect, destroy, init, local
from minibench.utils.dates import now_datetime

SITE = "mail.localhost"


class Server:
	"""Stands for smtplib.SMTP; `refuse` are recipients that it refuses."""

	sent, refuse, logins, broken = [], set(), [], None

	def __init__(self, host, port, **kwargs):
		if Server.broken:
			raise Server.broken
		self.address = (host, port)

	def starttls(self, context=None):
		pass

	def login(self, user, password):
		Server.logins.append((user, password))

	def send_message(self, message, sender, recipients):
		assert not local.db.open, "no transaction may be held while talking to a server"
		if recipients[0] in Server.refuse:
			raise smtplib.SMTPRecipientsRefused({recipients[0]: (450, b"not now, my-secret")})
		Server.sent.append((sender, recipients[0], message))

	def close(self):
		pass


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
	sites = tmp_path_factory.mktemp("sites")
	new_site(SITE, str(sites))
	get_doc(
		{
			"doctype": "Email Account",
			"email_account_name": "Robot",
			"email_id": "robot@example.com",
			"login_id": "robot",
			"password": "my-secret",
			"enable_outgoing": 1,
			"default_outgoing": 1,
			"smtp_server": "smtp.test",
			"use_tls": 1,
		}
	).insert()
	local.db.commit()
	destroy()
	return str(sites)


@pytest.fixture
def own_site(sites, monkeypatch):
	monkeypatch.setattr(smtplib, "SMTP", Server)
	Server.sent, Server.refuse, Server.logins, Server.broken = [], set(), [], None
	init(SITE, sites)
	connect()
	yield local
	local.db.rollback()
	for table in ("__job", "tabEmail Queue", "tabEmail Queue Recipient", "tabError Log"):
		local.db.execute(f"delete from `{table}`")
	local.db.commit()
	destroy()


def run(sites):
	local.db.commit()
	return jobs.run_pending(SITE, sites)


def state(name):
	return local.db.get_value("Email Queue", name, ["status", "retry", "error"], as_dict=True)


def test_a_message_is_sent_after_commit_to_each_recipient_alone(own_site, sites):
	queue = mail.sendmail(
		["a@example.com", "B <b@example.com>"],
		subject="Hello",
		message="<p>Good &amp; bad</p>",
	)
	assert Server.sent == []
	assert run(sites) == 1
	assert [(sender, to) for sender, to, _ in Server.sent] == [
		("robot@example.com", "a@example.com"),
		("robot@example.com", "b@example.com"),
	]
	message = Server.sent[0][2]
	assert (message["To"], message["Subject"]) == ("a@example.com", "Hello")
	assert message.get_body(["plain"]).get_content().strip() == "Good & bad"
	assert "<p>Good &amp; bad</p>" in message.get_body(["html"]).get_content()
	assert state(queue.name).status == "Sent"
	assert Server.logins == [("robot", "my-secret")]


def test_a_rolled_back_message_is_never_sent(own_site, sites):
	mail.sendmail("a@example.com", subject="x", message="y")
	local.db.rollback()
	assert run(sites) == 0
	assert local.db.count("Email Queue") == 0


def test_nothing_is_sent_in_tests_or_when_muted(own_site, sites):
	update_site_config("mute_emails", 1)
	try:
		queue = mail.sendmail("a@example.com", subject="x", message="y")
		run(sites)
	finally:
		update_site_config("mute_emails", None)
	assert Server.sent == []
	assert state(queue.name).status == "Not Sent"


@pytest.mark.parametrize(
	"address", ["a@example.com\nBcc: x@example.com", "nobody", "a@example.com\r\nX: y", "a@b\0"]
)
def test_an_address_that_is_none_or_carries_a_header_is_refused(own_site, address):
	for field in ("recipients", "sender", "cc", "bcc"):
		with pytest.raises(InvalidEmailAddressError):
			mail.sendmail(**{"recipients": ["a@example.com"], field: [address]})


def test_a_line_break_in_the_subject_makes_no_header(own_site):
	queue = mail.sendmail("a@example.com", subject="Hi\r\nBcc: spy@example.com", message="y")
	message = message_from_string(queue.message, policy=policy.default)
	assert message["Bcc"] is None
	assert message["Subject"] == "Hi Bcc: spy@example.com"


def test_a_name_with_quotes_and_accents_arrives(own_site, sites):
	mail.sendmail("a@example.com", subject="Zoë's plan", message="<b>naïve</b>", sender="Zoë <z@example.com>")
	run(sites)
	message = Server.sent[0][2]
	assert message["Subject"] == "Zoë's plan"
	assert "naïve" in message.get_body(["html"]).get_content()


def test_a_server_that_is_away_is_asked_again_later_and_not_for_ever(own_site, sites):
	Server.broken = ConnectionRefusedError(111, "refused by my-secret")
	queue = mail.sendmail("a@example.com", subject="x", message="y")
	run(sites)
	found = state(queue.name)
	assert (found.status, found.retry, found.error) == (
		"Not Sent",
		1,
		"The mail server cannot be reached. (111)",
	)
	assert local.db.get_value("Email Queue", queue.name, "send_after") > now_datetime() + timedelta(minutes=9)
	mail.flush()
	assert state(queue.name).retry == 1
	for _ in range(mail.AWAY_LIMIT):
		local.db.sql("update `tabEmail Queue` set send_after = null")
		mail.flush()
	assert state(queue.name).status == "Error"
	assert "my-secret" not in state(queue.name).error


def test_only_who_was_refused_is_tried_again(own_site, sites):
	Server.refuse = {"b@example.com"}
	queue = mail.sendmail(["a@example.com", "b@example.com"], subject="x", message="y")
	run(sites)
	assert state(queue.name).status == "Partially Sent"
	assert "my-secret" not in state(queue.name).error
	Server.refuse = set()
	local.db.sql("update `tabEmail Queue` set send_after = '2026-01-01'")
	local.db.commit()
	mail.flush()
	assert [to for _, to, _ in Server.sent] == ["a@example.com", "b@example.com"]
	assert state(queue.name).status == "Sent"


def test_what_a_crash_left_half_sent_is_taken_up_again(own_site, sites):
	queue = mail.sendmail("a@example.com", subject="x", message="y")
	local.db.sql("update `tabEmail Queue` set status = 'Sending', modified = '2026-01-01 00:00:00'")
	run(sites)
	assert state(queue.name).status == "Sent"


def test_attachments_arrive_and_what_is_not_offered_is_refused(own_site, sites):
	paper = {"fname": "a.pdf", "fcontent": b"%PDF"}
	mail.sendmail("a@example.com", subject="x", message="y", attachments=[paper])
	run(sites)
	part = next(Server.sent[0][2].iter_attachments())
	assert (part.get_filename(), part.get_content()) == ("a.pdf", b"%PDF")
	for others in ({"attachments": [{"fid": "x"}]}, {"as_markdown": True}):
		with pytest.raises(NotOffered):
			mail.sendmail("a@example.com", **others)


def test_a_document_is_printed_when_its_message_is_sent(own_site, sites, monkeypatch):
	from minibench import printing

	def attach_print(doctype, name, print_format=None):
		assert local.db.read_only
		return {"fname": f"{name}.pdf", "fcontent": f"{doctype} {print_format}".encode()}

	monkeypatch.setattr(printing, "attach_print", attach_print)
	wanted = {"print_format_attachment": 1, "doctype": "User", "name": "Guest", "print_format": "Card"}
	mail.sendmail("a@example.com", subject="x", message="y", attachments=[wanted])
	run(sites)
	part = next(Server.sent[0][2].iter_attachments())
	assert (part.get_filename(), part.get_content()) == ("Guest.pdf", b"User Card")


def test_without_an_account_messages_wait_and_what_somebody_waits_for_is_refused(site):
	assert mail.sendmail([], subject="x") is None
	site.flags.in_test = False
	with pytest.raises(OutgoingEmailError):
		mail.sendmail("a@example.com", subject="x", message="y", delayed=False)
	queue = mail.sendmail("a@example.com", subject="x", message="y")
	assert (queue.status, queue.priority) == ("Not Sent", mail.HELD)
	assert not site.db.sql("select 1 from `__job` where job_id = 'mail'")


def test_what_waited_in_the_out_box_goes_only_when_somebody_sends_it(own_site, sites):
	local.db.set_value("Email Account", "Robot", "enable_outgoing", 0)
	held = mail.sendmail("a@example.com", subject="Old", message="y")
	local.db.set_value("Email Account", "Robot", "enable_outgoing", 1)
	mail.sendmail("b@example.com", subject="New", message="y")
	run(sites)
	assert [to for _, to, _ in Server.sent] == ["b@example.com"]
	mail.send_again([held.name])
	run(sites)
	assert [to for _, to, _ in Server.sent] == ["b@example.com", "a@example.com"]
	assert Server.sent[1][2]["From"] == "Robot <robot@example.com>"
	assert state(held.name).status == "Sent"


def test_the_password_of_an_account_is_stored_encrypted(own_site):
	assert mail.outgoing_account().password == "my-secret"
	assert local.db.get_value("Email Account", "Robot", "password") != "my-secret"


def test_a_document_that_is_gone_keeps_nobody_else_waiting(own_site, sites):
	wanted = {"print_format_attachment": 1, "doctype": "User", "name": "gone@example.com"}
	first = mail.sendmail("a@example.com", subject="x", message="y", attachments=[wanted])
	mail.sendmail("b@example.com", subject="x", message="y")
	run(sites)
	assert [to for _, to, _ in Server.sent] == ["b@example.com"]
	assert "does not exist" in state(first.name).error


def test_a_site_without_a_dot_in_its_name_still_has_an_address(site, monkeypatch):
	monkeypatch.setattr(local, "site", "test_site")
	queue = mail.sendmail(recipients=["jo@example.com"], subject="Soon", message="Come")
	assert queue.sender == "no-reply@test-site.localhost"


def test_a_message_about_a_record_is_seen_by_its_readers_only(site):
	from core_factories import make_doctype, make_parcel, make_user

	from minibench.local import set_user
	from minibench.query import get_list

	make_doctype()
	make_user("boss", "System Manager")
	make_user("both", "System Manager", "Clerk")
	place = {"reference_doctype": "Parcel", "reference_name": make_parcel().name}
	about, plain = mail.sendmail("a@example.com", **place), mail.sendmail("b@example.com")
	for user, seen in (("boss", {plain.name}), ("both", {plain.name, about.name})):
		set_user(f"{user}@example.com")
		assert set(get_list("Email Queue", pluck="name")) == seen
		assert get_doc("Email Queue", about.name).has_permission("read") is (about.name in seen)
