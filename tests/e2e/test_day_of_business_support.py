"""Kim Alder of business support enters a family from first call to review, and sees the figures follow."""

import datetime

KIM, ROBIN = "kim.alder@example.com", "robin.hale@example.com"
TODAY = datetime.date.today()
FAMILY = "O'Hara-Quill"
PEOPLE = (
	("Bríd", "1988-02-29", "Mother"),
	("Orla", "2014-09-01", "Child"),
	("Fionn", "2017-11-30", "Child"),
)
GOALS = (
	("Mornings without shouting", "3", "7"),
	('It\'s "school" every day & on time', "2", "4"),
)


def days_ago(count):
	return TODAY - datetime.timedelta(days=count)


def test_a_family_is_entered_from_first_call_to_review_and_the_impact_table_moves_by_exactly_that(
	person, early_help, tally
):
	kim, robin = person(early_help, KIM), person(early_help, ROBIN)
	kim.tally = tally
	themes = themes_of(early_help)
	with kim.step("open Impact Achieved"):
		open_impact(kim)
	before = impact(kim)
	with kim.step("search: is the family known?"):
		search_for(kim, FAMILY)
	with kim.step("family with three members"):
		enter_family(kim)
	with kim.step("referral"):
		enter_referral(kim)
	referral = kim.page.url
	accept(robin, referral)
	with kim.step("find the episode, start the plan"):
		start_plan(kim)
	plan = kim.page.url
	for (goal, first, _now), theme in zip(GOALS, themes, strict=True):
		with kim.step(f"goal: {goal}"):
			enter_goal(kim, plan, goal, theme, first)
	with kim.step("review with two scores"):
		enter_review(kim, plan)
	finalise(robin, kim.page.url)
	with kim.step("open Impact Achieved again"):
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
	with kim.step("open the goals behind a cell"):
		open_cell(kim, themes[0], "40%")
	listed = kim.page.locator("table.report tbody tr").all_inner_texts()
	assert any(FAMILY in row and GOALS[0][0] in row for row in listed)
	assert len(listed) == after[themes[0], "40%"]


def themes_of(site):
	"""Two themes that tell two goals apart."""
	with site.opened() as local:
		found = local.db.get_all("Impact Theme", {"disabled": 0}, pluck="name", order_by="sequence")
	return found[0], found[1]


def open_impact(kim):
	kim.page.goto("/app/early-help")
	kim.click(kim.page.locator("a.shortcut", has_text="Impact Achieved"))
	kim.page.get_by_role("heading", name="Impact Achieved").wait_for()


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


def search_for(kim, text):
	"""Ctrl K, the name, Enter: the whole search page."""
	kim.press("Control+k")
	kim.type(text)
	kim.press("Enter")
	kim.page.get_by_role("heading", name="Search").wait_for()
	assert "Nothing was found." in kim.page.locator("main").inner_text()


def enter_family(kim):
	kim.press("Control+k")
	kim.type("new family")
	kim.take(kim.page.locator("#jump"), "New Family")
	kim.page.get_by_role("heading", name="New Family", exact=True).wait_for()
	kim.fill("Family Name", FAMILY)
	kim.fill("Street", "4 Weir Lane")
	kim.fill("Town", "Millbeck")
	for name, born, relation in PEOPLE:
		row = kim.add_row("members")
		enter_person(kim, row, name, datetime.date.fromisoformat(born))
		kim.pick("Person", name, within=row)
		kim.choose("Who They Are", relation, row)
	kim.save()
	for at, (name, _born, _relation) in enumerate(PEOPLE):
		assert kim.box("Person", kim.row("members", at)).input_value() == f"{name} {FAMILY}"


def enter_person(kim, row, name, born):
	"""The person is not known yet: the link's own offer opens a form in another tab."""
	box = kim.box("Person", row)
	kim.click(box)
	kim.type(name)
	family_tab = kim.page
	with kim.page.context.expect_page() as opened:
		kim.take(box, "+ New Early Help Person")
	kim.page = opened.value
	kim.fill("First Name", name)
	kim.fill("Last Name", FAMILY)
	kim.date("Date of Birth", born)
	kim.save()
	kim.clicks += 1
	kim.page.close()
	kim.page = family_tab
	kim.press("ControlOrMeta+a", "Delete")


def enter_referral(kim):
	kim.click(kim.link("New Early Help Referral"))
	kim.page.get_by_role("heading", name="New Early Help Referral").wait_for()
	if not kim.box("Service").input_value():
		kim.pick("Service", "School", "School Family Practitioners")
	kim.date("Received On", days_ago(100))
	kim.fill("Number of Children", "2")
	kim.fill("What Is the Worry?", 'Late most days since the move; mum says mornings are "a battle".')
	kim.choose("Does the Family Know and Agree?", "Yes")
	kim.save()


def accept(robin, url):
	"""The manager accepts the referral and opens an episode: not counted, it is another person's work."""
	robin.page.goto(url)
	robin.choose("Decision", "Accepted")
	robin.date("Decided On", days_ago(95))
	robin.save()
	robin.click(robin.link("New Early Help Episode"))
	robin.page.get_by_role("heading", name="New Early Help Episode").wait_for()
	if not robin.box("Family").input_value():
		robin.pick("Family", FAMILY)
	if not robin.box("Service").input_value():
		robin.pick("Service", "School", "School Family Practitioners")
	robin.date("Accepted On", days_ago(95))
	robin.date("Opened On", days_ago(90))
	for name, _born, relation in PEOPLE:
		if relation == "Child":
			robin.pick("Child", name, within=robin.add_row("children"))
	row = robin.add_row("allocations")
	robin.pick("Practitioner", "Pat", "Pat Norris", within=row)
	robin.choose("Role", "Lead Practitioner", row)
	robin.date("From", days_ago(90), row)
	robin.save()


def start_plan(kim):
	kim.press("Control+k")
	kim.type(FAMILY)
	kim.take(kim.page.locator("#jump"), "Early Help Episode")
	kim.click(kim.link("New My Family Plan"))
	kim.page.get_by_role("heading", name="New My Family Plan").wait_for()
	kim.date("Assessment Started On", days_ago(88))
	kim.date("Assessment Completed On", days_ago(80))
	kim.date("Approved On", days_ago(75))
	kim.fill("What Are We Worried About?", "The children miss the start of the day.")
	kim.fill("What Is Working Well?", "Bríd's sister helps.")
	kim.fill("What Needs to Happen?", "A calm morning.")
	kim.save()


def enter_goal(kim, plan, goal, theme, first):
	if kim.page.url != plan:
		kim.page.goto(plan)
		kim.clicks += 1
	kim.click(kim.link("New Scaling Goal"))
	kim.page.get_by_role("heading", name="New Scaling Goal").wait_for()
	kim.pick("Theme", theme[:12], theme)
	kim.fill("Goal", goal)
	kim.date("Baseline Scored On", days_ago(80))
	kim.choose("Baseline Score", first)
	kim.save()


def enter_review(kim, plan):
	kim.page.goto(plan)
	kim.clicks += 1
	kim.click(kim.link("New Plan Review"))
	kim.page.get_by_role("heading", name="New Plan Review").wait_for()
	kim.date("Held On", days_ago(2))
	for goal, _first, now in GOALS:
		row = kim.add_row("scores")
		kim.pick("Goal", goal[:8], goal, within=row)
		kim.choose("Whose Score", "Agreed", row)
		kim.choose("Score", now, row)
	kim.fill("What Has Changed?", "Both up.")
	kim.save()


def finalise(robin, url):
	robin.page.goto(url)
	robin.click(robin.button("Submit"))
	robin.saved()
