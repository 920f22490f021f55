"""The search index: what is found, whose records are, and that it never falls out of step."""

import pytest
from core_factories import make_parcel, make_role, make_user

from minibench import fulltext, search_index
from minibench.documents import get_doc
from minibench.local import local, set_user
from minibench.rename import rename_doc

CLERK = "clerk@example.com"


def field(name, fieldtype="Data", **more):
	return {"fieldname": name, "fieldtype": fieldtype, "label": name.title(), **more}


PARCEL = {
	"doctype": "DocType", "name": "Parcel", "module": "Core", "custom": 1, "autoname": "format:PAR-{####}",
	"title_field": "title", "search_fields": "status,contact", "allow_rename": 1,
	"permissions": [{"role": "Clerk", "read": 1, "write": 1}],
	"fields": [
		field("title"), field("status", "Select", options="Open\nClosed"), field("contact"),
		field("letter", "Text Editor", in_global_search=1), field("note", in_global_search=1, permlevel=1),
		field("plain"), field("items", "Table", options="Parcel Item"),
		field("sealed", "Table", options="Parcel Item", permlevel=1),
	],
}  # fmt: skip
ITEM = {
	"doctype": "DocType", "name": "Parcel Item", "module": "Core", "custom": 1, "istable": 1,
	"fields": [field("thing", in_global_search=1), field("secret", in_global_search=1, permlevel=1), field("other")],
}  # fmt: skip


@pytest.fixture
def parcels(site):
	make_role("Clerk")
	get_doc(ITEM).insert()
	get_doc(PARCEL).insert()
	make_user("clerk", "Clerk")
	make_user("stranger")
	search_index.build(commit=False)
	return site


def found(text, user=CLERK, **more):
	search_index.refresh()
	before = local.session.user
	set_user(user)
	hits = [hit.name for hit in fulltext.find(text, **more)]
	set_user(before)
	return hits


def test_words_begun_words_and_phrases_are_found_in_title_and_text(parcels):
	book = make_parcel(title="Blue Books for Zoë", letter="<p>The <b>morning</b> bus &amp; train</p>").name
	other = make_parcel(title="Train set", contact="jo@example.com").name
	for text in (
		"blue",
		"BLUE bo",
		"zoe",
		"Zoë",
		"mornings bus"[:7],
		"bus train",
		'"morning bus"',
		book,
		book[4:],
	):
		assert found(text) == [book], text
	assert found("train") == [other, book], "titles come first"
	assert found("jo@example.com") == [other]
	for text in ("red", '"bus morning"', "blue set", "strong", "lue", "Open"):
		assert found(text) == [], text


def test_names_with_apostrophes_are_found_however_they_are_typed(parcels):
	name = make_parcel(title="Family O\u2019Brien", letter="She met D'Arcy").name
	for text in ("O'Brien", "o\u2019brien", "OBrien", "brien", "o'br", "darcy", "D'Arcy"):
		assert found(text) == [name], text


def test_rows_of_tables_are_found_with_their_record_and_leave_with_it(parcels):
	doc = make_parcel(items=[{"thing": "Umbrella"}, {"thing": "Kite"}], sealed=[{"thing": "Diary"}])
	assert found("umbrella kite") == [doc.name] and found("diary") == []
	doc.items = doc.items[:1]
	doc.items[0].thing = "Parasol"
	doc.save()
	assert found("parasol") == [doc.name] and found("umbrella") == found("kite") == []
	doc.delete()
	assert found("parasol") == found("books") == []


def test_the_index_follows_every_way_of_writing(parcels):
	doc = make_parcel(title="First")
	doc.db_set("title", "second")
	assert found("second") == [doc.name] and found("first") == []
	parcels.db.set_value("Parcel", doc.name, "letter", "third")
	parcels.db.set_value("Parcel Item", {"parent": doc.name}, "thing", "nothing")
	assert found("second third") == [doc.name]
	parcels.db.sql("update `tabParcel` set title = 'SECOND fourth'")
	assert found("fourth") == [doc.name]
	rename_doc("Parcel", doc.name, "Elsewhere")
	assert found("fourth") == found("elsewhere") == ["Elsewhere"]
	parcels.db.bulk_insert("Parcel", ["name", "title"], [("P1", "fifth"), ("P2", "fifth")])
	assert sorted(found("fifth")) == ["P1", "P2"]
	parcels.db.delete("Parcel", {"name": "P1"})
	assert found("fifth") == ["P2"]


def test_what_is_rolled_back_is_not_in_the_index(parcels):
	parcels.db.savepoint("here")
	make_parcel(title="Never")
	search_index.refresh()
	parcels.db.rollback(save_point="here")
	assert found("never") == []
	assert parcels.db.sql("select 1 from `__search_due`") == ()


def test_fields_of_a_level_are_neither_found_nor_shown(parcels):
	make_parcel(
		title="Open shelf",
		note="moonlight",
		plain="sunlight",
		items=[{"secret": "starlight", "other": "dusk"}],
	)
	for text in ("moonlight", "sunlight", "starlight", "dusk"):
		assert found(text) == found(text, "Administrator") == [], text
	row = parcels.db.sql("select title, content from `__global_search` where doctype = 'Parcel'")
	assert row[0][0] == "Open shelf" and "light" not in row[0][1]


