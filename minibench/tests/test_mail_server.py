"""E-mail through a real SMTP server on loopback: what it takes, refuses, and what happens when it goes away."""

import ipaddress
import socket
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from minibench import mail
from minibench.documents import get_doc
from minibench.local import local

HOST = "127.0.0.1"


class Box:
	"""What a server took; `answers` are what it says to a recipient, `dies` breaks the connection at this message."""

	def __init__(self, answers=(), dies=0):
		self.taken, self.answers, self.dies, self.logins = [], dict(answers), dies, []

	async def handle_RCPT(self, server, session, envelope, address, options):
		if address in self.answers:
			return self.answers[address]
		envelope.rcpt_tos.append(address)
		return "250 OK"

	async def handle_DATA(self, server, session, envelope):
		assert not local_is_locked(self), "the write lock may not be held while talking to a server"
		if self.dies and len(self.taken) + 1 >= self.dies:
			server.transport.abort()
			return "421 gone"
		self.taken.append((envelope.rcpt_tos[0], envelope.content.decode()))
		return self.answers.get("DATA", "250 OK")

	def authenticate(self, server, session, envelope, mechanism, data):
		self.logins.append((data.login, data.password))
		return AuthResult(success=data.password == b"right-9-right", handled=False)

	@property
	def people(self):
		return [address for address, _text in self.taken]


def local_is_locked(box):
	import sqlite3

	with sqlite3.connect(box.database, timeout=0) as other:
		try:
			other.execute("begin immediate")
		except sqlite3.OperationalError:
			return True
		other.rollback()
	return False


@contextmanager
def serving(database, box, **given):
	box.database = database
	with socket.socket() as free:
		free.bind((HOST, 0))
		port = free.getsockname()[1]
	controller = Controller(box, hostname=HOST, port=port, **given)
	controller.start()
	try:
		yield port
	finally:
		controller.stop()


@pytest.fixture
def office(fresh_site):
	"""A site whose configuration names a server: `office.say(...)` changes what it says."""
	fresh_site("mail.localhost")
	say = local.conf.update
	say({"mail_server": HOST, "auto_email_id": "office@example.com"})

	def write(*people, **more):
		queue = mail.sendmail(list(people), subject="Soon", message="<p>Zoë</p>", **more)
		local.db.commit()
		return queue.name

	yield SimpleNamespace(say=say, write=write, database=local.db.path)
	local.db.rollback()


def state(name):
	local.db.rollback()
	queue = get_doc("Email Queue", name)
	return queue.status, [(row.status, row.error) for row in queue.recipients], queue


def later():
	"""The time of the next attempt has come."""
	local.db.sql("update `tabEmail Queue` set send_after = '2026-01-01' where send_after is not null")
	local.db.commit()


def test_a_message_is_delivered(office):
	box = Box()
	with serving(office.database, box) as port:
		office.say(mail_port=port)
		name = office.write("Jo <jo@example.com>")
		assert mail.flush() == 1
		assert mail.flush() == 0
	assert box.people == ["jo@example.com"]
	assert "From: office@example.com" in box.taken[0][1] and "To: Jo <jo@example.com>" in box.taken[0][1]
	assert state(name)[:2] == ("Sent", [("Sent", None)])


def test_of_two_people_one_is_refused_and_nobody_gets_it_twice(office):
	box = Box({"gone@example.com": "550 no such person"})
	with serving(office.database, box) as port:
		office.say(mail_port=port)
		name = office.write("gone@example.com", "jo@example.com")
		for _ in range(3):
			mail.flush()
			later()
		status, rows, queue = state(name)
		assert (status, rows[1]) == ("Partially Sent", ("Sent", None))
		assert rows[0][0] == "Not Sent" and "refused this address" in rows[0][1] and "550" in queue.error
		box.answers.clear()
		mail.send_again([queue.name])
		local.db.commit()
		mail.flush()
	assert box.people == ["jo@example.com", "gone@example.com"]
	assert state(name)[:2] == ("Sent", [("Sent", None)] * 2)


@pytest.mark.parametrize("where", ["jo@example.com", "DATA"])
def test_a_temporary_refusal_is_tried_again_later_with_longer_waits(office, where):
	box = Box({where: "451 try later"})
	with serving(office.database, box) as port:
		office.say(mail_port=port)
		name, waits = office.write("jo@example.com"), []
		for _ in range(mail.RETRY_LIMIT):
			mail.flush()
			status, _rows, queue = state(name)
			assert status == "Not Sent" and "451" in queue.error
			waits.append(queue.send_after - queue.modified)
			assert mail.flush() == 0, "not before its time"
			later()
		assert waits == sorted(waits) and waits[-1] > 3 * waits[0]
		mail.flush()
		assert state(name)[0] == "Error"
		later()
		assert mail.flush() == 0
		box.answers.clear()
		mail.send_again([name])
		local.db.commit()
		assert mail.flush() == 1
	assert state(name)[0] == "Sent"


