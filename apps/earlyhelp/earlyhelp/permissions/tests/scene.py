"""One family with a record of every kind, and people who stand in every relation to it."""

import frappe
from frappe.utils import add_days, add_months, today

from earlyhelp.constants import AUD, BSO, EHA, EHM, EHP, FSP
from earlyhelp.permissions.case_records import case_doctypes
from earlyhelp.tests.factories import (
	children_of,
	make_episode,
	make_family,
	make_goal,
	make_plan,
	make_professional,
	make_referral,
	make_review,
	make_service,
	make_stranger,
	make_team,
	make_worker,
)


class Scene:
	"""A family that team `team` holds, with an open episode, its plan and everything below it."""

	def __init__(self, name="Quillfeather"):
		self.team = make_team()
		self.service = make_service()
		self.family = make_family(name)
		self.referral = make_referral(
			self.family, self.service, received_on="2019-01-17", decided_on="2019-01-20"
		)
		self.episode = make_episode(self.family, self.service, team=self.team.name)
		self.plan = make_plan(self.episode)
		self.goal = make_goal(self.plan)
		self.review = make_review(self.plan, (self.goal.name, "5"))
		self.child = children_of(self.family)[0]

	def records(self):
		"""Return one record of each kind that hangs from the family, as (doctype, name)."""
		found = [("Family", self.family.name), ("Early Help Person", self.child)]
		for doctype in case_doctypes():
			if frappe.get_meta(doctype).has_field("family") and doctype != "School Concern":
				name = frappe.db.get_value(doctype, {"family": self.family.name}, "name")
				found += [(doctype, name)] if name else []
		return found

	def close(self, days_ago=1):
		day = add_days(today(), -days_ago)
		frappe.db.set_value("Early Help Episode", self.episode.name, {"status": "Closed", "closed_on": day})

	def allocate(self, professional, from_date="2019-01-26", to_date=None):
		row = {"parent": self.episode.name, "parenttype": "Early Help Episode", "parentfield": "allocations"}
		row |= {"professional": professional, "role": "Worker", "from_date": from_date, "to_date": to_date}
		frappe.get_doc({"doctype": "Practitioner Allocation", **row}).db_insert()

	def undecided(self, **fields):
		referral = make_referral(self.family, self.service, received_on=today(), decided_on=today())
		given = {"decision": None, "decided_on": None, "status": "Screening", **fields}
		frappe.db.set_value("Early Help Referral", referral.name, given)

	def restrict(self, *users):
		self.family.update({"restricted": 1, "restricted_reason": "Ordered by the court."})
		named = [*users, make_stranger(EHM)]
		self.family.set("restricted_to", [{"user": user} for user in named])
		self.family.save()


def has_conflict(scene):
	user = make_worker(EHP, scene.team, scene.episode)
	scene.family.append("conflicts", {"user": user, "kind": "Neighbour"})
	scene.family.save()
	return user


def is_of_the_family(scene):
	user = make_worker(EHP, scene.team, scene.episode)
	mine = frappe.db.get_value("Professional", {"user": user})
	frappe.db.set_value("Early Help Person", scene.family.members[0].person, "works_here_as", mine)
	return user


def restricted_not_named(scene):
	user = make_worker(EHP, scene.team, scene.episode)
	scene.restrict()
	return user


def restricted_and_named(scene):
	user = make_stranger(FSP)
	scene.restrict(user)
	return user


def allocated(scene):
	return make_worker(FSP, None, scene.episode)


def member(scene):
	return make_worker(BSO, scene.team)


def deputy(scene):
	return make_worker(EHM, scene.team)


def manager(scene):
	user = make_stranger(EHM)
	frappe.db.set_value("Early Help Team", scene.team.name, "manager", user)
	return user


def manager_of_the_manager(scene):
	user = make_stranger(EHM)
	frappe.db.set_value("Early Help Team", scene.team.name, "line_manager", user)
	return user


def line_manager_two_levels_up(scene):
	user, below = make_stranger(EHM), manager(scene)
	top = make_professional(user)
	middle = make_professional(line_manager=top.name)
	make_professional(below, line_manager=middle.name)
	return user


def manager_of_the_service_without_team(scene):
	frappe.db.set_value("Early Help Episode", scene.episode.name, "team", None)
	return make_worker(EHM, make_team(service=scene.service.name))


def manager_of_another_team_of_the_service(scene):
	return make_worker(EHM, make_team(service=scene.service.name))


def manager_of_another_service_where_no_team_holds_it(scene):
	frappe.db.set_value("Early Help Episode", scene.episode.name, "team", None)
	return make_worker(EHM, make_team(service=make_service().name))


def _covers(scene, covered, from_date, to_date):
	user = make_worker(EHP)
	mine = frappe.db.get_value("Professional", {"user": user})
	row = {"covered_by": mine, "from_date": from_date, "to_date": to_date}
	covered.append("cover", row)
	covered.save()
	return user


def covers_the_worker(scene):
	worker = make_professional()
	scene.allocate(worker.name)
	return _covers(scene, worker, today(), today())


def covers_a_member(scene):
	return _covers(scene, make_professional(team=scene.team), today(), add_days(today(), 3))


def covers_somebody_who_has_no_part_in_it(scene):
	scene.allocate(make_professional().name)
	return _covers(scene, make_professional(), today(), today())


def covers_a_member_of_another_team(scene):
	return _covers(scene, make_professional(team=make_team()), today(), today())


def covers_a_worker_who_begins_tomorrow(scene):
	worker = make_professional()
	scene.allocate(worker.name, from_date=add_days(today(), 1))
	return _covers(scene, worker, today(), today())


