"""Write docs/permissions.md from the app's tables of rights and of steps. `python scripts/write_permissions.py`.

A test compares.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "apps" / "earlyhelp"))
TARGET = ROOT / "docs" / "permissions.md"
HEAD = """# Who may do what, and when

Made from the app's own tables by `scripts/write_permissions.py`: what stands here is what the app checks, at every
door. Three things must all say yes: the **role** gives the verb (first table), the **relation** to the family gives
the rows, the **state** gives the moment (the tables of steps).

## Which families

A record of a family is reached by those who work with it: allocated to an open episode, in the team that holds it,
its manager or deputy, or named as cover; the front door while a contact or referral is undecided. A conflict of
interest or a restriction goes before all of that. Business support, managers and the front door find the identity of
every family that is not restricted, practitioners only as a match before they create a record. A manager who gives a
reason reads a family for a day, and its lead and manager are told. What is out of reach answers as if it did not
exist. The rule is in `apps/earlyhelp/earlyhelp/permissions/family_access.py`.

People of schools and partners hold no right to any record below; their pages ask the same rule.

A conflict of interest shuts a person out of a family at once. People note their own; that of a colleague is noted by a
manager who works with the family, and only a manager changes one or takes it away.

[How the doors are kept shut](security.md) says what stands behind this on Frappe's own ways to a record.
"""
LETTERS = """C create, R read, W write, S submit (make final), d delete an own draft, D delete, P reports, X export,
I import. Nobody shares, cancels or amends. A workflow may narrow what is written in a state.
"""
STEPS = """Roles are followed by the person who is meant, where the role alone is not enough. *reason*: the step asks why.
*not own*: whoever sent the record may not take the step. *the app*: a job, a consequence or a page of the portal takes
it. What must be there before a step is said by the app in one list when it is missing.
"""


def text() -> str:
	"""The page as it should be."""
	import minibench

	minibench.activate()
	from earlyhelp.constants import DESK_ROLES
	from earlyhelp.permissions.tests.table_d import TABLE_D
	from earlyhelp.states.registry import FLOWS, flow_of

	parts = [HEAD, "## Which records\n", LETTERS]
	parts.append(
		table(("record", *DESK_ROLES), ((name, *rights) for name, rights in sorted(TABLE_D.items())))
	)
	parts += ["## Which steps\n", STEPS]
	for doctype in FLOWS:
		flow = flow_of(doctype)
		parts.append(f"### {doctype}\n")
		parts.append(f"States: {', '.join(map(state, flow.states))}.\n")
		parts.append(table(("row", "from", "action", "to", "who", "notes"), map(step, flow.steps)))
	return "\n".join(parts)


def table(heads, rows) -> str:
	lines = [heads, ["---"] * len(heads), *rows]
	return "".join(f"| {' | '.join(cell or '-' for cell in line)} |\n" for line in lines)


def state(found) -> str:
	return f"{found.name} (final)" if found.docstatus else found.name


def step(found) -> tuple:
	who = ", ".join(found.who) + (f" ({words(found.named)})" if found.named else "")
	who = ", ".join(filter(None, (who, "the app" if found.system or not found.who else "")))
	own = f"not own, where {words(found.not_own)}" if callable(found.not_own) else "not own"
	notes = (
		"reason" if found.reason else "",
		own if found.not_own else "",
		f"when {words(found.when)}" if found.when else "",
	)
	start = ", ".join(found.start) or "(new)"
	return found.row, start, found.action, found.to, who, "; ".join(filter(None, notes))


def words(function) -> str:
	return function.__name__.strip("_").replace("_", " ")


if __name__ == "__main__":
	TARGET.write_text(text(), encoding="utf-8")
