"""C3 chair a meeting: what a school writes while it holds a meeting, and what follows. Rows of B5."""

import frappe
from frappe.utils import add_days, getdate, today

from earlyhelp.api.tests.lead_meetings import LeadMeetingTestCase
from earlyhelp.planning.tests.cases import PlanningTestCase
from earlyhelp.schools.tests.portal import post


class TestHolding(LeadMeetingTestCase):
	def test_b5_2_a_meeting_starts_on_its_day_and_not_before(self):
		"""C3 chair a meeting."""
		doc = self.invited(meeting_on=add_days(today(), 3))
		self.press(doc, "Start", as_=self.safeguarding)
		self.assertIn("has not come yet", self.said(self.answered)[0])
		self.assertEqual(doc.reload().status, "Invited")
		frappe.db.set_value("TAC Meeting", doc.name, "meeting_on", today())
		doc = self.press(doc, "Start", as_=self.deputy)
		self.assertEqual((doc.status, len(doc.voices)), ("In Progress", 2))

	def test_b5_3_it_is_postponed_to_a_day_or_to_one_that_is_to_be_found(self):
		"""C3 chair a meeting."""
		doc = self.invited()
		self.press(doc, "Postpone", "She is ill.", as_=self.safeguarding)
		self.assertIn("Give the new day", self.said(self.answered)[0])
		self.assertEqual(
			self.postponed(doc, new_day=add_days(today(), 1), date_to_be_found="1").status, "Invited"
		)
		self.assertIn("not both", self.said(self.answered)[0])
		doc = self.postponed(doc, new_day=add_days(today(), 5), starts_at="09:30", finishes_at="10:30")
		self.assertEqual((doc.status, doc.starts_at, doc.times_postponed), ("Planned", "09:30", 1))
		self.assertEqual(getdate(doc.meeting_on), getdate(add_days(today(), 5)))
		doc = self.press(doc, "Send Invitations", as_=self.safeguarding)
		doc = self.postponed(doc, date_to_be_found="1")
		self.assertEqual((doc.status, doc.meeting_on), ("Planned", None))

	def postponed(self, doc, **form):
		fields = {"new_day": "", "starts_at": "", "finishes_at": "", "reason": "She is ill.", **form}
		_path, self.answered = post(
			self.safeguarding, "leading.steps.press", kind="meeting", of=doc.name, action="Postpone", **fields
		)
		return doc.reload()

	def test_postponing_tells_once(self):
		doc = self.invited()
		before = frappe.db.count("Notification Log", {"document_name": doc.name})
		frappe.db.set_value("Professional", self.nurse, "user", self.lead)
		self.postponed(doc, new_day=add_days(today(), 5))
		told = frappe.get_all("Notification Log", {"document_name": doc.name}, pluck="subject")
		self.assertEqual(len(told) - before, 1, told)

	def test_b5_4_and_b5_5_it_is_cancelled_or_not_held_and_why(self):
		"""C3 chair a meeting."""
		doc = self.plan()
		self.press(doc, "Cancel", as_=self.safeguarding)
		self.assertEqual((doc.reload().status, self.said(self.answered)), ("Planned", ["Say why."]))
		doc = self.press(doc, "Cancel", "They moved.", as_=self.safeguarding)
		self.assertEqual((doc.status, doc.cancelled_because, doc.not_held), ("Cancelled", "They moved.", 0))
		held = self.press(self.press(self.ready(), "Start", as_=self.safeguarding), "Not Held", "Nobody came.",
			as_=self.safeguarding)  # fmt: skip
		self.assertEqual((held.status, held.not_held), ("Cancelled", 1))

	def test_each_part_is_there_when_it_is_its_time(self):
		doc = self.ready()
		before = {"when", "guest", "covered", "chair"}
		self.assertEqual(self.open_parts(doc), before)
		doc = self.press(doc, "Send Invitations", as_=self.safeguarding)
		self.assertEqual(self.open_parts(doc), before)
		doc = self.press(doc, "Start", as_=self.safeguarding)
		self.assertEqual(self.open_parts(doc), {"attendance", "child", "said", "agreed", "next", "chair"})
		doc = self.press(self.minuted(doc), "End Meeting", as_=self.safeguarding)
		self.assertEqual(
			self.open_parts(doc), {"attendance", "child", "said", "next", "circulation", "chair"}
		)
		doc = self.issued(doc)
		self.assertEqual(self.open_parts(doc), set())
		self.assertLessEqual({"attendance", "child", "said", "agreed", "circulation"}, set(self.parts(doc)))

	def test_what_is_not_open_now_is_refused_whatever_is_sent(self):
		doc = self.plan()
		for part in ("attendance", "said", "next", "circulation"):
			self.assertTrue(self.opened("lead_part", part=part, of=doc.name).closed, part)
		before = doc.reload().as_dict()
		for part, form in (("said", {"worries": "x"}), ("next", {"why_no_next": "x"})):
			_path, query = self.send(doc, part, **form)
			self.assertTrue(self.said(query), part)
		self.assertEqual(doc.reload().as_dict(), before)

	def test_attendance_is_one_page_with_somebody_who_came_unasked(self):
		doc = self.started()
		shown = self.opened("lead_part", part="attendance", of=doc.name)
		self.assertEqual(len(shown.questions), len(doc.attendees) + 1)
		agency = frappe.db.get_value(
			"Agency", {"name": ["not in", [row.agency or "" for row in doc.attendees]]}
		)
		doc = self.saved(doc, "attendance", also=f"agency|{agency}")
		row = self.row(doc, agency=agency)
		self.assertEqual((row.invited, row.attended), (0, "Yes"))

	def test_b5_6_the_end_asks_for_everything_at_once_and_leads_to_it(self):
		"""C3 chair a meeting."""
		doc = self.press(self.started(), "End Meeting", as_=self.safeguarding)
		shown = self.opened("lead_record", kind="meeting", of=doc.name, again=self.answered["again"])
		self.assertEqual({error["name"] for error in shown.errors}, {"attendance", "child", "next"})
		self.assertEqual(doc.status, "In Progress")

	def test_b5_6_the_end_starts_the_actions_and_makes_the_cards(self):
		"""C3 chair a meeting."""
		doc = self.ended()
		self.assertEqual((doc.status, self.said(self.answered)), ("Minutes To Check", []))
		running = frappe.get_all(
			"Agreed Action", {"agreed_in": doc.name}, ["what", "status"], order_by="what"
		)
		self.assertEqual(
			[tuple(row.values()) for row in running], [("Bedtime at eight", "Open"), ("Visit", "Open")]
		)
		cards = self.parts(doc)["cards"]["lines"]
		named = frappe.db.get_value("Early Help Person", self.mother, "full_name")
		self.assertEqual([(row["title"], row["text"]) for row in cards], [(named, "To be given")])

	def test_the_next_meeting_is_planned_with_what_is_known(self):
		doc = self.ended()
		said = self.opened("lead_record", kind="meeting", of=doc.name).said
		self.assertIn("Plan the next meeting", [one.get("title") for one in said])
		shown = self.opened("lead_part", part="new-meeting", of=self.led.name)
		known = {q.name: q.value for q in shown.questions}
		self.assertEqual((known["meeting_on"], known["starts_at"]), (str(doc.next_meeting_on), "14:00"))
		self.plan(meeting_on=known["meeting_on"])
		said = self.opened("lead_record", kind="meeting", of=doc.name).said
		self.assertNotIn("Plan the next meeting", [one.get("title") for one in said])

	def test_b5_6_nothing_new_may_be_agreed(self):
		doc = self.started()
		doc = self.saved(doc, "attendance", **{f"attended-{row.name}": "Yes" for row in doc.attendees})
		for row in doc.voices:
			doc = self.saved(doc, "child", row.name, why_not="At school.")
		doc = self.saved(doc, "next", no_actions_agreed="1", why_no_next="We close.")
		self.assertEqual(self.press(doc, "End Meeting", as_=self.safeguarding).status, "Minutes To Check")

	def test_what_was_agreed_last_time_is_answered_on_one_page(self):
		"""C3 chair a meeting."""
		self.ended()
		doc = self.press(self.ready(starts_at="16:00", finishes_at="17:00"), "Start", as_=self.safeguarding)
		rows = [row for row in doc.actions if row.carried]
		self.assertEqual([row.what for row in rows], ["Bedtime at eight", "Visit"])
		answers = {f"answer-{rows[0].name}": "Done", f"answer-{rows[1].name}": "Not Done"}
		doc = self.saved(doc, "carried", **answers)
		self.press(doc, "End Meeting", as_=self.safeguarding)
		shown = self.opened("lead_record", kind="meeting", of=doc.name, again=self.answered["again"])
		self.assertIn("Action 2: say why.", [error["sentence"].split("): ")[-1] for error in shown.errors])
		self.assertIn("carried", {error["name"] for error in shown.errors})
		doc = self.saved(doc, "carried", **{f"answer_why-{rows[1].name}": "She was ill."})
		doc = self.press(self.minuted(doc), "End Meeting", as_=self.safeguarding)
		stored = {
			name: frappe.db.get_value("Agreed Action", row.action, "status")
			for name, row in zip("ab", rows, strict=True)
		}
		self.assertEqual(stored, {"a": "Done", "b": "Not Done"})

	def test_a_carried_row_is_not_rewritten_as_a_new_one(self):
		self.ended()
		doc = self.press(self.ready(starts_at="16:00", finishes_at="17:00"), "Start", as_=self.safeguarding)
		with self.assertRaises(frappe.DoesNotExistError):
			self.opened("lead_part", part="agreed", of=doc.name, row=doc.actions[0].name)

	def test_several_actions_are_written_one_after_the_other(self):
		doc = self.started()
		path, query = self.send(doc, "agreed", "new", what="Bedtime at eight", another="1")
		self.assertEqual((path, query["row"], query["done"]), ("/lead-part", "new", "saved"))
		self.assertEqual([row.what for row in doc.reload().actions], ["Bedtime at eight"])

	def test_two_who_minute_at_once_do_not_write_over_each_other(self):
		doc = self.started()
		seen = self.opened("lead_part", part="said", of=doc.name).seen
		self.send(doc, "said", user=self.deputy, worries="Theirs.")
		form = {"part": "said", "of": doc.name, "worries": "Ours."}
		_path, query = post(self.safeguarding, "leading.steps.save", seen=seen, **form)
		self.assertIn("Theirs.", self.said(query)[0])
		shown = self.opened("lead_part", part="said", of=doc.name, again=query["again"])
		self.assertEqual({q.name: q.value for q in shown.questions}["worries"], "Ours.")

	def issued(self, doc):
		versions = {f"circulation-{row.name}": "All" for row in doc.attendees}
		versions[f"circulation-{self.row(doc, professional=self.nurse).name}"] = "Own part"
		doc = self.saved(doc, "circulation", **versions)
		return self.press(doc, "Issue", as_=self.safeguarding)

	def test_b5_7_the_minutes_are_issued_when_everybody_has_a_version(self):
		"""C3 chair a meeting."""
		doc = self.press(self.ended(), "Issue", as_=self.safeguarding)
		self.assertIn("Say which version", self.said(self.answered)[0])
		doc = self.issued(doc)
		self.assertEqual((doc.status, doc.docstatus, doc.issued_by), ("Issued", 1, self.safeguarding))
		_path, query = self.send(doc, "said", worries="Changed.")
		self.assertTrue(self.said(query))
		self.assertEqual(doc.reload().worries, "Late again.")

	def test_b5_7_only_who_chairs_issues(self):
		"""C3 chair a meeting."""
		doc = self.ended()
		worker = frappe.db.get_value("Professional", {"user": self.lead})
		frappe.db.set_value("TAC Meeting", doc.name, {"chair": worker, "chair_user": self.lead})
		self.assertEqual(self.opened("lead_record", kind="meeting", of=doc.name).steps, [])
		with self.assertRaises(frappe.PermissionError):
			post(self.safeguarding, "leading.steps.press", kind="meeting", of=doc.name, action="Issue")

	def test_another_lead_of_the_school_takes_the_chair(self):
		"""C3 chair a meeting."""
		doc = self.saved(self.started(), "chair", chair=self.deputy)
		self.assertEqual((doc.chair_user, self.row(doc, professional=doc.chair).is_chair), (self.deputy, 1))
		for user in (self.teacher, self.stranger, self.lead, self.partner):
			_path, query = self.send(doc, "chair", chair=user)
			self.assertEqual(self.said(query), ["Say who chairs."])
		self.assertEqual(doc.reload().chair_user, self.deputy)

	def test_the_chair_of_a_council_s_worker_is_not_taken(self):
		"""C3 chair a meeting."""
		doc = self.plan()
		worker = frappe.db.get_value("Professional", {"user": self.lead})
		frappe.db.set_value("TAC Meeting", doc.name, {"chair": worker, "chair_user": self.lead})
		self.assertTrue(self.opened("lead_part", part="chair", of=doc.name).closed)
		_path, query = self.send(doc, "chair", chair=self.safeguarding)
		self.assertTrue(self.said(query))
		self.assertEqual(doc.reload().chair_user, self.lead)

	def test_b5_8_the_minutes_are_not_sent_back_here(self):
		doc = self.ended()
		with self.assertRaises(frappe.PermissionError):
			post(
				self.safeguarding,
				"leading.steps.press",
				kind="meeting",
				of=doc.name,
				action="Send Back",
				reason="x",
			)
		self.assertEqual(doc.reload().status, "Minutes To Check")


