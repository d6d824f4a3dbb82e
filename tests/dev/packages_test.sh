#!/usr/bin/env bash
# ./dev installs what is missing, shows that it lives, and goes on where it cannot install.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../tools/packages.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() { printf '%s\n' "$1"; exit 1; }
holds() { [[ $1 == *"$2"* ]] || fail "lacks \`$2\`: $1"; }
say() { printf '==> %s\n' "$*" >&2; }

# What is missing here, and what apt would say.
missing_packages() { printf '%s\n' "$@" | grep -x doctest-dev || true; }
apt_fails=no
as_root() {
  printf 'as root: %s\n' "$*" >>calls
  printf '0 upgraded, 3 newly installed, 0 to remove and 0 not upgraded.\n'
  printf 'Get:1 http://deb.debian.org/debian bookworm/main amd64 doctest-dev all 2.4.9-2\n'
  printf 'Unpacking doctest-dev (2.4.9-2) ...\n'
  [ "$apt_fails" = no ] || { printf 'E: Unable to fetch some archives\n'; return 100; }
}

# Nothing to do: nothing is said.
[ -z "$(install_packages g++ cmake 2>&1)" ] || fail 'speaks without need'

said=$(install_packages g++ doctest-dev 2>&1)
holds "$said" 'installing 1 package'
holds "$said" 'doctest-dev'
holds "$(cat calls)" 'apt-get update'
holds "$(cat calls)" 'apt-get install -y --no-install-recommends doctest-dev'
holds "$(cat calls)" 'DEBIAN_FRONTEND=noninteractive'
holds "$(cat build/packages.log)" 'Unpacking doctest-dev'

# A line that comes late shows what has been done so far.
said=$(PROGRESS_SECONDS=0 install_packages doctest-dev 2>&1)
holds "$said" '3 packages: 1 fetched, 1 unpacked, 0 ready'

apt_fails=yes
said=$( (set -e; install_packages doctest-dev) 2>&1) && fail 'a failure of apt went unnoticed'
holds "$said" 'E: Unable to fetch some archives'
holds "$said" 'build/packages.log'
apt_fails=no

# Without apt-get the build is tried all the same, and the packages are named when it fails.
command() { [ "$2" != apt-get ] && builtin command "$@"; }
rm calls
install_packages doctest-dev 2>said
holds "$(cat said)" 'no apt-get here to install doctest-dev'
[ ! -e calls ] || fail 'called apt all the same'
holds "$(name_packages)" 'doctest-dev'
