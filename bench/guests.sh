#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the guests that measure here and, where it is installed, on QEMU, in turn, and prints medians and ratios.
set -euo pipefail
export LC_ALL=C
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
usage: bench/guests.sh [--runs N] [--rounds N] [--scale PERCENT] [--tier TIER] [GUEST ...]

Guests: loop sieve sieve-2m memcpy memcpy-2m mix exceptions exceptions-el0 flagread hvc (all of them if none is named).
--runs     how often each is started, on each side in turn (3)
--rounds   how often it does its work in one run (10): in the first five HotSpot's compilers are at work
--scale    how much work a round is, in percent of the usual (100): with that QEMU needs four to six seconds for a run
--tier     what runs hot guest code here: interpreter or compiled (compiled)

CPU seconds are user and system time of the whole process: its start, and here the JVM's and our own compiler, included.
Guest seconds are what the guest's own counter says of a round, which follows the host's clock on both sides: cold is
the first round, warm the median of the later half. Ratios are QEMU / Xenolith: above 1 Xenolith is faster. A run fails
if the guest does not end by itself, prints FAIL, or its checksum differs between rounds, runs or sides; the exit code
is then 1.
TEXT
}

everything=(loop sieve sieve-2m memcpy memcpy-2m mix exceptions exceptions-el0 flagread hvc)
runs=3
rounds=10
scale=100
tier=compiled
guests=()
options "runs rounds scale" "$@"
set -- "${words[@]}"
while [ $# -gt 0 ]; do
  if [ "$1" = --tier ]; then
    [ $# -ge 2 ] || refuse "--tier needs interpreter or compiled"
    case $2 in
      interpreter | compiled) tier=$2 ;;
      *) refuse "--tier $2, allowed: interpreter, compiled" ;;
    esac
    shift
  else
    [[ " ${everything[*]} " == *" $1 "* ]] || unknown "$1"
    guests+=("$1")
  fi
  shift
done
[ ${#guests[@]} -gt 0 ] || guests=("${everything[@]}")

# What a guest is: its image, the usual n of a round, further boot arguments. A round is half a second of QEMU's.
define() {
  case $1 in
    loop) echo loop 250000000 ;;
    sieve) echo sieve 1 page=4 ;;
    sieve-2m) echo sieve 1 page=2048 ;;
    memcpy) echo memcpy 100 page=4 ;;
    memcpy-2m) echo memcpy 100 page=2048 ;;
    mix) echo mix 900 page=4 ;;
    exceptions) echo exceptions 1000000 el=1 ;;
    exceptions-el0) echo exceptions 1000000 el=0 ;;
    flagread) echo flagread 10000000 ;;
    hvc) echo hvc 6000000 ;;
  esac
}

# scaled N: that at the scale asked for, at least 1.
scaled() {
  local n=$(($1 * scale / 100))
  [ "$n" -ge 1 ] || n=1
  echo "$n"
}

limit=600 # seconds for one run
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# run SIDE GUEST: appends CPU seconds to SIDE.GUEST.cpu, guest seconds to .cold and .warm, the checksum to GUEST.checksum.
run() {
  local side=$1 guest=$2 image n more status=0
  local -a command
  read -r image n more < <(define "$guest")
  more="rounds=$rounds n=$(scaled "$n") $more"
  local file=$home/guests/images/$image.bin
  [ -f "$file" ] || refuse "guests/images/$image.bin is missing; make -C guests builds it"
  if [ "$side" = xenolith ]; then
    printf 'name = "%s"\nkernel = "%s"\nextra = "%s"\nmemory = 256\nvcpus = 1\nvuart = "sbsa_uart"\nxenolith_tier = "%s"\n' \
      "$guest" "$file" "$more" "$tier" >"$work/guest.cfg"
    command=("$home/xenolith" run "$work/guest.cfg" --timeout "$limit")
  else
    command=("$qemu" -M virt -cpu cortex-a57 -m 256 -nographic -nodefaults -serial stdio -kernel "$file" -append "$more")
  fi
  local TIMEFORMAT='%U %S'
  { time timeout $((limit + 30)) "${command[@]}" </dev/null >"$work/out" 2>"$work/err" || status=$?; } 2>"$work/time"
  tr -d '\r' <"$work/out" \
    | sed -n "s/^$image: round=.* ticks=\([0-9]*\) hz=\([0-9]*\) checksum=\(.*\)/\1 \2 \3/p" >"$work/results"
  if [ "$status" -ne 0 ] || [ "$(wc -l <"$work/results")" -ne "$rounds" ] || grep -q 'FAIL\|^unexpected exception' "$work/out"; then
    say "$guest on $side failed (exit $status):"
    tail -n 5 "$work/out" "$work/err" >&2
    failed=1
    return
  fi
  awk '{ print $1 + $2 }' "$work/time" >>"$work/$side.$guest.cpu"
  awk 'NR == 1 { print $1 / $2 }' "$work/results" >>"$work/$side.$guest.cold"
  awk -v rounds="$rounds" 'NR > int(rounds / 2) { print $1 / $2 }' "$work/results" | median >>"$work/$side.$guest.warm"
  awk '{ print $3 }' "$work/results" >>"$work/$guest.checksum"
}

find_qemu

failed=0
for guest in "${guests[@]}"; do
  for ((number = 1; number <= runs; number++)); do
    say "$guest, run $number of $runs"
    run xenolith "$guest"
    [ -z "$qemu" ] || run qemu "$guest"
  done
  if [ -f "$work/$guest.checksum" ] && [ "$(sort -u "$work/$guest.checksum" | wc -l)" -ne 1 ]; then
    say "$guest failed, its checksums differ:"
    sort "$work/$guest.checksum" | uniq -c >&2
    failed=1
  fi
done

echo "tier $tier, $runs runs of $rounds rounds, medians"
printf '%-15s | %-26s | %-26s | %-26s\n' '' 'CPU s of the process' 'guest s, cold round' 'guest s, warm round'
printf '%-15s | %9s %9s %6s | %9s %9s %6s | %9s %9s %6s\n' guest \
  xenolith qemu ratio xenolith qemu ratio xenolith qemu ratio
for guest in "${guests[@]}"; do
  printf '%-15s' "$guest"
  for what in cpu cold warm; do
    ours=$(median_of xenolith "$guest" "$what")
    theirs=$(median_of qemu "$guest" "$what")
    printf ' | %9s %9s %6s' "$(number "$ours")" "$(number "$theirs")" "$(quotient "$theirs" "$ours")"
  done
  printf '\n'
done
exit "$failed"
