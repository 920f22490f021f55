"""What controllers of core doctypes share."""

from minibench.local import local
from minibench.messages import throw
from minibench.translate import _

STANDARD_USERS = ("Administrator", "Guest")
STANDARD_ROLES = ("Administrator", "System Manager", "All", "Guest", "Desk User")


def comes_from_files() -> bool:
	"""True while records are written by installation, migration, patches or tests rather than by a person."""
	flags = local.flags
	return bool(flags.in_import or flags.in_install or flags.in_migrate or flags.in_patch or flags.in_test)


def refuse_standard(doc, is_standard) -> None:
	"""Records that an app ships are changed in the app: a person copies them instead."""
	if is_standard and not comes_from_files() and not local.conf.developer_mode:
		throw(_("{0} {1} belongs to an app. Make a copy and change that.").format(_(doc.doctype), doc.name))
