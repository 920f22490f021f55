"""A second count of the figures, straight from the spreadsheets.

Written apart from the app on purpose and sharing nothing with it: no Frappe, none of its modules.
Where this and a report differ, one of them is wrong.
"""

import csv
from collections import defaultdict


def rows_of(folder, name):
	with open(folder / f"{name}.csv", newline="", encoding="utf-8") as file:
		return list(csv.DictReader(file))


def recount_impact(folder, families_of_interest, day, share_of_the_way=False):
	"""Return (table, families scaled, too early, unchanged, worse) for these families on `day` (ISO text)."""
	last = {}
	for score in sorted(rows_of(folder, "scores"), key=lambda row: row["reviewed_on"]):
		if score["reviewed_on"] <= day and score["agreed_score"]:
			last[score["goal_ref"]] = int(score["agreed_score"])
	best, scaled, unchanged, worse = defaultdict(int), set(), 0, 0
	for goal in rows_of(folder, "goals"):
		known = goal["baseline_score"] and goal["baseline_on"] <= day and goal["goal_ref"] in last
		if goal["family_ref"] not in families_of_interest or not known:
			continue
		scaled.add(goal["family_ref"])
		first, now = int(goal["baseline_score"]), last[goal["goal_ref"]]
		unchanged += now == first
		worse += now < first
		if now > first:
			band = max(1, int(10 * (now - first) / (10 - first) + 1e-9)) if share_of_the_way else now - first
			key = goal["family_ref"], goal["theme"]
			best[key] = max(best[key], band)
	table = defaultdict(lambda: [0] * 10)
	for (_family, theme), band in best.items():
		table[theme][band - 1] += 1
	return dict(table), len(scaled), len(set(families_of_interest) - scaled), unchanged, worse


def open_families(folder, day):
	"""Return the families open at the end of `day`."""
	ended = {row["family_ref"] for row in rows_of(folder, "closures") if row["closed_on"] <= day}
	began = {
		row["family_ref"]
		for row in rows_of(folder, "referrals")
		if row["opened_on"] and row["opened_on"] <= day
	}
	return began - ended


def closed_families(folder, first, last):
	return {row["family_ref"] for row in rows_of(folder, "closures") if first <= row["closed_on"] <= last}


def recount_children(folder, first, last, day):
	"""Return {what became of them: children} of referrals received from `first` to `last`, on `day`."""
	children = defaultdict(int)
	for person in rows_of(folder, "people"):
		children[person["family_ref"]] += person["relationship"] == "Child"
	ended = {row["family_ref"]: row for row in rows_of(folder, "closures") if row["closed_on"] <= day}
	found = defaultdict(int)
	for row in rows_of(folder, "referrals"):
		if not first <= row["received_on"] <= last:
			continue
		family = row["family_ref"]
		found["referred"] += int(row["children"])
		if not row["decision"] or row["decided_on"] > day:
			found["waiting"] += int(row["children"])
		elif row["decision"] != "Accepted":
			found["not accepted or signposted"] += int(row["children"])
		elif not row["opened_on"] or row["opened_on"] > day:
			found["opening later"] += int(row["children"])
		elif family in ended:
			found["closed: " + ended[family]["reason"]] += children[family]
		else:
			found["open"] += children[family]
	return dict(found)


def recount_closures(folder, first, last):
	"""Return ({reason: (children, families)}, {(reason, month): children}) of families closed in a period."""
	children = defaultdict(int)
	for person in rows_of(folder, "people"):
		children[person["family_ref"]] += person["relationship"] == "Child"
	found, months = defaultdict(lambda: (0, 0)), defaultdict(int)
	for row in rows_of(folder, "closures"):
		if first <= row["closed_on"] <= last:
			count, families = found[row["reason"]]
			found[row["reason"]] = (count + children[row["family_ref"]], families + 1)
			months[row["reason"], row["closed_on"][:7]] += children[row["family_ref"]]
	return dict(found), dict(months)


def recount_caseload(folder, day):
	"""Return {practitioner's e-mail: (families, children)} of the families open at the end of `day`."""
	children = defaultdict(int)
	for person in rows_of(folder, "people"):
		children[person["family_ref"]] += person["relationship"] == "Child"
	still_open, found = open_families(folder, day), defaultdict(lambda: (0, 0))
	for row in rows_of(folder, "referrals"):
		if row["opened_on"] and row["opened_on"] <= day and row["family_ref"] in still_open:
			families, helped = found[row["practitioner_email"]]
			found[row["practitioner_email"]] = (families + 1, helped + children[row["family_ref"]])
	return dict(found)
