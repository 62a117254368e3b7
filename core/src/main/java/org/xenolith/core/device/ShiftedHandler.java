// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioHandler;

/** A further window of a device: its offsets count from the base of the first. */
record ShiftedHandler(MmioHandler target, long delta) implements MmioHandler {
    @Override
    public long read(int vcpu, long offset, int width) throws BusFault {
        return target.read(vcpu, offset + delta, width);
    }

    @Override
    public void write(int vcpu, long offset, int width, long value) throws BusFault {
        target.write(vcpu, offset + delta, width, value);
    }
}
