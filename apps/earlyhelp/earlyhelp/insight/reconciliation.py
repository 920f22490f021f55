"""What became of the children who were referred. Imports no Frappe.

Referred = open + closed, by reason + accepted and opening later + accepted and closed without
starting + not accepted, signposted or answered otherwise + waiting for a decision. What that leaves
over is the difference, and is shown.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

OPEN, LATER, WAITING = "Open", "Accepted, opening later", "Waiting for a decision"
CLOSED = "Closed: "
NO_REASON = "no reason given"
NOT_STARTED = "Accepted, closed without starting"


@dataclass(frozen=True)
class Child:
	"""One child of an episode: from when to when, and why it ended.

	`past`: ends that were taken back, each (ended on, begun again on, reason).
	"""

	started_on: date | None
	ended_on: date | None = None
	reason: str | None = None
	past: tuple = ()


@dataclass(frozen=True)
class Referral:
	"""One referral with the children of the episode that it led to, if any."""

	number_of_children: int
	decision: str = ""
	decided_on: date | None = None
	opened_on: date | None = None
	children: tuple[Child, ...] = field(default=())
	name: str = ""
	dropped_on: date | None = None  # the day the episode was closed without starting


def where(child: Child, day: date) -> str:
	"""Say where a child stands at the end of `day`; help ends on the day it is closed."""
	if not child.started_on or child.started_on > day:
		return LATER
	if child.ended_on and child.ended_on <= day:
		return CLOSED + (child.reason or NO_REASON)
	for ended_on, again_on, reason in child.past:
		if ended_on <= day < again_on:
			return CLOSED + (reason or NO_REASON)
	return OPEN


def children_by_place(referral: Referral, day: date) -> Counter:
	"""Return {place: children} of one referral at the end of `day`."""
	if not referral.decision or (referral.decided_on and referral.decided_on > day):
		return Counter({WAITING: referral.number_of_children})
	if referral.decision != "Accepted":
		return Counter({referral.decision: referral.number_of_children})
	if referral.dropped_on and referral.dropped_on <= day:
		return Counter({NOT_STARTED: referral.number_of_children})
	if not referral.opened_on or referral.opened_on > day:
		return Counter({LATER: referral.number_of_children})
	return Counter(where(child, day) for child in referral.children)


def reconcile(referrals: list[Referral], day: date) -> tuple[Counter, Counter, dict[str, int]]:
	"""Return (children by place, referrals by place, {referral: children over or missing}) at the end of `day`.

	A referral whose children are in several places counts in each of them. A difference is above
	nothing when more children were referred than are recorded.
	"""
	children, counts, differences = Counter(), Counter(), {}
	for referral in referrals:
		places = children_by_place(referral, day)
		children.update(places)
		counts.update(place for place in places if places[place])
		left = referral.number_of_children - sum(places.values())
		if left:
			differences[referral.name] = left
	return children, counts, differences
