# Sourced by the other scripts: where the project is, how to say things, how to install what Debian provides.
set -euo pipefail
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"
cd "$ROOT"

say() { printf '%s\n' "$*" >&2; }

apt_updated=no

# apt_install PACKAGE... : install Debian packages, by sudo where we are not root. With no right to, print the line and go on.
apt_install() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo -n)
    fi
    if ! command -v apt-get >/dev/null 2>&1 ||
        { [ "$(id -u)" -ne 0 ] && ! sudo -n true >/dev/null 2>&1; }; then
        say "Remit needs these packages and may not install them here. Please run:"
        say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        return 1
    fi
    if [ "$apt_updated" = no ]; then
        say "Updating the list of Debian packages"
        "${as_root[@]}" apt-get update -qq >&2 || say "apt-get update did not succeed; going on with the list there is"
        apt_updated=yes
    fi
    say "Installing $*"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 || {
        say "That did not succeed. Please run:"
        say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        return 1
    }
}

# postgres_programs : the folder of the newest PostgreSQL server here, or nothing.
postgres_programs() {
    local folder
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn); do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            echo "$folder"
            return 0
        fi
    done
    if command -v initdb >/dev/null 2>&1 && command -v pg_ctl >/dev/null 2>&1; then
        dirname "$(command -v initdb)"
    fi
}

# step NAME COMMAND... : run one part of a longer check, say what it is and how long it took, remember whether it failed.
failed_steps=()
step() {
    local name="$1" started="$SECONDS"
    shift
    printf '\n== %s\n' "$name"
    if "$@"; then
        printf '== %s: done in %s s\n' "$name" "$((SECONDS - started))"
    else
        printf '== %s: FAILED after %s s\n' "$name" "$((SECONDS - started))"
        failed_steps+=("$name")
    fi
}

# begin NAME COMMAND... : a step that goes on beside those after it, until `finish` waits for it and tells what it said.
beside=""
begin() {
    beside_name="$1"
    beside_said="$(mktemp)"
    set -m # a group of its own, so that it can be ended with everything it started
    (
        failed_steps=()
        step "$@"
        [ "${#failed_steps[@]}" -eq 0 ]
    ) >"$beside_said" 2>&1 </dev/null &
    beside=$!
    set +m
}

finish() {
    wait "$beside" || failed_steps+=("$beside_name")
    beside=""
    cat "$beside_said"
    rm -f "$beside_said"
}

# break_off : for the end of a script that begins steps; nothing it began outlives it.
break_off() {
    if [ -n "$beside" ]; then
        kill -- "-$beside" 2>/dev/null || true
        rm -f "$beside_said"
    fi
}

# all_steps_passed : say which steps failed; the last line of a script of steps.
all_steps_passed() {
    if [ "${#failed_steps[@]}" -eq 0 ]; then
        printf '\nEverything passed.\n'
        return 0
    fi
    printf '\nFailed:\n'
    printf '  %s\n' "${failed_steps[@]}"
    return 1
}
