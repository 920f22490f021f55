"""What tests of a lead's pages share: an episode that a school accepted, and its forms sent as somebody."""

import importlib

import frappe

from earlyhelp.api.leading.kinds import BY_NAME
from earlyhelp.planning.led_outside import accept
from earlyhelp.planning.tests.test_led_outside import LedOutsideTestCase
from earlyhelp.schools.tests.portal import page, post


class LeadPagesTestCase(LedOutsideTestCase):
	def setUp(self):
		super().setUp()
		self.led = self.to_school()
		self.as_(self.safeguarding, accept, self.led.name, self.safeguarding)
		self.led.reload()

	def opened(self, module, user=None, **query):
		"""Return the context of a page of a lead."""
		return page(user or self.safeguarding, importlib.import_module(f"earlyhelp.www.{module}"), **query)

	def begin_plan(self):
		post(self.safeguarding, "leading.steps.begin_plan", episode=self.led.name)
		return frappe.get_doc("My Family Plan", {"episode": self.led.name})

	def send(self, doc, part, row="", user=None, **answers):
		"""Fill a part as its page shows it, with these answers, and send it; returns (path, query)."""
		user = user or self.safeguarding
		shown = self.opened("lead_part", user, part=part, of=doc.name, row=row)
		held = {q.name: q.value for q in shown.questions}
		return post(
			user,
			"leading.steps.save",
			part=part,
			of=doc.name,
			row=row,
			seen=shown.seen,
			**{**held, **answers},
		)

	def saved(self, doc, part, row="", **answers):
		"""Send a part, and return the record as it stands then."""
		path, query = self.send(doc, part, row, **answers)
		self.assertEqual((path, query.get("done")), ("/lead-record", "saved"), self.said(query))
		return doc.reload() if BY_NAME[part].doctype == doc.doctype else doc

	def press(self, doc, action, reason=None, as_=None):
		"""Press a button of the page as somebody of the portal, or one of the desk."""
		if as_ not in (self.safeguarding, self.deputy, self.partner):
			return super().press(doc, action, reason, as_)
		kind = {"My Family Plan": "plan", "Plan Review": "review", "TAC Meeting": "meeting"}[doc.doctype]
		form = {"kind": kind, "of": doc.name, "action": action, **({"reason": reason} if reason else {})}
		_path, query = post(as_, "leading.steps.press", **form)
		self.answered = query
		return doc.reload()

	def said(self, query):
		found = query.get("again") and frappe.cache.get_value(f"earlyhelp_form|{query['again']}")
		return [error["sentence"] for error in found["errors"]] if found else []
