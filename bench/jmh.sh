#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and runs the JMH benchmarks. Arguments go to JMH: a pattern of names, -f FORKS, -i ITERATIONS, -l to list, ...
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

command -v mvn >/dev/null || refuse "Maven (mvn) is needed to build; it was not found on PATH"
java=$(find_java)
(cd "$home" && mvn -B -q -Dmaven.test.skip=true package -pl bench -am) >&2
exec "$java" --sun-misc-unsafe-memory-access=allow -cp "$home/bench/target/classes:$home/bench/target/libraries/*" \
  org.openjdk.jmh.Main \
  -jvmArgsAppend "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xmx512m" \
  "$@"
