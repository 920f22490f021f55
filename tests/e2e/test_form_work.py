"""A form as somebody works in it all day: rows by keyboard, records made beside it, unsaved work, handing on."""

import re

from rules import keeps_the_rules
from served import HELPER, KEEPER, PASSWORD, make_tool, open_form

GRID = "[data-grid=parts] tbody[data-row]"


def names(hands):
	return hands.page.locator(f"{GRID} [name$='.part_name']").evaluate_all("all => all.map(box => box.value)")


def rest_on(hands, name):
	"""Put the focus into a row, by its name."""
	at = names(hands).index(name)
	hands.page.locator(f"{GRID} [name$='.part_name']").nth(at).focus()


def test_rows_are_written_copied_moved_deleted_and_brought_back_without_the_mouse(keeper):
	open_form(keeper, "/app/tool/new?title=Ladder&shelf=S1")
	keeper.page.get_by_role("button", name=re.compile("Add row")).focus()
	keeper.press("Enter")
	keeper.type("rung")
	keeper.press("Enter")
	keeper.type("rail")
	assert names(keeper) == ["rung", "rail"], "Enter in the last row makes a new one"
	keeper.press("Control+ArrowUp", "Control+Enter")
	keeper.type("hook")
	keeper.press("Control+Shift+Enter")
	assert names(keeper) == ["rung", "hook", "hook", "rail"]
	keeper.type("foot")
	moved = names(keeper)[2]
	assert "foot" in moved
	keeper.press("Control+Shift+ArrowUp", "Control+Shift+ArrowUp")
	assert names(keeper) == [moved, "rung", "hook", "rail"]
	assert keeper.page.evaluate("document.activeElement.name").endswith(".part_name"), "the focus moves along"
	keeper.press("Control+Shift+Backspace")
	assert names(keeper) == ["rung", "hook", "rail"]
	keeper.press("Control+Shift+Backspace")
	keeper.click(keeper.button("Undo"))
	assert names(keeper) == ["rung", "hook", "rail"]
	keeper.save()
	assert names(keeper) == ["rung", "hook", "rail"]


def test_a_row_opens_as_a_form_of_all_its_fields_and_closes_again(keeper, shed):
	open_form(keeper, make_tool(shed, parts=[{"part_name": "blade"}, {"part_name": "wedge"}]))
	rest_on(keeper, "blade")
	keeper.press("F2")
	row = keeper.row("parts", 0)
	assert keeper.box("Part Name", row).is_visible() and keeper.box("Cost", row).is_visible()
	keeper.page.locator(f"{GRID} .more label", has_text="Part Name").wait_for()
	keeps_the_rules(keeper.page)
	keeper.fill("Cost", "12.5", row)
	keeper.press("Control+ArrowDown")
	assert (
		not keeper.box("Cost", row).is_visible() and keeper.box("Cost", keeper.row("parts", 1)).is_visible()
	)
	keeper.press("Escape")
	assert not keeper.page.locator(f"{GRID}[data-whole]").count()
	assert names(keeper) == ["blade", "wedge"]
	keeper.save()
	with shed.opened() as local:
		where = {"parent": keeper.page.url.rsplit("/", 1)[1].split("#")[0], "part_name": "blade"}
		assert local.db.get_value("Tool Part", where, "cost") == 12.5


def test_a_record_made_beside_the_form_comes_back_chosen_and_nothing_typed_is_lost(keeper):
	open_form(keeper, "/app/tool/new")
	keeper.fill("Title", "Chisel")
	box = keeper.box("Shelf")
	keeper.click(box)
	keeper.type("Top wall")
	with keeper.page.context.expect_page() as opened:
		keeper.take(box, "New Shelf")
	tab = opened.value
	tab.locator("#doc").wait_for()
	assert "this tab closes" in tab.locator("main").inner_text()
	assert tab.get_by_label("Shelf Name").input_value() == "Top wall", "what was typed is there"
	tab.get_by_label("Room").fill("Loft")
	tab.keyboard.press("Control+s")
	tab.locator(".errors").wait_for()
	tab.get_by_label("Shelf Code").fill("TOP")
	with tab.expect_event("close"):
		tab.keyboard.press("Control+s")
	keeper.page.locator("[data-f=shelf_name] .value", has_text="Top wall").wait_for()
	assert box.input_value() == "Top wall" and keeper.box("Room").input_value() == "Loft"
	assert keeper.box("Title").input_value() == "Chisel"
	keeper.save()


