"""Table B2, row by row: who may take each step from where, and who may not."""

import frappe
from frappe.utils import today

from earlyhelp.constants import AUD, BSO, DESK_ROLES, EHA, EHM, EHP, FSP
from earlyhelp.planning.episode_flow import CONTENT, FLOW
from earlyhelp.planning.tests.cases import DECLINED, HANDOVER, TAKEN, PlanningTestCase
from earlyhelp.states.errors import NoSuchStepError, NotAllowedStepError
from earlyhelp.states.moves import place
from earlyhelp.tests.factories import children_of, make_family, make_service, make_user, make_worker

HIDDEN = (frappe.DoesNotExistError, frappe.PermissionError)
LEADING = (EHP, FSP, EHM)
STEPPED = ("Awaiting Allocation", "Open", "Handing Over", "Closure Requested")
# row: (from, action, to, who may)
ROWS = {
	"B2.2": (("Awaiting Allocation",), "Allocate", "Open", (EHM,)),
	"B2.3": (("Awaiting Allocation",), "Close Without Starting", "Closed", (EHM,)),
	"B2.4": (("Open",), "Hand Over", "Handing Over", LEADING),
	"B2.5": (("Handing Over",), "Accept", "Open", LEADING),
	"B2.5a": (("Handing Over",), "Accept", "Closed", LEADING),
	"B2.6": (("Handing Over",), "Decline", "Open", LEADING),
	"B2.7": (("Handing Over",), "Take Back", "Open", LEADING),
	"B2.8": (STEPPED, "Step Up", "Step Up Requested", (BSO, EHP, FSP, EHM)),
	"B2.9": (("Step Up Requested",), "Social Care Declined", "Open", LEADING),
	"B2.9a": (("Step Up Requested",), "Social Care Declined", "Awaiting Allocation", (EHM,)),
	"B2.10": (("Step Up Requested",), "Accepted For Some", "Open", LEADING),
	"B2.11": (("Step Up Requested",), "Accepted For All", "Closure Requested", LEADING),
	"B2.12": (("Open",), "Request Closure", "Closure Requested", LEADING),
	"B2.13": (("Closure Requested",), "Approve", "Closed", (EHM,)),
	"B2.14": (("Closure Requested",), "Send Back", "Open", (EHM,)),
	"B2.15": (("Closed",), "Reopen", "Open", (EHM,)),
}
NEEDED = {
	"B2.3": {"not_started_because": "Declined"},
	"B2.4": HANDOVER,
	"B2.5": HANDOVER,
	"B2.5a": {**HANDOVER, "no_end_scores_why": "They met once."},
	"B2.6": HANDOVER,
	"B2.7": HANDOVER,
	"B2.9": DECLINED,
	"B2.9a": DECLINED,
	"B2.11": TAKEN,
	"B2.12": {
		"closing_summary": "Calm.",
		"family_says": "Good.",
		"feedback_asked": 1,
		"who_goes_on": "School.",
		"whom_to_call": "School.",
		"planned_end_on": "2019-06-01",
		"closure_reason": "Closed within the programme",
	},
	"B2.13": {"closure_reason": "Closed within the programme"},
	"B2.15": {"same_needs": 1, "closed_on": today()},
}


