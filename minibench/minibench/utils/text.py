"""Text: lists in a sentence, addresses, hashes, checks of what a person typed."""

import base64
import os
import re
import secrets
from email.utils import parseaddr
from urllib.parse import quote, urlparse

from minibench.errors import (
	InvalidEmailAddressError,
	InvalidNameError,
	InvalidPhoneNumberError,
	ValidationError,
)
from minibench.messages import bold, throw
from minibench.translate import _
from minibench.utils.html import escape_html

PHONE_NUMBER = re.compile(r"[0-9 +_\-,.*#()]{1,20}$")
PERSON_NAME = re.compile(r"^\w[\w'\-]*( \w[\w'\-]*)*$")
NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9\u00C0-\u024F/_' ]+")
ADDRESS_INSIDE = re.compile(r"[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+")
BETWEEN_ADDRESSES = re.compile(r'[,\n](?=(?:[^"]|"[^"]*")*$)')
_ATOM, _LABEL = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
EMAIL_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}", re.IGNORECASE)


def cstr(s, encoding="utf-8") -> str:
	"""Text of anything; None is empty."""
	if s is None:
		return ""
	return str(s, encoding) if isinstance(s, bytes) else str(s)


def strip(val: str, chars: str | None = None) -> str:
	"""Without surrounding blanks and without invisible ones anywhere."""
	return (val or "").replace("\ufeff", "").replace("\u200b", "").strip(chars)


def comma_or(some_list, add_quotes=True):
	return _sentence(some_list, _("{0} or {1}"), add_quotes)


def comma_and(some_list, add_quotes=True):
	return _sentence(some_list, _("{0} and {1}"), add_quotes)


def _sentence(some_list, pattern, add_quotes):
	"""The entries as one phrase: all but the last joined by commas are {0}, the last is {1}."""
	if not isinstance(some_list, list | tuple):
		return some_list
	entries = [str(entry) for entry in some_list]
	if len(entries) < 2:
		return "".join(entries)
	if add_quotes:
		entries = [f"'{entry}'" for entry in entries]
	return pattern.format(", ".join(_(entry) for entry in entries[:-1]), entries[-1])


def unique(seq) -> list:
	"""Each entry once, in the order of first appearance."""
	return list(dict.fromkeys(seq))


def generate_hash(txt: str | None = None, length: int = 56) -> str:
	"""Random hexadecimal text."""
	length = length or 56
	return secrets.token_hex((length + 1) // 2)[:length]


def random_name(length: int = 10) -> str:
	"""A random name of lower-case letters and digits."""
	return base64.b32encode(os.urandom(length)).decode().lower()[:length]


def quoted(url: str) -> str:
	return quote(cstr(url).encode(), safe="~@#$&()*!+=:;,.?/'")


def _refuse(message: str, value, exception=ValidationError) -> None:
	throw(_(message).format(value), exception)


def _fits(pattern, value, throw: bool, message: str, exception) -> bool:
	value = str(value or "").strip()
	valid = bool(pattern.match(value))
	if throw and value and not valid:
		_refuse(message, value, exception)
	return valid


def validate_phone_number(phone_number, throw=False) -> bool:
	message = "{0} is not a valid Phone Number"
	return _fits(PHONE_NUMBER, phone_number, throw, message, InvalidPhoneNumberError)


def validate_name(name, throw=False) -> bool:
	"""Whether this can be the name of a person."""
	return _fits(PERSON_NAME, name, throw, "{0} is not a valid Name", InvalidNameError)


def validate_email_address(email_str, throw=False) -> str:
	"""The valid addresses in a comma-separated text; with `throw` a wrong one is refused."""
	out = []
	for entry in (email_str or "").strip().split(","):
		entry = entry.strip()
		if "undisclosed-recipient" in entry:
			continue
		ambiguous = " " in entry and "<" not in entry
		address = "" if ambiguous or not entry else parse_addr(entry)[1]
		if address and EMAIL_ADDRESS.match(address):
			out.append(address)
		elif throw:
			_refuse("{0} is not a valid Email Address", escape_html(entry), InvalidEmailAddressError)
	return ", ".join(out)


def parse_addr(email_string: str) -> tuple[str | None, str]:
	"""(name, address) of "Name <address>"; the name is None where there is no address."""
	email = parseaddr(email_string)[1]
	for address in (email, *ADDRESS_INSIDE.findall(email_string)[:1]):
		if re.search(r".@.*\..", address):
			name = NOT_IN_A_NAME.sub("", email_string.replace(address, "")).strip()
			return name or address, address
	return None, email


def split_emails(txt) -> list[str]:
	"""The addresses of a text, separated by commas or line ends."""
	text = re.sub(r"[\t\n\r]", " ", cstr(txt))
	return [entry for entry in map(strip, BETWEEN_ADDRESSES.split(text)) if entry]


def validate_url(txt: str, throw: bool = False, valid_schemes=None) -> bool:
	"""Whether this is an address of the web or a path; with `valid_schemes` only such a scheme."""
	url = urlparse(txt)
	valid = bool(url.scheme and (url.netloc or url.path)) or bool(txt and txt.startswith("/"))
	if valid_schemes is not None:
		schemes = [valid_schemes] if isinstance(valid_schemes, str) else valid_schemes
		valid = valid and url.scheme in schemes
	if throw and not valid:
		_refuse("'{0}' is not a valid URL", bold(txt))
	return valid
