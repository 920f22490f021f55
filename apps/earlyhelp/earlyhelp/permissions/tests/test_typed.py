"""What a form shows read-only is not written by a request either."""

from types import SimpleNamespace

import frappe

from earlyhelp.constants import BSO, EHP
from earlyhelp.permissions.tests.scene import Scene
from earlyhelp.states.moves import place
from earlyhelp.tests.factories import EarlyHelpTestCase, make_team, make_worker

GOAL = {
	"theme": "Parenting improved",
	"goal": "Calm mornings",
	"what_0_means": "Never",
	"what_10_means": "Daily",
}


class Asking:
	"""Tests in which requests are made: each record that one names is looked at."""

	def setUp(self):
		super().setUp()
		self.before = getattr(frappe.local, "request", None), frappe.local.form_dict

	def tearDown(self):
		frappe.local.request, frappe.local.form_dict = self.before
		super().tearDown()

	def asked(self, path, **form):
		frappe.local.request = SimpleNamespace(path=path, headers={})
		frappe.local.form_dict = frappe._dict(form)

	def put(self, doctype, name, **values):
		"""Change a record as `PUT /api/resource/...` does, and return what is stored."""
		self.asked(f"/api/resource/{doctype}/{name}", **values)
		doc = frappe.get_doc(doctype, name)
		doc.update(values)
		doc.save()
		return frappe.get_doc(doctype, name)


class TestTyped(Asking, EarlyHelpTestCase):
	def setUp(self):
		super().setUp()
		self.scene = Scene()
		scored = {"latest_score": "5", "latest_scored_on": "2019-02-01"}
		frappe.db.set_value("Scaling Goal", self.scene.goal.name, scored)
		frappe.set_user(make_worker(EHP, self.scene.team, self.scene.episode))

	def test_scores_and_import_references_are_not_typed(self):
		goal = self.put(
			"Scaling Goal", self.scene.goal.name, latest_score="10", latest_scored_on="2001-01-01"
		)
		self.assertEqual((goal.latest_score, str(goal.latest_scored_on)), ("5", "2019-02-01"))
		known = frappe.get_doc("Family", self.scene.family.name)
		family = self.put(
			"Family", known.name, import_service=self.scene.service.name, import_ref="X1", town="Easby"
		)
		self.assertEqual((family.import_ref, family.town), (known.import_ref, "Easby"))

	def test_neither_through_methods_that_take_a_document(self):
		stored = frappe.get_doc("Scaling Goal", self.scene.goal.name)
		sent = {**stored.as_dict(), "latest_score": "10"}
		self.asked("/api/method/frappe.client.save", doc=frappe.as_json(sent))
		frappe.get_doc(sent).save()
		self.assertEqual(frappe.db.get_value("Scaling Goal", stored.name, "latest_score"), "5")

	def test_neither_in_a_list_of_changes_nor_with_a_new_record(self):
		"""D3 Scaling Goal, narrower: scores only by Plan Review."""
		name = self.scene.goal.name
		sent = {"doctype": "Scaling Goal", "docname": name, "latest_score": "10"}
		self.asked("/api/method/frappe.client.bulk_update", docs=frappe.as_json([sent]))
		frappe.get_doc("Scaling Goal", name).update({"latest_score": "10"}).save()
		self.assertEqual(frappe.db.get_value("Scaling Goal", name, "latest_score"), "5")
		place(self.scene.plan, "Draft")
		values = {
			**GOAL,
			"plan": self.scene.plan.name,
			"latest_score": "10",
			"latest_scored_on": "2019-03-01",
		}
		self.asked("/api/resource/Scaling Goal", **values)
		made = frappe.get_doc({"doctype": "Scaling Goal", **values}).insert()
		self.assertEqual((made.latest_score or None, made.latest_scored_on), (None, None))

	def test_nobody_sends_a_referral_in_for_somebody_elses_account(self):
		officer = make_worker(BSO, make_team(is_front_door=1))
		frappe.set_user(officer)
		values = {"worry": "Often late.", "referrer_user": officer, "children": [{"first_name": "Chloe"}]}
		values["service"] = self.scene.service.name
		self.asked("/api/resource/Early Help Referral", **values)
		doc = frappe.get_doc({"doctype": "Early Help Referral", **values}).insert()
		self.assertEqual((doc.referrer_user, doc.worry), (None, "Often late."))
		self.assertFalse(self.put("Early Help Referral", doc.name, referrer_user=officer).referrer_user)

	def test_the_app_itself_writes_them(self):
		family = frappe.get_doc("Family", self.scene.family.name)
		self.asked("/api/method/earlyhelp.api.refer.send", doctype="Family", name=family.name)
		for request in (frappe.local.request, None):
			frappe.local.request = request
			family.import_ref = f"K{bool(request)}"
			family.save()
			self.assertEqual(frappe.db.get_value("Family", family.name, "import_ref"), family.import_ref)
			self.assertEqual(family.import_ref, f"K{bool(request)}")
