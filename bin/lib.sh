# Read by bin/setup, bin/demo and bin/test: words, apt, and caches kept inside this folder.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# HOME may be missing or not writable; pip, fontconfig and Chromium would write there.
export PIP_CACHE_DIR="${PIP_CACHE_DIR:-$PWD/var/cache/pip}"
export XDG_CACHE_HOME="$PWD/var/cache"
export PYTHONUNBUFFERED=1
mkdir -p var/cache
[ -n "${HOME:-}" ] && [ -w "${HOME:-}" ] || { mkdir -p var/home; export HOME="$PWD/var/home"; }

how_to_install() { echo "As root: apt-get install --no-install-recommends $*"; }

# need PACKAGE... : install Debian packages where that is allowed; false where it is not.
need() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then as_root=
    elif sudo -n true 2>/dev/null; then as_root="sudo -n"
    else return 1
    fi
    say "Installing Debian packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get install -y -qq --no-install-recommends "$@" </dev/null >var/cache/apt.log 2>&1 ||
        { $as_root apt-get update -qq </dev/null >>var/cache/apt.log 2>&1
          $as_root apt-get install -y -qq --no-install-recommends "$@" </dev/null >>var/cache/apt.log 2>&1; } ||
        { say "apt-get could not install them, see var/cache/apt.log"; return 1; }
}
