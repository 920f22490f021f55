"""What each person of a service does in a day, step by step, at the keyboard and the mouse."""

import datetime
import re
from typing import NamedTuple

KIM, PAT, ROBIN = "kim.alder@example.com", "pat.norris@example.com", "robin.hale@example.com"
JO, VAL = "jo.whinney@example.com", "val.orton@example.com"
TODAY = datetime.date.today()
TEAM, SERVICE = "Middleton Early Help", "Early Help Middleton"


class Family(NamedTuple):
	"""Who is referred: the name, the mother, each child with the day of birth."""

	name: str
	mother: str
	children: tuple


QUILLS = Family("O'Hara-Quill", "Bríd", (("Orla", "2014-09-01"), ("Fionn", "2017-11-30")))
SANDYS = Family("Sandys-Ó Néill", "Sorcha", (("Caoimhe", "2013-03-02"), ("Lorcan", "2018-07-19")))


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


def search_first(kim, family):
	"""Is the family known? Nobody is: a referral begins from what was typed."""
	kim.page.goto("/eh-search")
	kim.clicks += 1
	form = kim.page.get_by_role("search")
	name, born = family.children[0]
	kim.fill("First name", name, form)
	kim.fill("Last name", family.name, form)
	kim.date("Date of birth", day(born), form)
	kim.press("Enter")
	kim.page.get_by_text("Nobody like this was found.").wait_for()
	kim.click(kim.button("It is none of these: take down a referral"))
	kim.page.locator("#doc").wait_for()


def take_referral_down(kim, family):
	kim.pick("Source", "Health", "Health visitor")
	kim.fill("Name", "Sam Okafor")
	kim.fill("Telephone", "01632 960123")
	row = kim.add_row("children")
	name, born = family.children[1]
	kim.fill("First Name", name, row)
	kim.fill("Last Name", family.name, row)
	kim.date("Date of Birth", day(born), row)
	row = kim.add_row("adults")
	kim.fill("First Name", family.mother, row)
	kim.fill("Last Name", family.name, row)
	kim.choose("Who They Are", "Mother", row)
	kim.choose("Parental Responsibility", "Yes", row)
	kim.fill("What Is the Worry?", 'Late most days since the move; mum says mornings are "a battle".')
	kim.choose("Does the Family Know and Agree?", "Yes")
	take_step(kim, "Submit")


def make_records(kim):
	kim.click(kim.link("Search whether the family is known"))
	kim.click(kim.button("Make the records of this family"))
	kim.page.locator("#doc").wait_for()


def screen(kim, family):
	take_step(kim, "Start Screening")
	kim.click(kim.link("Screening"))
	kim.pick("Who Agreed", family.mother, family.mother)
	kim.date("Agreed On", TODAY)
	kim.save()


def recommend(pat, referral):
	"""The practitioner in the front door: the level, what happened before, what is recommended and why."""
	pat.page.goto(referral)
	pat.click(pat.link("Screening"))
	pat.pick("Level of Need", "Tier 2", "Tier 2")
	pat.fill("Descriptors Met", "Late for school, a move, no network.")
	pat.fill("Level Agreed by", "Robin Hale")
	pat.choose("Recommendation", "Accept")
	pat.fill("Why", "The school cannot do it alone.", pat.part("Recommendation"))
	pat.save()
	pat.click(pat.link("See what happened before"))
	pat.click(pat.button("I have seen this"))
	pat.page.locator("#doc").wait_for()
	take_step(pat, "Recommend")


def tell_and_finish(kim, referral):
	"""Who referred and the family are told; with that the referral is finished."""
	kim.page.goto(referral)
	kim.click(kim.link("Telling"))
	for who in ("Referrer", "Family"):
		part = kim.part(f"Telling the {who}")
		kim.date("Told On", TODAY, part)
		kim.fill("Told by", "Kim Alder", part)
		kim.choose("How", "Telephone", part)
		kim.fill("What", "Pat Norris comes on Monday.", part)
	take_step(kim, "Finish")


# the manager: accept, allocate, approve, finalise


def accept(robin, referral):
	robin.page.goto(referral)
	robin.click(robin.link("Next Step and Decision"))
	robin.pick("Team", TEAM[:8], TEAM)
	take_step(robin, "Accept")


def allocate(robin, family):
	robin.click(robin.page.locator(".chip a", has_text="Early Help Episode").first)
	robin.page.get_by_role("heading", name="Early Help Episode", exact=True, level=1).wait_for()
	robin.click(robin.page.locator("table.rows").get_by_role("link", name=family.name))
	robin.click(robin.link("The Work"))
	row = robin.add_row("allocations")
	robin.pick("Practitioner", "Pat", "Pat Norris", within=row)
	take_step(robin, "Allocate")
	return robin.page.url


# the plan


def write_plan(hands, episode, family):
	"""The three questions, what each child says, who agrees; two goals; then it is sent for approval."""
	hands.page.goto(episode)
	follow(hands, "New My Family Plan", "New My Family Plan")
	hands.save()
	hands.click(hands.link("Worries and Strengths"))
	hands.fill("What Are We Worried About?", "The children miss the start of the day.")
	hands.fill("What Is Working Well?", f"{family.mother}'s sister helps.")
	hands.fill("What Needs to Happen?", "A calm morning.")
	hands.click(hands.link("Actions"))
	row = hands.add_row("actions")
	hands.fill("What", "Lay out clothes the evening before", row)
	hands.pick("Family Member", family.mother, within=row)
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


SCORERS = 4  # who agreed to the plan: the mother and the elder child; the lead; and what all agree


def hold_review(hands, plan, family, scores):
	"""`scores`: {goal: score}, given by four. Everybody is heard, the result and the next day are agreed."""
	hands.page.goto(plan)
	hands.clicks += 1
	hands.click(hands.page.locator(".chip a", has_text="Plan Review").first)
	hands.page.get_by_role("heading", name="Plan Review", exact=True, level=1).wait_for()
	hands.click(hands.page.locator("table.rows").get_by_role("link", name=family.name).first)
	take_step(hands, "Hold")
	hands.click(hands.link("Scores"))
	rows = hands.page.locator("[data-grid='scores'] tbody[data-row]")
	assert rows.count() == len(scores) * SCORERS
	for at in range(rows.count()):
		row = hands.row("scores", at)
		goal, scorer = hands.box("Goal", row).input_value(), hands.box("Whose Score", row).input_value()
		hands.choose("Score", scores[goal], row)
		hands.fill("Why This Score?", "We talked about it." if scorer == "Agreed" else "I say so.", row)
		if scorer in ("Parent or carer", "Child"):
			hands.choose("May Be Shown To", "Everybody", row)
	hands.click(hands.link("What Was Said"))
	hands.fill("Who Came", ", ".join([family.mother, *dict(family.children), "Pat Norris"]))
	hands.fill("Progress of Actions", "The clothes are laid out.")
	for at in range(len(family.children)):
		hands.fill("What the Child Says", "It is better.", hands.row("voices", at))
		hands.choose("May Be Shown To", "Everybody", hands.row("voices", at))
	hands.click(hands.link("Result"))
	hands.choose("Result", "Continue")
	hands.pick("Level of Need Now", "Tier 2", "Tier 2")
	take_step(hands, "Send For Sign-Off")


def finalise(robin, review):
	robin.page.goto(review)
	take_step(robin, "Finalise")
