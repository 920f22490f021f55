"""What the whole-system tests share: a site of minibench with the benchmark app in it."""

import pytest

ROWS = [{"kind": "A", "on_date": "2026-01-02", "quantity": 3, "rate": 2.5, "note": "n"}] * 5


@pytest.fixture(scope="session")
def bench_sites(tmp_path_factory):
	"""A sites folder with `bench.localhost`, benchapp installed, Administrator's password "admin"."""
	import minibench

	minibench.activate()
	from minibench.install import new_site
	from minibench.local import destroy, local

	sites = tmp_path_factory.mktemp("sites")
	(sites / "apps.txt").write_text("benchapp\n")
	new_site("bench.localhost", str(sites), admin_password="admin", install=["benchapp"])
	local.db.commit()
	destroy()
	return sites


def record(number: int) -> dict:
	"""The values of a Bench Full with its five rows."""
	return {
		"title": f"Record {number}",
		"place": f"Place {number % 200:03}",
		"start_date": "2026-01-01",
		"end_date": "2026-02-01",
		"amount": 10.5,
		"remarks": "It's a <b>long</b> remark",
		"rows": ROWS,
	}
