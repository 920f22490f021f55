"""Records for tests, and what a site needs before any test runs."""

from contextlib import contextmanager
from itertools import count

import frappe
from frappe.tests.utils import FrappeTestCase

from earlyhelp.constants import BSO, EHM, EHP, FSP
from earlyhelp.planning.latest_scores import refresh_latest_scores
from earlyhelp.states.moves import place

USUAL_TEAM = "Test Usual Team"

_numbers = count(1)


def before_tests():
	"""No test records of linked doctypes: every test makes what it needs."""
	frappe.flags.skip_test_records = True


class EarlyHelpTestCase(FrappeTestCase):
	"""Every test leaves the site as it found it, and is over as Administrator."""

	def setUp(self):
		frappe.set_user("Administrator")
		frappe.db.savepoint("before_test")

	def tearDown(self):
		frappe.set_user("Administrator")
		frappe.db.rollback(save_point="before_test")

	def assertRefused(self, exception, sentence, action, *args, **kwargs):
		"""The action is refused by this rule, with this in its message."""
		with self.assertRaises(exception) as refusal:
			action(*args, **kwargs)
		self.assertIn(sentence, str(refusal.exception))


def make(doctype, **fields):
	return frappe.get_doc({"doctype": doctype, **fields}).insert()


@contextmanager
def as_administrator():
	"""Let Administrator do something for a test, whoever acts in it."""
	user = frappe.session.user
	frappe.set_user("Administrator")
	try:
		yield
	finally:
		frappe.set_user(user)


def make_service(**fields):
	return make("Early Help Service", **{"service_name": f"Test Service {next(_numbers)}", **fields})


def make_person(first_name="Robin", last_name="Ashdown", **fields):
	return make("Early Help Person", first_name=first_name, last_name=last_name, **fields)


def make_family(name="Ashdown", children=("Chloe",), **fields):
	"""Return a family with a mother who has parental responsibility, and the children named."""
	mother = make_person("Joanne", name, date_of_birth="1991-04-11")
	members = [{"person": mother.name, "relationship": "Mother", "parental_responsibility": "Yes"}]
	for first_name in children:
		child = make_person(first_name, name, date_of_birth="2008-05-23")
		members.append({"person": child.name, "relationship": "Child"})
	return make("Family", family_name=name, members=members, **fields)


def children_of(family):
	return [row.person for row in family.members if row.relationship == "Child"]


def make_referral(family, service, **fields):
	"""Return a referral of history: placed in the state of its decision, accepted unless told otherwise."""
	placed = {"received_on": "2019-01-17", "decision": "Accepted", "decided_on": "2019-01-20"}
	stamps = {name: fields.pop(name, value) for name, value in placed.items()}
	facts = {"number_of_children": 1, **fields}
	doc = make("Early Help Referral", family=family.name, service=service.name, **facts)
	state = stamps["decision"] or ("Submitted" if stamps["received_on"] else "Draft")
	place(doc, state, **stamps)
	return doc.reload()


def make_history(doctype, **fields):
	"""Insert a record as an import does: with the dates of steps that were taken long ago."""
	doc = frappe.get_doc({"doctype": doctype, **fields})
	doc.flags.by_system = True
	doc.insert()
	doc.flags.by_system = False
	return doc


def make_episode(family, service, **fields):
	"""Return an episode in the state that its dates tell."""
	given = {"opened_on": "2019-01-26", "children": [{"person": person} for person in children_of(family)]}
	given |= {"team": usual_team(), "family": family.name, "service": service.name, **fields}
	doc = make_history("Early Help Episode", **given)
	if doc.opened_on:
		place(doc, "Closed" if doc.closed_on else "Open")
	return doc


def make_plan(episode, **fields):
	"""Return a plan in the state that its dates tell."""
	doc = make_history("My Family Plan", episode=episode.name, **fields)
	if doc.closed_on or doc.approved_on:
		place(doc, "Closed" if doc.closed_on else "Active")
	return doc


def make_goal(plan, **fields):
	given = {
		"theme": "Parenting improved",
		"goal": "Mornings without shouting",
		"baseline_on": "2019-02-01",
		"baseline_score": "3",
	}
	return make_history("Scaling Goal", plan=plan.name, **{**given, **fields})


def make_review(plan, *scores, submit=False, **fields):
	"""Return a review with rows of (goal, score) or (goal, score, scorer, person)."""
	names = ("goal", "score", "scorer", "person")
	rows = [dict(zip(names, row, strict=False)) for row in scores]
	given = {"held_on": "2019-03-01", "scores": rows, **fields}
	doc = make_history("Plan Review", plan=plan.name, **given)
	if submit:
		place(doc, "Finalised")
		refresh_latest_scores([row.goal for row in doc.scores])
	elif doc.held_on:
		place(doc, "Held")
	return doc


