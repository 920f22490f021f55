"""Every text of the desk goes through translation: no template and no script holds bare words."""

import re
from pathlib import Path

import pytest

import minibench

WEB = Path(minibench.__file__).parent / "web"
TEMPLATES = sorted((WEB / "desk" / "templates").glob("*.html"))
SCRIPTS = sorted((WEB / "static").glob("*.js"))
NAMES = {"Ctrl K", "PDF"}  # a key and a kind of file are called so in every language
SPOKEN = ("placeholder", "title", "aria-label", "alt", "label")
SHOWN = re.compile(
	r"""(?:textContent|innerText|innerHTML|title|placeholder|ariaLabel)\s*=\s*(["'`])(?P<set>(?:(?!\1).)*)\1
	|(?:alert|confirm|prompt)\(\s*(["'`])(?P<asked>(?:(?!\3).)*)\3
	|setAttribute\(["'](?:title|aria-label|placeholder)["'],\s*(["'`])(?P<named>(?:(?!\5).)*)\5""",
	re.X,
)


def bare_words(template):
	"""The words of a template that stand outside of expressions: between tags, or in attributes that are read out."""
	text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", template, flags=re.S)
	text = re.sub(r"\{\{.*?\}\}", "0", text, flags=re.S)
	spoken = [value for name, value in re.findall(r'\s([\w-]+)="([^"]*)"', text) if name in SPOKEN]
	between = re.sub(r"<[^>]*>", "\n", text)
	between = re.sub(r'[\w-]+="[^"\n]*"|\breadonly\b|&#?\w+;', "", between)  # attributes that a macro writes
	found = [line.strip(" 0().,:") for line in [*spoken, *between.split("\n")]]
	return [line for line in found if re.search(r"[A-Za-z]{2}", line) and line not in NAMES]


def shown_words(script):
	"""The texts that a script itself shows."""
	found = (next(filter(None, match.group("set", "asked", "named")), "") for match in SHOWN.finditer(script))
	return [text for text in found if re.search(r"[A-Za-z]{2}", re.sub(r"\$\{[^}]*\}|<[^>]*>", "", text))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_holds_no_bare_words(path):
	assert not bare_words(path.read_text())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_shows_no_words_of_its_own(path):
	assert not shown_words(path.read_text())


def test_bare_words_are_found_where_there_are_some():
	assert bare_words(
		'<p title="{{ _("A") }}">{{ _("Saved") }} twice<b>{% if x %}Never{% endif %}</b></p>'
	) == ["twice", "Never"]
	assert bare_words('<input placeholder="Search here">') == ["Search here"]
	assert shown_words("box.textContent = 'Not saved'; confirm(`Sure?`)") == ["Not saved", "Sure?"]
	assert shown_words("box.textContent = data.words.unsaved; alert(words.sure)") == []
