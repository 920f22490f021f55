"""depends_on expressions: what is offered, what is refused, and that page and server agree."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from minibench.web.desk import expressions
from minibench.web.desk.expressions import ExpressionError, evaluate, parse

DOC = {
	"status": "Open", "empty": "", "none": None, "zero": 0, "one": 1, "text_one": "1", "money": 12.5, "spaces": "  ",
	"from": "here", "class": 1, "rows": [{"a": 1}, {"a": 2}], "no_rows": [], "names": ["A", "B"], "date": "2026-12-31", "quote": 'say "hi"',
}  # fmt: skip
PARENT = {"status": "Closed", "count": 3}
ROLES = ["Desk Worker", "All"]
CASES = {
	"eval:doc.status=='Open'": True,
	"eval:doc.status === \"Open\" && !doc.zero": True,
	"eval:doc.status != 'Open' || doc.one": True,
	"eval:!doc.missing": True,
	"eval:doc.missing == null": True,
	"eval:doc.missing === null": False,
	"eval:doc.missing === undefined": True,
	"eval:doc.none == undefined": True,
	"eval:doc.missing >= 0": False,
	"eval:doc.empty == 0": True,
	"eval:doc.empty === 0": False,
	"eval:doc.spaces == 0": True,
	"eval:doc.text_one == 1": True,
	"eval:doc.text_one === 1": False,
	"eval:doc.one == true": True,
	"eval:doc.text_one == true": True,
	"eval:null >= 0": True,
	"eval:undefined >= 0": False,
	"eval:null == 0": False,
	"eval:doc.status < 'Z'": True,
	"eval:doc.text_one < 2": True,
	"eval:doc.status > 2": False,
	"eval:doc.money >= 12.5": True,
	"eval:-1.5 < doc.zero": True,
	"eval:doc.rows.length": True,
	"eval:doc.rows.length > 1": True,
	"eval:doc.no_rows.length > 0": False,
	"eval:!doc.no_rows.length": True,
	"eval:doc.no_rows": True,
	"eval:doc.no_rows == ''": True,
	"eval:doc.missing.length > 0": False,
	"eval:doc.status.length == 4": True,
	"eval:in_list(['Open', 'Held'], doc.status)": True,
	"eval:in_list([\"Held\"], doc.status)": False,
	"eval:['Open','Held'].includes(doc.status)": True,
	"eval:[1, 2].includes(doc.text_one)": False,
	"eval:doc.names.includes('B')": True,
	"eval:doc.status.includes('pe')": True,
	"eval:doc.missing.includes('pe')": False,
	"eval:[null].includes(null)": True,
	"eval:cint(doc.text_one) === 1": True,
	"eval:cint('12abc') == 12": True,
	"eval:cint(doc.missing) == 0": True,
	"eval:cint(true) == 1": True,
	"eval:flt('3.5 kg') == 3.5": True,
	"eval:flt(doc.empty) == 0": True,
	"eval:parent.status == 'Closed' && parent.count > 2": True,
	"eval:frappe.user.has_role('Desk Worker')": True,
	"eval:frappe.user.has_role(['Nobody', 'All'])": True,
	"eval:!frappe.user.has_role('System Manager')": True,
	"eval:(doc.zero || doc.one) && (doc.status == 'Open');": True,
	"eval:doc.zero && doc.one || doc.one": True,
	"eval:!(doc.status == 'Open')": False,
	"eval:!doc.one == false": True,
	"eval:doc.date >= '2026-01-01'": True,
	"eval:doc.quote == 'say \"hi\"'": True,
	"eval:doc.status == 'It\\'s'": False,
	"eval:[] == false": True,
	"eval:[1] == 1": True,
	"eval:true": True,
	"eval:doc.from == 'here' && doc.class": True,
	"eval:doc.one && doc.text_one && doc.status && doc.zero": False,
	"status": True,
	"empty": False,
	"no_rows": False,
	"rows": True,
	"": True,
}  # fmt: skip
REFUSED = (
	"eval:alert(1)", "eval:doc.x = 1", "eval:doc.a.b", "eval:window.location", "eval:doc['x']", "eval:doc.x ? 1 : 0",
	"eval:frappe.session.user == 'x'", "eval:doc.x + 1 > 2", "eval:cur_frm.doc.x", "eval:doc.x &&", "eval:", "eval:()",
	"fn:something", "doc.status", "eval:new Date()", "eval:doc.x; doc.y", "eval:doc.x and doc.y", "eval:not doc.x", "eval:doc.x is 1", "eval:doc.x == r'a'", "eval:~doc.x",
	"eval:doc.x < 1 < 2", "eval:lambda: 1", "eval:f'{doc.x}'", "eval:None", "eval:doc.x in [1]", "eval:in_list(*[1, 2])", "eval:"+"("*300, "eval:in_list([1])", "eval:'unclosed",
	"eval:doc?.x", "eval:frappe.user.name", "eval:doc.items.some(r => r.x)", "eval:`x`", "eval:/x/.test(doc.y)",
)  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES.items())
def test_an_expression_says_what_the_browser_of_frappe_would_say(text, wanted):
	assert evaluate(parse(text), DOC, PARENT, ROLES) is wanted


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_outside_the_subset_is_refused_by_its_text(text):
	with pytest.raises(ExpressionError):
		parse(text)


def test_a_tree_is_plain_json_and_names_the_fields_that_it_reads():
	tree = parse("eval:doc.status=='Open' && parent.count > 1 || in_list([doc.one], 1)")
	assert json.loads(json.dumps(tree))
	assert expressions.fields_of(tree) == {("doc", "status"), ("parent", "count"), ("doc", "one")}
	assert expressions.fields_of(parse("agreed")) == {("doc", "agreed")}


def test_dates_are_compared_as_the_text_that_a_page_has():
	import datetime

	assert evaluate(parse("eval:doc.due < '2027-01-01'"), {"due": datetime.date(2026, 12, 31)})


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_the_interpreter_in_the_page_agrees_with_the_one_on_the_server():
	script = Path(expressions.__file__).parent.parent / "static" / "desk.js"
	trees = [parse(text) for text in CASES]
	program = (
		f"const E = require({json.dumps(str(script))}); const doc = {json.dumps(DOC)}, parent = {json.dumps(PARENT)};"
		f"const trees = {json.dumps(trees)};"
		"console.log(JSON.stringify(trees.map((t) => E.evaluate(t, (n) => doc[n], (n) => parent[n], "
		f"{json.dumps(ROLES)}))));"
	)
	answer = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True)
	said = dict(zip(CASES, json.loads(answer.stdout), strict=True))
	assert said == {text: evaluate(tree, DOC, PARENT, ROLES) for text, tree in zip(CASES, trees, strict=True)}
