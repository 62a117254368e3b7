// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceContext;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.device.DeviceState;

/** Factories whose devices cannot take over: either they refuse what another has left, or they do not start. */
enum RefusingDevices implements DeviceFactory {
    REFUSES {
        @Override
        public Device create(DeviceContext context, DeviceState state) throws DeviceException {
            if (state.fields().isEmpty()) {
                return new Broken();
            }
            throw new DeviceException(REASON);
        }
    },
    DOES_NOT_START {
        @Override
        public Device create(DeviceContext context, DeviceState state) {
            return new Broken();
        }
    };

    static final String REASON = "this one takes no predecessor's state";

    private static final class Broken implements Device {
        @Override
        public void start() {
            throw new IllegalStateException(REASON);
        }

        @Override
        public DeviceState stop() {
            return state();
        }

        @Override
        public DeviceState state() {
            return DeviceState.initial("broken");
        }

        @Override
        public long read(int vcpu, long offset, int width) {
            return 0;
        }

        @Override
        public void write(int vcpu, long offset, int width, long value) {
            // nothing is behind it
        }
    }
}
