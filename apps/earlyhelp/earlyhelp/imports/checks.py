"""Rules across the cells of a row and the sheets of a service. Imports no Frappe.

`known` is what the site knows already, see known.Known. Every rule yields problems and none
speaks of a cell that another rule refused: such a cell is None.
"""

from datetime import date
from itertools import pairwise
from pathlib import Path

from earlyhelp.early_help_setup.dates import first_contradiction
from earlyhelp.imports.columns import SHEETS
from earlyhelp.imports.periods import read_closings, read_periods
from earlyhelp.imports.problems import Problem
from earlyhelp.imports.sheets import read_sheet

# The score of a parent is that of the adult whose reference ends in P1, a child's that of C1.
SCORERS = {"parent_score": "P1", "child_score": "C1"}


def check_folder(folder: Path, known, today: date):
	"""Return ({name: Sheet}, [Problem]) for the files in `folder`; without a problem it can be written."""
	sheets = {name: read_sheet(folder / f"{name}.csv", columns) for name, columns in SHEETS.items()}
	problems = [problem for sheet in sheets.values() for problem in sheet.problems]
	for rule in (future_dates, unknown_names, missing_records, people, referrals, closures, goals, scores):
		problems.extend(rule(sheets, known, today))
	return sheets, sorted(set(problems))


def _problem(sheet, row, column, reason):
	return Problem(sheet.file, row.line, column, reason)


def _cells(sheets, wanted):
	"""Yield (sheet, column, row, value) for the filled cells of every column that `wanted` chooses."""
	for sheet in sheets.values():
		for column in filter(wanted, sheet.columns):
			for row in sheet.rows:
				if row[column.name] is not None:
					yield sheet, column, row, row[column.name]


def future_dates(sheets, known, today):
	for sheet, column, row, value in _cells(sheets, lambda column: column.past):
		if value > today:
			yield _problem(sheet, row, column.name, f"{value} is in the future.")


def unknown_names(sheets, known, today):
	for sheet, column, row, value in _cells(sheets, lambda column: column.lookup):
		if not known.lookup(column.lookup, value):
			yield _problem(sheet, row, column.name, f"{value} is not in the list {column.lookup}.")


def missing_records(sheets, known, today):
	"""A reference must be in the sheet it refers to, or have been imported before."""
	for sheet, column, row, value in _cells(sheets, lambda column: column.refers_to):
		target = sheets[column.refers_to]
		if target.whole and value not in target.references and not known.has(column.refers_to, value):
			yield _problem(sheet, row, column.name, f"{value} is not in {target.file}.")


def people(sheets, known, today):
	sheet = sheets["people"]
	for row in sheet.rows:
		if row["relationship"] == "Child" and row["parental_responsibility"] == "Yes":
			yield _problem(
				sheet, row, "parental_responsibility", "A child cannot have parental responsibility."
			)


def referrals(sheets, known, today):
	sheet = sheets["referrals"]
	for row in sheet.rows:
		wrong = first_contradiction(
			[(name, row[name]) for name in ("received_on", "decided_on", "opened_on")]
		)
		if wrong:
			yield _problem(sheet, row, wrong[0], f"{wrong[0]} is before {wrong[1]}.")
		yield from _decision_problems(sheet, row, known)
	yield from _double_openings(sheets, known)


def _decision_problems(sheet, row, known):
	if bool(row["decision"]) != bool(row["decided_on"]):
		yield _problem(sheet, row, "decided_on", "A decision needs its date, and a date needs its decision.")
	if row["opened_on"] and row["decision"] != "Accepted":
		yield _problem(sheet, row, "opened_on", "Only an accepted referral can be opened.")
	if row["source"] and known.needs_school(row["source"]) and not row["school_urn"]:
		yield _problem(sheet, row, "school_urn", "Name the school that sent this referral.")


