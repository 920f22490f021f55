"""Uploads and downloads, print, and the pages of the app."""

import pytest

HTML = {"Accept": "text/html"}


def upload(person, name="a.txt", content=b"hello", **data):
	answer = person.post("/api/method/upload_file", files={"file": (name, content)}, data=data)
	if answer.status == 200:
		person.made.append(("File", answer.message["name"]))
	return answer


class TestFiles:
	@pytest.fixture
	def private(self, admin, town):
		return upload(admin, doctype="Tool", docname=town["tool"]["name"], is_private=1).message

	def test_a_private_file_is_for_who_reads_its_record(self, private, admin, people, guest):
		assert private["file_url"].startswith("/private/files/")
		assert (private["is_private"], private["attached_to_doctype"]) == (1, "Tool")
		statuses = [
			p.get(private["file_url"]).status for p in (admin, people["visitor"], people["stranger"], guest)
		]
		assert statuses == [200, 200, 403, 403]
		assert admin.get(private["file_url"]).text == "hello"

	def test_a_public_file_is_for_everybody(self, admin, guest):
		file = upload(admin, "b.txt", b"public", is_private=0).message
		assert file["file_url"].startswith("/files/")
		assert guest.get(file["file_url"]).text == "public"

	def test_a_file_is_attached_by_who_may_write(self, people, town):
		answer = upload(people["stranger"], doctype="Tool", docname=town["tool"]["name"], is_private=1)
		assert (answer.status, answer.exc_type) == (403, "PermissionError")

	def test_a_guest_uploads_nothing(self, guest):
		assert upload(guest).status == 403

	def test_a_file_belongs_to_a_field_of_its_record(self, admin, town):
		tool = town["tool"]["name"]
		file = upload(
			admin, "manual.txt", doctype="Tool", docname=tool, fieldname="manual", is_private=1
		).message
		assert (file["attached_to_name"], file["attached_to_field"]) == (tool, "manual")
		rows = admin.get("/api/resource/File", params={"filters": f'{{"attached_to_name": "{tool}"}}'}).data
		assert {"name": file["name"]} in rows

	def test_a_file_is_sent_by_a_method_as_well(self, private, admin, people, guest):
		asked = {"params": {"file_url": private["file_url"]}}
		answer = admin.get("/api/method/download_file", **asked)
		assert (answer.status, answer.text) == (200, "hello")
		assert answer.headers["Content-Disposition"].startswith("attachment; filename=a")
		refused = [p.get("/api/method/download_file", **asked).status for p in (people["stranger"], guest)]
		assert refused == [403, 403]

	def test_a_file_too_large_is_413(self, admin):
		assert upload(admin, "big.txt", b"x" * (27 * 1024 * 1024)).status == 413

	def test_a_file_that_could_run_is_refused(self, admin, stricter):
		assert upload(admin, "page.html", b"<b>x</b>").status == (
			417 if stricter("file_of_any_type") else 200
		)

	def test_a_file_for_a_record_that_is_not_there(self, admin, stricter):
		answer = upload(admin, doctype="Tool", docname="NOPE", is_private=1)
		assert answer.status == (404 if stricter("file_on_no_record") else 200)

	def test_nothing_is_no_file(self, admin):
		answer = admin.post("/api/method/upload_file", data={"is_private": 1})
		assert answer.status == 417

	@pytest.mark.parametrize(
		"path",
		[
			"/private/files/nope.txt",
			"/private/files/../../site_config.json",
			"/files/%2e%2e/%2e%2e/site_config.json",
		],
	)
	def test_nothing_else_is_served(self, path, admin):
		answer = admin.get(path)
		assert answer.status >= 400
		assert "db_name" not in answer.text


