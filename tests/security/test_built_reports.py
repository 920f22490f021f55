"""Nothing of a family out of reach is in a report that somebody builds: no value, group, figure or number of records."""

import csv
import io
import json
import re
from html import unescape
from urllib.parse import urlencode

import planted
import pytest
import remote
from routes import get
from walking import leaks

pytestmark = pytest.mark.skipif(bool(remote.URL), reason="Frappe builds its reports in the browser.")
LONG_AGO = planted.DAY  # the day of every date of the secret families


def at(doctype):
	return f"/app/{doctype.lower().replace(' ', '-')}/view/report"


def asked(doctype, *pairs):
	return get(f"{at(doctype)}?{urlencode(pairs)}")


def offered(page, box):
	"""What a box of the panel offers."""
	select = page.split(f'id="{box}"')[1].split("</select>")[0]
	return [unescape(value) for value in re.findall(r'<option value="([^"]+)"', select)]


def some(values, size):
	return [values[n : n + size] for n in range(0, len(values), size)]


def built(doctype, page):
	"""Reports with every column that the panel offers, and every group beside those that follow, as they are printed."""
	columns, tables = offered(page, "_add"), {}
	for key in ["name", *columns]:
		table = key.rpartition(".")[0]
		tables.setdefault(table if table[:1].isupper() else "", []).append(key)
	for keys in (keys for found in tables.values() for keys in some(found, 40)):
		yield asked(doctype, ("_cols", ",".join(keys)), ("_total", 1), ("_print", 1))
	spans = re.compile(r":(day|week|quarter|year)$")
	groups = [key for key in offered(page, "_group0") if not spans.search(key)]
	for pair in some([key for key in groups if not key[:1].isupper()], 2):
		yield asked(doctype, *(("_group", key) for key in pair), ("_chart", "heatmap"), ("_print", 1))
	yield from (asked(doctype, ("_group", key), ("_print", 1)) for key in groups if key[:1].isupper())


def test_no_built_report_holds_anything_of_a_secret_family(walk, walker="ehp"):
	client, wrong, seen = walk.client(walker), [], 0
	for doctype in walk.cases:
		status, page, _where = walk.ask(walker, client, get(at(doctype)))
		for ask in built(doctype, page) if status == 200 else ():
			answer = walk.ask(walker, client, ask)
			seen += answer[0] == 200
			if found := leaks(walk, walker, answer, ask.url):
				wrong.append((ask.url, found[:3]))
	assert wrong == []
	assert seen > 200, seen


def figures(walk, client, doctype, page):
	"""The last line of a report's file: how many records it counts, then least and most of numbers and dates."""
	wanted = [key for key in offered(page, "_figure0") if key[:3] in ("min", "max") and "." not in key]
	for three in some(wanted, 3) or [[]]:
		pairs = [("_group", "owner"), *(("_figure", key) for key in three), ("_export", "csv")]
		_status, body, _where = walk.ask("ehm", client, asked(doctype, *pairs))
		yield list(csv.reader(io.StringIO(body.lstrip("\ufeff"))))[-1][1:]


def test_no_number_counts_a_record_of_a_secret_family(walk):
	client, counted = walk.client("ehm"), 0
	for doctype in walk.cases:
		status, page, _where = walk.ask("ehm", client, asked(doctype, ("_group", "owner")))
		if status != 200:
			continue
		_status, body, _where = walk.ask("ehm", client, get(f"/api/resource/{doctype}", limit_page_length=0))
		within = len(json.loads(body)["data"])
		for total, *values in figures(walk, client, doctype, page) if within else ():
			assert int(total) == within, doctype
			assert LONG_AGO not in " ".join(values), (doctype, values)
			counted += 1
	assert counted > 5, counted


def test_who_reaches_a_family_finds_it_in_a_report(walk):
	client, far = walk.client("door"), walk.secrets["far"]
	columns = asked("My Family Plan", ("_cols", "name,family_name,family.family_name"))
	body = walk.ask("door", client, columns)[1]
	assert body.count(f"{far.mark}_family_name") >= 2 and walk.secrets["shut"].mark not in body
	grouped = walk.ask("door", client, asked("My Family Plan", ("_group", "family.family_name")))[1]
	assert f"{far.mark}_family_name" in grouped
