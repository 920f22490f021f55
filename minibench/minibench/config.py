"""Site configuration: common_site_config.json overlaid by the site's own site_config.json."""

import json
import os
from functools import lru_cache
from pathlib import Path

from minibench.local import _dict, local


def get_site_config(sites_path: str | Path, site_path: str | Path | None = None) -> _dict:
	"""The merged configuration; a broken file raises ValueError that names it."""
	config = _dict()
	for path in (f"{sites_path}/common_site_config.json", f"{site_path or '.'}/site_config.json"):
		try:
			config.update(_read(path, os.stat(path).st_mtime_ns))
		except FileNotFoundError:
			continue
	return config


@lru_cache(maxsize=16)
def _read(path: str, changed: int) -> dict:
	try:
		return json.loads(Path(path).read_text())
	except ValueError as error:
		raise ValueError(f"{path} is not valid JSON: {error}") from None


def update_site_config(key: str, value, site_path: str | Path | None = None) -> None:
	"""Write one key into the site's configuration; the value None removes it."""
	path = Path(site_path or local.site_path) / "site_config.json"
	config = json.loads(path.read_text()) if path.exists() else {}
	config[key] = value
	if value is None:
		del config[key]
	temporary = path.with_suffix(".tmp")
	temporary.write_text(json.dumps(config, indent=1, sort_keys=True))
	temporary.replace(path)
	if site_path is None:
		local.conf[key] = value
