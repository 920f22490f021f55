"""The reference a record has in a service's spreadsheet, unique within that service."""


def import_key(service: str | None, reference: str | None) -> str | None:
	"""Return the key that is unique in the site, or None for a record that was not imported."""
	return f"{service}: {reference}" if service and reference else None


def set_import_key(doc):
	"""Work the hidden key out again, so that it always says what the two visible fields say."""
	doc.import_key = import_key(doc.get("import_service") or doc.get("service"), doc.import_ref)
