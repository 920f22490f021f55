"""Work in a list: filters that fit, saved ones, columns of one's own, and one step for many records."""

import pytest
from rules import broken_rules
from served import KEEPER, TOOLS

PHONE = {"viewport": {"width": 320, "height": 640}}


@pytest.fixture(params=({}, PHONE), ids=("desk", "phone"))
def keeper(request, person, shed):
	hands = person(shed, KEEPER, **request.param)
	hands.page.goto("/app/tool?_sort=title+asc")
	return hands


def menu(hands, name):
	hands.click(hands.page.locator("main summary", has_text=name))


def add_filter(hands, field, condition=None):
	"""Open the filter box and choose a field, and a condition; the box then fits both."""
	if hands.page.locator("[data-filters]").is_visible():
		hands.click(hands.page.locator("[data-filters]"))
	menu(hands, "+ Filter")
	with hands.page.expect_response("**/app/-/filter?*"):
		hands.box("Field").select_option(label=field)
	if condition:
		with hands.page.expect_response("**/app/-/filter?*"):
			hands.box("Condition").select_option(label=condition)
		hands.page.wait_for_function(
			"c => document.querySelector('#_op').selectedOptions[0].text === c", arg=condition
		)


def chips(hands):
	hands.page.locator(".chips").wait_for()
	return [text.split("\n")[0].strip() for text in hands.page.locator(".chip").all_inner_texts()]


def titles(hands):
	hands.page.locator("table.rows").wait_for()
	return hands.page.locator("table.rows tbody th").all_inner_texts()


def tick(hands, *names):
	for name in names:
		hands.click(hands.page.get_by_label(f"Choose {name}", exact=True))


def test_the_box_of_a_filter_fits_and_keeps_the_rules(keeper):
	add_filter(keeper, "Grade", "is one of")
	assert not broken_rules(keeper.page)
	for grade in ("Worn", "Broken"):
		keeper.click(keeper.page.get_by_label(grade, exact=True))
	keeper.click(keeper.button("Add filter"))
	assert chips(keeper) == ["Grade is one of Worn, Broken"]
	add_filter(keeper, "Shelf", "is one of")
	box = keeper.page.get_by_role("combobox", name="Add one")
	keeper.click(box)
	keeper.type("Left")
	keeper.page.locator("[role=option]", has_text="Left wall").click()
	assert not broken_rules(keeper.page)
	keeper.click(keeper.button("Add filter"))
	keeper.page.locator(".chip", has_text="Shelf is one of Left wall").wait_for()
	assert len(titles(keeper)) == 20 and "Tool 03" not in titles(keeper)
	add_filter(keeper, "Bought On", "is between")
	assert keeper.page.locator("[data-filterbox] input[type=date]").count() == 2


def test_a_wrong_value_says_what_to_do(keeper):
	add_filter(keeper, "Quantity", "is more than")
	keeper.fill("Value", "a few")
	keeper.click(keeper.button("Add filter"))
	alert = keeper.page.get_by_role("alert")
	alert.wait_for()
	assert alert.inner_text() == "Quantity: Enter a whole number" and chips(keeper) == [
		"Quantity is more than a few"
	]
	assert not broken_rules(keeper.page)


def test_filters_are_saved_found_again_and_deleted(keeper):
	keeper.page.goto("/app/tool?grade=Broken")
	menu(keeper, "Saved filters")
	assert not broken_rules(keeper.page)
	keeper.fill("Save the filters in use as", "For the bin")
	keeper.click(keeper.button("Save filters"))
	keeper.page.locator(".note", has_text="Saved: For the bin").wait_for()
	keeper.page.goto("/app/tool")
	tab = keeper.link("For the bin")
	keeper.click(tab)
	assert chips(keeper) == ["Grade: Broken"] and tab.get_attribute("aria-current") == "page"
	menu(keeper, "Saved filters")
	keeper.click(keeper.button("Delete the saved filters For the bin"))
	keeper.page.locator(".note", has_text="was deleted").wait_for()
	assert not tab.count()


def test_columns_are_put_in_order_by_keyboard_and_kept(keeper):
	menu(keeper, "Columns")
	panel = keeper.page.locator("[data-order]")
	keeper.click(panel.get_by_label("Price", exact=True))
	up = keeper.page.get_by_role("button", name="Move Price up", exact=True)
	up.focus()
	for _ in range(panel.locator("li").count()):
		keeper.press("Enter")
	assert panel.locator("li").first.inner_text().startswith("Price")
	assert not broken_rules(keeper.page)
	keeper.click(keeper.button("Show these columns"))
	keeper.page.locator("td[data-label=Price]").first.wait_for()
	keeper.page.goto("/app/tool")
	row = keeper.page.locator("table.rows tbody tr").first
	assert row.locator("td[data-label]").first.get_attribute("data-label") == "Price"
	menu(keeper, "Columns")
	keeper.click(keeper.button("Usual columns"))
	keeper.page.locator("td[data-label=Price]").first.wait_for(state="detached")


