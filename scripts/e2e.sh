#!/usr/bin/env bash
# `make e2e`: the journeys in Chromium. Arguments name test files of e2e/tests; none means all.
# With --built, the program is taken as it is in target/debug.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/need.sh
need node nodejs npm
[ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ] ||
  fail "Node.js 20 or later is needed for the journeys, not $(node --version)"
need npm npm
need chromium chromium fonts-dejavu-core
# The second opinion on our HTML is a Java program.
need java default-jre-headless

if [ e2e/package-lock.json -nt e2e/node_modules/.package-lock.json ]; then
  say "installing the npm packages of the journeys"
  (cd e2e && npm ci --ignore-scripts --no-audit --no-fund </dev/null)
fi
if [ "${1:-}" = --built ]; then
  shift
else
  need_rust
  cargo build -p vigie
  cargo build -p typesetter
fi
say "journeys in Chromium"
cd e2e
# The fall of a provider is played on both engines.
exec ../scripts/with-postgres node run.js "$@"
