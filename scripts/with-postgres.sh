#!/usr/bin/env bash
# scripts/with-postgres.sh COMMAND... : run a command with a PostgreSQL server of its own, thrown away afterwards.
# REMIT_DATABASE_URL names it. It listens on a socket in a temporary folder only this user (or root) can enter.
source "$(dirname "$0")/common.sh"

programs="$(postgres_programs)"
if [ -z "$programs" ]; then
    say "There is no PostgreSQL server here; going on without one. To have one:"
    say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends postgresql"
    unset REMIT_DATABASE_URL
    exec "$@"
fi

folder="$(mktemp -d /tmp/remit-postgres.XXXXXX)" # not TMPDIR: a socket's path may be 107 characters long

# PostgreSQL refuses to run as root.
as_owner() { (cd "$folder" && "$@"); }
if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$folder"
    as_owner() { (cd "$folder" && runuser -u postgres -- "$@"); }
fi

clean_up() {
    as_owner "$programs/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Nothing here outlives the run, so nothing needs to reach the disk.
as_owner "$programs/initdb" --pgdata "$folder/data" --username remit --auth trust --encoding UTF8 --locale C.UTF-8 \
    --no-sync >"$folder.log" 2>&1 || { cat "$folder.log" >&2; rm -f "$folder.log"; exit 1; }
rm -f "$folder.log"
as_owner "$programs/pg_ctl" --pgdata "$folder/data" --log "$folder/log" --wait --silent start --options \
    "-c listen_addresses= -c unix_socket_directories=$folder -c unix_socket_permissions=0700 -c fsync=off \
     -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=256MB -c timezone=UTC" || {
    cat "$folder/log" >&2
    exit 1
}
as_owner "$programs/createdb" --host "$folder" --username remit remit

export REMIT_DATABASE_URL="postgres://remit@${folder//\//%2F}/remit"
"$@"
