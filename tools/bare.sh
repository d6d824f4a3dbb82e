#!/usr/bin/env bash
# Verifies the README on bare machines: a fresh copy of the project, with nothing installed.
#
#   ./dev bare [--release NAME]… [--keep] [MODE]…
#
#   demo      ./dev demo as root, without git
#   user      ./dev demo as a plain user with sudo, in a folder with a space in its name
#   tutorial  the README, word for word, and the first example of the help; after `user`,
#             it continues there
#   test      ./dev test, and a build without warnings by each compiler of the release (long)
#
#   --release NAME  bookworm (Debian 12) or trixie (Debian 13); default: both
#   --keep          keep the tarballs and packages in $TMPDIR/sigrun-bare for the next run
#
# Without a MODE: demo, user, tutorial. It tests the committed files, in roots that contain nothing else.
# At the end, it compares what must not depend on the release: the sample, the
# compiled rules, the alerts and their ids. Needs root, mmdebstrap and this machine's Debian mirror.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() { sed -n '2,19s/^# \{0,1\}//p' tools/bare.sh; }

releases=() modes=() keep_downloads=no
while [ $# -gt 0 ]; do
  case $1 in
    --release) releases+=("${2:?a name}"); shift ;;
    --keep) keep_downloads=yes ;;
    demo | user | tutorial | test) modes+=("$1") ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
