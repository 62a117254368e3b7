// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One vCPU's CPU interface: which candidate is the most urgent, whether it may be taken, and what acknowledging and
 * ending it does. The memory-mapped registers of GICv2 and the system registers of GICv3 both end here
 * [IHI0048 4.4, IHI0069 12.2]. Guarded by the controller's lock, except {@link #asserted}.
 */
final class CpuInterface {
    /** What IAR and HPPIR read when there is nothing. */
    static final int SPURIOUS = 1023;

    /** The implemented bits of a priority: 32 levels. */
    private static final int IMPLEMENTED = 0xF8;

    private static final int IDLE_PRIORITY = 0xFF;
    private static final int MAPPED_ENABLE = 1;
    private static final int MAPPED_EOI_MODE = 1 << 9;
    private static final int SYSTEM_EOI_MODE = 2;
    private static final int SYSTEM_COMMON_BPR = 1;

    final int vcpu;
    /** Whether the vCPU is powered. */
    boolean online;
    /** The IRQ output. Written under the lock, read by anyone. */
    volatile boolean asserted;

    int mask;
    int binaryPoint0;
    int binaryPoint1;
    /** Active priorities of the group that guests use: bit n is group priority 8n. */
    int active;
    /** Active priorities of the other group; only a guest that writes them sets them. */
    int otherActive;

    boolean enabled;
    boolean otherEnabled;
    boolean splitEoi;
    boolean commonBinaryPoint;

    private final GicCore core;
    private final boolean system;
    private final boolean waitIgnoresEnable;
    private final long[] candidates;
    private final AtomicInteger unsignalled = new AtomicInteger();

    CpuInterface(int vcpu, GicCore core) {
        this.vcpu = vcpu;
        this.core = core;
        system = core.config.version() == GicVersion.V3;
        waitIgnoresEnable = core.config.has(GicTrait.WAIT_IGNORES_GROUP_ENABLE);
        candidates = new long[(core.config.intids() + Long.SIZE - 1) / Long.SIZE];
        reset();
    }

    void reset() {
        mask = 0;
        binaryPoint0 = 2;
        binaryPoint1 = 3;
        active = 0;
        otherActive = 0;
        enabled = false;
        otherEnabled = false;
        splitEoi = false;
        commonBinaryPoint = false;
        core.touch(vcpu);
    }

    void place(int intid, boolean candidate) {
        long bit = 1L << intid;
        long word = candidates[intid >> 6];
        candidates[intid >> 6] = candidate ? word | bit : word & ~bit;
        core.touch(vcpu);
    }

    boolean groupEnabled() {
        return enabled;
    }

    /** Recomputes the output; tells whether it changed. */
    boolean evaluate() {
        boolean now = takeable(highest());
        boolean changed = now != asserted;
        asserted = now;
        return changed;
    }

    /**
     * Tells the listener the level, in order: one thread at a time signals, and it goes on until nothing is new. A level
     * that has gone and come back meanwhile is told again, for the listener may have acted on the earlier one already.
     */
    void signal(IrqOutput output) {
        if (unsignalled.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            output.irq(vcpu, asserted);
            seen = unsignalled.addAndGet(-seen);
        } while (seen != 0);
    }