def test_a_field_that_is_raised_to_a_level_is_found_no_more_at_once(parcels):
	make_parcel(title="Books", letter="moonlight")
	assert len(found("moonlight")) == 1
	setter = {"doctype": "Property Setter", "doc_type": "Parcel", "doctype_or_field": "DocField"}
	setter |= {"field_name": "letter", "property": "permlevel", "value": "1", "property_type": "Int"}
	get_doc(setter).insert()
	assert found("moonlight") == found("books") == [], "nothing of it is searched before it is written anew"
	assert search_index.build(commit=False) == ["Parcel"]
	assert found("moonlight") == [] and len(found("books")) == 1
	assert search_index.build(commit=False) == []


def test_only_readers_find_records_and_only_their_own(parcels, monkeypatch):
	first, second = make_parcel(title="Ashdown").name, make_parcel(title="Ashdown").name
	assert sorted(found("ashdown")) == [first, second]
	assert found("ashdown", "stranger@example.com") == found("ashdown", "Guest") == []
	from minibench import rowaccess

	narrow = lambda doctype, user: f"`tab{doctype}`.name = '{second}'"  # noqa: E731
	monkeypatch.setattr(rowaccess, "get_permission_query_conditions", narrow)
	assert found("ashdown") == [second]


def test_one_record_that_may_be_seen_is_found_behind_many_that_may_not(parcels, monkeypatch):
	mine = make_parcel(title="Ashdown").name
	rows = [(f"X{number}", "Ashdown") for number in range(2500)]
	parcels.db.bulk_insert("Parcel", ["name", "title"], rows)
	from minibench import rowaccess

	narrow = lambda doctype, user: f"`tab{doctype}`.name = '{mine}'"  # noqa: E731
	monkeypatch.setattr(rowaccess, "get_permission_query_conditions", narrow)
	assert found("ashd") == [mine]
	assert len(found("ashd", "Administrator", each=7)) == 1


def test_the_right_to_select_alone_finds_nothing(parcels):
	make_parcel(title="Ashdown", letter="moonlight")
	meta = get_doc("DocType", "Parcel")
	meta.set("permissions", [{"role": "Clerk", "select": 1, "read": 0}])
	meta.save()
	assert found("ashdown") == found("moonlight") == []


def test_kinds_come_in_the_order_that_an_app_says_after_those_found_by_title(parcels, monkeypatch):
	for name in ("Crate", "Barrel"):
		get_doc({**PARCEL, "name": name, "autoname": "hash"}).insert()
		get_doc({"doctype": name, "title": f"{name} of apples"}).insert()
		get_doc({"doctype": name, "title": name, "letter": "pears"}).insert()
	make_parcel(title="Apples", letter="pears")
	get_doc({"doctype": "Barrel", "title": "Pears"}).insert()
	search_index.build(commit=False)
	search_index.refresh()
	kinds = lambda text: list(dict.fromkeys(hit.doctype for hit in fulltext.find(text)))  # noqa: E731
	assert sorted(kinds("apples")) == ["Barrel", "Crate", "Parcel"]
	said = {"Default": [{"doctype": "Parcel"}, {"doctype": "Nothing"}, {"doctype": "Crate", "index": 0}]}
	monkeypatch.setattr(fulltext, "get_hooks", lambda hook: said)
	assert kinds("apples") == ["Crate", "Parcel", "Barrel"]
	assert kinds("pears") == ["Barrel", "Crate", "Parcel"]


def test_a_hit_says_where_the_words_stand(parcels):
	make_parcel(
		title="Books",
		letter="<p>" + "far away " * 30 + "the <i>Moon</i>light &lt;b&gt; shone</p>" + "x " * 200,
	)
	search_index.refresh()
	hit = fulltext.find("moon")[0]
	assert hit.label == [("Books", False)] and hit.field == "Letter"
	text = "".join(text for text, _sought in hit.excerpt)
	assert [text for text, sought in hit.excerpt if sought] == ["Moon"]
	assert text.startswith("\u2026") and "<b> shone" in text and len(text) < 200
	assert fulltext.find("books")[0].label == [("Books", True)]


HOSTILE = ['"', "'", "*", "a*b", 'a" OR "b', "NEAR(a b)", "title: books", "{title}: x", "^a", "-a", "a AND", "(", "\0", "a\0b",
	 "\u2019", "_", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "%", "x" * 5000, "a " * 500,
	 "; drop table `__global_search`", "\u0301", '""', '" "']  # fmt: skip


def test_what_is_typed_is_never_an_expression(parcels):
	make_parcel(title="Books")
	for text in HOSTILE:
		assert found(text) == [], text
	assert len(found("books")) == 1


def test_an_index_that_was_left_half_built_is_built_anew(parcels):
	make_parcel(title="Books")
	parcels.db.sql("update `__search_kind` set ready = 0 where doctype = 'Parcel'")
	assert found("books") == []
	parcels.db.sql("delete from `__global_search` where doctype = 'Parcel'")
	assert search_index.build(commit=False) == ["Parcel"]
	assert len(found("books")) == 1
	assert "Parcel" in search_index.build(force=True, commit=False)
	assert len(found("books")) == 1


def test_the_index_and_the_words_agree(parcels):
	for number in range(5):
		make_parcel(title=f"Books {number}").db_set("letter", f"moon {number}")
	search_index.refresh()
	for table in ("__search_words", "__search_titles"):
		parcels.db.execute(f"insert into `{table}` (`{table}`, rank) values ('integrity-check', 1)")


def test_a_doctype_that_is_gone_leaves_nothing(parcels):
	doc = make_parcel(title="Books")
	search_index.refresh()
	doc.delete()
	get_doc("DocType", "Parcel").delete()
	search_index.build(commit=False)
	assert parcels.db.sql("select 1 from `__search_kind` where doctype = 'Parcel'") == ()
	assert found("books", "Administrator") == []
