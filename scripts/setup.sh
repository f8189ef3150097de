#!/usr/bin/env bash
# scripts/setup.sh [dev] : a virtual environment in .venv with Remit and the pinned packages it needs; `dev` adds what the tests need.
source "$(dirname "$0")/common.sh"
kind="${1:-runtime}"

sound_python() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if sound_python "$candidate"; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

make_venv() {
    local python
    if ! python="$(find_python)"; then
        apt_install python3 python3-venv || true
        python="$(find_python)" || { say "Remit needs Python 3.11 or later; set PYTHON to one."; exit 1; }
    fi
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        apt_install python3-venv || true
    fi
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear "$VENV"
}

# What was installed is written in a stamp, so that a second run has nothing to do.
fingerprint() {
    { "$VENV/bin/python" --version; echo "$ROOT"; cat "$1"; sed '/^\[tool\./,$d' pyproject.toml; } | sha256sum | cut -d' ' -f1
}

installed() { [ -e "$VENV/remit-$1.stamp" ] && [ "$(cat "$VENV/remit-$1.stamp")" = "$(fingerprint "$2")" ]; }

install_from() {
    local name="$1" requirements="$2"
    installed "$name" "$requirements" && return 0
    say "Installing the packages of $requirements"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
    fingerprint "$requirements" >"$VENV/remit-$name.stamp"
}

sound_python "$VENV/bin/python" && "$VENV/bin/python" -m pip --version >/dev/null 2>&1 || make_venv
case "$kind" in
    runtime) installed dev requirements-dev.txt || install_from runtime requirements.txt ;;
    dev) install_from dev requirements-dev.txt ;;
    *) say "usage: scripts/setup.sh [dev]"; exit 2 ;;
esac

# Compiled once here: the processes that open uploads write nothing, and would compile what only they use every time.
"$VENV/bin/python" -m compileall -q src
