"""Sessions: rows in the site's database that hold only the hash of the cookie, and the cookies themselves."""

import datetime
import hashlib
import secrets
import time
from urllib.parse import quote, unquote

from minibench.local import _dict, local
from minibench.utils.dates import now_datetime

GUEST = "Guest"
DEFAULT_IDLE = 170 * 3600
DEFAULT_LIFETIME = 14 * 24 * 3600
_TABLE = """create table if not exists `tabSessions` (
	sid text primary key, user text not null collate nocase, ipaddress text,
	creation integer not null, lastupdate integer not null, device text) without rowid"""
_INDEX = "create index if not exists `sessions_user` on `tabSessions` (user)"
_PERSON = "u.name, u.enabled, u.user_type, u.full_name, u.user_image, u.language, u.restrict_ip"
_RESUME = f"""select s.creation, s.lastupdate,
	(select value from `tabSingles` where doctype = 'System Settings' and field = 'session_expiry'), {_PERSON}
	from `tabSessions` s join `tabUser` u on u.name = s.user where s.sid = ?"""
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_PHONES = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android"}
_SYSTEMS = _PHONES | {"Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux"}
_COOKIES = ("sid", "system_user", "full_name", "user_id", "user_image")


def create_session_table() -> None:
	"""Make the table, or bring one of an earlier version up to date."""
	local.db.execute(_TABLE)
	local.db.execute(_INDEX)
	if "device" not in {row[1] for row in local.db.execute("pragma table_info(`tabSessions`)")}:
		local.db.execute("alter table `tabSessions` add column device text")


def hashed(sid: str) -> str:
	return hashlib.sha256(f"sid:{sid}".encode()).hexdigest()


def csrf_token_of(sid: str) -> str | None:
	"""The token that belongs to a session from its first moment; it tells nothing about the cookie."""
	return None if sid == GUEST else hashlib.sha256(f"csrf:{sid}".encode()).hexdigest()[:56]


def get_csrf_token() -> str | None:
	return local.session.data.csrf_token


def seconds(text: str | None) -> int:
	"""The setting "hh:mm" in seconds; what cannot be read is the default."""
	try:
		hours, _, minutes = (text or "").partition(":")
		return int(hours) * 3600 + int(minutes or 0) * 60 or DEFAULT_IDLE
	except ValueError:
		return DEFAULT_IDLE


def start_as_guest() -> None:
	local.session = _dict(user=GUEST, sid=GUEST, data=_dict(user=GUEST, session_expiry=DEFAULT_IDLE))


def become(sid: str, person: tuple, expiry: int = DEFAULT_IDLE) -> None:
	"""Fill `frappe.session` for a person (the columns of `_PERSON`)."""
	name, _enabled, user_type, full_name, image, language, places = person
	data = _dict(user=name, user_type=user_type, full_name=full_name, user_image=image)
	data.csrf_token = csrf_token_of(sid) if sid else None
	data.update(session_ip=local.request_ip, session_expiry=expiry, places=places)
	local.session = _dict(user=name, sid=sid or name, data=data)
	local.lang = language or local.lang


def person(user: str) -> tuple | None:
	return local.db.execute(f"select {_PERSON} from `tabUser` u where u.name = ?", (user,)).fetchone()


def resume(cookie: str) -> None:
	"""Become whoever the cookie stands for, or a guest (told so when the cookie has lost its meaning)."""
	start_as_guest()
	sid = unquote(cookie)
	if not sid or sid == GUEST:
		return
	row = local.db.execute(_RESUME, (hashed(sid),)).fetchone()
	now, lifetime = int(time.time()), int(local.conf.session_lifetime or DEFAULT_LIFETIME)
	if row:
		created, used, idle = row[0], row[1], seconds(row[2])
		if row[4] and now - used <= idle and now - created <= lifetime:
			become(sid, row[3:], idle)
			local.session.data.update(creation=created, last_updated=used)
			return
	local.response["session_expired"] = 1
	local.flags.clear_cookies = True


def start(user: str) -> None:
	"""A new session under a new cookie; one that the browser sent before ends."""
	old = local.request and unquote(local.request.cookies.get("sid", ""))
	if old and old != GUEST:
		_delete(hashed(old))
	sid, now = secrets.token_hex(32), int(time.time())
	columns = "sid, user, ipaddress, creation, lastupdate, device"
	values = (hashed(sid), user, local.request_ip, now, now, _device())
	local.db.execute(f"insert into `tabSessions` ({columns}) values (?, ?, ?, ?, ?, ?)", values)
	_end_older(user, hashed(sid))
	become(sid, person(user), seconds(local.db.get_single_value("System Settings", "session_expiry")))
	local.session.data.last_updated = now
	local.flags.clear_cookies = False


