"""Names that several modules use: the roles of the app."""

BSO = "Business Support Officer"
EHP = "Early Help Practitioner"
FSP = "Family Safeguarding Practitioner"
EHM = "Early Help Manager"
EHA = "Early Help Administrator"
AUD = "Early Help Auditor"
DESK_ROLES = (BSO, EHP, FSP, EHM, EHA, AUD)
SU = "School User"
SSL = "School Safeguarding Lead"
PU = "Partner User"
PORTAL_ROLES = (SU, SSL, PU)
