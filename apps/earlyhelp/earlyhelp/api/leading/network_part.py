"""Who works with a family: a lead outside the council adds somebody whom the council does not name yet.

Asks for no rights: portal roles hold none; the episode was found to be the account's own.
"""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import today

from earlyhelp.api.leading import choices
from earlyhelp.api.leading.special_parts import NewRecordPart
from earlyhelp.api.questions import Question

FACTS = ("full_name", "post", "agency", "telephone", "email")


@dataclass(frozen=True)
class NetworkPart(NewRecordPart):
	"""One more person around the family. Who is known by the e-mail address is named, and not written over."""

	def questions(self, doc, row=""):
		return [
			Question("full_name", _("Name"), missing=_("Write the name.")),
			Question("role", _("What they do for the family"), hint=_("For example: runs the breakfast club."),
				missing=_("Say what they do for the family.")),
			Question("post", _("Post"), required=False),
			Question("agency", _("Agency"), "select", options=tuple(choices.lookup("Agency")), required=False),
			Question("telephone", _("Telephone at work"), "tel", required=False),
			Question("email", _("E-mail at work"), "email", required=False),
		]  # fmt: skip

	def values(self, doc, row=""):
		return {}

	def write(self, doc, row, answers):
		"""Put somebody into the network of the family; who stands there already stays as he or she is."""
		self.check_open(doc)
		professional = known(answers["email"]) or added(answers)
		family = frappe.get_doc("Family", doc.family)
		here = {one.professional for one in family.family_professionals if not one.to_date}
		if professional not in here:
			row = {"professional": professional, "role": answers["role"], "from_date": today()}
			family.append("family_professionals", row)
			family.save(ignore_permissions=True)


def known(email):
	"""Return the Professional record in use with this e-mail address."""
	return email and frappe.db.get_value("Professional", {"email": email.lower(), "disabled": 0})


def added(answers):
	"""Return a new Professional record: somebody without an account, who reaches nothing."""
	doc = frappe.new_doc("Professional")
	doc.update({name: answers[name] for name in FACTS})
	doc.flags.by_system = True
	return doc.insert(ignore_permissions=True).name
