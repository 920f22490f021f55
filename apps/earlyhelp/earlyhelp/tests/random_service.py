"""Made-up spreadsheets of a service, drawn from a seed: for counting them in two ways."""

import csv
from datetime import date, timedelta
from random import Random

from earlyhelp.imports.columns import SHEETS

FIRST_DAY = date(2019, 1, 1)
THEMES = ("Parenting improved", "Managing debt", "Reduction in ASB", "Improved self esteem")
REASONS = ("Moved out of area", "Closed within the programme", "Stepped up to Children's Social Care")
LOCALITIES = ("North Test", "South Test")


def make_random_service(folder, seed, families=14):
	"""Write the eight files into `folder`: families with goals of the same theme, scores that rise and fall,
	goals never scored, reviews with no agreed score, closings, and referrals that led to nothing."""
	maker = _Maker(Random(seed))
	for number in range(1, families + 1):
		maker.family(f"R{seed}-{number:03}")
	write_sheets(folder, maker.sheets)
	return folder


def write_sheets(folder, sheets):
	"""Write {name: [row]} with the columns of the app, every sheet even when it is empty."""
	folder.mkdir(parents=True, exist_ok=True)
	for name, columns in SHEETS.items():
		with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
			writer = csv.DictWriter(file, [column.name for column in columns], restval="")
			writer.writeheader()
			writer.writerows(sheets.get(name, []))


def shuffle_sheets(source, target, seed):
	"""Copy the sheets with their rows, and their columns, in another order."""
	random = Random(seed)
	target.mkdir(parents=True, exist_ok=True)
	for name in SHEETS:
		with open(source / f"{name}.csv", newline="", encoding="utf-8") as file:
			reader = csv.DictReader(file)
			rows, columns = list(reader), list(reader.fieldnames)
		random.shuffle(rows)
		random.shuffle(columns)
		with open(target / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
			writer = csv.DictWriter(file, columns)
			writer.writeheader()
			writer.writerows(rows)
	return target


class _Maker:
	def __init__(self, random):
		self.random = random
		self.sheets = {name: [] for name in SHEETS}
		self.goals = 0
		self.sheets["practitioners"] = [
			{"email": f"{name.lower()}.random@example.com", "full_name": name} for name in ("Ada", "Ben")
		]

	def day(self, first, days=120):
		return first + timedelta(days=self.random.randrange(days))

	def family(self, ref):
		children = self.random.randint(1, 5)
		locality = self.random.choice(LOCALITIES)
		self.sheets["families"].append(
			{"family_ref": ref, "family_name": f"Family {ref}", "locality": locality}
		)
		self.person(ref, "P1", "Mother")
		for number in range(1, children + 1):
			self.person(ref, f"C{number}", "Child")
		received = self.day(FIRST_DAY)
		row = {"referral_ref": f"REF-{ref}", "family_ref": ref, "received_on": received, "children": children}
		row |= {
			"source": "First Contact",
			"practitioner_email": self.random.choice(self.sheets["practitioners"])["email"],
		}
		self.sheets["referrals"].append(row)
		decision = self.random.choice(("Accepted",) * 5 + ("Signposted", "Not accepted", ""))
		if decision:
			row |= {"decision": decision, "decided_on": self.day(received, 10)}
		if decision == "Accepted" and self.random.random() < 0.9:
			row["opened_on"] = self.day(row["decided_on"], 30)
			self.help(ref, row["opened_on"])

	def person(self, ref, ending, relationship):
		person = {"person_ref": f"{ref}-{ending}", "family_ref": ref, "relationship": relationship}
		self.sheets["people"].append({**person, "first_name": ending, "last_name": f"Family {ref}"})

	def help(self, ref, opened):
		if self.random.random() < 0.4:
			closing = {"closed_on": self.day(opened, 200), "reason": self.random.choice(REASONS)}
			self.sheets["closures"].append({"family_ref": ref, **closing})
		for _ in range(self.random.randint(0, 5)):
			self.goal(ref, self.day(opened, 60))

	def goal(self, ref, baseline):
		self.goals += 1
		goal = {"goal_ref": f"{ref}-G{self.goals}", "family_ref": ref, "goal": "Better"}
		goal["theme"] = self.random.choice(THEMES)
		if self.random.random() < 0.9:
			goal |= {"baseline_on": baseline, "baseline_score": self.random.randint(0, 10)}
			for offset in self.random.sample(range(100), self.random.randint(0, 3)):
				self.score(goal["goal_ref"], baseline + timedelta(days=offset))
		self.sheets["goals"].append(goal)

	def score(self, goal, day):
		columns = self.random.sample(
			("agreed_score", "parent_score", "child_score"), self.random.randint(1, 3)
		)
		scores = {column: self.random.randint(0, 10) for column in columns}
		self.sheets["scores"].append({"goal_ref": goal, "reviewed_on": day, **scores})
