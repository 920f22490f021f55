"""How like two descriptions of a person are. Imports no Frappe."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import jellyfish
from rapidfuzz import fuzz

LIKELY, POSSIBLE = 80, 60  # points of 100
WEIGHTS = {"last_name": 35, "first_name": 30, "date_of_birth": 35, "postcode": 15}


@dataclass(frozen=True)
class Described:
	"""A person as somebody describes or as a record holds: names, birth, numbers and the home's postcode."""

	first_name: str = ""
	last_name: str = ""
	known_as: str = ""
	date_of_birth: date | None = None
	upn: str = ""
	nhs_number: str = ""
	postcodes: tuple[str, ...] = ()


def folded(name: str) -> str:
	"""Return a name in small letters without accents, apostrophes, hyphens or doubled spaces."""
	plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().casefold()
	return " ".join(re.sub(r"[^a-z ]", "", plain.replace("-", " ")).split())


def sound_keys(name: str) -> list[str]:
	"""Return how each part of a name sounds; names that sound alike share a key."""
	return [key for part in folded(name).split() if (key := jellyfish.metaphone(part))]


def name_likeness(one: str, other: str) -> float:
	"""Return 0 to 1 for two names: spelling, parts of a double name, and sound."""
	one, other = folded(one), folded(other)
	if not one or not other:
		return 0.0
	likeness = max(fuzz.ratio(one, other), fuzz.token_set_ratio(one, other)) / 100
	if set(sound_keys(one)) & set(sound_keys(other)):
		likeness = max(likeness, 0.9)
	return likeness if likeness >= 0.6 else 0.0


def birth_likeness(one: date, other: date) -> float:
	"""Return 0 to 1 for two dates of birth: the same, day and month swapped, or one part misheard."""
	if one == other:
		return 1.0
	if one.year == other.year and (one.day, one.month) == (other.month, other.day):
		return 0.8
	same = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
	return 0.6 if same == 2 else 0.0


def likeness(sought: Described, known: Described) -> int:
	"""Return 0 to 100: how likely `known` is the person who is sought.

	The same UPN or NHS number decides. Otherwise what was said about the person is weighed; what the
	record does not hold counts half, because it does not speak against it.
	"""
	for number in ("upn", "nhs_number"):
		if getattr(sought, number) and getattr(sought, number) == getattr(known, number):
			return 100
	parts = dict(_parts(sought, known))
	if not parts:
		return 0
	total = sum(WEIGHTS[name] for name in parts)
	return round(100 * sum(WEIGHTS[name] * value for name, value in parts.items()) / total)


def _parts(sought, known):
	"""Yield (what was said, 0 to 1) for each thing that was said."""
	firsts = (known.first_name, known.known_as)
	if sought.last_name:
		straight = name_likeness(sought.last_name, known.last_name)
		yield "last_name", max(straight, 0.8 * name_likeness(sought.last_name, known.first_name))
	if sought.first_name:
		straight = max(name_likeness(sought.first_name, name) for name in firsts)
		yield "first_name", max(straight, 0.8 * name_likeness(sought.first_name, known.last_name))
	if sought.date_of_birth:
		born = known.date_of_birth
		yield "date_of_birth", birth_likeness(sought.date_of_birth, born) if born else 0.5
	if sought.postcodes:
		yield "postcode", float(bool(set(sought.postcodes) & set(known.postcodes)))


def says_enough(sought: Described) -> bool:
	"""Say whether a name and a date of birth, a number or an address were given (table C1, row 11)."""
	name = bool(folded(sought.first_name) or folded(sought.last_name))
	return name and bool(sought.date_of_birth or sought.upn or sought.nhs_number or sought.postcodes)
