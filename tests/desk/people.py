"""The records of the app that a person may open on the desk, read from the app's own files."""

import json
from pathlib import Path

APP = Path(__file__).resolve().parents[2] / "apps" / "earlyhelp" / "earlyhelp"
DESK = (
	"kim.alder", "pat.norris", "noor.aldous", "robin.hale", "lee.marsh", "ash.verity", "val.orton",
)  # fmt: skip
PORTAL = ("dee.carver", "maeve.oneill", "cal.whitby")
PAGES = {
	"kim.alder": ("eh-search", "eh-history?referral={Early Help Referral}"),
	"robin.hale": (
		"eh-search", "eh-history?referral={Early Help Referral}", "eh-open?family={Family}", "eh-step-down",
	),
	"dee.carver": ("school", "log-concern", "my-meetings"),
	"maeve.oneill": (
		"school", "log-concern", "pupils", "school-staff", "refer", "my-referrals", "my-meetings", "my-families",
	),
	"cal.whitby": ("refer", "my-referrals", "my-meetings", "my-families"),
}  # fmt: skip


def records(kind):
	"""[the app's own records of a kind that stands in files, as dicts]: doctype, report, workspace .."""
	return [json.loads(path.read_text()) for path in sorted(APP.glob(f"*/{kind}/*/*.json"))]
