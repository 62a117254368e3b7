// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

import java.util.Map;
import java.util.Set;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceContext;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;

/** A device of one register whose bit 0 is its line; it can be made to break each obligation. */
final class Latch implements Device {
    /** What can be wrong with it. */
    enum Flaw {
        HIGH_AFTER_RESET,
        WIDER_THAN_THE_ACCESS,
        THROWS,
        FORGETS,
        LINE_IS_LATE,
        LINE_IS_LEFT,
        COUNTS_SWAPS,
        BELIEVES_ANYTHING,
        GOES_ON_WHEN_STOPPED
    }

    private final DeviceContext context;
    private final Set<Flaw> flaws;
    private long value;
    private long swaps;

    Latch(DeviceContext context, DeviceState state, Set<Flaw> flaws) throws DeviceException {
        this.context = context;
        this.flaws = flaws;
        if (!state.fields().isEmpty()) {
            if (flaws.contains(Flaw.BELIEVES_ANYTHING)) {
                value = (Long) state.fields().get("value");
            }
            value = state.number("value", 0);
            if (!state.has("value") || value < 0 || value > 0xFFFF) {
                throw new DeviceException("value " + value);
            }
            value = flaws.contains(Flaw.FORGETS) ? value & 0xFF : value;
            swaps = flaws.contains(Flaw.COUNTS_SWAPS) ? (state.number("swaps", 0) + 1) % 1000 : 0;
        }
    }

    @Override
    public void start() {
        boolean level = (value & 1) != 0 || flaws.contains(Flaw.HIGH_AFTER_RESET);
        if (!flaws.contains(Flaw.LINE_IS_LEFT)) {
            context.line().set(level);
        }
        context.console().onBackend(() -> {
            if (flaws.contains(Flaw.GOES_ON_WHEN_STOPPED)) {
                context.line().pulse();
            }
        });
    }

    @Override
    public DeviceState stop() {
        if (!flaws.contains(Flaw.GOES_ON_WHEN_STOPPED)) {
            context.console().onBackend(() -> {});
        }
        return state();
    }

    @Override
    public DeviceState state() {
        return new DeviceState("latch", 1, Map.of("value", value, "swaps", swaps));
    }

    @Override
    public long read(int vcpu, long offset, int width) throws BusFault {
        if (offset != 0) {
            if (flaws.contains(Flaw.THROWS)) {
                throw new IllegalStateException("no register");
            }
            throw BusFault.REFUSED;
        }
        long seen = value + swaps;
        return flaws.contains(Flaw.WIDER_THAN_THE_ACCESS) || width == 8 ? seen : seen & (1L << 8 * width) - 1;
    }

    @Override
    public void write(int vcpu, long offset, int width, long written) {
        if (offset == 0) {
            value = written & 0xFFFF;
            if (!flaws.contains(Flaw.LINE_IS_LATE)) {
                context.line().set((value & 1) != 0);
            }
        }
    }
}
