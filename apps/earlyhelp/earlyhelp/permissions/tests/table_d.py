"""Who may do what to which doctype: the table that tests and documentation share.

C create, R read, W write, S submit, d delete an own draft, D delete, P report, X export, I import.
The order of the columns is that of DESK_ROLES; the narrower rules are in the controllers.
"""

TABLE_D = {
	"Family": ("CRWPX", "CRWP", "CRWP", "CRWPX", "RWP", "RP"),
	"Early Help Person": ("CRWPX", "CRWP", "CRWP", "CRWPX", "RWPI", "RP"),
	"Person Relationship": ("CRWP", "CRWP", "CRWP", "CRWDP", "RWDP", "RP"),
	"Early Help Referral": ("CRWdPX", "CRWdP", "CRWd", "CRWPXI", "", "RP"),
	"Early Help Episode": ("RWPX", "RWP", "RWP", "CRWPX", "", "RP"),
	"My Family Plan": ("CRWP", "CRWP", "CRWP", "CRWPX", "", "RP"),
	"Plan Version": ("R", "R", "R", "RP", "", "R"),
	"Scaling Goal": ("CRWP", "CRWP", "CRWP", "CRWPX", "", "RP"),
	"Plan Review": ("CRWP", "CRWSP", "CRWSP", "CRWSPX", "", "RP"),
	"Opened With A Reason": ("R", "R", "R", "R", "", "R"),
	"School Enrolment": ("CRWPI", "CRW", "RW", "CRWP", "CRWPI", "R"),
	"Case Supervision": ("CRWP", "RW", "RW", "CRWSP", "", "RP"),
	"Professional Summary": ("R", "CRWS", "CRWS", "RWP", "", "R"),
	"Supervision Addendum": ("R", "R", "R", "CR", "", "R"),
	"TAC Meeting": ("CRWSPX", "CRWSP", "CRWSP", "CRWSPX", "", "RP"),
	"Agreed Action": ("CRWPX", "CRWP", "CRWP", "CRWPX", "", "RP"),
	"Thank You Card": ("CRWP", "CRWP", "CRWP", "CRWP", "", "R"),
	"School": ("RWPX", "RP", "R", "RPX", "CRWPXI", "R"),
	"School Staff": ("CRWP", "R", "R", "RP", "CRWPI", ""),
	"School Concern": ("R", "RW", "R", "RWP", "", "R"),
	"Early Help Settings": ("R", "R", "R", "R", "CRW", "R"),
	"Presenting Need": ("R", "R", "R", "R", "CRWDPXI", "R"),
	"Impact Theme": ("R", "R", "R", "R", "CRWDPXI", "R"),
	"Closure Reason": ("R", "R", "R", "R", "CRWDPXI", "R"),
	"Concern Category": ("R", "R", "R", "R", "CRWDPXI", "R"),
	"Referral Source": ("R", "R", "R", "R", "CRWDPXI", "R"),
	"Decision Reason": ("R", "R", "R", "R", "CRWDPXI", "R"),
	"Level Of Need": ("R", "R", "R", "R", "CRWDPXI", "R"),
	"Timescale": ("R", "R", "R", "R", "CRWDPXI", "R"),
	"Ethnic Background": ("R", "R", "R", "R", "CRWDPXI", "R"),
	"Professional Discipline": ("R", "R", "R", "R", "CRWDPXI", "R"),
	"Early Help Team": ("R", "R", "R", "RW", "CRWDPXI", "R"),
	"Early Help Service": ("R", "R", "R", "RW", "CRWDPXI", "R"),
	"Locality": ("R", "R", "R", "RW", "CRWDPXI", "R"),
	"Agency": ("CRWP", "CR", "CR", "CRW", "CRWDPXI", "R"),
	"Professional": ("CRWP", "CRW", "CRW", "CRWPX", "CRWPXI", "R"),
}
LETTERS = {
	"C": "create",
	"R": "read",
	"W": "write",
	"S": "submit",
	"D": "delete",
	"P": "report",
	"X": "export",
	"I": "import",
}
