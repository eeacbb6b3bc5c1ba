#!/usr/bin/env bash
# `make check`: what a reader should never have to remark on. Quick things first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/need.sh
need_rust
# On a machine that checks, the lock file is right or it is an error.
locked=()
[ -z "${CI:-}" ] || locked=(--locked)

say "format"
cargo fmt --all --check
say "layers and sizes"
cargo run --quiet "${locked[@]}" -p xtask -- layers
cargo run --quiet "${locked[@]}" -p xtask -- sizes
say "lints"
cargo clippy --workspace --all-targets "${locked[@]}" -- -D warnings
say "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps "${locked[@]}"