class TestEveryRow(PlanningTestCase):
	def ready(self, row, start):
		"""Return an episode that has everything the row asks for; self.people are those of each role."""
		doc = self.episode(start, lead=row != "B2.9a", **self.family_of_its_own())
		lead = row == "B2.9a" or self.lead
		self.people = {role: make_worker(role, self.team) for role in (EHP, FSP, BSO)}
		self.people[EHM] = self.manager
		fields = dict(NEEDED.get(row, {}))
		if row in ("B2.4", "B2.5", "B2.5a", "B2.6", "B2.7"):
			fields["handover_professional"] = self.professional(self.people[EHP])
		if row == "B2.5a":
			fields.update({"handover_service": make_service().name, "to_other_service": 1})
		if row == "B2.7":
			fields["submitted_by"] = self.people[EHP]
		if row == "B2.10":
			doc.children[0].db_set("step_up_accepted", 1)
		if fields:
			doc.db_set(fields)
		if row in ("B2.4", "B2.9", "B2.10", "B2.11", "B2.12"):
			self.people[EHP] = lead
		return doc.reload()

	def family_of_its_own(self):
		family = make_family()
		return {"family": family.name, "children": [{"person": child} for child in children_of(family)]}

	def person(self, row, role, doc):
		"""Return the account of this role whose step it is."""
		if role == FSP and row in ("B2.4", "B2.9", "B2.10", "B2.11", "B2.12"):
			return make_worker(FSP, self.team, doc, lead=True)
		if role == FSP and row in ("B2.5", "B2.5a", "B2.6"):
			doc.db_set("handover_professional", self.professional(self.people[FSP]))
		if role == FSP and row == "B2.7":
			doc.db_set("submitted_by", self.people[FSP])
		return self.people[role]

	def test_each_step_is_taken_by_its_roles_from_its_states(self):
		for row, (starts, action, to, who) in ROWS.items():
			for start in starts:
				for role in who:
					with self.subTest(row=row, start=start, role=role):
						frappe.db.savepoint("one_row")
						doc = self.ready(row, start)
						self.two_children(row, doc)
						taken = self.press(doc, action, "Because it is so.", self.person(row, role, doc))
						self.assertEqual(taken.status, to)
						frappe.db.rollback(save_point="one_row")

	def two_children(self, row, doc):
		"""Some children are fewer than all of them."""
		if row == "B2.10":
			family = frappe.get_doc("Family", doc.family)
			person = frappe.copy_doc(frappe.get_doc("Early Help Person", children_of(family)[0]))
			person.insert()
			family.append("members", {"person": person.name, "relationship": "Child"})
			family.save()
			doc.append("children", {"person": person.name})
			doc.flags.by_system = True
			doc.save()

	def test_no_other_role_takes_it(self):
		for row, (starts, action, _to, who) in ROWS.items():
			doc = self.ready(row, starts[0])
			for role in (role for role in (BSO, EHP, FSP, EHM) if role not in who):
				with self.subTest(row=row, role=role):
					person = make_worker(role, self.team, doc, lead=row != "B2.9a")
					with self.assertRaises((NotAllowedStepError, *HIDDEN)):
						self.press(doc, action, "Because.", person)

	def test_the_named_person_takes_it_and_nobody_else_of_the_role(self):
		for row in ("B2.4", "B2.5", "B2.5a", "B2.6", "B2.7", "B2.9", "B2.10", "B2.11", "B2.12"):
			starts, action, _to, _who = ROWS[row]
			doc = self.ready(row, starts[0])
			with self.subTest(row=row):
				person = self.worker(doc)
				self.refused(NotAllowedStepError, "not yours to take", doc, action, "Because.", person)

	def test_no_step_leads_from_elsewhere(self):
		for row, (starts, action, to, _who) in ROWS.items():
			doc = self.ready(row, starts[0])
			for state in FLOW.states:
				possible = {step.action for step in FLOW.steps_from(state.name)}
				done = {step.to for step in FLOW.steps if step.action == action}
				if action in possible or state.name in done or state.name == to:
					continue
				with self.subTest(row=row, state=state.name):
					place(doc, state.name, closed_on=today() if state.name == "Closed" else None)
					self.refused(NoSuchStepError, "is not possible while", doc, action, "Because.")

	def test_auditors_and_administrators_take_no_step(self):
		doc = self.episode()
		for role in (AUD, EHA):
			with self.assertRaises(HIDDEN):
				self.press(doc, "Step Up", as_=make_user(role))

	def test_the_table_has_these_rows_and_no_others(self):
		self.assertEqual({step.row for step in FLOW.steps}, {"B2.1", *ROWS})
		self.assertEqual(set(DESK_ROLES) - {BSO, EHP, FSP, EHM}, {AUD, EHA})

	def test_workers_write_everything_but_the_allocations(self):
		"""D3 Early Help Episode, narrower."""
		meta = frappe.get_meta("Early Help Episode")
		layout = ("Section Break", "Column Break", "Tab Break")
		own = {
			df.fieldname
			for df in meta.fields
			if df.fieldtype not in layout and not df.read_only and not df.hidden
		}
		self.assertEqual(own - set(CONTENT), {"allocations", "state_reason", "same_needs"})