[ ${#releases[@]} != 0 ] || releases=(bookworm trixie)
[ ${#modes[@]} != 0 ] || modes=(demo user tutorial)

skip() { printf 'skipped: %s\n' "$1"; exit 0; }
[ "$(id -u)" = 0 ] || skip 'bare machines are made by root only'
command -v mmdebstrap >/dev/null || skip 'no mmdebstrap here (apt-get install mmdebstrap)'
git rev-parse HEAD >/dev/null 2>&1 || skip 'what is tested is a commit, and this is no git repository'

keep=${TMPDIR:-/tmp}/sigrun-bare
mkdir -p "$keep"
root=
# After an interruption, a process may still run in the root and keep it mounted.
end_what_runs_inside() {
  local process
  for process in /proc/[0-9]*; do
    [ "$(readlink "$process/root" 2>/dev/null)" != "$root" ] || kill -KILL "${process#/proc/}" 2>/dev/null || true
  done
}
leave() {
  [ -n "$root" ] || return 0
  end_what_runs_inside
  umount "$root/dev/pts" "$root/dev" "$root/proc" 2>/dev/null || true
  # Never remove a root with an active mount.
  if ! grep -q " $root/" /proc/mounts; then rm -rf --one-file-system "$root"; fi
  root=
}
finish() {
  leave
  [ "$keep_downloads" = yes ] || rm -rf --one-file-system "$keep"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# This machine's Debian sources, with the names of another release; other sources, such as cloud SDKs,
# are skipped on purpose.
sources_of() { # RELEASE
  local file host
  host=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
  for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
    [ -s "$file" ] || continue
    sed "s/\b$host\b/$1/g" "$file" >"$keep/$1.${file##*.}"
    printf '%s\n' "$keep/$1.${file##*.}"
    return
  done
}

make_tarball() { # RELEASE
  [ ! -s "$keep/$1.tar" ] || return 0
  printf 'making a bare %s\n' "$1" >&2
  # The minimum that a user needs, with sudo for the plain user; nothing else.
  mmdebstrap --quiet --format=tar --variant=minbase --include=ca-certificates,sudo "$1" \
    "$keep/$1.tar.new" "$(sources_of "$1")"
  mv "$keep/$1.tar.new" "$keep/$1.tar"
}

# Access to the mirror as on this machine: names, private authorities, Acquire settings.
connect() {
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  grep -lrE '^Acquire::' /etc/apt/apt.conf.d 2>/dev/null | while read -r file; do
    grep -qE 'DPkg|Post-Invoke|IndexTargets' "$file" || cp "$file" "$root/etc/apt/apt.conf.d/"
  done
  if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
    cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/"
    chroot "$root" update-ca-certificates >/dev/null 2>&1 || true
  fi
}

enter() { # RELEASE
  root=$(mktemp -d "$keep/root.XXXXXX")
  tar -C "$root" -xf "$keep/$1.tar"
  mount -t proc proc "$root/proc"
  # Separate devices: a mistake inside must not reach those of this machine.
  mount -t tmpfs -o mode=755 none "$root/dev"
  local node
  for node in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9' 'tty 5 0'; do
    # shellcheck disable=SC2086 # three words
    set -- "$1" $node
    mknod -m 666 "$root/dev/$2" c "$3" "$4"
  done
  ln -s /proc/self/fd "$root/dev/fd"
  ln -s fd/0 "$root/dev/stdin"
  ln -s fd/1 "$root/dev/stdout"
  ln -s fd/2 "$root/dev/stderr"
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=666 none "$root/dev/pts"
  connect
  # Packages that an earlier root downloaded; this does not install them.
  mkdir -p "$keep/$1.packages"
  cp -n "$keep/$1.packages"/*.deb "$root/var/cache/apt/archives/" 2>/dev/null || true
  chroot "$root" useradd -m -s /bin/bash eve
  echo 'eve ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/eve"
}

save_packages() { cp -n "$root"/var/cache/apt/archives/*.deb "$keep/$1.packages/" 2>/dev/null || true; }

# The committed files, for a user.
place='/home/eve/my sigrun'
put_project() { # USER
  mkdir -p "$root$place"
  git archive HEAD | tar -C "$root$place" -xf -
  chroot "$root" chown -R "$1": "$place"
}

# run USER COMMAND: in the project, with an environment that contains nothing from this machine.
run() {
  local user=$1 home=/root
  shift
  [ "$user" = root ] || home=/home/$user
  chroot "$root" setpriv --reuid="$user" --regid="$user" --init-groups \
    env -i HOME="$home" USER="$user" TERM=dumb LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    bash -c "cd '$place' && $*"
}

must_hold() { # FILE TEXT…
  local file=$1 text
  shift
  for text in "$@"; do
    grep -qF -- "$text" "$file" || { printf 'the output lacks: %s\n' "$text" >&2; return 1; }
  done
}

# The build writes nothing into the project except build/.
nothing_but_build() {
  local now
  now=$(cd "$root$place" && find . -path ./build -prune -o -type f -print | LC_ALL=C sort)
  diff <(git archive HEAD | tar -tf - | sed -n 's#[^/]$#&#p' | sed 's#^#./#' | LC_ALL=C sort) \
    <(printf '%s\n' "$now") >&2
}

# What must be the same on every release, in $keep/RELEASE.same.
note_what_must_be_same() { # RELEASE USER
  run "$2" "build/bin/sigrun compile rules -o build/demo/rules.sgc >/dev/null &&
    sha256sum build/demo/sample.ndjson build/demo/rules.sgc &&
    build/bin/sigrun scan -q --format jsonl build/demo/sample.ndjson" >"$keep/$1.same"
}

demo() { # RELEASE USER
  local log=$keep/$1.log
  run "$2" './dev demo' >"$log" 2>&1 || { tail -n 40 "$log" >&2; return 1; }
  must_hold "$log" 'logged in without MFA' 'made access key' 'alerts from'
  # Building and scanning must not need the test packages.
  if chroot "$root" dpkg-query -W doctest-dev 2>/dev/null | grep -q doctest; then
    printf 'doctest-dev was installed; only tests may need it\n' >&2
    return 1
  fi
  nothing_but_build
  note_what_must_be_same "$1" "$2"
}

demo_as_root() {
  place=/root/sigrun
  put_project root
  demo "$1" root
}
demo_as_user() {
  put_project eve
  demo "$1" eve
}

# Without --rules, the shipped rules are used, also from a PATH and after an installation.
tutorial() { # RELEASE
  [ "$fresh" = no ] || demo_as_user "$1"
  run eve 'tools/run_readme.sh README.md'
  run eve 'build/bin/sigrun scan -q --min-level critical build/demo/sample.ndjson' >"$keep/shipped.log"
  must_hold "$keep/shipped.log" '"level":"critical"'
  chroot "$root" ln -sf "$place/build/bin/sigrun" /usr/local/bin/sigrun
  run eve 'cd build/demo && sigrun scan -q --min-level critical sample.ndjson' >"$keep/linked.log"
  must_hold "$keep/linked.log" '"level":"critical"'
  chroot "$root" rm /usr/local/bin/sigrun
  run root 'cmake --install build/release --prefix /usr/local >/dev/null'
  run eve 'cd build/demo && sigrun scan -q --min-level critical sample.ndjson' >"$keep/installed.log"
  cmp "$keep/linked.log" "$keep/installed.log"
}

test_() { # RELEASE
  put_project eve
  run eve './dev test'
  nothing_but_build
  # Debian 12 also has clang 14, which is stricter about C++20 than the others.
  [ "$1" != bookworm ] || run eve 'sudo apt-get install -y -qq clang-14 >/dev/null'
  run eve './dev compilers'
}

failed=0
rm -f "$keep"/*.same
for release in "${releases[@]}"; do
  make_tarball "$release"
  before=
  for mode in "${modes[@]}"; do
    fresh=no
    if [ "$before $mode" != 'user tutorial' ]; then
      leave
      enter "$release"
      fresh=yes
    fi
    before=$mode
    begin=$SECONDS
    case $mode in
      demo) step=demo_as_root ;;
      user) step=demo_as_user ;;
      tutorial) step=tutorial ;;
      test) step=test_ ;;
    esac
    # Not `… || failed=1`: inside it, the shell would not stop at an error.
    set +e
    (set -e; "$step" "$release")
    code=$?
    set -e
    word=ok
    [ $code = 0 ] || { word=FAILED; failed=1; before=; }
    printf '%-7s %-9s %-9s %d s\n' "$word" "$release" "$mode" $((SECONDS - begin))
    save_packages "$release"
  done
  leave
done

# The first release is the reference.
first=
for release in "${releases[@]}"; do
  [ -s "$keep/$release.same" ] || continue
  if [ -z "$first" ]; then
    first=$release
  elif cmp -s "$keep/$first.same" "$keep/$release.same"; then
    printf 'ok      %s and %s make the same sample, pack and alerts\n' "$first" "$release"
  else
    printf 'FAILED  %s and %s differ in sample, pack or alerts:\n' "$first" "$release"
    diff "$keep/$first.same" "$keep/$release.same" | cut -c 1-200 | head -n 20 || true
    failed=1
  fi
done
exit $failed
