"""The eight spreadsheets of a service and their columns. Imports no Frappe."""

from collections.abc import Callable
from dataclasses import dataclass

from earlyhelp.families.identifiers import check_nhs_number, check_postcode, check_urn
from earlyhelp.imports import cells
from earlyhelp.planning.scales import to_score


@dataclass(frozen=True)
class Column:
	"""How one column is read and what its value must be."""

	name: str
	read: Callable = cells.text
	needed: bool = False
	unique: bool = False
	past: bool = False  # a date that cannot be in the future
	lookup: str = ""  # a doctype whose names are the values
	refers_to: str = ""  # a sheet whose first column holds the value


SHEETS = {
	"practitioners": (
		Column("email", cells.email, needed=True, unique=True),
		Column("full_name", needed=True),
		Column("started_on", cells.day),
		Column("post"),
		Column("contract_ends", cells.day),
	),
	"schools": (
		Column("urn", check_urn, needed=True, unique=True),
		Column("school_name", needed=True),
		Column(
			"phase",
			cells.one_of(
				"Nursery",
				"Primary",
				"Secondary",
				"All-through",
				"Special",
				"Alternative provision",
				"16 plus",
			),
		),
		Column("street"),
		Column("town"),
		Column("postcode", check_postcode),
		Column("telephone", cells.phone),
	),
	"families": (
		Column("family_ref", needed=True, unique=True),
		Column("family_name", needed=True),
		Column("street"),
		Column("town"),
		Column("postcode", check_postcode),
		Column("locality"),
	),
	"people": (
		Column("person_ref", needed=True, unique=True),
		Column("family_ref", needed=True, refers_to="families"),
		Column("first_name", needed=True),
		Column("last_name", needed=True),
		Column("date_of_birth", cells.day, past=True),
		Column("sex", cells.one_of(**cells.SEXES)),
		Column("ethnicity", lookup="Ethnic Background"),
		Column(
			"relationship",
			cells.one_of(
				"Child",
				"Mother",
				"Father",
				"Step-parent",
				"Grandparent",
				"Partner",
				"Other carer",
				"Other relative",
			),
			needed=True,
		),
		Column("parental_responsibility", cells.one_of("Yes", "No", "Not known")),
		Column("school_urn", check_urn, refers_to="schools"),
		Column("upn", cells.upn, unique=True),
		Column("nhs_number", check_nhs_number, unique=True),
	),
	"referrals": (
		Column("referral_ref", needed=True, unique=True),
		Column("family_ref", needed=True, refers_to="families"),
		Column("received_on", cells.day, needed=True, past=True),
		Column("source", needed=True, lookup="Referral Source"),
		Column("school_urn", check_urn, refers_to="schools"),
		Column("children", cells.count, needed=True),
		Column(
			"decision",
			cells.one_of("Accepted", "Signposted", "Not Accepted", "Stepped Up", "Already Open", "Withdrawn"),
		),
		Column("decided_on", cells.day, past=True),
		Column("opened_on", cells.day),
		Column("practitioner_email", cells.email, refers_to="practitioners"),
		Column("main_presenting_need", lookup="Presenting Need"),
	),
	"closures": (
		Column("family_ref", needed=True, refers_to="families"),
		Column("closed_on", cells.day, needed=True, past=True),
		Column("reason", needed=True, lookup="Closure Reason"),
		Column("children", cells.count),
	),
	"goals": (
		Column("goal_ref", needed=True, unique=True),
		Column("family_ref", needed=True, refers_to="families"),
		Column("theme", needed=True, lookup="Impact Theme"),
		Column("goal", cells.long_text, needed=True),
		Column("baseline_on", cells.day, past=True),
		Column("baseline_score", to_score),
	),
	"scores": (
		Column("goal_ref", needed=True, refers_to="goals"),
		Column("reviewed_on", cells.day, needed=True, past=True),
		Column("agreed_score", to_score),
		Column("parent_score", to_score),
		Column("child_score", to_score),
	),
}
