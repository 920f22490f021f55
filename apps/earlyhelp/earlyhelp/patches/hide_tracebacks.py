"""Show no lines of code in a refusal, on sites that were installed before the app saw to it."""

from earlyhelp.install import hide_tracebacks


def execute():
	"""Switch it off once; an administrator who needs the lines for a while switches them on again."""
	hide_tracebacks()
