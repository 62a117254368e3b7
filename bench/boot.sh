#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Times the boot of Debian's arm64 kernel to the shell here and, where it is installed, on QEMU, in turn.
set -euo pipefail
export LC_ALL=C
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
usage: bench/boot.sh [--rounds N] [--timeout SECONDS] [--cold]

--rounds    how often each side boots (3)
--timeout   what one boot may take (300)
--cold      without what earlier runs have left: memories of hot code (xenolith_remember), and the cache that ./xenolith aot makes

Prints medians of CPU seconds, wall seconds and the largest resident set, from the start of the process to the line
"shell ready". Both sides get the kernel and the ramdisk that examples/debian-arm64.cfg names. A resident set is sampled
ten times a second.
TEXT
}

rounds=3
timeout=300
cold=no
options "rounds timeout" "$@"
for word in "${words[@]}"; do
  [ "$word" = --cold ] || unknown "$word"
  cold=yes
done

guest=$home/examples/debian-arm64.cfg
ready='shell ready'

# value KEY: the string that the guest file gives a key, as a path from its folder.
value() {
  local path
  path=$(sed -n "s/^$1 *= *\"\(.*\)\".*/\1/p" "$guest")
  [ -n "$path" ] || refuse "$guest has no $1"
  printf '%s/%s\n' "$(dirname "$guest")" "$path"
}

kernel=$(value kernel)
ramdisk=$(value ramdisk)
for file in "$kernel" "$ramdisk"; do
  [ -f "$file" ] || refuse "$file is missing; ./xenolith fetch debian-arm64 brings it"
done

work=$(mktemp -d)
child=
cleanup() {
  [ -z "$child" ] || kill "$child" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
[ "$cold" = no ] || export XENOLITH_CACHE=$work/cache

# resident PID: the largest resident set so far in KiB, empty if the process is gone.
resident() {
  sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$1/status" 2>/dev/null || true
}

# boot SIDE COMMAND...: appends "CPU WALL MIB" to SIDE.
boot() {
  local side=$1 most='' now deadline=$((SECONDS + timeout)) seen=no
  shift
  rm -f "$work/pid" "$work/time"
  : >"$work/out"
  # The process says its own number and then becomes the command, so that it can be watched while it is timed.
  (
    TIMEFORMAT='%U %S %R'
    # shellcheck disable=SC2016 # for the inner shell
    time bash -c 'echo $$ >"$1/pid"; d=$1; shift; exec "$@" </dev/null >"$d/out" 2>"$d/err"' _ "$work" "$@"
  ) 2>"$work/time" &
  local timer=$!
  while [ ! -s "$work/pid" ] && kill -0 "$timer" 2>/dev/null; do sleep 0.01; done
  child=$(cat "$work/pid")
  while kill -0 "$timer" 2>/dev/null; do
    now=$(resident "$child")
    most=${now:-$most}
    if grep -q "$ready" "$work/out"; then
      seen=yes
      # Xenolith ends by itself at this line, QEMU has to be told.
      [ "$side" = xenolith ] || kill "$child" 2>/dev/null || true
    elif [ "$SECONDS" -ge "$deadline" ]; then
      kill "$child" 2>/dev/null || true
    fi
    sleep 0.1
  done
  wait "$timer" || true
  child=
  if ! grep -q "$ready" "$work/out" || [ -z "$most" ]; then
    say "$side did not show \"$ready\" within $timeout s; the last it said:"
    tail -n 5 "$work/out" "$work/err" >&2
    return
  fi
  [ "$seen" = no ] || [ "$side" != xenolith ] || sed -n 's/^xenolith: \(.*guest instructions.*\)/\1/p' "$work/err" >&2
  awk -v kib="$most" 'NF == 3 && $1 ~ /^[0-9.]+$/ { print $1 + $2, $3, kib / 1024 }' "$work/time" >>"$work/$side"
}

find_qemu

for ((round = 1; round <= rounds; round++)); do
  say "round $round of $rounds"
  boot xenolith "$home/xenolith" run "$guest" --expect "$ready" --timeout "$timeout" --stats
  [ -z "$qemu" ] || boot qemu "$qemu" -M virt,gic-version=3 -cpu cortex-a57 -m 256 -nographic -nodefaults \
    -serial stdio -kernel "$kernel" -initrd "$ramdisk" -append "console=ttyAMA0 rdinit=/init"
done

# column SIDE NUMBER: the median of a column.
column() {
  [ ! -f "$work/$1" ] || awk -v n="$2" '{ print $n }' "$work/$1" | median
}

printf '%-22s %10s %10s %7s\n' 'Debian to the shell' xenolith qemu ratio
line() {
  local ours theirs
  ours=$(column xenolith "$2")
  theirs=$(column qemu "$2")
  printf '%-22s %10s %10s %7s\n' "$1" "$(number "$ours")" "$(number "$theirs")" "$(quotient "$ours" "$theirs")"
}
line 'CPU s' 1
line 'wall s' 2
line 'resident set, MiB' 3
echo 'ratio: Xenolith / QEMU, below 1 Xenolith needs less'
[ -f "$work/xenolith" ] && { [ -z "$qemu" ] || [ -f "$work/qemu" ]; }
