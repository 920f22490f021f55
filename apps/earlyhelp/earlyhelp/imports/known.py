"""What a site knows before an import: look-ups, and what was imported for the service. Imports no Frappe."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Known:
	"""Names by sheet and reference, and the few facts that rules across sheets need."""

	names: dict[str, dict[str, str]] = field(default_factory=dict)  # sheet -> reference -> record
	lookups: dict[str, dict[str, str]] = field(default_factory=dict)  # doctype -> casefolded -> name
	school_sources: set[str] = field(default_factory=set)  # sources that must name a school
	openings: list[tuple[str, str, date]] = field(default_factory=list)  # (family, referral, day)
	closings: dict[str, date] = field(default_factory=dict)  # referral -> day
	open_episodes: set[str] = field(default_factory=set)  # references of what is not closed
	undecided: set[str] = field(default_factory=set)  # referrals that wait for a decision
	members: set[str] = field(default_factory=set)  # people who are members of the service's families
	goal_families: dict[str, str] = field(default_factory=dict)
	goal_periods: dict[str, str] = field(default_factory=dict)
	baselines: dict[str, date] = field(default_factory=dict)
	scores: dict[tuple[str, date], int] = field(default_factory=dict)  # (goal, day) -> agreed score

	def has(self, sheet: str, reference: str | None) -> bool:
		return reference in self.names.get(sheet, {})

	def lookup(self, doctype: str, value: str | None) -> str | None:
		"""Return the name of the look-up in the spelling of the site, or None."""
		return self.lookups.get(doctype, {}).get((value or "").casefold())

	def needs_school(self, source: str) -> bool:
		return self.lookup("Referral Source", source) in self.school_sources
