"""Every row of the two tables of steps, and who changes the content in which state: by its people and by nobody else."""

import frappe

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.states.errors import LockedError, MissingError, NotAllowedStepError, ReasonMissingError
from earlyhelp.states.moves import place
from earlyhelp.supervision import summary_flow, supervision_flow
from earlyhelp.supervision.tests.making import SupervisionTestCase, as_user
from earlyhelp.tests.factories import make_worker

BEFORE = ("Planned", "Summaries Requested", "Ready")
MANAGERS = ("chair", "deputy", "manager")
PLANNERS = ("support", *MANAGERS)
# row: (from, action, to, roles, by the app, asks for a reason, who of the people below)
SUPERVISION = (
	("B6.1", BEFORE[:1], "Request Summaries", "Summaries Requested", (BSO, EHM), True, False, PLANNERS),
	("B6.2", BEFORE[1:2], "All In", "Ready", (), True, False, ()),
	("B6.3", BEFORE[1:2], "Go Ahead Without", "Ready", (EHM,), False, False, ("chair",)),
	("B6.4", BEFORE[2:], "Open Session", "Held", (BSO, EHM), False, False, PLANNERS),
	("B6.5", BEFORE[:1], "Open Session", "Held", (BSO, EHM), False, False, PLANNERS),
	("B6.5", BEFORE[:1], "Open Session", "Held", (EHP, FSP), False, False, ("worker",)),
	("B6.6", ("Held",), "Send To Manager", "Awaiting Finalisation", (BSO, EHM), False, False, PLANNERS),
	("B6.6", ("Held",), "Send To Manager", "Awaiting Finalisation", (EHP, FSP), False, False, ("worker",)),
	("B6.7", ("Held",), "Finalise", "Finalised", (EHM,), False, False, ("chair",)),
	("B6.8", ("Awaiting Finalisation",), "Send Back", "Held", (EHM,), False, True, ("chair",)),
	("B6.9", ("Awaiting Finalisation",), "Finalise", "Finalised", (EHM,), False, False, ("chair", "deputy")),
	("B6.10", BEFORE, "Postpone", "Planned", (BSO, EHM), False, True, PLANNERS),
	("B6.11", BEFORE, "Cancel", "Cancelled", (EHM,), False, True, MANAGERS),
	("B6.12", ("Finalised",), "Set Aside", "Set Aside", (EHM,), False, True, ("deputy", "manager")),
	("B7.5", ("Ready",), "Ask Again", "Summaries Requested", (), True, False, ()),
)
SUMMARY = (
	("B7.1", (), "", "Requested", (EHP, FSP), True, False, ()),
	("B7.2", ("Requested",), "Start", "Draft", (EHP, FSP), False, False, ("worker",)),
	("B7.3", ("Draft",), "Finalise", "Finalised", (EHP, FSP), False, False, ("worker",)),
	# A chair excuses what is a draft from the supervision: the draft itself is its author's alone.
	("B7.4", ("Requested", "Draft"), "Excuse", "Excused", (EHM,), True, True, ("chair",)),
	("B7.5", ("Excused",), "Ask Again", "Requested", (EHM,), True, False, ("chair",)),
	("B7.6", ("Finalised",), "Supersede", "Superseded", (), True, False, ()),
)
# Who changes what in a state of a traditional supervision: a fact of its planning, and a word of its session.
PLANNING, SESSION = {"room": "Room 4"}, {"plan": "Another plan."}
CONTENT = (
	("Planned", PLANNERS, ()),
	("Summaries Requested", PLANNERS, ()),
	("Ready", PLANNERS, ()),
	("Held", PLANNERS, ("worker",)),
	("Awaiting Finalisation", ("chair",), ()),
	("Finalised", (), ()),
	("Cancelled", (), ()),
)


def rows_of(flow):
	return [
		(s.row, s.start, s.action, s.to, s.who, bool(s.system or not s.who), s.reason) for s in flow.steps
	]


