#!/usr/bin/env bash
# `make test`: everything, on SQLite and on PostgreSQL, ending with the runner's own summary.
# Whatever is missing is installed or fails the run: nothing is skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/need.sh
need_rust
if ! command -v cargo-nextest >/dev/null; then
  PATH="$PWD/.tools/bin:$PATH"
  if ! command -v cargo-nextest >/dev/null; then
    say "installing cargo-nextest (a few minutes)"
    cargo install cargo-nextest --locked --root .tools
  fi
fi
# The second opinion on our PDFs.
need pdfinfo poppler-utils
need pdftotext poppler-utils
# A mail server that is real.
/usr/bin/python3 -c "import aiosmtpd" 2>/dev/null || apt_install python3 python3-aiosmtpd
# Settings of the person who runs the tests are not part of the tests.
for setting in "${!VIGIE_@}"; do
  case $setting in VIGIE_TEST_*) ;; *) unset "$setting" ;; esac
done
locked=()
[ -z "${CI:-}" ] || locked=(--locked)

say "building everything, tests included"
cargo build --workspace --bins "${locked[@]}"
cargo nextest run --workspace --no-run "${locked[@]}"

# A failure of one part does not hide the others; the exit code remembers.
failed=()
scripts/e2e.sh --built || failed+=("the journeys in Chromium")
say "examples in the documentation"
cargo test --workspace --doc --quiet "${locked[@]}" || failed+=("the examples in the documentation")
say "tests, on both engines"
scripts/with-postgres cargo nextest run --workspace "${locked[@]}" || failed+=("the tests above")

[ ${#failed[@]} = 0 ] || fail "failed: $(IFS=,; echo "${failed[*]}")"