def covers_a_worker_whose_part_is_over(scene):
	worker = make_professional()
	scene.allocate(worker.name, to_date=add_days(today(), -1))
	return _covers(scene, worker, today(), today())


def covered_until_yesterday(scene):
	worker = make_professional()
	scene.allocate(worker.name)
	return _covers(scene, worker, add_days(today(), -9), add_days(today(), -1))


def _was_allocated(scene, days):
	user = make_worker(EHP)
	mine = frappe.db.get_value("Professional", {"user": user})
	scene.allocate(mine, to_date=add_days(today(), -days))
	return user


def allocation_ended_27_days_ago(scene):
	return _was_allocated(scene, 27)


def allocation_ended_28_days_ago(scene):
	return _was_allocated(scene, 28)


def allocation_begins_tomorrow(scene):
	user = make_worker(EHP)
	scene.allocate(frappe.db.get_value("Professional", {"user": user}), from_date=add_days(today(), 1))
	return user


def manager_tracks(scene):
	scene.close(days_ago=300)
	return make_worker(EHM, scene.team)


def business_support_tracks(scene):
	scene.close(days_ago=300)
	return make_worker(BSO, scene.team)


def practitioner_of_the_team_that_closed(scene):
	scene.close(days_ago=300)
	return make_worker(EHP, scene.team)


def manager_of_another_team_tracks_nothing(scene):
	scene.close(days_ago=300)
	return make_worker(EHM, make_team(service=scene.service.name))


def manager_of_the_service_after_tracking(scene):
	user = manager_of_the_service_without_team(scene)
	scene.close(days_ago=400)
	return user


def manager_after_tracking(scene):
	frappe.db.set_value(
		"Early Help Episode",
		scene.episode.name,
		{"status": "Closed", "closed_on": add_months(today(), -12)},
	)
	return make_worker(EHM, scene.team)


def auditor(scene):
	return make_stranger(AUD)


def front_door_while_undecided(scene):
	scene.undecided()
	return make_worker(EHP, make_team(is_front_door=1))


def front_door_27_days_after(scene):
	scene.undecided(decision="Signposted", decided_on=add_days(today(), -27))
	return make_worker(BSO, make_team(is_front_door=1))


def front_door_28_days_after(scene):
	scene.undecided(decision="Signposted", decided_on=add_days(today(), -28))
	return make_worker(BSO, make_team(is_front_door=1))


def business_support_elsewhere(scene):
	return make_worker(BSO, make_team())


def practitioner_elsewhere(scene):
	return make_worker(EHP, make_team())


def safeguarding_elsewhere(scene):
	return make_worker(FSP, make_team())


def administrator(scene):
	return make_stranger(EHA)


def opened_with_a_reason(scene):
	from earlyhelp.permissions.openings import open_with_a_reason

	user = make_worker(EHM, make_team())
	frappe.set_user(user)
	open_with_a_reason(scene.family.name, "A complaint about the family's worker is to be answered today.")
	frappe.set_user("Administrator")
	return user


def opened_yesterday(scene):
	user = opened_with_a_reason(scene)
	frappe.db.set_value("Opened With A Reason", {"user": user}, "until", add_days(today(), -1))
	return user


def school_user(scene):
	return make_stranger("School User")


def lead_at_a_school_who_did_not_accept(scene):
	return make_worker("School Safeguarding Lead", None, scene.episode, lead=True)


def partner_who_is_worker_and_not_lead(scene):
	return make_worker("Partner User", None, scene.episode)


# row of table C1, who, what is reached, whether it may be written
RELATIONS = (
	(1, has_conflict, "nothing", False),
	(1, is_of_the_family, "nothing", False),
	(2, restricted_not_named, "nothing", False),
	(3, restricted_and_named, "record", True),
	(4, allocated, "record", True),
	(5, member, "record", True),
	(5, deputy, "record", True),
	(5, manager, "record", True),
	(5, manager_of_the_manager, "record", True),
	(5, line_manager_two_levels_up, "record", True),
	(5, manager_of_the_service_without_team, "record", True),
	(10, manager_of_another_team_of_the_service, "identity", False),
	(10, manager_of_another_service_where_no_team_holds_it, "identity", False),
	(6, covers_the_worker, "record", True),
	(11, covers_somebody_who_has_no_part_in_it, "identity", False),
	(11, covers_a_member_of_another_team, "identity", False),
	(11, covers_a_worker_who_begins_tomorrow, "identity", False),
	(11, covers_a_worker_whose_part_is_over, "identity", False),
	(6, covers_a_member, "record", True),
	(11, covered_until_yesterday, "identity", False),
	(7, allocation_ended_27_days_ago, "record", False),
	(11, allocation_ended_28_days_ago, "identity", False),
	(11, allocation_begins_tomorrow, "identity", False),
	(7, manager_tracks, "record", False),
	(7, business_support_tracks, "record", False),
	(11, practitioner_of_the_team_that_closed, "identity", False),
	(10, manager_of_another_team_tracks_nothing, "identity", False),
	(10, manager_of_the_service_after_tracking, "identity", False),
	(10, manager_after_tracking, "identity", False),
	(14, auditor, "nothing", False),
	(9, front_door_while_undecided, "record", True),
	(9, front_door_27_days_after, "record", True),
	(10, front_door_28_days_after, "identity", False),
	(10, business_support_elsewhere, "identity", False),
	(11, practitioner_elsewhere, "identity", False),
	(11, safeguarding_elsewhere, "identity", False),
	(12, administrator, "identity", False),
	(13, opened_with_a_reason, "record", False),
	(10, opened_yesterday, "identity", False),
	(14, school_user, "nothing", False),
	(14, lead_at_a_school_who_did_not_accept, "nothing", False),
	(14, partner_who_is_worker_and_not_lead, "nothing", False),
)
