"""The page that says which keys do what."""

from minibench.translate import _
from minibench.web.desk.env import page

GROUPS = (
	(
		"Everywhere",
		(
			("Ctrl K", "Search, or jump to a list, a record or a report"),
			("/", "The same"),
			("?", "This page"),
			("Esc", "Close a menu, a list of suggestions or a whole row"),
		),
	),
	(
		"A form",
		(
			("Ctrl S", "Save"),
			("Alt PageDown", "The next tab of the form"),
			("Alt PageUp", "The tab before"),
			("s", "Go to the buttons of the next step"),
			("p", "Print"),
			("a", "Assign to somebody"),
			("m", "Write an e-mail"),
			("c", "Write a comment"),
		),
	),
	(
		"A box with suggestions",
		(
			("\u2193", "Show what fits, go to the next"),
			("\u2191", "Go to the one before"),
			("Enter", "Take it; \u201c+ New\u201d opens a form whose record is chosen here once it is saved"),
			("Tab", "Take it and go on"),
		),
	),
	(
		"A table in a form",
		(
			("Enter", "The same box of the next row; in the last row a new one"),
			("Ctrl \u2193", "The same box of the next row"),
			("Ctrl \u2191", "The same box of the row before"),
			("Ctrl Enter", "A new row below this one"),
			("Ctrl Shift Enter", "A copy of this row below it"),
			("Ctrl Shift \u2193", "Move the row down"),
			("Ctrl Shift \u2191", "Move the row up"),
			("Ctrl Shift Backspace", "Delete the row; it can be brought back"),
			("F2", "Open the whole row as a form, and close it"),
		),
	),
)


def show():
	groups = [(heading, [(keys.split(" "), does) for keys, does in rows]) for heading, rows in GROUPS]
	return page("keys.html", title=_("Keys"), groups=groups)
