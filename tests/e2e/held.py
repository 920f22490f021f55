"""What is written while people sit together: a meeting with its card, a case supervision."""

import datetime
from typing import NamedTuple

from day import TODAY, take_step


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


def issue_minutes(jo, meeting, agreed=False):
	"""Who gets which minutes; that the chair agreed, where somebody else sends them; then they are issued."""
	jo.page.goto(f"/app/tac-meeting/{meeting}")
	for at in range(jo.page.locator("[data-grid='attendees'] tbody[data-row]").count()):
		jo.choose("Minutes", "All", jo.row("attendees", at))
	if agreed:
		jo.date("Chair Agreed On", TODAY)
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


class Session(NamedTuple):
	"""A case supervision: who takes part (the last one chairs), whose stage of change, whose views."""

	people: tuple
	adults: tuple
	views: tuple


QUINNS = Session(
	("Noor Aldous", "Femi Adeyemi", "Val Orton"),
	("Aoife", "Martin"),
	(("Niamh", "Child"), ("Finn", "Child"), ("Aoife", "Parent")),
)
O_BRIENS = Session(
	("Pat Norris", "Robin Hale"),
	("Joanne O'B", "Declan O'B"),
	(("Chloe O'B", "Child"), ("Sam O'B", "Child"), ("Joanne O'B", "Parent"), ("Declan O'B", "Parent")),
)


def supervise(hands, supervision, session, last_step):
	"""It is written as they talk: who takes part, stages of change, views, rating, decision, plan."""
	hands.page.goto(f"/app/case-supervision/{supervision}")
	take_step(hands, "Open Session")
	chair = session.people[-1]
	for name in session.people:
		row = hands.add_row("attendees")
		hands.pick("Practitioner", name.split()[0], name, within=row)
		hands.choose("Part", "Chair" if name == chair else "Worker", row)
		hands.choose("Attendance", "Present", row)
	for name in session.adults:
		row = hands.add_row("stages")
		hands.pick("Adult", name, within=row)
		hands.fill("Behaviour", "Drinking", row)
		hands.choose("Stage of Change", "Preparation", row)
	for name, whose in session.views:
		row = hands.add_row("views")
		hands.choose("Whose View", whose, row)
		hands.pick("Person", name, within=row)
		hands.fill("What They Say", "It is quieter at home.", row)
	hands.fill("Impact of Support", "An adult is awake on three evenings a week more.")
	hands.choose("Red, Amber or Green", "Amber")
	hands.fill("Why", "The change is new.", hands.page.locator("[data-f='rating_why']"))
	row = hands.add_row("decisions")
	hands.fill("Decision", "Go on with two sessions a week", row)
	hands.fill("Why", "It works", row)
	hands.pick("Decided By", chair.split()[0], chair, within=row)
	hands.fill("Plan", "Bring in her sister for the weekends.")
	hands.date("Next Supervision On", TODAY + datetime.timedelta(days=28))
	take_step(hands, last_step)
