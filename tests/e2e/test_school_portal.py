"""A school on its phones: a concern is logged in under a minute, taken on, shared; the public refers a family."""

import re

import pytest
from hands import Hands, Tally
from rules import broken_rules
from served import PASSWORD

TEACHER, LEAD, PARTNER = "terry@school.example", "lena@school.example", "parveen@health.example"
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
SCREENS = {
	"wide": {"viewport": {"width": 1280, "height": 900}},
	"narrow": {"viewport": {"width": 320, "height": 640}},
	"dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
# Seconds of a person: for a key on a phone, and for a tap with finding where.
A_KEY, A_TAP = 0.35, 1.8
FACT = "Came without a coat. Said nobody was up this morning."


@pytest.fixture(scope="module")
def school(early_help):
	"""The demo site with a school's people and a pupil."""
	with early_help.opened() as local:
		from minibench.documents import get_doc

		def make(doctype, **values):
			return get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)

		place = local.db.get_value("School", {}, "name")
		for email, name, role in (
			(TEACHER, "Terry Norris", "School User"),
			(LEAD, "Lena Hale", "School Safeguarding Lead"),
			(PARTNER, "Parveen Akhtar", "Partner User"),
		):
			person = {"email": email, "first_name": name.split()[0], "last_name": name.split()[1]}
			make("User", **person, new_password=PASSWORD, send_welcome_email=0, roles=[{"role": role}])
			if role != "Partner User":
				lead = int(role == "School Safeguarding Lead")
				make("School Staff", school=place, user=email, full_name=name, is_lead=lead)
		pupil = {
			"first_name": "Chloe",
			"last_name": "Quill",
			"class_name": "4B",
			"date_of_birth": "2016-05-05",
		}
		make("School Enrolment", school=place, **pupil)
	return early_help


@pytest.fixture
def at_school(new_page, signed_in, date_order):
	"""`at_school(site, email)`: somebody without the desk, signed in on the own first page."""

	def make(site, email, **options):
		known = signed_in.get((site.url, email))
		page = new_page(base_url=site.url, storage_state=known, **{**PHONE, **options})
		page.goto("/login" if not known else "/my-meetings")
		if not known:
			page.get_by_label("E-mail address").fill(email)
			page.get_by_label("Password").fill(PASSWORD)
			page.get_by_role("button", name="Sign in").click()
			page.wait_for_url(re.compile("/(school|my-referrals)$"))
			signed_in[(site.url, email)] = page.context.storage_state()
		return Hands(page, Tally(), date_order)

	return make


def fill(hands, label, text):
	hands.click(hands.page.get_by_label(re.compile(f"^{re.escape(label)}")))
	hands.type(text)


def log_concern(hands, fact=FACT):
	"""Log a concern as on a phone in a corridor; returns its reference."""
	hands.page.goto("/school")
	hands.click(hands.link("Log a concern", hands.page.get_by_role("main")))
	hands.click(hands.link("No, go on"))
	fill(hands, "Which child", "chloe quill")
	hands.click(hands.button("Continue"))
	hands.clicks += 1
	hands.page.get_by_label("What is it about?").select_option("Neglect")
	fill(hands, "What did you see", fact)
	hands.click(hands.button("Continue"))
	hands.click(hands.button("Log it"))
	return hands.page.locator(".eh-done strong").inner_text()


def test_a_concern_is_logged_on_a_phone_in_under_a_minute(at_school, school, tally):
	terry = at_school(school, TEACHER)
	with terry.step("teacher, on a phone: concern logged"):
		reference = log_concern(terry)
	tally.steps += terry.tally.steps
	_step, clicks, keys, seconds = terry.tally.steps[0]
	assert re.fullmatch(r"CON-\d{4}-\d{5}", reference)
	assert clicks <= 9
	assert clicks * A_TAP + keys * A_KEY + seconds < 60


