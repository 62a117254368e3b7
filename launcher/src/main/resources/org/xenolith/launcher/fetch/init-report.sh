#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# First process of the guest: prints what the guest can see of its machine, then powers off.
export PATH=/bin:/sbin LC_ALL=C
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev

section() {
    echo "=== $1 ==="
}

# Prints each file's name and, on the same line, its content.
show() {
    for file in "$@"; do
        [ -f "$file" ] && echo "$file: $(cat "$file")"
    done
}

section GUEST-READY
section uname
uname -a
section /proc/cmdline
cat /proc/cmdline
section /proc/cpuinfo
cat /proc/cpuinfo
section /proc/interrupts
cat /proc/interrupts
section /proc/iomem
cat /proc/iomem
section '/proc/meminfo head'
head -n 3 /proc/meminfo
section 'dmesg filtered'
dmesg | grep -iE 'xen|psci|gic|smccc|timer'
section /sys/hypervisor
find /sys/hypervisor -type f | sort | while read -r file; do
    printf '%s: %s\n' "$file" "$(tr '\n' '|' <"$file")"
done
ls -d /sys/hypervisor/*
section /proc/xen
ls /proc/xen
section 'identification registers'
show /sys/devices/system/cpu/cpu*/regs/identification/*
section vulnerabilities
show /sys/devices/system/cpu/vulnerabilities/*
section clocksource
cat /sys/devices/system/clocksource/clocksource0/available_clocksource
cat /sys/devices/system/clocksource/clocksource0/current_clocksource
section tty
cat /proc/tty/driver/ttyAMA
cat /proc/consoles
section 'device tree'
cd /proc/device-tree
find . -type f | sort | while read -r file; do
    echo "$file"
    hexdump -v -e '"  " 16/1 "%02x " "\n"' "$file"
done
section DONE
poweroff -f
