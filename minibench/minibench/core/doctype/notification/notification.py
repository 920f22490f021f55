import ast

from minibench.core.records import refuse_standard
from minibench.document import Document
from minibench.jinja import validate_template
from minibench.messages import throw
from minibench.meta import bump_schema, get_meta
from minibench.translate import _


class Notification(Document):
	def autoname(self):
		self.name = self.name or self.subject

	def validate(self):
		refuse_standard(self, self.is_standard and self.enabled)
		self.check_event()
		self.check_condition()
		validate_template(self.subject)
		validate_template(self.message)

	def check_event(self):
		meta = get_meta(self.document_type)
		daily = self.event in ("Days Before", "Days After")
		if self.document_type == "Email Queue" or (meta.istable and not daily):
			throw(_("{0} cannot send this notification.").format(_(self.document_type)))
		if (
			daily
			and not meta.has_field(self.date_changed or "")
			and self.date_changed not in ("creation", "modified")
		):
			throw(_("Name the date from which the days are counted."))
		if self.event == "Value Change" and not meta.has_field(self.value_changed or ""):
			throw(_("Name the field whose change is watched."))
		if self.event == "Method" and not self.method:
			throw(_("Name the method that sends the notification."))

	def check_condition(self):
		try:
			ast.parse((self.condition or "None").strip(), mode="eval")
		except SyntaxError:
			throw(_("The condition is not an expression."))

	def on_update(self):
		bump_schema()

	def after_delete(self):
		bump_schema()
