"""Fields that the app alone writes."""


def keep_stored(doc, *fieldnames):
	"""Put fields back to what is stored (empty in a new record), whatever a request says of them."""
	if doc.flags.by_system:
		return
	before = doc.get_doc_before_save()
	for name in fieldnames:
		doc.set(name, before.get(name) if before else None)
