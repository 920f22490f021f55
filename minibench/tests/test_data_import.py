"""Data Import: a file is checked before anything is written, and what the check says is what happens."""

import json

import desk_town
from desk_client import Browser
from import_hands import CHANGE, HOME, START, families

from minibench import importfile
from minibench.documents import get_doc
from minibench.meta import bump_schema
from minibench.web.desk import importmap


def test_nothing_is_written_before_the_person_says_so_and_then_all_of_it(importing, desk_site):
	page = importing.check("Family,School,Members\nQuill,Oakfield Academy,3\nQuince,elm,4\n")
	assert "All 2 records can be saved. Nothing is saved yet." in page.words
	assert families(desk_site, "Qui%") == []
	page = importing.press("start")
	assert families(desk_site, "Qui%") == ["Quill", "Quince"]
	plan = get_doc("Desk Plan", {"family": "Quill"})
	assert (plan.school, plan.members, plan.status, plan.owner) == ("OAK", 3, "Active", desk_town.WORKER)
	assert "Success" in page.words
	assert "Saved 2" in page.words
	assert importing.doc().status == "Success"


def test_every_row_that_is_wrong_is_named_with_its_column_and_a_reason(importing, desk_site):
	lines = [
		"Family,School,Next review,Status,Members,Agreed,Email",
		"Rook,Nowhere,01/02/2027,Active,1,yes,",
		"Raven,,31/02/2027,Active,1,no,",
		"Robin,,,Sleeping,1,,",
		",ASH,,,1,,",
		"Rail,,,,many,,",
		"Rhea,,,,,perhaps,",
		f"{'R' * 141},,,,,,",
		"Ruff,,,,-4,,",
		"Rosella,,,,,,not an address",
		"Redstart,ash,2027-03-04,closed,2,Y,a@example.com",
	]
	page = importing.check("\n".join(lines))
	found = dict(importing.problems())
	assert found[2] == "There is no Desk School called Nowhere"
	assert found[3].startswith("31/02/2027 is no date")
	assert found[4] == "Sleeping is none of: Active, Closed, Overdue"
	assert found[5] == "Value missing for Desk Plan: Family"
	assert found[6] == "Enter a whole number"
	assert found[7] == "perhaps is neither Yes nor No"
	assert found[8] == "141 letters are too many: at most 140"
	assert "cannot be negative" in found[9]
	assert "not a valid Email Address" in found[10]
	assert 11 not in found
	columns = {row["row"]: row["col"] for row in json.loads(importing.doc().template_warnings)}
	assert (columns[2], columns[5], columns[9]) == (1, 0, 4)
	assert "1 record can be saved. With errors: 9." in page.words
	importing.press("start")
	plan = get_doc("Desk Plan", {"family": "Redstart"})
	assert (str(plan.next_review), plan.status, plan.agreed) == ("2027-03-04", "Closed", 1)
	assert families(desk_site, "R%") == ["Redstart"]
	assert importing.doc().status == "Partial Success"


def test_the_rows_that_failed_come_back_as_a_file_to_mend_and_are_imported_once_mended(importing, desk_site):
	importing.check("Family;School;Next review\nSwift;ASH;01.02.2027\nSwan;Nowhere;\n")
	importing.press("start")
	name = importing.doc().name
	answer = importing.browser.get(f"{HOME}/failed?name={name}&as=csv").data.decode()
	wrong = "There is no Desk School called Nowhere"
	assert answer.splitlines() == ["Family,School,Next review,What is wrong", f"Swan,Nowhere,,{wrong}"]
	page = importing.check(answer.replace("Nowhere", "ELM"))
	assert "The one record can be saved" in page.words
	importing.press("start")
	assert families(desk_site, "Sw%") == ["Swift", "Swan"]


def test_rows_of_a_table_follow_below_their_record(importing, desk_site):
	heads = "Family,Goal (Scaling goals),Score (Scaling goals),School (Schools)"
	importing.check(f"{heads}\nTern,Bedtime,3,ASH\n,Breakfast,5,OAK\nTeal,,,\n")
	importing.press("start")
	plan = get_doc("Desk Plan", {"family": "Tern"})
	assert [(row.goal, row.score) for row in plan.goals] == [("Bedtime", 3), ("Breakfast", 5)]
	assert [row.school for row in plan.schools] == ["ASH", "OAK"]
	assert get_doc("Desk Plan", {"family": "Teal"}).goals == []
	logs = desk_site.db.get_all("Data Import Log", {"data_import": importing.doc().name}, pluck="row_indexes", order_by="log_index")  # fmt: skip
	assert logs == ["[2, 3]", "[4]"]


