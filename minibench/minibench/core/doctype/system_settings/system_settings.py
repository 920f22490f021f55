from minibench import mail
from minibench.document import Document
from minibench.local import local
from minibench.messages import throw
from minibench.meta import no_value_fields
from minibench.translate import _
from minibench.utils.numbers import cint


class SystemSettings(Document):
	def validate(self):
		self.check_session_expiry()
		self.check_second_factor()
		self.allowed_file_extensions = "\n".join(
			line.strip().upper() for line in (self.allowed_file_extensions or "").splitlines() if line.strip()
		)
		self.link_field_results_limit = min(cint(self.link_field_results_limit) or 10, 50)

	def check_session_expiry(self):
		if not self.session_expiry:
			return
		hours, _colon, minutes = self.session_expiry.partition(":")
		if not minutes.isdigit() or not hours.isdigit() or not (int(hours) or int(minutes)):
			throw(_("Session expiry is written as hours and minutes, such as 06:00."))

	def check_second_factor(self):
		"""Switched on, it is for everybody, until roles are marked one by one; codes by e-mail need an account."""
		if not cint(self.get("enable_two_factor_auth")):
			return
		if self.two_factor_method == "Email" and not (mail.outgoing_account() or mail.is_muted()):
			throw(_("Codes cannot go by e-mail: no outgoing Email Account is set up."))
		if not local.db.exists("Role", {"two_factor_auth": 1}):
			local.db.set_value("Role", "All", "two_factor_auth", 1)

	def on_update(self):
		"""The defaults that code asks for by name follow the settings."""
		for field in self.meta.fields:
			if field.fieldtype not in no_value_fields and self.has_value_changed(field.fieldname):
				local.db.set_default(field.fieldname, self.get(field.fieldname))
		local.request_cache.clear()
