def get_context(context):
	"""Nothing beyond what the form declares."""
