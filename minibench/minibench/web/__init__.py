"""What answers over HTTP: the API, pages, files and the desk."""
