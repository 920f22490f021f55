"""What answers over HTTP: the API, pages, files and the desk."""


def serve(site: str, sites_path: str = ".", host: str = "127.0.0.1", port: int = 8000) -> None:
	"""Serve one site until interrupted."""
	from minibench.web.app import serve

	serve(site, sites_path, host, port)
