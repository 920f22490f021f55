"""People and a record type that the tests of core doctypes share."""

from minibench.documents import get_doc


def make_user(name, *roles):
	return get_doc(
		{
			"doctype": "User",
			"email": f"{name}@example.com",
			"first_name": name.title(),
			"last_name": "Test",
			"roles": [{"role": role} for role in roles],
		}
	).insert()


def make_role(name, **values):
	return get_doc({"doctype": "Role", "role_name": name, "desk_access": 1, **values}).insert()


def make_doctype(name="Parcel", **values):
	"""A DocType that only the role Clerk may read, with a field of a level that nobody has."""
	fields = [
		{"fieldname": "title", "fieldtype": "Data", "label": "Title"},
		{"fieldname": "status", "fieldtype": "Select", "label": "Status", "options": "Open\nClosed"},
		{"fieldname": "due", "fieldtype": "Date", "label": "Due"},
		{"fieldname": "pieces", "fieldtype": "Int", "label": "Pieces"},
		{"fieldname": "letter", "fieldtype": "Text Editor", "label": "Letter"},
		{"fieldname": "code", "fieldtype": "Password", "label": "Code"},
		{"fieldname": "note", "fieldtype": "Data", "label": "Note", "permlevel": 1},
		{"fieldname": "contact", "fieldtype": "Data", "label": "Contact"},
		{"fieldname": "items", "fieldtype": "Table", "label": "Items", "options": "Parcel Item"},
	]
	make_child()
	make_role("Clerk")
	definition = {
		"doctype": "DocType",
		"name": name,
		"module": "Core",
		"custom": 1,
		"track_changes": 1,
		"fields": fields,
		"permissions": [{"role": "Clerk", "read": 1, "write": 1, "create": 1, "delete": 1, "share": 1}],
		**values,
	}
	return get_doc(definition).insert()


def make_child():
	fields = [
		{"fieldname": "thing", "fieldtype": "Data", "label": "Thing"},
		{"fieldname": "pieces", "fieldtype": "Int", "label": "Pieces"},
		{"fieldname": "secret", "fieldtype": "Data", "label": "Secret", "permlevel": 1},
	]
	child = {"doctype": "DocType", "name": "Parcel Item", "module": "Core", "custom": 1, "istable": 1}
	get_doc({**child, "fields": fields}).insert()


def make_parcel(**values):
	return get_doc({"doctype": "Parcel", "title": "Books", "status": "Open", **values}).insert()


def errors(site):
	return site.db.sql("select method from `tabError Log`", pluck=True)
