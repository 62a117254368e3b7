#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the recorder: build.sh OUTPUT
set -eu
exec "${CROSS:-aarch64-linux-gnu-}gcc" -std=gnu11 -O1 -Wall -Wextra -Werror -ffreestanding -fno-stack-protector \
    -fno-tree-loop-distribute-patterns -mgeneral-regs-only -mno-outline-atomics -fno-pie -no-pie -static -nostdlib \
    -o "$1" "$(dirname "$0")/recorder.c"
