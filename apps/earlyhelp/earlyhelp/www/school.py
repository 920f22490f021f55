"""The page where school staff begin: own entries, and for a safeguarding lead what waits."""

from frappe import _

from earlyhelp.api.pages import begin, only_for

no_cache = 1


def get_context(context):
	"""Show own entries and what became of them."""
	only_for("School User", "School Safeguarding Lead")
	begin(context, _("Concerns"))
