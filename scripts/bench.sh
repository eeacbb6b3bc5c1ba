#!/usr/bin/env bash
# `make bench [ONLY=WORDS]`: the measures of docs/benchmarks.md. WORDS name some of them; none means all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/need.sh
need_rust
need sqlite3 sqlite3
need psql postgresql-client
need wrk wrk
PATH="$PATH:/usr/sbin"
if ! command -v nginx >/dev/null; then
  need nginx nginx-light
  # Debian starts what it installs; we start our own.
  if [ -d /run/systemd/system ]; then as_root systemctl disable --now nginx >&2; fi
fi

say "building vigie as it is released (about eight minutes the first time)"
cargo build --release -p vigie -p benches

say "measuring (about a quarter of an hour): what else runs on this machine shows in the figures"
trap 'rm -rf target/bench' EXIT
scripts/with-postgres target/release/benches "$@"
