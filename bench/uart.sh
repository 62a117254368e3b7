#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the UART costs a guest, here with each profile and, where it is installed, on QEMU, in turn.
set -euo pipefail
export LC_ALL=C
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
usage: bench/uart.sh [--runs N] [--rounds N] [--scale PERCENT] [PROFILE ...]

Profiles: mainline-xen mainline seed extended (all of them if none is named).
--runs     how often each is started, on each side in turn (3)
--rounds   how often it does its work in one run (5)
--scale    how much work a round is, in percent of the usual (100)

The guest reads the flags; writes, polling before each byte; writes and reads by interrupts as Linux' driver does. Rates
are those of the median round of the later half, medians over the runs; traps are accesses to the UART for each byte, as
the guest counts them. A run fails if a byte is lost or the guest does not end; the exit code is then 1.
TEXT
}

everything=(mainline-xen mainline seed extended)
runs=3
rounds=5
scale=100
profiles=()
options "runs rounds scale" "$@"
for profile in "${words[@]}"; do
  [[ " ${everything[*]} " == *" $profile "* ]] || unknown "$profile"
  profiles+=("$profile")
done
[ ${#profiles[@]} -gt 0 ] || profiles=("${everything[@]}")

limit=120 # seconds for one run
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
image=$home/guests/images/uart.bin
modes=(flags polled transmit receive)

# usual MODE: how many flags or bytes a round is.
usual() {
  case $1 in
    0) echo 3000000 ;;
    *) echo 300000 ;;
  esac
}

# run SIDE MODE: appends a rate to SIDE.MODE.rate, traps for a byte to SIDE.MODE.traps.
run() {
  local side=$1 mode=$2 n status=0 fifo=0 look=0 lost
  n=$(($(usual "$mode") * scale / 100))
  [ "$n" -ge 64 ] || n=64
  local arguments="mode=$mode n=$n rounds=$rounds"
  local -a command
  if [ "$side" = qemu ]; then
    command=("$qemu" -M virt -cpu cortex-a57 -m 256 -nographic -nodefaults -serial stdio -kernel "$image"
      -append "$arguments irq=33 fifo=1")
  else
    [ "$side" != extended ] || fifo=1
    [ "$side" != seed ] || look=1 # its interrupt tells of any room, not of room for 16 bytes
    printf 'name = "uart"\nkernel = "%s"\nextra = "%s fifo=%s look=%s"\nmemory = 256\nvuart = "sbsa_uart"\nxenolith_uart_profile = "%s"\n' \
      "$image" "$arguments" "$fifo" "$look" "$side" >"$work/guest.cfg"
    command=("$home/xenolith" run "$work/guest.cfg" --timeout "$limit")
  fi
  if [ "$mode" -eq 3 ]; then
    head -c $((n * rounds + 4096)) /dev/zero | tr '\0' a >"$work/in"
  else
    : >"$work/in"
  fi
  timeout $((limit + 30)) "${command[@]}" <"$work/in" >"$work/out" 2>"$work/err" || status=$?
  tr -d '\r' <"$work/out" \
    | sed -n 's/^uart: round=.* n=\([0-9]*\) ticks=\([0-9]*\) hz=\([0-9]*\) traps=\([0-9]*\) .* sum=\([0-9]*\)$/\1 \2 \3 \4 \5/p' \
      >"$work/results"
  lost=0
  case $mode in
    1 | 2) lost=$((rounds * (n - n / 64) - $(tr -cd '#' <"$work/out" | wc -c))) ;;
    3) lost=$(awk '{ lost += $1 * 97 - $5 } END { print lost + 0 }' "$work/results") ;;
  esac
  if [ "$status" -ne 0 ] || [ "$(wc -l <"$work/results")" -ne "$rounds" ] || [ "$lost" -ne 0 ]; then
    say "${modes[mode]} on $side failed (exit $status, lost $lost):"
    tail -n 5 "$work/err" >&2
    tail -c 300 "$work/out" >&2
    failed=1
    return
  fi
  awk -v rounds="$rounds" 'NR > int(rounds / 2) { print $1 * $3 / $2 }' "$work/results" | median >>"$work/$side.$mode.rate"
  awk -v rounds="$rounds" 'NR > int(rounds / 2) { print $4 / $1 }' "$work/results" | median >>"$work/$side.$mode.traps"
}

find_qemu

sides=("${profiles[@]}")
[ -z "$qemu" ] || sides+=(qemu)
failed=0
for ((number = 1; number <= runs; number++)); do
  for side in "${sides[@]}"; do
    say "$side, run $number of $runs"
    for mode in 0 1 2 3; do
      run "$side" "$mode"
    done
  done
done

echo "$runs runs of $rounds rounds, medians; thousands a second, and accesses for each"
printf '%-14s | %17s | %17s | %17s | %17s\n' '' 'flag reads' 'polled writes' 'sent by interrupt' 'taken by interrupt'
for side in "${sides[@]}"; do
  printf '%-14s' "$side"
  for mode in 0 1 2 3; do
    rate=$(median_of "$side" "$mode" rate)
    traps=$(median_of "$side" "$mode" traps)
    printf ' | %9s %7s' "$(awk -v r="$rate" 'BEGIN { if (r == "") print "-"; else printf "%.0f\n", r / 1000 }')" \
      "$(awk -v t="$traps" 'BEGIN { if (t == "") print "-"; else printf "%.2f\n", t }')"
  done
  printf '\n'
done
exit "$failed"
