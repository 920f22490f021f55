"""Who reads no case: the administrator sets things right, the auditor sees figures, the partner sends and follows."""

import datetime
import re

import day
import pytest
from rules import keeps_the_rules

LEE, ASH, CAL = "lee.marsh@example.com", "ash.verity@example.com", "cal.whitby@example.com"
SCHOOL_STAFF = {
	"wide": ("Bill Tranter", "bill.tranter@example.com"),
	"phone": ("Una Field", "una.field@example.com"),
}


def open_from_list(hands, doctype, sought):
	"""From the workspace to the list, search, and open the first hit."""
	hands.page.goto("/app/early-help")
	hands.click(hands.link(doctype, hands.page.get_by_role("main")))
	hands.page.get_by_role("heading", name=doctype, level=1).wait_for()
	hands.fill("Search", sought)
	hands.press("Enter")
	hands.page.wait_for_url("**_q=**")
	hands.click(hands.page.locator("table.rows tbody th a").first)
	hands.page.locator("#doc").wait_for()


def test_an_administrator_corrects_an_identity_a_look_up_and_an_account(somebody, early_help, screen):
	lee = somebody(LEE, screen)
	staff, account = SCHOOL_STAFF[screen]
	with early_help.opened():
		from minibench.documents import get_doc

		first, last = staff.split()
		person = {"doctype": "User", "email": account, "first_name": first, "last_name": last}
		roles = [{"role": "School User"}]
		get_doc({**person, "send_welcome_email": 0, "user_type": "Website User", "roles": roles}).insert()
	with lee.step("administrator: a person's name corrected"):
		open_from_list(lee, "Early Help Person", "Declan O'Brien")
		lee.fill("Known As", f"Dec ({screen})")
		lee.save()
	with lee.step("administrator: a look-up put in order"):
		open_from_list(lee, "Presenting Need", "Bereavement")
		lee.fill("Order", "3")
		lee.save()
	with lee.step("administrator: an account linked"):
		open_from_list(lee, "School Staff", staff)
		lee.fill("User", account)
		lee.save()
	keeps_the_rules(lee.page)
	with early_help.opened() as local:
		assert local.db.get_value(
			"Early Help Person", {"first_name": "Declan", "last_name": "O'Brien"}, "known_as"
		)
		assert local.db.get_value("School Staff", {"full_name": staff}, "user") == account


@pytest.mark.parametrize("who", [LEE, ASH])
def test_who_reads_no_case_gets_figures_and_no_family(somebody, early_help, screen, who):
	hands = somebody(who, screen)
	hands.page.goto("/app/early-help" if who == LEE else "/app/auditor")
	with hands.step(f"{'administrator' if who == LEE else 'auditor'}: figures of the service"):
		hands.click(hands.page.locator("a.shortcut", has_text="Impact Achieved"))
		note = hands.page.locator(".note", has_text="Choose a service")
		note.wait_for()
		assert hands.page.locator(".errors").count() == 0
		hands.click(hands.box("Service"))
		hands.type("School")
		hands.take(hands.box("Service"), "School Family Practitioners")
		hands.press("Enter")
		hands.page.wait_for_url("**service=**")
	assert int(hands.page.locator("dl.summary .card dd").first.inner_text().replace(",", "")) > 0
	keeps_the_rules(hands.page)
	with early_help.opened() as local:
		names = [
			local.db.get_value(kind, {"family_name": "O'Brien"}) for kind in ("My Family Plan", "Plan Review")
		]
	for address in (f"/app/my-family-plan/{names[0]}", f"/app/plan-review/{names[1]}"):
		assert hands.page.goto(address).status == 404
		assert "O'Brien" not in hands.page.content()


def refer(cal):
	"""A family referred from the own pages, question by question; the number to keep."""
	cal.page.goto("/my-referrals")
	cal.click(cal.link("Refer a family", cal.page.get_by_role("main")))
	cal.click(cal.link("Start"))
	cal.choose("Who are you?", "Health visitor")
	cal.click(cal.button("Continue"))
	cal.fill("Child 1: first name", "Poppy")
	cal.click(cal.button("Continue"))
	cal.click(cal.button("Continue"))
	cal.fill("What are you worried about?", "She has not been weighed since the spring.")
	cal.click(cal.button("Continue"))
	cal.click(cal.page.get_by_label("Yes", exact=True))
	cal.click(cal.button("Continue"))
	cal.click(cal.button("Send the referral"))
	return cal.page.locator(".eh-done strong").inner_text()


