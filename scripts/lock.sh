#!/usr/bin/env bash
# scripts/lock.sh : pin the packages of pyproject.toml again, with their hashes. Needs uv on the PATH, or UV=/path/to/uv.
source "$(dirname "$0")/common.sh"

pin() {
    "${UV:-uv}" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header "$@"
}

pin --group build --output-file requirements.txt
pin --group build --group dev --constraints requirements.txt --output-file requirements-dev.txt
