"""What tests of the portal share: posting a form as somebody, and where it leads."""

from urllib.parse import parse_qs, urlsplit

import frappe

from earlyhelp.constants import SSL, SU
from earlyhelp.tests.factories import EarlyHelpTestCase, make_pupil, make_school, make_staff

ENTRY = {"category": "Neglect", "what_happened": "Came without a coat.", "happened_on": "2026-03-02"}


def post(user, method, **form):
	"""Post a form to a method of the pages as `user`; returns (path, query) of the page it leads to."""
	frappe.set_user(user)
	frappe.local.response = frappe._dict(docs=[])
	frappe.local.form_dict = frappe._dict(form)
	try:
		frappe.call(frappe.get_attr(f"earlyhelp.api.{method}"), **form)
	finally:
		frappe.set_user("Administrator")
	address = urlsplit(frappe.local.response.location)
	return address.path, {key: values[0] for key, values in parse_qs(address.query).items()}


def page(user, module, **query):
	"""Return the context of a page as `user` sees it."""
	frappe.set_user(user)
	frappe.local.form_dict = frappe._dict(query)
	context = frappe._dict(path=module.__name__.rpartition(".")[2])
	try:
		return frappe._dict({**context, **(module.get_context(context) or context)})
	finally:
		frappe.set_user("Administrator")


def errors_behind(query):
	"""Return the sentences that the next page shows."""
	found = frappe.cache.get_value(f"earlyhelp_form|{query['again']}")
	return [error["sentence"] for error in found["errors"]]


def typed_behind(query):
	"""Return what the next page has kept of what was typed."""
	return frappe.cache.get_value(f"earlyhelp_form|{query['again']}")["values"]


class PortalTestCase(EarlyHelpTestCase):
	"""A school with a teacher, two leads and a pupil; and another school with a lead."""

	def setUp(self):
		super().setUp()
		self.school, self.elsewhere = make_school(), make_school()
		self.teacher, self.teacher_staff = make_staff(self.school, SU)
		self.colleague, self.colleague_staff = make_staff(self.school, SU)
		self.lead, self.lead_staff = make_staff(self.school, SSL)
		self.second, self.second_staff = make_staff(self.school, SSL)
		self.stranger, self.stranger_staff = make_staff(self.elsewhere, SSL)
		self.pupil = make_pupil(self.school)
		self.other_pupil = make_pupil(self.school, "Maya", "Okafor")

	def tearDown(self):
		frappe.local.form_dict = frappe._dict()
		super().tearDown()

	def draft(self, user=None, **changed):
		"""Return the name of a draft with everything that logging needs."""
		_path, query = post(user or self.teacher, "concerns.about_child", pupil_name="Chloe Ashdown, 4B")
		path, query = post(
			user or self.teacher, "concerns.what_happened", name=query["name"], **{**ENTRY, **changed}
		)
		self.assertEqual((path, query.get("step")), ("/log-concern", "check"), query)
		return query["name"]

	def logged(self, user=None, **changed):
		name = self.draft(user, **changed)
		post(user or self.teacher, "concerns.log", name=name)
		return name

	def seen(self, **changed):
		name = self.logged(**changed)
		post(self.lead, "concern_lead.see", name=name)
		return name

	def in_hand(self, level="Medium", **changed):
		name = self.seen(**changed)
		post(self.lead, "concern_lead.take_on", name=name, **self.taking_on(level))
		return name

	def taking_on(self, level="Medium"):
		staff = self.lead_staff.name
		step = {"what": "Speak with her mother", "who": staff, "by_when": "2026-03-09"}
		told = {"parents_told": "No", "parents_told_how": "It might put her at risk"}
		return {"level": level, "level_why": "Second time", "held_by": staff, **step, **told}

	def closed(self, level="Medium"):
		name = self.in_hand(level)
		self.finish_steps(name)
		post(self.lead, "concern_lead.close", name=name, **self.closing())
		return name

	def finish_steps(self, name):
		for row in self.concern(name).steps:
			post(
				self.lead,
				"concern_lead.finish_step",
				name=name,
				row=row.name,
				**{f"result-{row.name}": "Done"},
			)

	def closing(self):
		return {
			"outcome": "A coat was bought",
			"message_to_reporter": "Thank you, we spoke with her mother",
			"parents_told": "Yes",
		}

	def concern(self, name):
		return frappe.get_doc("School Concern", name)

	def status(self, name):
		return frappe.db.get_value("School Concern", name, "status")
