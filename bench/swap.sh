#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Replaces the UART under guests that use it at full speed, and prints how long they stood still.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
usage: bench/swap.sh [--swaps N] [--limit MICROSECONDS]

--swaps   how often the UART of each guest is replaced (10000)
--limit   what 99 of 100 stalls may take at most (1000)

Guests: a bare-metal one that checks numbered bytes in both directions, with each profile of the UART; Debian's kernel, if
it has been fetched. The run fails if a byte is lost, repeated or out of order, or stalls are longer than allowed.
TEXT
}

swaps=10000
limit=1000
options "swaps limit" "$@"
[ ${#words[@]} -eq 0 ] || unknown "${words[0]}"

command -v mvn >/dev/null || refuse "Maven (mvn) is needed to build; it was not found on PATH"
cd "$home"
mvn -B test -pl itests -am -Dtest=SwapUnderFireTest -Dsurefire.failIfNoSpecifiedTests=false -Dxenolith.swaps="$swaps" \
  -Dxenolith.stall.micros="$limit" |
  grep -E '^stall|^bundle|^ *below|^\[ERROR\]|Tests run'
