import frappe
from frappe import _
from frappe.utils import today

from earlyhelp.early_help_setup.date_rules import check_not_future, check_order
from earlyhelp.early_help_setup.import_keys import set_import_key
from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.planning.episode_needs import helped_children
from earlyhelp.planning.members import check_members
from earlyhelp.planning.plan_needs import people_to_ask
from earlyhelp.states.document import StatefulDocument
from earlyhelp.team_around.people import check_named


class GoalOfAnotherFamilyError(frappe.ValidationError):
	"""A statement names a goal of another plan."""


class MyFamilyPlan(StatefulDocument):
	"""The early help assessment and the plan that follows from it: one for each episode."""

	def before_insert(self):
		if not self.flags.by_system and self.episode:
			self.lay_out()

	def lay_out(self):
		"""A row lies ready for each child's words and for everybody who is asked, so that nobody is forgotten.

		The assessment begins with the plan, unless another day is given.
		"""
		self.assessment_started_on = self.assessment_started_on or today()
		episode = frappe.get_doc("Early Help Episode", self.episode)
		heard = {row.person for row in self.voices}
		for child in helped_children(episode):
			if child.person not in heard:
				self.append("voices", {"person": child.person, "full_name": child.full_name})
		asked = {row.person for row in self.agreements}
		for person in people_to_ask(episode):
			if person not in asked:
				name = frappe.db.get_value("Early Help Person", person, "full_name")
				self.append("agreements", {"person": person, "full_name": name})

	def validate(self):
		guard_child_rows(self)
		set_import_key(self)
		self.check_state()
		check_not_future(self, "assessment_completed_on", "approved_on", "copy_given_on", "closed_on")
		check_named(self.actions, "who_kind", self.family, _("Actions"))
		check_order(self, "assessment_started_on", "assessment_completed_on", "approved_on", "closed_on")
		check_members(self, "needs", "voices", "agreements")
		for row in (*self.voices, *self.agreements):
			check_not_future(row, *(name for name in ("said_on", "agreed_on") if row.meta.has_field(name)))
		self.check_goals()

	def check_goals(self):
		"""A worry is answered by a goal of this plan."""
		goals = {row.goal for row in self.statements if row.goal}
		ours = {"name": ["in", list(goals)], "plan": self.name}
		known = set(frappe.get_all("Scaling Goal", filters=ours, pluck="name")) if goals else set()
		for row in self.statements:
			if row.goal and row.goal not in known:
				frappe.throw(
					_("Row {0}: choose a goal of this plan.").format(row.idx),
					GoalOfAnotherFamilyError,
					_("Goal"),
				)
