// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench.engine;

import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus.MmioPort;
import org.xenolith.engine.exec.Cluster;
import org.xenolith.engine.exec.Cpu;
import org.xenolith.engine.exec.GuestFault;
import org.xenolith.engine.mmu.Translation;

/** A vCPU without address translation, devices and exceptions. */
final class BareCpu extends Cpu {
    BareCpu(Cluster cluster) {
        super(cluster, 0, new NoDevices());
    }

    @Override
    protected void walk(long address, int access, boolean unprivileged, Translation out) {
        out.frame = address & -4096L;
        out.readable = true;
        out.writable = true;
        out.executable = true;
        out.strict = false;
    }

    @Override
    protected GuestFault alignmentFault(long address, int access) {
        return fault;
    }

    @Override
    protected GuestFault busFault(long address, long physical, int access, BusFault reason) {
        return fault;
    }

    @Override
    protected void deliver(GuestFault f) {
        throw new IllegalStateException("the loop has faulted at 0x" + Long.toHexString(r[CountingGuest.PC]));
    }

    @Override
    protected void takeInterrupt() {
        ignore(INTERRUPT);
    }

    @Override
    protected boolean wakeable() {
        return true;
    }

    private static final class NoDevices implements MmioPort {
        @Override
        public long read(long address, int width) throws BusFault {
            throw BusFault.UNCLAIMED;
        }

        @Override
        public void write(long address, int width, long value) throws BusFault {
            throw BusFault.UNCLAIMED;
        }
    }
}
