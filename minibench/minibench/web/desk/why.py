"""The page that says who can see a record and why: for System Managers, about records that they may read themselves."""

from minibench import explain
from minibench.errors import DoesNotExistError
from minibench.local import local
from minibench.translate import _
from minibench.web.desk import display, formview, jump, shell
from minibench.web.desk.env import doc_url, page, with_query

MOST_PEOPLE = 100
RIGHTS = {"read": "see", "write": "change", "delete": "delete", "print": "print", "share": "share"}


def show(args):
	"""Answer /app/-/why?doctype=..&name=..[&user=..]."""
	if "System Manager" not in shell.roles():
		raise DoesNotExistError
	doctype = shell.doctype_of(shell.slug(args.get("doctype", "")))
	doc = formview.load(doctype, args.get("name") or None)
	typed = args.get("user", "").strip()
	user = jump.name_of("User", typed) if typed else None
	known = bool(user) and bool(local.db.get_value("User", user, "name"))
	found = explain.answer(doc, user) if known else None
	people = explain.people(MOST_PEOPLE + 1) if not found else []
	here = {"doctype": doctype, "name": doc.name}
	seen = [row for row in people[:MOST_PEOPLE] if explain.allowed(doc, "read", row.name)]
	seen = [(r.full_name or r.name, with_query(local.request.path, here | {"user": r.name})) for r in seen]
	return page(
		"why.html", title=_("Who can see this, and why?"), doctype=doctype, doc=doc, heading=formview.heading(doc),
		url=doc_url(doctype, None if doc.meta.issingle else doc.name), typed=typed, found=found, rights=RIGHTS, seen=seen,
		unknown=bool(typed) and not known, more=len(people) > MOST_PEOPLE, most=MOST_PEOPLE, person_name=display.person(user) if known else "",
	)  # fmt: skip