def test_a_lead_takes_it_on_and_shares_it_and_the_writer_reads_the_message(at_school, school):
	terry, lena = at_school(school, TEACHER), at_school(school, LEAD)
	reference = log_concern(terry)
	page = lena.page
	page.goto(f"/concern?name={reference}")
	assert FACT not in page.content()
	lena.click(lena.button("Open the entry"))
	assert FACT in page.content()
	lena.click(lena.link("Take it on"))
	lena.click(lena.button("Take it on"))
	assert page.locator(".eh-errors a").count() == 5
	lena.click(page.get_by_label("Medium"))
	fill(lena, "Why this level", "Second time this week")
	fill(lena, "What happens next", "Speak with her mother")
	page.get_by_label("By when?").fill("2030-01-07")
	lena.click(page.get_by_label("Yes"))
	lena.click(lena.button("Take it on"))
	assert "You took it on." in page.inner_text("main")
	share(lena)
	finish_and_close(lena)
	terry.page.goto(f"/concern?name={reference}")
	text = terry.page.inner_text("main")
	assert "Thank you, a coat was found." in text
	assert "Speak with her mother" not in text


def share(hands):
	hands.click(hands.link("Share with the council"))
	assert "999" in hands.page.inner_text(".eh-danger-box")
	hands.click(hands.page.get_by_label("The entry", exact=True))
	hands.click(hands.page.get_by_label("Yes"))
	hands.click(hands.button("Share with the council"))
	assert "It is shared with the council." in hands.page.inner_text("main")


def finish_and_close(hands):
	hands.click(hands.page.get_by_role("link", name=re.compile("Say it is done")))
	fill(hands, "What came of it", "We spoke")
	hands.click(hands.button("Say it is done"))
	hands.click(hands.link("Close it"))
	fill(hands, "What is the outcome", "A coat was found")
	fill(hands, "Message to the reporter", "Thank you, a coat was found.")
	hands.click(hands.button("Close it"))


def test_nothing_typed_is_lost_when_something_is_missing(at_school, school):
	terry = at_school(school, TEACHER)
	terry.page.goto("/log-concern?step=child")
	fill(terry, "Which child", "Chloe Quill, 4B")
	terry.click(terry.button("Continue"))
	fill(terry, "What did you see", 'She said "no" & left <early>')
	terry.click(terry.button("Continue"))
	page = terry.page
	assert page.title().startswith("Error: ")
	assert page.locator(".eh-errors").evaluate("box => box === document.activeElement")
	assert page.get_by_label("What did you see").input_value() == 'She said "no" & left <early>'
	page.locator(".eh-errors a").first.click()
	assert page.evaluate("document.activeElement.name") == "category"


def test_a_screen_is_hidden_with_one_key_and_by_a_link(at_school, school):
	page = at_school(school, TEACHER).page
	page.goto("/school")
	page.keyboard.press("Escape")
	page.keyboard.press("Escape")
	page.wait_for_url("**/eh-hidden")
	page.goto("/school")
	page.get_by_role("link", name="Hide this page").click()
	page.wait_for_url("**/eh-hidden")
	assert "Early Help" not in page.content()


def test_the_public_refers_a_family_without_a_script_and_gets_a_number(new_page, school):
	page = new_page(base_url=school.url, java_script_enabled=False, **PHONE)
	page.goto("/refer")
	page.get_by_role("link", name="Start").click()
	page.get_by_label("Who are you?").select_option("Family")
	page.get_by_label("Your name").fill("Joanne Quill")
	page.get_by_label("Your telephone number").fill("01632 960 555")
	page.get_by_role("button", name="Continue").click()
	page.get_by_label("Child 1: first name").fill("Orla")
	page.get_by_role("button", name="Continue").click()
	page.get_by_role("button", name="Continue").click()
	page.get_by_label("What are you worried about?").fill("She does not sleep")
	page.get_by_role("button", name="Continue").click()
	page.get_by_label("Yes").check()
	page.get_by_role("button", name="Continue").click()
	page.get_by_role("button", name="Send the referral").click()
	number = page.locator(".eh-done strong").inner_text()
	with school.opened() as local:
		row = local.db.get_value("Early Help Referral", number, ["status", "worry"])
	assert tuple(row) == ("Submitted", "She does not sleep")


