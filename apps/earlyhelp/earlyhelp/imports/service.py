"""Importing the spreadsheets of one service: check everything, then write.

Asks for no rights: only commands come here, and who gives one may do everything on the site.
"""

from pathlib import Path

import frappe
from frappe.utils import getdate, today

from earlyhelp.imports.checks import check_folder
from earlyhelp.imports.reading import read_known
from earlyhelp.imports.writer import Writer


class SheetsRefused(frappe.ValidationError):
	"""Something in the sheets is wrong; nothing was written. `problems` lists it all."""

	def __init__(self, problems):
		self.problems = problems
		super().__init__("\n".join(str(problem) for problem in problems))


def service_name(folder: Path) -> str:
	"""Return the name of the service that a folder's name stands for."""
	return " ".join(folder.resolve().name.replace("-", "_").split("_")).title()


def check_service(folder: Path, service: str):
	"""Return (sheets, what the site knows), or raise SheetsRefused with every problem of every file."""
	known = read_known(service)
	sheets, problems = check_folder(folder, known, getdate(today()))
	if problems:
		raise SheetsRefused(problems)
	return sheets, known


def import_service(folder: Path, service: str, keep=lambda: None, progress=lambda kind, done, of: None):
	"""Import the sheets in `folder` for `service` and return Counter({kind: records added}).

	Nothing is written unless everything can be. `keep` is called after each bounded piece of work
	(a command commits there), `progress(kind, done, of)` after each record.
	"""
	sheets, known = check_service(folder, service)
	if not frappe.db.exists("Early Help Service", service):
		frappe.get_doc({"doctype": "Early Help Service", "service_name": service}).insert(
			ignore_permissions=True
		)
	return Writer(service, sheets, known, keep, progress).write()