def _device() -> str:
	"""The browser and the system of this request in a word each, as far as it says them."""
	claims = local.request.headers.get("User-Agent", "") if local.request else ""
	found = (
		next((word for key, word in known.items() if key in claims), "") for known in (_BROWSERS, _SYSTEMS)
	)
	return ", ".join(filter(None, found))


def _end_older(user: str, newest: str) -> None:
	"""Where System Settings limit it, only the newest few sessions of a person stay."""
	if not int(local.db.get_single_value("System Settings", "deny_multiple_sessions") or 0):
		return
	most = int(local.db.get_value("User", user, "simultaneous_sessions") or 1)
	kept = "select sid from `tabSessions` where user = ? order by sid = ? desc, creation desc limit ?"
	delete = f"delete from `tabSessions` where user = ? and sid not in ({kept})"
	local.db.execute(delete, (user, user, newest, most))


def of_user(user: str) -> list[dict]:
	"""A person's sessions, the last used first: id, device, address, since, used, and whether it is this one."""
	columns = "select sid, device, ipaddress, creation, lastupdate from `tabSessions` where user = ?"
	mine, now = hashed(local.session.sid), time.time()
	idle = seconds(local.db.get_single_value("System Settings", "session_expiry"))
	found = []
	for sid, device, address, since, used in local.db.execute(f"{columns} order by lastupdate desc", (user,)):
		if now - used <= idle:
			row = _dict(id=sid[:24], device=device, address=address, mine=sid == mine)
			found.append(_dict(row, since=_moment(since), used=_moment(used)))
	return found


def _moment(stamp: int) -> datetime.datetime:
	return now_datetime() - datetime.timedelta(seconds=time.time() - stamp)


def end_one(user: str, session: str) -> bool:
	"""End one of a person's sessions, by the id that `of_user` gave; False where it is not there."""
	delete = "delete from `tabSessions` where user = ? and substr(sid, 1, 24) = ?"
	return local.db.execute(delete, (user, session)).rowcount > 0


def needs_touch() -> bool:
	"""True when the last use on record is old enough to be written again."""
	used = local.session.data.last_updated
	return bool(used) and time.time() - used > min(600, local.session.data.session_expiry / 10)


def touch(sid: str) -> None:
	local.db.execute("update `tabSessions` set lastupdate = ? where sid = ?", (int(time.time()), hashed(sid)))


def end() -> None:
	"""Delete this request's session and go on as a guest."""
	_delete(hashed(local.session.sid))
	start_as_guest()
	local.flags.clear_cookies = True


def clear_sessions(user: str | None = None, keep_current: bool = False, force: bool = False) -> None:
	"""End the sessions of a user, all or all but this request's own."""
	user = user or local.session.user
	current = hashed(local.session.sid) if keep_current and user == local.session.user else ""
	local.db.execute("delete from `tabSessions` where user = ? and sid != ?", (user, current))


def clear_expired_sessions() -> None:
	"""Remove rows that no cookie can use any more: for the scheduler."""
	idle = local.db.get_single_value("System Settings", "session_expiry")
	now, lifetime = int(time.time()), int(local.conf.session_lifetime or DEFAULT_LIFETIME)
	delete = "delete from `tabSessions` where lastupdate < ? or creation < ?"
	local.db.execute(delete, (now - seconds(idle), now - lifetime))


def _delete(key: str) -> None:
	local.db.execute("delete from `tabSessions` where sid = ?", (key,))


def cookies(secure: bool) -> list[tuple[str, str]]:
	"""The Set-Cookie headers of an answer."""
	if local.flags.clear_cookies:
		gone = "; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax"
		return [("Set-Cookie", f"{name}={gone}") for name in _COOKIES]
	data, user = local.session.data, local.session.user
	tail = ("; Secure" if secure else "") + "; Path=/; SameSite=Lax"
	person = {"full_name": data.full_name or user, "user_id": user, "user_image": data.user_image or ""}
	values = {"system_user": "yes" if data.user_type == "System User" else "no"}
	values |= {name: quote(value) for name, value in person.items()}
	sid = local.session.sid if data.csrf_token else GUEST
	first = f"sid={sid}; Max-Age={int(data.session_expiry or DEFAULT_IDLE)}; HttpOnly{tail}"
	texts = [first, *(f"{name}={value}{tail}" for name, value in values.items()), *local.cookies]
	return [("Set-Cookie", text) for text in texts]
