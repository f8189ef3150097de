#!/usr/bin/env bash
# scripts/test.sh [--both] : the checks, then every test where it belongs. Run by `make test`, inside scripts/with-postgres.sh.
# What pages show is asked on PostgreSQL (docs/decisions, 30); with --both on SQLite too.
source "$(dirname "$0")/common.sh"

case "${1:-}" in
    "") pages=" and not page" ;;
    --both) pages="" ;;
    *) say "usage: scripts/test.sh [--both]"; exit 2 ;;
esac

scratch="$(mktemp -d)"
trap 'break_off; rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export REMIT_DATA_DIR="$scratch"
postgres="${REMIT_DATABASE_URL:-}"
unset REMIT_DATABASE_URL

# What is compiled is kept, whatever the habit of the machine: else each process of each step compiles everything again.
unset PYTHONDONTWRITEBYTECODE

# The steps on one kind of database share its templates (tests/databases.py).
mkdir "$scratch/on-sqlite" "$scratch/on-postgres"
export REMIT_TEST_RUN="$scratch/on-sqlite"

# Each process has a run of neighbours, so that what a file builds for all its tests is built once, and steals when it is done.
tests() { "$VENV/bin/python" -m pytest --quiet --dist worksteal "$@"; }

on_postgres() {
    if [ -z "$postgres" ]; then
        say "There is no PostgreSQL server here, so these tests were not run."
        return 1
    fi
    REMIT_DATABASE_URL="$postgres" REMIT_TEST_RUN="$scratch/on-postgres" "$@"
}

# What keeps one processor busy, or waits much, goes on beside what keeps them all busy.
begin "checks" scripts/check.sh
step "tests without a database" tests -n auto -m "not database and not browser"
finish
# The same pages are scanned on PostgreSQL further down; here the question is only whether they work.
begin "one journey in a browser on SQLite" env REMIT_LOOKING=no "$VENV/bin/python" -m pytest --quiet -m "browser and smoke"
step "database tests on SQLite" tests -n auto -m "database and not browser and not postgres and not race and not long$pages"
finish
step "database tests on PostgreSQL" on_postgres tests -n auto -m "database and not browser"
# Every page is scanned at both widths; it is photographed for who runs a journey alone, or scripts/pictures.sh, to look at it.
step "journeys in a browser on PostgreSQL" on_postgres env REMIT_PICTURES= "$VENV/bin/python" -m pytest --quiet --dist worksteal -n auto -m "browser"
if [ -n "$postgres" ]; then
    on_postgres env DJANGO_SETTINGS_MODULE=remit.settings.testing "$VENV/bin/python" -c \
        "import django; django.setup(); from tests import databases; databases.end()" || say "The tests' databases are still there."
fi

all_steps_passed