@as_administrator()
def make_team(**fields):
	"""Return a new Early Help Team."""
	return make("Early Help Team", **{"team_name": f"Test Team {next(_numbers)}", **fields})


@as_administrator()
def make_professional(user=None, team=None, **fields):
	"""Return a new Professional, for an account and in a team if given."""
	name = f"Worker {next(_numbers)}"
	return make(
		"Professional", user=user, team=team and getattr(team, "name", team), **{"full_name": name, **fields}
	)


@as_administrator()
def make_worker(role, team=None, episode=None, lead=False):
	"""Return the e-mail address of a new person with this role and a Professional record.

	Put into `team` (a manager becomes a deputy of it) and allocated to `episode`, as lead if asked.
	"""
	email = make_stranger(role)
	professional = make_professional(email, team)
	if team and role == EHM:
		make_deputy(email, getattr(team, "name", team))
	if episode:
		row = {
			"doctype": "Practitioner Allocation",
			"parenttype": "Early Help Episode",
			"parentfield": "allocations",
			"parent": episode.name,
			"professional": professional.name,
			"role": "Lead Practitioner" if lead else "Worker",
			"from_date": "2019-01-26",
		}
		frappe.get_doc(row).db_insert()
		if lead:
			frappe.db.set_value("Early Help Episode", episode.name, "lead_practitioner", professional.name)
	return email


@as_administrator()
def usual_team():
	"""Return the team that holds the episodes of tests and is their front door."""
	if not frappe.db.exists("Early Help Team", USUAL_TEAM):
		make("Early Help Team", team_name=USUAL_TEAM, is_front_door=1)
	return USUAL_TEAM


@as_administrator()
def make_user(*roles, first_name="Test"):
	"""Return the e-mail address of a new person with these roles, who works in the usual team.

	A manager stands in for its manager. Who shall reach no family is made by `make_stranger`.
	"""
	email = make_stranger(*roles, first_name=first_name)
	if not set(roles) & {BSO, EHP, FSP, EHM}:
		return email
	make_professional(email, usual_team(), full_name=f"{first_name} {email}")
	if EHM in roles:
		make_deputy(email, usual_team())
	return email


@as_administrator()
def make_deputy(email, team):
	row = {"parent": team, "parenttype": "Early Help Team", "parentfield": "deputies", "user": email}
	frappe.get_doc({"doctype": "Team Deputy", **row}).db_insert()


@as_administrator()
def make_stranger(*roles, first_name="Test"):
	"""Return the e-mail address of a new person with these roles, in no team and without a family.

	Only the rows are written: a site lets sixty accounts an hour be made, and a test is not what makes them slow.
	"""
	email = f"test-{next(_numbers)}-{frappe.generate_hash(length=6)}@example.com"
	on_desk = frappe.db.exists("Role", {"name": ["in", roles or [""]], "desk_access": 1})
	user = frappe.new_doc("User")
	user.update({"name": email, "email": email, "send_welcome_email": 0})
	user.update({"first_name": first_name, "full_name": first_name, "user_type": "Website User"})
	if on_desk:
		user.user_type = "System User"
	user.db_insert()
	for role in roles:
		row = {"parent": email, "parenttype": "User", "parentfield": "roles", "role": role}
		frappe.get_doc({"doctype": "Has Role", **row}).db_insert()
	return email


def make_school(**fields):
	"""Return a new School."""
	number = next(_numbers)
	return make("School", **{"urn": str(200000 + number), "school_name": f"Test School {number}", **fields})


def make_staff(school, role, **fields):
	"""Return (e-mail address, School Staff) of somebody with a portal role who works at a school."""
	email = make_user(role)
	lead = int(role == "School Safeguarding Lead")
	given = {"school": school.name, "user": email, "full_name": email.split("@")[0], "is_lead": lead}
	return email, make("School Staff", **{**given, **fields})


def make_pupil(school, first_name="Chloe", last_name="Ashdown", **fields):
	"""Return the School Enrolment of a new pupil."""
	given = {"class_name": "4B", "date_of_birth": "2016-05-05"}
	return make(
		"School Enrolment",
		school=school.name,
		first_name=first_name,
		last_name=last_name,
		**{**given, **fields},
	)


def make_outgoing_account():
	"""Without one Frappe sends nothing, and keeps nothing to be sent."""
	if frappe.db.exists("Email Account", {"default_outgoing": 1}):
		return
	account = {"email_account_name": "Test Post", "email_id": "post@example.com", "smtp_server": "127.0.0.1"}
	account |= {"enable_outgoing": 1, "default_outgoing": 1, "no_smtp_authentication": 1}
	frappe.get_doc({"doctype": "Email Account", **account}).insert(ignore_permissions=True)
