"""What each person of a service does in a day, step by step, at the keyboard and the mouse."""

import datetime
import re

KIM, PAT, ROBIN = "kim.alder@example.com", "pat.norris@example.com", "robin.hale@example.com"
JO, VAL = "jo.whinney@example.com", "val.orton@example.com"
TODAY = datetime.date.today()
FAMILY = "O'Hara-Quill"
MOTHER = "Bríd"
CHILDREN = (("Orla", "2014-09-01"), ("Fionn", "2017-11-30"))
TEAM, SERVICE = "Middleton Early Help", "Early Help Middleton"


def days_ago(count):
	return TODAY - datetime.timedelta(days=count)


def day(text):
	return datetime.date.fromisoformat(text)


def take_step(hands, action):
	"""Press a button of the workflow; the form is saved on the way."""
	hands.click(hands.button(action).first)
	hands.saved()


def follow(hands, link, heading):
	hands.click(hands.link(link).first)
	hands.page.get_by_role("heading", name=heading, exact=True, level=1).wait_for()


def more(hands, row):
	"""Open the fields of a row that have no column."""
	hands.click(hands.button(re.compile("More of row"), row))


# business support: a referral


def search_first(kim):
	"""Is the family known? Nobody is: a referral begins from what was typed."""
	kim.page.goto("/eh-search")
	kim.clicks += 1
	form = kim.page.get_by_role("search")
	kim.fill("First name", CHILDREN[0][0], form)
	kim.fill("Last name", FAMILY, form)
	kim.date("Date of birth", day(CHILDREN[0][1]), form)
	kim.press("Enter")
	kim.page.get_by_text("Nobody like this was found.").wait_for()
	kim.click(kim.button("It is none of these: take down a referral"))
	kim.page.locator("#doc").wait_for()


def take_referral_down(kim):
	kim.pick("Source", "Health", "Health visitor")
	kim.fill("Name", "Sam Okafor")
	kim.fill("Telephone", "01632 960123")
	row = kim.add_row("children")
	name, born = CHILDREN[1]
	kim.fill("First Name", name, row)
	kim.fill("Last Name", FAMILY, row)
	kim.date("Date of Birth", day(born), row)
	row = kim.add_row("adults")
	kim.fill("First Name", MOTHER, row)
	kim.fill("Last Name", FAMILY, row)
	kim.choose("Who They Are", "Mother", row)
	kim.choose("Parental Responsibility", "Yes", row)
	kim.fill("What Is the Worry?", 'Late most days since the move; mum says mornings are "a battle".')
	kim.choose("Does the Family Know and Agree?", "Yes")
	take_step(kim, "Submit")


def make_records(kim):
	kim.click(kim.link("Search whether the family is known"))
	kim.click(kim.button("Make the records of this family"))
	kim.page.locator("#doc").wait_for()


def screen(kim):
	take_step(kim, "Start Screening")
	kim.click(kim.link("Screening"))
	kim.pick("Who Agreed", MOTHER, MOTHER)
	kim.date("Agreed On", TODAY)
	kim.save()


# the manager: accept, allocate, approve, finalise


def accept(robin, referral):
	robin.page.goto(referral)
	robin.click(robin.link("Screening"))
	robin.pick("Level of Need", "Tier 2", "Tier 2")
	robin.fill("Descriptors Met", "Late for school, a move, no network.")
	robin.fill("Level Agreed by", "Robin Hale")
	robin.click(robin.link("Next Step and Decision"))
	robin.pick("Team", TEAM[:8], TEAM)
	take_step(robin, "Accept")


def allocate(robin):
	robin.click(robin.page.locator(".chip a", has_text="Early Help Episode").first)
	robin.page.get_by_role("heading", name="Early Help Episode", exact=True, level=1).wait_for()
	robin.click(robin.page.locator("table.rows").get_by_role("link", name=FAMILY))
	robin.click(robin.link("The Work"))
	row = robin.add_row("allocations")
	robin.pick("Practitioner", "Pat", "Pat Norris", within=row)
	take_step(robin, "Allocate")
	return robin.page.url


