# shellcheck shell=bash
# Sourced by the other scripts: says and installs what is missing, and nothing else.

# say TEXT…: one line of progress, on standard error so that standard output stays usable.
say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

# fail TEXT…: a sentence that tells how to mend it, then the end.
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# as_root COMMAND…: directly when we are root, through sudo otherwise.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "'$*' needs root: run it once as root, then start again"
  fi
}

# apt_install PACKAGE…: waits for another apt instead of failing, never asks, and reads the
# package lists again first: those of a fresh machine are absent or old.
apt_install() {
  command -v apt-get >/dev/null || fail "please install what Debian calls: $*"
  say "installing $* (apt)"
  local options=(-q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
  as_root apt-get "${options[@]}" update </dev/null >&2
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get "${options[@]}" --no-install-recommends install "$@" </dev/null >&2
}

# need COMMAND PACKAGE…: installs the packages when the command is not there.
need() {
  local command=$1
  shift
  command -v "$command" >/dev/null || apt_install "$@"
  command -v "$command" >/dev/null || fail "$command is still missing after installing $*"
}

# need_rust: the toolchain is the one thing that the reader chooses how to install.
need_rust() {
  [ -d "$HOME/.cargo/bin" ] && PATH="$PATH:$HOME/.cargo/bin"
  command -v cargo >/dev/null ||
    fail "Rust 1.95 or later is needed: see https://rustup.rs, or your distribution's rustup package"
  need cc gcc libc6-dev
}