class TestPrint:
	def test_a_print_format_is_a_page_and_a_file(self, admin, town):
		query = {"doctype": "Tool", "name": town["tool"]["name"], "format": "Tool Card"}
		page = admin.get("/printview", params=query, headers=HTML)
		assert page.status == 200
		assert "<h1>Hammer</h1>" in page.text
		assert '<p class="part">1 head</p>' in page.text

	def test_a_print_format_is_a_file(self, admin, town):
		query = {"doctype": "Tool", "name": town["tool"]["name"], "format": "Tool Card"}
		answer = admin.get("/api/method/frappe.utils.print_format.download_pdf", params=query)
		assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")
		assert answer.text.startswith("%PDF-")

	def test_a_print_of_what_is_not_there_is_404(self, admin):
		query = {"doctype": "Tool", "name": "NOPE"}
		assert admin.get("/printview", params=query, headers=HTML).status == 404
		answer = admin.get("/api/method/frappe.utils.print_format.download_pdf", params=query)
		assert (answer.status, answer.said[0]["message"]) == (404, "Tool NOPE not found")

	def test_a_print_without_a_record_says_what_it_needs(self, admin, stricter):
		page = admin.get("/printview", headers=HTML)
		assert page.status == (417 if stricter("print_of_nothing") else 200)
		assert "Parameters doctype and name required" in page.text

	@pytest.mark.parametrize("chosen", ["Standard", "Nope", None])
	def test_without_a_format_of_its_own_a_record_is_printed_as_its_form(self, chosen, admin, town):
		query = {"doctype": "Shelf", "name": "HTTP-A", **({"format": chosen} if chosen else {})}
		page = admin.get("/printview", params=query, headers=HTML)
		assert page.status == 200
		assert "Shelf HTTP-A" in page.text

	def test_print_needs_the_right_to_read(self, people, guest, town):
		query = {"doctype": "Tool", "name": town["tool"]["name"]}
		for person in (people["stranger"], guest):
			assert person.get("/printview", params=query, headers=HTML).status == 403
			path = "/api/method/frappe.utils.print_format.download_pdf"
			assert person.get(path, params=query).status == 403

	def test_fields_of_a_higher_level_are_not_printed(self, admin, people, town):
		tool = admin.make("Tool", title="Printed", shelf="HTTP-A", private_notes="only-for-keepers")
		query = {"doctype": "Tool", "name": tool["name"]}
		shown = [
			"only-for-keepers" in p.get("/printview", params=query, headers=HTML).text
			for p in (admin, people["helper"])
		]
		assert shown == [True, False]


class TestPages:
	def test_an_open_page_is_for_everybody(self, guest):
		page = guest.get("/shed-hello", headers=HTML)
		assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
		assert "Anybody may read this." in page.text

	def test_a_page_can_send_a_guest_to_sign_in(self, guest):
		answer = guest.get("/shed-portal", headers=HTML)
		assert (answer.status, answer.headers["Location"]) == (302, "/login?redirect-to=/shed-portal")

	def test_a_page_shows_what_its_reader_may_see(self, people, town):
		page = people["visitor"].get("/shed-portal", headers=HTML)
		assert page.status == 200
		assert "<li>HTTP-A</li>" in page.text
		assert "<li>HTTP-B</li>" not in page.text

	def test_routes_and_redirects_of_the_app(self, guest):
		assert "Anybody may read this." in guest.get("/shed/any/where", headers=HTML).text
		answer = guest.get("/old-shed", headers=HTML)
		assert (answer.status, answer.headers["Location"]) == (301, "/shed-hello")

	def test_an_unknown_page_is_404(self, guest):
		assert guest.get("/no-such-page", headers=HTML).status == 404

	def test_the_desk_is_for_those_who_work_there(self, guest, people):
		answer = guest.get("/app", headers=HTML)
		assert answer.status in (301, 302)
		assert answer.headers["Location"].startswith("/login?redirect-to=")
		assert people["visitor"].get("/app", headers=HTML).status == 403
		assert people["keeper"].get("/app", headers=HTML).status in (200, 302, 303)

	def test_the_page_to_sign_in_is_open(self, guest):
		assert guest.get("/login", headers=HTML).status == 200

	def test_a_browser_is_told_of_a_refusal_in_html(self, guest):
		answer = guest.get("/api/resource/Tool", headers=HTML)
		assert (answer.status, answer.headers["Content-Type"]) == (403, "text/html; charset=utf-8")