def test_a_colleague_is_invited_on_a_phone_suspended_and_let_back_in(at_school, school):
	"""The password is chosen by the link of a mail, which is not read here."""
	lena, una = at_school(school, LEAD), "una@school.example"
	page = lena.page
	page.goto("/school")
	lena.click(page.get_by_role("main").get_by_role("link", name="Staff of the school"))
	lena.click(lena.link("Invite a colleague"))
	lena.click(lena.button("Enter"))
	assert page.evaluate("document.activeElement.className") == "eh-errors"
	fill(lena, "Name", "Una O'Field")
	fill(lena, "E-mail address", una)
	lena.click(lena.button("Enter"))
	assert "Una O'Field is entered" in page.inner_text("main")
	assert not broken_rules(page)
	with school.opened():
		from minibench.passwords import update_password

		update_password(una, PASSWORD)
	phone = at_school(school, una).page
	phone.goto("/log-concern")
	assert phone.url.endswith("/log-concern")
	lena.click(lena.link("Suspend"))
	assert not broken_rules(page)
	lena.click(lena.button("Suspend"))
	assert "Suspended" in page.inner_text("main")
	phone.goto("/log-concern")
	assert "/login" in phone.url
	lena.click(lena.button("Let back in"))
	assert "is let back in" in page.inner_text("main")
	phone.get_by_label("E-mail address").fill(una)
	phone.get_by_label("Password").fill(PASSWORD)
	phone.get_by_role("button", name="Sign in").click()
	phone.wait_for_url("**/log-concern")


def test_what_the_portal_never_opens(at_school, school, new_page):
	page = at_school(school, TEACHER).page
	for address in (
		"/app",
		"/api/resource/School%20Concern",
		"/api/method/frappe.client.get_count",
		"/pupils",
		"/school-staff",
	):
		answer = page.request.get(f"{school.url}{address}", max_redirects=0)
		assert answer.status in (301, 302, 303, 403, 404, 417), (address, answer.status)
		assert "Chloe" not in answer.text()
	guest = new_page(base_url=school.url)
	guest.goto("/concern?name=CON-2026-00001")
	assert "/login" in guest.url


ADDRESSES = {
	TEACHER: ("/school", "/log-concern", "/log-concern?step=call", "/log-concern?step=child", "/my-meetings"),
	LEAD: (
		"/school",
		"/pupils",
		"/pupils?edit=new",
		"/pupils?edit=list",
		"/my-referrals",
		"/refer",
		"/school-staff",
		"/school-staff?act=invite",
	),
	PARTNER: ("/my-referrals", "/refer?step=children", "/refer?step=worry", "/my-meetings"),
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("email", ADDRESSES)
def test_no_page_of_the_portal_breaks_a_rule_of_wcag_or_scrolls_sideways(at_school, school, email, screen):
	page = at_school(school, email, **SCREENS[screen]).page
	for address in ADDRESSES[email]:
		page.goto(address)
		assert not broken_rules(page), address


@pytest.mark.parametrize("screen", SCREENS)
def test_no_form_of_a_concern_breaks_a_rule(at_school, school, screen):
	reference = log_concern(at_school(school, TEACHER))
	lena = at_school(school, LEAD, **SCREENS[screen])
	page = lena.page
	page.goto(f"/concern?name={reference}")
	lena.click(lena.button("Open the entry"))
	for act in ("", "take-on", "note", "share", "add", "exclude", "wrong-child"):
		page.goto(f"/concern?name={reference}&act={act}")
		assert not broken_rules(page), act
	page.goto(f"/concern?name={reference}&act=take-on")
	lena.click(lena.button("Take it on"))
	assert not broken_rules(page), "with errors"
