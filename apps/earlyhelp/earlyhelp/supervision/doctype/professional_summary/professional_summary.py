import frappe
from frappe import _

from earlyhelp.early_help_setup.date_rules import check_not_future, check_order
from earlyhelp.families.belonging import belongs_to
from earlyhelp.permissions.child_rows import guard_child_rows
from earlyhelp.permissions.people import own_professionals
from earlyhelp.states.document import StatefulDocument
from earlyhelp.supervision.people import check_of_family

TEXTS = ("work_done", "change_seen", "what_next", "stages", "children")


class SupervisionMissingError(frappe.ValidationError):
	"""A summary names no supervision."""


class SummaryExistsError(frappe.ValidationError):
	"""The worker has a summary for this supervision that is not finalised."""


class ProfessionalSummary(StatefulDocument):
	"""What one worker brings to a supervision, in the worker's own words."""

	def validate(self):
		guard_child_rows(self)
		self.set_author()
		self.set_family()
		self.set_has_text()
		self.check_state()
		self.check_one()
		check_order(self, "period_from", "period_to")
		check_not_future(self, "period_to")
		check_of_family(self, stages="adult", children="child")

	def set_author(self):
		"""Who begins a summary writes it; whose account that is stands in the worker's own record."""
		if self.is_new() and not self.author:
			self.author = next(iter(own_professionals()), None)
		self.author_user = self.author and frappe.db.get_value("Professional", self.author, "user")

	def set_family(self):
		"""The family is that of the stored supervision, whatever a request says."""
		if not self.supervision:
			frappe.throw(
				_("Supervision: say which one this is for."), SupervisionMissingError, _("Supervision")
			)
		belongs_to(self, frappe.db.get_value("Case Supervision", self.supervision, "family"))

	def set_has_text(self):
		"""A summary that holds words is read by its author alone until it is finalised.

		No versions are kept until then: what an author struck out is for nobody to read later.
		"""
		self.has_text = int(any(self.get(name) for name in TEXTS))
		before = self.get_doc_before_save()
		self.flags.ignore_version = not (before and before.docstatus)

	def check_one(self):
		"""A worker has one summary of a supervision in hand."""
		others = {
			"supervision": self.supervision,
			"author": self.author,
			"status": ["in", ("Requested", "Draft", "Excused")],
			"name": ["!=", self.name or ""],
		}
		if self.is_new() and frappe.db.exists("Professional Summary", others):
			frappe.throw(
				_("There is a summary of this worker for this supervision already: go on with that one."),
				SummaryExistsError,
				_("Already There"),
			)
