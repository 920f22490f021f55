"""What a person has set for the lists of one DocType, as Frappe keeps it: one JSON text for each person and DocType."""

import json

from minibench.local import local

TABLE = """create table if not exists `__UserSettings` (`user` text not null, `doctype` text not null,
	`data` text, primary key (`user`, `doctype`))"""


def get(doctype: str) -> dict:
	"""{view: its settings} of the present user."""
	query = "select `data` from `__UserSettings` where `user` = %s and `doctype` = %s"
	found = local.db.sql(query, (local.session.user, doctype), pluck=True)
	return json.loads(found[0]) if found else {}


def put(doctype: str, view: str, **values) -> None:
	"""Keep some settings of a view ("List"); the others stay."""
	known = get(doctype)
	known[view] = known.get(view, {}) | values
	local.db.sql(
		"insert into `__UserSettings` values (%s, %s, %s) on conflict do update set `data` = excluded.`data`",
		(local.session.user, doctype, json.dumps(known)),
	)
