"""People who sign in."""

import secrets

from minibench import accounts
from minibench.accounts import check_strength, send_link
from minibench.core.records import STANDARD_USERS
from minibench.document import Document
from minibench.documents import get_doc
from minibench.errors import OutgoingEmailError, PermissionError, ValidationError
from minibench.local import local
from minibench.logrows import add_row
from minibench.messages import msgprint, throw
from minibench.passwords import update_password
from minibench.permissions import AUTOMATIC_ROLES, clear_cache, only_for
from minibench.translate import _
from minibench.utils.html import strip_html
from minibench.utils.text import validate_email_address
from minibench.whitelist import whitelist


class User(Document):
	def __setup__(self):
		# it is hashed, never stored as a Password field
		self.flags.ignore_save_passwords = ["new_password"]

	def autoname(self):
		if local.flags.in_install == "frappe":
			self.name = self.first_name
			return
		self.email = (self.email or "").strip().lower()
		self.name = self.email

	def before_insert(self):
		self.set_names()

	def validate(self):
		self.take_new_password()
		self.set_email()
		self.set_names()
		self.set_roles()
		self.set_system_user()
		self.set_username()
		self.check_enabled()

	def take_new_password(self):
		"""The password leaves the document before anything of it is stored."""
		self.flags.password = self.new_password or self.flags.password
		self.new_password = ""
		if self.flags.password and local.request is not None and self.name == local.session.user:
			message = _("Change your own password at {0}: it asks for the old one.")
			throw(message.format("/update-password"), PermissionError)
		if self.flags.password and not self.flags.ignore_password_policy and not local.flags.in_test:
			check_strength(self.flags.password, (self.first_name, self.last_name, self.email))

	def reset_password(self, send_email=False, password_expired=False):
		"""Make a link by which this person sets a password once, and send it where that is asked for."""
		return accounts.send_link(self) if send_email else accounts.make_reset_link(self.name)

	def set_email(self):
		if self.name not in STANDARD_USERS:
			validate_email_address(self.name, throw=True)
			self.email = self.name

	def set_names(self):
		for field in ("first_name", "middle_name", "last_name"):
			if self.get(field):
				self.set(field, strip_html(self.get(field)))
		self.full_name = " ".join(filter(None, (self.first_name, self.last_name)))

	def set_roles(self):
		"""Each role once, none that is switched off."""
		disabled = set(local.db.sql("select name from `tabRole` where disabled = 1", pluck=True))
		kept = {}
		for row in self.roles:
			if row.role and row.role not in disabled and (self.name != "Guest" or row.role == "Guest"):
				kept.setdefault(row.role, row)
		self.set("roles", list(kept.values()))

	def set_system_user(self):
		desk = self.name == "Administrator" or (self.name != "Guest" and self.has_desk_access())
		self.user_type = "System User" if desk else "Website User"

	def form_choices(self, fieldname):
		"""The roles that can be given, and those that this person has, as boxes to tick."""
		if fieldname != "roles":
			return None
		given = {"name": ["not in", AUTOMATIC_ROLES], "disabled": 0}
		names = local.db.get_all("Role", given, pluck="name", order_by="name")
		return [(name, _(name)) for name in sorted({*names, *(row.role for row in self.roles)})]

	def has_desk_access(self) -> bool:
		"""True if any of the roles opens the desk."""
		names = [row.role for row in self.roles]
		return bool(names and local.db.exists("Role", {"name": ("in", names), "desk_access": 1}))

	def set_username(self):
		self.username = (self.username or "").strip(" @") or None
		if self.username and local.db.exists("User", {"username": self.username, "name": ("!=", self.name)}):
			throw(_("The user name {0} is taken.").format(self.username))

	def check_enabled(self):
		if self.enabled:
			return
		if self.name in STANDARD_USERS:
			throw(_("{0} cannot be switched off.").format(self.name))
		self.end_sessions()

	def end_sessions(self):
		from minibench.web.sessions import clear_sessions

		clear_sessions(self.name, force=True)

	def on_update(self):
		clear_cache()
		self.share_with_self()
		self.store_password()
		if self.flags.in_insert and self.send_welcome_email and not self.flags.no_welcome_mail:
			self.send_welcome()

	def send_welcome(self):
		"""Where no e-mail can be sent, the account is made all the same, and the message says so."""
		try:
			send_link(self, welcome=True)
		except OutgoingEmailError:
			msgprint(_("No welcome e-mail: an outgoing e-mail account is not set up yet."), alert=True)

	def share_with_self(self):
		"""Everybody may read and write the own record, on the first permission level."""
		own = {"user": self.name, "share_doctype": "User", "share_name": self.name}
		if self.name not in STANDARD_USERS and not local.db.exists("DocShare", own):
			add_row("DocShare", **own, read=1, write=1, share=1)

	def store_password(self):
		if not self.flags.password:
			return
		update_password(self.name, self.flags.password, logout_all_sessions=bool(self.logout_all_sessions))
		self.flags.password = None

	def on_trash(self):
		if self.name in STANDARD_USERS:
			throw(_("{0} cannot be deleted.").format(self.name))
		self.end_sessions()
		own = {"ToDo": "allocated_to", "DocShare": "user", "User Permission": "user"}
		for doctype, field in {**own, "Notification Log": "for_user"}.items():
			local.db.delete(doctype, {field: self.name})
		local.db.sql("update `tabToDo` set assigned_by = null where assigned_by = %s", (self.name,))

	def after_delete(self):
		clear_cache()

	def before_rename(self, old_name, new_name, merge=False):
		if old_name in STANDARD_USERS:
			throw(_("{0} cannot be renamed.").format(old_name))

	def after_rename(self, old_name, new_name, merge=False):
		"""The address is the name; the author of records is a name that no link field holds."""
		for table in local.db.get_tables():
			columns = local.db.get_table_columns(table[3:]) if table.startswith("tab") else ()
			for column in ("owner", "modified_by"):
				if column in columns:
					local.db.sql(
						f"update `{table}` set `{column}` = %s where `{column}` = %s", (new_name, old_name)
					)
		local.db.set_value("User", new_name, "email", new_name)

	def add_roles(self, *roles):
		present = {row.role for row in self.roles}
		for role in roles:
			if role not in present:
				self.append("roles", {"role": role})
		self.save()

	def has_website_permission(self, ptype, user, verbose=False) -> bool:
		return self.name == user


@whitelist(methods=["POST"])
def generate_keys(user: str):
	"""Make a new API secret for a user (System Manager only); the answer is the only place it is shown."""
	only_for("System Manager")
	if user == "Guest":
		throw(_("Guest has no API keys."), ValidationError)
	doc = get_doc("User", user)
	secret = secrets.token_hex(8)
	if not doc.api_key:
		doc.api_key = secrets.token_hex(8)
	doc.api_secret = secret
	doc.save()
	return {"api_secret": secret, "api_key": doc.api_key}
