# SPDX-License-Identifier: Apache-2.0
# What the scripts of this folder share; they source it.

# shellcheck disable=SC2034 # home is for those who source this
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
}

# Ends with the exit code for input that cannot be used.
refuse() {
  say "$*"
  exit 64
}

# refuse_unless_number NAME VALUE
refuse_unless_number() {
  [[ $2 =~ ^[1-9][0-9]{0,5}$ ]] || refuse "$1 $2, allowed: 1 to 999999"
}

# unknown ARGUMENT: says how to use the script, and ends it.
unknown() {
  usage >&2
  refuse "unknown argument $1"
}

# options "NAME ..." ARGUMENT...: puts the number of --NAME NUMBER into the variable NAME, prints usage for --help, and
# leaves the other arguments in the array words.
options() {
  local names=$1
  shift
  words=()
  while [ $# -gt 0 ]; do
    if [ "$1" = -h ] || [ "$1" = --help ]; then
      usage
      exit 0
    elif [[ $1 == --* && " $names " == *" ${1#--} "* ]]; then
      [ $# -ge 2 ] || refuse "$1 needs a number"
      refuse_unless_number "$1" "$2"
      printf -v "${1#--}" %s "$2"
      shift 2
    else
      words+=("$1")
      shift
    fi
  done
}

# shellcheck source=cnf/find-java.sh
source "$home/cnf/find-java.sh"

# The median of the numbers on standard input, one a line; nothing if there are none.
median() {
  sort -n | awk '{ v[NR] = $1 } END { if (NR) print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) }'
}

# median_of SIDE GUEST WHAT: the median of the figures in the folder $work, nothing if there are none.
median_of() {
  [ ! -f "$work/$1.$2.$3" ] || median <"$work/$1.$2.$3"
}

# find_qemu: sets qemu to QEMU's command, or to nothing. Xenolith is built, if need be, before anything is timed.
find_qemu() {
  qemu=$(command -v qemu-system-aarch64 || true)
  [ -n "$qemu" ] || say "qemu-system-aarch64 is not installed (Debian: qemu-system-arm): no comparison"
  "$home/xenolith" --version >/dev/null
}

# quotient A B: A / B with two digits, or - if either is missing or B is 0.
quotient() {
  awk -v a="$1" -v b="$2" 'BEGIN { if (a == "" || b == "" || b == 0) print "-"; else printf "%.2f\n", a / b }'
}

# number VALUE: with three digits, or - if there is none.
number() {
  if [ -n "$1" ]; then printf '%.3f\n' "$1"; else echo -; fi
}
