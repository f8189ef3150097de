#!/usr/bin/env bash
# scripts/check.sh : everything that can be checked without running a test.
source "$(dirname "$0")/common.sh"

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export PATH="$VENV/bin:$PATH" NO_COLOR=1
export DJANGO_SETTINGS_MODULE=remit.settings.testing REMIT_DATA_DIR="$scratch"
unset REMIT_DATABASE_URL

strictly() { PYTHONWARNINGS=error "$@"; }

no_registry_named() {
    ! git grep -nIE 'pypi[.]org|pythonhosted[.]org|npmjs[.](org|com)'
}

step "form (ruff format)" ruff format --check --quiet .
step "lint (ruff)" ruff check --quiet .
step "types (mypy)" mypy
step "layers (import-linter)" lint-imports --no-logo
step "templates (djlint)" djlint --quiet --lint src
step "packages (deptry)" deptry --no-ansi src
step "security (bandit)" bandit --quiet --severity-level medium --confidence-level medium --configfile pyproject.toml --recursive src
step "migrations are complete" strictly python -m django makemigrations --check --dry-run
step "terms hold together" strictly remit terms check
if [ -d docs/reference ]; then
    step "reference pages are current" strictly remit docs --check
fi
step "no package registry is named" no_registry_named

all_steps_passed
