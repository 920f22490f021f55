"""Help that ends: what is missing first, then two people, the children tracked, and begun again."""

import day
from rules import keeps_the_rules

# (family, lead practitioner) for each screen
FAMILIES = {"wide": ("Etherington", day.PAT), "phone": ("Meredith", day.JO)}
MISSING = 7
SENTENCES = {
	"Closing Summary": "The mornings are calm, and school is reached in time.",
	"What the Family Says": "We know now whom to ask.",
	"Who Goes On Helping": "The school, once a term.",
	"Whom to Call": "The school office, 01632 960141.",
}


def ask_for_closure(lead):
	"""Press first: what is missing is listed. Then write it down, and press again."""
	lead.click(lead.button("Request Closure"))
	lead.page.locator(".errors").wait_for()
	missing = lead.page.locator(".errors li").all_inner_texts()
	part = lead.page.locator("[data-f='closure_reason']")
	lead.pick("Closure Reason", "Closed within", "Closed within the programme", part)
	lead.date("Planned End", day.TODAY)
	for label, words in SENTENCES.items():
		lead.fill(label, words)
	lead.click(lead.box("Feedback Was Asked"))
	day.take_step(lead, "Request Closure")
	return missing


def tracked_until(hands):
	"""What the row of the first child says of the year after the help."""
	hands.click(hands.link("The Family"))
	row = hands.row("children", 0)
	day.more(hands, row)
	shown = row.locator("[data-f$='.tracking'] .value, [data-f$='.track_until'] .value")
	return shown.all_inner_texts()


def state_of(hands):
	return hands.page.locator(".head .state").inner_text()


def test_help_is_closed_by_two_people_the_children_are_tracked_and_it_is_opened_again(
	somebody, early_help, screen
):
	family, who = FAMILIES[screen]
	lead, robin = somebody(who, screen), somebody(day.ROBIN, screen)
	with early_help.opened() as local:
		where = {"family_name": family, "status": "Open"}
		address = f"/app/early-help-episode/{local.db.get_value('Early Help Episode', where)}"
	lead.page.goto(address)
	with lead.step("practitioner: closure asked for"):
		missing = ask_for_closure(lead)
	assert len(missing) == MISSING and state_of(lead) == "Closure Requested"
	assert lead.button("Approve").count() == 0
	robin.page.goto(address)
	with robin.step("manager: closure approved"):
		day.take_step(robin, "Approve")
	assert state_of(robin) == "Closed"
	a_year = day.TODAY.replace(year=day.TODAY.year + 1) if day.TODAY.month != 2 else None
	until, tracking = tracked_until(robin)
	assert tracking == "Too soon to say"
	assert a_year is None or str(a_year.year) in until
	keeps_the_rules(robin.page)
	with robin.step("manager: opened again"):
		robin.click(robin.link("Closing"))
		robin.click(robin.box("Same Needs Again"))
		robin.click(robin.link("The Family"))
		robin.fill("Reason For The Next Step", "The mornings are hard again.")
		day.take_step(robin, "Reopen")
	assert state_of(robin) == "Open"
