"""What practitioners and managers do with what the small town has waiting for them, on a desk and on a phone."""

import day
import held
from rules import keeps_the_rules


def waiting(site, doctype, status):
	"""The name of the record of the town that waits in a state."""
	with site.opened() as local:
		return local.db.get_value(doctype, {"status": status})


def planned_today(site, doctype, who, **fields):
	"""Somebody plans a meeting or a supervision of the O'Briens for today; its name."""
	with site.opened() as local:
		from earlyhelp.demo.acting import add

		episode = local.db.get_value("Early Help Episode", {"family_name": "O'Brien"}, ["name", "family"])
		doc = add(who, doctype, episode=episode[0], family=episode[1], **fields)
		return doc.name


def test_a_meeting_is_minuted_while_it_is_held_and_its_card_handed_over(somebody, early_help):
	meeting = waiting(early_help, "TAC Meeting", "Invited")
	with early_help.opened() as local:
		local.db.set_value("TAC Meeting", meeting, "meeting_on", day.TODAY)
	pat = somebody(day.PAT)
	with pat.step("practitioner: meeting minuted"):
		held.minute_meeting(pat, meeting)
	assert pat.page.locator(".head .state").inner_text() == "Minutes To Check"
	with pat.step("practitioner: its card handed over"):
		held.hand_card_over(pat, meeting)
	keeps_the_rules(pat.page)
	with pat.step("practitioner: its minutes issued"):
		held.issue_minutes(pat, meeting)
	assert pat.page.locator(".head .state").inner_text() == "Issued"


def test_business_support_minutes_a_meeting_on_a_phone(somebody, early_help):
	when = {"meeting_on": day.TODAY, "starts_at": "09:00:00", "finishes_at": "10:00:00", "venue": "The hub"}
	meeting = planned_today(early_help, "TAC Meeting", day.KIM, meeting_type="TAC", **when)
	kim = somebody(day.KIM, "phone")
	with kim.step("business support: meeting minuted"):
		held.minute_meeting(kim, meeting)
	with kim.step("business support: its card handed over"):
		held.hand_card_over(kim, meeting)
	with kim.step("business support: its minutes issued"):
		held.issue_minutes(kim, meeting, agreed=True)
	assert kim.page.locator(".head .state").inner_text() == "Issued"
	keeps_the_rules(kim.page)


def test_business_support_types_a_supervision_up_on_a_phone_and_its_chair_finalises_it(somebody, early_help):
	when = {"planned_on": day.TODAY, "planned_time": "11:00:00", "chair_user": day.ROBIN}
	supervision = planned_today(early_help, "Case Supervision", day.ROBIN, **when)
	kim, robin = somebody(day.KIM, "phone"), somebody(day.ROBIN, "phone")
	with kim.step("business support: supervision typed up"):
		held.supervise(kim, supervision, held.O_BRIENS, "Send To Manager")
	robin.page.goto(f"/app/case-supervision/{supervision}")
	with robin.step("manager: supervision finalised"):
		day.take_step(robin, "Finalise")
	assert robin.page.locator(".head .state").inner_text() == "Finalised"
	keeps_the_rules(robin.page)


def test_minutes_are_issued_and_the_card_is_handed_over_on_a_phone(somebody, early_help):
	meeting = waiting(early_help, "TAC Meeting", "Minutes To Check")
	jo = somebody(day.JO, "phone")
	with jo.step("practitioner: minutes issued"):
		held.issue_minutes(jo, meeting)
	with jo.step("practitioner: card handed over"):
		held.hand_card_over(jo, meeting)
	assert waiting(early_help, "TAC Meeting", "Issued")
	keeps_the_rules(jo.page)


def test_a_supervision_is_written_as_it_is_held_and_finalised(somebody, early_help):
	supervision = waiting(early_help, "Case Supervision", "Ready")
	val = somebody(day.VAL)
	with val.step("manager: supervision held and finalised"):
		held.supervise(val, supervision, held.QUINNS, "Finalise")
	assert val.page.locator(".head .state").inner_text() == "Finalised"
	keeps_the_rules(val.page)


def test_a_plan_is_sent_back_with_a_reason_and_comes_again(somebody, early_help):
	plan = f"/app/my-family-plan/{waiting(early_help, 'My Family Plan', 'Awaiting Approval')}"
	robin, jo = somebody(day.ROBIN, "phone"), somebody(day.JO)
	robin.page.goto(plan)
	with robin.step("manager: plan sent back"):
		robin.click(robin.button("Send Back"))
		robin.page.locator(".errors").wait_for()
		keeps_the_rules(robin.page)
		robin.click(robin.page.locator(".errors a").first)
		robin.type("Say what the school does.")
		day.take_step(robin, "Send Back")
	with jo.step("practitioner: plan sent again"):
		day.send_plan(jo, plan)
	with robin.step("manager: plan approved"):
		day.approve(robin, plan)
	assert robin.page.locator(".head .state").inner_text() == "Active"