class EveryRowCase(SupervisionTestCase):
	"""One worker (EHP or FSP) with a family; `manager` is allocated to it and neither chairs nor leads the team."""

	def people(self, role):
		self.only_one_worker()
		if role == FSP:
			self.end_allocation(self.lead)
			self.worker = make_worker(FSP, self.team, self.episode)
		else:
			self.worker = self.lead
		found = {"support": self.bso, "chair": self.chair, "deputy": self.deputy, "worker": self.worker}
		found["colleague"] = make_worker(role, self.team)
		found["manager"] = make_worker(EHM)
		return found

	def let_in(self):
		"""The manager of no team reaches the family because a restriction names nobody else of that kind."""
		users = (self.chair, self.deputy, self.bso, self.worker, self.everybody["colleague"])
		self.family.update({"restricted": 1, "restricted_reason": "Ordered by the court."})
		self.family.set("restricted_to", [{"user": user} for user in (*users, self.everybody["manager"])])
		self.family.save()

	def put(self, doc, state):
		names = {"chair_user": self.chair, "minute_taker": self.chair, "finalised_by": self.chair}
		place(doc, state, **(names if doc.doctype == "Case Supervision" else {}))

	def allowed(self, user, doc, action, reason):
		"""Say whether the step is this person's; what else is missing does not matter here."""
		frappe.db.savepoint("one_press")
		try:
			self.press(user, doc, action, reason)
		except (MissingError, ReasonMissingError):
			return True
		except (NotAllowedStepError, frappe.PermissionError, frappe.DoesNotExistError):
			return False
		finally:
			frappe.db.rollback(save_point="one_press")
		return True

	def walk(self, table, doc):
		for role in (EHP, FSP):
			self.everybody = self.people(role)
			self.let_in()
			record = doc()
			for row, starts, action, _to, _roles, _app, _reason, _who in table:
				mine = {name for one in table if (one[1], one[2]) == (starts, action) for name in one[-1]}
				for start in starts:
					self.put(record, start)
					for name, user in self.everybody.items():
						with self.subTest(row=row, start=start, who=name, role=role):
							taken = self.allowed(user, record, action, "Because it is so.")
							hidden = record.doctype == "Professional Summary" and start == "Draft"
							self.assertEqual(taken, name in mine and not (hidden and name == "chair"))


class TestSupervisionRows(EveryRowCase):
	def test_the_tables_hold_exactly_these_rows(self):
		for flow, table in ((supervision_flow.FLOW, SUPERVISION), (summary_flow.FLOW, SUMMARY)):
			self.assertEqual(rows_of(flow), [row[:-1] for row in table])

	def test_each_step_is_taken_by_its_people_and_by_nobody_else(self):
		"""B6.1, B6.3, B6.4, B6.5, B6.6, B6.7, B6.8, B6.9, B6.10, B6.11 and B6.12: who."""
		self.walk([row for row in SUPERVISION if row[-1]], lambda: self.plan(status=None))

	def test_each_step_of_a_summary_is_taken_by_its_people_and_by_nobody_else(self):
		"""B7.2, B7.3, B7.4 and B7.5: who."""

		def summary():
			supervision = self.plan()
			with as_user(self.worker):
				given = {"doctype": "Professional Summary", "supervision": supervision.name}
				return frappe.get_doc(given).insert()

		self.walk([row for row in SUMMARY if row[-1]], summary)

	def test_content_is_changed_by_the_people_of_the_state_and_by_nobody_else(self):
		"""B6, what each state lets people change."""
		for role in (EHP, FSP):
			self.everybody = self.people(role)
			self.let_in()
			doc = self.plan()
			for state, everything, session in CONTENT:
				self.put(doc, state)
				for name, user in self.everybody.items():
					for change in (PLANNING, SESSION):
						with self.subTest(state=state, who=name, role=role, change=change):
							may = name in everything or (change is SESSION and name in session)
							self.assertEqual(self.changes(user, doc, change), may)

	def changes(self, user, doc, change):
		frappe.db.savepoint("one_change")
		try:
			with as_user(user):
				frappe.get_doc(doc.doctype, doc.name).update(change).save()
		except (LockedError, frappe.PermissionError):
			return False
		finally:
			frappe.db.rollback(save_point="one_change")
		return True
