"""Every way in which a record is refused: status, kind of error, and the sentences shown."""

import json
import re
from dataclasses import dataclass

import pytest

NEW = "/api/resource/Tool"
ONE = "/api/resource/Tool/{tool}"
VISIT = "/api/resource/Visit/{theirs}"
NO_ROLE = "User <strong>{who}</strong> does not have doctype access via role permission for document <strong>{doctype}</strong>"
NO_ACCESS = "User <strong>{who}</strong> does not have access to this document"
BY_HOOK = "Not allowed via controller permission check<br>User <strong>{who}</strong> does not have access to this document: Visit - {theirs}"


@dataclass
class Case:
	"""`said`: the messages in order, None where the contract leaves them open. A text that begins with ^ is a pattern."""

	label: str
	who: str
	verb: str
	path: str
	body: dict | None
	status: int
	exc_type: str | None
	said: tuple | None = None
	more: tuple = ()


def tool(**values):
	return {"title": "x", "shelf": "HTTP-A", **values}


CASES = (
	Case("a missing value, one message each", "admin", "POST", NEW, {}, 417, "MandatoryError",
		("Error: Value missing for Tool: Title", "Error: Value missing for Tool: Shelf")),
	Case("a missing value in a row", "admin", "POST", NEW, tool(parts=[{"qty": 1}]), 417, "MandatoryError",
		("Error: <strong>Tool Part</strong> Row #1: Value missing for: Part Name",)),
	Case("a link to nothing", "admin", "POST", "/api/resource/Visit", {"shelf": "NOPE"}, 417,
		"LinkValidationError", ("Could not find Shelf: NOPE",)),
	Case("a choice that is none", "admin", "POST", NEW, tool(grade="Zzz"), 417, "ValidationError",
		(' Grade cannot be "Zzz". It should be one of "Good", "Worn", "Broken"',)),
	Case("an e-mail address that is none", "admin", "POST", "/api/resource/Member",
		{"name": "m", "email": "nope"}, 417, "InvalidEmailAddressError", ("nope is not a valid Email Address",)),
	Case("a telephone number that is none", "admin", "POST", "/api/resource/Member",
		{"name": "m", "phone": "abc"}, 417, "InvalidPhoneNumberError", ("abc is not a valid Phone Number",)),
	Case("a text too long", "admin", "POST", NEW, tool(title="x" * 141), 417, "CharacterLengthExceededError",
		(r"^Tool TL-\d+-\d+: '<strong>Title</strong>' \(x+\) will get truncated, as max characters allowed is 140$",)),
	Case("a negative number", "admin", "POST", NEW, tool(quantity=-1), 417, "NonNegativeError",
		("Value cannot be negative for Tool: <strong>Quantity</strong>",)),
	Case("a field set once", "admin", "PUT", ONE, {"naming_series": "HL-.####"}, 417,
		"CannotChangeConstantError", ("Value cannot be changed for <strong>Series</strong>",)),
	Case("who made it", "admin", "PUT", ONE, {"owner": "Guest"}, 417, "CannotChangeConstantError",
		("Value cannot be changed for <strong>Created By</strong>",)),
	Case("when it was made", "admin", "PUT", ONE, {"creation": "2001-01-01 00:00:00"}, 417,
		"CannotChangeConstantError", ("Value cannot be changed for <strong>Created On</strong>",)),
	Case("an old copy", "admin", "PUT", ONE, {"modified": "2020-01-01 00:00:00"}, 417, "TimestampMismatchError",
		(r"^Error: Document has been modified after you have opened it \([-\d]+ [:.\d]+, [-\d]+ [:.\d]+\)\. "
			r"Please refresh to get the latest document\.$",)),
	Case("a name taken", "admin", "POST", "/api/resource/Shelf", {"shelf_code": "HTTP-A"}, 409,
		"DuplicateEntryError", ("Shelf <strong>HTTP-A</strong> already exists",)),
	Case("a unique value taken", "admin", "POST", NEW, tool(serial_no="HTTP-1"), 417, "UniqueValidationError",
		("Serial No must be unique",)),
	Case("a rule of the app", "admin", "POST", "/api/resource/Loan",
		{"tool": "{tool}", "lent_on": "2026-02-02", "due_on": "2026-02-01"}, 417, "DueBeforeLentError",
		("Due On cannot be before Lent On",)),
	Case("a state out of reach", "admin", "PUT", "/api/resource/Repair/{repair}", {"workflow_state": "Shed Settled"},
		417, "WorkflowPermissionError",
		("Workflow State transition not allowed from <strong>Shed New</strong> to <strong>Shed Settled</strong>",)),
	Case("an action that is none", "admin", "POST", "/api/method/frappe.model.workflow.apply_workflow",
		{"doc": "{repair_json}", "action": "Nope"}, 417, "WorkflowTransitionError", ("Not a valid Workflow Action",)),
	Case("deleting what is linked", "admin", "DELETE", "/api/resource/Shelf/HTTP-A", None, 417, "LinkExistsError",
		(r'^Cannot delete or cancel because Shelf <a href="\S+/app/shelf/HTTP-A">HTTP-A</a> is linked with '
			r'\w+ <a href="\S+">\S+</a> $', "You can disable this Shelf instead of deleting it.")),
	Case("a change after submission", "admin", "PUT", "/api/resource/Loan/{loan}", {"remark": "x"}, 417,
		"UpdateAfterSubmitError", (" Not allowed to change <strong>Remark</strong> after submission from "
			"<strong>None</strong> to <strong>x</strong>",)),
	Case("deleting what is submitted", "admin", "DELETE", "/api/resource/Loan/{loan}", None, 417, "ValidationError",
		(r"^Loan {loan}: Submitted Record cannot be deleted\.",)),
	Case("reading what is not there", "admin", "GET", NEW + "/NOPE", None, 404, "DoesNotExistError",
		("Tool NOPE not found",)),
	Case("changing what is not there", "admin", "PUT", NEW + "/NOPE", {"title": "x"}, 404, "DoesNotExistError",
		("Tool NOPE not found",)),
	Case("deleting what is not there", "admin", "DELETE", NEW + "/NOPE", None, 404, "DoesNotExistError", ()),
	Case("a path that is none", "admin", "GET", "/api/nope", None, 404, "DoesNotExistError", ()),
	Case("a list of an unknown doctype", "admin", "GET", "/api/resource/Nope Type", None, 404, "DoesNotExistError",
		("DocType Nope Type not found",)),
	Case("reading without a role", "stranger", "GET", ONE, None, 403, "PermissionError"),
	Case("listing without a role", "stranger", "GET", NEW, None, 403, "PermissionError", (NO_ROLE,),
		(("_error_message", "No permission for Tool"),)),
	Case("changing without the right", "visitor", "PUT", ONE, {"title": "x"}, 403, "PermissionError", (NO_ROLE,),
		(("_error_message", "No permission for Tool"),)),
	Case("making without the right", "visitor", "POST", NEW, tool(), 403, "PermissionError", (NO_ROLE,),
		(("_error_message", "No permission for Tool"),)),
	Case("deleting without the right", "visitor", "DELETE", ONE, None, 403, "PermissionError",
		("User <strong>{who}</strong> does not have access to this document: Tool - {tool}",
			"User not allowed to delete Tool: {tool}")),
	Case("reading what a hook closes", "visitor", "GET", VISIT, None, 403, "PermissionError", (BY_HOOK,)),
	Case("taking what a hook closes", "visitor", "PUT", VISIT, {"shelf": "HTTP-A"}, 403, "PermissionError",
		(BY_HOOK,), (("_error_message",
			"You need the 'write' permission on <strong>Visit</strong> {theirs} to perform this action."),)),
	Case("giving away what is one's own", "visitor", "PUT", "/api/resource/Visit/{mine}", {"shelf": "HTTP-B"}, 403,
		"PermissionError"),
	Case("a guest reads", "guest", "GET", ONE, None, 403, "PermissionError"),
	Case("a guest lists", "guest", "GET", NEW, None, 403, "PermissionError", (NO_ROLE,)),
	Case("a guest writes", "guest", "POST", NEW, tool(), 403, "PermissionError", (NO_ROLE,)),
	Case("select opens no record", "visitor", "GET", "/api/resource/Shelf/HTTP-A", None, 403, "PermissionError"),
	Case("a single without the right", "visitor", "GET", "/api/resource/Shed Settings/Shed Settings", None, 403,
		"PermissionError"),
)  # fmt: skip


