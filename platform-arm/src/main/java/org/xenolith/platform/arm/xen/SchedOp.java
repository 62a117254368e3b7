// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import org.xenolith.api.event.EventChannels;
import org.xenolith.api.hypervisor.ShutdownReason;

/** sched_op: giving up the processor, and ending the domain. */
final class SchedOp implements Hypercall {
    private static final int YIELD = 0;
    private static final int BLOCK = 1;
    private static final int SHUTDOWN = 2;
    private static final int POLL = 3;
    private static final int SHUTDOWN_CODE = 5;
    private static final int WATCHDOG = 6;
    private static final int MAX_POLLED = 128;

    private final XenHost host;
    private final Watchdogs watchdogs;

    SchedOp(XenHost host) {
        this.host = host;
        watchdogs = new Watchdogs(host);
    }

    @Override
    public long call(HypercallFrame frame) {
        return switch (frame.operation()) {
            case YIELD -> 0;
            case BLOCK -> {
                host.standby(frame.vcpu());
                yield 0;
            }
            case SHUTDOWN -> shutdown(frame, true);
            case POLL -> poll(frame);
            case SHUTDOWN_CODE -> shutdown(frame, false);
            case WATCHDOG -> watchdog(frame);
            default -> -Errno.ENOSYS;
        };
    }

    private long shutdown(HypercallFrame frame, boolean now) {
        if (!frame.fetch(frame.argument(1), 4)) {
            return -Errno.EFAULT;
        }
        long reason = frame.buffer.u32(0);
        if (reason >= ShutdownReason.values().length) {
            return -Errno.EINVAL;
        }
        if (now) {
            host.shutdown(ShutdownReason.values()[(int) reason]);
        }
        return 0;
    }

    /** {u64 ports, u32 count @8, u64 timeout @16}. Returns early: a caller looks again and polls again. */
    private static long poll(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 24)) {
            return -Errno.EFAULT;
        }
        long ports = frame.buffer.i64(0);
        long count = frame.buffer.u32(8);
        if (count > MAX_POLLED) {
            return -Errno.EINVAL;
        }
        for (long n = 0; n < count; n++) {
            if (!frame.fetch(ports + 4 * n, 4)) {
                return -Errno.EFAULT;
            }
            if (frame.buffer.u32(0) >= EventChannels.PORTS) {
                return -Errno.EINVAL;
            }
        }
        return 0;
    }

    /** {u32 id, u32 timeout in seconds}. */
    private long watchdog(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(1), 8)) {
            return -Errno.EFAULT;
        }
        return watchdogs.set(frame.buffer.u32(0), frame.buffer.u32(4));
    }
}
