// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import org.jspecify.annotations.Nullable;
import org.xenolith.api.bus.BusFault;

/**
 * Carries out the effects of the distributor's and redistributors' registers. Called with the controller's lock held.
 *
 * <p>The bank of an access is the vCPU whose private interrupts it means: the accessing one in the distributor, the
 * frame's in a redistributor.
 */
final class DistributorAccess {
    private static final int ENABLE_GROUP_1A = 2;
    private static final int AFFINITY_ROUTING = 0x10;
    /** INTIDs of up to 1024, as TYPER's field has it: bits minus one. */
    private static final int ID_BITS = 9 << 19;

    private final GicCore core;
    private final GicConfig config;
    private final Injection injection;
    private final boolean v3;
    private final boolean exactTargets;

    DistributorAccess(GicCore core) {
        this.core = core;
        config = core.config;
        injection = core.injection;
        v3 = config.version() == GicVersion.V3;
        exactTargets = !config.has(GicTrait.SINGLE_TARGET);
    }

    /** Reads from a redistributor's frame, or in full from the distributor: the whole register, 32 or 64 bits. */
    long read(Register r, int bank, int offset) {
        int first = r.intidAt(offset);
        return switch (r.read().effect()) {
            case DISTRIBUTOR_CTLR -> control();
            case DISTRIBUTOR_TYPER -> type();
            case REDISTRIBUTOR_TYPER -> redistributorType(bank);
            case ENABLE, DISABLE, PEND, UNPEND, ACTIVATE, DEACTIVATE ->
                bits(r.read().effect(), bank, first);
            case PRIORITY, OWN_TARGET, TARGETS, SENDERS_SET, SENDERS_CLEAR ->
                bytes(r.read().effect(), bank, first);
            case TRIGGER -> triggers(bank, first);
            case ROUTER -> router(core.interrupt(bank, first));
            default -> r.read().constant();
        };
    }

    /**
     * Writes.
     *
     * @param width bytes
     * @param value zero extended from the width
     */
    void write(Register r, int bank, int offset, int width, long value) throws BusFault {
        int shift = r.shiftAt(offset);
        int first = r.intidAt(offset);
        Effect effect = r.write().effect();
        switch (effect) {
            case REFUSE_NONZERO -> {
                if (value != 0) {
                    throw BusFault.REFUSED;
                }
            }
            case DISTRIBUTOR_CTLR -> setControl((int) value << shift);
            case ENABLE, DISABLE, PEND, UNPEND, ACTIVATE, DEACTIVATE ->
                setBits(effect, bank, first, (int) (value << shift));
            case PRIORITY, TARGETS, SENDERS_SET, SENDERS_CLEAR -> setBytes(effect, bank, first, offset, width, value);
            case TRIGGER -> setTriggers(bank, first, (int) (value << shift));
            case ROUTER -> setRouter(core.interrupt(bank, first), shift, width, value);
            case SGIR -> sendList(bank, (int) value);
            default -> {
                // ignored
            }
        }
    }

    private long control() {
        if (!v3) {
            return core.forwarding ? 1 : 0;
        }
        return AFFINITY_ROUTING | (core.forwarding ? ENABLE_GROUP_1A : 0);
    }

    private void setControl(int value) {
        core.forwarding = (value & (v3 ? ENABLE_GROUP_1A : 1)) != 0;
        core.touchAll();
    }

    private long type() {
        int lines = config.spis() / 32;
        int cpus = Math.min(config.vcpus(), 8) - 1;
        return (v3 ? ID_BITS : 0) | cpus << 5 | lines;
    }

    private long redistributorType(int vcpu) {
        boolean last = vcpu == config.vcpus() - 1;
        return (long) Affinity.of(vcpu) << 32 | (long) vcpu << 8 | (last ? 0x10 : 0);
    }

    private long bits(Effect effect, int bank, int first) {
        int word = 0;
        for (int n = 0; n < 32; n++) {
            Interrupt i = core.interrupt(bank, first + n);
            if (i == null) {
                break;
            }
            boolean set =
                    switch (effect) {
                        case ENABLE, DISABLE -> i.enabled;
                        case PEND, UNPEND -> injection.pending(i);
                        default -> i.active;
                    };
            word |= set ? 1 << n : 0;
        }
        return word & 0xFFFF_FFFFL;
    }

    private void setBits(Effect effect, int bank, int first, int word) {
        for (int rest = word; rest != 0; rest &= rest - 1) {
            Interrupt i = core.interrupt(bank, first + Integer.numberOfTrailingZeros(rest));
            if (i != null) {
                apply(effect, i);
                core.refresh(i);
            }
        }
    }

