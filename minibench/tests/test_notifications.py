"""Notifications: what sets them off, whom they reach, and that none breaks a save."""

import pytest
from core_factories import errors, make_doctype, make_parcel, make_user

from minibench import notifications
from minibench.documents import get_doc
from minibench.errors import ValidationError
from minibench.utils.dates import add_days, nowdate

CLERK = "clerk@example.com"


@pytest.fixture
def clerk(site):
	make_doctype()
	return make_user("clerk", "Clerk")


def make_alert(event="New", **values):
	return get_doc(
		{
			"doctype": "Notification",
			"name": f"Parcel {event}",
			"document_type": "Parcel",
			"event": event,
			"channel": "System Notification",
			"subject": "{{ doc.title }} & more",
			"message": "<b>{{ doc.title }}</b>",
			"recipients": [{"receiver_by_role": "Clerk"}],
			**values,
		}
	).insert()


def sent(site):
	return site.db.sql("select for_user, subject, email_content from `tabNotification Log` order by for_user")


def test_a_new_record_reaches_the_people_of_a_role(clerk, site):
	make_alert()
	make_parcel()
	assert [(user, subject) for user, subject, _text in sent(site)] == [(CLERK, "Books & more")]


def test_values_in_the_message_are_escaped(clerk, site):
	make_alert()
	make_parcel(title="a < b")
	assert sent(site)[0][2] == "<b>a &lt; b</b>"


def test_saving_again_does_not_count_as_new(clerk, site):
	make_alert()
	make_parcel().save()
	assert len(sent(site)) == 1


def test_a_changed_value_is_noticed_once_it_fits_the_condition(clerk, site):
	make_alert("Value Change", value_changed="status", condition="doc.status == 'Closed'")
	parcel = make_parcel()
	parcel.title = "Shoes"
	parcel.save()
	assert sent(site) == ()
	parcel.status = "Closed"
	parcel.save()
	assert len(sent(site)) == 1


def test_a_method_of_the_record_sets_it_off(clerk, site):
	make_alert("Method", method="on_trash")
	make_parcel().delete()
	assert len(sent(site)) == 1


def test_of_a_role_only_readers_of_the_record_are_told(clerk, site):
	make_user("boss", "System Manager")
	make_alert(recipients=[{"receiver_by_role": "System Manager"}, {"receiver_by_role": "Clerk"}])
	make_parcel()
	assert [user for user, _subject, _text in sent(site)] == [CLERK]


def test_a_field_names_the_receiver(clerk, site):
	make_alert(
		recipients=[{"receiver_by_document_field": "contact"}, {"receiver_by_document_field": "owner"}]
	)
	make_parcel(contact=CLERK)
	assert [user for user, _subject, _text in sent(site)] == ["Administrator", CLERK]


def test_a_receiver_is_left_out_whose_condition_does_not_hold(clerk, site):
	make_alert(recipients=[{"receiver_by_role": "Clerk", "condition": "doc.pieces > 3"}])
	make_parcel(pieces=3)
	assert sent(site) == ()


def test_nobody_who_is_switched_off_is_told(clerk, site):
	clerk.enabled = 0
	clerk.save()
	make_alert()
	make_parcel()
	assert sent(site) == ()


def test_a_failing_condition_is_logged_and_the_record_is_saved(clerk, site):
	make_alert(condition="doc.nothing.at_all")
	assert make_parcel().name
	assert errors(site) == ["Notification Parcel New failed"]
	assert site.message_log == []


def test_a_failing_template_is_logged_and_the_record_is_saved(clerk, site):
	make_alert(message="{{ 1 / 0 }}")
	assert make_parcel().name
	assert errors(site) == ["Notification Parcel New failed"]


def test_an_expression_cannot_reach_the_system(clerk, site):
	make_alert(condition="doc.__class__.__mro__")
	make_parcel()
	assert (sent(site), len(errors(site))) == ((), 1)


def test_a_notification_that_is_switched_off_is_silent(clerk, site):
	alert = make_alert()
	alert.enabled = 0
	alert.save()
	make_parcel()
	assert sent(site) == ()


def test_days_before_a_date(clerk, site):
	make_alert("Days Before", date_changed="due", days_in_advance=3)
	make_parcel(title="Soon", due=add_days(nowdate(), 3))
	make_parcel(title="Later", due=add_days(nowdate(), 4))
	notifications.trigger_daily_alerts()
	assert [subject for _user, subject, _text in sent(site)] == ["Soon & more"]


def test_days_after_a_moment(clerk, site):
	make_alert("Days After", date_changed="creation", days_in_advance=1)
	parcel = make_parcel()
	notifications.trigger_daily_alerts()
	assert sent(site) == ()
	site.db.set_value("Parcel", parcel.name, "creation", f"{add_days(nowdate(), -1)} 23:59:59.5")
	notifications.trigger_daily_alerts()
	assert len(sent(site)) == 1


