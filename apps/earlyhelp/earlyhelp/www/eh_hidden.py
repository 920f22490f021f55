"""A page that shows nothing: where "Hide this page" leads, for everybody."""

no_cache = 1


def get_context(context):
	"""Nothing is shown and nobody is named."""
	return context
