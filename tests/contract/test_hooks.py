"""What an app's hooks do to requests."""

from shed_client import Person


def test_a_hook_can_shut_a_door_before_a_request(people, guest):
	for path in ("/api/method/contractapp.api.nothing", "/api/method/contractapp.api.nothing/"):
		assert people["visitor"].get(path).status == 403
		assert guest.get(path).status == 403
	assert people["helper"].get("/api/method/contractapp.api.nothing").status == 200


def test_a_hook_can_sign_an_answer(guest):
	assert guest.get("/api/method/ping").headers["X-Shed"] == "contractapp"


def test_a_method_of_the_framework_can_be_replaced(people):
	assert people["visitor"].call("frappe.client.get_time_zone").message == {"time_zone": "Shed/Clock"}


def test_what_a_hook_says_is_not_there_answers_as_what_is_not_there(admin, people):
	admin.make("Member", name="http-grey", colour="grey")
	visitor: Person = people["visitor"]
	for verb, body in (("GET", None), ("PUT", {"member_name": "x"})):
		hidden, missing = (
			visitor.ask(verb, f"/api/resource/Member/{name}", body) for name in ("http-grey", "none")
		)
		assert (
			(hidden.status, hidden.exc_type)
			== (missing.status, missing.exc_type)
			== (404, "DoesNotExistError")
		)
		assert [m["message"].replace("http-grey", "none") for m in hidden.said] == [
			m["message"] for m in missing.said
		]
	assert admin.get("/api/resource/Member/http-grey").status == 200
