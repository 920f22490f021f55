"""Two people on one thread pool never see anything of each other."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.test import Client

PEOPLE = ("ann@example.com", "ben@example.com")


@pytest.fixture(scope="module")
def app(bench_sites):
	"""Two people who may each read only their own ToDos, and the site's WSGI application."""
	import frappe

	from minibench.local import connect, destroy, init, local
	from minibench.web.app import make_app

	init("bench.localhost", str(bench_sites))
	connect()
	for person in PEOPLE:
		user = frappe.get_doc(doctype="User", email=person, first_name=person[:3], send_welcome_email=0)
		user.append("roles", {"role": "System Manager"})
		user.insert()
		from minibench.passwords import update_password

		update_password(person, "Secret-9-secret")
		for number in range(3):
			frappe.set_user(person)
			frappe.get_doc(doctype="ToDo", description=f"{person} {number}", allocated_to=person).insert()
			frappe.set_user("Administrator")
	local.db.commit()
	destroy()
	return make_app("bench.localhost", str(bench_sites))


def signed_in(app, person: str) -> Client:
	client = Client(app)
	answer = client.post("/api/method/login", data={"usr": person, "pwd": "Secret-9-secret"})
	assert answer.status_code == 200, answer.text
	return client


def test_interleaved_requests_of_two_people_stay_apart(app):
	clients = {person: signed_in(app, person) for person in PEOPLE}
	barrier = threading.Barrier(2)
	locks = {person: threading.Lock() for person in PEOPLE}

	def ask(number: int) -> list[str]:
		person = PEOPLE[number % 2]
		barrier.wait(timeout=30)
		with locks[person]:
			who = clients[person].get("/api/method/frappe.auth.get_logged_user").json["message"]
			todos = clients[person].get(
				f'/api/resource/ToDo?fields=["description"]&filters=[["owner","=","{person}"]]'
			)
		wrong = [] if who == person else [f"{person} was {who}"]
		wrong += [
			row["description"] for row in todos.json["data"] if not row["description"].startswith(person)
		]
		return wrong + (["missing rows"] if len(todos.json["data"]) != 3 else [])

	with ThreadPoolExecutor(2) as pool:
		wrong = [entry for found in pool.map(ask, range(400)) for entry in found]
	assert wrong == []


def test_a_request_that_fails_leaves_nothing_to_the_next_on_its_thread(app):
	client = signed_in(app, PEOPLE[0])
	with ThreadPoolExecutor(1) as pool:
		broken = pool.submit(lambda: client.get("/api/resource/No Such DocType")).result()
		after = pool.submit(lambda: Client(app).get("/api/method/frappe.auth.get_logged_user")).result()
	assert broken.status_code == 404
	assert after.status_code == 403 or after.json.get("message") == "Guest"
