"""The families of the small town, and who in them is what to whom."""

import frappe

from earlyhelp.demo.acting import add, add_if_missing, change, day
from earlyhelp.demo.clock import at
from earlyhelp.demo.people import KIM, NOOR, PAT, ROBIN, VAL

YES, NO = "Yes", "No"
# first name, relationship, age in years, parental responsibility, further fields of the person
FAMILIES = {
	"O'Brien": (
		("Joanne", "Mother", 34, YES, {"telephone": "01632 960201", "safe_contact": "Text message"}),
		("Declan", "Father", 37, YES, {}),
		("Chloe", "Child", 11, None, {}),
		("Sam", "Child", 6, None, {}),
	),
	"Hartley": (
		("Dawn", "Mother", 29, YES, {"telephone": "01632 960202"}),
		("Tyler", "Child", 8, None, {}),
	),
	"Quinn": (
		("Aoife", "Mother", 31, YES, {"telephone": "01632 960203", "telephone_withheld": 1}),
		("Martin", "Partner", 33, NO, {}),
		("Niamh", "Child", 9, None, {}),
		("Finn", "Child", 4, None, {}),
	),
	"Nowak": (
		("Agnieszka", "Mother", 36, YES, {"preferred_language": "Polish", "interpreter": "Needed"}),
		("Piotr", "Father", 40, YES, {"preferred_language": "Polish"}),
		("Zofia", "Child", 13, None, {}),
	),
	"Achebe": (("Ngozi", "Mother", 27, YES, {}), ("Emeka", "Child", 3, None, {})),
	"Lindqvist": (("Karin", "Mother", 41, YES, {}), ("Elsa", "Child", 12, None, {})),
	"Doyle": (("Bridget", "Grandparent", 62, YES, {}), ("Callum", "Child", 10, None, {})),
	"Jessop": (("Ruth", "Mother", 38, YES, {}), ("Isaac", "Child", 7, None, {})),
	"Grady": (("Moira", "Mother", 33, YES, {}), ("Rory", "Child", 5, None, {})),
	"Ingle": (("Stacey", "Mother", 24, YES, {}), ("Alfie", "Child", 2, None, {})),
	"Kaye": (
		("Helen", "Mother", 35, YES, {"address_withheld": 1, "safe_contact": "Through somebody else"}),
		("Amber", "Child", 8, None, {}),
	),
	"Meredith": (("Louise", "Mother", 39, YES, {}), ("Joshua", "Child", 14, None, {})),
	"Moss": (("Tara", "Mother", 30, YES, {}), ("Leo", "Child", 9, None, {}), ("Ivy", "Child", 7, None, {})),
	"Pike": (("Gavin", "Father", 42, YES, {}), ("Holly", "Child", 15, None, {})),
	"Sutcliffe": (
		("Carla", "Mother", 32, YES, {"telephone": "01632 960204"}),
		("Bea", "Child", 8, None, {}),
	),
	"Bewley": (("Ronnie", "Father", 28, YES, {}), ("Ada", "Child", 3, None, {})),
}
LOCALITIES = ("Old Town", "Riverside", "Moorside")


def add_families(first_heard):
	"""Add every family as business support takes it down when it is first heard of; return {family name: record}.

	`first_heard`: {family name: days from today}.
	"""
	for name in LOCALITIES:
		add_if_missing("Locality", name, locality_name=name)
	names = {}
	for family_name, rows in FAMILIES.items():
		at(first_heard[family_name], "08:50")
		names[family_name] = add_family(family_name, rows)
	at(first_heard["O'Brien"], "09:00")
	relate(names)
	return names


def add_family(family_name, rows):
	members = []
	for first_name, relationship, age, responsibility, more in rows:
		born = day(-365 * age - 20 - sum(map(ord, first_name)) % 300)
		person = add(
			KIM,
			"Early Help Person",
			first_name=first_name,
			last_name=family_name,
			date_of_birth=born,
			**more,
		)
		row = {"person": person.name, "relationship": relationship, "parental_responsibility": responsibility}
		members.append(row)
	number = sum(map(ord, family_name)) % 90 + 1
	address = {"street": f"{number} Heron Way", "town": "Middleton", "postcode": f"ZZ9 {number % 9 + 1}ZZ"}
	address["locality"] = LOCALITIES[number % 3]
	return add(KIM, "Family", family_name=family_name, members=members, **address).name


def relate(names):
	"""Write down some relationships that the family's own table cannot say."""
	people = members_of(names["O'Brien"])
	for parent, since in (("Joanne", "Birth"), ("Declan", "Birth registration")):
		for child in ("Chloe", "Sam"):
			add(
				KIM,
				"Person Relationship",
				person=people[parent],
				relation="Parent",
				other_person=people[child],
				parental_responsibility=YES,
				pr_how=since,
			)


def restrict(name):
	"""The manager restricts a family to two people; from then on nobody else finds it."""
	family = frappe.get_doc("Family", name)
	named = [{"user": NOOR, "why": "Works with the family"}, {"user": VAL, "why": "Manages the team"}]
	change(VAL, family, restricted=1, restricted_reason="Known to a member of staff", restricted_to=named)


def note_conflict(name, on):
	"""Pat is a relative of this family and must not see it."""
	change(
		ROBIN,
		frappe.get_doc("Family", name),
		conflicts=[{"user": PAT, "kind": "Relative", "noted_on": day(on)}],
	)


def members_of(family):
	"""Return {first name: person} of a family."""
	rows = frappe.get_all("Family Member", filters={"parent": family}, pluck="person")
	people = frappe.get_all(
		"Early Help Person", filters={"name": ["in", rows]}, fields=["name", "first_name"]
	)
	return {row.first_name: row.name for row in people}


def children_of(family):
	"""Return the children of a family, as persons, in the order of its table."""
	wanted = {"parent": family, "relationship": "Child"}
	return frappe.get_all("Family Member", filters=wanted, pluck="person", order_by="idx")
