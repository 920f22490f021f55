"""What one person is to another, read from either side. Imports no Frappe.

The list is that of children's services (Hackney's, which follows Mosaic's): 33 relations. The two
kinds of supporter have no word of their own for the person whom they support.
"""

PAIRS = (
	("Parent", "Child"),
	("Great-grandparent", "Great-grandchild"),
	("Grandparent", "Grandchild"),
	("Step-parent", "Step-child"),
	("Aunt or uncle", "Niece or nephew"),
	("Parent of unborn child", "Unborn child"),
	("Sibling of unborn child", "Unborn sibling"),
	("Foster carer", "Foster child"),
	("Private foster carer", "Private foster child"),
)
SAME_BOTH_WAYS = (
	"Partner",
	"Ex-partner",
	"Spouse",
	"Ex-spouse",
	"Sibling",
	"Half-sibling",
	"Step-sibling",
	"Cousin",
	"Friend",
	"Neighbour",
	"In contact with",
	"Acquaintance",
	"Other",
)
ONE_WAY = {"Foster support carer": "Foster child", "Support carer": "Other"}
INVERSE = (
	{first: second for first, second in PAIRS}
	| {second: first for first, second in PAIRS}
	| {relation: relation for relation in SAME_BOTH_WAYS}
	| ONE_WAY
)
# Said by the second of a pair: stored the other way round, so that one fact has one form.
TURNED = {second: first for first, second in PAIRS}
OLDER = ("Parent", "Grandparent", "Great-grandparent")


def stored_form(person: str, relation: str, other: str) -> tuple[str, str, str]:
	"""Return (person, relation, other) as it is stored: the elder side first.

	"Chloe is the child of Joanne" and "Joanne is the parent of Chloe" are one fact.
	"""
	if relation in TURNED:
		return other, TURNED[relation], person
	return person, relation, other
