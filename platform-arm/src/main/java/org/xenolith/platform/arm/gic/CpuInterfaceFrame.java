// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioHandler;

/** GICC: each vCPU sees its own CPU interface at the same address. */
final class CpuInterfaceFrame implements MmioHandler {
    private final GicCore core;
    private final RegisterMap map;

    CpuInterfaceFrame(GicCore core) {
        this.core = core;
        map = CpuInterfaceRegisters.of2(core.config.profile());
    }

    RegisterMap map() {
        return map;
    }

    @Override
    public long read(int vcpu, long offset, int width) throws BusFault {
        Register.Access access = row(offset).read();
        access.check(width);
        if (access.effect() == Effect.CONSTANT) {
            return access.constant();
        }
        core.lock();
        try {
            return core.cpu(vcpu).read(access.effect()) & 0xFFFF_FFFFL;
        } finally {
            core.unlock();
        }
    }

    @Override
    public void write(int vcpu, long offset, int width, long value) throws BusFault {
        Register.Access access = row(offset).write();
        access.check(width);
        if (access.effect() == Effect.CONSTANT) {
            return;
        }
        core.lock();
        try {
            core.cpu(vcpu).write(access.effect(), (int) value);
        } finally {
            core.unlock();
        }
    }

    private Register row(long offset) throws BusFault {
        Register r = map.at(offset);
        if (r == null) {
            throw BusFault.REFUSED;
        }
        return r;
    }
}