class TestReviewInMeeting(LeadMeetingTestCase):
	def planned(self):
		"""Return the review that waits after the plan of the school was approved."""
		plan = PlanningTestCase.complete(self, "Draft", episode=self.led)
		self.press(plan, "Send For Approval", as_=self.safeguarding)
		self.press(plan.reload(), "Approve")
		return frappe.get_doc("Plan Review", {"plan": plan.name, "status": "Planned"})

	def test_a_meeting_holds_the_review_and_its_end_leads_to_what_is_missing(self):
		"""C3 chair a meeting."""
		review = self.planned()
		doc = self.ready(review=review.name)
		doc = self.press(doc, "Start", as_=self.safeguarding)
		self.assertEqual((review.reload().status, review.tac_meeting), ("Held", doc.name))
		doc = self.press(self.minuted(doc), "End Meeting", as_=self.safeguarding)
		said = self.said(self.answered)
		self.assertTrue(said and all(line.startswith("Plan review: ") for line in said), said)
		shown = self.opened("lead_record", kind="meeting", of=doc.name, again=self.answered["again"])
		self.assertEqual({error["name"] for error in shown.errors}, {"review"})
		part = next(part for part in shown.parts if part["name"] == "review")
		self.assertEqual(part["leads_to"][1], f"/lead-record?kind=review&of={review.name}")

	def test_the_review_is_named_later_or_not_at_all_and_never_another_family_s(self):
		review = self.planned()
		doc = self.plan()
		self.assertEqual(doc.review, None)
		_path, query = self.send(doc, "review", review="x")
		self.assertTrue(self.said(query))
		doc = self.saved(doc, "review", review=review.name)
		self.assertEqual(doc.review, review.name)
		self.assertEqual(self.saved(doc, "review", review="").review, None)
