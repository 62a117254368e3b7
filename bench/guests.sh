#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the bare-metal guests here and, where it is installed, on QEMU, in turn, and prints medians.
set -euo pipefail
export LC_ALL=C
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
usage: bench/guests.sh [--rounds N] [--scale PERCENT] [GUEST ...]

Guests: loop flagread hvc exceptions sieve memcpy (all of them if none is named).
--rounds   how often each is run (3)
--scale    how much work, in percent of the usual (100)

CPU seconds are those of the whole process, its start included. Guest seconds are what the guest's own counter says of
the measured part; on both sides it follows the host's clock. Ratios are QEMU / Xenolith: above 1 Xenolith is faster.
TEXT
}

rounds=3
scale=100
guests=()
while [ $# -gt 0 ]; do
  case $1 in
    --rounds | --scale)
      [ $# -ge 2 ] || refuse "$1 needs a number"
      refuse_unless_number "$1" "$2"
      if [ "$1" = --rounds ]; then rounds=$2; else scale=$2; fi
      shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    loop | flagread | hvc | exceptions | sieve | memcpy) guests+=("$1") ;;
    *)
      usage >&2
      refuse "unknown argument $1"
      ;;
  esac
  shift
done
[ ${#guests[@]} -gt 0 ] || guests=(loop flagread hvc exceptions sieve memcpy)

# The guest's n at 100 percent: a second or so of work for the slower side.
usual() {
  case $1 in
    loop) echo 50000000 ;;
    flagread) echo 10000000 ;;
    hvc) echo 5000000 ;;
    exceptions) echo 1000000 ;;
    sieve) echo 1 ;;
    memcpy) echo 128 ;;
  esac
}

limit=300 # seconds for one run
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# run SIDE GUEST N: appends CPU seconds to SIDE.GUEST.cpu and guest seconds to SIDE.GUEST.guest.
run() {
  local side=$1 guest=$2 n=$3 image=$home/guests/images/$2.bin status=0 seconds
  local -a command
  [ -f "$image" ] || refuse "guests/images/$guest.bin is missing; make -C guests builds it"
  if [ "$side" = xenolith ]; then
    printf 'name = "%s"\nkernel = "%s"\nextra = "n=%s"\nmemory = 256\nvcpus = 1\nvuart = "sbsa_uart"\n' \
      "$guest" "$image" "$n" >"$work/guest.cfg"
    command=("$home/xenolith" run "$work/guest.cfg" --timeout "$limit")
  else
    command=("$qemu" -M virt -cpu cortex-a57 -m 256 -nographic -nodefaults -serial stdio -kernel "$image" -append "n=$n")
  fi
  local TIMEFORMAT='%U %S'
  { time timeout $((limit + 30)) "${command[@]}" </dev/null >"$work/out" 2>"$work/err" || status=$?; } 2>"$work/time"
  seconds=$(tr -d '\r' <"$work/out" | sed -n "s/^$guest: .*ticks=\([0-9]*\) hz=\([0-9]*\).*/\1 \2/p" | head -n 1)
  if [ "$status" -ne 0 ] || [ -z "$seconds" ]; then
    say "$guest on $side gave no result (exit $status):"
    tail -n 5 "$work/out" "$work/err" >&2
    return
  fi
  awk '{ print $1 + $2 }' "$work/time" >>"$work/$side.$guest.cpu"
  awk '{ print $1 / $2 }' <<<"$seconds" >>"$work/$side.$guest.guest"
}

# median_of SIDE GUEST WHAT
median_of() {
  [ ! -f "$work/$1.$2.$3" ] || median <"$work/$1.$2.$3"
}

qemu=$(command -v qemu-system-aarch64 || true)
[ -n "$qemu" ] || say "qemu-system-aarch64 is not installed (Debian: qemu-system-arm): no comparison"
"$home/xenolith" --version >/dev/null # builds it, if need be, before anything is timed

for guest in "${guests[@]}"; do
  n=$(($(usual "$guest") * scale / 100))
  [ "$n" -ge 1 ] || n=1
  for ((round = 1; round <= rounds; round++)); do
    say "$guest n=$n, round $round of $rounds"
    run xenolith "$guest" "$n"
    [ -z "$qemu" ] || run qemu "$guest" "$n"
  done
done

printf '%-11s %10s | %9s %9s %6s | %9s %9s %6s\n' '' '' 'CPU s' 'CPU s' '' 'guest s' 'guest s' ''
printf '%-11s %10s | %9s %9s %6s | %9s %9s %6s\n' guest n xenolith qemu ratio xenolith qemu ratio
incomplete=0
for guest in "${guests[@]}"; do
  n=$(($(usual "$guest") * scale / 100))
  [ "$n" -ge 1 ] || n=1
  our_cpu=$(median_of xenolith "$guest" cpu)
  their_cpu=$(median_of qemu "$guest" cpu)
  our_guest=$(median_of xenolith "$guest" guest)
  their_guest=$(median_of qemu "$guest" guest)
  [ -n "$our_cpu" ] || incomplete=1
  [ -z "$qemu" ] || [ -n "$their_cpu" ] || incomplete=1
  printf '%-11s %10s | %9s %9s %6s | %9s %9s %6s\n' "$guest" "$n" \
    "$(number "$our_cpu")" "$(number "$their_cpu")" "$(quotient "$their_cpu" "$our_cpu")" \
    "$(number "$our_guest")" "$(number "$their_guest")" "$(quotient "$their_guest" "$our_guest")"
done
exit "$incomplete"
