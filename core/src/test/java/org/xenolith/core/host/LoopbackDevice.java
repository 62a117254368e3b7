// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.Map;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceContext;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.device.DeviceState;

/** Counts writes (its only state), sends every byte to the console, and reads as the number of writes. */
final class LoopbackDevice implements Device {
    /** Builds loopback devices; keeps no state. */
    static final class Factory implements DeviceFactory {
        private final String kind;

        Factory(String kind) {
            this.kind = kind;
        }

        @Override
        public Device create(DeviceContext context, DeviceState state) throws DeviceException {
            return new LoopbackDevice(kind, context, state.number("writes", 0));
        }
    }

    private final String kind;
    private final DeviceContext context;
    private long writes;

    private LoopbackDevice(String kind, DeviceContext context, long writes) {
        this.kind = kind;
        this.context = context;
        this.writes = writes;
    }

    @Override
    public synchronized long read(int vcpu, long offset, int width) {
        return offset == 0
                ? writes
                : context.console().outCapacity() - context.console().outQueued();
    }

    @Override
    public void write(int vcpu, long offset, int width, long value) {
        synchronized (this) {
            writes++;
            context.console().put((int) value);
        }
        context.console().notifyBackend();
    }

    @Override
    public void start() {
        context.line().set(false);
    }

    @Override
    public DeviceState stop() {
        return state();
    }

    @Override
    public synchronized DeviceState state() {
        return new DeviceState(kind, 1, Map.of("writes", writes));
    }
}
