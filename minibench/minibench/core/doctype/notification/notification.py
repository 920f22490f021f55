from minibench import notifications
from minibench.core.records import SchemaRecord, StandardRecord, check_expression, check_template
from minibench.messages import throw
from minibench.meta import get_meta
from minibench.translate import _


class Notification(SchemaRecord, StandardRecord):
	def autoname(self):
		self.name = self.name or self.subject

	def validate(self):
		if self.enabled:
			self.refuse_if_shipped()
		self.check_event()
		check_expression(self.condition, _("The condition is not an expression."))
		check_template(self.subject)
		check_template(self.message)

	def check_event(self):
		meta = get_meta(self.document_type)
		daily = self.event in ("Days Before", "Days After")
		if self.document_type == "Email Queue" or (meta.istable and not daily):
			throw(_("{0} cannot send this notification.").format(_(self.document_type)))
		dated = self.date_changed in ("creation", "modified") or meta.has_field(self.date_changed or "")
		if daily and not dated:
			throw(_("Name the date from which the days are counted."))
		if self.event == "Value Change" and not meta.has_field(self.value_changed or ""):
			throw(_("Name the field whose change is watched."))
		if self.event == "Method" and not self.method:
			throw(_("Name the method that sends the notification."))
		if self.set_property_after_alert and not meta.has_field(self.set_property_after_alert):
			throw(_("Set Property After Alert names no field of {0}.").format(_(self.document_type)))

	def send(self, doc):
		"""Send it for a document now: what an app calls for the event Custom."""
		if notifications.holds(self.condition, doc):
			notifications.send(self, doc)