def test_a_comment_does_not_cost_what_is_typed_in_the_form(keeper, shed):
	open_form(keeper, make_tool(shed))
	keeper.fill("Room", "Half typed")
	keeper.fill("Part Name", "wedge", keeper.add_row("parts"))
	keeper.fill("Comment", "I am at it")
	keeper.click(keeper.button("Add comment"))
	keeper.page.locator(".timeline", has_text="I am at it").wait_for()
	assert keeper.box("Room").input_value() == "Half typed" and names(keeper) == ["wedge"]
	assert "Not saved yet" in keeper.page.locator("[data-saved]").inner_text()
	keeper.save()


def test_leaving_with_unsaved_work_is_asked_first_and_what_is_saved_is_not(keeper, shed):
	asked = []
	keeper.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
	open_form(keeper, make_tool(shed))
	keeper.fill("Room", "Cellar")
	keeper.page.wait_for_timeout(150)
	keeper.click(keeper.page.locator(".crumbs a"))
	keeper.page.wait_for_timeout(200)
	assert asked == ["beforeunload"] and keeper.box("Room").input_value() == "Cellar"
	keeper.save()
	keeper.click(keeper.page.locator(".crumbs a"))
	keeper.page.wait_for_url(re.compile("/app/tool$"))
	assert asked == ["beforeunload"]


def test_work_of_one_person_is_never_offered_to_the_next_on_the_same_computer(person, shed):
	hands = person(shed, KEEPER, fresh=True)
	path = make_tool(shed)
	open_form(hands, path)
	hands.fill("Room", "Only mine")
	hands.page.wait_for_timeout(700)
	assert "Only mine" in hands.page.evaluate("JSON.stringify(Object.values(localStorage))")
	hands.page.context.clear_cookies()
	hands.page.goto("/login")
	hands.page.get_by_label("E-mail address").fill(HELPER)
	hands.page.get_by_label("Password").fill(PASSWORD)
	hands.page.get_by_role("button", name="Sign in").click()
	hands.page.wait_for_url(re.compile("/app"))
	open_form(hands, path)
	assert not hands.page.locator("[data-draft]").is_visible()
	assert "Only mine" not in hands.page.evaluate("JSON.stringify(Object.values(localStorage))")


def test_rows_that_two_people_changed_are_shown_cell_by_cell(keeper, person, shed):
	path = make_tool(shed, parts=[{"part_name": name, "qty": 1} for name in ("blade", "handle", "screw")])
	helper = person(shed, HELPER)
	open_form(keeper, path)
	open_form(helper, path)
	helper.fill("Qty", "3", helper.row("parts", 0))
	helper.fill("Qty", "4", helper.row("parts", 1))
	helper.fill("Part Name", "wedge", helper.add_row("parts"))
	helper.save()
	keeper.fill("Qty", "7", keeper.row("parts", 0))
	keeper.fill("Qty", "9", keeper.row("parts", 2))
	keeper.fill("Part Name", "oil", keeper.add_row("parts"))
	keeper.click(keeper.button("Save"))
	told = keeper.page.locator("section.conflict tbody tr, section.conflict table > tr")
	assert told.count() == 1 and "Parts, row 1, Qty" in told.inner_text()
	keeps_the_rules(keeper.page)
	keeper.click(keeper.page.get_by_label(re.compile("Use mine")))
	keeper.save()
	quantities = keeper.page.locator(f"{GRID} [name$='.qty']").evaluate_all(
		"all => all.map(box => box.value)"
	)
	assert names(keeper) == ["blade", "handle", "screw", "wedge", "oil"]
	assert quantities[:3] == ["7", "4", "9"], "what only one of them changed is kept of both"


