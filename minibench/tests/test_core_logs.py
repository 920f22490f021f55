"""The Error Log outlives a rollback; views and exports are recorded after the answer."""

from minibench.documents import get_doc
from minibench.errorlog import log_error
from minibench.views import add_viewed, make_access_log


def test_an_error_is_kept_with_its_traceback(site):
	try:
		raise LookupError("gone")
	except LookupError:
		log_error("It failed", reference_doctype="User", reference_name="Guest")
	row = get_doc("Error Log", site.db.get_value("Error Log", {"method": "It failed"}))
	assert "LookupError: gone" in row.error
	assert (row.reference_doctype, row.reference_name) == ("User", "Guest")


def test_title_and_message_may_change_places(site):
	log_error("line one\nline two", "A title")
	assert site.db.get_value("Error Log", {"method": "A title"}, "error") == "line one\nline two"


def test_an_error_outlives_the_rollback_around_it(site):
	site.flags.in_test = False
	log_error("Rolled back", "why")
	site.db.rollback()
	assert site.db.exists("Error Log", {"method": "Rolled back"})
	site.db.delete("Error Log", {"method": "Rolled back"})
	site.db.commit()


def test_a_request_that_reads_writes_its_view_afterwards(site):
	site.db.rollback()
	site.db.read_only = True
	doc = get_doc("User", "Guest")
	add_viewed(doc, force=True)
	make_access_log(doctype="User", file_type="CSV", filters={"enabled": 1})
	assert site.db.count("View Log") == 0
	site.db.commit()
	site.db.read_only = False
	assert site.db.get_value("View Log", {"reference_name": "Guest"}, "viewed_by") == "Administrator"
	assert site.db.get_value("Access Log", {"export_from": "User"}, "file_type") == "CSV"
	site.db.delete("View Log", {"reference_name": "Guest"})
	site.db.delete("Access Log", {"export_from": "User"})
	site.db.commit()


def test_records_without_track_views_are_not_recorded(site):
	add_viewed(get_doc("User", "Guest"))
	assert site.db.count("View Log") == 0


def test_a_request_over_http_writes_its_view_once_it_is_answered(site):
	from minibench.web.request import Request

	site.db.rollback()
	site.request = Request({"REQUEST_METHOD": "GET"})
	site.db.read_only = True
	add_viewed(get_doc("User", "Guest"), force=True)
	site.db.rollback()
	site.db.read_only = False
	assert site.db.count("View Log") == 0
	site.request.after_response.run()
	assert site.db.count("View Log") == 1
	site.request = None
