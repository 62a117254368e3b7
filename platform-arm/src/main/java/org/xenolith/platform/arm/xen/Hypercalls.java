// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import java.util.HashMap;
import java.util.Map;
import org.xenolith.api.call.CallContext;

/**
 * Answers HVC 0xEA1: the number is in X16, arguments are in X0 to X4, the result is in X0.
 *
 * <p>Called on the vCPU's thread, several vCPUs at once.
 */
public final class Hypercalls {
    /** The immediate of the HVC instruction. */
    public static final int IMMEDIATE = 0xEA1;

    private static final int MULTICALL = 13;
    private static final int REGISTERS = 5;
    private static final int SELECTOR = 16;
    private static final long CLOBBER = 0xDEAD_BEEFL;
    private static final int ENTRY_BYTES = 64;

    /** The most entries of one multicall. */
    static final int MAX_MULTICALL = 1 << 16;

    private final XenHost host;
    private final XenProfile profile;
    private final Map<Integer, Entry> table = new HashMap<>();
    private final HypercallFrame[] outer;
    private final HypercallFrame[] inner;

    /**
     * A hypercall and how many argument registers it has.
     *
     * @param call what answers it
     * @param arguments 1 to 5
     */
    private record Entry(Hypercall call, int arguments) {}

    /** Builds the hypercalls of one domain. */
    public Hypercalls(XenHost host, XenProfile profile) {
        this.host = host;
        this.profile = profile;
        outer = frames(host.vcpus());
        inner = frames(host.vcpus());
        GrantTable grants = new GrantTable(host, profile);
        SharedPages pages = new SharedPages(host, grants);
        table.put(7, new Entry(new PrivilegedOp(PrivilegedOp.PLATFORM_VERSION), 1));
        table.put(12, new Entry(new MemoryOp(host, pages), 2));
        table.put(MULTICALL, new Entry(this::multicall, 2));
        table.put(17, new Entry(new XenVersion(host, profile), 2));
        table.put(18, new Entry(new ConsoleIo(host, profile), 3));
        table.put(20, new Entry(new GrantTableOp(host, grants, pages), 3));
        table.put(21, new Entry(new VmAssist(), 2));
        table.put(24, new Entry(new VcpuOp(host), 3));
        table.put(29, new Entry(new SchedOp(host), 2));
        table.put(32, new Entry(new EventChannelOp(host), 2));
        table.put(34, new Entry(new HvmOp(host, profile), 2));
        table.put(35, new Entry(new PrivilegedOp(PrivilegedOp.SYSCTL_VERSION), 1));
        table.put(36, new Entry(new PrivilegedOp(PrivilegedOp.DOMCTL_VERSION), 1));
    }

    private static HypercallFrame[] frames(int count) {
        HypercallFrame[] frames = new HypercallFrame[count];
        for (int n = 0; n < count; n++) {
            frames[n] = new HypercallFrame();
        }
        return frames;
    }

    /** Answers a call. A number that nobody knows is -38 (ENOSYS). */
    public void call(CallContext call) {
        long number = call.register(SELECTOR);
        Entry entry = number == (int) number ? table.get((int) number) : null;
        if (entry == null) {
            if (!host.others(call)) {
                call.setRegister(0, -Errno.ENOSYS);
            }
            return;
        }
        HypercallFrame frame = outer[call.vcpu()];
        frame.begin(call);
        for (int n = 0; n < REGISTERS; n++) {
            frame.set(n, call.register(n));
        }
        long result = entry.call.call(frame);
        call.setRegister(0, result);
        if (profile.varied().debug() && result != -Errno.ENOSYS) {
            clobber(call, entry.arguments);
        }
    }

    /** A debug build makes sure that guests do not rely on what the interface leaves open. */
    private static void clobber(CallContext call, int arguments) {
        call.setRegister(SELECTOR, CLOBBER);
        for (int n = 1; n < arguments; n++) {
            call.setRegister(n, CLOBBER);
        }
    }

    /** Array of {u64 op, s64 result, u64 args[6]}; at most {@link #MAX_MULTICALL} entries. */
    private long multicall(HypercallFrame frame) {
        long array = frame.argument(0);
        long count = frame.argument(1) & 0xFFFF_FFFFL;
        if (count > MAX_MULTICALL) {
            return -Errno.E2BIG;
        }
        HypercallFrame one = inner[frame.vcpu()];
        one.begin(frame.context());
        for (long n = 0; n < count; n++) {
            long at = array + n * ENTRY_BYTES;
            if (!frame.fetch(at, ENTRY_BYTES)) {
                return -Errno.EFAULT;
            }
            long number = frame.buffer.i64(0);
            for (int a = 0; a < HypercallFrame.ARGUMENTS; a++) {
                one.set(a, frame.buffer.i64(16 + 8 * a));
            }
            frame.buffer.put64(8, callOne(number, one));
            if (!frame.store(at, 8, 8)) {
                return -Errno.EFAULT;
            }
        }
        return 0;
    }

    private long callOne(long number, HypercallFrame one) {
        if (number == MULTICALL) {
            return -Errno.EINVAL;
        }
        Entry entry = number == (int) number ? table.get((int) number) : null;
        return entry == null ? -Errno.ENOSYS : entry.call.call(one);
    }
}