def signpost(number):
	"""The front door decides what was sent."""
	from earlyhelp.demo.acting import change, take
	from minibench.documents import get_doc

	doc = take(day.ROBIN, get_doc("Early Help Referral", number), "Start Screening")
	doc = change(day.ROBIN, doc, advice_given="The clinic on Tuesdays.", decision_reason="It helps sooner.")
	take(day.ROBIN, doc, "Signpost", "It helps sooner.")


def tell(number, words):
	"""Business support tells the referrer."""
	from earlyhelp.demo.acting import change
	from minibench.documents import get_doc

	told = {"by": "Kim Alder", "how": "On the portal", "what": words, "on": day.TODAY}
	doc = get_doc("Early Help Referral", number)
	change(day.KIM, doc, **{f"referrer_told_{what}": value for what, value in told.items()})


def invite(to_do, days):
	"""A meeting of the O'Briens to which the partner is invited, and what the partner agreed to do."""
	from earlyhelp.demo.acting import add, change, professional_of, take
	from minibench.local import local

	name, family = local.db.get_value("Early Help Episode", {"family_name": "O'Brien"}, ["name", "family"])
	when = {
		"meeting_on": day.TODAY + datetime.timedelta(days=days),
		"starts_at": "09:00:00",
		"finishes_at": "10:00:00",
	}
	place = {"meeting_type": "TAC", "venue": "The clinic, room 2"}
	who = {"family": family, "episode": name, "chair": professional_of(day.PAT)}
	meeting = add(day.KIM, "TAC Meeting", **who, **when, **place)
	meeting = change(day.KIM, meeting, attendees=[{"professional": professional_of(CAL), "invited": 1}])
	for row in meeting.attendees:
		row.sharing_covered = 1
	meeting.save()
	take(day.KIM, meeting, "Send Invitations")
	due = {"due_on": day.TODAY + datetime.timedelta(days=5), "professional": professional_of(CAL)}
	add(day.KIM, "Agreed Action", family=family, what=to_do, **due)
	return meeting.reference


def test_a_partner_refers_reads_the_decision_comes_to_the_meeting_and_says_what_is_done(
	somebody, early_help, screen
):
	cal, to_do = somebody(CAL, screen), f"Weigh Sam at home ({screen})"
	with cal.step("partner: family referred"):
		number = refer(cal)
	with early_help.opened():
		signpost(number)
		reference = invite(to_do, days={"wide": 9, "phone": 10}[screen])
	cal.page.goto("/my-referrals")
	mine = cal.page.locator(".eh-item", has_text=number)
	assert "Decided" in mine.inner_text() and "Signposted" not in mine.inner_text()
	with early_help.opened():
		tell(number, "The clinic sees her on Tuesday.")
	with cal.step("partner: decision read"):
		cal.choose_page("Referrals")
		mine.get_by_text("The clinic sees her on Tuesday.").wait_for()
	assert "Signposted" in mine.inner_text()
	keeps_the_rules(cal.page)
	with cal.step("partner: invitation answered"):
		cal.choose_page("Meetings")
		meeting = cal.page.locator(".eh-item", has_text=reference)
		cal.click(cal.button(re.compile("I am coming"), meeting))
		meeting.get_by_text("You are coming").wait_for()
	with cal.step("partner: an action said to be done"):
		cal.click(cal.link(re.compile("Say it is done"), cal.page.locator(".eh-item", has_text=to_do)))
		cal.click(cal.button("It is done"))
	assert cal.page.locator(".eh-item", has_text=to_do).count() == 0
	keeps_the_rules(cal.page)
	with early_help.opened() as local:
		assert local.db.get_value("Agreed Action", {"what": to_do}, "status") == "Done"
