from minibench.document import Document
from minibench.local import local
from minibench.messages import throw
from minibench.meta import no_value_fields
from minibench.translate import _
from minibench.utils.numbers import cint


class SystemSettings(Document):
	def validate(self):
		self.check_session_expiry()
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

	def on_update(self):
		"""The defaults that code asks for by name follow the settings."""
		for field in self.meta.fields:
			if field.fieldtype not in no_value_fields and self.has_value_changed(field.fieldname):
				local.db.set_default(field.fieldname, self.get(field.fieldname))
		local.request_cache.clear()
