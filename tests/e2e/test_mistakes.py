"""What goes wrong while somebody types: nothing that was typed is lost, and it is said what to do."""

import re

import pytest
from rules import broken_rules
from served import HELPER, PASSWORD, make_tool, open_form

NASTY = 'O\'Brien <b>bold</b> & "co" <img src=x onerror=alert(1)>'


def wait_until_kept(hands, text):
	"""The browser keeps a draft a moment after the last key."""
	for _ in range(50):
		if text in hands.page.evaluate("JSON.stringify(Object.values(localStorage))"):
			return
		hands.page.wait_for_timeout(50)
	pytest.fail(f"{text} was not kept in the browser")


def summary(hands):
	found = hands.page.locator(".errors[role=alert]")
	found.wait_for()
	return found


def test_a_summary_links_to_each_field_that_is_missing_or_wrong_and_what_was_typed_stays(keeper):
	open_form(keeper, "/app/tool/new")
	keeper.fill("Quantity", "a few")
	keeper.fill("Room", "Cellar")
	row = keeper.add_row("parts")
	keeper.button(re.compile("More of row"), row).click()
	keeper.fill("Cost", "dear", row)
	keeper.click(keeper.button("Save"))
	said = summary(keeper)
	assert keeper.page.evaluate("document.activeElement.matches('.errors')"), "the summary is read out first"
	assert keeper.page.title().startswith("Error: ")
	links = said.get_by_role("link")
	assert links.all_inner_texts() == [
		"Title: Fill this in",
		"Shelf: Choose one",
		"Quantity: Enter a whole number",
		"Parts, row 1, Part Name: Fill this in",
		"Parts, row 1, Cost: Enter a number",
	]
	for link in links.all():
		target = link.get_attribute("href")
		keeper.click(link)
		box = keeper.page.locator(target)
		assert box.evaluate("box => box === document.activeElement"), target
		assert box.get_attribute("aria-invalid") == "true"
	assert keeper.box("Quantity").input_value() == "a few"
	assert keeper.box("Room").input_value() == "Cellar"
	assert keeper.box("Cost", keeper.row("parts", 0)).input_value() == "dear"
	assert not keeper.page.locator("[data-draft]").is_visible(), "what stands in the form is not offered"


def test_a_rule_of_the_record_is_said_at_the_field_it_names(keeper):
	open_form(keeper, "/app/loan/new?lent_on=2026-05-02&due_on=2026-05-01&remark=For+the+roof")
	keeper.pick("Tool", "Tool 02")
	keeper.click(keeper.button("Save"))
	assert summary(keeper).get_by_role("link").all_inner_texts() == ["Due On cannot be before Lent On"]
	assert keeper.box("Remark").input_value() == "For the roof"


def test_a_file_that_came_with_a_refused_save_can_be_chosen_again(keeper, tmp_path):
	(tmp_path / "notes.txt").write_text("Read me")
	open_form(keeper, "/app/tool/new?shelf=S1")
	keeper.page.locator("[name='manual:file']").set_input_files(tmp_path / "notes.txt")
	keeper.fill("Quantity", "-1")
	keeper.click(keeper.button("Save"))
	summary(keeper)
	keeper.fill("Quantity", "1")
	keeper.fill("Title", "Manual of a plane")
	keeper.save()
	keeper.page.locator("[name='manual:file']").set_input_files(tmp_path / "notes.txt")
	keeper.click(keeper.button("Save"))
	keeper.link("notes.txt", keeper.page.locator("[data-f=manual]")).wait_for()


def test_a_hurried_typist_never_takes_an_offer_for_other_text(keeper):
	open_form(keeper, "/app/loan/new")
	slow = re.compile(r"/app/-/link.*txt=Tool")
	keeper.page.route(slow, lambda route: (keeper.page.wait_for_timeout(400), route.continue_()))
	keeper.click(keeper.box("Tool"))
	keeper.press("ArrowDown")
	keeper.page.get_by_role("option").first.wait_for()
	keeper.type("Tool 17")
	keeper.press("ArrowDown", "Enter")
	assert keeper.box("Tool").input_value() == "Tool 17", "nothing is taken while the answer is on its way"
	keeper.page.locator("[role=option][aria-selected=true]", has_text="Tool 17").wait_for()
	keeper.press("Enter")
	keeper.page.unroute(slow)
	keeper.save()
	keeper.page.reload()
	assert keeper.box("Tool Title").input_value() == "Tool 17"


def test_names_with_apostrophes_and_markup_are_text_wherever_they_are_shown(keeper):
	keeper.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
	open_form(keeper, "/app/tool/new?shelf=S1")
	keeper.fill("Title", NASTY)
	keeper.click(keeper.page.get_by_role("textbox", name="Story"))
	keeper.type(NASTY)
	keeper.save()
	keeper.page.reload()
	written = keeper.box("Title").input_value()
	assert written.startswith("O'Brien <b>bold</b> &")
	assert keeper.page.get_by_role("textbox", name="Story").inner_text().strip() == NASTY
	assert "O'Brien bold" in keeper.page.get_by_role("heading", level=1).inner_text()
	keeper.fill("Title", written + "!")
	keeper.save()
	for path in ("/app/tool?_q=O'Brien", "/app/-/search?q=O'Brien", "/app/tool"):
		keeper.page.goto(path)
		assert keeper.page.get_by_role("link", name=re.compile("O'Brien")).count()
		assert not keeper.page.locator("main img, th b").count()
	open_form(keeper, "/app/loan/new")
	keeper.pick("Tool", "O'Brien")
	assert not keeper.page.locator("[role=option] img, [role=option] b").count()


