"""Reading what a site knows before an import."""

import frappe

from earlyhelp.imports.known import Known

LOOKUPS = ("Ethnic Background", "Referral Source", "Presenting Need", "Closure Reason", "Impact Theme")
RECORDS = {
	"families": "Family",
	"people": "Early Help Person",
	"referrals": "Early Help Referral",
	"episodes": "Early Help Episode",
	"plans": "My Family Plan",
	"goals": "Scaling Goal",
	"reviews": "Plan Review",
}


def read_known(service: str) -> Known:
	"""Read it with one query for each kind of record; of other services nothing but shared look-ups."""
	known = Known()
	for doctype in LOOKUPS:
		known.lookups[doctype] = {name.casefold(): name for name in frappe.get_all(doctype, pluck="name")}
	known.school_sources = set(frappe.get_all("Referral Source", filters={"needs_school": 1}, pluck="name"))
	known.names["schools"] = {urn: urn for urn in frappe.get_all("School", pluck="name")}
	known.names["practitioners"] = _by(frappe.get_all("Professional", fields=["name", "email"]), "email")
	for sheet, doctype in RECORDS.items():
		known.names[sheet] = _by(_imported(doctype, service), "import_ref")
	_read_periods(known, service)
	_read_scores(known, service)
	return known


def _by(rows, fieldname):
	return {row[fieldname]: row.name for row in rows if row[fieldname]}


def _imported(doctype, service, *fields):
	field = "import_service" if doctype in ("Family", "Early Help Person") else "service"
	return frappe.get_all(
		doctype, filters={field: service, "import_ref": ["is", "set"]}, fields=["name", "import_ref", *fields]
	)


def _read_periods(known, service):
	families = _references(known, "families")
	for row in _imported("Early Help Episode", service, "family", "opened_on", "closed_on"):
		if row.opened_on:
			known.openings.append((families.get(row.family), row.import_ref, row.opened_on))
		if row.closed_on:
			known.closings[row.import_ref] = row.closed_on
		else:
			known.open_episodes.add(row.import_ref)
	for row in _imported("Early Help Referral", service, "decision"):
		if not row.decision:
			known.undecided.add(row.import_ref)
	of_families = {"parenttype": "Family", "parent": ["in", list(families) or [""]]}
	known.members = set(frappe.get_all("Family Member", filters=of_families, pluck="person"))


def _references(known, sheet):
	"""Return {record: reference} of one kind."""
	return {name: reference for reference, name in known.names[sheet].items()}


def _read_scores(known, service):
	families, plans, goals = _references(known, "families"), _references(known, "plans"), {}
	for row in _imported("Scaling Goal", service, "family", "plan", "baseline_on"):
		goals[row.name] = row.import_ref
		known.goal_families[row.import_ref] = families.get(row.family)
		known.goal_periods[row.import_ref] = plans.get(row.plan)
		if row.baseline_on:
			known.baselines[row.import_ref] = row.baseline_on
	score, review = frappe.qb.DocType("Goal Score"), frappe.qb.DocType("Plan Review")
	rows = (
		frappe.qb.from_(score)
		.inner_join(review)
		.on(score.parent == review.name)
		.select(score.goal, review.held_on, score.score)
		.where((review.service == service) & (review.docstatus == 1) & (score.scorer == "Agreed"))
		.where((review.kind == "Review") & (score.score != ""))
	).run()
	known.scores = {(goals[goal], day): int(value) for goal, day, value in rows if goal in goals}
