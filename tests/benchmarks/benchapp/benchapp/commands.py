"""`bench --site S seed-benchmark`: a hundred thousand records or more, the same on every bench."""

import datetime

import click
import frappe
from frappe.commands import get_site, pass_context

AT_ONCE = 10_000
STATUSES, PRIORITIES = ("Open", "In Progress", "Closed"), ("Low", "Medium", "High")


@click.command("seed-benchmark")
@click.option("--rows", default=100_000)
@click.option("--children", default=5)
@pass_context
def seed_benchmark(context, rows, children):
	"""Empty the site of what was measured, and fill Bench Plain with ROWS records of CHILDREN rows each.

	They are written without controllers.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		for doctype in ("Bench Row", "Bench Plain", "Bench Full"):
			frappe.db.delete(doctype)
		seed(rows, children)
		frappe.db.commit()
	finally:
		frappe.destroy()


def seed(rows: int, children: int) -> None:
	start = datetime.datetime(2024, 1, 1)
	fields = ["name", "creation", "modified", "owner", "modified_by", "title", "place", "status", "priority"]
	fields += ["start_date", "age", "amount", "first_text"]
	of_rows = ["name", "parent", "parenttype", "parentfield", "idx", "kind", "quantity"]
	for first in range(0, rows, AT_ONCE):  # a million in one transaction would fill memory and logs
		numbers = range(first, min(first + AT_ONCE, rows))
		frappe.db.bulk_insert("Bench Plain", fields, [_parent(n, start) for n in numbers])
		frappe.db.bulk_insert(
			"Bench Row",
			of_rows,
			[
				(f"SEEDROW-{n:06}-{i}", f"SEED-{n:06}", "Bench Plain", "rows", i + 1, "ABC"[i % 3], i)
				for n in numbers
				for i in range(children)
			],
		)
		frappe.db.commit()


def _parent(n: int, start: datetime.datetime) -> tuple:
	moment = start + datetime.timedelta(minutes=n)
	return (
		f"SEED-{n:06}",
		moment,
		moment,
		"Administrator",
		"Administrator",
		f"Record {n * 7919 % 100_003}",
		f"Place {n % 200:03}",
		STATUSES[n % 7 % 3],
		PRIORITIES[n % 5 % 3],
		(start + datetime.timedelta(days=n % 1000)).date(),
		n % 90,
		n % 1000 / 4,
		f"text {n}",
	)


commands = [seed_benchmark]
