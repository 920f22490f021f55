#!/usr/bin/env bash
# A Frappe bench with Early Help on it, the official way. docs/bench.md says what each step is for.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
branch=earlyhelp-app

usage() {
	cat <<-TEXT
	Usage:
	  sudo scripts/bench.sh machine USER          Debian or Ubuntu: packages, MariaDB, the user who runs the bench
	  scripts/bench.sh make FOLDER SITE [...]     as that user: a bench, this app, a site; what follows the site is
	                                              handed to 'bench new-site'
	  sudo scripts/bench.sh production FOLDER SITE CERTIFICATE KEY
	                                              nginx with HTTPS, and supervisor
	  scripts/bench.sh release                    the branch $branch, with the app at its root

	FRAPPE_PATH and FRAPPE_BRANCH name another copy of Frappe than the official version-15.
	TEXT
}

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }
needs_root() { [ "$(id -u)" = 0 ] || stop "'$1' changes the machine: run it with sudo."; }
needs_user() { [ "$(id -u)" != 0 ] || stop "'$1' is for the user who runs the bench, never for root."; }

fits_a_site() {
	case "$1" in '' | *[!A-Za-z0-9.-]* | .* | -*) stop "SITE is a name of letters, digits, dots and dashes, not '$1'." ;; esac
}

set_up_machine() {
	local user=$1
	needs_root machine
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq git python3-venv python3-dev build-essential cron \
		redis-server mariadb-server nginx supervisor sudo wkhtmltopdf file gnupg
	command -v node >/dev/null || apt-get install -y -qq nodejs npm
	command -v yarn >/dev/null || npm install --global yarn@1
	id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$user"
	install -d -o "$user" "/srv/$user"
	install -m 644 "$root/config/mariadb.cnf" /etc/mysql/mariadb.conf.d/90-earlyhelp.cnf
	service mariadb restart
	say "The machine is ready. Give MariaDB a user that may make databases (docs/bench.md), then, as $user: make."
}

make_release_branch() {
	git -C "$root" subtree split -q --prefix apps/earlyhelp -b "$branch" >/dev/null
	say "The branch $branch has the app at its root, as of $(git -C "$root" log -1 --format=%h)."
}

install_bench() {
	PATH=$PATH:$HOME/.frappe-bench/bin
	command -v bench >/dev/null && return
	say "Installing frappe-bench into ~/.frappe-bench ..."
	python3 -m venv ~/.frappe-bench
	~/.frappe-bench/bin/pip install --quiet "frappe-bench>=5.31,<6" "uv<1"
}

start_redis() {
	local conf
	redis=()
	for conf in config/redis_*.conf; do
		redis-server "$conf" >/dev/null &
		redis+=($!)
	done
	trap 'kill "${redis[@]}" 2>/dev/null || true' EXIT
}

merge_config() {
	env/bin/python - "$root/sites/common_site_config.example.json" <<-'PY'
	import json, sys
	from pathlib import Path
	file = Path("sites/common_site_config.json")
	wanted = {**json.loads(file.read_text()), **json.loads(Path(sys.argv[1]).read_text())}
	file.write_text(json.dumps(wanted, indent=1, sort_keys=True))
	print(wanted["webserver_port"])
	PY
}

back_up_every_six_hours() {
	local line
	line="0 */6 * * * cd $PWD && $(command -v bench) --site all backup --with-files >>logs/backup.log 2>&1"
	{ crontab -l 2>/dev/null | grep -vF "cd $PWD &&" || true; echo "$line"; } | crontab -
}