def test_a_change_is_found_by_id_and_an_empty_cell_changes_nothing(importing, desk_site):
	importing.check("ID,Phase,School name\nOAK,,Oakfield High\nGONE,Primary,x\n", "s.csv", CHANGE)
	assert importing.problems() == [(3, "There is no Desk School with the ID GONE")]
	importing.press("start")
	assert desk_site.db.get_value("Desk School", "OAK", ["school_name", "phase"]) == (
		"Oakfield High",
		"Secondary",
	)
	desk_site.db.set_value("Desk School", "OAK", "school_name", "Oakfield Academy")
	desk_site.db.commit()


def test_the_same_key_twice_in_a_file_is_said_beforehand(importing, desk_site):
	url = CHANGE.replace("Update+Existing", "Insert+New")
	importing.check("Code,School name\nNEW1,One\nNEW1,Two\nASH,Three\n", "s.csv", url)
	assert [row for row, _message in importing.problems()] == [3, 4]
	assert all("already exists" in message for _row, message in importing.problems())
	assert not desk_site.db.exists("Desk School", "NEW1")


def test_a_column_is_mapped_by_hand_or_left_out_and_checked_again(importing, desk_site):
	page = importing.check("Name of the family,Family,What\nUma,x,y\n")
	assert "Left out: no field that you may fill is called so" in page.words
	page = importing.press("check", **{"col:0": "family", "col:1": "Don't Import", "col:2": ""})
	assert "The one record can be saved" in page.words
	kept = json.loads(importing.doc().template_options)["column_to_field_map"]
	assert kept == {"0": "family", "1": "Don't Import"}
	importing.press("start")
	assert families(desk_site, "Uma") == ["Uma"]


def test_a_field_above_the_level_of_the_person_is_no_column(importing, desk_site):
	page = importing.check("Family,Manager note\nVera,psst\n")
	assert "Manager note" in page.words
	assert "Left out" in page.words
	importing.press("start")
	assert not get_doc("Desk Plan", {"family": "Vera"}).manager_note
	assert "manager_note" not in importing.browser.get(START).text


def test_only_who_has_the_right_to_import_finds_the_pages(reader, worker):
	assert "There is nothing that you may import." in reader.page(HOME).words
	reader.get(START, 404)
	reader.get(f"{HOME}/template?doctype=Desk+Plan", 404)
	assert "Desk Plan" in worker.page(HOME).words
	worker.get(f"{HOME}?doctype=Desk+Review", 404)
	worker.get(f"{HOME}?doctype=Nothing", 404)


def test_an_import_is_nobody_elses_not_even_of_a_system_manager(importing, desk_sites, desk_site):
	importing.check("Family\nWilla\n")
	name = importing.doc().name
	boss = desk_town.person("boss@example.com", "Bo", "System Manager")
	desk_site.db.commit()
	boss = Browser(desk_sites, "boss@example.com")
	boss.get(importing.url, 404)
	boss.get(f"/app/data-import/{name}", 404)
	assert name not in boss.get("/app/data-import").text
	assert boss.client.get("/api/resource/Data Import").json == {"data": []}
	assert boss.client.get(importing.doc().import_file).status_code in (403, 404)
	assert name in importing.browser.get("/app/data-import").text


def test_a_second_run_saves_no_row_again(importing, desk_site):
	importing.check("Family\nXavi\nXena\n")
	importing.press("start")
	importing.press("start")
	importing.press("again")
	assert families(desk_site, "X%") == ["Xavi", "Xena"]


def test_failed_rows_are_tried_again_when_what_they_lacked_is_there(importing, desk_site):
	importing.check("Family,School\nYara,NEWS\nYuri,ASH\n")
	importing.press("start")
	get_doc({"doctype": "Desk School", "code": "NEWS", "school_name": "New School"}).insert()
	desk_site.db.commit()
	importing.press("again")
	assert families(desk_site, "Y%") == ["Yuri", "Yara"]
	assert importing.doc().status == "Success"


def test_the_very_same_file_is_recognised(importing, desk_site):
	importing.check("Family\nZane\n")
	importing.press("start")
	assert "The very same file was imported before" in importing.check("Family\nZane\n").words


def test_rows_are_counted_in_words_of_the_limit(importing, monkeypatch):
	monkeypatch.setattr(importfile, "MOST_ROWS", 3)
	answer = importing.send("Family\n" + "a\n" * 5, status=422)
	assert "more than 3 rows" in answer.text


def test_a_heading_that_is_a_label_and_a_name_means_what_it_is_spelt_like(desk_site):
	desk_site.db.sql(
		"update `tabDocField` set label = 'Name' where parent = 'Desk Plan' and fieldname = 'notes'"
	)
	bump_schema()
	heads = ["name", "Name", "NOTES", "Goal (Scaling goals)", "goals.score", "Family (family)"]
	found = importmap.columns("Desk Plan", True, heads, {})
	assert [c.key for c in found] == ["name", "notes", None, "goals.goal", "goals.score", "family"]
	desk_site.db.rollback()
	bump_schema()
	desk_site.db.rollback()
