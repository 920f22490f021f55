"""Which table of states belongs to which doctype."""

from importlib import import_module

FLOWS = {
	"Early Help Referral": "earlyhelp.front_door.referral_flow.FLOW",
	"Early Help Episode": "earlyhelp.planning.episode_flow.FLOW",
	"My Family Plan": "earlyhelp.planning.plan_flow.FLOW",
	"Plan Review": "earlyhelp.planning.review_flow.FLOW",
	"TAC Meeting": "earlyhelp.team_around.meeting_flow.FLOW",
	"Case Supervision": "earlyhelp.supervision.supervision_flow.FLOW",
	"Professional Summary": "earlyhelp.supervision.summary_flow.FLOW",
	"School Concern": "earlyhelp.schools.concern_states.FLOW",
}


def flow_of(doctype):
	"""Return the Flow of a doctype. Raises KeyError for one without states."""
	module, _dot, attribute = FLOWS[doctype].rpartition(".")
	return getattr(import_module(module), attribute)