def test_what_the_server_will_never_take_is_given_up_at_once(office):
	box = Box({"DATA": "552 too much"})
	with serving(office.database, box) as port:
		office.say(mail_port=port)
		name = office.write("jo@example.com")
		mail.flush()
		status, _rows, queue = state(name)
	assert status == "Error" and "did not take the message" in queue.error and queue.send_after is None


def test_a_server_that_is_away_keeps_messages_waiting(office):
	office.say(mail_port=1)
	name = office.write("jo@example.com")
	for _ in range(mail.RETRY_LIMIT + 2):
		mail.flush()
		later()
	status, _rows, queue = state(name)
	assert status == "Not Sent" and "cannot be reached" in queue.error
	box = Box()
	with serving(office.database, box) as port:
		office.say(mail_port=port)
		assert mail.flush() == 1


def test_a_server_that_dies_in_the_middle_gets_the_rest_later(office):
	box = Box(dies=2)
	with serving(office.database, box) as port:
		office.say(mail_port=port)
		names = [office.write("a@example.com", "b@example.com"), office.write("c@example.com")]
		assert mail.flush() == 0
		first, second = state(names[0]), state(names[1])
		assert (first[0], first[1][0]) == ("Partially Sent", ("Sent", None))
		assert "broke the connection" in first[2].error
		assert (second[0], second[2].retry) == ("Not Sent", 0), "it was not tried"
		box.dies = 0
		later()
		assert mail.flush() == 2
	assert sorted(box.people) == ["a@example.com", "b@example.com", "c@example.com"]


def test_after_a_crash_while_sending_each_arrives_at_least_once(office, monkeypatch):
	box = Box()

	def crash(*_given):
		raise KeyboardInterrupt

	with serving(office.database, box) as port:
		office.say(mail_port=port)
		name = office.write("a@example.com", "b@example.com")
		with monkeypatch.context() as patch:
			patch.setattr(mail, "_mark", crash)
			with pytest.raises(KeyboardInterrupt):
				mail.flush()
		assert state(name)[0] == "Sending"
		assert mail.flush() == 1
	assert box.people == ["a@example.com", "a@example.com", "b@example.com"]


@pytest.fixture
def certificate(tmp_path, monkeypatch):
	"""A server's TLS context whose certificate this process trusts."""
	from cryptography import x509
	from cryptography.hazmat.primitives import hashes, serialization
	from cryptography.hazmat.primitives.asymmetric import ec

	key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
	names, now = [x509.IPAddress(ipaddress.ip_address(HOST))], datetime.now(UTC)
	made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
	made = made.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
	made = made.add_extension(x509.SubjectAlternativeName(names), critical=True).sign(key, hashes.SHA256())
	pem = serialization.Encoding.PEM
	private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
	path = tmp_path / "server.pem"
	path.write_bytes(private + made.public_bytes(pem))
	context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
	context.load_cert_chain(path)
	monkeypatch.setenv("SSL_CERT_FILE", str(path))
	return context


def test_tls_and_a_login(office, certificate, monkeypatch):
	box = Box()
	given = {"tls_context": certificate, "require_starttls": True, "auth_required": True}
	with serving(office.database, box, authenticator=box.authenticate, **given) as port:
		office.say(mail_port=port, mail_login="office", mail_password="wrong-9-wrong")
		name = office.write("jo@example.com")
		mail.flush()
		status, _rows, queue = state(name)
		assert status == "Not Sent" and "did not accept the name or the password" in queue.error
		assert "wrong-9-wrong" not in str(queue.as_dict())
		office.say(mail_password="right-9-right")
		later()
		assert mail.flush() == 1
		assert box.logins[-1] == (b"office", b"right-9-right")
		monkeypatch.delenv("SSL_CERT_FILE")
		name = office.write("jo@example.com")
		assert mail.flush() == 0
		assert "certificate" in state(name)[2].error
	assert box.people == ["jo@example.com"]


def test_an_account_goes_before_the_configuration(office):
	assert mail.outgoing_account().email_id == "office@example.com"
	account = {"email_account_name": "Robot", "email_id": "robot@example.com", "smtp_server": HOST}
	get_doc({"doctype": "Email Account", **account, "enable_outgoing": 1}).insert()
	assert mail.outgoing_account().email_id == "robot@example.com"
