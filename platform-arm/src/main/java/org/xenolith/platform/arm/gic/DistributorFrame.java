// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioHandler;

/** GICD, and all redistributors GICR one after the other: decoding by a table, then the effect under the lock. */
final class DistributorFrame implements MmioHandler {
    private final GicCore core;
    private final DistributorAccess access;
    private final RegisterMap map;
    /** Bytes of one vCPU's part, or 0 if all share one frame. */
    private final int stride;
    /** Whether rows of INTIDs 0 to 31 do nothing here. */
    private final boolean sharedOnly;

    private DistributorFrame(GicCore core, RegisterMap map, int stride, boolean sharedOnly) {
        this.core = core;
        this.map = map;
        this.stride = stride;
        this.sharedOnly = sharedOnly;
        access = new DistributorAccess(core);
    }

    static DistributorFrame distributor(GicCore core) {
        GicConfig config = core.config;
        if (config.version() == GicVersion.V2) {
            return new DistributorFrame(core, DistributorRegisters.of2(config.profile()), 0, false);
        }
        boolean sharedOnly = !config.has(GicTrait.PRIVATE_THROUGH_DISTRIBUTOR);
        return new DistributorFrame(core, DistributorRegisters.of3(config.profile()), 0, sharedOnly);
    }

    static DistributorFrame redistributors(GicCore core) {
        RegisterMap map = DistributorRegisters.redistributor(core.config.profile());
        return new DistributorFrame(core, map, DistributorRegisters.SIZE_REDISTRIBUTOR, false);
    }

    RegisterMap map() {
        return map;
    }

    @Override
    public long read(int vcpu, long offset, int width) throws BusFault {
        int bank = bank(vcpu, offset);
        int within = within(offset);
        Register r = row(within);
        r.read().check(width);
        long mask = width == 8 ? -1L : (1L << 8 * width) - 1;
        if (r.read().effect() == Effect.CONSTANT) {
            return r.read().constant() & mask;
        }
        if (reservedPrivate(r, within)) {
            return 0;
        }
        core.lock();
        try {
            return access.read(r, bank, within) >>> r.shiftAt(within) & mask;
        } finally {
            core.unlock();
        }
    }

    @Override
    public void write(int vcpu, long offset, int width, long value) throws BusFault {
        int bank = bank(vcpu, offset);
        int within = within(offset);
        Register r = row(within);
        r.write().check(width);
        if (r.write().effect() == Effect.CONSTANT || reservedPrivate(r, within)) {
            return;
        }
        core.lock();
        try {
            access.write(r, bank, within, width, value);
        } finally {
            core.unlock();
        }
    }

    private int bank(int vcpu, long offset) throws BusFault {
        if (stride == 0) {
            return vcpu;
        }
        long frame = Long.divideUnsigned(offset, stride);
        if (frame >= core.vcpus()) {
            throw BusFault.REFUSED;
        }
        return (int) frame;
    }

    private int within(long offset) throws BusFault {
        long within = stride == 0 ? offset : offset & stride - 1;
        if (within != (int) within) {
            throw BusFault.REFUSED;
        }
        return (int) within;
    }

    private Register row(int within) throws BusFault {
        Register r = map.at(within);
        if (r == null) {
            throw BusFault.REFUSED;
        }
        return r;
    }

    private boolean reservedPrivate(Register r, int within) {
        return sharedOnly && r.perUnit() > 1 && r.intidAt(within) < GicConfig.PRIVATE;
    }
}
