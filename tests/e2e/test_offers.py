"""What the box of a link offers: what fits the rest of the form."""

import day
import pytest


@pytest.fixture
def kim(person, early_help):
	return person(early_help, day.KIM)


def people_offered(hands, typed):
	"""What a new row of a meeting's people offers for a text, below the line that makes a new person."""
	box = hands.add_row("attendees").get_by_label("Family Member").first
	hands.click(box)
	hands.type(typed)
	listed = box.locator("xpath=..").locator("[role=listbox][aria-busy=false]")
	listed.get_by_role("option").first.wait_for()
	return [text for text in listed.get_by_role("option").all_inner_texts() if not text.startswith("+")]


def test_a_row_of_a_meeting_offers_the_people_of_its_family_and_no_others(kim, early_help):
	with early_help.opened() as local:
		meeting = local.db.get_value("TAC Meeting", {"family_name": "O'Brien", "status": "Invited"})
	kim.page.goto(f"/app/tac-meeting/{meeting}")
	offered = people_offered(kim, "e")
	assert offered and all("O'Brien" in text for text in offered)


def test_as_long_as_no_family_is_chosen_a_row_offers_whoever_is_within_reach(kim):
	kim.page.goto("/app/tac-meeting/new")
	offered = people_offered(kim, "e")
	assert offered and not all("O'Brien" in text for text in offered)
