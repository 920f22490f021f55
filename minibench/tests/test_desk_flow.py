"""Workflow buttons on the desk: they go through the door that a request would take."""

import re

import pytest

from minibench.messages import throw
from minibench.whitelist import whitelist
from minibench.workflow import apply_workflow


@pytest.fixture
def in_the_place_of(monkeypatch):
	"""`in_the_place_of(method, function)`: as the hook override_whitelisted_methods says."""
	from minibench.web import methods

	found = {}
	here = methods.get_attr
	monkeypatch.setattr(methods, "get_hooks", lambda *_args, **_more: found)
	monkeypatch.setattr(
		methods, "get_attr", lambda path: globals().get(path.removeprefix("app.")) or here(path)
	)

	def put(method, name):
		found[method] = [name]

	return put


@whitelist(methods=["POST"])
def take_step(doc: str, action: str):
	"""What an app does in the place of Frappe's own: every step is remarked on."""
	doc = apply_workflow(doc, action)
	doc.db_set("remark", f"{action} by way of the app")
	return doc


@whitelist()
def offer(doctype: str, txt: str):
	return [{"value": "ASH", "label": f"{doctype} for {txt}", "description": ""}]


@whitelist()
def count():
	return 4711


def test_workflow_buttons_save_what_was_typed_and_move_on(worker, desk_site, with_flow):
	page = worker.page("/app/desk-task/new").press(subject="Write plan")
	assert page.has('value="workflow:Ask" class="main"') and "Being written" in page.words
	page = page.press("workflow:Ask", remark="Please look")
	assert "Asked" in page.words and page.form().get("remark") == "Please look"
	assert re.findall(r'value="workflow:([^"]+)"( class="main")?', page.html) == [
		("Agree", ' class="main"'),
		("Send back", ""),
	]
	page = page.press("workflow:Agree")
	assert "Agreed" in page.words and not page.has('name="subject"')
	listed = worker.page("/app/desk-task")
	assert listed.has('class="state green">Agreed')


def main_button(page):
	return re.findall(r'<button form="doc" name="_do" value="([^"]+)" class="main"', page.html)


def test_work_in_hand_is_saved_and_no_step_of_it_is_the_main_one(worker, desk_site, with_flow):
	page = worker.page("/app/desk-task/new").press(subject="Write plan")
	assert main_button(page) == ["workflow:Ask"]
	desk_site.db.set_value("Workflow State", "Being written", "style", "Primary")
	desk_site.db.commit()
	assert main_button(worker.page(page.url)) == ["save"]


def test_a_step_to_a_state_of_risk_is_never_the_main_one(worker, desk_site, with_flow):
	page = worker.page("/app/desk-task/new").press(subject="Write plan")
	desk_site.db.set_value("Workflow State", "Asked", "style", "Danger")
	desk_site.db.commit()
	assert main_button(worker.page(page.url)) == ["save"]


def test_a_button_asks_what_an_app_put_in_the_place_of_the_step(worker, with_flow, in_the_place_of):
	in_the_place_of("frappe.model.workflow.apply_workflow", "app.take_step")
	page = worker.page("/app/desk-task/new").press(subject="Write plan")
	page = page.press("workflow:Ask", remark="Please look")
	assert "Asked" in page.words and page.form().get("remark") == "Ask by way of the app"


def test_a_links_box_and_a_lists_number_ask_what_an_app_put_in_their_place(worker, in_the_place_of):
	in_the_place_of("frappe.desk.search.search_link", "app.offer")
	in_the_place_of("frappe.desk.reportview.get_count", "app.count")
	hits = worker.get("/app/-/link?doctype=Desk+Plan&field=school&txt=elm").json["hits"]
	assert [hit["label"] for hit in hits] == ["Desk School for elm"]
	assert "of 4,711" in worker.page("/app/desk-plan").words


@whitelist(methods=["POST"])
def miss(doc: str, action: str):
	"""A step that lists everything that is missing."""
	items = '<li><b data-fieldname="remark">Remark</b>: say what you want.</li><li>Nobody was asked.</li>'
	throw(f"Before this step ({action}):<ul>{items}<li>Subject is too short.</li></ul>")


def test_what_a_step_misses_is_listed_and_leads_to_its_fields(worker, desk_site, with_flow, in_the_place_of):
	page = worker.page("/app/desk-task/new").press(subject="Write plan")
	in_the_place_of("frappe.model.workflow.apply_workflow", "app.miss")
	page = page.press("workflow:Ask", status=422, remark="Not yet saved")
	assert page.has("<h2>Before this step \\(Ask\\):</h2>")
	listed = re.search(r'<div class="errors".*?</div>', page.html, re.S)[0]
	assert re.findall(r"<li>(.*?)</li>", listed) == [
		"Nobody was asked.",
		'<a href="#f-subject">Subject is too short.</a>',
		'<a href="#f-remark">Remark: say what you want.</a>',
	]
	assert page.has('class="why">say what you want.<') and page.form().get("remark") == "Not yet saved"
	assert not desk_site.db.exists("Desk Task", {"remark": "Not yet saved"})
