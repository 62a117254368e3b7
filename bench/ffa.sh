#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Times calls of FF-A in running guests, and prints medians.
set -euo pipefail
export LC_ALL=C
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
usage: bench/ffa.sh [--scale PERCENT]

--scale    how much work, in percent of the usual (100)

Times are those of the guest's own counter, for one call (a message there and back is two), after half as many calls to
warm up. What the mediator costs by itself, with 2, 64 and 1,000 virtual machines: bench/jmh.sh MediatorBenchmark
TEXT
}

scale=100
while [ $# -gt 0 ]; do
  case $1 in
    --scale)
      [ $# -ge 2 ] || refuse "$1 needs a number"
      refuse_unless_number "$1" "$2"
      scale=$2
      shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      refuse "unknown argument $1"
      ;;
  esac
  shift
done

command -v mvn >/dev/null || refuse "Maven (mvn) is needed to build; it was not found on PATH"
java=$(find_java)
(cd "$home" && mvn -B -q -Dmaven.test.skip=true package -pl bench -am) >&2
exec "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xmx512m \
  -cp "$home/bench/target/classes:$home/bench/target/libraries/*" \
  org.xenolith.bench.ffa.GuestTimes "$home/guests/images" "$scale"
