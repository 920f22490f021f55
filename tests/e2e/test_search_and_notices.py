"""One box finds places and records by what stands in them; the bell and the out-box say what happened."""

import pytest
from rules import keeps_the_rules
from served import KEEPER

JO, NOOR, KIM = "jo.whinney@example.com", "noor.aldous@example.com", "kim.alder@example.com"
BOSS = "boss@shed.example"


@pytest.fixture(scope="module")
def written(shed):
	"""Tools whose stories can be found, somebody who sees the out-box, and a notice of each new repair."""
	from served import PASSWORD

	from minibench.documents import get_doc

	with shed.opened():
		for title, story in (
			("Planer O'Brien", "<p>Came from <b>Zoë</b> in the rainy spring.</p>"),
			("Zither", "<p>x</p>"),
		):
			get_doc({"doctype": "Tool", "title": title, "shelf": "S2", "kind": "Hand", "grade": "Good", "fault": "x",
				"price": 1, "story": story}).insert()  # fmt: skip
		person = {"doctype": "User", "email": BOSS, "first_name": "Bo", "new_password": PASSWORD}
		roles = [{"role": "System Manager"}]
		get_doc({**person, "send_welcome_email": 0, "user_type": "System User", "roles": roles}).insert()
		alert = {
			"doctype": "Notification",
			"name": "Lent",
			"document_type": "Shelf",
			"event": "New",
			"channel": "Email",
		}
		alert |= {
			"subject": "New shelf {{ doc.shelf_name }}",
			"message": "<p>Look at <b>{{ doc.room }}</b>.</p>",
		}
		alert |= {"send_system_notification": 1, "recipients": [{"receiver_by_role": "Shed Keeper"}]}
		get_doc(alert).insert()
	return shed


def test_the_box_is_worked_by_keyboard_and_finds_words_in_the_text(person, written):
	keeper = person(written, KEEPER)
	keeper.page.goto("/app")
	keeper.press("ControlOrMeta+k")
	keeper.type("zoe rain")
	option = keeper.page.locator(".jump [role=option]").first
	option.wait_for()
	assert "Planer O'Brien" in option.inner_text() and "Zoë in the rainy spring" in option.inner_text()
	keeper.press("ArrowDown", "Enter")
	keeper.page.wait_for_url("**/app/tool/**")
	assert keeper.page.get_by_role("heading", level=1).inner_text() == "Planer O'Brien"


def test_the_page_of_hits_says_where_the_words_stand(person, written):
	keeper = person(written, KEEPER)
	keeper.page.goto("/app/-/search")
	keeper.fill("Words to look for", 'obrien "rainy spring"')
	keeper.press("Enter")
	keeper.page.locator(".hits .why").wait_for()
	assert keeper.page.locator(".hits .why").inner_text() == "Story: Came from Zoë in the rainy spring."
	assert keeper.page.locator(".hits mark").all_inner_texts() == ["rainy", "spring"]
	keeps_the_rules(keeper.page)
	keeper.fill("Words to look for", "tool")
	keeper.press("Enter")
	keeper.click(keeper.page.get_by_role("link", name="More of these"))
	keeper.link("All kinds of records").wait_for()
	assert keeper.page.locator(".hits li").count() >= 40


@pytest.mark.parametrize(("who", "found"), ((NOOR, True), (JO, False), (KIM, False)))
def test_a_restricted_family_is_found_by_the_people_named_for_it_only(person, early_help, who, found):
	hands = person(early_help, who)
	hands.page.goto("/app/-/search?q=kaye")
	assert (hands.page.locator("a[href^='/app/family/']").count() > 0) is found
	assert ("Nothing was found" in hands.page.get_by_role("main").inner_text()) is not found
	hands.page.goto("/app/-/search?q=ashdown")
	assert hands.page.locator("a[href^='/app/family/']").count() == (0 if who == NOOR else 1)


def test_a_notice_arrives_is_opened_and_the_rest_is_marked_read(person, written):
	from minibench.documents import get_doc

	with written.opened():
		for number in (7, 8):
			get_doc(
				{
					"doctype": "Shelf",
					"shelf_code": f"N{number}",
					"shelf_name": f"Number {number}",
					"room": "Loft",
				}
			).insert()
	keeper = person(written, KEEPER)
	keeper.page.goto("/app/tool")
	keeper.click(keeper.page.locator(".notices"))
	assert keeper.page.locator(".told .state").all_inner_texts() == ["New", "New"]
	keeps_the_rules(keeper.page)
	keeper.click(keeper.link("New shelf Number 8"))
	keeper.page.wait_for_url("**/app/shelf/N8")
	keeper.page.goto("/app/-/notices")
	assert keeper.page.locator(".told .state").count() == 1
	keeper.click(keeper.button("Mark all as read"))
	keeper.page.get_by_text("All notices are read.").wait_for()
	assert keeper.page.locator(".notices").inner_text().startswith("(0)")
	keeper.click(keeper.page.get_by_label("Send me e-mails, too"))
	keeper.click(keeper.button("Keep"))
	assert not keeper.page.get_by_label("Send me e-mails, too").is_checked()


def test_the_out_box_shows_a_message_and_why_it_waits(person, written):
	boss = person(written, BOSS)
	boss.page.goto("/app")
	boss.press("ControlOrMeta+k")
	boss.type("out-b")
	boss.page.locator(".jump [role=option]").first.wait_for()
	boss.press("ArrowDown", "Enter")
	boss.page.get_by_text("No mail server is named").wait_for()
	keeps_the_rules(boss.page)
	boss.click(boss.link("New shelf Number 7"))
	boss.page.locator(".letter").wait_for()
	assert boss.page.locator(".letter").inner_text() == "Look at Loft."
	assert KEEPER in boss.page.locator(".pairs").inner_text()
	keeps_the_rules(boss.page)
	boss.click(boss.button("Send"))
	boss.page.get_by_text("No mail server is named yet: the message waits.").wait_for()
