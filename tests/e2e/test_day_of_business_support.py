"""A family from the first call to a review: Kim types, Robin decides, Pat sends; and the published figures follow."""

import day

FAMILIES = {"wide": day.QUILLS, "phone": day.SANDYS}
GOALS = {"Breakfast before the bell": ("3", "7"), 'It\'s "school" every day & on time': ("2", "4")}


def test_a_family_goes_from_first_call_to_review_and_the_impact_table_moves_by_exactly_that(
	somebody, early_help, screen
):
	kim, pat, robin = (somebody(who, screen) for who in (day.KIM, day.PAT, day.ROBIN))
	family, themes = FAMILIES[screen], themes_of(early_help)
	with kim.step("business support: open Impact Achieved"):
		open_impact(kim)
	before = impact(kim)
	referral = take_referral(kim, family)
	episode = decide(kim, pat, robin, referral, family)
	assert state_of(kim) == "Finished"
	plan = make_plan(kim, pat, robin, episode, family, themes)
	with kim.step("business support: review of two goals, scored by four"):
		day.hold_review(kim, plan, family, {goal: now for goal, (_first, now) in GOALS.items()})
	with robin.step("manager: review finalised"):
		day.finalise(robin, kim.page.url)
	with kim.step("business support: Impact Achieved again"):
		open_impact(kim)
	after = impact(kim)
	moved = {cell: after[cell] - before[cell] for cell in after if after[cell] != before[cell]}
	assert moved == {
		(themes[0], "40%"): 1,
		(themes[0], "Total"): 1,
		(themes[1], "20%"): 1,
		(themes[1], "Total"): 1,
		("Total", "40%"): 1,
		("Total", "20%"): 1,
		("Total", "Total"): 2,
		"Impacts": 2,
		"Families Scaled": 1,
	}
	with kim.step("business support: the goals behind a cell"):
		open_cell(kim, themes[0], "40%")
	listed = kim.page.locator("table.report tbody tr").all_inner_texts()
	assert any(family.name in row and "Breakfast before the bell" in row for row in listed)
	assert len(listed) == after[themes[0], "40%"]


def state_of(hands):
	return hands.page.locator(".head .state").inner_text()


def take_referral(kim, family):
	with kim.step("business support: is the family known?"):
		day.search_first(kim, family)
	with kim.step("business support: referral taken"):
		day.take_referral_down(kim, family)
	with kim.step("business support: records made"):
		day.make_records(kim)
	with kim.step("business support: screening begun"):
		day.screen(kim, family)
	return kim.page.url.partition("#")[0]


def decide(kim, pat, robin, referral, family):
	"""The practitioner recommends, the manager decides and allocates, business support tells; the episode's address."""
	with pat.step("practitioner: referral recommended"):
		day.recommend(pat, referral)
	assert state_of(pat) == "Awaiting Decision"
	with robin.step("manager: referral accepted"):
		day.accept(robin, referral)
	with robin.step("manager: practitioner allocated"):
		episode = day.allocate(robin, family)
	with kim.step("business support: referrer and family told, referral finished"):
		day.tell_and_finish(kim, referral)
	return episode


def make_plan(kim, pat, robin, episode, family, themes):
	with kim.step("business support: plan typed up"):
		plan = day.write_plan(kim, episode, family)
	for (goal, (first, _now)), theme in zip(GOALS.items(), themes, strict=True):
		with kim.step("business support: a goal"):
			day.add_goal(kim, plan, goal, theme, first)
	with pat.step("practitioner: plan sent for approval"):
		day.send_plan(pat, plan)
	with robin.step("manager: plan approved"):
		day.approve(robin, plan)
	return plan


def themes_of(site):
	"""Two themes that tell two goals apart."""
	with site.opened() as local:
		found = local.db.get_all("Impact Theme", {"disabled": 0}, pluck="name", order_by="sequence")
	return found[0], found[1]


def open_impact(kim):
	kim.page.goto("/app/early-help")
	kim.click(kim.page.locator("a.shortcut", has_text="Impact Achieved"))
	kim.page.get_by_role("heading", name="Impact Achieved").wait_for()
	if kim.box("Service").input_value() != day.SERVICE:
		kim.click(kim.box("Service"))
		kim.press("ControlOrMeta+a")
		kim.type(day.SERVICE[:12])
		kim.take(kim.box("Service"), day.SERVICE)
		kim.press("Enter")
		kim.page.wait_for_url("**service=**")


def impact(kim):
	"""{(theme, column): number} and {figure: number} as they stand on the page."""
	table = kim.page.locator("table.report")
	heads = table.locator("thead th").all_inner_texts()[1:]
	cells = {}
	for row in table.locator("tbody tr").all():
		theme, *numbers = [text.strip() for text in row.locator("th, td").all_inner_texts()]
		cells |= {(theme, head): int(number or 0) for head, number in zip(heads, numbers, strict=True)}
	for figure in kim.page.locator("dl.summary .card").all():
		label, number = figure.locator("dt, dd").all_inner_texts()
		cells[label] = int(number)
	return cells


def open_cell(kim, theme, column):
	table = kim.page.locator("table.report")
	at = table.locator("thead th").all_inner_texts().index(column)
	kim.click(table.locator("tbody tr", has_text=theme).first.locator("th, td").nth(at).get_by_role("link"))
	kim.page.get_by_role("heading", name="Impact Goals").wait_for()
