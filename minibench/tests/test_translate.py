"""Translations: read from the apps' .po and .csv files, and nothing at all in English."""

import pytest

from minibench import apps, translate
from minibench.translate import _, print_language

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Open"
msgstr "Ar agor"

msgctxt "Town Request"
msgid "Open"
msgstr "Agored"

msgid "Old"
msgstr ""

#, fuzzy
msgid "Unsure"
msgstr "Ansicr"
"""


@pytest.fixture
def welsh(site, tmp_path, monkeypatch):
	(tmp_path / "locale").mkdir()
	(tmp_path / "translations").mkdir()
	(tmp_path / "locale" / "cy.po").write_text(PO)
	(tmp_path / "translations" / "cy.csv").write_text("Closed,Ar gau\nOpen,not this one\n")
	monkeypatch.setattr(apps, "get_app_path", lambda app, *parts: str(tmp_path.joinpath(*parts)))
	translate.forget()
	yield site
	translate.forget()


def test_a_message_is_itself_without_a_translation(welsh):
	assert _("Open") == "Open"
	assert [_(text, lang="cy") for text in ("Old", "Unsure", "")] == ["Old", "Unsure", ""]


def test_a_message_is_found_by_its_context_first(welsh):
	assert _("Open", lang="cy") == "Ar agor"
	assert _("Open", lang="cy", context="Town Request") == "Agored"
	assert _("Open", lang="cy", context="Elsewhere") == "Ar agor"
	assert _("Closed", lang="cy") == "Ar gau"


def test_a_variant_falls_back_to_its_language(welsh):
	assert _("Open", lang="cy-GB") == "Ar agor"


def test_a_print_is_in_its_own_language_and_the_request_stays_in_its(welsh):
	with print_language("cy"):
		assert _("Open") == "Ar agor"
	assert _("Open") == "Open"


def test_a_language_is_never_a_path(welsh):
	assert translate.get_all_translations("../locale/cy") == {}
	with print_language("../../x"):
		assert welsh.lang == "en"
