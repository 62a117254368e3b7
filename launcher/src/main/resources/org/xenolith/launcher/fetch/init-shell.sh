#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# First process of the guest: a shell with job control on the kernel's console.
export PATH=/bin:/sbin HOME=/root TERM=linux
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts
mount -t devpts devpts /dev/pts
hostname xenolith
console=/dev/$(sed 's/.* //' /sys/class/tty/console/active)
[ -c "$console" ] || console=/dev/console
export ENV=/etc/shrc PS1='xenolith:\w# '
cd /root
echo 'xenolith: shell ready'
# The first process must never end: a shell that is left is followed by the next.
while :; do
    setsid -c sh -i <"$console" >"$console" 2>&1
done
