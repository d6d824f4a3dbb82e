# The Debian packages: which are needed, which are missing, and how to install them. For ./dev.

# The packages for building and running; those for testing, formatting and fuzzing; those for
# `./dev coverage`.
BUILD_PACKAGES=(g++ cmake ninja-build pkg-config antlr4 libantlr4-runtime-dev nlohmann-json3-dev
  libcli11-dev libsimdjson-dev libre2-dev libdeflate-dev libisal-dev libzstd-dev libarchive-dev
  libfmt-dev libutf8proc-dev libyaml-dev libssl-dev libxxhash-dev libxml2-dev)
TEST_PACKAGES=(doctest-dev ccache clang-19 libclang-rt-19-dev clang-format-19 clang-tidy-19 zstd
  gzip libxml2-utils python3-venv)
COVERAGE_PACKAGES=(gcovr)

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

missing_packages() {
  command -v dpkg-query >/dev/null || return 0
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
      printf '%s\n' "$package"
  done
}

# Packages that could not be installed, to name them if the build fails.
UNINSTALLED=()
name_packages() {
  if ! command -v dpkg-query >/dev/null; then
    printf 'What the build needs has these names in Debian: %s\n' "${BUILD_PACKAGES[*]}"
  elif [ ${#UNINSTALLED[@]} != 0 ]; then
    printf 'These packages are missing: %s\n' "${UNINSTALLED[*]}"
  fi
}

# Reads the output of apt, prints a progress line every few seconds, and writes everything to a log.
show_progress() {
  local log=$1 line fetched=0 unpacked=0 ready=0 total='?' shown=$SECONDS
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    case $line in
      Get:*) fetched=$((fetched + 1)) ;;
      Unpacking*) unpacked=$((unpacked + 1)) ;;
      'Setting up'*) ready=$((ready + 1)) ;;
      *' newly installed, '*) total=${line#*upgraded, } total=${total%% *} ;;
    esac
    [ $((SECONDS - shown)) -ge "${PROGRESS_SECONDS:-5}" ] || continue
    shown=$SECONDS
    printf '    %s packages: %d fetched, %d unpacked, %d ready\n' "$total" "$fetched" "$unpacked" "$ready" >&2
  done
}

# apt ARGUMENT…: its output goes to build/packages.log, and is shown if it fails.
apt() {
  as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get "$@" 2>&1 | show_progress build/packages.log &&
    return
  tail -n 20 build/packages.log >&2
  printf 'apt-get %s failed; all it said is in build/packages.log\n' "$1" >&2
  return 1
}

# Installs the missing packages and names them; prints nothing if there are none. If it cannot
# install, the build is still tried: the packages may come from elsewhere.
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} != 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    say "no apt-get here to install ${missing[*]}; trying without"
    UNINSTALLED+=("${missing[@]}")
    return 0
  fi
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    say "neither root nor sudo to install ${missing[*]}; trying without"
    UNINSTALLED+=("${missing[@]}")
    return 0
  fi
  local what=packages
  [ ${#missing[@]} != 1 ] || what=package
  say "installing ${#missing[@]} $what, and what they need: ${missing[*]}"
  mkdir -p build
  : >build/packages.log
  apt update
  apt install -y --no-install-recommends "${missing[@]}"
}
