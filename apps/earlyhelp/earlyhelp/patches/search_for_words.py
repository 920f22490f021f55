"""Sites that have the app already: their search looks for words of families from now on."""

from earlyhelp.install import search_for_words


def execute():
	search_for_words()
