#!/usr/bin/env bash
# `make run [REGISTER=FILES]`: from a clean clone to a page in the browser; seconds the second time.
# FILES are read from the folder in which make was called: FINESS extracts or our CSV, plain or compressed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/need.sh

data=${VIGIE_DATA_DIR:-data}
listen=${VIGIE_LISTEN:-127.0.0.1:8080}
vigie=${CARGO_TARGET_DIR:-target}/debug/vigie

for file in "$@"; do
  [ -r "$file" ] || fail "REGISTER names $file, which cannot be read"
done

need_rust
say "building vigie (about three minutes the first time, seconds the next)"
cargo build -p vigie
say "building vigie-typeset, which makes the PDFs (about four minutes the first time)"
cargo build -p typesetter

export VIGIE_DEMO=on
if [ ! -e "$data" ]; then
  # Filled beside and renamed when whole: an interrupted first start leaves nothing half-made.
  say "filling $data with a register of facilities and a demonstration"
  rm -rf "$data.partial"
  mkdir -p "$data.partial"
  register=()
  for file in "$@"; do register+=(--register "$file"); done
  VIGIE_DATA_DIR=$data.partial $vigie demo "${register[@]}"
  echo "$*" >"$data.partial/register-loaded"
  mv "$data.partial" "$data"
elif [ $# -gt 0 ] && [ "$*" != "$(cat "$data/register-loaded" 2>/dev/null)" ]; then
  say "putting the register given in the place of that of $data"
  # A folder of real accounts is refused here, before anything of it is touched; an empty one is filled.
  VIGIE_DATA_DIR=$data $vigie demo --register "$@"
  # REGISTER names the register, whole: what it does not hold is closed, and what was declared there stays.
  VIGIE_DATA_DIR=$data $vigie import facilities --whole "$@" ||
    fail "the register of $data stays as it was: 'make run' starts with it"
  echo "$*" >"$data/register-loaded"
fi

# Said once the page answers, and not at all when the server stops before.
(
  until (: </dev/tcp/"${listen%:*}"/"${listen##*:}") 2>/dev/null; do
    sleep 0.2
    kill -0 $$ 2>/dev/null || exit 0
  done
  cat <<ACCOUNTS

  Vigie is at ${VIGIE_BASE_URL:-http://$listen}          (Ctrl+C stops it; $data keeps everything)

  Demonstration accounts, all @vigie.example, password: demonstration-2017
    analyste  responsable  ars53 (Bretagne)  ars11 (Île-de-France)  fssi
    redacteur  rssi  directeur  admin  auditeur

ACCOUNTS
) &
VIGIE_DATA_DIR=$data exec $vigie serve
