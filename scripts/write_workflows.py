"""Write the app's workflow fixtures from its tables of states. `python scripts/write_workflows.py`; a test compares."""

import json
import sys
from pathlib import Path

APP = Path(__file__).resolve().parent.parent / "apps" / "earlyhelp"
sys.path.insert(0, str(APP))

import minibench  # noqa: E402

minibench.activate()

if __name__ == "__main__":
	from earlyhelp.states.workflow_records import records

	for name, rows in records().items():
		target = APP / "earlyhelp" / "fixtures" / f"{name}.json"
		target.write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n", encoding="utf-8")
		print(f"{target.name}: {len(rows)}")
