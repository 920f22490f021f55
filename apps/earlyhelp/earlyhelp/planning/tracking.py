"""What became of a child after help ended. Imports no Frappe."""

from datetime import date

TOO_SOON, NOT_BACK = "Too soon to say", "Not re-referred"
BACK_HERE, BACK_THERE = "Re-referred to early help", "Re-referred to social care"


def standing(
	ended_on: date, track_until: date, on: date, referred: list[date], social_care_on: date | None = None
) -> str:
	"""Return what is known on the day `on` of a child whose help ended, with the days of later referrals.

	Social care's answer goes before a referral to early help; what came after `track_until` does not count.
	"""
	if social_care_on and ended_on <= social_care_on <= min(on, track_until):
		return BACK_THERE
	if any(ended_on < day <= min(on, track_until) for day in referred):
		return BACK_HERE
	return TOO_SOON if on < track_until else NOT_BACK