    private void apply(Effect effect, Interrupt i) {
        switch (effect) {
            case ENABLE -> injection.enable(i);
            case DISABLE -> injection.disable(i);
            case PEND -> {
                if (pendable(i)) {
                    injection.pend(i);
                }
            }
            case UNPEND -> {
                if (pendable(i)) {
                    injection.unpend(i);
                }
            }
            case ACTIVATE -> i.active = true;
            default -> i.active = false;
        }
    }

    /** GICv2 has registers of its own for pending SGIs; Xen makes no difference [IHI0048 4.3.7]. */
    private boolean pendable(Interrupt i) {
        return v3 || !i.softwareGenerated() || config.has(GicTrait.XEN_REGISTERS);
    }

    private long bytes(Effect effect, int bank, int first) {
        long word = 0;
        for (int n = 0; n < 4; n++) {
            Interrupt i = core.interrupt(bank, first + n);
            if (i != null) {
                word |= (long) byteOf(effect, i, bank) << 8 * n;
            }
        }
        return word;
    }

    private int byteOf(Effect effect, Interrupt i, int bank) {
        return switch (effect) {
            case PRIORITY -> i.priority;
            case OWN_TARGET -> 1 << bank;
            case TARGETS -> exactTargets ? i.targets : 1 << i.target;
            default -> i.senders;
        };
    }

    private void setBytes(Effect effect, int bank, int first, int offset, int width, long value) {
        for (int n = 0; n < width; n++) {
            int index = (offset & 3) + n;
            Interrupt i = index < 4 ? core.interrupt(bank, first + index) : null;
            if (i != null) {
                setByte(effect, i, (int) (value >> 8 * n) & 0xFF);
                core.refresh(i);
            }
        }
    }

    private void setByte(Effect effect, Interrupt i, int value) {
        switch (effect) {
            case PRIORITY -> injection.priority(i, value);
            case TARGETS -> setTargets(i, value);
            case SENDERS_SET -> i.senders |= value & (1 << config.vcpus()) - 1;
            default -> i.senders &= ~value;
        }
    }

    private void setTargets(Interrupt i, int value) {
        if (exactTargets) {
            i.targets = value & (1 << config.vcpus()) - 1;
            return;
        }
        int vcpu = Integer.numberOfTrailingZeros(value);
        if (vcpu < config.vcpus()) {
            i.target = vcpu;
        }
    }

    private long triggers(int bank, int first) {
        int word = 0;
        for (int n = 0; n < 16; n++) {
            Interrupt i = core.interrupt(bank, first + n);
            word |= i == null ? 0 : i.config << 2 * n;
        }
        return word & 0xFFFF_FFFFL;
    }

    private void setTriggers(int bank, int first, int word) {
        int stored = config.has(GicTrait.XEN_REGISTERS) ? 3 : 2;
        for (int n = 0; n < 16; n++) {
            Interrupt i = core.interrupt(bank, first + n);
            if (i != null) {
                i.config = word >> 2 * n & stored;
                core.refresh(i);
            }
        }
    }

    private long router(@Nullable Interrupt i) {
        if (i == null) {
            return 0;
        }
        return exactTargets ? i.router : Affinity.of(i.target);
    }

    private void setRouter(@Nullable Interrupt i, int shift, int width, long value) {
        if (i == null) {
            return;
        }
        long mask = (width == 8 ? -1L : (1L << 8 * width) - 1) << shift;
        long router = router(i) & ~mask | value << shift & mask;
        if (exactTargets) {
            core.route(i, Affinity.routerBits(router));
            return;
        }
        int vcpu = Affinity.toAny(router) ? 0 : Affinity.looseVcpu(router);
        if (vcpu < config.vcpus()) {
            i.target = vcpu;
            core.refresh(i);
        }
    }

    /** GICD_SGIR [IHI0048 4.3.15]; filter 3 is reserved. */
    private void sendList(int sender, int value) throws BusFault {
        int intid = value & 0xF;
        int filter = value >> 24 & 3;
        if (filter == 3 && config.has(GicTrait.XEN_REGISTERS)) {
            throw BusFault.REFUSED;
        }
        int list =
                switch (filter) {
                    case 0 -> value >> 16 & 0xFF;
                    case 1 -> ~(1 << sender);
                    case 2 -> 1 << sender;
                    default -> 0;
                };
        for (int v = 0; v < config.vcpus(); v++) {
            if ((list >> v & 1) != 0) {
                core.send(intid, sender, v);
            }
        }
    }
}