# the plan


def write_plan(hands, episode):
	"""The three questions, what each child says, who agrees; two goals; then it is sent for approval."""
	hands.page.goto(episode)
	follow(hands, "New My Family Plan", "New My Family Plan")
	hands.save()
	hands.click(hands.link("Worries and Strengths"))
	hands.fill("What Are We Worried About?", "The children miss the start of the day.")
	hands.fill("What Is Working Well?", "Bríd's sister helps.")
	hands.fill("What Needs to Happen?", "A calm morning.")
	hands.click(hands.link("Actions"))
	row = hands.add_row("actions")
	hands.fill("What", "Lay out clothes the evening before", row)
	hands.pick("Family Member", MOTHER, within=row)
	hands.date("By When", TODAY + datetime.timedelta(days=14), row)
	hands.click(hands.link("Agreement"))
	for at, words in enumerate(("I want to be there for the bell.", "I like my aunt.")):
		hands.fill("What the Child Says", words, hands.row("voices", at))
	for at in range(2):  # the mother, and the child who is old enough
		hands.choose("Do They Agree?", "Agrees", hands.row("agreements", at))
	hands.save()
	return hands.page.url


def add_goal(hands, plan, goal, theme, first):
	if hands.page.url.partition("#")[0] != plan.partition("#")[0]:
		hands.page.goto(plan)
		hands.clicks += 1
	follow(hands, "New Scaling Goal", "New Scaling Goal")
	hands.pick("Theme", theme[:12], theme)
	hands.fill("Goal", goal)
	hands.fill("What 0 Means", "It never happens")
	hands.fill("What 10 Means", "It happens every day")
	hands.choose("Baseline Score", first)
	hands.save()


def send_plan(pat, plan):
	pat.page.goto(plan)
	take_step(pat, "Send For Approval")


def approve(robin, plan):
	robin.page.goto(plan)
	take_step(robin, "Approve")


# the review


SCORERS = {
	"Parent or carer": ("Person", MOTHER),
	"Child": ("Person", CHILDREN[0][0]),
	"Practitioner": ("Professional", "Pat Norris"),
}


def hold_review(hands, plan, scores):
	"""`scores`: {goal: score}, given by four. Everybody is heard, the result and the next day are agreed."""
	hands.page.goto(plan)
	hands.clicks += 1
	hands.click(hands.page.locator(".chip a", has_text="Plan Review").first)
	hands.page.get_by_role("heading", name="Plan Review", exact=True, level=1).wait_for()
	hands.click(hands.page.locator("table.rows").get_by_role("link", name=FAMILY).first)
	take_step(hands, "Hold")
	hands.click(hands.link("Scores"))
	rows = hands.page.locator("[data-grid='scores'] tbody[data-row]")
	assert rows.count() == len(scores) * (1 + len(SCORERS))  # who agreed to the plan, and the lead, are asked
	for at in range(rows.count()):
		row = hands.row("scores", at)
		goal, scorer = hands.box("Goal", row).input_value(), hands.box("Whose Score", row).input_value()
		hands.choose("Score", scores[goal], row)
		hands.fill("Why This Score?", "We talked about it." if scorer == "Agreed" else "I say so.", row)
		if scorer in ("Parent or carer", "Child"):
			hands.choose("May Be Shown To", "Everybody", row)
	hands.click(hands.link("What Was Said"))
	hands.fill("Who Came", "Bríd, Orla, Fionn, Pat Norris")
	hands.fill("Progress of Actions", "The clothes are laid out.")
	for at in range(len(CHILDREN)):
		hands.fill("What the Child Says", "It is better.", hands.row("voices", at))
		hands.choose("May Be Shown To", "Everybody", hands.row("voices", at))
	hands.click(hands.link("Result"))
	hands.choose("Result", "Continue")
	hands.pick("Level of Need Now", "Tier 2", "Tier 2")
	take_step(hands, "Send For Sign-Off")