@pytest.fixture(scope="module")
def facts(admin, people, town):
	"""What the cases name in braces."""
	admin.make("Tool", title="unique", shelf="HTTP-A", serial_no="HTTP-1")
	repair = admin.make("Repair", title="handle")
	loan = admin.make("Loan", tool=town["tool"]["name"])
	assert admin.put(f"/api/resource/Loan/{loan['name']}", {"docstatus": 1}).status == 200
	visits = {"mine": town["visits"]["HTTP-A"]["name"], "theirs": town["visits"]["HTTP-B"]["name"]}
	names = {"tool": town["tool"]["name"], "repair": repair["name"], "loan": loan["name"], **visits}
	return {**names, "repair_json": '{"doctype": "Repair", "name": "' + repair["name"] + '"}'}


def fill(text, facts):
	"""Names in braces are filled in; other braces (of patterns) stay."""
	for key, value in facts.items():
		text = text.replace("{" + key + "}", value)
	return text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_a_refusal_has_its_status_kind_and_sentences(case, facts, admin, people, guest):
	person = {"admin": admin, "guest": guest, **people}[case.who]
	facts = {
		**facts,
		"who": person.user,
		"doctype": case.path.split("/")[3] if "resource" in case.path else "",
	}
	body = case.body and {k: fill(v, facts) if isinstance(v, str) else v for k, v in case.body.items()}
	answer = person.ask(case.verb, fill(case.path, facts), body)
	assert (answer.status, answer.exc_type) == (case.status, case.exc_type), answer.text
	if case.said is not None:
		assert_said(answer, [fill(text, facts) for text in case.said])
	for key, value in case.more:
		assert answer.body[key] == fill(value, facts)


