#!/usr/bin/env bash
# A private PostgreSQL for tests: a cluster of its own, on a Unix socket, in a temporary directory.
#
#   scripts/postgres.sh with COMMAND…   starts one, runs COMMAND with VIGIE_TEST_POSTGRES_URL set, deletes it
#   scripts/postgres.sh start           starts one and prints its directory, then its address
#   scripts/postgres.sh stop DIRECTORY  stops and deletes the one that was started there
#
# The address names a maintenance database, in which tests create temporary databases of their own.
# PostgreSQL is installed when missing (Debian's `postgresql`).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/need.sh"

# The newest server on this machine: Debian keeps its programs outside PATH.
find_programs() { find /usr/lib/postgresql -path "*/bin/postgres" 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname; }

programs() {
  local found
  found=$(find_programs)
  if [ -z "$found" ] || [ ! -x "$found/postgres" ]; then
    apt_install postgresql
    found=$(find_programs)
  fi
  [ -x "${found:-/nowhere}/postgres" ] || fail "no PostgreSQL server under /usr/lib/postgresql"
  echo "$found"
}

# PostgreSQL refuses to run as root: root lends it the account that the Debian package made.
as_owner() {
  if [ "$(id -u)" != 0 ]; then "$@"; return; fi
  local owner=nobody
  id postgres >/dev/null 2>&1 && owner=postgres
  (cd / && setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups env -u HOME "$@")
}

start() {
  local bin directory
  bin=$(programs)
  # Not under TMPDIR: the path of a socket may not exceed 107 bytes.
  directory=$(as_owner mktemp -d /tmp/vigie-postgres.XXXXXX)
  # The directory is ours alone (0700), so that no password is needed behind it.
  as_owner "$bin/initdb" --pgdata="$directory/data" --username=vigie --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null ||
    { rm -rf "$directory"; fail "initdb failed in $directory"; }
  # fsync stays on: the tests of durability mean what they say.
  as_owner tee -a "$directory/data/postgresql.conf" >/dev/null <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$directory'
fsync = on
max_connections = 200
SETTINGS
  as_owner "$bin/pg_ctl" --pgdata="$directory/data" --log="$directory/log" --wait --timeout=60 start >/dev/null 2>&1 ||
    { cat "$directory/log" >&2; rm -rf "$directory"; fail "PostgreSQL did not start"; }
  echo "$directory"
}

stop() {
  local directory=$1 bin
  case $directory in /tmp/vigie-postgres.*) ;; *) fail "$directory is not a test cluster" ;; esac
  [ -d "$directory" ] || return 0
  bin=$(programs)
  as_owner "$bin/pg_ctl" --pgdata="$directory/data" --mode=immediate --wait stop >/dev/null 2>&1 || true
  rm -rf "$directory"
}

address() { echo "postgres://vigie@localhost/postgres?host=$1"; }

case ${1:-} in
  start)
    directory=$(start)
    echo "$directory"
    address "$directory"
    ;;
  stop)
    stop "${2:?the directory that start printed}"
    ;;
  with)
    shift
    [ $# -gt 0 ] || fail "with which command?"
    # Already inside another `with`: one cluster is enough.
    [ -z "${VIGIE_TEST_POSTGRES_URL:-}" ] || exec "$@"
    directory=$(start)
    trap 'stop "$directory"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    VIGIE_TEST_POSTGRES_URL=$(address "$directory") "$@"
    ;;
  *)
    sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