def _double_openings(sheets, known):
	"""A family is helped once at a time: an opening waits for the closing of the one before."""
	by_family = read_periods(sheets, known)
	ends = {period.reference: row["closed_on"] for row, period in read_closings(sheets, by_family) if period}
	ends |= known.closings
	for periods in by_family.values():
		for earlier, later in pairwise(periods):
			end = ends.get(earlier.reference)
			if later.row and (end is None or later.opened_on < end):
				reason = f"The family is still open by {earlier.reference}."
				yield _problem(sheets["referrals"], later.row, "opened_on", reason)


def closures(sheets, known, today):
	sheet, closed = sheets["closures"], set()
	if not sheets["referrals"].whole:
		return
	for row, period in read_closings(sheets, read_periods(sheets, known)):
		if not period:
			if _family_there(sheets, known, row):
				yield _problem(sheet, row, "family_ref", f"{row['family_ref']} was never opened.")
		elif row["closed_on"] < period.opened_on:
			yield _problem(sheet, row, "closed_on", f"closed_on is before opened_on of {period.reference}.")
		elif period.reference in closed:
			yield _problem(sheet, row, "family_ref", f"{period.reference} is closed twice.")
		else:
			closed.add(period.reference)


def _family_there(sheets, known, row):
	return row["family_ref"] in sheets["families"].references or known.has("families", row["family_ref"])


def goals(sheets, known, today):
	sheet, periods = sheets["goals"], read_periods(sheets, known)
	for row in sheet.rows:
		if (row["baseline_on"] is None) != (row["baseline_score"] is None) and not _refused(sheet, row):
			yield _problem(
				sheet, row, "baseline_on", "A first score needs its date, and the date needs its score."
			)
		opened = row["family_ref"] in periods or not sheets["referrals"].whole
		if not opened and _family_there(sheets, known, row):
			yield _problem(
				sheet, row, "family_ref", f"{row['family_ref']} was never opened, so it has no plan."
			)


def _refused(sheet, row):
	"""Say whether a cell of the row was refused already."""
	return any(problem.line == row.line for problem in sheet.problems)


def scores(sheets, known, today):
	sheet = sheets["scores"]
	baselines = {row["goal_ref"]: row for row in sheets["goals"].rows}
	families = {**known.goal_families, **{ref: row["family_ref"] for ref, row in baselines.items()}}
	seen = set()
	for row in sheet.rows:
		if not (row["goal_ref"] and row["reviewed_on"]):
			continue
		key = (row["goal_ref"], row["reviewed_on"])
		if key in seen:
			yield _problem(sheet, row, "reviewed_on", f"{key[0]} was already scored on {key[1]}.")
		seen.add(key)
		goal = baselines.get(row["goal_ref"])
		baseline = goal["baseline_on"] if goal else known.baselines.get(row["goal_ref"])
		yield from _review_problems(sheets, row, goal, baseline, known)
		yield from _scorer_problems(sheets, row, families.get(row["goal_ref"]), known)


def _review_problems(sheets, row, goal, baseline, known):
	sheet = sheets["scores"]
	if baseline and row["reviewed_on"] < baseline:
		yield _problem(sheet, row, "reviewed_on", f"The review is before the baseline of {baseline}.")
	elif not baseline and (
		known.has("goals", row["goal_ref"]) or (goal and not _refused(sheets["goals"], goal))
	):
		yield _problem(sheet, row, "goal_ref", f"{row['goal_ref']} has no baseline yet.")
	stored = known.scores.get((row["goal_ref"], row["reviewed_on"]))
	if stored is not None and row["agreed_score"] is not None and stored != row["agreed_score"]:
		yield _problem(sheet, row, "agreed_score", f"The review is final and holds the score {stored}.")


def _scorer_problems(sheets, row, family, known):
	"""Whoever gave an own score is one of the people."""
	if not family or not sheets["people"].whole:
		return
	for column, ending in SCORERS.items():
		person = f"{family}-{ending}"
		there = person in sheets["people"].references or known.has("people", person)
		if row[column] is not None and not there:
			yield _problem(sheets["scores"], row, column, f"{person} is not in {sheets['people'].file}.")
