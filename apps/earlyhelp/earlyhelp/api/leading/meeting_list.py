"""The parts of a meeting in the order of its page: what is arranged, what is minuted, who gets the minutes."""

from earlyhelp.api.leading.card_parts import CARD, CardsPart
from earlyhelp.api.leading.meeting_parts import (
	AFTER,
	BEFORE,
	DURING,
	WRITTEN,
	AgreedPart,
	ApartPart,
	ChairPart,
	ClashPart,
	GuestPart,
	MeetingPart,
	NewMeetingPart,
	ReviewPart,
)
from earlyhelp.api.leading.meeting_rows import AttendancePart, CarriedPart, CirculationPart, CoveredPart

EPISODE, MEETING = "Early Help Episode", "TAC Meeting"
RUNNING = ("Awaiting Allocation", "Open", "Handing Over", "Step Up Requested", "Closure Requested")
WHEN = ("meeting_type", "meeting_on", "starts_at", "finishes_at", "venue", "online_link")
VOICE = ("words", "how", "why_not", "may_be_shown_to", "not_shown_to")
MEETING_STEPS = (
	"Send Invitations", "Start", "End Meeting", "Issue", "Postpone", "Cancel", "Not Held",
)  # fmt: skip
MEETING_PARTS = (
	NewMeetingPart("new-meeting", EPISODE, "Plan a meeting", WHEN, makes=MEETING, makes_while=RUNNING),
	MeetingPart("when", MEETING, "When and where", WHEN, open_in=BEFORE, while_=(*BEFORE, "Cancelled")),
	ReviewPart("review", MEETING, "Review of the plan", ("review",), open_in=BEFORE),
	GuestPart(
		"guest", MEETING, "Who comes", ("invited", "why_not_invited", "takes_part"),
		"attendees", True, says=("full_name", "why_not_invited"), add_title="Add somebody",
		open_in=BEFORE, while_=(*BEFORE, "Cancelled"),
	),
	CoveredPart(
		"covered", MEETING, "May we share with them?", ("sharing_covered",), "attendees",
		open_in=BEFORE, while_=BEFORE,
	),
	ApartPart("apart", MEETING, "Must not meet", (), "kept_apart", while_=BEFORE),
	ClashPart("clash", MEETING, "At the same time", ("clashes_accepted",), open_in=BEFORE, while_=BEFORE),
	CardsPart(
		"cards", MEETING, "Thank You cards", (), makes=CARD, kind="card", hangs=(("meeting", "name"),),
		says=("person_name", "given_on"), reads=("person",),
	),
	CirculationPart(
		"circulation", MEETING, "Who gets the minutes", ("circulation",), "attendees", open_in=AFTER,
	),
	AttendancePart("attendance", MEETING, "Who came", ("attended",), "attendees", open_in=WRITTEN),
	CarriedPart(
		"carried", MEETING, "Agreed before: how did it go?", ("answer", "answer_why"), "actions", open_in=DURING,
	),
	MeetingPart(
		"child", MEETING, "The voice of each child", VOICE, "voices",
		says=("full_name", "words", "why_not", "may_be_shown_to"), open_in=WRITTEN, while_=(*WRITTEN, "Issued"),
	),
	MeetingPart(
		"said", MEETING, "What was said", ("working_well", "worries", "discussion", "decisions"), open_in=WRITTEN,
	),
	AgreedPart(
		"agreed", MEETING, "What we agree", ("what", "due_on", "show_on_card"), "actions", True, ("what",),
		("what", "due_on"), "Add an action", open_in=DURING,
	),
	MeetingPart(
		"next", MEETING, "What is next", ("next_meeting_on", "why_no_next", "no_actions_agreed"), open_in=WRITTEN,
	),
	ChairPart("chair", MEETING, "Who chairs", ("chair",), open_in=(*BEFORE, *WRITTEN)),
)  # fmt: skip
