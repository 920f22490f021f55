"""Tables B1 to B8: whose each step is, what it asks for beside that, and who changes what in each state.

From and to are compared with each table in the tests of its module. What a step must find true, stamps and brings
about is tested there, row by row.
"""

from unittest import TestCase

from earlyhelp.constants import BSO, EHM, EHP, FSP, SSL, SU
from earlyhelp.states.flow import ALL, Edit
from earlyhelp.states.registry import FLOWS, flow_of

SHORT = {BSO: "BSO", EHP: "EHP", FSP: "FSP", EHM: "EHM", SU: "SU", SSL: "SSL"}
# row | roles | app: the app takes it, too; named: of that role only the person named; reason; own: not one's own;
# when: one of two endings
STEPS = """
B1.1 | BSO EHP FSP EHM |
B1.2 |  | app
B1.3 | BSO EHP EHM |
B1.4 | BSO EHP EHM |
B1.5 | BSO EHP EHM | app
B1.6 | EHP EHM |
B1.7 | EHM | reason
B1.8 | EHM | own
B1.9 | EHM | reason
B1.9 | EHP | named reason
B1.10 | EHM |
B1.11 | BSO EHP FSP EHM |
B1.12 | BSO EHP EHM |
B1.13 | BSO EHP EHM | app
B1.14 | BSO EHP EHM | app
B1.15 | EHM | reason
B1.16 | EHP EHM |
B2.1 | EHM | app
B2.2 | EHM | app named
B2.3 | EHM | reason
B2.4 | EHP FSP EHM | named
B2.5 | EHP FSP EHM | app named when
B2.5a | EHP FSP EHM | named when
B2.6 | EHP FSP EHM | app named reason
B2.7 | EHP FSP EHM | named reason
B2.8 | EHP FSP EHM BSO |
B2.9 | EHP FSP EHM | named when
B2.9a | EHM | when
B2.10 | EHP FSP EHM | named
B2.11 | EHP FSP EHM | named
B2.12 | EHP FSP EHM | named
B2.13 | EHM | own
B2.14 | EHM | reason
B2.15 | EHM | reason
B3.1 | EHP FSP EHM | app named
B3.2 | EHM | named own
B3.3 | EHM | reason when
B3.4 | EHM | reason when
B3.5 | EHP FSP EHM | app named reason
B3.6 | EHP FSP EHM | app named
B3.7 | EHP FSP EHM | app named
B3.8 | EHM | app
B3.9 | EHM | app reason
B3.10 |  | app
B4.1 | EHP FSP EHM | app when
B4.7 | EHP FSP EHM | named when
B4.2 | BSO EHP FSP EHM | app
B4.3 | EHP FSP EHM | app reason
B4.4 | BSO EHP FSP EHM | app
B4.5 | EHP FSP | named
B4.5 | EHM | own
B4.6 | EHP FSP | named reason
B4.6 | EHM | reason
B5.1 | BSO EHP FSP EHM | app
B5.2 | BSO EHP FSP EHM | app
B5.3 | BSO EHP FSP EHM | app reason
B5.4 | BSO EHP FSP EHM | app reason
B5.6 | BSO EHP FSP EHM | app
B5.5 | BSO EHP FSP EHM | app reason
B5.7 | EHP FSP EHM | app named
B5.7 | BSO |
B5.8 | EHP FSP EHM | named reason
B6.1 | BSO EHM | app
B6.2 |  | app
B6.3 | EHM | named
B6.4 | BSO EHM |
B6.5 | BSO EHM |
B6.5 | EHP FSP | named
B6.6 | BSO EHM |
B6.6 | EHP FSP | named
B6.7 | EHM | named
B6.8 | EHM | named reason
B6.9 | EHM | named
B6.10 | BSO EHM | reason
B6.11 | EHM | reason
B6.12 | EHM | named reason
B7.5 |  | app
B7.1 | EHP FSP | app named
B7.2 | EHP FSP | named
B7.3 | EHP FSP | named
B7.4 | EHM | app named reason
B7.5 | EHM | app named
B7.6 |  | app
B8.1 | SU SSL | app named
B8.2 | SSL | app named
B8.3 | SSL | app named
B8.4 | SSL | app named
B8.5 | SSL | app named reason
B8.6 | SSL | app named
B8.7 | SSL | app named reason
B8.8 | SSL | app named reason
B8.9 | SSL | app named
B8.11 | SSL | app named
"""
# ~ some fields only, * the person named only
CONTENT = {
	"Early Help Referral": {
		"Draft": "BSO EHP FSP EHM",
		"Submitted": "BSO EHM EHP~",
		"Awaiting Information": "BSO EHP EHM",
		"Screening": "BSO~ EHP EHM",
		"Awaiting Decision": "EHM BSO~ EHP~",
		"Accepted": "BSO~ EHP~ EHM~",
		"Signposted": "BSO~ EHP~ EHM~",
		"Not Accepted": "BSO~ EHP~ EHM~",
		"Stepped Up": "BSO~ EHP~ FSP~* EHM~",
		"Already Open": "BSO~ EHP~ EHM~",
		"Withdrawn": "BSO~ EHP~ EHM~",
		"Finished": "",
	},
	"Early Help Episode": {
		"Awaiting Allocation": "EHM BSO~",
		"Open": "EHP~* FSP~* EHM BSO~",
		"Handing Over": "EHM",
		"Step Up Requested": "EHP~* FSP~* EHM",
		"Closure Requested": "EHM",
		"Closed": "BSO~ EHM~",
	},
	"My Family Plan": {
		"Draft": "BSO EHP* FSP* EHM",
		"Awaiting Approval": "EHM BSO~ EHP~ FSP~",
		"Active": "BSO~ EHP~* FSP~* EHM~",
		"In Review": "BSO EHP* FSP* EHM",
		"Closed": "BSO~ EHP~ FSP~ EHM~",
	},
	"Plan Review": {
		"Planned": "BSO EHP FSP EHM",
		"Held": "BSO EHP FSP EHM",
		"Awaiting Sign-Off": "EHM",
		"Finalised": "",
		"Cancelled": "",
	},
	"TAC Meeting": {
		"Planned": "BSO EHP FSP EHM",
		"Invited": "BSO EHP FSP EHM",
		"In Progress": "BSO EHP FSP EHM",
		"Minutes To Check": "BSO EHP* FSP* EHM*",
		"Issued": "",
		"Cancelled": "",
	},
	"Case Supervision": {
		"Planned": "BSO EHM",
		"Summaries Requested": "BSO EHM",
		"Ready": "BSO EHM",
		"Held": "BSO EHM EHP~* FSP~*",
		"Awaiting Finalisation": "EHM*",
		"Finalised": "",
		"Set Aside": "",
		"Cancelled": "",
	},
	"Professional Summary": {
		"Requested": "EHP* FSP*",
		"Draft": "EHP* FSP*",
		"Finalised": "",
		"Excused": "",
		"Superseded": "",
	},
	"School Concern": {
		"Draft": "",
		"Logged": "EHP~ EHM~",
		"Seen": "EHP~ EHM~",
		"In Hand": "EHP~ EHM~",
		"Noted": "EHP~ EHM~",
		"Closed": "EHP~ EHM~",
		"Moved": "",
	},
}


def steps_of(flow):
	for step in flow.steps:
		flags = {
			"app": step.system or not step.who,
			"named": step.named,
			"reason": step.reason,
			"own": step.not_own,
			"when": step.when,
		}
		roles = " ".join(SHORT[role] for role in step.who)
		yield f"{step.row} | {roles} | {' '.join(name for name, flag in flags.items() if flag)}".rstrip()


def content_of(state):
	for role, edit in state.edit.items():
		edit = edit if isinstance(edit, Edit) else Edit(edit)
		yield SHORT[role] + ("~" if edit.fields != ALL else "") + ("*" if edit.named else "")


class TestTables(TestCase):
	maxDiff = None

	def test_whose_each_step_is(self):
		found = dict.fromkeys(line for doctype in FLOWS for line in steps_of(flow_of(doctype)))
		self.assertEqual(list(found), STEPS.strip().splitlines())

	def test_who_changes_the_content_in_each_state(self):
		for doctype, states in CONTENT.items():
			flow = flow_of(doctype)
			self.assertEqual([state.name for state in flow.states], list(states))
			for state in flow.states:
				with self.subTest(doctype=doctype, state=state.name):
					self.assertEqual(set(content_of(state)), set(states[state.name].split()))
