# What can be done here. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check bite bench

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## make .venv with the pinned packages; after it the command is .venv/bin/remit
	@scripts/setup.sh

demo: ## set up, load a small made-up authority and serve it at http://localhost:8000 (ARGS=--port=8001: there)
	@scripts/setup.sh
	@scripts/system-packages.sh pango
	@.venv/bin/remit demo $(ARGS)

test: ## set up everything the tests need and run all of them, on PostgreSQL and what differs on SQLite (ARGS=--both: all)
	@scripts/setup.sh dev
	@scripts/system-packages.sh chromium postgresql pango dovecot
	@scripts/with-postgres.sh scripts/test.sh $(ARGS)

check: ## form, types, imports, templates, packages, security, migrations, terms (no tests)
	@scripts/setup.sh dev
	@scripts/check.sh

bite: ## take out each promise, audit event and look in turn and see that a test notices
	@scripts/setup.sh dev
	@.venv/bin/python tests/bite/run.py

bench: ## measure the main pages side by side with a bare page, on PostgreSQL
	@scripts/setup.sh dev
	@scripts/system-packages.sh postgresql pango
	@scripts/with-postgres.sh .venv/bin/python -m benchmarks.run $(ARGS)
