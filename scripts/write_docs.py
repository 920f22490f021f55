"""Write docs/minibench.md from the list of offered names. `python scripts/write_docs.py`; a test compares."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "minibench.md"
HEAD = """# What minibench offers of Frappe 15

Made from `minibench/frappe/offered.toml` by `scripts/write_docs.py`. Every name means what it means in Frappe
15.92; a name that is not here raises `NotOffered`, and an app that uses one is told so when it is installed.

Behind each name stands the place in `minibench/minibench` where it is done.
"""

BY_FORM = """## What a site makes by form

A System Manager adds a field (the menu of a list or form, or the list of Custom Field), customises a form (labels,
required, hidden, order, options and default of a field, title, sort order, the rights of roles), and makes a new record
type (the list of DocType). Each is stored as Frappe's own record: Custom Field, Property Setter, Custom DocPerm, DocType
with `custom` set. The page to customise has what is changed daily of each field, and its place as a number; the rest
of a field comes when its row is opened (`?row=fields.NAME` opens it by address). It counts at once, and survives
`migrate`. What Frappe refuses is refused, and so are types of fields and properties that minibench does not know, by
name. A form can be put back to what its app says.

* A field keeps its type and its name. A field that is taken away leaves its column with what was typed into it; a new
  field of the same name and type brings that back. Live changes of a table only add columns and indexes.
* Fields of the app are hidden, never deleted, and what the app requires stays required.
* A record type of a site is deleted once it is empty and no field of another one uses it; its table stays.

It moves to Frappe by the hand-over of a whole site (record types of a site first into an app), or as an app's files:

| command | writes | Frappe takes it in |
|---|---|---|
| `export-fixtures --app APP` | `fixtures/*.json`, what the hook `fixtures` of the app names | at each migrate |
| `export-customizations DOCTYPE --module MODULE` | `<module>/custom/<doctype>.json`, that of child tables too; with `--with-permissions` the rights of roles | at each migrate |
| `export-doctype NAME --module MODULE` | the folder of a record type, with an empty controller | at each migrate |

minibench reads all three as well. **Why can this person see this record?** stands in the menu of every record for System
Managers: roles, levels, limits, shares, owners and the answers of each app's hooks. An app says it in its own words by
the hook `explain_permission = {doctype or "*": "app.module.function"}`: a function of `doc` and `user` that returns
sentences. Frappe ignores the hook.

Left to Frappe and to files are the designing of workflows, print formats, web forms, workspaces and dashboards on a
canvas, boards (kanban), calendars, maps and trees, virtual record types, client and server scripts. Their records can
be brought in as an app's files; workflows, print formats and web forms of an app work here as they are.
"""

LISTS = """## Lists

* **Filters** stand in the address as Frappe writes them (`field=value`, `field=["operator", value]`, `Child
  DocType.field=value`), so that an address is kept, sent and marked as a favourite. Any field that a person may read can
  be filtered, also a child table's; a value that cannot be read is told with its field, and nothing is looked for.
* **Saved filters** are Frappe's List Filter. Everybody has their own; for everybody they are made and deleted by a System
  Manager, as Frappe's desk offers it. On Frappe every desk user reads, changes and deletes those of all others by its
  API; here they do not, and those of a list that one may not read are not seen.
* **Columns** and their order are kept for each person and list where Frappe keeps such settings (`__UserSettings`).
* **Paging** reads at most 10,000 records deep, and a list counts no further: "more than 10,000". Further on lead a filter
  or another order; a file holds all. A list that is filtered by a standard filter or sorted by title, and one without
  a filter, take as long with a million records as with a thousand. What no index serves (a word inside a text, a rare
  value of another field) costs one look through the table, or through one index where title and search fields are short.
* **Sums** by a field that has an index are read from it, with up to six numbers of the record, as long as no filter and no
  rule about records narrows them; so are totals. By two fields, or by one without an index, the table is read and sorted.
* **Many records at once**: one field, a step of the workflow, submit, cancel, delete; those ticked, or all that fit, up
  to 10,000. Each is saved as its form would save it, with the rights, the rules and what the form requires; what is
  refused stays and is told by name. More than a hundred are done by a job, 25 in each transaction; it goes on after a
  crash and stops when asked. The report of it is kept for a week, for who began it.
* **Files** hold what the list shows, in its columns and order: the ID first, numbers, dates and moments as they are
  stored, a link by its title as on the page, the state as one word. The first sheet of a workbook says the filters and
  the order in words, when, by whom and how many rows; a CSV is the bare table. The rows are read in pieces of one
  snapshot without the write lock. Text that a spreadsheet would run as a formula gets an apostrophe in front.
"""


def text() -> str:
	"""The page as it should be."""
	offered = tomllib.loads((ROOT / "minibench" / "frappe" / "offered.toml").read_text())
	parts = [HEAD, f"{sum(map(len, offered.values()))} names in {len(offered)} modules.\n"]
	for module, names in sorted(offered.items()):
		parts.append(
			f"## {module}\n\n| name | where |\n|---|---|\n" + "".join(map(_row, sorted(names.items())))
		)
	return "\n".join([*parts, BY_FORM, LISTS])


def _row(entry: tuple[str, str]) -> str:
	name, target = entry
	module, _, attribute = target.partition(":")
	where = (
		f"of the request: `local.{attribute}`" if module == "state" else f"`{module.replace('.', '/')}.py`"
	)
	return f"| `{name}` | {where} |\n"


if __name__ == "__main__":
	TARGET.write_text(text())