def assert_said(answer, expected):
	said = [entry["message"] for entry in answer.said]
	assert len(said) == len(expected), said
	for text, wanted in zip(said, expected, strict=True):
		assert re.search(wanted, text) if wanted.startswith("^") else text == wanted


TITLES = (
	("POST", "/api/resource/Shelf", {"shelf_code": "HTTP-A"}, "Duplicate Name", "red"),
	("POST", NEW, tool(quantity=-1), "Negative Value", "red"),
	("POST", NEW, tool(title="x" * 141), "Value too big", "red"),
	("POST", "/api/resource/Visit", {"shelf": "NOPE"}, "Message", "red"),
	("POST", NEW, {}, "Message", None),
)


@pytest.mark.parametrize(("verb", "path", "body", "title", "indicator"), TITLES)
def test_a_message_has_a_title_and_a_colour(verb, path, body, title, indicator, admin, town):
	entry = admin.ask(verb, path, body).said[0]
	assert (entry["title"], entry.get("indicator")) == (title, indicator)


def test_a_bad_date_is_an_error(admin, town, stricter):
	answer = admin.post(NEW, tool(bought_on="nonsense"))
	assert answer.status == (417 if stricter("bad_date") else 500)


def test_a_document_of_an_unknown_doctype_is_an_error(admin, stricter):
	answer = admin.get("/api/resource/Nope Type/x")
	assert answer.status == (404 if stricter("unknown_doctype") else 500)
	assert answer.exc_type == ("DoesNotExistError" if stricter("unknown_doctype") else "ImportError")


@pytest.mark.parametrize("who", ["stranger", "guest"])
def test_reading_without_a_role_says_so(who, facts, people, guest, stricter):
	person = {"guest": guest, **people}[who]
	known = {**facts, "who": person.user, "doctype": "Tool"}
	said = NO_ROLE if stricter("closed_doctype") else f"{NO_ROLE}<br>{NO_ACCESS}"
	assert_said(person.get(fill(ONE, known)), [fill(said, known)])


@pytest.mark.parametrize("shown", [1, 0])
def test_the_trace_is_shown_where_the_site_says_so(shown, admin, town, stricter):
	path = "/api/resource/System Settings/System Settings"
	before = admin.get(path).data["allow_error_traceback"]
	assert admin.put(path, {"allow_error_traceback": shown}).status == 200
	body = admin.post(NEW, {}).body
	admin.put(path, {"allow_error_traceback": before})
	due = bool(shown) and not stricter("trace_for_developers")
	assert ("exception" in body, "exc" in body) == (due, due)
	if due:
		assert body["exception"].startswith("frappe.exceptions.MandatoryError: [Tool, ")
		assert body["exception"].endswith("]: title, shelf")
		assert "Traceback (most recent call last)" in json.loads(body["exc"])[0]


def test_the_trace_is_never_shown_for_what_is_missing_or_forged(admin, guest):
	for answer in (admin.get(NEW + "/NOPE"), guest.post(NEW, tool())):
		assert "exc" not in answer.body
		assert "exception" not in answer.body
