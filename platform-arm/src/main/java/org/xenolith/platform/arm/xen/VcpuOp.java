// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

/** vcpu_op: where a vCPU's records are. On Arm only two operations exist. */
final class VcpuOp implements Hypercall {
    private static final int REGISTER_RUNSTATE = 5;
    private static final int REGISTER_VCPU_INFO = 10;
    private static final int PAGE = 4096;
    private static final int VCPU_INFO_BYTES = 48;
    private static final int RUNSTATE_BYTES = 48;
    /** Frames of the largest guest-physical address space. */
    private static final long MAX_FRAME = 1L << 36;

    private final XenHost host;

    VcpuOp(XenHost host) {
        this.host = host;
    }

    @Override
    public long call(HypercallFrame frame) {
        int operation = frame.operation();
        if (operation != REGISTER_RUNSTATE && operation != REGISTER_VCPU_INFO) {
            return -Errno.EINVAL;
        }
        long vcpu = frame.argument(1) & 0xFFFF_FFFFL;
        if (vcpu >= host.vcpus()) {
            return -Errno.ENOENT;
        }
        return operation == REGISTER_VCPU_INFO ? registerInfo(frame, (int) vcpu) : registerRunstate(frame);
    }

    /** {u64 frame, u32 offset @8}. */
    private long registerInfo(HypercallFrame frame, int vcpu) {
        if (!frame.fetch(frame.argument(2), 16)) {
            return -Errno.EFAULT;
        }
        long pfn = frame.buffer.i64(0);
        long offset = frame.buffer.u32(8);
        if (offset > PAGE - VCPU_INFO_BYTES || Long.compareUnsigned(pfn, MAX_FRAME) >= 0) {
            return -Errno.EINVAL;
        }
        return host.events().registerVcpuInfo(vcpu, pfn * PAGE + offset);
    }

    /**
     * {u64 address} of {u32 state, u64 since @8, u64 nanoseconds[4] @16}: running, runnable, blocked, offline. A vCPU
     * here is never runnable and not running, so what a guest derives, the time stolen from it, is zero for good; the
     * record is written once.
     */
    private long registerRunstate(HypercallFrame frame) {
        if (!frame.fetch(frame.argument(2), 8)) {
            return -Errno.EFAULT;
        }
        long address = frame.buffer.i64(0);
        frame.buffer.clear(RUNSTATE_BYTES);
        long now = host.clock().nanos();
        frame.buffer.put64(8, now);
        frame.buffer.put64(16, now);
        return frame.store(address, RUNSTATE_BYTES) ? 0 : -Errno.EFAULT;
    }
}