def test_a_colleague_is_assigned_by_keyboard_and_hears_of_it(keeper, person, shed):
	path = make_tool(shed, title="Saw")
	open_form(keeper, path)
	keeper.press("a")
	box = keeper.page.get_by_label("Assign to (required)")
	keeper.type("help")
	keeper.take(box, "Helper")
	keeps_the_rules(keeper.page)
	keeper.press("Tab")
	keeper.type("Sharpen it")
	keeper.page.locator("#ask-assign button").click()
	assert "Sharpen it" in keeper.page.locator("#assigned li").inner_text()
	helper = person(shed, HELPER)
	helper.page.goto("/app/notification-log?read=0")
	helper.click(helper.page.get_by_role("link", name="Keeper gave you Tool Saw"))
	helper.page.locator("#assigned").get_by_role("button", name="Done").click()
	helper.page.locator("#assigned li", has_text="Nobody.").wait_for()


def test_an_e_mail_is_written_from_the_form_and_stands_in_its_history(keeper, shed):
	with shed.opened() as local:
		from minibench.documents import get_doc

		account = {"email_account_name": "Shed", "email_id": "shed@example.com", "enable_outgoing": 1}
		if not local.db.exists("Email Account", "Shed"):
			get_doc({"doctype": "Email Account", **account, "smtp_server": "mail.example.com"}).insert()
	open_form(keeper, make_tool(shed, supplier_email="dealer@example.com"))
	keeper.press("m")
	keeper.type("dealer@example.com")
	keeps_the_rules(keeper.page)
	send = keeper.page.locator("#ask-email button")
	send.click()
	keeper.click(keeper.page.locator(".errors[role=alert]").get_by_role("link", name=re.compile("Message")))
	keeper.fill("Message", "Is it in stock?", keeper.page.locator("#email"))
	send.click()
	keeper.page.locator(".timeline", has_text="Keeper sent an e-mail to dealer@example.com").wait_for()


def test_keys_are_told_and_never_fire_while_somebody_types_and_can_be_switched_off(keeper, shed):
	open_form(keeper, make_tool(shed))
	keeper.fill("Room", "")
	keeper.type("a?m/c")
	assert keeper.box("Room").input_value().endswith("a?m/c")
	assert not keeper.page.locator("#ask-assign[open]").count()
	keeper.page.goto("/app/tool")
	keeper.press("?")
	keeper.page.wait_for_url(re.compile("/app/-/keys"))
	keeps_the_rules(keeper.page)
	keeper.click(keeper.page.get_by_label(re.compile("Single keys work")))
	keeper.page.goto("/app/tool")
	keeper.press("?")
	keeper.page.wait_for_timeout(200)
	assert keeper.page.url.endswith("/app/tool")
	keeper.page.evaluate("localStorage.removeItem('keys')")


def test_a_file_that_is_too_large_or_runs_is_refused_in_words(keeper, shed, tmp_path):
	path = make_tool(shed)
	open_form(keeper, path)
	with (tmp_path / "film.bin").open("wb") as film:
		film.truncate(26 * 1024 * 1024)
	chooser = keeper.page.locator("#_file")
	chooser.set_input_files(tmp_path / "film.bin")
	assert "film.bin is too large: at most 25 MB" in keeper.page.locator("#files").inner_text()
	assert chooser.evaluate("box => box.files.length") == 0
	(tmp_path / "run.exe").write_bytes(b"MZ")
	chooser.set_input_files(tmp_path / "run.exe")
	keeper.click(keeper.button("Attach"))
	assert "type .exe" in keeper.page.locator(".errors").inner_text()
	assert not keeper.page.locator("#files li a").count()
