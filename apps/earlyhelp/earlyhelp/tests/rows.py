"""The rows of the tables of steps and rights, each with a number that tests name.

B1 to B8: steps, by the number of the row. B10: states without a workflow. C1: relations to a family. C2: what is
marked for named people. C3: what portal people may do. D1 to D9: roles and doctypes; a row with a narrower rule
stands a second time as "narrower". D8: reports. `NOT_YET` lists the rows that name something which is not
recorded or not shown yet.
"""

STEPS = {
	"B1": "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
	"B2": "1 2 3 4 5 5a 6 7 8 9 9a 10 11 12 13 14 15",
	"B3": "1 2 3 4 5 6 7 8 9 10",
	"B4": "1 2 3 4 5 6 7",
	"B5": "1 2 3 4 5 6 7 8",
	"B6": "1 2 3 4 5 6 7 8 9 10 11 12",
	"B7": "1 2 3 4 5 6",
	"B8": "1 2 3 4 5 6 7 8 9 10 11",
	"C1": "1 2 3 4 5 6 7 8 9 10 11 12 13 14",
	"C2": "1 2 3 4 5 6",
}
WITHOUT_WORKFLOW = (
	"Agreed Action", "Case Note", "Workbook Entry", "Parenting Assessment", "Agreement To Help",
	"Warning Note", "Information Request", "Onward Referral", "Caseload Handover", "Family Merge",
	"Pattern Alert", "Case Audit", "Practitioner Supervision", "Forum Report",
)  # fmt: skip
PORTAL = (
	"log a concern", "read concerns", "work on concerns", "see the pupils", "enter pupils", "refer a family",
	"ask another agency", "answer an invitation", "chair a meeting", "read minutes and actions",
	"mark an action done", "accept being lead", "work as lead", "patterns", "outreach", "book training",
	"staff of the school", "give feedback", "no name in a message",
)  # fmt: skip
RIGHTS = {
	"D1": "Family, Early Help Person, Person Relationship, School Enrolment, Agreement To Help, Sharing Record,"
	" Warning Note, Case Note, Chronology Entry, Family Merge, Family Feedback",
	"D2": "Early Help Contact, Early Help Referral, Onward Referral",
	"D3": "Early Help Episode, My Family Plan, Plan Version, Scaling Goal, Plan Review, Direct Work Session,"
	" Caseload Handover",
	"D4": "TAC Meeting, Agreed Action, Thank You Card, Information Request, Unmet Need, Holiday Cover,"
	" Meeting Venue",
	"D5": "Supervision Day, Case Supervision, Professional Summary, Practitioner Supervision, Case Audit,"
	" Training Record",
	"D6": "Family Workbook, Workbook Entry, Parenting Assessment, Stage Of Change, Support Programme,"
	" Programme Enrolment, Service Event",
	"D7": "School, School Staff, School Concern, Pupil Tracking, Pattern Alert, Outreach Placement,"
	" Service Agreement, School Training Booking",
	"D8": "Forum Report, Impact Achieved, Referral Reconciliation, Closures by Reason,"
	" Re-referrals within 12 Months, Referrals by Source and Decision, Caseload, Plan Timeliness,"
	" Actions Overdue by Owner, Goals Stuck, Children Without a Voice on Plan, Agency Response Times,"
	" Unmet Needs, Holiday Covers, Supervision Compliance, Training Compliance, Red Amber Green Board,"
	" Stages of Change, Decisions Awaiting Action, Audit Grades, Concern Patterns, Pupil Tracking Trends,"
	" Outreach Impact, Service Measures Before and After, Chronology, Annex A Lists",
	"D9": "Early Help Settings, Timescale, Retention Rule, Level Of Need, Presenting Need, Impact Theme,"
	" Family Outcome, Closure Reason, Referral Source, Concern Category, Measure Scale,"
	" Professional Discipline, Early Help Service, Early Help Team, Locality, Agency, Professional,"
	" School Term",
}
NARROWER = (
	"D1 Family", "D1 Early Help Person", "D1 Person Relationship", "D2 Early Help Referral",
	"D3 Early Help Episode", "D3 Plan Version", "D3 Scaling Goal", "D4 Agreed Action", "D4 Thank You Card",
	"D5 Case Supervision", "D5 Professional Summary", "D7 School Concern", "D9 Timescale", "D9 Closure Reason",
	"D9 Early Help Team", "D9 Professional",
)  # fmt: skip


def _rows():
	for table, numbers in STEPS.items():
		yield from (f"{table}.{number}" for number in numbers.split())
	yield "C1 blind match"
	yield from (f"B10 {name}" for name in WITHOUT_WORKFLOW)
	yield from (f"C3 {name}" for name in PORTAL)
	for table, names in RIGHTS.items():
		yield from (f"{table} {name}" for name in names.split(", "))
	yield from (f"{name}, narrower" for name in NARROWER)


ROWS = tuple(_rows())

# Pages of the portal; those of the desk begin with "eh". Whoever adds one looks whether it builds a row of C3
# that stands below as not yet built.
PAGES = {
	"concern", "lead", "lead-card", "lead-part", "lead-record", "log-concern", "my-families", "my-meetings", "my-minutes", "my-referrals", "pupils",
	"refer", "school", "school-staff",
}  # fmt: skip

# Rows that name a record or a report which is not there yet: the row fails as soon as there is one of that name.
RECORDS_TO_COME = (
	"Agreement To Help", "Sharing Record", "Warning Note", "Case Note", "Chronology Entry", "Family Merge",
	"Family Feedback", "Early Help Contact", "Onward Referral", "Direct Work Session", "Caseload Handover",
	"Information Request", "Unmet Need", "Holiday Cover", "Meeting Venue", "Supervision Day",
	"Practitioner Supervision", "Case Audit", "Training Record", "Family Workbook", "Workbook Entry",
	"Parenting Assessment", "Stage Of Change", "Support Programme", "Programme Enrolment", "Service Event",
	"Pupil Tracking", "Pattern Alert", "Outreach Placement", "Service Agreement", "School Training Booking",
	"Forum Report", "Retention Rule", "Family Outcome", "Measure Scale", "School Term",
)  # fmt: skip
REPORTS_TO_COME = (
	"Re-referrals within 12 Months", "Referrals by Source and Decision", "Goals Stuck",
	"Children Without a Voice on Plan", "Agency Response Times", "Unmet Needs", "Holiday Covers",
	"Training Compliance", "Stages of Change", "Decisions Awaiting Action", "Audit Grades",
	"Concern Patterns", "Pupil Tracking Trends", "Outreach Impact", "Service Measures Before and After",
	"Chronology", "Annex A Lists",
)  # fmt: skip
# Others: the record that is missing, and why the row waits for it.
WAITING = {
	"C1.8": ("Case Audit", "an auditor reaches the families of an audit, and audits are not recorded yet"),
	"C2.2": ("Safety Plan", "a safety plan is a record of domestic abuse work, which is not built yet"),
	"C2.4": (None, "no field is for what a third party said; case notes, which will have one, are to come"),
	"C2.5": ("Practitioner Supervision", "the supervision of one worker is not recorded yet"),
	"C3 ask another agency": ("Information Request", "requests between agencies are not recorded yet"),
	"C3 patterns": ("Pattern Alert", "patterns across entries are not looked for yet"),
	"C3 outreach": ("Outreach Placement", "outreach placements are not recorded yet"),
	"C3 book training": ("School Training Booking", "training is not booked here yet"),
	"C3 give feedback": ("Family Feedback", "feedback is not recorded yet"),
	"D1 Early Help Person, narrower": ("Family Merge", "records of people are not merged yet"),
}
