# What the scripts in this folder share: installing packages, configuring and building.
# Source it; it sets `root` and leaves the current directory alone.

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
me=${0##*/}
set -o pipefail

say() { printf '%s: %s\n' "$me" "$*" >&2; }

# Ends the script. 4 is what heddle itself uses for a fault that is not the scenario's.
die() {
  say "$*"
  exit 4
}

# Each Debian package that is ever needed, and what shows that it (or an equal of another origin) is
# there: a command, or a file. Looking for these costs no process.
probe() {
  case $1 in
    g++) [[ -n ${CXX-} ]] || have c++ ;;
    cmake) have cmake ;;
    ninja-build) have ninja ;;
    libboost-context-dev) have /usr/lib*/libboost_context.so /usr/lib/*/libboost_context.so ;;
    libboost-dev) have /usr/include/boost/multiprecision/cpp_int.hpp ;;
    nlohmann-json3-dev) have /usr/include/nlohmann/json.hpp ;;
    libcli11-dev) have /usr/include/CLI/CLI.hpp ;;
    libfmt-dev) have /usr/include/fmt/format.h ;;
    tao-pegtl-dev) have /usr/include/tao/pegtl.hpp ;;
    libgtest-dev) have /usr/include/gtest/gtest.h ;;
    npm) have npm ;;
    ca-certificates) have /etc/ssl/certs/ca-certificates.crt ;;
    clang-14) have clang++-14 ;;
    libclang-rt-14-dev) have /usr/lib/llvm-14/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a ;;
    clang-format-14) have clang-format-14 ;;
    clang-tidy-14) have clang-tidy-14 ;;
    python3) have python3 ;;
    spin) have spin ;;
    gcc) have cc ;;
    *) die "no probe is known for the package $1" ;;
  esac
}

# Whether one of these files exists, or is a command.
have() {
  local name
  for name; do
    if [[ $name == /* ]]; then [[ -e $name ]] && return; else type -P "$name" >/dev/null && return; fi
  done
  return 1
}

build_packages=(g++ cmake ninja-build libboost-context-dev libboost-dev nlohmann-json3-dev
  libcli11-dev libfmt-dev tao-pegtl-dev)
test_packages=("${build_packages[@]}" libgtest-dev npm ca-certificates)

# Installs those of the packages that are missing; ends with one line that names them when it cannot.
need() {
  local package missing=()
  for package; do probe "$package" || missing+=("$package"); done
  ((${#missing[@]})) || return 0
  local as_root=()
  if ((EUID != 0)); then
    if type -P sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 && -t 2 ]]; }; then
      as_root=(sudo)
    else
      die "missing packages: ${missing[*]} (neither root nor sudo; ask for: apt-get install ${missing[*]})"
    fi
  fi
  type -P apt-get >/dev/null ||
    die "missing packages: ${missing[*]} (these are Debian's names, and there is no apt-get here)"
  say "installing ${missing[*]}"
  local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y
    -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
  if ! "${install[@]}" install --no-install-recommends "${missing[@]}" </dev/null >&2 2>/dev/null; then
    # A new machine has no package lists, or old ones. A source that fails is no reason to stop.
    "${install[@]}" update </dev/null >&2 || true
    "${install[@]}" install --no-install-recommends "${missing[@]}" </dev/null >&2 ||
      die "missing packages, and they cannot be installed: ${missing[*]}"
  fi
  for package in "${missing[@]}"; do
    probe "$package" || die "the package $package is installed, but what it should bring is not found"
  done
}

# Holds the build folder until the calling (sub)shell ends; another script waits.
lock() {
  mkdir -p "$1" || die "cannot create $1"
  exec 9>"$1/.lock" || die "cannot write to $1"
  flock -n 9 || {
    say "waiting for another build in ${1#"$root"/}"
    flock 9
  }
}

# configure DIR OPTION... : runs cmake, unless the folder is already configured just so.
configure() {
  local dir=$1 wanted="$root ${*:2}" is='' fresh=(--fresh)
  if [[ -f $dir/build.ninja && -f $dir/.configured ]]; then is=$(<"$dir/.configured"); fi
  if [[ $is == "$wanted" ]]; then return; fi
  # What another tool or another place configured is forgotten; else what is built can be kept.
  if [[ $is == "$root "* ]]; then fresh=(); fi
  rm -f "$dir/.configured"
  # A compiler cache is used where there is one.
  local cache=()
  if type -P ccache >/dev/null; then cache=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
  cmake "${fresh[@]}" -S "$root" -B "$dir" -G Ninja "${cache[@]}" "${@:2}" </dev/null >&2 ||
    die "cmake failed in $dir"
  printf '%s\n' "$wanted" >"$dir/.configured"
}

# build DIR TARGET... : what is up to date costs a tenth of a second, and no word.
build() {
  # The stamp is as old as the start, so that what is edited meanwhile is built the next time.
  local dir=$1 idle='^ninja: (no work to do|Entering directory)|Re-checking globbed directories'
  touch "$dir/.starting" || die "cannot write to $dir"
  if [[ ! -f $dir/.built ]]; then
    say "the first build in ${dir#"$root"/}: some minutes, once; later only what has changed"
  fi
  if [[ -t 2 ]]; then
    ninja -C "$dir" "${@:2}" </dev/null >&2 || die "the build failed in $dir"
  else
    ninja -C "$dir" "${@:2}" </dev/null 2>&1 | { grep --line-buffered -Ev "$idle" >&2 || true; } ||
      die "the build failed in $dir"
  fi
  mv "$dir/.starting" "$dir/.built"
}

release=(-DCMAKE_BUILD_TYPE=Release)
tested=("${release[@]}" -DHEDDLE_TESTS=ON)

# Whether build/heddle is newer than all it is made of; a folder counts, for files that come and go.
binary_is_current() {
  local stamp=$root/build/.built path inputs=()
  [[ -x $root/build/heddle && -f $stamp ]] || return
  for path in CMakeLists.txt src include scenarios/scenario.schema.json; do
    [[ -e $root/$path ]] && inputs+=("$root/$path")
  done
  [[ -z $(find "${inputs[@]}" -newer "$stamp" -print -quit) ]]
}

# Brings build/heddle up to date: a Release build, of the program alone.
build_binary() {
  if binary_is_current; then return; fi
  (
    lock "$root/build"
    if binary_is_current; then exit; fi
    need "${build_packages[@]}"
    # A folder that is configured for the tests too serves as it is.
    if [[ ! -f $root/build/.configured ||
      $(<"$root/build/.configured") != "$root ${tested[*]}" ]]; then
      configure "$root/build" "${release[@]}" -DHEDDLE_TESTS=OFF
    fi
    build "$root/build" heddle
  ) || exit
}
