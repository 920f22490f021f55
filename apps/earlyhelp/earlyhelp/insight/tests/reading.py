"""Reading reports in tests as a browser gets them."""

import html
import re

from frappe.desk.query_report import run

from earlyhelp.insight.bands import BANDS


def run_report(name, **filters):
	"""Return the answer of the report as the person signed in."""
	return run(name, filters=filters)


def number(cell):
	return int(re.sub(r"<[^>]*>", "", str(cell or "")) or 0)


def impact(**filters):
	"""Return ({theme: [number per band]} without empty rows, totals, {label: figure}) of Impact Achieved."""
	answer = run_report("Impact Achieved", **filters)
	rows = [
		(html.unescape(row["theme"]), [number(row[f"band_{band}"]) for band in BANDS])
		for row in answer["result"]
	]
	summary = {card["label"]: card["value"] for card in answer["report_summary"]}
	return {theme: row for theme, row in rows[:-1] if any(row)}, rows[-1][1], summary


def reconciliation(**filters):
	"""Return ({place: children}, {label: figure}) of Referral Reconciliation."""
	answer = run_report("Referral Reconciliation", **filters)
	summary = {card["label"]: card["value"] for card in answer["report_summary"]}
	return {row["place"]: row["children"] for row in answer["result"]}, summary
