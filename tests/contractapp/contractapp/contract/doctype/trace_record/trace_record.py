import frappe
from frappe.model.document import Document
from frappe.model.naming import make_autoname

from contractapp.events import note


class TraceRecord(Document):
	"""Writes each event down; fails in the event that `fail_in` names."""

	def event(self, name):
		note(name)
		if self.fail_in == name:
			frappe.throw(f"Told to fail in {name}")

	def before_insert(self):
		self.event("before_insert")

	def before_naming(self):
		self.event("before_naming")

	def autoname(self):
		self.event("autoname")
		self.name = make_autoname(f"TRACE-{self.label}-.##")

	def before_validate(self):
		self.event("before_validate")

	def validate(self):
		self.event("validate")

	def before_save(self):
		self.event("before_save")

	def after_insert(self):
		self.event("after_insert")

	def on_update(self):
		self.event("on_update")

	def before_submit(self):
		self.event("before_submit")

	def on_submit(self):
		self.event("on_submit")

	def before_update_after_submit(self):
		self.event("before_update_after_submit")

	def on_update_after_submit(self):
		self.event("on_update_after_submit")

	def before_cancel(self):
		self.event("before_cancel")

	def on_cancel(self):
		self.event("on_cancel")

	def on_change(self):
		self.event("on_change")

	def on_trash(self):
		self.event("on_trash")

	def after_delete(self):
		self.event("after_delete")

	def before_rename(self, old, new, merge=False):
		self.event("before_rename")

	def after_rename(self, old, new, merge=False):
		self.event("after_rename")

	def before_print(self, settings=None):
		self.event("before_print")

	def onload(self):
		self.event("onload")
