// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import java.util.Map;
import java.util.TreeMap;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceContext;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.device.DeviceState;

/** A PL011 that hands over version 1 of its state, as the release before did; otherwise that of today. */
record ElderRelease(DeviceFactory today) implements DeviceFactory {
    @Override
    public Device create(DeviceContext context, DeviceState state) throws DeviceException {
        return new Elder(today.create(context, state));
    }

    private record Elder(Device device) implements Device {
        @Override
        public long read(int vcpu, long offset, int width) throws BusFault {
            return device.read(vcpu, offset, width);
        }

        @Override
        public void write(int vcpu, long offset, int width, long value) throws BusFault {
            device.write(vcpu, offset, width, value);
        }

        @Override
        public void start() {
            device.start();
        }

        @Override
        public DeviceState stop() {
            return first(device.stop());
        }

        @Override
        public DeviceState state() {
            return first(device.state());
        }

        private static DeviceState first(DeviceState state) {
            Map<String, Object> fields = new TreeMap<>(state.fields());
            fields.remove("told");
            return new DeviceState(state.kind(), 1, fields);
        }
    }
}
