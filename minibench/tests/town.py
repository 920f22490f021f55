"""A small town for the tests of queries, permissions and workflows: schools, requests with items, people."""

import pytest

from minibench.documents import get_doc
from minibench.errors import PermissionError
from minibench.local import local, set_user
from minibench.meta import save_doctype
from minibench.query import get_list

PRINCIPAL, OFFICER, TEACHER = "principal@example.com", "officer@example.com", "teacher@example.com"
RULES = {
	"read": 1,
	"write": 1,
	"create": 1,
	"delete": 1,
	"report": 1,
	"export": 1,
	"print": 1,
	"email": 1,
	"share": 1,
}


def field(fieldname: str, fieldtype: str = "Data", **more) -> dict:
	return {
		"fieldname": fieldname,
		"fieldtype": fieldtype,
		"label": fieldname.replace("_", " ").title(),
		**more,
	}


def doctype(name: str, fields: list[dict], permissions: list[dict] | None = None, **more) -> None:
	definition = {"doctype": "DocType", "name": name, "module": "Core", "custom": 1, "fields": fields}
	save_doctype({**definition, "permissions": permissions or [], **more})


def build() -> None:
	"""DocTypes, three schools, four people. Everything is written in the test's transaction."""
	for role in ("Town Officer", "Town Teacher", "Town Picker", "Town Owner"):
		get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert()
	_schools()
	_requests()
	for name, area in (("North", "Hill"), ("South", "Lake"), ("O'Hara", "Hill")):
		insert("Town School", name, school_name=f"{name} School", area=area, secret=f"code {area}")
	person(PRINCIPAL, "Town Owner")
	person(OFFICER, "Town Officer")
	person(TEACHER, "Town Teacher")


def _schools() -> None:
	doctype(
		"Town School",
		[field("school_name"), field("area"), field("secret", permlevel=1), field("disabled", "Check")],
		[
			{"role": "Town Officer", **RULES},
			{"role": "Town Officer", "permlevel": 1, "read": 1, "write": 1},
			{"role": "Town Teacher", "read": 1},
			{"role": "Town Picker", "select": 1},
		],
		autoname="prompt",
		title_field="school_name",
		search_fields="area",
	)


def _requests() -> None:
	doctype(
		"Town Item",
		[field("what"), field("amount", "Float"), field("school", "Link", options="Town School")],
		istable=1,
	)
	doctype(
		"Town Request",
		[
			field("title"),
			field("school", "Link", options="Town School"),
			field("status", "Select", options="\nOpen\nClosed"),
			field("due", "Date"),
			field("seen", "Datetime"),
			field("age", "Int"),
			field("cost", "Currency"),
			field("at", "Time"),
			field("notes", "Small Text", permlevel=1),
			field("items", "Table", options="Town Item"),
			field("private_items", "Table", options="Town Item", permlevel=1),
		],
		[
			{"role": "Town Officer", **RULES},
			{"role": "Town Officer", "permlevel": 1, "read": 1, "write": 1},
			{"role": "Town Teacher", **RULES},
			{"role": "Town Owner", "read": 1, "write": 1, "create": 1, "if_owner": 1},
		],
		autoname="prompt",
	)


def insert(doctype: str, name: str, **values):
	return get_doc({"doctype": doctype, "name": name, **values}).insert(set_name=name)


def person(email: str, *roles: str):
	rows = [{"role": role} for role in roles]
	user = {"doctype": "User", "email": email, "first_name": email.partition("@")[0], "send_welcome_email": 0}
	return get_doc({**user, "roles": rows}).insert()


def fill() -> None:
	"""Four requests of two schools; D is empty."""
	insert(
		"Town Request", "A", title="First", school="North", status="Open", due="2024-02-29", age=5, cost=1.5,
		seen="2024-02-29 10:30:00", at="09:00:00", notes="dark",
		items=[{"what": "pen", "amount": 2, "school": "North"}, {"what": "ink", "amount": 3, "school": "South"}],
		private_items=[{"what": "knife", "amount": 1}],
	)  # fmt: skip
	insert(
		"Town Request", "B", title="Second", school="South", status="Closed", due="2024-03-01", age=7,
		seen="2024-03-01 00:00:00", items=[{"what": "pen", "amount": 10}],
	)  # fmt: skip
	insert("Town Request", "C", title="It's 50% off", school="North", status="Open", age=0)
	insert("Town Request", "D")
	local.db.set_value("Town Request", "D", "status", None)


def become(user: str) -> None:
	set_user(user)
	local.message_log = []


def said() -> list[str]:
	"""The messages so far."""
	return [entry.message for entry in local.message_log]


def names(doctype="Town Request", **more):
	return get_list(doctype, order_by="name", pluck="name", **more)


def refused(call, *args, **kwargs):
	"""The messages of a refusal; fails when there is none."""
	local.message_log = []
	local.flags.error_message = None
	with pytest.raises(PermissionError):
		call(*args, **kwargs)
	return said()


def own_school(doc, ptype=None, user=None, debug=False):
	return user == "Administrator" or doc.school == "North"


@pytest.fixture
def requests(site):
	build()
	fill()
	return site


@pytest.fixture
def hook(monkeypatch):
	"""hook(kind, doctype, function): as if an app's hooks.py named it."""
	from minibench import apps

	hooks, functions = {}, {}
	old_hooks, old_attr = apps.get_hooks, apps.get_attr

	def get_hooks(name=None, *args, **kwargs):
		found = old_hooks(name, *args, **kwargs)
		if name not in hooks:
			return found
		merged = {key: list(paths) for key, paths in (found or {}).items()}
		for doctype, paths in hooks[name].items():
			merged.setdefault(doctype, []).extend(paths)
		return merged

	def register(kind, doctype, function):
		path = f"town.{kind}{len(functions)}"
		functions[path] = function
		hooks.setdefault(kind, {}).setdefault(doctype, []).append(path)

	monkeypatch.setattr(apps, "get_hooks", get_hooks)
	monkeypatch.setattr(apps, "get_attr", lambda path: functions.get(path) or old_attr(path))
	return register
