// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import java.util.function.Supplier;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioHandler;

/**
 * Answers for a device that is not there: the access waits until one is, and goes to it. When the gap has lasted too
 * long, accesses find nobody.
 */
final class Vacancy implements MmioHandler {
    private final SlotHost host;
    private final Supplier<MmioHandler> occupant;
    private final long deadline;

    /**
     * Begins a gap.
     *
     * @param occupant what answers in the slot now
     * @param nanos how long accesses may wait, from now, host nanoseconds
     */
    Vacancy(SlotHost host, Supplier<MmioHandler> occupant, long nanos) {
        this.host = host;
        this.occupant = occupant;
        deadline = System.nanoTime() + nanos;
    }

    @Override
    public long read(int vcpu, long offset, int width) throws BusFault {
        return successor().read(vcpu, offset, width);
    }

    @Override
    public void write(int vcpu, long offset, int width, long value) throws BusFault {
        successor().write(vcpu, offset, width, value);
    }

    private MmioHandler successor() throws BusFault {
        host.standUntil(() -> occupant.get() != this, deadline - System.nanoTime());
        MmioHandler now = occupant.get();
        if (now == this) {
            throw BusFault.UNCLAIMED;
        }
        return now;
    }
}
