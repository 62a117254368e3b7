// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

/** hvm_op: parameters of the domain. Structure {u16 domain @0, u32 index @4, u64 value @8}. */
final class HvmOp implements Hypercall {
    /** How the event upcall arrives: type PPI in bits 63:56, flags "level low" in 15:8, INTID 31. */
    static final long CALLBACK = 0x0200_0000_0000_021FL;

    private static final int SET = 0;
    private static final int GET = 1;
    private static final int GUEST_REQUEST_VM_EVENT = 24;
    private static final int BYTES = 16;

    private static final int CALLBACK_IRQ = 0;
    private static final int STORE_PFN = 1;
    private static final int STORE_EVTCHN = 2;
    private static final int CONSOLE_PFN = 17;
    private static final int CONSOLE_EVTCHN = 18;
    private static final int MONITOR_RING_PFN = 28;

    private final XenHost host;
    private final boolean toolstack;

    HvmOp(XenHost host, XenProfile profile) {
        this.host = host;
        this.toolstack = profile.varied().toolstack();
    }

    @Override
    public long call(HypercallFrame frame) {
        return switch (frame.operation()) {
            case SET, GET -> parameter(frame, frame.operation() == SET);
            case GUEST_REQUEST_VM_EVENT -> frame.argument(1) == 0 ? 0 : -Errno.EINVAL;
            default -> -Errno.ENOSYS;
        };
    }

    private long parameter(HypercallFrame frame, boolean set) {
        long address = frame.argument(1);
        if (!frame.fetch(address, BYTES)) {
            return -Errno.EFAULT;
        }
        int index = frame.buffer.i32(4);
        int domain = DomainIds.checkSelf(host, frame.buffer.u16(0));
        if (domain != 0) {
            return domain;
        }
        boolean readable = readable(index);
        if (!readable && index != MONITOR_RING_PFN) {
            return -Errno.EINVAL;
        }
        if (set || !readable) {
            return -Errno.EPERM;
        }
        frame.buffer.put64(8, toolstack ? value(index) : 0);
        return frame.store(address, BYTES) ? 0 : -Errno.EFAULT;
    }

    private static boolean readable(int index) {
        return switch (index) {
            case CALLBACK_IRQ, STORE_PFN, STORE_EVTCHN, CONSOLE_PFN, CONSOLE_EVTCHN -> true;
            default -> false;
        };
    }

    private static long value(int index) {
        return switch (index) {
            case CALLBACK_IRQ -> CALLBACK;
            case STORE_PFN -> MagicPages.STORE >>> 12;
            case STORE_EVTCHN -> MagicPages.STORE_PORT;
            case CONSOLE_PFN -> MagicPages.CONSOLE >>> 12;
            default -> MagicPages.CONSOLE_PORT;
        };
    }
}
