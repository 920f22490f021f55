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


def text() -> str:
	"""The page as it should be."""
	offered = tomllib.loads((ROOT / "minibench" / "frappe" / "offered.toml").read_text())
	parts = [HEAD, f"{sum(map(len, offered.values()))} names in {len(offered)} modules.\n"]
	for module, names in sorted(offered.items()):
		parts.append(
			f"## {module}\n\n| name | where |\n|---|---|\n" + "".join(map(_row, sorted(names.items())))
		)
	return "\n".join(parts)


def _row(entry: tuple[str, str]) -> str:
	name, target = entry
	module, _, attribute = target.partition(":")
	where = (
		f"of the request: `local.{attribute}`" if module == "state" else f"`{module.replace('.', '/')}.py`"
	)
	return f"| `{name}` | {where} |\n"


if __name__ == "__main__":
	TARGET.write_text(text())
