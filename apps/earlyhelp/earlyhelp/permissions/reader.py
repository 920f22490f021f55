"""Who asks: what an account is at work, read once and then used by every relation."""

from dataclasses import dataclass

import frappe
from frappe.utils import add_days, add_months, getdate, now_datetime, today

from earlyhelp.constants import DESK_ROLES, EHM
from earlyhelp.permissions.answers import kept_while_reading
from earlyhelp.permissions.people import (
	current,
	every_professional,
	front_door_teams,
	leads_as,
	own_professionals,
	teams_of,
)

STANDARD = {
	"Reach After Allocation": (28, "Days"),
	"Reach After Referral": (28, "Days"),
	"Team Record After Closure": (12, "Months"),
}


@dataclass(frozen=True)
class Reader:
	"""An account with its roles, its Professional records, its teams, and whom it covers today."""

	user: str
	roles: frozenset
	mine: tuple  # Professional records of the account that are in use
	ever: tuple  # all of them: who the person is, whatever he or she reaches
	teams: tuple  # teams it is in or leads
	led: tuple  # teams it manages, stands in for, or stands above
	covered: tuple  # Professional records it covers today
	covered_teams: tuple  # teams of those it covers
	front_door: bool
	leads_as: tuple = ()  # Professional records as which it leads from outside the council
	opened: tuple = ()  # families that it opened with a reason and that are open still
	about_one: bool = False  # whether one record is asked about, and not a list

	@property
	def at_desk(self):
		"""Whether a role of the desk is held; who has none reaches a family as its lead alone."""
		return bool(self.roles & set(DESK_ROLES))


@kept_while_reading
def read_reader(user) -> Reader:
	"""Return what an account is at work today; a dozen small queries, whatever it may see."""
	mine = own_professionals(user)
	led = teams_of(user, "manager")
	teams = sorted({*teams_of(user), *led})
	covered = _covered_by(mine)
	return Reader(
		user=user,
		roles=frozenset(frappe.get_roles(user)),
		mine=tuple(mine),
		ever=tuple(every_professional(user)),
		teams=tuple(teams),
		led=tuple(led),
		covered=tuple(row.name for row in covered),
		covered_teams=tuple(sorted(_teams_of_covered(covered))),
		front_door=bool(set(teams) & set(front_door_teams())),
		leads_as=tuple(leads_as(user)),
		opened=tuple(_opened(user)),
	)


def _opened(user):
	"""The moment is asked for here, so that the text of the rule is the same from one request to the next."""
	if EHM not in frappe.get_roles(user):
		return []
	still = {"user": user, "until": [">", now_datetime()]}
	return sorted(set(frappe.get_all("Opened With A Reason", filters=still, pluck="family")))


def _covered_by(mine):
	"""Return the Professional records that one of `mine` covers today."""
	rows = mine and frappe.get_all(
		"Professional Cover",
		filters={"covered_by": ["in", mine], "parenttype": "Professional"},
		fields=["parent", "from_date", "to_date"],
	)
	names = {row.parent for row in rows if current(row)}
	fields = ["name", "user", "team"]
	return (
		frappe.get_all("Professional", filters={"name": ["in", sorted(names)]}, fields=fields)
		if names
		else []
	)


def _teams_of_covered(covered):
	"""Cover takes over what somebody reaches through the team, and leads."""
	found = {row.team for row in covered if row.team}
	for row in covered:
		if row.user:
			found.update(teams_of(row.user, "manager"))
	return found


@kept_while_reading
def days_ago(title):
	"""Return the date before which a timescale has run out: what ended on a later date still counts."""
	row = frappe.db.get_value("Timescale", title, ["amount", "unit"])
	amount, unit = row or STANDARD[title]
	if unit == "Months":
		return getdate(add_months(today(), -amount))
	days = {"Days": 1, "Weeks": 7, "Working days": 7 / 5}[unit]
	return getdate(add_days(today(), -int(amount * days)))
