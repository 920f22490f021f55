"""A file or a folder. The bytes lie on disk under their hash: see minibench.files."""

import os

from minibench import comments, files
from minibench.document import Document
from minibench.documents import get_doc
from minibench.errors import FileTypeNotAllowed, PermissionError, ValidationError
from minibench.local import local
from minibench.messages import throw
from minibench.translate import _
from minibench.utils.html import escape_html
from minibench.utils.numbers import cint
from minibench.utils.settings import get_system_settings
from minibench.utils.text import random_name

# what belongs to the stored content: another content is another record
FIXED = ("content_hash", "file_size", "file_type", "file_url", "is_folder")


class File(Document):
	def autoname(self):
		path = [self.folder, self.file_name] if self.folder else [self.file_name]
		self.name = "/".join(path) if self.is_folder else random_name(10)

	def before_insert(self):
		self.set_file_name()
		self.set_folder()
		if self.is_folder:
			self.update({**dict.fromkeys(FIXED), "is_folder": 1, "is_private": 0})
			return
		self.file_type = files.file_type(self.file_name)
		self.check_file_type()
		content = self.__dict__.pop("content", None)
		if content is not None:
			self.store(content.encode() if isinstance(content, str) else bytes(content))
		elif self.file_url:
			self.use_stored_file()

	def validate(self):
		if not self.is_new():
			self.keep_content()
		self.check_place()
		if self.is_folder:
			return
		if not self.is_new() and self.has_value_changed("is_private"):
			self.keep_private()
			self.move_to_other_url()
		if not files.is_local(self.file_url):
			throw(_("URL must start with /files/ or /private/files/"), title=_("Invalid URL"))
		if not self.exists_on_disk():
			throw(_("File {0} does not exist").format(self.file_url), OSError)

	def after_insert(self):
		link = (
			f"<a href='{escape_html(self.file_url or '')}' target='_blank'>{escape_html(self.file_name)}</a>"
		)
		self.comment_on_document("Attachment", link)

	def on_trash(self):
		if self.is_home_folder or self.is_attachments_folder:
			throw(_("Cannot delete Home and Attachments folders"))
		if self.is_folder and local.db.exists("File", {"folder": self.name}):
			throw(_("Folder {0} is not empty").format(self.name))
		if not self.is_folder:
			files.delete_later(self.content_hash)
			self.comment_on_document("Attachment Removed", escape_html(self.file_name))

	def set_file_name(self):
		name = self.file_name or (self.file_url or "").split("/")[-1]
		self.file_name = "".join(c for c in name.replace("/", "") if c.isprintable())

	def set_folder(self):
		if not self.folder and not self.is_home_folder:
			self.folder = "Home/Attachments" if self.attached_to_doctype else "Home"

	def check_file_type(self):
		"""Only what a person uploads is held against the list of allowed types."""
		allowed = get_system_settings("allowed_file_extensions") if local.request and self.file_type else None
		if allowed and self.file_type not in allowed.splitlines():
			throw(_("File type of {0} is not allowed").format(self.file_type), FileTypeNotAllowed)

	def is_sent(self) -> bool:
		"""Whether a person's request asks for this, with no more than that person's rights."""
		return bool(local.request) and not self.flags.ignore_permissions

	def keep_content(self):
		before = self.get_doc_before_save()
		self.update({key: before.get(key) for key in FIXED})
		if self.is_sent() and self.has_value_changed("file_name") and not self.is_folder:
			self.set_file_name()
			with open(self.get_full_path(), "rb") as stored:
				self.check_content(stored.read())

	def check_place(self):
		"""A person hangs a file only on a document that he or she may write."""
		moved = self.has_value_changed("attached_to_doctype") or self.has_value_changed("attached_to_name")
		if self.attached_to_doctype and moved and self.is_sent():
			files.check_place(self.attached_to_doctype, self.attached_to_name)

	def check_content(self, data: bytes):
		from minibench.web.uploads import check_type

		if self.is_sent():
			check_type(self.file_name, data)

	def keep_private(self):
		"""Only people of the desk publish."""
		from minibench.web.home import is_system_user

		if self.is_sent() and not is_system_user():
			self.is_private = 1

	def use_stored_file(self):
		"""A second record of a stored file, which the person must be able to read already."""
		known = files.find_file_by_url(self.file_url)
		if known is None:
			hidden = self.is_sent() or local.db.exists("File", {"file_url": self.file_url})
			throw(_("File {0} does not exist").format(self.file_url), PermissionError if hidden else OSError)
		self.update({key: known.get(key) for key in ("is_private", "content_hash", "file_size", "file_type")})

	def store(self, data: bytes):
		"""Store the content of a new record and find a URL for it."""
		self.check_content(data)
		self.keep_private()
		data = files.without_place(data, self.file_name)
		files.check_size(len(data))
		self.content_hash, self.file_size = files.write(data), len(data)
		self.is_private = cint(self.is_private)
		self.file_url = files.free_url(self.file_name, self.content_hash, self.is_private)
		self.file_name = self.file_url.rsplit("/", 1)[-1]

	def move_to_other_url(self):
		old = self.file_url
		self.file_url = files.free_url(self.file_name, self.content_hash, self.is_private)
		if self.attached_to_field and self.attached_to_name:
			place = (self.attached_to_doctype, self.attached_to_name)
			if local.db.get_value(*place, self.attached_to_field) == old:
				local.db.set_value(*place, self.attached_to_field, self.file_url)

	def get_full_path(self):
		"""Where the bytes are. Raises ValidationError for a folder."""
		if not self.content_hash:
			raise ValidationError(_("There is some problem with the file url: {0}").format(self.file_url))
		return files.path_of(self.content_hash)

	def exists_on_disk(self):
		return bool(self.content_hash) and os.path.exists(self.get_full_path())

	def get_content(self):
		"""The content: text where it is UTF-8, else bytes, as Frappe gives it."""
		with open(self.get_full_path(), "rb") as handle:
			content = handle.read()
		try:
			return content.decode()
		except UnicodeDecodeError:
			return content

	def comment_on_document(self, comment_type, text):
		if self.attached_to_doctype and local.db.exists(self.attached_to_doctype, self.attached_to_name):
			doc = get_doc(self.attached_to_doctype, self.attached_to_name)
			df = doc.meta.get_field(self.attached_to_field or "")
			if not (df and df.permlevel):  # everybody who reads the document reads its comments
				comments.add(doc, comment_type, text)
