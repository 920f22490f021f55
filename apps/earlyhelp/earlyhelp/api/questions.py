"""Questions of the app's pages: what is asked, how an answer is read, and what is wrong with it.

Imports no Frappe.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

LONG = 20_000
# What is kept of a text that is far too long, so that it can be shortened.
MOST_KEPT = 200_000


@dataclass(frozen=True)
class Question:
	"""One question. `kind`: text, search, tel, email, area, date, time, select, radios, checks, check or file.

	`options`: values, or (value, label) pairs; of a text field they are suggestions. `missing`: the sentence
	when there is no answer. `longest`: characters. `not_future`: the day may not lie ahead.
	`plain`: nothing is said about being optional, because another answer decides that.
	"""

	name: str
	label: str
	kind: str = "text"
	hint: str = ""
	required: bool = True
	missing: str = ""
	options: tuple = ()
	longest: int = 140
	rows: int = 4
	inline: bool = False
	plain: bool = False
	not_future: bool = False
	autocomplete: str = "off"
	accept: str = ""
	value: str | list = ""
	error: str = ""
	choices: tuple = field(init=False, default=())

	def __post_init__(self):
		pairs = [option if isinstance(option, tuple) else (option, option) for option in self.options]
		given = self.value if isinstance(self.value, list) else [self.value]
		found = [{"value": v, "label": label, "chosen": str(v) in given} for v, label in pairs]
		object.__setattr__(self, "choices", tuple(found))


class Wrong(Exception):
	"""An answer cannot be used; the text is the sentence for the person."""


def fill(questions, values, errors=()):
	"""Return the questions with what was typed and with what was wrong with it."""
	wrong = {error["name"]: error["sentence"] for error in errors}
	return [
		replace(q, value=values.get(q.name) or "", error=wrong.get(q.name, ""), options=q.options)
		for q in questions
	]


def read(questions, given):
	"""Return ({name: answer as stored}, {name: what was typed}, [errors]) of a form that was sent.

	Dates are datetime.date, times datetime.time, several choices a list, a tick 1 or 0, nothing None.
	"""
	answers, typed, errors = {}, {}, []
	for q in questions:
		typed[q.name] = raw(q, given)
		try:
			answers[q.name] = answer(q, typed[q.name])
		except Wrong as wrong:
			answers[q.name] = None
			errors.append({"name": q.name, "sentence": str(wrong)})
	return answers, typed, errors


def raw(q, given):
	"""Return the text that was sent for a question, cleaned of what no keyboard writes."""
	if q.kind == "checks":
		names = [f"{q.name}-{number}" for number in range(1, len(q.options) + 1)]
		return [clean(given[name]) for name in names if given.get(name)]
	most = max(MOST_KEPT, q.longest + 1) if q.kind == "area" else 2000
	return clean(given.get(q.name), lines=q.kind == "area", most=most)


def clean(value, lines=False, most=2000):
	"""Return plain text: no control characters, no stray blanks, line breaks only where they are allowed.

	`most`: characters that are looked at.
	"""
	text = str(value or "")[:most].replace("\r\n", "\n").replace("\r", "\n")
	text = text.encode("utf-8", "replace").decode("utf-8")
	text = "".join(
		c for c in text if c == "\n" or c == "\t" or unicodedata.category(c) not in ("Cc", "Cs", "Cn")
	)
	return text.strip() if lines else " ".join(text.split())


def answer(q, text):
	"""Return an answer as it is stored. Raises Wrong."""
	if not text:
		if q.required and q.kind != "check":
			raise Wrong(q.missing or f"Answer: {q.label}")
		return [] if q.kind == "checks" else 0 if q.kind == "check" else None
	return READERS.get(q.kind, read_text)(q, text)


def read_text(q, text):
	if len(text) > q.longest:
		raise Wrong(f"“{q.label}” has {len(text):,} characters. Use {q.longest:,} or fewer.")
	return text


def read_choice(q, text):
	if text not in [choice["value"] for choice in q.choices]:
		raise Wrong(q.missing or f"Choose one of the answers: {q.label}")
	return text


def read_choices(q, texts):
	return [read_choice(q, text) for text in texts]


def read_date(q, text):
	day = to_date(text)
	if not day or not 1900 <= day.year <= 2200:
		raise Wrong(f"“{q.label}” must be a real date, such as 27/3/2026.")
	if q.not_future and day > date.today():
		raise Wrong(f"“{q.label}” cannot be in the future.")
	return day


def to_date(text):
	"""Return the date that a text names, year first or day first; None when it names none."""
	for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y"):
		try:
			return datetime.strptime(text, form).date()
		except ValueError:
			continue
	return None


def read_time(q, text):
	found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::\d{2})?", text, re.ASCII)
	try:
		return time(int(found[1]), int(found[2]))
	except (TypeError, ValueError):
		raise Wrong(f"“{q.label}” must be a time, such as 10:40.") from None


def read_email(q, text):
	if not re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+", text, re.ASCII):
		raise Wrong("Enter an e-mail address like name@example.com.")
	return read_text(q, text)


def read_telephone(q, text):
	if not re.fullmatch(r"[0-9+() .,/-]{5,40}", text, re.ASCII):
		raise Wrong("Enter a telephone number like 01632 960 001.")
	return text


READERS = {
	"select": read_choice,
	"radios": read_choice,
	"checks": read_choices,
	"check": lambda q, text: 1,
	"date": read_date,
	"time": read_time,
	"email": read_email,
	"tel": read_telephone,
}