def finalise(robin, review):
	robin.page.goto(review)
	take_step(robin, "Finalise")


# the meeting, and case supervision


def minute_meeting(pat, meeting):
	"""The meeting from its first minute to its last: who came, how it went, the children's words, what is agreed."""
	pat.page.goto(f"/app/tac-meeting/{meeting}")
	take_step(pat, "Start")
	for at in range(pat.page.locator("[data-grid='attendees'] tbody[data-row]").count()):
		pat.choose("Attended", "Yes", pat.row("attendees", at))
	for at in range(pat.page.locator("[data-grid='actions'] tbody[data-row]").count()):
		pat.choose("How Did It Go?", "Done", pat.row("actions", at))
	for at in range(pat.page.locator("[data-grid='voices'] tbody[data-row]").count()):
		pat.fill("What the Child Says", "It is better in the morning.", pat.row("voices", at))
	row = pat.add_row("actions")
	pat.fill("What", "Walk to school together on Mondays", row)
	pat.pick("Family Member", "Joanne O'B", "Joanne O'Brien", within=row)
	pat.date("By When", TODAY + datetime.timedelta(days=14), row)
	pat.date("Next Meeting On", TODAY + datetime.timedelta(days=42))
	take_step(pat, "End Meeting")


def issue_minutes(jo, meeting):
	"""Who gets which minutes; then they are issued."""
	jo.page.goto(f"/app/tac-meeting/{meeting}")
	for at in range(jo.page.locator("[data-grid='attendees'] tbody[data-row]").count()):
		jo.choose("Minutes", "All", jo.row("attendees", at))
	take_step(jo, "Issue")


def hand_card_over(jo, meeting):
	jo.page.goto(f"/app/tac-meeting/{meeting}")
	jo.click(jo.page.locator(".chip a", has_text="Thank You Card").first)
	jo.page.get_by_role("heading", name="Thank You Card", exact=True, level=1).wait_for()
	jo.click(jo.page.locator("table.rows tbody th a").first)
	jo.fill("What We Thank For", "Thank you for showing us your drawings.")
	jo.date("Given On", TODAY)
	jo.choose("How", "Handed over")
	jo.save()


def supervise(val, supervision):
	"""Val chairs alone and writes as they talk: workers, stages of change, views, rating, decision, plan."""
	val.page.goto(f"/app/case-supervision/{supervision}")
	take_step(val, "Open Session")
	for name in ("Noor Aldous", "Femi Adeyemi", "Val Orton"):
		row = val.add_row("attendees")
		val.pick("Practitioner", name.split()[0], name, within=row)
		val.choose("Part", "Chair" if name.startswith("Val") else "Worker", row)
		val.choose("Attendance", "Present", row)
	for name in ("Aoife", "Martin"):
		row = val.add_row("stages")
		val.pick("Adult", name, within=row)
		val.fill("Behaviour", "Drinking", row)
		val.choose("Stage of Change", "Preparation", row)
	for name, whose in (("Niamh", "Child"), ("Finn", "Child"), ("Aoife", "Parent")):
		row = val.add_row("views")
		val.choose("Whose View", whose, row)
		val.pick("Person", name, within=row)
		val.fill("What They Say", "It is quieter at home.", row)
	val.fill("Impact of Support", "An adult is awake on three evenings a week more.")
	val.choose("Red, Amber or Green", "Amber")
	val.fill("Why", "The change is new.", val.page.locator("[data-f='rating_why']"))
	row = val.add_row("decisions")
	val.fill("Decision", "Go on with two sessions a week", row)
	val.fill("Why", "It works", row)
	val.pick("Decided By", "Val", "Val Orton", within=row)
	val.fill("Plan", "Bring in her sister for the weekends.")
	val.date("Next Supervision On", TODAY + datetime.timedelta(days=28))
	take_step(val, "Finalise")
