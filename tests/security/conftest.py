import pytest


@pytest.fixture(scope="session")
def walk(tmp_path_factory):
	"""One site for all walks: it is only asked, and what is asked of it changes nothing that is secret."""
	from walking import Walk

	return Walk(tmp_path_factory.mktemp("walk"))
