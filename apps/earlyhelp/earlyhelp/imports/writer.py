"""Writing the records of checked sheets, in the order in which they depend on each other.

A record whose reference the service has already is left as it is. What is missing is added: new
rows, new members of a family, the decision of a referral that waits for one, and the closing of
an episode that is open. So an import that was interrupted is finished by running it again, and
one that is run twice changes nothing.

Asks for no rights: only `imports.service` comes here.
"""

from collections import Counter, defaultdict

import frappe

from earlyhelp.imports.checks import SCORERS
from earlyhelp.imports.periods import period_on, read_closings, read_periods
from earlyhelp.planning.latest_scores import refresh_latest_scores
from earlyhelp.states.moves import place

CHUNK = 100  # records written before the work so far is kept
SCORER_KINDS = {"agreed_score": "Agreed", "parent_score": "Parent or carer", "child_score": "Child"}


class Writer:
	"""Writes one service: `keep` is called after a chunk, `progress(kind, done, of)` after a record."""

	def __init__(self, service, sheets, known, keep, progress):
		self.service, self.sheets, self.known = service, sheets, known
		self.keep, self.progress = keep, progress
		self.names = known.names
		self.stored_families = set(known.names["families"])
		self.added = Counter()
		self.periods = read_periods(sheets, known)
		self.closings = {period.reference: row for row, period in read_closings(sheets, self.periods)}
		self.goal_families = known.goal_families | {
			row["goal_ref"]: row["family_ref"] for row in sheets["goals"].rows
		}
		self.people = defaultdict(list)
		for row in sheets["people"].rows:
			self.people[row["family_ref"]].append(row)

	def write(self):
		"""Write everything and return Counter({kind: records added or completed})."""
		self.add_localities()
		for kind in ("practitioners", "schools", "people"):
			self.add(kind, self.rows_of(kind))
		self.add("families", self.rows_of("families"))
		self.add_members()
		self.add("referrals", self.rows_of("referrals"))
		self.decide_referrals()
		self.add(
			"episodes",
			{row["referral_ref"]: row for row in self.sheets["referrals"].rows if row["opened_on"]},
		)
		self.close_episodes()
		self.add("plans", self.goals_by_period())
		self.add("goals", self.rows_of("goals"))
		self.add("reviews", self.scores_by_review())
		self.keep()
		return self.added

	def add(self, kind, rows):
		"""Insert a record of `kind` for each of {reference: row} that the service does not have yet."""
		make, missing = getattr(self, f"make_{kind}"), [ref for ref in rows if ref not in self.names[kind]]
		for number, reference in enumerate(missing, 1):
			doc = self.insert(make(reference, rows[reference]))
			if put := getattr(self, f"place_{kind}", None):
				put(doc, rows[reference])
			self.names[kind][reference] = doc.name
			self.count(kind, number, len(missing))

	def insert(self, fields):
		"""Insert a record with the dates of steps that were taken long ago."""
		doc = frappe.get_doc(fields)
		doc.flags.by_system = True
		return doc.insert(ignore_permissions=True)

	def complete(self, kind, doctype, changes):
		"""Fill {reference: fields} into records that are in the site already."""
		for number, (reference, fields) in enumerate(changes.items(), 1):
			doc = frappe.get_doc(doctype, self.names[kind][reference])
			doc.update(fields)
			doc.save(ignore_permissions=True)
			self.count(f"{kind} completed", number, len(changes))

	def count(self, kind, number, of):
		self.added[kind] += 1
		self.progress(kind, number, of)
		if sum(self.added.values()) % CHUNK == 0:
			self.keep()

	# -- what there is to write -----------------------------------------------
	def rows_of(self, kind):
		sheet = self.sheets[kind]
		return {row[sheet.key]: row for row in sheet.rows}

	def goals_by_period(self):
		gathered = defaultdict(list)
		for row in self.sheets["goals"].rows:
			gathered[self.period_of(row)].append(row)
		return gathered

	def period_of(self, goal):
		return period_on(self.periods[goal["family_ref"]], goal["baseline_on"]).reference

	def scores_by_review(self):
		"""Scores of one plan on one day are one review."""
		periods = self.known.goal_periods | {
			row["goal_ref"]: self.period_of(row) for row in self.sheets["goals"].rows
		}
		gathered = defaultdict(list)
		for row in self.sheets["scores"].rows:
			if (row["goal_ref"], row["reviewed_on"]) not in self.known.scores:
				gathered[f"{periods[row['goal_ref']]} {row['reviewed_on']}"].append(row)
		return {self.unused_review(reference): rows for reference, rows in gathered.items()}

	def unused_review(self, reference):
		"""Return a reference of its own for scores that came later than the final review of the same day."""
		number, free = 1, reference
		while free in self.names["reviews"]:
			number += 1
			free = f"{reference} ({number})"
		return free

	def add_localities(self):
		"""Localities are names of places: a new one is added, not refused."""
		wanted = {row["locality"] for row in self.sheets["families"].rows if row["locality"]}
		for name in sorted(wanted - set(frappe.get_all("Locality", pluck="name"))):
			frappe.get_doc({"doctype": "Locality", "locality_name": name}).insert(ignore_permissions=True)

	def add_members(self):
		"""People who are new in a family that is in the site already become members of it."""
		changes = {}
		for family, rows in self.people.items():
			late = [row for row in rows if self.names["people"][row["person_ref"]] not in self.known.members]
			if late and family in self.stored_families:
				stored = frappe.get_doc("Family", self.names["families"][family]).members
				changes[family] = {"members": [*stored, *map(self.member, late)]}
		self.complete("families", "Family", changes)

	def decide_referrals(self):
		waiting = [
			row for row in self.sheets["referrals"].rows if row["referral_ref"] in self.known.undecided
		]
		decided = [row for row in waiting if row["decision"]]
		for number, row in enumerate(decided, 1):
			doc = frappe.get_doc("Early Help Referral", self.names["referrals"][row["referral_ref"]])
			self.place_referrals(doc, row)
			self.count("referrals completed", number, len(decided))

	def close_episodes(self):
		late = {ref: row for ref, row in self.closings.items() if ref in self.known.open_episodes}
		for number, (reference, row) in enumerate(late.items(), 1):
			doc = frappe.get_doc("Early Help Episode", self.names["episodes"][reference])
			self.close_episode(doc, row)
			self.count("episodes completed", number, len(late))

	def close_episode(self, doc, row):
		"""The help of every child ends on the day of the closing, and the plan with it."""
		doc.update(self.closing(row))
		doc.flags.by_system = True
		doc.save(ignore_permissions=True)
		place(doc, "Closed")
		plan = frappe.db.get_value("My Family Plan", {"episode": doc.name, "closed_on": ["is", "not set"]})
		if plan:
			place(frappe.get_doc("My Family Plan", plan), "Closed", closed_on=doc.closed_on)

	def closing(self, row):
		return {"closed_on": row["closed_on"], "closure_reason": self.named("Closure Reason", row["reason"])}

	# -- one record of each kind ----------------------------------------------
	def named(self, doctype, value):
		"""Return the look-up in the spelling of the site."""
		return self.known.lookup(doctype, value)

	def record(self, doctype, reference, **fields):
		shared = doctype in ("Family", "Early Help Person")
		service = {"import_service" if shared else "service": self.service}
		return {"doctype": doctype, "import_ref": reference, **service, **fields}

	def make_practitioners(self, email, row):
		fields = {name: row[name] for name in ("full_name", "post", "started_on")}
		return {"doctype": "Professional", "email": email, "contract_ends_on": row["contract_ends"], **fields}

	def make_schools(self, urn, row):
		return {"doctype": "School", **row.values}

	def make_people(self, reference, row):
		same = ("first_name", "last_name", "date_of_birth", "sex", "upn", "nhs_number")
		fields = {name: row[name] for name in same}
		ethnicity = self.named("Ethnic Background", row["ethnicity"])
		return self.record(
			"Early Help Person", reference, school=row["school_urn"], ethnicity=ethnicity, **fields
		)

	def make_families(self, reference, row):
		members = [self.member(person) for person in self.people[reference]]
		fields = {name: row[name] for name in ("family_name", "street", "town", "postcode", "locality")}
		return self.record("Family", reference, members=members, **fields)

	def member(self, person):
		fields = {name: person[name] for name in ("relationship", "parental_responsibility")}
		return {"person": self.names["people"][person["person_ref"]], **fields}

	def make_referrals(self, reference, row):
		return self.record(
			"Early Help Referral",
			reference,
			family=self.names["families"][row["family_ref"]],
			school=row["school_urn"],
			number_of_children=row["children"],
			source=self.named("Referral Source", row["source"]),
			main_presenting_need=self.named("Presenting Need", row["main_presenting_need"]),
		)

	def place_referrals(self, doc, row):
		"""History is placed, not pressed: a referral that was decided is over, the others wait."""
		stamps = {name: row[name] for name in ("received_on", "decision", "decided_on")}
		place(doc, "Finished" if row["decision"] else "Submitted", **stamps)

	def make_episodes(self, reference, row):
		closing = self.closings.get(reference)
		return self.record(
			"Early Help Episode",
			reference,
			family=self.names["families"][row["family_ref"]],
			referral=self.names["referrals"][reference],
			accepted_on=row["decided_on"],
			opened_on=row["opened_on"],
			children=[{"person": person} for person in self.children_of(row["family_ref"])],
			allocations=self.allocations(row),
			**(self.closing(closing) if closing else {}),
		)

	def place_episodes(self, doc, row):
		place(doc, "Closed" if doc.closed_on else "Open")

	def children_of(self, family):
		children = [row for row in self.people[family] if row["relationship"] == "Child"]
		return [self.names["people"][row["person_ref"]] for row in children]

	def allocations(self, row):
		if not row["practitioner_email"]:
			return []
		professional = self.names["practitioners"][row["practitioner_email"]]
		return [{"professional": professional, "role": "Lead Practitioner", "from_date": row["opened_on"]}]

	def make_plans(self, reference, goals):
		"""The sheets do not say when a plan was approved: it counts from its first score while help went on."""
		closing = self.closings.get(reference)
		scored = [row["baseline_on"] for row in goals if row["baseline_on"]]
		if closing:
			scored = [day for day in scored if day <= closing["closed_on"]]
		return self.record(
			"My Family Plan",
			reference,
			episode=self.names["episodes"][reference],
			approved_on=min(scored, default=None),
			closed_on=closing["closed_on"] if closing else None,
		)

	def place_plans(self, doc, goals):
		if doc.closed_on or doc.approved_on:
			place(doc, "Closed" if doc.closed_on else "Active")

	def make_goals(self, reference, row):
		return self.record(
			"Scaling Goal",
			reference,
			plan=self.names["plans"][self.period_of(row)],
			theme=self.named("Impact Theme", row["theme"]),
			**{name: row[name] for name in ("goal", "baseline_on", "baseline_score")},
		)

	def make_reviews(self, reference, rows):
		goal = self.names["goals"][rows[0]["goal_ref"]]
		return self.record(
			"Plan Review",
			reference,
			plan=frappe.db.get_value("Scaling Goal", goal, "plan"),
			held_on=rows[0]["reviewed_on"],
			scores=[score for row in rows for score in self.scores(row)],
		)

	def place_reviews(self, doc, rows):
		"""History was signed off when it was held."""
		place(doc, "Finalised", finalised_on=doc.held_on)
		refresh_latest_scores([row.goal for row in doc.scores])

	def scores(self, row):
		family = self.goal_families[row["goal_ref"]]
		for column, kind in SCORER_KINDS.items():
			if row[column] is not None:
				ending = SCORERS.get(column)
				person = self.names["people"][f"{family}-{ending}"] if ending else None
				goal = self.names["goals"][row["goal_ref"]]
				yield {"goal": goal, "scorer": kind, "person": person, "score": row[column]}
