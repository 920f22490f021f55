"""Whole deletions and renamings, and what texts that people write cannot reach: each was open once."""

import pytest
from core_factories import make_user
from town import OFFICER, become, doctype, field, insert, refused

from minibench import notifications, perschema
from minibench.core_access import card_has_permission
from minibench.documents import get_doc
from minibench.errors import InvalidEmailAddressError, LinkExistsError, ValidationError
from minibench.explain import GIVES, answer
from minibench.files import check_place, save_file
from minibench.jinja import render_template
from minibench.local import local
from minibench.mail import sendmail
from minibench.meta import get_meta
from minibench.passwords import check_password, update_password
from minibench.perschema import bump_schema
from minibench.rename import rename_doc
from minibench.utils.settings import get_system_settings
from minibench.versions import readable

pytest_plugins = ("town",)
pytestmark = pytest.mark.usefixtures("requests")
CLOSED = (
	"set('doctype', 'User')",
	"update({})",
	"reload()",
	"db_set('title', 'x')",
	"get_password()",
	"delete()",
)


@pytest.fixture
def chain():
	"""A DocType whose rows link to records of it, and two records: the first names itself in 25 rows."""
	doctype("Town Knot", [field("knot", "Link", options="Town Chain")], istable=1)
	doctype("Town Chain", [field("knots", "Table", options="Town Knot")], autoname="prompt")
	first = insert("Town Chain", "One")
	first.update({"knots": [{"knot": "One"}] * 25})
	first.save()
	return first


def test_a_link_behind_many_links_to_itself_still_forbids_deletion(chain):
	other = insert("Town Chain", "Two", knots=[{"knot": "One"}])
	with pytest.raises(LinkExistsError, match="Two"):
		chain.delete()
	other.delete()
	chain.delete()
	assert not local.db.exists("Town Chain", "One")


def test_a_renamed_record_keeps_its_files():
	file = save_file("plan.txt", b"words", "Town School", "North")
	rename_doc("Town School", "North", "Northern", force=True)
	assert local.db.get_value("File", file.name, "attached_to_name") == "Northern"
	rename_doc("Town School", "Northern", "South", force=True, merge=True)
	assert local.db.get_value("File", file.name, "attached_to_name") == "South"


def test_a_password_of_any_length_opens_the_door_it_was_set_for():
	make_user("long")
	update_password("long@example.com", "x" * 600)
	assert check_password("long@example.com", "x" * 600) == "long@example.com"


def test_a_title_is_made_of_values_alone():
	named = [field("title", default="{word}: {word.__class__} {rows[0].update.__globals__}"), field("word")]
	doctype("Town Note", [*named, field("rows", "Table", options="Town Item")], title_field="title")
	note = insert("Town Note", "N", word="Calm", rows=[{"what": "pen"}])
	assert note.title == "Calm: {word.__class__} {rows[0].update.__globals__}"


@pytest.mark.parametrize("call", CLOSED)
def test_a_template_reads_its_record_and_neither_changes_it_nor_leads_to_another(call):
	doc = get_doc("Town Request", "A")
	assert (
		render_template("{{ doc.get('title') }} {{ doc.get_formatted('due') }}", {"doc": doc})
		== "First 29-02-2024"
	)
	method, _, arguments = call.partition("(")
	for text in (f"doc.{call}", f"doc['{method}']({arguments}", f"doc['items'][0].{call}"):
		with pytest.raises(ValidationError, match="is unsafe"):
			render_template("{{ " + text + " }}", {"doc": doc})


@pytest.mark.parametrize("call", CLOSED)
def test_a_condition_reads_its_record_and_neither_changes_it_nor_leads_to_another(call):
	doc = get_doc("Town Request", "A")
	assert notifications.holds("doc.get('title') == 'First' and doc.has_value_changed('title')", doc)
	with pytest.raises(SyntaxError, match="unsafe"):
		notifications.holds(f"doc.{call}", doc)


def test_the_page_of_reasons_reads_a_condition_as_lists_do(hook):
	insert("Town School", "100% Hill")
	hook("permission_query_conditions", "Town School", lambda user: f"name = {local.db.escape('100% Hill')}")
	become(OFFICER)
	parts = dict(answer(get_doc("Town School", "100% Hill"), OFFICER).parts)
	assert (GIVES, "Its rule for lists shows this record to officer.") in [
		line for part in parts.values() for line in part
	]


def test_what_stood_in_a_field_that_is_gone_is_for_administrator_alone():
	data = {"changed": [["title", "a", "b"], ["gone", "secret", "x"], ["docstatus", 0, 1]]}
	data["added"] = [["items", {"name": "r", "what": "pen", "gone": "secret"}]]
	meta = get_meta("Town Request")
	assert readable(meta, data)["changed"][1][0] == "gone"
	become(OFFICER)
	shown = readable(meta, data)
	assert [change[0] for change in shown["changed"]] == ["title", "docstatus"]
	assert shown["added"] == [["items", {"name": "r", "what": "pen"}]]


def test_a_card_of_a_report_is_judged_for_the_person_in_question():
	report = {"doctype": "Report", "report_name": "Closed Rows", "ref_doctype": "Town Request"}
	report |= {"report_type": "Report Builder", "is_standard": "No", "roles": [{"role": "Town Teacher"}]}
	get_doc(report).insert()
	chart = get_doc({"doctype": "Dashboard Chart", "chart_name": "x", "report_name": "Closed Rows"})
	assert not card_has_permission(chart, "read", OFFICER)
	assert card_has_permission(chart, "read", "teacher@example.com")


def test_an_address_that_is_none_is_named_as_text():
	with pytest.raises(InvalidEmailAddressError, match="&lt;b&gt;nobody is not a valid Email Address"):
		sendmail(recipients=["<b>nobody"], subject="x", message="y")


def test_an_empty_name_is_no_record_and_never_all_of_them():
	assert local.db.get_value("Town School", "") is None and local.db.count("Town School", "") == 0
	local.db.set_value("Town School", "", "area", "Lost")
	local.db.delete("Town School", "")
	assert local.db.count("Town School") == 3 and not local.db.exists("Town School", {"area": "Lost"})
	assert (
		local.db.get_value("Town School", {}, "name")
		and len(local.db.get_all("Town School", filters="")) == 3
	)


def test_settings_of_a_change_that_was_undone_are_not_those_of_the_next():
	before = get_system_settings("float_precision")
	local.db.savepoint("here")
	local.db.set_single_value("System Settings", "float_precision", "7")
	assert get_system_settings("float_precision") == "7"
	local.db.rollback(save_point="here")
	bump_schema()
	assert get_system_settings("float_precision") == before


def test_a_file_for_a_kind_of_record_asks_for_the_right_to_write_that_kind():
	become("teacher@example.com")
	refused(check_place, "Town School", None)
	become(OFFICER)
	check_place("Town School", None)


def test_what_is_read_in_another_thread_while_a_site_is_forgotten_is_no_fault(monkeypatch):
	kept = {("here", "A"): (1, "a"), ("there", "A"): (1, "a")}
	monkeypatch.setattr(perschema, "_kept", [kept])

	class Here(str):
		"""A path, and another thread that reads and forgets while it is compared."""

		__hash__ = str.__hash__

		def __eq__(self, other):
			kept["there", f"B{len(kept)}"] = (1, "b")
			kept.pop(("here", "A"), None)
			return str.__eq__(self, other)

	perschema.forget(Here("here"))
	assert {place for place, _name in kept} == {"there"} and len(kept) > 1
