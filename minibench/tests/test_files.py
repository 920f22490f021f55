"""Files of records: on disk before the commit, gone after a rollback, read only by those who may."""

import os
import time

import pytest
from tinyapp import doctype

from minibench import files
from minibench.delete import delete_doc
from minibench.documents import get_doc
from minibench.errors import (
	FileTypeNotAllowed,
	MaxFileSizeReachedError,
	PermissionError,
	ValidationError,
)
from minibench.local import local, set_user
from minibench.meta import save_doctype


@pytest.fixture
def things(site):
	"""A DocType with attach fields, two people and a record that only one of them may read."""
	fields = [
		{"fieldname": "title", "fieldtype": "Data"},
		{"fieldname": "paper", "fieldtype": "Attach"},
	]
	permissions = [{"role": "Thing Keeper", "read": 1, "write": 1, "create": 1}]
	permissions.append({"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1})
	save_doctype({**doctype("File Thing", fields), "module": "Core", "permissions": permissions})
	get_doc({"doctype": "Role", "role_name": "Thing Keeper", "desk_access": 1}).insert()
	for name, roles in (("keeper", ["Thing Keeper"]), ("other", [])):
		user = get_doc({"doctype": "User", "email": f"{name}@example.com", "first_name": name})
		user.set("roles", [{"role": role} for role in roles])
		user.flags.no_welcome_mail = True
		user.insert(ignore_permissions=True)
	yield get_doc({"doctype": "File Thing", "title": "A"}).insert()
	set_user("Administrator")


def save(content=b"words", name="note.txt", **values):
	return get_doc({"doctype": "File", "file_name": name, "content": content, **values}).insert(
		ignore_permissions=True
	)


def stored() -> set[str]:
	return set(os.listdir(files.get_site_path("private", "files")))


def test_a_file_is_private_and_found_by_its_hash(site):
	doc = save()
	assert doc.is_private == 1
	assert doc.file_url == "/private/files/note.txt"
	assert (doc.file_size, doc.file_type, doc.folder) == (5, "TXT", "Home")
	assert os.path.basename(doc.get_full_path()) == doc.content_hash
	assert get_doc("File", doc.name).get_content() == "words"
	assert save(b"\xff\xfe", "x.bin").get_content() == b"\xff\xfe"


def test_a_public_file_has_a_public_url(site):
	assert save(is_private=0).file_url == "/files/note.txt"


def test_names_are_kept_apart_and_equal_content_is_kept_once(site):
	one, two, three = save(), save(b"other"), save()
	assert two.file_url == f"/private/files/note{two.content_hash[-6:]}.txt"
	assert three.file_url == one.file_url
	assert three.get_full_path() == one.get_full_path()


def test_a_name_cannot_leave_the_folder(site):
	doc = save(name="../../etc/pass\nwd")
	assert doc.file_url == "/private/files/etcpasswd"
	assert doc.file_name == "etcpasswd"


def test_a_rolled_back_file_is_gone_and_a_committed_one_stays(site):
	before = stored()
	save(b"never kept")
	assert len(stored() - before) == 1
	local.db.rollback()
	assert stored() == before
	doc = save(b"kept", "kept.txt")
	local.db.commit()
	local.db.rollback()
	assert doc.content_hash in stored()
	save(b"kept", "again.txt")
	local.db.rollback()
	assert doc.content_hash in stored()


def test_a_fault_between_file_and_commit_leaves_only_what_the_sweep_removes(site, monkeypatch):
	monkeypatch.setattr(local.db.before_rollback, "_functions", [])
	content_hash = files.write(b"left by a crash")
	local.db.before_rollback.reset()
	local.db.rollback()
	assert content_hash in stored()
	assert files.sweep() == 0
	old = time.time() - 2 * files.ORPHAN_SECONDS
	os.utime(files.path_of(content_hash), (old, old))
	kept = save(b"old but named")
	os.utime(kept.get_full_path(), (old, old))
	assert files.sweep() == 1
	assert content_hash not in stored()
	assert kept.content_hash in stored()


def test_the_bytes_are_deleted_by_a_job_once_no_record_names_them(site):
	one, two = save(b"twice"), save(b"twice", "b.txt")
	delete_doc("File", one.name)
	arguments = local.db.sql(
		"select arguments from `__job` where method = 'minibench.files.delete_unused'", pluck=True
	)
	assert arguments == [f'{{"content_hash": "{one.content_hash}"}}']
	assert not files.delete_unused(one.content_hash)
	delete_doc("File", two.name)
	assert one.content_hash in stored()
	assert files.delete_unused(one.content_hash)
	assert one.content_hash not in stored()


def test_nothing_is_deleted_while_a_backup_runs(site):
	import threading

	from minibench.local import init
	from minibench.locks import filelock

	content_hash = files.write(b"unused")
	started, finish = threading.Event(), threading.Event()

	def backup():
		init("test.localhost", sites)
		with filelock("files"):
			started.set()
			finish.wait(5)

	sites = local.sites_path
	thread = threading.Thread(target=backup)
	thread.start()
	started.wait(5)
	assert not files.delete_unused(content_hash)
	finish.set()
	thread.join()
	assert files.delete_unused(content_hash)


def test_too_large_a_file_is_refused_with_the_limit_named(site):
	local.conf.max_file_size = 1024 * 1024
	with pytest.raises(MaxFileSizeReachedError, match=r"1\.0 MB"):
		save(b"x" * (1024 * 1024 + 1))
	save(b"x" * (1024 * 1024))


def test_uploaded_types_are_held_against_the_allowed_ones(site):
	local.db.set_single_value("System Settings", "allowed_file_extensions", "PDF\nPNG")
	from minibench.meta import bump_schema

	bump_schema()
	save(name="made.html")
	local.request = object()
	with pytest.raises(FileTypeNotAllowed):
		save(name="sent.html")
	save(name="sent.pdf")


def test_an_attached_file_follows_its_document(things):
	doc = save(attached_to_doctype="File Thing", attached_to_name=things.name)
	assert doc.folder == "Home/Attachments"
	set_user("keeper@example.com")
	assert files.find_file_by_url(doc.file_url).name == doc.name
	set_user("other@example.com")
	assert files.find_file_by_url(doc.file_url) is None
	with pytest.raises(PermissionError):
		get_doc("File", doc.name).check_permission("read")
	set_user("Guest")
	assert files.find_file_by_url(doc.file_url) is None


def test_everybody_reads_a_public_file_and_only_its_owner_a_private_one(things):
	public, private = save(is_private=0), save(b"mine")
	for user, sees in (("Guest", False), ("other@example.com", False), ("Administrator", True)):
		set_user(user)
		assert files.find_file_by_url(public.file_url)
		assert bool(files.find_file_by_url(private.file_url)) is sees


def test_lists_show_the_files_of_readable_documents_only(things):
	from minibench.query import get_list

	hidden = save(b"a", "a.txt", attached_to_doctype="User", attached_to_name="Administrator")
	shown = save(b"b", "b.txt", attached_to_doctype="File Thing", attached_to_name=things.name)
	set_user("keeper@example.com")
	names = get_list("File", pluck="name", limit_page_length=0)
	assert shown.name in names
	assert hidden.name not in names


def test_an_attach_field_makes_the_file_the_documents_own(things):
	doc = save()
	things.paper = doc.file_url
	things.save()
	row = local.db.get_value(
		"File", doc.name, ["attached_to_doctype", "attached_to_name", "attached_to_field"]
	)
	assert row == ("File Thing", things.name, "paper")
	things.save()
	assert local.db.count("File", {"file_url": doc.file_url}) == 1
	other = get_doc({"doctype": "File Thing", "paper": doc.file_url}).insert()
	assert local.db.count("File", {"attached_to_name": other.name, "content_hash": doc.content_hash}) == 1


def test_naming_another_persons_file_does_not_give_it_away(things):
	secret = save(b"secret", "secret.txt")
	set_user("keeper@example.com")
	with pytest.raises(PermissionError):
		get_doc({"doctype": "File Thing", "paper": secret.file_url}).insert()
	place = {"attached_to_doctype": "File Thing", "attached_to_name": things.name}
	with pytest.raises(PermissionError):
		get_doc({"doctype": "File", "file_url": secret.file_url, **place}).insert()


def test_a_url_without_a_file_is_refused(site):
	with pytest.raises(OSError, match="does not exist"):
		get_doc({"doctype": "File", "file_url": "/private/files/never.txt"}).insert()
	with pytest.raises(OSError, match="does not exist"):
		get_doc({"doctype": "File", "file_url": "javascript:alert(1)"}).insert()
	doc = save()
	url = doc.file_url
	doc.file_url = "javascript:alert(1)"
	assert doc.save().file_url == url


def test_deleting_a_document_deletes_its_files(things):
	doc = save(attached_to_doctype="File Thing", attached_to_name=things.name)
	things.delete()
	assert not local.db.exists("File", doc.name)


def test_save_file_attaches(things):
	doc = files.save_file("a.txt", "words", "File Thing", things.name)
	assert doc.get_content() == "words"
	assert (doc.attached_to_name, doc.is_private) == (things.name, 1)


def test_making_a_file_public_changes_its_url_and_the_field_that_names_it(things):
	doc = save()
	things.paper = doc.file_url
	things.save()
	doc.reload()
	doc.is_private = 0
	doc.save()
	assert doc.file_url == "/files/note.txt"
	assert local.db.get_value("File Thing", things.name, "paper") == "/files/note.txt"
	assert doc.get_content() == "words"


def test_the_standard_folders_stay(site):
	with pytest.raises(ValidationError):
		delete_doc("File", "Home/Attachments")


def test_a_photo_does_not_tell_where_it_was_taken(site):
	from io import BytesIO

	from PIL import Image

	picture, out = Image.new("RGB", (40, 20), "red"), BytesIO()
	exif = Image.Exif()
	exif[0x010F], exif[0x0112] = "Camera of somebody", 6
	picture.save(out, "JPEG", exif=exif)
	stored = Image.open(save(out.getvalue(), "photo.jpg").get_full_path())
	assert not stored.getexif()
	assert stored.size == (20, 40)
	with pytest.raises(ValidationError, match="cannot be read"):
		save(b"not a picture", "photo.jpeg")
