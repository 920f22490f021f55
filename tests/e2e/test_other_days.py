"""What practitioners and managers do with what the small town has waiting for them, on a desk and on a phone."""

import day
import pytest
from rules import broken_rules

NARROW = {"viewport": {"width": 320, "height": 640}}
WIDE = {"viewport": {"width": 1280, "height": 900}}


def waiting(site, doctype, status):
	"""The name of the record of the town that waits in a state."""
	with site.opened() as local:
		return local.db.get_value(doctype, {"status": status})


def keeps_the_rules(hands):
	"""The page as it stands, on a wide screen and on a phone."""
	for screen in (WIDE, NARROW):
		hands.page.set_viewport_size(screen["viewport"])
		assert not broken_rules(hands.page)


@pytest.fixture
def somebody(person, early_help, tally):
	def make(email, **screen):
		hands = person(early_help, email, **screen)
		hands.tally = tally
		return hands

	return make


def test_a_meeting_is_minuted_while_it_is_held_and_its_card_handed_over(somebody, early_help):
	meeting = waiting(early_help, "TAC Meeting", "Invited")
	with early_help.opened() as local:
		local.db.set_value("TAC Meeting", meeting, "meeting_on", day.TODAY)
	pat = somebody(day.PAT, **WIDE)
	with pat.step("practitioner: meeting minuted"):
		day.minute_meeting(pat, meeting)
	assert pat.page.locator(".head .state").inner_text() == "Minutes To Check"
	with pat.step("practitioner: its card handed over"):
		day.hand_card_over(pat, meeting)
	keeps_the_rules(pat)
	with pat.step("practitioner: its minutes issued"):
		day.issue_minutes(pat, meeting)
	assert pat.page.locator(".head .state").inner_text() == "Issued"


def test_minutes_are_issued_and_the_card_is_handed_over_on_a_phone(somebody, early_help):
	meeting = waiting(early_help, "TAC Meeting", "Minutes To Check")
	jo = somebody(day.JO, **NARROW)
	with jo.step("practitioner, on a phone: minutes issued"):
		day.issue_minutes(jo, meeting)
	with jo.step("practitioner, on a phone: card handed over"):
		day.hand_card_over(jo, meeting)
	assert waiting(early_help, "TAC Meeting", "Issued")
	keeps_the_rules(jo)


def test_a_supervision_is_written_as_it_is_held_and_finalised(somebody, early_help):
	supervision = waiting(early_help, "Case Supervision", "Ready")
	val = somebody(day.VAL, **WIDE)
	with val.step("manager: supervision held and finalised"):
		day.supervise(val, supervision)
	assert val.page.locator(".head .state").inner_text() == "Finalised"
	keeps_the_rules(val)


def test_a_plan_is_sent_back_with_a_reason_and_comes_again(somebody, early_help):
	plan = f"/app/my-family-plan/{waiting(early_help, 'My Family Plan', 'Awaiting Approval')}"
	robin, jo = somebody(day.ROBIN, **NARROW), somebody(day.JO)
	robin.page.goto(plan)
	with robin.step("manager, on a phone: plan sent back"):
		robin.click(robin.button("Send Back"))
		robin.page.locator(".errors").wait_for()
		keeps_the_rules(robin)
		robin.page.set_viewport_size(NARROW["viewport"])
		robin.click(robin.page.locator(".errors a").first)
		robin.type("Say what the school does.")
		day.take_step(robin, "Send Back")
	with jo.step("practitioner: plan sent again"):
		day.send_plan(jo, plan)
	with robin.step("manager, on a phone: plan approved"):
		day.approve(robin, plan)
	assert robin.page.locator(".head .state").inner_text() == "Active"