def test_an_email_is_queued_for_the_receivers(clerk, site):
	account = {"email_account_name": "Out", "email_id": "office@example.com", "smtp_server": "localhost"}
	get_doc({"doctype": "Email Account", **account, "enable_outgoing": 1, "default_outgoing": 1}).insert()
	make_alert(channel="Email")
	make_parcel()
	assert errors(site) == []
	told = site.db.sql("select recipient from `tabEmail Queue Recipient` order by recipient", pluck=True)
	assert told == [CLERK]


@pytest.mark.parametrize(
	"values",
	[
		{"event": "Value Change", "value_changed": "nothing"},
		{"event": "Days Before"},
		{"event": "Method"},
		{"condition": "import os"},
		{"message": "{% if %}"},
		{"document_type": "Parcel Item"},
	],
)
def test_a_notification_that_cannot_work_is_refused(clerk, site, values):
	with pytest.raises(ValidationError):
		make_alert(**values)


def test_records_without_notifications_ask_nothing(clerk, site):
	parcel = make_parcel()
	notifications.of_doctype("Parcel")
	asked = []
	site.db.connection.set_trace_callback(asked.append)
	notifications.run(parcel, "on_update")
	site.db.connection.set_trace_callback(None)
	assert asked == []


def told(site):
	return [user for user, _subject, _text in sent(site)]


@pytest.mark.parametrize("receiver", ["contact", "owner"])
def test_an_address_of_somebody_who_may_not_read_the_record_is_not_written_to(clerk, site, receiver):
	"""Frappe tells every address that a field holds."""
	make_user("stranger", "System Manager")
	make_alert(recipients=[{"receiver_by_document_field": receiver}])
	parcel = make_parcel(contact="Stranger@example.com")
	assert told(site) == (["Administrator"] if receiver == "owner" else [])
	parcel.db_set({"owner": "stranger@example.com", "contact": CLERK})
	assert notifications.recipients(get_doc("Notification", "Parcel New"), parcel) == (
		[] if receiver == "owner" else [CLERK]
	)


def test_copies_come_from_templates_each_alone(clerk, site):
	row = {
		"cc": "{{ doc.contact }}\n none",
		"bcc": f"outside@example.com, {CLERK}",
		"condition": "doc.pieces == 1",
	}
	alert = make_alert(recipients=[row])
	assert notifications.recipients(alert, make_parcel(contact="jo@example.com", pieces=1)) == [
		CLERK, "jo@example.com", "outside@example.com",
	]  # fmt: skip
	assert notifications.recipients(alert, make_parcel(contact="jo@example.com", pieces=2)) == []


def test_who_has_a_task_about_the_record_is_told(clerk, site):
	alert = make_alert("Value Change", value_changed="status", recipients=[], send_to_all_assignees=1)
	parcel = make_parcel()
	for user, status in ((CLERK, "Open"), ("Administrator", "Closed")):
		task = {
			"doctype": "ToDo",
			"description": "x",
			"reference_type": "Parcel",
			"reference_name": parcel.name,
		}
		get_doc({**task, "allocated_to": user, "status": status}).insert()
	assert notifications.recipients(alert, parcel) == [CLERK]


def test_a_value_is_written_after_the_message_and_no_message_is_sent_twice(clerk, site):
	make_alert("Save", set_property_after_alert="pieces", property_value="7")
	make_alert("Value Change", name="Pieces", value_changed="pieces", subject="Pieces {{ doc.pieces }}")
	parcel = make_parcel()
	assert (parcel.pieces, site.db.get_value("Parcel", parcel.name, "pieces")) == (7, 7)
	assert [subject for _user, subject, _text in sent(site)] == ["Books & more", "Pieces 7"]
	parcel.title = "Shoes"
	parcel.save()
	assert len(sent(site)) == 3
	assert errors(site) == []


def test_a_value_is_kept_where_a_submitted_record_may_not_change(clerk, site):
	make_alert(set_property_after_alert="title", property_value="Told")
	parcel = make_parcel()
	assert parcel.title == "Told"
	alert = get_doc("Notification", "Parcel New")
	parcel.docstatus = 1
	parcel.title = "Books"
	notifications.set_property(alert, parcel)
	assert parcel.title == "Books"
	with pytest.raises(ValidationError, match="names no field of Parcel"):
		make_alert(name="Other", set_property_after_alert="nothing")


def test_the_event_custom_is_sent_by_code_only(clerk, site):
	alert = make_alert("Custom", condition="doc.pieces > 2")
	few, many = make_parcel(pieces=1), make_parcel(pieces=3)
	assert sent(site) == ()
	alert.send(few)
	alert.send(many)
	assert told(site) == [CLERK]


@pytest.mark.parametrize(("event", "do"), [("Submit", "submit"), ("Cancel", "cancel")])
def test_submitting_and_cancelling_are_events(site, event, do):
	make_doctype(is_submittable=1)
	make_user("clerk", "Clerk")
	parcel = make_parcel()
	if do == "cancel":
		parcel.submit()
	make_alert(event)
	getattr(parcel, do)()
	assert told(site) == [CLERK]
