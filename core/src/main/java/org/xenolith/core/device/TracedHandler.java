// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.api.device.DeviceAccess;

/** Passes accesses on and tells of each, while somebody wants to know. */
record TracedHandler(MmioHandler target, List<Consumer<DeviceAccess>> listeners) implements MmioHandler {
    @Override
    public long read(int vcpu, long offset, int width) throws BusFault {
        try {
            long value = target.read(vcpu, offset, width);
            long seen = width == Long.BYTES ? value : value & (1L << 8 * width) - 1;
            tell(new DeviceAccess(vcpu, false, offset, width, seen, Optional.empty()));
            return value;
        } catch (BusFault fault) {
            tell(new DeviceAccess(vcpu, false, offset, width, 0, reason(fault)));
            throw fault;
        }
    }

    @Override
    public void write(int vcpu, long offset, int width, long value) throws BusFault {
        try {
            target.write(vcpu, offset, width, value);
            tell(new DeviceAccess(vcpu, true, offset, width, value, Optional.empty()));
        } catch (BusFault fault) {
            tell(new DeviceAccess(vcpu, true, offset, width, value, reason(fault)));
            throw fault;
        }
    }

    private static Optional<String> reason(BusFault fault) {
        return Optional.of(String.valueOf(fault.getMessage()));
    }

    private void tell(DeviceAccess access) {
        listeners.forEach(listener -> listener.accept(access));
    }
}
