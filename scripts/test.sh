#!/usr/bin/env bash
# scripts/test.sh : the checks, then every test where it belongs. Run by `make test`, inside scripts/with-postgres.sh.
source "$(dirname "$0")/common.sh"

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export REMIT_DATA_DIR="$scratch"
postgres="${REMIT_DATABASE_URL:-}"
unset REMIT_DATABASE_URL

tests() { "$VENV/bin/python" -m pytest --quiet "$@"; }

on_postgres() {
    if [ -z "$postgres" ]; then
        say "There is no PostgreSQL server here, so these tests were not run."
        return 1
    fi
    REMIT_DATABASE_URL="$postgres" "$@"
}

step "checks" scripts/check.sh
step "tests without a database" tests -n auto -m "not database and not browser"
step "database tests on SQLite" tests -n auto -m "database and not browser and not postgres and not race and not long"
step "database tests on PostgreSQL" on_postgres tests -n auto -m "database and not browser"
step "journeys in a browser on PostgreSQL" on_postgres tests -n auto -m "browser"
# The same pages were scanned and photographed on PostgreSQL a moment ago; here the question is only whether they work.
step "one journey in a browser on SQLite" env REMIT_LOOKING=no "$VENV/bin/python" -m pytest --quiet -m "browser and smoke"

all_steps_passed