def test_when_two_people_change_one_record_the_second_sees_both_texts_and_chooses(keeper, person, shed):
	path = make_tool(shed, room="Attic", quantity=1)
	helper = person(shed, HELPER)
	open_form(keeper, path)
	open_form(helper, path)
	helper.fill("Room", "Barn")
	helper.save()
	keeper.fill("Room", "Cellar")
	keeper.fill("Quantity", "5")
	keeper.click(keeper.button("Save"))
	conflict = keeper.page.locator("section.conflict")
	assert "Helper saved this record while you were working on it" in conflict.inner_text()
	assert not broken_rules(keeper.page)
	row = conflict.get_by_role("row", name=re.compile("Room"))
	assert "Barn" in row.inner_text() and "Cellar" in row.inner_text()
	assert keeper.box("Room").input_value() == "Barn"
	assert keeper.box("Quantity").input_value() == "5", "what only one person changed stays"
	keeper.click(row.get_by_label("Use mine"))
	keeper.save()
	assert keeper.box("Room").input_value() == "Cellar"
	assert keeper.box("Quantity").input_value() == "5"
	changes = keeper.page.locator("#timeline").inner_text()
	assert "Barn" in changes and "Cellar" in changes


def test_what_was_typed_survives_the_end_of_the_session(person, shed):
	hands = person(shed, HELPER, fresh=True)
	open_form(hands, make_tool(shed))
	hands.fill("Room", "Under the stairs")
	hands.fill("Part Name", "wedge", hands.add_row("parts"))
	hands.page.context.clear_cookies()
	hands.click(hands.button("Save"))
	hands.page.get_by_role("heading", name="You were signed out").wait_for()
	assert not broken_rules(hands.page)
	with hands.page.context.expect_page() as opened:
		hands.click(hands.page.get_by_role("link", name=re.compile("Sign in")))
	tab = opened.value
	tab.get_by_label("E-mail address").fill(HELPER)
	tab.get_by_label("Password").fill(PASSWORD)
	tab.get_by_role("button", name="Sign in").click()
	tab.wait_for_url(re.compile("/app"))
	tab.close()
	hands.click(hands.button("Show my form again"))
	assert hands.box("Room").input_value() == "Under the stairs"
	hands.save()
	hands.page.reload()
	assert hands.box("Room").input_value() == "Under the stairs"
	assert hands.box("Part Name", hands.row("parts", 0)).input_value() == "wedge"


def test_work_that_was_not_saved_is_offered_again_and_can_be_thrown_away(keeper, shed):
	path = make_tool(shed)
	open_form(keeper, path)
	keeper.fill("Room", "Half a thou")
	keeper.fill("Part Name", "wedge", keeper.add_row("parts"))
	wait_until_kept(keeper, "wedge")
	keeper.page.goto("/app/tool")
	open_form(keeper, path)
	assert keeper.box("Room").input_value() == "North"
	keeper.click(keeper.button("Bring it back"))
	assert keeper.box("Room").input_value() == "Half a thou"
	assert keeper.box("Part Name", keeper.row("parts", 0)).input_value() == "wedge"
	keeper.page.reload()
	keeper.click(keeper.button("Throw it away"))
	keeper.page.reload()
	assert not keeper.page.locator("[data-draft]").is_visible()
	assert keeper.box("Room").input_value() == "North"


def test_signing_out_leaves_nothing_that_was_typed_in_the_browser(person, shed):
	hands = person(shed, HELPER, fresh=True)
	open_form(hands, make_tool(shed))
	hands.fill("Room", "Secret")
	wait_until_kept(hands, "Secret")
	answers = iter(("dismiss", "accept"))
	hands.page.on("dialog", lambda dialog: getattr(dialog, next(answers))())
	hands.page.locator("header summary").click()
	hands.click(hands.button("Sign out"))
	assert hands.box("Room").input_value() == "Secret", "who stays keeps the work"
	hands.click(hands.button("Sign out"))
	hands.page.wait_for_url(re.compile("/login"))
	assert hands.page.evaluate("localStorage.length") == 0


def test_somebody_who_may_only_read_sees_no_box_and_no_save(person, shed):
	helper = person(shed, HELPER)
	for path in ("/app/shelf/S1", "/app/shed-settings"):
		open_form(helper, path)
		assert not helper.button("Save").count()
		assert not helper.page.locator("#doc :is(input:not([type=hidden]), select, textarea):visible").count()
		helper.page.keyboard.press("Control+s")
	helper.page.goto("/app/shelf/new")
	helper.page.get_by_role("heading", name="Not found").wait_for()
	helper.page.goto("/app/tool/new?shelf=S1")
	assert not helper.page.get_by_label("Private Notes").count(), "a field of a level that is not theirs"


def test_workflow_buttons_are_those_of_the_person_and_the_state(keeper, person, shed):
	helper = person(shed, HELPER)
	open_form(helper, "/app/repair/new")
	helper.fill("Title", "New handle")
	helper.fill("Cost", "40")
	helper.save()
	assert helper.page.locator(".head .state").inner_text() == "Shed New"
	helper.click(helper.button("Shed Send"))
	helper.saved()
	assert helper.page.locator(".head .state").inner_text() == "Shed Checking"
	assert not helper.button("Save").count(), "the next state is the keeper's to edit"
	open_form(keeper, helper.page.url)
	assert keeper.button("Shed Accept").is_visible() and keeper.button("Shed Return").is_visible()
	keeper.fill("Outcome", "Oak")
	keeper.click(keeper.button("Shed Accept"))
	keeper.saved()
	assert keeper.page.locator(".head .state").inner_text() == "Shed Settled"
	assert keeper.box("Outcome").input_value() == "Oak", "the button saved what was typed first"
