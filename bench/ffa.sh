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
options scale "$@"
[ ${#words[@]} -eq 0 ] || unknown "${words[0]}"

command -v mvn >/dev/null || refuse "Maven (mvn) is needed to build; it was not found on PATH"
java=$(find_java)
(cd "$home" && mvn -B -q -Dmaven.test.skip=true package -pl bench -am) >&2
exec "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xmx512m \
  -cp "$home/bench/target/classes:$home/bench/target/libraries/*" \
  org.xenolith.bench.ffa.GuestTimes "$home/guests/images" "$scale"
