"""The records that a lead outside the council works with: their parts, and the steps that are pressed there."""

from collections.abc import Callable
from dataclasses import dataclass, field

from earlyhelp.api.leading.card_parts import CARD, CARD_PARTS
from earlyhelp.api.leading.meeting_list import EPISODE, MEETING, MEETING_PARTS, MEETING_STEPS, RUNNING
from earlyhelp.api.leading.meeting_steps import POSTPONE, may_press
from earlyhelp.api.leading.network_part import NetworkPart
from earlyhelp.api.leading.parts import Part
from earlyhelp.api.leading.special_parts import ActionPart, NewRecordPart, ScorePart, ScorerPart

PLAN, GOAL, REVIEW = "My Family Plan", "Scaling Goal", "Plan Review"
GOAL_FIELDS = ("theme", "goal", "what_0_means", "what_10_means", "baseline_score", "baseline_on", "too_early",
	"too_early_reason")  # fmt: skip
AFTER = ("Held", "Awaiting Sign-Off", "Finalised")
VOICE = ("words", "how", "said_on", "may_be_shown_to", "not_shown_to", "why_not")
VOICE_SAYS = ("full_name", "words", "why_not", "may_be_shown_to")


@dataclass(frozen=True)
class Kind:
	"""A kind of record: what it is called on a page, and which steps a page offers.

	`may(doc, action)`: whether a step is the account's. `asks`: {action: StepForm} of steps that ask more than why.
	`says_all`: what is missing is said in whole sentences, without the name of the field.
	"""

	doctype: str
	title: str
	steps: tuple = ()
	may: Callable = lambda doc, action: True
	asks: dict = field(default_factory=dict)
	says_all: bool = False


KINDS = {
	"plan": Kind(PLAN, "My Family Plan", ("Send For Approval", "Continue Unchanged", "Open For Changes")),
	"goal": Kind(GOAL, "A goal"),
	"review": Kind(REVIEW, "A review", ("Hold", "Send For Sign-Off")),
	"meeting": Kind(MEETING, "A meeting", MEETING_STEPS, may_press, {"Postpone": POSTPONE}, True),
	"card": Kind(CARD, "A Thank You card"),
	"action": Kind("Agreed Action", "An action"),
}
PARTS = (
	NetworkPart("helper", EPISODE, "Somebody else who helps", (), makes_while=RUNNING),
	Part("assessment", PLAN, "The assessment", ("assessment_started_on", "assessment_completed_on")),
	Part("words", PLAN, "The three questions", ("worries", "working_well", "needs_to_happen")),
	NewRecordPart(
		"new-goal", PLAN, "Goals", GOAL_FIELDS, adds=True, needed=("theme", "goal"), makes=GOAL, kind="goal",
		hangs=(("plan", "name"),), makes_while=("Draft", "In Review"), add_title="Add a goal",
		says=("goal", "theme", "latest_score"),
	),
	Part(
		"statement", PLAN, "Statements", ("column", "statement", "goal"), "statements", True,
		("column", "statement"), ("statement", "column", "goal"), "Add a statement",
	),
	Part(
		"need", PLAN, "Needs", ("need", "person", "detail"), "needs", True, ("need",),
		("need", "full_name", "detail"), "Add a need",
	),
	Part(
		"voice", PLAN, "The voice of each child", VOICE, "voices", True, ("person",), VOICE_SAYS,
		"Add a child's voice", ("person",),
	),
	ActionPart(
		"action", PLAN, "Who does what by when", ("what", "due_on", "show_on_card"), "actions", True,
		("what", "show_on_card"), ("what", "due_on"), "Add an action",
	),
	Part(
		"agreement", PLAN, "Who agrees", ("answer", "why", "agreed_on"), "agreements", True, ("person",),
		("full_name", "answer", "why"), "Ask somebody else", ("person",),
	),
	Part("copy", PLAN, "The family's copy", ("copy_given_on", "copy_given_how", "copy_language")),
	Part("goal", GOAL, "The goal and its scale", GOAL_FIELDS, needed=("theme", "goal")),
	Part("end", GOAL, "When it is over", ("ended_on", "ended_because", "no_end_score_why")),
	Part("day", REVIEW, "The day", ("planned_for", "held_on", "late_why")),
	ScorePart(
		"score", REVIEW, "Scores", ("score", "reason", "why_not", "may_be_shown_to"), "scores", says=("goal",),
		while_=AFTER,
	),
	ScorerPart(
		"scorer", REVIEW, "Somebody else's score",
		("goal", "scorer", "person", "professional", "score", "reason", "may_be_shown_to"), "scores", True,
		("goal", "scorer"), ("goal",), "Add somebody else's score", while_=("Held",),
	),
	Part(
		"view", REVIEW, "The view of each child", VOICE, "voices", True, ("person",), VOICE_SAYS,
		"Add a child's view", ("person",), AFTER,
	),
	Part(
		"changed", REVIEW, "What has changed",
		("what_has_changed", "childs_views", "attendance", "progress_of_actions"), while_=AFTER,
	),
	Part("result", REVIEW, "What happens next", ("level_of_need", "result", "next_review_on"),
		while_=AFTER,
	),
	Part("answer", "Agreed Action", "What came of it", ("status", "remark", "due_on", "due_reason")),
	*MEETING_PARTS,
	*CARD_PARTS,
)  # fmt: skip
BY_NAME = {part.name: part for part in PARTS}
KIND_OF = {kind.doctype: name for name, kind in KINDS.items()}


def parts_of(doctype):
	"""Return the parts of a doctype, in the order of its page."""
	return [part for part in PARTS if part.doctype == doctype]


def kind_of(doctype):
	"""Return the name of the kind of a doctype, as addresses say it."""
	return KIND_OF[doctype]
