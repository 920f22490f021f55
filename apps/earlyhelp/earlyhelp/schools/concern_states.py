"""The states of a school's concern, and who takes which step: one table for the portal and the desk.

There is no Workflow record, because portal roles hold no right on any doctype: `schools.concern_work` asks
`portal_access` who somebody is and then lets the app take the step. The council's answer is written on the desk.
"""

from earlyhelp.constants import EHM, EHP, SSL, SU
from earlyhelp.schools import concern_needs as needs
from earlyhelp.schools import concern_stamps as stamps
from earlyhelp.schools.concern_stamps import SCHOOLS_OWN
from earlyhelp.schools.council import tell_council
from earlyhelp.schools.portal_access import LEAD, RECEIVER, WRITER, relation_to
from earlyhelp.states.flow import Flow, State, Step

ANSWERING = {EHP: ("council_answer", "family"), EHM: ("council_answer", "family")}
MAY_BE_SHARED = ("Logged", "Seen", "In Hand", "Noted", "Closed")


def writes(doc, user):
	return relation_to(doc, user) == WRITER


def leads(doc, user):
	return relation_to(doc, user) == LEAD


def receives(doc, user):
	return relation_to(doc, user) == RECEIVER


def share(state):
	"""The decision to share leaves the state as it is: one step for each state that it may be taken in."""
	return Step(
		"B8.9", (state,), "Share With Council", state, who=(SSL,), named=leads, system=True,
		needs=needs.sharing, stamp=stamps.shared, then=tell_council,
	)  # fmt: skip


FLOW = Flow(
	doctype="School Concern",
	name="School Concern",
	has_workflow=False,
	states=(
		State("Draft"),
		State("Logged", edit=ANSWERING),
		State("Seen", edit=ANSWERING),
		State("In Hand", edit=ANSWERING),
		State("Noted", edit=ANSWERING),
		State("Closed", edit=ANSWERING),
		State("Moved"),
	),
	steps=(
		Step("B8.1", ("Draft",), "Log", "Logged", who=(SU, SSL), named=writes, system=True,
			needs=needs.logging, stamp=stamps.logged, then=stamps.tell_leads),
		Step("B8.2", ("Logged",), "See", "Seen", who=(SSL,), named=leads, system=True, stamp=stamps.seen),
		Step("B8.3", ("Logged", "Seen"), "Note", "Noted", who=(SSL,), named=leads, system=True,
			needs=needs.noting, stamp=stamps.noted),
		Step("B8.4", ("Seen",), "Take On", "In Hand", who=(SSL,), named=leads, system=True,
			needs=needs.taking_on, stamp=stamps.taken),
		Step("B8.5", ("Noted",), "Take Up", "In Hand", who=(SSL,), named=leads, system=True, reason=True,
			stamp=stamps.taken_up),
		Step("B8.6", ("In Hand",), "Close", "Closed", who=(SSL,), named=leads, system=True,
			needs=needs.closing, stamp=stamps.closed, then=stamps.tell_reporter),
		Step("B8.7", ("Closed",), "Reopen", "In Hand", who=(SSL,), named=leads, system=True, reason=True,
			stamp=stamps.reopened),
		Step("B8.8", ("Logged", "Seen", "In Hand", "Noted"), "Wrong Child", "Moved", who=(SSL,), named=leads,
			system=True, reason=True, needs=needs.moving, stamp=stamps.moved),
		*(share(state) for state in MAY_BE_SHARED),
		Step("B8.11", ("Closed",), "Transfer File", "Closed", who=(SSL,), named=leads, system=True,
			needs=needs.sending, stamp=stamps.sent, then=stamps.tell_receiving_leads),
		Step("B8.11", ("Closed",), "Accept File", "Closed", who=(SSL,), named=receives, system=True,
			needs=needs.receiving, stamp=stamps.received, then=stamps.tell_sending_leads),
	),
	stamps=SCHOOLS_OWN,
)  # fmt: skip

# Row 10 takes no step of its own: an answer is a field that EHP and EHM write where the concern was shared.
ANSWER_ROW = "B8.10"
