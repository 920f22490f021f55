"""The tool-lending club that all tests share: one savepoint for each test, people by role, records in one line."""

import frappe
from frappe.tests.utils import FrappeTestCase

KEEPER = "keeper@shed.test"
HELPER = "helper@shed.test"
OTHER_HELPER = "other.helper@shed.test"
VISITOR = "visitor@shed.test"
STRANGER = "stranger@shed.test"
PEOPLE = {
	KEEPER: ["Shed Keeper"],
	HELPER: ["Shed Helper"],
	OTHER_HELPER: ["Shed Helper"],
	VISITOR: ["Shed Visitor"],
	STRANGER: [],
}


class ContractTestCase(FrappeTestCase):
	"""Frappe rolls back once for each class; this rolls back after each test."""

	def setUp(self):
		super().setUp()
		frappe.set_user("Administrator")
		frappe.db.savepoint("contract_test")

	def tearDown(self):
		frappe.set_user("Administrator")
		frappe.db.rollback(save_point="contract_test")
		frappe.flags.trace = None
		frappe.clear_messages()
		super().tearDown()

	def assertRefused(self, exception, message, function, *args, **kwargs):
		"""`function` raises `exception`, and the last message shown to the user is `message`."""
		frappe.clear_messages()
		with self.assertRaises(exception):
			function(*args, **kwargs)
		self.assertEqual(last_message(), message)

	def assertFails(self, function, *args, **kwargs):
		"""`function` raises; which exception it is belongs to the database, not to the contract."""
		try:
			answer = function(*args, **kwargs)
		except Exception:
			return
		self.fail(f"gave {answer!r}")


def last_message() -> str | None:
	log = frappe.get_message_log()
	return log[-1].get("message") if log else None


def make_people(*emails) -> None:
	for email in emails or PEOPLE:
		if not frappe.db.exists("User", email):
			make_user(email, *PEOPLE[email])


def make_user(email, *roles):
	user = frappe.get_doc(
		doctype="User",
		email=email,
		first_name=email.split("@")[0].title(),
		send_welcome_email=0,
		roles=[{"role": role} for role in roles],
	)
	return user.insert(ignore_permissions=True)


def new(doctype, **values):
	"""A document that is not yet stored, without the defaults of a form."""
	return frappe.get_doc({"doctype": doctype, **values})


def make(doctype, **values):
	return new(doctype, **values).insert()


def make_shelf(code="S1", **values):
	return make("Shelf", shelf_code=code, **{"shelf_name": f"Shelf {code}", "room": "North", **values})


def make_tool(title="Hammer", shelf="S1", **values):
	if not frappe.db.exists("Shelf", shelf):
		make_shelf(shelf)
	return make("Tool", title=title, shelf=shelf, **values)


def make_tools(rows, shelf="S1"):
	"""`rows`: dicts of values, each with a title. Gives back {title: name}."""
	return {row["title"]: make_tool(**{"shelf": shelf, **row}).name for row in rows}


def make_repair(title="Handle", **values):
	return make("Repair", title=title, **values)


def make_five_tools() -> dict:
	"""Five tools on two shelves for questions about lists. Gives back {title: name}."""
	make_shelf("S1", shelf_name="Left", room="North")
	make_shelf("S2", shelf_name="Right", room="South")
	names = make_tools(FIVE_TOOLS)
	frappe.db.set_value("Tool", names["ladder"], "bought_on", None)
	return names


FIVE_TOOLS = (
	{
		"title": "Hammer",
		"kind": "Hand",
		"quantity": 5,
		"price": 10,
		"bought_on": "2026-01-10",
		"serviced_at": "2026-01-10 08:00:00",
		"parts": [{"part_name": "head", "qty": 1}, {"part_name": "grip", "qty": 2}],
	},
	{
		"title": "Saw",
		"kind": "Hand",
		"shelf": "S2",
		"grade": "Worn",
		"quantity": 2,
		"price": 20.5,
		"bought_on": "2026-02-20",
		"serviced_at": "2026-02-20 23:59:59",
		"parts": [{"part_name": "blade", "qty": 4}],
	},
	{
		"title": "Drill",
		"kind": "Power",
		"shelf": "S2",
		"grade": "Broken",
		"quantity": 0,
		"price": 99.99,
		"bought_on": "2026-03-05",
		"serviced_at": "2026-03-05 00:00:00",
	},
	{"title": "ladder", "quantity": 1, "price": 0, "room": "Yard"},
	{
		"title": "awl",
		"kind": "Power",
		"grade": "",
		"quantity": 7,
		"price": 5,
		"bought_on": "2025-12-31",
		"lendable": 0,
	},
)