def test_a_field_is_changed_in_the_rows_that_were_ticked(keeper, shed):
	tick(keeper, "Tool 04", "Tool 06")
	assert keeper.page.get_by_role("group", name="Chosen records").get_by_text("2 chosen").is_visible()
	assert not broken_rules(keeper.page)
	keeper.click(keeper.button("Change a field"))
	keeper.box("Field to change").select_option(label="Room")
	keeper.box("New value for all of them").wait_for()
	assert not broken_rules(keeper.page)
	keeper.fill("New value for all of them", "Cellar")
	keeper.click(keeper.button("Change 2 records"))
	keeper.page.locator(".note", has_text="2 changed").wait_for()
	with shed.opened() as local:
		assert local.db.get_all("Tool", {"room": "Cellar"}, pluck="title", order_by="title") == [
			"Tool 04",
			"Tool 06",
		]
		local.db.sql("update `tabTool` set room = 'North' where room = 'Cellar'")


@pytest.mark.parametrize("keeper", [{}], indirect=True, ids=["desk"])
def test_a_field_of_several_is_changed_by_keyboard_alone(keeper, shed):
	page = keeper.page
	for at in (1, 2):
		keeper.tab_to(page.locator("input[name=row]").nth(at))
		keeper.press("Space")
	keeper.tab_to(keeper.button("Change a field"), most=300)
	keeper.press("Enter")
	page.locator("#_field").wait_for()
	keeper.tab_to(page.locator("#_field"))
	page.keyboard.type("Supplier Email", delay=30)
	keeper.press("Enter")
	value = keeper.box("New value for all of them")
	value.wait_for()
	assert page.evaluate("document.activeElement.id") == "_field"
	keeper.tab_to(value)
	keeper.type("spares@example.com")
	keeper.tab_to(keeper.button("Change 2 records"))
	keeper.press("Enter")
	page.locator(".note", has_text="2 changed").wait_for()
	with shed.opened() as local:
		where = {"supplier_email": "spares@example.com"}
		assert local.db.get_all("Tool", where, pluck="title", order_by="title") == ["Tool 02", "Tool 03"]
		local.db.sql("update `tabTool` set supplier_email = null where supplier_email = 'spares@example.com'")


def test_what_is_refused_is_told_by_name_and_leads_there(keeper):
	tick(keeper, "Tool 05", "Tool 07")
	keeper.click(keeper.button("Change a field"))
	keeper.box("Field to change").select_option(label="Supplier Email")
	keeper.fill("New value for all of them", "nobody at all")
	keeper.click(keeper.button("Change 2 records"))
	keeper.page.get_by_role("status").filter(has_text="0 changed, 2 not").wait_for()
	assert "Tool 05: " in keeper.page.locator("main").inner_text()
	assert not broken_rules(keeper.page)
	keeper.click(keeper.link("Tool 05"))
	keeper.page.locator("#doc").wait_for()


def test_many_are_left_to_a_job_that_shows_how_far_it_is(person, shed, monkeypatch):
	from minibench.documents import get_doc
	from minibench.jobs import run_pending

	keeper = person(shed, KEEPER)
	with shed.opened():
		for number in range(101):
			get_doc(
				{
					"doctype": "Shelf",
					"shelf_code": f"J{number}",
					"shelf_name": f"Job {number}",
					"room": "North",
				}
			).insert()
	keeper.page.goto("/app/shelf?_q=Job")
	keeper.click(keeper.page.get_by_label("All 101 that fit"))
	keeper.click(keeper.button("Delete chosen"))
	assert "and 81 more" in keeper.page.locator("main").inner_text()
	keeper.click(keeper.button("Delete"))
	keeper.page.get_by_role("status").filter(has_text="0 deleted, 101 to go").wait_for()
	assert not broken_rules(keeper.page)
	run_pending(shed.name, str(shed.folder))
	keeper.page.get_by_role("status").filter(has_text="101 deleted").wait_for()
	assert not keeper.page.locator("progress").count()
	keeper.click(keeper.link("Back to the list"))
	assert "Nothing fits these filters." in keeper.page.locator("main").inner_text()


def test_a_list_works_without_script(person, shed, browser):
	keeper = person(shed, KEEPER)
	state = keeper.page.context.storage_state()
	page = browser.new_context(java_script_enabled=False, storage_state=state, base_url=shed.url).new_page()
	page.goto("/app/tool?_sort=title+asc")
	page.locator("summary", has_text="+ Filter").click()
	page.get_by_label("Field", exact=True).select_option(label="Grade")
	page.get_by_label("Condition").select_option(label="is one of")
	page.get_by_label("Value", exact=True).fill("Worn, Broken")
	page.get_by_role("button", name="Add filter").click()
	assert "Grade is one of Worn, Broken" in page.locator(".chips").inner_text()
	page.get_by_label("Choose Tool 01", exact=True).check()
	page.get_by_role("button", name="Change a field").click()
	page.get_by_label("Field to change").select_option(label="Shelf")
	page.get_by_role("button", name="Choose", exact=True).click()
	page.get_by_label("New value for all of them").fill("S1")
	page.get_by_role("button", name="Change 1 record").click()
	assert "0 changed, 1 were so already" in page.locator("main").inner_text()
	assert f"of {TOOLS - TOOLS // 3}" in page.locator(".foot").inner_text()
	page.context.close()
