"""A school leads a family on a phone: it accepts, plans a meeting, minutes it, gives a card and issues the minutes."""

import re
from datetime import date, timedelta

import pytest
from hands import Hands, Tally
from rules import SCREENS, keeps_the_rules
from served import PASSWORD

MAEVE = "maeve.oneill@example.com"
TODAY = date.today()
NEXT_WEEK, IN_SIX_WEEKS = TODAY + timedelta(days=7), TODAY + timedelta(days=42)
# A meeting of four with two actions, written down while people talk.
MOST_CLICKS = 30


@pytest.fixture
def maeve(new_page, early_help, date_order):
	"""The safeguarding lead of Northgate Primary School, on a phone."""
	page = new_page(base_url=early_help.url, has_touch=True, **SCREENS["phone"])
	page.goto("/login")
	page.get_by_label("E-mail address").fill(MAEVE)
	page.get_by_label("Password").fill(PASSWORD)
	page.get_by_role("button", name="Sign in").click()
	page.wait_for_url(re.compile("/school$"))
	return Hands(page, Tally(), date_order)


def open_part(hands, title, word="Write"):
	"""Open a part of the record: its button, or a row of it."""
	link = hands.page.get_by_role("link", name=re.compile(rf"^{word} ?: {re.escape(title)}"))
	hands.click(link)


def save(hands):
	hands.click(hands.button("Save"))
	assert "It is saved." in hands.page.inner_text("main")


def choose_all(hands, answer):
	for box in hands.page.get_by_label(answer, exact=True).all():
		hands.click(box)


def test_a_school_leads_a_family_from_acceptance_to_the_minutes(maeve, early_help, tally):
	accept(maeve)
	with maeve.step("school, on a phone: meeting planned"):
		plan(maeve)
	with maeve.step("school, on a phone: meeting minuted"):
		minute(maeve)
	assert maeve.tally.steps[-1][1] <= MOST_CLICKS
	give_card(maeve)
	with early_help.opened() as local:
		name = local.db.get_value("TAC Meeting", {"venue": "Northgate, room 2"}, "name")
	issue(maeve, name)
	tally.steps += maeve.tally.steps
	with early_help.opened() as local:
		status = local.db.get_value("TAC Meeting", name, "status")
		agreed = local.db.get_all("Agreed Action", {"agreed_in": name}, pluck="what")
	assert (status, sorted(agreed)) == ("Issued", ["Ask for large print", "Take Bea to the optician"])


def accept(hands):
	hands.page.goto("/my-families")
	hands.click(hands.page.get_by_role("button", name=re.compile("^Accept ?: Sutcliffe")))
	assert "You are the lead practitioner now." in hands.page.inner_text("main")


def plan(hands):
	page = hands.page
	hands.click(hands.link("Plan a meeting"))
	keeps_the_rules(page)
	page.get_by_label("Date").fill(TODAY.isoformat())
	page.get_by_label("From").fill("14:00")
	hands.fill("Venue", "Northgate, room 2")
	hands.click(hands.button("Save"))
	open_part(hands, "Who comes", "Add somebody")
	hands.clicks += 1
	page.get_by_label("Who is it?").select_option("CAMHS")
	keeps_the_rules(page)
	save(hands)
	hands.click(hands.button("Send Invitations"))
	assert "permission to share" in page.inner_text(".eh-errors")
	keeps_the_rules(page)
	open_part(hands, "May we share with them?", "Change")
	hands.click(page.get_by_label("CAMHS"))
	save(hands)
	hands.click(hands.button("Send Invitations"))
	assert "The invitations are out." in page.inner_text("main")
	keeps_the_rules(page)


def minute(hands):
	page = hands.page
	hands.click(hands.button("Start"))
	open_part(hands, "Who came")
	keeps_the_rules(page)
	choose_all(hands, "Yes")
	save(hands)
	hands.click(page.locator("[aria-labelledby=t-child]").get_by_role("link", name="Bea Sutcliffe"))
	hands.fill("What the Child Says", 'I like drawing & "reading".')
	hands.click(page.get_by_label("Everybody", exact=True))
	save(hands)
	open_part(hands, "What was said")
	hands.fill("What Was Decided, And Why?", "Glasses first.")
	save(hands)
	open_part(hands, "What we agree", "Add an action")
	for what, who, button in (
		("Take Bea to the optician", "Carla Sutcliffe", "Save, and write another"),
		("Ask for large print", "Maeve O'Neill", "Save"),
	):
		agree(hands, what, who)
		hands.click(hands.button(button))
	open_part(hands, "What is next")
	page.get_by_label("Next Meeting On").fill(IN_SIX_WEEKS.isoformat())
	save(hands)
	keeps_the_rules(page)
	hands.click(hands.button("End Meeting"))
	assert "The meeting is over" in page.inner_text("main")
	keeps_the_rules(page)


def agree(hands, what, who):
	hands.fill("What", what)
	hands.clicks += 2
	hands.page.get_by_label("Who does it?").select_option(who)
	hands.page.get_by_label("By When").fill(NEXT_WEEK.isoformat())


def give_card(hands):
	page = hands.page
	hands.click(page.locator("[aria-labelledby=t-cards]").get_by_role("link", name="Carla Sutcliffe"))
	open_part(hands, "What we thank for")
	hands.fill("What We Thank For", "You told us how it really is.")
	save(hands)
	hands.click(hands.link("See and print the card"))
	card = page.inner_text(".eh-paper")
	assert "Thank you, Carla" in card and "Take Bea to the optician" in card
	for scheme in ("dark", "light"):
		page.emulate_media(color_scheme=scheme)
		keeps_the_rules(page)
	assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
	page.go_back()
	open_part(hands, "How it was given")
	hands.click(page.get_by_label("Handed over"))
	save(hands)
	hands.click(page.locator("a.eh-back"))


def issue(hands, meeting):
	page = hands.page
	open_part(hands, "Who gets the minutes")
	choose_all(hands, "All")
	keeps_the_rules(page)
	save(hands)
	hands.click(hands.button("Issue"))
	page.goto("/my-meetings")
	hands.click(hands.link(f"Meeting on {TODAY.day} {TODAY:%b %Y}", page.locator("li", has_text=meeting)))
	assert "Glasses first." in page.inner_text("main")
	keeps_the_rules(page)
