// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.time.VirtualClock;

/** A domain's two watchdog timers: one that is not set again in time ends the domain. */
final class Watchdogs {
    private static final int COUNT = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final XenHost host;
    private final VirtualClock.Alarm[] alarms = new VirtualClock.Alarm[COUNT];
    private final boolean[] used = new boolean[COUNT];

    Watchdogs(XenHost host) {
        this.host = host;
        for (int n = 0; n < COUNT; n++) {
            alarms[n] = host.clock().alarm(() -> host.shutdown(ShutdownReason.WATCHDOG));
        }
    }

    /**
     * Sets a watchdog.
     *
     * @param id 0 for a new one, else 1 or 2
     * @param seconds 0 to give it up
     * @return the id of a new one, 0, or an error
     */
    synchronized long set(long id, long seconds) {
        if (id > COUNT) {
            return -Errno.EINVAL;
        }
        if (id == 0) {
            return seconds == 0 ? -Errno.EINVAL : start(seconds);
        }
        int n = (int) id - 1;
        if (seconds == 0) {
            used[n] = false;
            alarms[n].cancel();
            return 0;
        }
        if (!used[n]) {
            return -Errno.EINVAL;
        }
        arm(n, seconds);
        return 0;
    }

    private long start(long seconds) {
        for (int n = 0; n < COUNT; n++) {
            if (!used[n]) {
                used[n] = true;
                arm(n, seconds);
                return n + 1;
            }
        }
        return -Errno.ENOSPC;
    }

    private void arm(int n, long seconds) {
        alarms[n].set(host.clock().nanos() + seconds * NANOS_PER_SECOND);
    }
}
