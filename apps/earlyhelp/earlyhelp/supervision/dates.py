"""Days counted back from a session. Imports no Frappe."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from earlyhelp.early_help_setup.working_days import is_working_day


def day_before(end: date, amount: int, unit: str) -> date:
	"""Return the day that lies `amount` of `unit` (Working days, Days, Weeks or Months) before `end`."""
	if unit == "Months":
		return end - relativedelta(months=amount)
	if unit != "Working days":
		return end - timedelta(days=amount * (7 if unit == "Weeks" else 1))
	day = end
	while amount > 0:
		day -= timedelta(days=1)
		amount -= is_working_day(day)
	return day
