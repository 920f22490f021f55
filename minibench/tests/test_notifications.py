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
