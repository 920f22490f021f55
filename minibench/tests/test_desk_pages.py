"""The desk's frame, workspaces, search, link boxes, reports and workflow buttons."""

import csv
import io

import desk_town
from desk_client import Browser


def test_the_desk_begins_at_the_first_workspace_a_person_may_open(worker, reader):
	assert worker.get("/app", 303).headers["Location"] == "/app/plans"
	page = worker.page("/app/plans")
	assert "Managers only" not in page.words and 'aria-current="page"' in page.html
	worker.page("/app/managers-only", 404)


def test_a_workspace_counts_through_the_persons_permissions(worker, reader, desk_site):
	page = worker.page("/app/plans")
	assert f"{desk_site.db.count('Desk Plan', {'status': 'Active'})} open" in page.words
	assert page.has(r"/app/desk-plan\?status=Active") and page.has('href="/app/desk-plan/new"')
	assert "Ask Pat if in doubt." in page.words and "<script>x" not in page.html
	assert page.has(r"<b>\d+</b> Overdue") and "By status" in page.words and "Latest" in page.words
	narrow = reader.page("/app/plans")
	assert (
		"Reviews" not in narrow.words and not narrow.has("/app/desk-settings") and "Schools" in narrow.words
	)


def test_a_dashboard_shows_its_cards_and_charts(worker, desk_site):
	from minibench.permissions import has_permission

	status = 200 if has_permission("Dashboard", user=desk_town.WORKER) else 404
	assert worker.get("/app/dashboard-view/Plan%20board", status)


def test_search_finds_places_and_records_that_may_be_seen(worker, reader):
	page = worker.page("/app/-/search?q=family+07")
	assert "Family 07" in page.words
	assert {hit["url"] for hit in worker.get("/app/-/jump?q=desk+r").json} == {
		"/app/desk-review",
		"/app/desk-review/new",
	}
	assert reader.get("/app/-/jump?q=desk+r").json == []
	assert any(hit["label"] == "Plans by School" for hit in worker.get("/app/-/jump?q=plans").json)


def test_a_links_box_offers_titles_and_what_a_link_brings(worker, reader):
	found = worker.get("/app/-/link?doctype=Desk+Plan&field=school&txt=oak").json
	assert found["hits"] == [{"value": "OAK", "label": "Oakfield Academy", "more": "OAK"}]
	assert found["new"] == "/app/desk-school/new"
	brought = worker.get("/app/-/fetch?doctype=Desk+Plan&field=school&value=OAK").json
	assert brought["values"] == {"school_phase": "Secondary"}
	assert reader.get("/app/-/link?doctype=Desk+Plan&field=school&txt=oak").json["new"] is None
	worker.get("/app/-/link?doctype=Desk+Plan&field=family&txt=oak", 404)
	assert (
		worker.get("/app/-/link?doctype=Report:Plans+by+School&field=school&txt=elm").json["hits"][0]["value"]
		== "ELM"
	)


def test_a_report_runs_with_its_defaults_and_sums_up(worker, desk_site):
	page = worker.page("/app/query-report/Plans%20by%20School")
	total = desk_site.db.count("Desk Plan", {"status": "Active"})
	assert "Ashdown Primary" in page.words and page.has(f'<td class="num">{total}</td>')
	assert page.has(r'<a href="/app/desk-plan\?status=Active"[^>]*>list</a>') and "<script>x" not in page.html
	assert "Run by Jo Test on" in page.words and "Status: Active" in page.words


def test_a_reports_filters_are_obeyed_and_asked_for(worker, desk_site):
	page = worker.page(
		"/app/query-report/Plans%20by%20School?status=Closed&school=Elm+Road&school:name=ELM&school:title=Elm+Road"
	)
	assert "School: Elm Road" in page.words and page.has("status=Closed") and "Status: Closed" in page.words
	assert "Status: fill this in" in worker.page("/app/query-report/Plans%20by%20School?status=").words


def test_a_report_is_exported_as_it_is_shown(worker, desk_site):
	text = worker.get("/app/query-report/Plans%20by%20School?_export=csv&status=Closed").data.decode(
		"utf-8-sig"
	)
	rows = list(csv.reader(io.StringIO(text)))
	assert rows[0] == ["School", "Plans", "Members", "More"] and rows[-1][0] == "Total"
	assert int(rows[-1][1]) == desk_site.db.count("Desk Plan", {"status": "Closed"})
	assert worker.get("/app/query-report/Plans%20by%20School?_export=xlsx&status=Closed").data[:2] == b"PK"


def test_a_report_builder_report_shows_its_columns_and_filters(worker):
	page = worker.page("/app/desk-plan/view/report/Overdue%20Plans")
	assert "Overdue Plans" in page.words and "Status: Overdue" in page.words and "Members" in page.words


def test_reports_are_listed_and_opened_by_role(worker, reader):
	page = worker.page("/app/-/reports")
	assert "Plans by School" in page.words and "Managers Report" not in page.words
	worker.page("/app/query-report/Managers%20Report", 404)


def test_guests_are_sent_to_sign_in_and_people_can_sign_out(desk_sites, worker):
	guest = Browser(desk_sites)
	assert guest.client.get("/app/desk-plan").headers["Location"].startswith("/login?redirect-to=")
	leaving = Browser(desk_sites, desk_town.READER)
	page = leaving.page("/app/plans")
	token = next(pair for n in range(3) for pair in page.form(n).pairs if pair[0] == "csrf_token")
	assert leaving.post("/app/-/logout", [token], 303).headers["Location"] == "/login"
	assert leaving.client.get("/app/plans").status_code in (301, 302, 303)


def test_every_page_stays_below_its_size_and_names_its_parts(worker):
	import re
	from pathlib import Path

	from minibench.web import static

	folder = Path(static.__file__).parent / "static"
	assert sum((folder / name).stat().st_size for name in ("desk.css", "desk.js", "icon.svg")) < 100_000
	for url in (
		"/app/plans",
		"/app/desk-plan",
		"/app/desk-plan/PLAN-0001",
		"/app/desk-plan/new",
		"/app/-/reports",
		"/app/-/search",
	):
		html = worker.get(url).text
		assert "<title>" in html and 'lang="en"' in html and 'href="#main"' in html and html.count("<h1") == 1
		ids = re.findall(r'\sid="([^"]+)"', re.sub(r"<template>.*?</template>", "", html, flags=re.S))
		assert len(ids) == len(set(ids)), f"{url}: {sorted(i for i in ids if ids.count(i) > 1)}"
		labelled = set(re.findall(r'for="([^"]+)"', html)) | set(
			re.findall(r'<label[^>]*>\s*<input[^>]*id="([^"]+)"', html)
		)
		for control in re.findall(r"<(?:input|select|textarea)\b[^>]*>", html):
			if 'type="hidden"' in control or " hidden" in control or "aria-label" in control:
				continue
			wanted = re.search(r'\sid="([^"]+)"', control)
			assert (wanted and wanted[1] in labelled) or 'type="checkbox"' in control, (
				f"{url}: no label for {control}"
			)


def test_a_heading_with_nothing_left_below_it_is_not_drawn():
	from minibench.local import _dict
	from minibench.web.desk.workspace import headed

	kinds = ["header", "spacer", "header", "shortcut", "header", "card", "spacer", "header"]
	left = headed([_dict(kind=kind, at=at) for at, kind in enumerate(kinds)])
	assert [block.at for block in left] == [1, 2, 3, 4, 5, 6]