make_bench() {
	local folder=$1 site=$2 tool port from=()
	shift 2
	needs_user make
	fits_a_site "$site"
	[ ! -e "$folder" ] || stop "$folder is there already: a bench is made in a folder that is not there yet."
	for tool in git python3 node yarn redis-server crontab; do
		command -v "$tool" >/dev/null || stop "$tool is missing: sudo scripts/bench.sh machine USER"
	done
	install_bench
	make_release_branch
	[ -z "${FRAPPE_PATH:-}" ] || from=(--frappe-path "$FRAPPE_PATH")
	# bench would ask supervisor, which it may not, and the package index for a newer version of itself
	export FRAPPE_DOCKER_BUILD=1
	# no answer to its questions: one of them is to delete the folder
	bench init --no-procfile --no-backups --frappe-branch "${FRAPPE_BRANCH:-version-15}" "${from[@]}" "$folder" </dev/null
	cd "$folder"
	# Frappe 15 imports pkg_resources, which newer ones have no more
	env/bin/python -m pip install --quiet "setuptools<81"
	port=$(merge_config)
	sed "s/127\.0\.0\.1:8000/127.0.0.1:$port/" "$root/Procfile" >Procfile
	bench get-app --branch "$branch" "file://$root"
	start_redis
	bench new-site "$site" "$@" --install-app earlyhelp --set-default
	# time zone, language and currency, which the first screen would ask for; starts the schedule
	bench --site "$site" execute frappe.desk.page.setup_wizard.setup_wizard.setup_complete --args \
		'[{"language": "English", "country": "United Kingdom", "timezone": "Europe/London", "currency": "GBP"}]'
	# a site begins on India's clock: on London's, what it scheduled until now would wait for five and a half hours
	bench --site "$site" execute frappe.db.truncate --args '["Scheduled Job Type"]'
	bench --site "$site" execute frappe.core.doctype.scheduled_job_type.scheduled_job_type.sync_jobs
	back_up_every_six_hours
	say "Made with $(command -v bench), which your PATH should find."
	say "'bench start --no-dev' in $folder serves http://$site:$port on this machine only; for others: production."
}

set_up_production() {
	local folder site=$2 certificate=$3 key=$4 user name line
	needs_root production
	fits_a_site "$site"
	folder=$(realpath "$1")
	[ -f "$folder/sites/$site/site_config.json" ] || stop "There is no site $site in $folder."
	for name in "$certificate" "$key"; do
		[ -r "$name" ] || stop "$name cannot be read."
	done
	user=$(stat -c %U "$folder") name=$(basename "$folder")
	runuser -l "$user" -s /bin/bash -c "set -e; PATH=\$PATH:~/.frappe-bench/bin; cd '$folder'
		bench --site '$site' set-config host_name 'https://$site'
		bench --site '$site' set-config ssl_certificate '$(realpath "$certificate")'
		bench --site '$site' set-config ssl_certificate_key '$(realpath "$key")'
		bench set-config -g supervisor_restart_cmd 'sudo supervisorctl restart $name-web: $name-workers:'
		bench setup nginx --yes --log_format combined
		bench setup supervisor --yes --skip-supervisord --user '$user'"
	# copies, not links: whoever runs the bench does not decide what root runs
	install -m 644 "$folder/config/nginx.conf" "/etc/nginx/conf.d/$name.conf"
	install -m 644 "$folder/config/supervisor.conf" "/etc/supervisor/conf.d/$name.conf"
	line="$user ALL=(root) NOPASSWD: $(command -v supervisorctl) restart $name-web\\: $name-workers\\:"
	printf '%s\n' "$line" | install -m 440 /dev/stdin "/etc/sudoers.d/$name"
	visudo -cqf "/etc/sudoers.d/$name"
	# records, files and backups: for the bench and for nginx, for nobody else on this machine
	chgrp www-data "$folder"
	chmod 750 "$folder"
	nginx -t
	service nginx restart
	service supervisor start || true
	supervisorctl update
	say "https://$site is served. What to check, and the backups: docs/bench.md."
}

case "${1:-}:$#" in
	machine:2) set_up_machine "$2" ;;
	release:1) make_release_branch ;;
	make:1 | make:2) usage >&2; stop "make needs a FOLDER and a SITE." ;;
	make:*) shift; make_bench "$@" ;;
	production:5) shift; set_up_production "$@" ;;
	-h:* | --help:*) usage ;;
	*) usage >&2; stop "I do not know '$*'." ;;
esac