    /** The wait-for-interrupt test: what would be taken if PSTATE.I were clear. */
    boolean wakes() {
        if (!waitIgnoresEnable) {
            return takeable(highest());
        }
        for (int w = 0; w < candidates.length; w++) {
            for (long rest = candidates[w]; rest != 0; rest &= rest - 1) {
                Interrupt i = core.interrupt(vcpu, w << 6 | Long.numberOfTrailingZeros(rest));
                if (i != null && i.enabled && outranks(i)) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable Interrupt highest() {
        Interrupt best = null;
        for (int w = 0; w < candidates.length; w++) {
            for (long rest = candidates[w]; rest != 0; rest &= rest - 1) {
                Interrupt i = core.interrupt(vcpu, w << 6 | Long.numberOfTrailingZeros(rest));
                if (i != null && (best == null || (i.ranking & IMPLEMENTED) < (best.ranking & IMPLEMENTED))) {
                    best = i;
                }
            }
        }
        return best;
    }

    private boolean takeable(@Nullable Interrupt i) {
        return i != null && enabled && core.forwards() && outranks(i);
    }

    private boolean outranks(Interrupt i) {
        return (i.ranking & IMPLEMENTED) < mask
                && ((active | otherActive) == 0 || groupPriority(i) < runningPriority());
    }

    private int groupPriority(Interrupt i) {
        int subpriorityBits = system && !commonBinaryPoint ? binaryPoint1 : binaryPoint0 + 1;
        return i.ranking & IMPLEMENTED & -1 << subpriorityBits;
    }

    private int runningPriority() {
        int all = active | otherActive;
        return all == 0 ? IDLE_PRIORITY : Integer.numberOfTrailingZeros(all) << 3;
    }

    /**
     * Reads a register.
     *
     * @return the value, zero extended
     */
    int read(Effect register) {
        return switch (register) {
            case MAPPED_CTLR -> (enabled ? MAPPED_ENABLE : 0) | (splitEoi ? MAPPED_EOI_MODE : 0);
            case SYSTEM_CTLR ->
                (core.config.has(GicTrait.XEN_REGISTERS) ? 0x8C00 : 0x8400)
                        | (splitEoi ? SYSTEM_EOI_MODE : 0)
                        | (commonBinaryPoint ? SYSTEM_COMMON_BPR : 0);
            case PRIORITY_MASK -> mask;
            case BINARY_POINT_0 -> binaryPoint0;
            case BINARY_POINT_1 -> system && commonBinaryPoint ? Math.min(binaryPoint0 + 1, 7) : binaryPoint1;
            case ACKNOWLEDGE -> acknowledge();
            case RUNNING_PRIORITY -> runningPriority();
            case HIGHEST_PENDING -> highestPending();
            case NOTHING_PENDING -> SPURIOUS;
            case ACTIVE_PRIORITIES -> active;
            case OTHER_ACTIVE_PRIORITIES -> otherActive;
            case GROUP_ENABLE -> enabled ? 1 : 0;
            case OTHER_GROUP_ENABLE -> otherEnabled ? 1 : 0;
            case SYSTEM_REGISTER_ENABLE -> 7;
            default -> 0;
        };
    }

    /**
     * Writes a register.
     *
     * @param value the low 32 bits
     */
    void write(Effect register, int value) {
        switch (register) {
            case MAPPED_CTLR -> {
                enable((value & MAPPED_ENABLE) != 0);
                splitEoi = (value & MAPPED_EOI_MODE) != 0;
            }
            case SYSTEM_CTLR -> {
                splitEoi = (value & SYSTEM_EOI_MODE) != 0;
                commonBinaryPoint = (value & SYSTEM_COMMON_BPR) != 0;
            }
            case PRIORITY_MASK -> mask = value & IMPLEMENTED;
            case BINARY_POINT_0 -> binaryPoint0 = Math.max(value & 7, 2);
            case BINARY_POINT_1 -> {
                if (!commonBinaryPoint) {
                    binaryPoint1 = Math.max(value & 7, 3);
                }
            }
            case END_OF_INTERRUPT -> endOfInterrupt(value);
            case DEACTIVATE_ONE -> {
                if (splitEoi) {
                    deactivate(value & idMask());
                }
            }
            case ACTIVE_PRIORITIES -> active = value;
            case OTHER_ACTIVE_PRIORITIES -> otherActive = value;
            case GROUP_ENABLE -> enable((value & 1) != 0);
            case OTHER_GROUP_ENABLE -> otherEnabled = (value & 1) != 0;
            default -> {
                // read-only or without effect
            }
        }
        core.touch(vcpu);
    }

    private void enable(boolean value) {
        if (value != enabled) {
            enabled = value;
            core.reroute();
        }
    }

    private int idMask() {
        return system ? 0xFF_FFFF : 0x3FF;
    }

    private int acknowledge() {
        Interrupt i = highest();
        if (i == null || !takeable(i)) {
            return SPURIOUS;
        }
        int identity = core.injection.identity(i);
        active |= 1 << (groupPriority(i) >> 3);
        core.injection.acknowledge(i, vcpu);
        core.refresh(i);
        core.touch(vcpu);
        return identity;
    }

    private int highestPending() {
        Interrupt i = highest();
        return i == null || !enabled || !core.forwards() ? SPURIOUS : core.injection.identity(i);
    }

    private void endOfInterrupt(int value) {
        int intid = value & idMask();
        if (intid >= GicConfig.SPECIAL && intid <= SPURIOUS) {
            return;
        }
        if (active != 0 && Integer.numberOfTrailingZeros(active) <= Integer.numberOfTrailingZeros(otherActive)) {
            active &= active - 1;
        }
        if (!splitEoi) {
            deactivate(intid);
        }
    }

    private void deactivate(int intid) {
        Interrupt i = core.interrupt(vcpu, intid);
        if (i != null && i.active) {
            core.injection.deactivate(i, vcpu);
            core.refresh(i);
        }
    }
}
