# shellcheck shell=bash
# Shared by ./start and ./test: a Python that fits, and a virtual environment with the project in it.

find_python() {
	local candidate
	for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
		if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
			python=$candidate
			break
		fi
	done
	if [ -z "${python:-}" ]; then
		stop "Python 3.11, 3.12 or 3.13 is needed; this machine's python3 is $(python3 --version 2>&1 | tail -n 1)."
	fi
	"$python" -c 'import sqlite3, sys; sys.exit(sqlite3.sqlite_version_info < (3, 35))' ||
		stop "This Python's SQLite is older than 3.35. Use a newer Python: PYTHON=/path/to/python3 $0"
}

# install_packages VENV FOLDER...: installs the folders editable; does nothing when nothing changed since
install_packages() {
	local venv=$1 wanted log name arguments=()
	shift
	wanted=$(cat "${@/%//pyproject.toml}" scripts/environment.sh | cksum)
	[ "$(cat "$venv/installed" 2>/dev/null)" = "$wanted" ] && return
	say "Installing what is needed into $venv ..."
	[ -x "$venv/bin/python" ] || "$python" -m venv "$venv" || stop "Python's venv module does not work here."
	log=$venv/pip.log
	for name in "$@"; do arguments+=(-e "./$name$extras"); done
	if ! "$venv/bin/python" -m pip install --disable-pip-version-check --quiet "${arguments[@]}" >"$log" 2>&1; then
		tail -n 5 "$log" >&2
		stop "pip could not install what is needed (is there a network?). All that it said is in $log."
	fi
	echo "$wanted" >"$venv/installed"
}
extras=

has_pango() {
	.venv/bin/python -c 'import sys
from ctypes.util import find_library
sys.exit(not (find_library("pango-1.0") and find_library("pangoft2-1.0")))'
}
